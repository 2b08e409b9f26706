"""When statements were made, as the reporter's words and the day of publication tell it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import analysis as ma
from analysis.dating import date_statements
from analysis.tables import TableError, check

FRIDAY = "2024-05-10"
Dated = Callable[..., list[tuple[str, str, str]]]


@pytest.fixture(scope="module")
def dated(article: Callable[..., pd.DataFrame]) -> Dated:
    """Day, basis and precision of each statement of a text."""

    def make(text: str, published: str | None = FRIDAY) -> list[tuple[str, str, str]]:
        articles = article(text, published=published)
        table = date_statements(ma.find_statements(articles), articles)
        days = ["" if pd.isna(day) else f"{day:%Y-%m-%d}" for day in table["date"]]
        return list(zip(days, table["date_basis"].astype(str), table["date_precision"].astype(str), strict=True))

    return make


CASES = [
    # a weekday: the most recent one on or before publication
    ("Anna Lind said on Monday that the bridge would close.", FRIDAY, "2024-05-06", "weekday", "day"),
    ("On Friday, Anna Lind said that the bridge would close.", FRIDAY, "2024-05-10", "weekday", "day"),
    ("Anna Lind said last Friday that the bridge would close.", FRIDAY, "2024-05-03", "weekday", "day"),
    ("Anna Lind said this Tuesday that the bridge would close.", FRIDAY, "2024-05-07", "weekday", "day"),
    ("“The bridge will close,” Anna Lind said Thursday.", FRIDAY, "2024-05-09", "weekday", "day"),
    ("“The bridge will close,” said Anna Lind on Saturday.", FRIDAY, "2024-05-04", "weekday", "day"),
    ("Anna Lind told reporters late on Wednesday that she would stay.", FRIDAY, "2024-05-08", "weekday", "day"),
    ("Anna Lind said on Sunday night that she would stay.", "2024-01-01", "2023-12-31", "weekday", "day"),
    ("Anna Lind said on Thursday that she would stay.", "2024-03-01", "2024-02-29", "weekday", "day"),
    ("Anna Lind said on Tuesday last week that she would stay.", FRIDAY, "2024-04-30", "weekday", "day"),
    (
        "In a letter to the board on Tuesday, Anna Lind wrote that she would stay.",
        FRIDAY,
        "2024-05-07",
        "weekday",
        "day",
    ),
    ("At Wednesday's briefing, Anna Lind said that she would stay.", FRIDAY, "2024-05-08", "weekday", "day"),
    ("Anna Lind said during Monday night's debate that she would stay.", FRIDAY, "2024-05-06", "weekday", "day"),
    ("On Tuesday Gov. Anna Lind said that she would stay.", FRIDAY, "2024-05-07", "weekday", "day"),
    ("Anna Lind, who chairs the board, said on Monday that it would close.", FRIDAY, "2024-05-06", "weekday", "day"),
    (
        "He missed the meeting, which was held on Tuesday, at which Anna Lind said that she would stay.",
        FRIDAY,
        "2024-05-07",
        "weekday",
        "day",
    ),
    # words that count from the day of publication
    ("Anna Lind said yesterday that the bridge would close.", FRIDAY, "2024-05-09", "relative", "day"),
    ("“It will close,” Anna Lind said today.", FRIDAY, "2024-05-10", "relative", "day"),
    ("Two days ago Anna Lind said that the bridge would close.", FRIDAY, "2024-05-08", "relative", "day"),
    ("Anna Lind said two days earlier that the bridge would close.", FRIDAY, "2024-05-08", "relative", "day"),
    ("Anna Lind had said a day earlier that the bridge would close.", FRIDAY, "2024-05-09", "relative", "day"),
    ("Anna Lind said this morning that the bridge would close.", FRIDAY, "2024-05-10", "relative", "day"),
    ("Anna Lind said earlier in the day that the bridge would close.", FRIDAY, "2024-05-10", "relative", "day"),
    ("Anna Lind said last night that the bridge would close.", "2024-03-01", "2024-02-29", "relative", "day"),
    ("Overnight, Anna Lind wrote that the bridge would close.", FRIDAY, "2024-05-10", "relative", "day"),
    ("Anna Lind said the day before yesterday that she would stay.", FRIDAY, "2024-05-08", "relative", "day"),
    ("Ten days ago, Anna Lind said that the bridge would close.", FRIDAY, "2024-04-30", "relative", "day"),
    # periods: their first day, weeks from Monday
    ("Anna Lind said last week that the bridge would close.", FRIDAY, "2024-04-29", "relative", "week"),
    ("Earlier this week, Anna Lind said that the bridge would close.", FRIDAY, "2024-05-06", "relative", "week"),
    ("Anna Lind said a fortnight ago that the bridge would close.", FRIDAY, "2024-04-22", "relative", "week"),
    ("Anna Lind said three weeks ago that the bridge would close.", FRIDAY, "2024-04-15", "relative", "week"),
    ("Over the weekend, Anna Lind said that the bridge would close.", FRIDAY, "2024-05-04", "relative", "week"),
    ("Anna Lind said at the weekend that the bridge would close.", "2024-05-13", "2024-05-11", "relative", "week"),
    ("Anna Lind said last weekend that the bridge would close.", "2024-05-12", "2024-05-04", "relative", "week"),
    ("Earlier this month, Anna Lind said that she would stay.", FRIDAY, "2024-05-01", "relative", "month"),
    ("Anna Lind said last month that the bridge would close.", FRIDAY, "2024-04-01", "relative", "month"),
    ("Anna Lind said last month that the bridge would close.", "2024-01-31", "2023-12-01", "relative", "month"),
    ("Two months ago, Anna Lind said that the bridge would close.", FRIDAY, "2024-03-01", "relative", "month"),
    ("Anna Lind said earlier this year that she would stay.", FRIDAY, "2024-01-01", "relative", "year"),
    ("Last year, Anna Lind said that the bridge would close.", FRIDAY, "2023-01-01", "relative", "year"),
    ("Anna Lind said three years ago that the bridge would close.", FRIDAY, "2021-01-01", "relative", "year"),
    # days by their date
    ("On March 3, Anna Lind said that the bridge would close.", FRIDAY, "2024-03-03", "explicit", "day"),
    ("On December 3, Anna Lind said that the bridge would close.", FRIDAY, "2023-12-03", "explicit", "day"),
    ("On 3 March 2022, Anna Lind said that the bridge would close.", FRIDAY, "2022-03-03", "explicit", "day"),
    ("On the 3rd of May, Anna Lind said that the bridge would close.", FRIDAY, "2024-05-03", "explicit", "day"),
    ("Anna Lind said on March 3rd that the bridge would close.", FRIDAY, "2024-03-03", "explicit", "day"),
    ("Anna Lind said on Sept. 5 that the bridge would close.", "2024-10-01", "2024-09-05", "explicit", "day"),
    ("Anna Lind said on Monday, April 29, that she would stay.", FRIDAY, "2024-04-29", "explicit", "day"),
    ("On 2024-05-02 Anna Lind said that the bridge would close.", FRIDAY, "2024-05-02", "explicit", "day"),
    ("On 25/4/2024 Anna Lind said that the bridge would close.", FRIDAY, "2024-04-25", "explicit", "day"),
    ("In a March 8 interview, Anna Lind said that she would stay.", FRIDAY, "2024-03-08", "explicit", "day"),
    # months and years
    ("In April, Anna Lind said that the bridge would close.", FRIDAY, "2024-04-01", "explicit", "month"),
    ("Anna Lind said in November that the bridge would close.", FRIDAY, "2023-11-01", "explicit", "month"),
    ("Anna Lind said in August that the bridge would close.", FRIDAY, "2023-08-01", "explicit", "month"),
    ("Anna Lind said in late March that the bridge would close.", FRIDAY, "2024-03-01", "explicit", "month"),
    ("Anna Lind said in March 2021 that the bridge would close.", FRIDAY, "2021-03-01", "explicit", "month"),
    ("Anna Lind told the board last June that she would stay.", FRIDAY, "2023-06-01", "explicit", "month"),
    ("In a February letter, Anna Lind wrote that she would stay.", FRIDAY, "2024-02-01", "explicit", "month"),
    ("In 2019, Anna Lind said that the bridge would close.", FRIDAY, "2019-01-01", "explicit", "year"),
    ("“The bridge will close,” Anna Lind said in 2019.", FRIDAY, "2019-01-01", "explicit", "year"),
    ("Anna Lind said in a 2016 interview that she would stay.", FRIDAY, "2016-01-01", "explicit", "year"),
    ("In a speech last month, Anna Lind said that she would stay.", FRIDAY, "2024-04-01", "relative", "month"),
    ("At a rally in the port in 2019, Anna Lind said that she would stay.", FRIDAY, "2019-01-01", "explicit", "year"),
    ("In a town that lost its port in 2019, Anna Lind said that she would stay.", FRIDAY, FRIDAY, "published", "day"),
    # ranges: their first day, and the shortest period that holds them
    ("At a meeting on March 3-5, Anna Lind said that she would stay.", FRIDAY, "2024-03-03", "explicit", "week"),
    ("From 3 to 5 May Anna Lind said again and again that she would stay.", FRIDAY, "2024-05-03", "explicit", "week"),
    (
        "Between Monday and Wednesday, Anna Lind said three times that it would close.",
        FRIDAY,
        "2024-05-06",
        "weekday",
        "week",
    ),
    # words that count from a day named before
    (
        "The port closed on April 3. The following day Anna Lind said that she would stay.",
        FRIDAY,
        "2024-04-04",
        "relative",
        "day",
    ),
    (
        "The port closed on April 3.\n\nTwo days later, Anna Lind said that she would stay.",
        FRIDAY,
        "2024-04-05",
        "relative",
        "day",
    ),
    (
        "The port closed on Monday. On the same day, Anna Lind said that she would stay.",
        FRIDAY,
        "2024-05-06",
        "relative",
        "day",
    ),
    (
        "The port closed on Tuesday. A day earlier, Anna Lind had said that she would stay.",
        FRIDAY,
        "2024-05-06",
        "relative",
        "day",
    ),
    (
        "The port closed in 2019. A year later, Anna Lind said that it would stay closed.",
        FRIDAY,
        "2020-01-01",
        "relative",
        "year",
    ),
    ("On the eve of the March 3 vote, Anna Lind said that she would stay.", FRIDAY, "2024-03-02", "relative", "day"),
    ("The day before Monday's vote, Anna Lind said that she would stay.", FRIDAY, "2024-05-05", "relative", "day"),
    # nothing near the cue tells the day: it is the day of publication, and says so
    ("Anna Lind said that the bridge would close.", FRIDAY, FRIDAY, "published", "day"),
    ("“The bridge closed on Monday,” Anna Lind said.", FRIDAY, FRIDAY, "published", "day"),
    ("Anna Lind said the bridge would close on Monday.", FRIDAY, FRIDAY, "published", "day"),
    ("Anna Lind said that the bridge had closed on 2 May 2023.", FRIDAY, FRIDAY, "published", "day"),
    ("Anna Lind said in 2023 prices had doubled, not the tolls.", FRIDAY, FRIDAY, "published", "day"),
    ("Two days before the vote, Anna Lind said that she would stay.", FRIDAY, FRIDAY, "published", "day"),
    ("On the eve of the vote, Anna Lind said that she would stay.", FRIDAY, FRIDAY, "published", "day"),
    ("The following day, Anna Lind said that she would stay.", FRIDAY, FRIDAY, "published", "day"),
    ("A few days ago, Anna Lind said that she would stay.", FRIDAY, FRIDAY, "published", "day"),
    ("On 5/3/2024 Anna Lind said that she would stay.", FRIDAY, FRIDAY, "published", "day"),
    ("Ahead of the vote on May 12, 2024, Anna Lind said it was fair.", FRIDAY, FRIDAY, "published", "day"),
    ("Ahead of the vote on May 12, Anna Lind said it was fair.", FRIDAY, FRIDAY, "published", "day"),
    ("Ahead of the vote on Sunday, Anna Lind said it was fair.", FRIDAY, FRIDAY, "published", "day"),
    ("Since Monday Anna Lind has said that the bridge will close.", FRIDAY, FRIDAY, "published", "day"),
    ("After Tuesday's vote, Anna Lind said that she would stay.", FRIDAY, FRIDAY, "published", "day"),
    ("Anna Lind, who was elected in 2008, said that she would stay.", FRIDAY, FRIDAY, "published", "day"),
    ("“She will stay,” said Anna Lind, who left the board on Monday.", FRIDAY, FRIDAY, "published", "day"),
    ("“She will stay,” said Anna Lind, a minister until 2008.", FRIDAY, FRIDAY, "published", "day"),
    ("The bridge was built in 1987, and Anna Lind said that it would close.", FRIDAY, FRIDAY, "published", "day"),
    ("Anna Lind, a veteran of the 2008 campaign, said that she would stay.", FRIDAY, FRIDAY, "published", "day"),
    ("Anna Lind told NBC's “Today” that the bridge would close.", FRIDAY, FRIDAY, "published", "day"),
    ("Anna Lind said on Super Tuesday that the bridge would close.", FRIDAY, FRIDAY, "published", "day"),
    ("Next week, Anna Lind said, the bridge would close.", FRIDAY, FRIDAY, "published", "day"),
    # no day of publication
    ("On Friday, Anna Lind said that it would close.", None, "", "none", "none"),
    ("Anna Lind said last week that it would close.", None, "", "none", "none"),
    ("Anna Lind said that it would close.", None, "", "none", "none"),
    ("On 3 March 2022, Anna Lind said that it would close.", None, "2022-03-03", "explicit", "day"),
    ("In March 2021, Anna Lind said that it would close.", None, "2021-03-01", "explicit", "month"),
    # two dates in a sentence: the nearer to the cue
    ("“It closed on Monday,” Anna Lind said on Wednesday.", FRIDAY, "2024-05-08", "weekday", "day"),
    (
        "Days after the port closed on April 3, Anna Lind said on Monday that she would stay.",
        FRIDAY,
        "2024-05-06",
        "weekday",
        "day",
    ),
]


@pytest.mark.parametrize(("text", "published", "day", "basis", "precision"), CASES)
def test_the_reporters_words_date_the_statement(
    dated: Dated, text: str, published: str | None, day: str, basis: str, precision: str
) -> None:
    assert dated(text, published) == [(day, basis, precision)]


def test_the_day_of_another_sentence_is_not_this_ones(dated: Dated) -> None:
    text = "The bridge was closed on Monday. Anna Lind said it was old. The port reopens on Tuesday."
    assert dated(text) == [(FRIDAY, "published", "day")]


def test_the_day_that_opens_a_long_sentence_dates_it(dated: Dated) -> None:
    text = (
        "On Monday, the chairwoman of the board that runs the harbour, the ferries, the two bridges and the old "
        "customs house on the island, Anna Lind, said that she would stay."
    )
    assert dated(text) == [("2024-05-06", "weekday", "day")]


def test_the_dateline_of_its_own_sentence_dates_a_statement_as_a_dateline(dated: Dated) -> None:
    text = "Bridge to close for repairs\n\nPARIS, May 8 (Reuters) - Anna Lind said that the bridge would close."
    assert dated(text) == [("2024-05-08", "dateline", "day")]


def test_the_day_of_a_change_dates_nothing(dated: Dated) -> None:
    text = "Bridge to close for repairs\n\nUpdated: May 9, 2024\n\nAnna Lind said that the bridge would close."
    assert dated(text) == [(FRIDAY, "published", "day")]


def test_two_cues_of_a_sentence_each_have_the_day_beside_them(dated: Dated) -> None:
    text = "Anna Lind said on Monday that the bridge would close, and Erik Holm said on Tuesday that it would not."
    assert [day for day, _, _ in dated(text)] == ["2024-05-06", "2024-05-07"]


def test_a_chain_of_days_is_followed_from_paragraph_to_paragraph(dated: Dated) -> None:
    text = (
        "Anna Lind said on April 3 that the bridge would close.\n\n"
        "The next day, Erik Holm said that it would not.\n\n"
        "Two days later, Anna Lind said that it would."
    )
    assert [day for day, _, _ in dated(text)] == ["2024-04-03", "2024-04-04", "2024-04-06"]


def test_a_day_two_sentences_back_is_no_day_to_count_from(dated: Dated) -> None:
    text = "The port closed on April 3. It was cold. The next day, Anna Lind said that it would stay closed."
    assert dated(text) == [(FRIDAY, "published", "day")]


@pytest.mark.xfail(strict=True, reason="seasons differ between hemispheres and papers; they are not read")
def test_a_season_is_some_months_of_a_year(dated: Dated) -> None:
    assert dated("Anna Lind said last summer that the bridge would close.") != [(FRIDAY, "published", "day")]


@pytest.mark.xfail(strict=True, reason="a participle opens a clause as “who” does, but looks like any verb")
def test_a_day_in_a_clause_without_who_is_the_day_of_that_clause(dated: Dated) -> None:
    text = "Anna Lind, elected after the port closed on April 3, said that she would stay."
    assert dated(text) == [(FRIDAY, "published", "day")]


def test_dating_adds_columns_and_nothing_else(study: ma.Analysis) -> None:
    statements = study.statements.iloc[::-1]
    before = statements.copy(deep=True)
    dated = date_statements(statements, study.articles)
    assert_frame_equal(statements, before)
    assert_frame_equal(dated, statements)
    check(dated, "statements")


def test_a_statement_whose_article_is_missing_has_no_day(study: ma.Analysis) -> None:
    dated = date_statements(study.statements, study.articles.head(0))
    assert dated["date"].isna().all()
    assert set(dated["date_basis"]) == set(dated["date_precision"]) == {"none"}


def test_no_statements_are_dated_without_complaint(study: ma.Analysis) -> None:
    check(date_statements(study.statements.head(0), study.articles), "statements")


def test_missing_columns_are_named() -> None:
    with pytest.raises(TableError, match=r"date_statements needs the columns .*; got id"):
        date_statements(pd.DataFrame({"id": [1]}), pd.DataFrame())


WORDS = (
    "Lind said , that Friday March 3 last week the day before two days later in 2019 April who since ahead "
    "of “It closed” ; on and had between Monday the following year . \n\n to 5 a fortnight ago over weekend next has"
).split(" ")


@given(
    parts=st.lists(st.sampled_from(WORDS), max_size=25) | st.lists(st.text(max_size=8), max_size=8),
    published=st.none() | st.dates(pd.Timestamp("1800-01-01").date(), pd.Timestamp("2199-12-31").date()),
    data=st.data(),
)
def test_no_statement_of_any_text_is_later_than_its_article(
    parts: list[str], published: object, data: st.DataObject
) -> None:
    text = " ".join(parts)
    place = st.integers(0, len(text))
    cue, content = (sorted([data.draw(place), data.draw(place)]) for _ in range(2))
    articles = pd.DataFrame({"article_id": ["a"], "text": [text], "published": pd.to_datetime([published])})
    row = {"article_id": "a", "paragraph": data.draw(st.integers(0, 2)), "spans": [content]}
    statements = pd.DataFrame([{**row, "cue_start": cue[0], "cue_end": cue[1]}])
    dated = date_statements(statements, articles)
    day, basis, precision = dated.loc[0, ["date", "date_basis", "date_precision"]]
    assert published is None or day <= pd.Timestamp(published)
    assert (basis == "none") == (precision == "none") == pd.isna(day)
    assert (basis == "published") <= (precision == "day")


def test_a_thousand_paragraphs_that_each_count_on_the_one_before_are_read_once() -> None:
    line = "The next day Lind said it was so. "
    text = "Lind said on 3 March 2001 it was so. " + "\n\n" + "\n\n".join([line] * 3000)
    last = text.rindex("said")
    articles = pd.DataFrame({"article_id": ["a"], "text": [text], "published": pd.to_datetime(["2024-05-10"])})
    row = {"article_id": "a", "paragraph": 3000, "spans": [], "cue_start": last, "cue_end": last + 4}
    assert date_statements(pd.DataFrame([row]), articles)["date"].tolist() == [pd.Timestamp("2009-05-20")]
