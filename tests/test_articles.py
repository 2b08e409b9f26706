"""What of a file is headline, byline, dateline, tag line or running text, and what is known of the article."""

import time
import timeit
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import tables
from analysis.articles import find_parts, layouts, paragraph_spans, read_articles

ANY = settings(deadline=None, max_examples=60, derandomize=True)
HEADLINE = "Harbour bridge to open early"
BODY = "Mayor Anna Lind said on Friday that the harbour bridge would open to lorries before the end of the summer."
PIECES = st.lists(
    st.sampled_from(
        [
            *[
                HEADLINE,
                BODY,
                "By Jan Holm",
                "March 4, 2022",
                "PARIS - ",
                "See also",
                "Tags: a, b",
                "Lind, Holm",
                "“",
                "”",
            ],
            *["\n", "\n\n", "\r\n", "\r", " ", "\u2028", "\x85", "\u00a0", "…", "🙂", "\x00", ".", ",", "'", '"'],
        ]
    )
).map("".join)


def parts(*paragraphs: str, headline: str | None = None) -> dict[str, str]:
    text = "\n\n".join(paragraphs)
    return {part: text[start:end] for part, start, end in find_parts(text, headline)}


def prose(text: str) -> list[str]:
    (layout,) = layouts(pd.DataFrame({"article_id": ["a"], "text": [text]}))
    return [text[start:end] for _, start, end in layout.prose]


def read(**fields: object) -> pd.Series:
    return read_articles(pd.DataFrame([fields])).iloc[0]


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


def test_lines_are_paragraphs():
    text = "Lind spoke.\nHolm listened.\n\n\nBerg slept."
    assert [text[s:e] for s, e in paragraph_spans(text)] == ["Lind spoke.", "Holm listened.", "Berg slept."]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_wrapped_at_a_width_make_one_paragraph(newline):
    first = (
        "Mayor Anna Lind said on Friday that the harbour bridge|would open to lorries before the end of summer and|"
        "that the ferry would go on until the autumn storms."
    )
    second = "She gave no date, but the council will meet on Monday|to hear from the engineers who built the pillars."
    text = f"{first}||{second}|".replace("|", newline)
    assert [text[s:e] for s, e in paragraph_spans(text)] == [p.replace("|", newline) for p in (first, second)]


def test_short_quoted_lines_are_not_taken_for_wrapped_text():
    text = "“Yes,” Lind said.\n“No,” Holm said.\n\n“Perhaps,” Berg said.\n“Never,” Lind said."
    assert len(paragraph_spans(text)) == 4


def test_headline_byline_tags_and_day_are_read_from_the_text():
    row = read(text=f"{HEADLINE}\nBy Jan Holm\nMarch 4, 2022\n{BODY}\nHarbour, Anna Lind")
    assert (row["headline"], row["byline"], row["tags"]) == (HEADLINE, "Jan Holm", ["Harbour", "Anna Lind"])
    assert (row["published"], row["published_basis"]) == (pd.Timestamp("2022-03-04"), "text")


def test_what_is_given_wins_over_what_the_text_says():
    row = read(
        text=f"{HEADLINE}\nBy Jan Holm\nMarch 4, 2022\n{BODY}", byline="Eva Berg", date="2022-03-05", title="Bridge"
    )
    assert (row["headline"], row["byline"], row["published"].day, row["published_basis"]) == (
        "Bridge",
        "Eva Berg",
        5,
        "given",
    )


def test_the_words_counted_are_those_of_headline_and_running_text():
    assert read(text="Bridge to open\n\nBy Jan Holm\n\nMayor Lind said it will.\n\nSee also")["word_count"] == 8


@pytest.mark.parametrize(
    ("name", "day"), [("2022-03-04-bridge", pd.Timestamp("2022-03-04")), ("bridge-2022-13-45", pd.NaT)]
)
def test_the_day_may_stand_in_the_name_of_the_file(tmp_path, name, day):
    (tmp_path / f"{name}.txt").write_text(BODY)
    row = read_articles(tmp_path).iloc[0]
    assert row["published"] is day or row["published"] == day
    assert row["published_basis"] == ("none" if day is pd.NaT else "filename")


