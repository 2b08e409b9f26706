"""Files that coders hand in to rows by column: `.xlsx` and `.csv` of any dialect, whatever was done to the header.

Every row that is not blank comes out, or is counted and told: a sheet may be cut off, sorted, or no sheet of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from .. import archives, cells, tables
from ..errors import Rejected, SourceError
from ..readers import csv_cells
from ..spreadsheets import read_sheets
from ..workbooks import LISTS
from .questions import read_header
from .sheets import INSTRUCTIONS

_LOOKED_AT = 10  # rows among which the header is looked for: a title may stand above it
_OWN_SHEETS = {LISTS, INSTRUCTIONS}


@dataclass
class Grid:
    """One sheet: its rows as (place, {column: cell}), and how many rows could not be made out."""

    name: str
    columns: list[str] = field(default_factory=list)
    rows: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    lost: int = 0


def read_grids(source: str | Path | pd.DataFrame, problems: tables.Problems) -> list[Grid]:
    """The sheets of a file, or a table as one. SourceError only where there is no such file."""
    if isinstance(source, pd.DataFrame):
        name = str(source.attrs.get("name", "a table"))
        body = source.astype(object).where(source.notna(), None).to_numpy().tolist()
        return [_grid(name, iter([list(source.columns), *body]), problems)]
    path = Path(source)
    if not path.is_file():
        raise SourceError(f"{path}: there is no such coding sheet")
    raw = path.read_bytes()
    try:
        if path.suffix.lower() in {".csv", ".tsv", ".txt"}:
            rows = csv_cells(raw, lambda code, message: problems.add(code, message, file=path.name))
            return [_grid(path.name, rows, problems)]
        if path.suffix.lower() in {".xlsx", ".xlsm"}:
            archives.check_size(raw)
            sheets = [(title, rows) for title, rows in read_sheets(raw) if title.casefold() not in _OWN_SHEETS]
            return [_grid(f"{path.name}, {title}", rows, problems) for title, rows in sheets]
    except Rejected as error:
        problems.add(error.code, f"nothing of it could be read: {error}", severity="error", file=path.name)
        return []
    problems.add(
        "wrong-format",
        "a coding sheet is read as .xlsx or .csv; save it as one of them",
        severity="error",
        file=path.name,
    )
    return []


def _grid(name: str, given: Iterator[Any], problems: tables.Problems) -> Grid:
    grid, rows = Grid(name), list(enumerate(_safe(name, given, problems), start=1))
    at = _header_row([row for _, row in rows])
    if at is None:
        grid.lost = sum(1 for _, row in rows if isinstance(row, Rejected) or _filled(row))
        if grid.lost:
            message = (
                f"there is no row of column names (item, context, statement, …), so that none of its {grid.lost} rows "
                "can be read; put the header back"
            )
            problems.add("no-header", message, severity="error", file=name)
        return grid
    places, doubts = _header(rows[at][1])
    for doubt in doubts:
        problems.add("column", doubt, severity="info", file=name)
    grid.columns = list(places)
    for number, row in rows[:at] + rows[at + 1 :]:  # sorting may have carried the header down among the rows
        if isinstance(row, Rejected):
            grid.lost += 1
            problems.add(row.code, f"row {number}: {row}", severity="error", file=name)
        elif _filled(row):
            grid.rows.append((f"row {number}", {c: row[i] for c, i in places.items() if i < len(row)}))
    return grid


def _header_row(rows: list[Any]) -> int | None:
    """The row of column names: among the first with slips of the pen, else anywhere as they were written out."""
    for close, among in ((True, rows[:_LOOKED_AT]), (False, rows)):
        known = [0 if isinstance(row, Rejected) else len(_header(row, close)[0]) for row in among]
        if known and max(known) >= 2:
            return known.index(max(known))
    return None


def _safe(name: str, rows: Iterator[Any], problems: tables.Problems) -> Iterator[Any]:
    """The rows up to where the file breaks off."""
    try:
        yield from rows
    except Rejected as error:
        message = f"the sheet breaks off: {error}; the rows above it are read"
        problems.add(error.code, message, severity="error", file=name)


def _filled(row: list[Any]) -> bool:
    return any(v is not None and str(v).strip() for v in row)


def _header(row: list[Any], close: bool = True) -> tuple[dict[str, int], list[str]]:
    """Where each of our columns stands in a row of names (the first of each), and what was doubtful about them."""
    places: dict[str, int] = {}
    doubts: list[str] = []
    for i, cell in enumerate(row):
        answer = read_header(cell, close) if isinstance(cell, str) else None
        if answer is None or answer.value is None:
            if isinstance(cell, str) and cell.strip():
                doubts.append(f"the column “{cell.strip()[:40]}” is none of ours and is not read")
        elif answer.value in places:
            doubts.append(f"the column “{cell[:40]}” is a second {answer.value} and is not read")
        else:
            places[answer.value] = i
            doubts += [answer.doubt] if answer.doubt else []
    return places, doubts


def cell_text(value: Any) -> str:
    """A cell as the coder wrote it: without what keeps it from being a formula, a whole number without its .0."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return cells.undefuse(str(value)).strip()
