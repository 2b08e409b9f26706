"""What of a text is headline, byline, dateline, tag line or link, and what is running text."""

import pandas as pd
import pytest

from analysis.anatomy import find_parts
from analysis.layout import layouts

HEADLINE = "Harbour bridge to open early"
BODY = "Mayor Anna Lind said on Friday that the harbour bridge would open to lorries before the end of the summer."


def parts(*paragraphs: str, headline: str | None = None) -> dict[str, str]:
    text = "\n\n".join(paragraphs)
    return {part: text[start:end] for part, start, end in find_parts(text, headline)}


def prose(text: str) -> list[str]:
    (layout,) = layouts(pd.DataFrame({"article_id": ["a"], "text": [text]}))
    return [text[start:end] for _, start, end in layout.prose]


def test_a_short_first_line_without_a_stop_is_the_headline():
    assert parts(HEADLINE, BODY) == {"headline": HEADLINE}


@pytest.mark.parametrize(
    "line", ["Will the bridge open?", "‘We will go,’ says Lind", "Lind: bridge to open", "Lind: “We open”"]
)
def test_questions_quotations_and_colons_may_be_headlines(line):
    assert parts(line, BODY) == {"headline": line}


def test_a_headline_in_capitals_with_a_dash_is_no_dateline():
    assert parts("BRIDGE TO OPEN - MAYOR", BODY) == {"headline": "BRIDGE TO OPEN - MAYOR"}


@pytest.mark.parametrize("line", ["She gave no date.", "“We will go.”", "“We will go,”"])
def test_a_first_line_that_ends_like_a_sentence_is_no_headline(line):
    assert parts(line, BODY) == {}


def test_a_single_line_has_no_headline():
    assert parts(HEADLINE) == {}


def test_a_given_headline_is_found_in_the_text_whatever_its_case_and_stop():
    assert (
        parts("Harbour Bridge To Open Early.", BODY, headline=HEADLINE)["headline"] == "Harbour Bridge To Open Early."
    )


def test_where_another_headline_is_given_the_first_line_is_text():
    assert parts(HEADLINE, BODY, headline="Lind opens the bridge") == {}


@pytest.mark.parametrize(
    "line",
    [
        "By Jan Holm",
        "BY JAN HOLM",
        "By J. B. Holm",
        "Written by Eva Berg",
        "By Jan Holm and Eva Berg, City Reporter",
        "Author: Eva Berg",
    ],
)
def test_the_line_that_names_the_writer_is_the_byline(line):
    assert parts(HEADLINE, line, BODY) == {"headline": HEADLINE, "byline": line}


@pytest.mark.parametrize("line", ["By Friday the bridge will be open.", "By 9 p.m. all was quiet", "Byron Holm smiled"])
def test_a_sentence_that_begins_with_by_is_no_byline(line):
    assert "byline" not in parts(HEADLINE, BODY, line, BODY) | parts(HEADLINE, line, BODY)


@pytest.mark.parametrize(
    "line", ["March 4, 2022", "Published on March 4, 2022", "Updated: 4 March 2022 10:15 GMT", "2022-03-04"]
)
def test_a_line_with_nothing_but_a_date_is_a_time_stamp(line):
    assert parts(HEADLINE, line, BODY)["timestamp"] == line


@pytest.mark.parametrize(
    "dateline",
    [
        "PARIS, March 3 (Reuters) - ",
        "NEW YORK (AP) — ",
        "KYIV, Ukraine (AP) -- ",
        "LONDON, 3 March 2022 – ",
        "WASHINGTON — ",
        "RIO DE JANEIRO - ",
    ],
)
def test_place_date_and_agency_before_a_dash_are_the_dateline(dateline):
    assert parts(HEADLINE, dateline + BODY) == {"headline": HEADLINE, "dateline": dateline}
    assert prose(f"{HEADLINE}\n\n{dateline}{BODY}") == [HEADLINE, BODY]


def test_a_name_before_a_dash_is_no_dateline():
    assert parts("Anna Lind - the mayor - said the bridge would open.", BODY) == {}


@pytest.mark.parametrize("line", ["Harbour, Anna Lind, City council", "Tags: harbour, Anna Lind", "Lind, Holm"])
def test_names_with_commas_at_the_end_are_the_tag_line(line):
    assert parts(HEADLINE, BODY, line)["tags"] == line


@pytest.mark.parametrize("line", ["She left, he stayed", "Lind, Holm and Berg agreed.", "Harbour"])
def test_a_last_sentence_is_no_tag_line(line):
    assert "tags" not in parts(HEADLINE, BODY, line)


@pytest.mark.parametrize(
    "line",
    ["See also", "See also:", "SEE ALSO", "Know more", "Read also: Holm resigns", "Advertisement", "© 2022 The Post"],
)
def test_links_buttons_and_credits_are_no_running_text(line):
    assert prose("\n\n".join([HEADLINE, BODY, line, BODY])) == [HEADLINE, BODY, BODY]
