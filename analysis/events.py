"""One row per event: what happened when, beside which statements are read.

Events come from a researcher's CSV (`events.csv` beside the articles) with the columns date, label and, optionally, end
(the last day of something that lasted) and note.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from . import tables
from .dates import DayError, parse_day
from .registry import read_table
from .sources import beside

COLUMNS = ("date", "end", "label", "note")


def read_events(source: str | Path | pd.DataFrame | None = None, *, articles: Any = None) -> pd.DataFrame:
    """The events in order of time: `date` and `end` (days; `end` is `date` where none is given), `label`, `note`.

    `source`: a CSV file or a table; None takes `events.csv` beside `articles` where one lies there, else there
    are none. SourceError or TableError say which row is wrong and how to mend it.
    """
    at = beside(articles, source, "events.csv") if source is None and articles is not None else source
    if at is None:
        return _table([])
    frame = at if isinstance(at, pd.DataFrame) else read_table(at, "events")
    tables.require(frame, ["date", "label"], "the table of events")
    rows = [_event(row, number) for number, row in enumerate(frame.to_dict("records"), start=2)]
    return _table(rows).sort_values(["date", "end", "label"], kind="stable", ignore_index=True)


def _table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    days = {name: pd.to_datetime(frame[name]).astype("datetime64[us]") for name in ("date", "end")}
    return frame.assign(**days, label=frame["label"].astype("str"), note=frame["note"].astype("str"))


def _event(row: dict[Any, Any], number: int) -> dict[str, Any]:
    label = row["label"]
    if pd.isna(label) or not str(label).strip():
        raise tables.TableError(f"events, row {number}: label must say what happened")
    try:
        first, last = parse_day(row["date"]), parse_day(row.get("end"))
    except DayError as error:
        raise tables.TableError(f"events, row {number}: {error}") from None
    if first is None:
        raise tables.TableError(f"events, row {number}: date must be filled in, as YYYY-MM-DD")
    if last is not None and last < first:
        raise tables.TableError(f"events, row {number}: end {last} is before date {first}")
    return {"date": first, "end": last or first, "label": " ".join(str(label).split()), "note": row.get("note")}
