"""What of a text is headline, byline, dateline, tag line or link, and what is running text."""

import time

import pandas as pd
import pytest

from analysis.anatomy import find_parts, name_in, place_in
from analysis.articles import read_articles
from analysis.layout import layouts
from analysis.sentences import split_sentences

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


@pytest.mark.parametrize("line", ["OPINION", "Analysis:", "World news", "EXCLUSIVE"])
def test_a_label_above_the_headline_is_the_kicker(line):
    assert parts(line, HEADLINE, BODY) == {"kicker": line, "headline": HEADLINE}


def test_whatever_stands_above_the_given_headline_is_the_kicker():
    found = parts("Harbour diary", HEADLINE, BODY, headline=HEADLINE)
    assert found == {"kicker": "Harbour diary", "headline": HEADLINE}


@pytest.mark.parametrize("line", ["Opinion", "Europe"])
def test_a_label_with_nothing_but_text_below_is_no_kicker(line):
    assert "kicker" not in parts(line, BODY)
    assert "kicker" not in parts(HEADLINE, line, BODY)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Jan Holm, Reuters", "Jan Holm"),
        ("Jan Holm and Eva Berg, Associated Press", "Jan Holm and Eva Berg"),
        ("Eva Berg | AFP", "Eva Berg"),
        ("Eva Berg, political correspondent", "Eva Berg"),
        ("By Jan Holm", "Jan Holm"),
    ],
)
def test_a_name_with_its_house_or_post_is_the_byline(line, name):
    assert parts(HEADLINE, line, BODY) == {"headline": HEADLINE, "byline": line}
    assert name_in(line) == name


@pytest.mark.parametrize("line", ["The mayor told the story to her friend, Reuters", "Mayor Lind thanked AFP"])
def test_a_sentence_that_ends_with_a_house_is_no_byline(line):
    assert "byline" not in parts(HEADLINE, line, BODY)


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("PARIS, March 3 (Reuters) - ", "PARIS"),
        ("Kyiv, March 3 (Reuters) - ", "Kyiv"),
        ("Kyiv (Reuters) — ", "Kyiv"),
        ("WASHINGTON, D.C. (AP) — ", "WASHINGTON, D.C."),
        ("LONDON/PARIS - ", "LONDON/PARIS"),
        ("(Reuters) - ", None),
    ],
)
def test_a_dateline_has_its_place(dateline, place):
    assert parts(HEADLINE, dateline + BODY)["dateline"] == dateline
    assert place_in(dateline) == place


def test_place_and_day_of_the_dateline_are_columns():
    text = f"{HEADLINE}\n\nPARIS, March 3 (Reuters) - {BODY}"
    row = read_articles(pd.DataFrame([{"text": text, "date": "2022-03-04"}])).iloc[0]
    assert (row["dateline_place"], row["dateline_date"]) == ("PARIS", pd.Timestamp("2022-03-03"))
    assert row["text"] == text


@pytest.mark.parametrize(
    "line",
    [
        "14:05",
        "14.05 GMT",
        "5.32pm EST",
        "11:23 a.m. ET",
        "3 hours ago",
        "12 min ago",
        "Just now",
        "Updated at 14:05 GMT",
        "Friday 4 March 2022 10.15 GMT",
        "Last updated on March 4, 2022 at 10:15",
        "First published on Fri 4 Mar 2022 06.00 GMT",
        "March 4, 2022 10:15 AM ET",
    ],
)
def test_time_stamps_are_known_wherever_they_stand(line):
    assert prose("\n\n".join([HEADLINE, BODY, line, BODY])) == [HEADLINE, BODY, BODY]
    assert parts(HEADLINE, BODY, line, BODY)["timestamp"] == line


def test_the_time_of_an_entry_of_a_live_blog_is_cut_off_its_sentence():
    assert prose(f"{HEADLINE}\n\n{BODY}\n\n14:05 GMT – {BODY}\n\n9:30 | {BODY}") == [HEADLINE, BODY, BODY, BODY]


@pytest.mark.parametrize(
    "line", ["At 14:05 she left.", "14.05 was the price.", "3 hours ago she left.", "2022 was a good year."]
)
def test_a_sentence_with_a_time_is_text(line):
    assert line in prose("\n\n".join([HEADLINE, BODY, line, BODY]))


@pytest.mark.parametrize(
    "line",
    [
        "Correction: An earlier version gave a wrong name.",
        "This article was amended on 5 March 2022 to add a name.",
        "An earlier version of this article said the bridge was closed. " * 6,
        "Editor's note: the mayor's age has been corrected.",
    ],
)
def test_corrections_are_known_however_long(line):
    assert parts(HEADLINE, BODY, line, BODY) == {"headline": HEADLINE, "correction": line.strip()}


def test_what_a_council_corrected_is_text():
    line = "An earlier version of this bill was vetoed, Mayor Lind said."
    assert line in prose("\n\n".join([HEADLINE, BODY, line, BODY]))


@pytest.mark.parametrize(
    "line",
    [
        "READ MORE: Holm resigns",
        "Also see: Bridge pictures",
        "Follow Jan Holm on Twitter",
        "Follow The Post on Facebook and X",
        "Follow Jan Holm on Twitter @janholm.",
        "Sign up for our newsletter",
        "Sign up to the Harbour newsletter here",
        "Get the best of The Post in your inbox every day",
        "To continue reading, subscribe",
        "Already have an account? Log in",
        "Share on WhatsApp",
        "Copy link",
        "All rights reserved.",
        "© 2022 The Post. All rights reserved.",
        "The bridge on Friday. Anna Berg/Reuters",
        "A lorry on the bridge (AP Photo/Jan Holm)".replace("A lorry on the bridge ", ""),
        "The mayor in the harbour | Getty Images".replace(" | ", "/"),
        "Photo: Jan Holm",
        "Additional reporting by Eva Berg",
        "4 min read",
        "128 comments",
        "Trending now",
    ],
)
def test_links_subscriptions_shares_and_credits_are_no_running_text(line):
    assert prose("\n\n".join([HEADLINE, BODY, line, BODY])) == [HEADLINE, BODY, BODY]
    assert parts(HEADLINE, BODY, line, BODY)["boilerplate"] == line


@pytest.mark.parametrize(
    "line",
    [
        "Follow-up talks on Twitter rules failed, Lind said.",
        "She shared the news on Facebook.",
        "Readers share on average two stories a day.",
        "Photographs of the bridge sell well.",
        "More Europeans read papers.",
        "Related work on the pillars goes on.",
        "Subscribers left the paper.",
        "Watching the bridge, she smiled.",
    ],
)
def test_sentences_that_only_look_like_them_are_text(line):
    assert line in prose("\n\n".join([HEADLINE, BODY, line, BODY]))


def test_parts_are_in_no_sentence_and_no_statement():
    text = "\n\n".join(
        [HEADLINE, "PARIS, March 3 (Reuters) - " + BODY, "Editor's note: Lind said no.", "14:05 GMT", BODY]
    )
    found = read_articles(pd.DataFrame({"text": [text]}))
    assert [row["text"] for row in split_sentences(found).to_dict("records")] == [HEADLINE, BODY, BODY]


@pytest.mark.parametrize("line", ["A" + "a" * 90 + "!, Reuters", "Aa-" * 30 + "!, Reuters", "Follow " * 20 + "on x"])
def test_a_line_made_to_take_for_ever_takes_no_time(line):
    started = time.process_time()
    parts(HEADLINE, line, BODY)
    assert time.process_time() - started < 1
