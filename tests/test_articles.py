"""What is known of an article: headline, byline, day, tags, id, and which articles are copies."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import tables
from analysis.articles import read_articles

ANY = settings(max_examples=60)
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


def read(**fields: object) -> pd.Series:
    return read_articles(pd.DataFrame([fields])).iloc[0]


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
@given(st.lists(st.sampled_from(["", " ", BODY, "Lind left.", "\x00", "\n"]), min_size=1))
def test_articles_and_rejected_rows_make_up_the_input(texts):
    problems = tables.Problems()
    found = tables.check(read_articles(pd.DataFrame({"text": texts}), problems=problems), "articles")
    assert len(found) + sum(p["severity"] == "error" for p in problems.rows) == len(texts)
