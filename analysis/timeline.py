"""When statements were made: adds `date` and `date_basis`; and counts per period.

The date is taken from the reporter's words around the statement, resolved against the day of publication (see
`dates.find_dates` for the rules), else it is the day of publication itself. Never the day of the run.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from . import tables
from .dates import DayError, find_dates, parse_day
from .layout import Layout, layouts
from .text import without

FREQUENCIES = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
_STRETCH = 256  # characters
_REACH = 90  # characters around the cue within which a date is the date of the saying


def date_statements(statements: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The same rows with `date` (a day, NaT where unknown) and `date_basis`.

    Only the reporter's words near the cue count: a date inside the content is what the speaker talks about. Needs of
    `statements`: article_id, paragraph, spans, cue_start; of `articles`: article_id, text, published.
    """
    tables.require(statements, ["article_id", "paragraph", "spans", "cue_start", "cue_end"], "date_statements")
    tables.require(articles, ["article_id", "text", "published"], "date_statements")
    known: dict[str, tuple[Layout, dt.date | None]] = {
        layout.article_id: (layout, None if pd.isna(day) else pd.Timestamp(day).date())
        for layout, day in zip(layouts(articles), articles["published"].tolist(), strict=True)
    }
    held = _by_place(statements)
    found = []
    for row in statements.to_dict("records"):
        layout, published = known.get(str(row["article_id"]), (None, None))
        found.append(_date(row, layout, published, held))
    return statements.assign(
        date=pd.to_datetime([day for day, _ in found]).astype("datetime64[us]"),
        date_basis=pd.Categorical([basis for _, basis in found], categories=list(tables.DATE_BASES)),
    )


_Held = dict[tuple[str, int], list[list[int]]]


def _by_place(statements: pd.DataFrame) -> _Held:
    """The contents by article and stretch of `_STRETCH` characters, so that few are looked at for each statement."""
    held: _Held = {}
    for article_id, spans in statements[["article_id", "spans"]].itertuples(index=False):
        for start, end in spans:
            for stretch in range(start // _STRETCH, end // _STRETCH + 1):
                held.setdefault((article_id, stretch), []).append([start, end])
    return held


def _date(row: Any, layout: Layout | None, published: dt.date | None, held: _Held) -> tuple[Any, str]:
    if layout is not None and not pd.isna(row["cue_start"]) and row["paragraph"] < len(layout.paragraphs):
        cue = (int(row["cue_start"]), int(row["cue_end"]))
        window = _sentence_around(layout, row["paragraph"], cue)
        stretches = range(window[0] // _STRETCH, window[1] // _STRETCH + 1)
        contents = [span for stretch in stretches for span in held.get((row["article_id"], stretch), [])]
        dates = [d for piece in without(window, contents) for d in find_dates(layout.copy, *piece, published)]
        # “a day before the vote” and the like may lie ahead: nobody has yet said what is reported
        past = [d for d in dates if published is None or d.day <= published]
        if past:
            nearest = min(past, key=lambda d: (min(abs(d.start - cue[1]), abs(cue[0] - d.end)), d.start))
            return pd.Timestamp(nearest.day), nearest.basis
    return (pd.Timestamp(published), "published") if published else (pd.NaT, "none")


def _sentence_around(layout: Layout, paragraph: int, cue: tuple[int, int]) -> tuple[int, int]:
    """The paragraph's part within reach of the cue, cut at the ends of its sentence."""
    start, end = layout.paragraphs[paragraph]
    start, end = max(start, cue[0] - _REACH), min(end, cue[1] + _REACH)
    before, after = layout.copy[start : cue[0]], layout.copy[cue[1] : end]
    start += max((before.rfind(stop) + 1 for stop in (". ", "? ", "! ", '." ')), default=0)
    stops = [after.find(stop) for stop in (". ", ";", "? ", "! ") if after.find(stop) >= 0]
    return start, cue[1] + min(stops, default=len(after))


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
    finer = list(FREQUENCIES)[: list(FREQUENCIES).index(every) + 1]
    return periods.where(statements["date_precision"].astype(object).isin(finer))


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
