"""How many statements there are in each period."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analysis.tables import TableError
from analysis.timeline import FREQUENCIES, count_first_last, count_over_time, select_window, without_stragglers


def test_an_unknown_period_is_refused() -> None:
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


def test_a_few_statements_of_long_ago_do_not_stretch_the_axis(statements_of: Callable[..., pd.DataFrame]) -> None:
    table = statements_of(on("1962-01-01") + 60 * on("2024-01-02", "2024-03-01"))
    shown, told = without_stragglers(table)
    assert len(shown) == 120
    assert told == " 1 of before 2024-01-02 (from 1962-01-01 on) not drawn."


@pytest.mark.parametrize("days", [["2004-01-01", "2024-01-01"], ["2024-01-01"], [None], []])
def test_statements_spread_over_the_years_are_all_shown(
    days: list[str | None], statements_of: Callable[..., pd.DataFrame]
) -> None:
    table = statements_of(on(*days))
    shown, told = without_stragglers(table)
    assert_frame_equal(shown, table)
    assert told == ""
