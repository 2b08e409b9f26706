"""Statements counted per period, by the day that `date_statements` gave them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from . import tables
from .dates import DayError, parse_day

_STRAGGLERS = 0.02
FREQUENCIES = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}


def count_over_time(
    statements: pd.DataFrame,
    *,
    by: str | None = "speaker",
    every: str = "week",
    thoughts: bool = False,
) -> pd.DataFrame:
    """One row per period and value of `by`: `period` (its first day), `statements`, with true zeros between.

    `every`: day, week (from Monday), month, quarter or year. Statements without a date, or with one that is less exact
    than `every`, are counted in rows whose `period` is missing, so that nothing is lost; those without a value of `by`
    likewise under a missing value.
    """
    if every not in FREQUENCIES:
        raise ValueError(f"count_over_time counts every {', '.join(FREQUENCIES)}; got {every}.")
    tables.require(statements, ["date", "mode", *([by] if by else [])], "count_over_time")
    said = tables.said(statements, thoughts=thoughts)
    keys = said[[by]].astype(object) if by else pd.DataFrame(index=said.index)
    keys = keys.assign(period=period_of(said, every))
    columns = ["period", *([by] if by else [])]
    counted = keys.groupby(columns, dropna=False, sort=True).size().rename("statements").reset_index()
    dated = counted[counted["period"].notna()]
    if dated.empty:
        return counted
    first, last = dated["period"].min(), dated["period"].max()
    periods = pd.period_range(first, last, freq=FREQUENCIES[every]).start_time.astype("datetime64[us]")
    values = counted[by].unique().tolist() if by else [None]
    frame = pd.DataFrame([(p, v) for v in values for p in periods], columns=["period", by or "all"])
    filled = frame[columns].merge(dated, on=columns, how="left", validate="one_to_one")
    filled["statements"] = filled["statements"].fillna(0).astype("int64")
    undated = counted[counted["period"].isna()]
    return pd.concat([filled, undated], ignore_index=True) if len(undated) else filled


def period_of(statements: pd.DataFrame, every: str) -> pd.Series:
    """The first day of each statement's period; missing where its date is, or is less exact than the period.

    “In April” has no week: a statement with `date_precision` month is in no week and no day.
    """
    periods = statements["date"].dt.to_period(FREQUENCIES[every]).dt.start_time.astype("datetime64[us]")
    if "date_precision" not in statements.columns:
        return periods
    coarser = list(FREQUENCIES)[list(FREQUENCIES).index(every) + 1 :]
    return periods.mask(statements["date_precision"].astype(object).isin(coarser))


def without_stragglers(statements: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The statements that a time axis should show, and what a caption has to say of the others (nothing, mostly).

    A few statements of long ago (“he said in 1962”) would press all others into a corner. Where at most 2 % of the
    dated statements lie before a day, and leaving them out halves the time that is drawn or more, they are left out.
    """
    dates = statements["date"].dropna().sort_values()
    if dates.empty:
        return statements, ""
    start = dates.iloc[int(len(dates) * _STRAGGLERS)]
    if start - dates.iloc[0] <= dates.iloc[-1] - start:
        return statements, ""
    early = statements["date"] < start
    count, first = int(early.sum()), dates.iloc[0]
    return statements[~early], f" {count} of before {start:%Y-%m-%d} (from {first:%Y-%m-%d} on) not drawn."


def select_window(statements: pd.DataFrame, first: object = None, last: object = None) -> pd.DataFrame:
    """The statements from `first` to `last` (days, both included; None: open), and those whose day is unknown."""
    tables.require(statements, ["date"], "select_window")
    try:
        start, end = parse_day(first), parse_day(last)
    except DayError as error:
        raise ValueError(f"select_window: {error}.") from None
    if start is not None and end is not None and end < start:
        raise ValueError(f"select_window: the last day {end:%Y-%m-%d} is before the first, {start:%Y-%m-%d}.")
    outside = pd.Series(False, index=statements.index)
    if start is not None:
        outside |= statements["date"] < pd.Timestamp(start)
    if end is not None:
        outside |= statements["date"] > pd.Timestamp(end)
    return statements[~outside]


def count_first_last(statements: pd.DataFrame, *, by: str = "speaker", thoughts: bool = False) -> pd.DataFrame:
    """One row per value of `by`: `statements`, on how many `days`, `undated`, and the first and last with their ids.

    Of several statements of one day that counts which stands first (or last) in the table. Most statements come first.
    """
    tables.require(statements, [by, "date", "mode", "statement_id"], "count_first_last")
    said = tables.said(statements, thoughts=thoughts).dropna(subset=by)
    rows = []
    for value, own in said.sort_values("date", kind="stable").groupby(by, sort=True, observed=True):
        dated = own[own["date"].notna()]
        row: dict[str, Any] = {by: value, "statements": len(own), "days": dated["date"].nunique()}
        row["undated"] = len(own) - len(dated)
        for name, at in (("first", 0), ("last", -1)):
            day, statement = dated[["date", "statement_id"]].iloc[at].tolist() if len(dated) else (pd.NaT, None)
            row |= {name: day, f"{name}_statement": statement}
        rows.append(row)
    columns = [by, "statements", "days", "undated", "first", "first_statement", "last", "last_statement"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["statements", by], ascending=[False, True], ignore_index=True)


def window(days: pd.Series) -> str:
    """“2022-03-04 to 2022-07-04”, one day, or that none is known."""
    known = days.dropna()
    if known.empty:
        return "days unknown"
    first, last = known.min().strftime("%Y-%m-%d"), known.max().strftime("%Y-%m-%d")
    return first if first == last else f"{first} to {last}"
