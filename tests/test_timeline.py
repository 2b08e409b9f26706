"""When statements were made, and how many in each period."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import analysis as ma
from analysis.tables import TableError, check
from analysis.timeline import FREQUENCIES, count_first_last, count_over_time, date_statements, select_window

PUBLISHED = "2024-05-10"  # a Friday


@pytest.fixture(scope="module")
def dated(article: Callable[..., pd.DataFrame]) -> Callable[..., list[tuple[str, str]]]:
    """Day and basis of each statement of a text."""

    def make(text: str, published: str | None = PUBLISHED) -> list[tuple[str, str]]:
        articles = article(text, published=published)
        table = date_statements(ma.find_statements(articles), articles)
        days = ["" if pd.isna(day) else f"{day:%Y-%m-%d}" for day in table["date"]]
        return list(zip(days, table["date_basis"].astype(str), strict=True))

    return make


@pytest.mark.parametrize(
    ("text", "day", "basis"),
    [
        ("Anna Lind said on Monday that the bridge would close.", "2024-05-06", "weekday"),
        ("On Friday, Anna Lind said that the bridge would close.", "2024-05-10", "weekday"),
        ("Anna Lind said last Friday that the bridge would close.", "2024-05-03", "weekday"),
        ("Anna Lind said yesterday that the bridge would close.", "2024-05-09", "relative"),
        ("Two days ago Anna Lind said that the bridge would close.", "2024-05-08", "relative"),
        ("“It will close,” Anna Lind said today.", "2024-05-10", "relative"),
        ("On March 3, Anna Lind said that the bridge would close.", "2024-03-03", "explicit"),
        ("On December 3, Anna Lind said that the bridge would close.", "2023-12-03", "explicit"),
        ("On 3 March 2022, Anna Lind said that the bridge would close.", "2022-03-03", "explicit"),
        ("Anna Lind said that the bridge would close.", "2024-05-10", "published"),
    ],
)
def test_the_reporters_words_date_the_statement(
    dated: Callable[..., list[tuple[str, str]]], text: str, day: str, basis: str
) -> None:
    assert dated(text) == [(day, basis)]


@pytest.mark.parametrize(
    "text",
    [
        "“The bridge closed on Monday,” Anna Lind said.",
        "Anna Lind said the bridge would close on Monday.",
        "Anna Lind said that the bridge had closed on 2 May 2023.",
    ],
)
def test_a_day_inside_the_content_is_not_the_day_of_saying(
    dated: Callable[..., list[tuple[str, str]]], text: str
) -> None:
    assert dated(text) == [(PUBLISHED, "published")]


def test_the_day_beside_the_verb_wins_over_the_day_in_the_quotation(
    dated: Callable[..., list[tuple[str, str]]],
) -> None:
    assert dated("“It closed on Monday,” Anna Lind said on Wednesday.") == [("2024-05-08", "weekday")]


def test_the_day_of_another_sentence_is_not_this_ones(dated: Callable[..., list[tuple[str, str]]]) -> None:
    text = "The bridge was closed on Monday. Anna Lind said it was old. The port reopens on Tuesday."
    assert dated(text) == [(PUBLISHED, "published")]


def test_nothing_is_said_after_it_was_published(dated: Callable[..., list[tuple[str, str]]]) -> None:
    assert dated("Ahead of the vote on May 12, 2024, Anna Lind said it was fair.") == [(PUBLISHED, "published")]


def test_without_a_day_of_publication_a_weekday_tells_nothing(dated: Callable[..., list[tuple[str, str]]]) -> None:
    assert dated("On Friday, Anna Lind said that it would close.", None) == [("", "none")]
    assert dated("Anna Lind said that it would close.", None) == [("", "none")]


def test_a_full_date_needs_no_day_of_publication(dated: Callable[..., list[tuple[str, str]]]) -> None:
    assert dated("On 3 March 2022, Anna Lind said that it would close.", None) == [("2022-03-03", "explicit")]


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
    assert set(dated["date_basis"]) == {"none"}


def test_missing_columns_are_named() -> None:
    with pytest.raises(TableError, match=r"date_statements needs the columns .*; got id"):
        date_statements(pd.DataFrame({"id": [1]}), pd.DataFrame())
    with pytest.raises(ValueError, match=r"count_over_time counts every day, week, month, quarter, year; got decade"):
        count_over_time(pd.DataFrame(), every="decade")


def on(*days: str | None, **fields: object) -> list[dict[str, object]]:
    return [{"date": pd.Timestamp(day) if day else pd.NaT, "speaker": "Voss", **fields} for day in days]


def counts(table: pd.DataFrame) -> list[tuple[str, int]]:
    return [
        ("" if pd.isna(p) else f"{p:%Y-%m-%d}", n) for p, n in table[["period", "statements"]].itertuples(index=False)
    ]


def test_a_week_without_a_statement_is_a_true_zero(statements_of: Callable[..., pd.DataFrame]) -> None:
    table = count_over_time(statements_of(on("2024-01-01", "2024-01-07", "2024-01-15")))
    assert counts(table) == [("2024-01-01", 2), ("2024-01-08", 0), ("2024-01-15", 1)]


@pytest.mark.parametrize(
    ("every", "periods"),
    [
        ("day", ["2023-12-31", "2024-01-01", "2024-01-02"]),
        ("week", ["2023-12-25", "2024-01-01"]),
        ("month", ["2023-12-01", "2024-01-01"]),
        ("quarter", ["2023-10-01", "2024-01-01"]),
        ("year", ["2023-01-01", "2024-01-01"]),
    ],
)
def test_a_period_is_named_by_its_first_day(
    statements_of: Callable[..., pd.DataFrame], every: str, periods: list[str]
) -> None:
    table = count_over_time(statements_of(on("2023-12-31", "2024-01-02")), every=every)
    assert [period for period, _ in counts(table)] == periods


def test_every_speaker_has_every_period(statements_of: Callable[..., pd.DataFrame]) -> None:
    rows = on("2024-01-01") + on("2024-01-29", speaker="Berger")
    table = count_over_time(statements_of(rows))
    assert table.groupby("speaker").size().tolist() == [5, 5]


def test_the_undated_and_the_unattributed_have_rows_of_their_own(statements_of: Callable[..., pd.DataFrame]) -> None:
    rows = on("2024-01-01", None, None) + on("2024-01-08", speaker=None)
    table = count_over_time(statements_of(rows))
    assert table["statements"].sum() == 4
    assert table.loc[table["period"].isna(), "statements"].tolist() == [2]
    assert table.loc[table["speaker"].isna(), "statements"].tolist() == [0, 1]


def test_all_undated_is_one_row_and_nothing_is_lost(statements_of: Callable[..., pd.DataFrame]) -> None:
    assert counts(count_over_time(statements_of(on(None, None)))) == [("", 2)]


def test_thoughts_are_counted_only_when_asked(statements_of: Callable[..., pd.DataFrame]) -> None:
    rows = statements_of(on("2024-01-01") + on("2024-01-01", mode="thought"))
    assert counts(count_over_time(rows)) == [("2024-01-01", 1)]
    assert counts(count_over_time(rows, thoughts=True)) == [("2024-01-01", 2)]


def test_nothing_counts_as_nothing(statements_of: Callable[..., pd.DataFrame]) -> None:
    assert count_over_time(statements_of([])).empty
    assert count_over_time(statements_of([]), by=None).empty


DAYS = st.none() | st.dates(pd.Timestamp("2015-01-01").date(), pd.Timestamp("2025-12-31").date())


@settings(max_examples=40)
@given(
    days=st.lists(st.tuples(DAYS, st.sampled_from(["Voss", "Berger", None])), max_size=12),
    every=st.sampled_from(sorted(FREQUENCIES)),
    by=st.sampled_from(["speaker", None]),
)
def test_no_statement_is_lost_or_counted_twice(
    statements_of: Callable[..., pd.DataFrame], days: list[tuple[object, str | None]], every: str, by: str | None
) -> None:
    rows = statements_of([{"date": day, "speaker": speaker} for day, speaker in days])
    assert count_over_time(rows, by=by, every=every)["statements"].sum() == len(days)


def test_a_date_that_is_less_exact_than_the_period_is_in_no_period(statements_of: Callable[..., pd.DataFrame]) -> None:
    table = statements_of(on("2024-04-01", "2024-04-15")).assign(date_precision=["month", "day"])
    assert counts(count_over_time(table, every="week")) == [("2024-04-15", 1), ("", 1)]
    assert counts(count_over_time(table, every="month")) == [("2024-04-01", 2)]


def test_a_window_holds_both_its_days_and_whatever_has_no_day(statements_of: Callable[..., pd.DataFrame]) -> None:
    table = statements_of(on("2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", None))
    kept = select_window(table, "2024-01-02", "2024-01-03")
    assert kept["date"].dt.day.fillna(0).tolist() == [2, 3, 0]
    assert_frame_equal(select_window(table), table)
    assert len(select_window(table, last=pd.Timestamp("2024-01-01"))) == 2


def test_a_window_that_is_none_is_told(statements_of: Callable[..., pd.DataFrame]) -> None:
    with pytest.raises(ValueError, match=r"the last day 2024-01-01 is before the first, 2024-01-02"):
        select_window(statements_of([]), "2024-01-02", "2024-01-01")
    with pytest.raises(ValueError, match=r"select_window: .*spring.* is not a date; write it as YYYY-MM-DD"):
        select_window(statements_of([]), "spring")


def test_first_and_last_lead_to_their_statements(statements_of: Callable[..., pd.DataFrame]) -> None:
    rows = (
        on("2024-01-09", "2024-01-01", None, "2024-01-09") + on(None, speaker="Berger") + on("2024-01-05", speaker=None)
    )
    table = count_first_last(statements_of(rows))
    assert table[["speaker", "statements", "days", "undated"]].to_numpy().tolist() == [
        ["Voss", 4, 2, 1],
        ["Berger", 1, 0, 1],
    ]
    assert table.loc[0, ["first_statement", "last_statement"]].tolist() == ["a:1", "a:3"]
    assert table["first"].dt.strftime("%m-%d").tolist()[0] == "01-01"
    assert table.loc[1, ["first", "last"]].isna().all()


def test_first_and_last_of_nothing_is_no_row(statements_of: Callable[..., pd.DataFrame]) -> None:
    assert count_first_last(statements_of([])).empty
    with pytest.raises(
        TableError, match=r"count_first_last needs the columns speaker, date, mode, statement_id; got id"
    ):
        count_first_last(pd.DataFrame({"id": [1]}))
