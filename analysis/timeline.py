"""Statements counted per period, by the day that `date_statements` gave them."""

from __future__ import annotations

import pandas as pd

from . import tables

FREQUENCIES = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}


def count_over_time(
    statements: pd.DataFrame,
    *,
    by: str | None = "speaker",
    every: str = "week",
    thoughts: bool = False,
) -> pd.DataFrame:
    """One row per period and value of `by`: `period` (its first day), `statements`, with true zeros between.

    `every`: day, week (from Monday), month, quarter or year. Statements without a date are counted in rows whose
    `period` is missing, so that nothing is lost; those without a value of `by` likewise under a missing value.
    """
    if every not in FREQUENCIES:
        raise ValueError(f"count_over_time counts every {', '.join(FREQUENCIES)}; got {every}.")
    tables.require(statements, ["date", "mode", *([by] if by else [])], "count_over_time")
    said = tables.said(statements, thoughts=thoughts)
    keys = said[[by]].astype(object) if by else pd.DataFrame(index=said.index)
    keys = keys.assign(period=said["date"].dt.to_period(FREQUENCIES[every]).dt.start_time.astype("datetime64[us]"))
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


def window(days: pd.Series) -> str:
    """“2022-03-04 to 2022-07-04”, one day, or that none is known."""
    known = days.dropna()
    if known.empty:
        return "days unknown"
    first, last = known.min().strftime("%Y-%m-%d"), known.max().strftime("%Y-%m-%d")
    return first if first == last else f"{first} to {last}"