def test_without_any_date_the_day_is_unknown():
    row = read(text=BODY)
    assert row["published"] is pd.NaT
    assert row["published_basis"] == "none"


def test_an_ambiguous_date_is_a_warning_and_no_day():
    problems = tables.Problems()
    found = read_articles(pd.DataFrame([{"text": BODY, "date": "03/04/2022"}]), problems=problems)
    assert found["published"].isna().all()
    assert [(p["code"], p["severity"]) for p in problems.rows] == [("date-unknown", "warning")]


def test_ids_that_clash_are_told_apart_and_reported():
    problems = tables.Problems()
    frame = pd.DataFrame({"id": ["7", "7", "7-2"], "text": ["Lind left.", "Holm stayed.", "Berg slept."]})
    assert read_articles(frame, problems=problems)["article_id"].tolist() == ["7", "7-3", "7-2"]
    assert [p["code"] for p in problems.rows] == ["id-clash"]


def test_the_first_of_the_same_texts_stands_for_them_all():
    problems = tables.Problems()
    frame = pd.DataFrame({"id": ["x", "y", "z"], "text": ["Lind left.", " Lind\nleft. ", "Holm stayed."]})
    duplicate = read_articles(frame, problems=problems)["duplicate_of"]
    assert duplicate.isna().tolist() == [True, False, True]
    assert duplicate[1] == "x"
    assert [(p["code"], p["article_id"]) for p in problems.rows] == [("duplicate", "y")]


def test_missing_values_of_every_kind_are_unknown():
    frame = pd.DataFrame(
        {"text": [BODY] * 4, "title": [None, pd.NA, float("nan"), " "], "date": [None, pd.NA, pd.NaT, ""]}
    )
    found = read_articles(frame.astype(object))
    assert found["headline"].isna().all()
    assert found["published"].isna().all()


def test_a_warning_names_what_was_rejected_where_nobody_collects_problems():
    with pytest.warns(UserWarning, match="1 rejected, the first: DataFrame, row 1: there is no text in it"):
        read_articles(pd.DataFrame({"text": [BODY, ""]}))


@ANY
@given(PIECES)
def test_the_text_is_never_rewritten_and_every_part_is_a_place_in_it(text):
    found = read_articles(pd.DataFrame({"text": [text, BODY]}), problems=tables.Problems())
    if not text.strip():
        assert found["text"].tolist() == [BODY]
        return
    row = found.iloc[0]
    assert row["text"] == text
    spans = [(p["start"], p["end"]) for p in row["parts"]]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@ANY
@given(PIECES)
def test_paragraphs_cover_the_text_in_order(text):
    spans = paragraph_spans(text)
    assert "".join("".join(text[s:e].split()) for s, e in spans) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@ANY
@given(st.lists(st.sampled_from(["", " ", BODY, "Lind left.", "\x00", "\n"]), min_size=1))
def test_articles_and_rejected_rows_make_up_the_input(texts):
    problems = tables.Problems()
    found = tables.check(read_articles(pd.DataFrame({"text": texts}), problems=problems), "articles")
    assert len(found) + sum(p["severity"] == "error" for p in problems.rows) == len(texts)


@pytest.mark.parametrize(
    "unit", ["A", "AB ", "A.", "ABC, ", "Abc, ", "AB -", "Lind said.\n", "March 3 ", "By ", "“", "(A", "\n "]
)
def test_time_grows_with_the_length_of_the_text(unit):
    short, long = unit * 20_000, unit * 80_000
    assert seconds(long) < 12 * max(seconds(short), 0.05)  # four times the text; sixteen would be quadratic


def seconds(text: str) -> float:
    """The processor's time for one reading, the best of three."""
    return min(timeit.repeat(lambda: prose(text), timer=time.process_time, number=1, repeat=3))
