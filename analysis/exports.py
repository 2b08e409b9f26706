"""Tables to and from files: Parquet for machines (types survive), CSV and XLSX for people, JSON lines for pipes.

A file appears whole or not at all, and the files of a study all or none. A CSV cell that a spreadsheet would take for
a formula is written with an apostrophe before it, which reading takes away again.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from . import arrow, cells, tables
from .errors import SourceError
from .spreadsheets import read_frame, write_sheet

FORMATS = ("parquet", "csv", "jsonl", "xlsx")
SETTINGS = "analysis.json"
_UNFINISHED = "unfinished"
STOPPED = {_UNFINISHED: "the run was stopped while it moved its tables; run it again"}
_QUOTED = re.compile('[",\r\n]')


def write_table(frame: pd.DataFrame, path: str | Path) -> None:
    """Write by the ending of `path`: one of FORMATS. The file is replaced only once it is complete."""
    target = Path(path)
    if target.suffix[1:] not in FORMATS:
        raise ValueError(f"tables are written as {', '.join(f'.{f}' for f in FORMATS)}; got {target.name}.")
    write_whole(target, lambda temporary: write_pieces([frame], temporary, target.stem))


def write_pieces(pieces: Iterable[pd.DataFrame], path: Path, name: str) -> None:
    """Write the rows of the table `name`, piece after piece, by the ending of `path`; at least one piece, maybe empty.

    Only `.xlsx` has to be in memory as a whole.
    """
    if path.suffix == ".parquet":
        arrow.write_parquet((arrow.to_arrow(piece, _declared(piece, name)) for piece in pieces), path)
    elif path.suffix == ".xlsx":
        _xlsx(pd.concat(list(pieces), ignore_index=True), path)
    else:
        lines = _csv_lines if path.suffix == ".csv" else _json_lines
        with path.open("w", encoding="utf-8", newline="") as file:
            for number, piece in enumerate(pieces):
                file.writelines(lines(piece, number == 0))


def _declared(frame: pd.DataFrame, name: str) -> str | None:
    """The name, where the frame is a table of that name."""
    return name if name in tables.TABLES and set(tables.TABLES[name].names) <= set(frame.columns) else None


def write_text(target: Path, text: str, encoding: str = "utf-8") -> None:
    """The text as a file, line ends as they are; the file is replaced only once it is complete."""
    write_whole(target, lambda temporary: temporary.write_bytes(text.encode(encoding)))


def write_whole(target: Path, write: Callable[[Path], Any]) -> None:
    """Let `write` fill a file beside `target`, then put it in the target's place in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.stem}-", suffix=target.suffix, dir=target.parent)
    os.close(handle)
    try:
        write(Path(name))
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def check_folder(folder: str | Path, names: Sequence[str]) -> list[Path]:
    """The tables of an earlier run in `folder`, which new ones may replace.

    SourceError where a table there was not written by us (no analysis.json beside it), or where it is no folder.
    """
    place = Path(folder)
    if place.exists() and not place.is_dir():
        raise SourceError(f"{place}: this is a file; tables go into a folder")
    found = [p for n in names for f in FORMATS if (p := place / f"{n}.{f}").exists()]
    found += [p for n in names if (p := place / n).is_dir() and next(p.glob("part-*.parquet"), None)]
    if found and not (place / SETTINGS).is_file():
        raise SourceError(
            f"{place} holds {found[0].name}, which did not come from here (there is no {SETTINGS} beside it); "
            "name an empty or a new folder, so that nothing of yours is overwritten"
        )
    return found


def save_tables(
    folder: str | Path, found: Mapping[str, pd.DataFrame], file_format: str, settings: Mapping[str, Any]
) -> list[str]:
    """One file a table and analysis.json: all are written, then moved into place; stale formats are removed.

    Gives the names of the files that were removed. See `check_folder` for what is refused.
    """
    with replacing(folder, list(found), file_format, settings) as (room, stale):
        for name, frame in found.items():
            write_table(frame, Path(room, f"{name}.{file_format}"))
    return stale


@contextmanager
def replacing(
    folder: str | Path, names: Sequence[str], file_format: str, settings: Mapping[str, Any]
) -> Iterator[tuple[Path, list[str]]]:
    """A room for new tables (`{name}.{file_format}`) that are moved into `folder` when all are written, and the list
    that will hold the names of the stale files that were removed."""
    place = Path(folder)
    before = check_folder(place, names)
    place.mkdir(parents=True, exist_ok=True)
    removed: list[str] = []
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=place) as room:
        yield Path(room), removed
        write_settings(Path(room, SETTINGS), settings)
        # From here to the end a folder that a stopped run leaves says so itself: `load_tables` refuses it.
        write_settings(place / SETTINGS, STOPPED)
        for path in before:
            if path.name not in {f"{name}.{file_format}" for name in names}:
                removed.append(path.name)
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        for name in names:
            Path(room, f"{name}.{file_format}").replace(place / f"{name}.{file_format}")
        shutil.move(Path(room, SETTINGS), place / SETTINGS)


def write_settings(path: Path, settings: Mapping[str, Any]) -> None:
    """Write analysis.json."""
    write_whole(path, lambda temporary: temporary.write_text(settings_text(settings), encoding="utf-8"))


def settings_text(settings: Mapping[str, Any]) -> str:
    """What analysis.json holds."""
    return json.dumps(dict(settings), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def load_tables(folder: str | Path, names: Sequence[str]) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
    """The tables of a folder, and its settings. SourceError where a table is missing or the folder half written."""
    settings: dict[str, Any] = {}
    if Path(folder, SETTINGS).is_file():
        settings = json.loads(Path(folder, SETTINGS).read_text(encoding="utf-8"))
    if _UNFINISHED in settings:
        raise SourceError(f"{folder} is not whole: {settings[_UNFINISHED]}")
    found = {}
    for name in names:
        files = [p for f in FORMATS if (p := Path(folder, f"{name}.{f}")).is_file()]
        files += [p for p in [Path(folder, name)] if next(p.glob("part-*.parquet"), None)]
        if not files:
            endings = ", ".join(f".{f}" for f in FORMATS[1:-1])
            raise SourceError(f"{folder} has no table {name} ({name}.{FORMATS[0]}, {endings} or .{FORMATS[-1]})")
        found[name] = read_table(files[0], name)
    return found, settings


def write_cells(frame: pd.DataFrame, path: Path, encoding: str = "utf-8") -> None:
    """A CSV file as `read_cells` takes it back; utf-8-sig for spreadsheets that guess at the encoding."""
    with path.open("w", encoding=encoding, newline="") as file:
        file.writelines(_csv_lines(frame, True))


def _csv_lines(frame: pd.DataFrame, first: bool) -> Iterator[str]:
    if first:
        yield _line([cells.defuse(str(name)) for name in frame.columns])
    for row in zip(*[_cells(frame[column]) for column in frame.columns], strict=True):
        yield _line(row)


def _line(row: Sequence[str | None]) -> str:
    """One row: quoted is what has to be, and the empty text, so that it is not taken for a missing one."""
    return ",".join("" if v is None else _quoted(v) if not v or _QUOTED.search(v) else v for v in row) + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _cells(column: pd.Series) -> list[str | None]:
    return [_cell(v) for v in _days(column).tolist()]


def _days(column: pd.Series) -> pd.Series:
    """Days as YYYY-MM-DD; a carried column with times of day in full."""
    if not pd.api.types.is_datetime64_any_dtype(column):
        return column
    if not has_times(column):
        return column.dt.strftime("%Y-%m-%d")
    return pd.Series([None if pd.isna(v) else v.isoformat() for v in column], index=column.index, dtype=object)


def has_times(column: pd.Series) -> bool:
    """Has a column of dates a time of day or a zone?"""
    known = column.dropna()
    return known.dt.tz is not None or not (known == known.dt.normalize()).all()


def _cell(value: Any) -> str | None:
    if isinstance(value, str):
        return cells.defuse(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return None if _missing(value) else str(value)


def _missing(value: Any) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def _json_lines(frame: pd.DataFrame, _first: bool) -> Iterator[str]:
    plain = frame.assign(**{c: _days(frame[c]) for c in frame.columns})
    for row in plain.astype(object).to_dict("records"):
        yield json.dumps({k: _plain(v) for k, v in row.items()}, ensure_ascii=False, default=str) + "\n"


def _plain(value: Any) -> Any:
    return None if _missing(value) else value


def _xlsx(frame: pd.DataFrame, path: Path) -> None:
    nested = {c: [_nested(v) for v in frame[c].tolist()] for c in frame.columns if frame[c].dtype == object}
    held = {c: pd.Series(v, index=frame.index, dtype=object) for c, v in nested.items()}
    write_sheet(frame.assign(**held), path)


def _nested(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else value


def read_table(path: str | Path, name: str) -> pd.DataFrame:
    """The table `name` back from a file that `write_table` wrote, with its declared types."""
    source = Path(path)
    if source.suffix == ".parquet" or source.is_dir():
        frame = pd.read_parquet(source)
    elif source.suffix == ".jsonl":
        with source.open(encoding="utf-8", newline="\n") as file:
            rows = [json.loads(line) for line in file]
        frame = pd.DataFrame(rows) if rows else pd.DataFrame(columns=tables.TABLES[name].names)
    else:
        frame = read_cells(source) if source.suffix == ".csv" else read_frame(source)
        lists = [c.name for c in tables.TABLES[name].columns if c.dtype == "list" and c.name in frame.columns]
        frame = frame.assign(**{c: [json.loads(v) if isinstance(v, str) else [] for v in frame[c]] for c in lists})
    return tables.conform(frame, name)


def read_cells(path: Path) -> pd.DataFrame:
    """A CSV file of ours, cell for cell as text: a quoted empty cell is an empty text, without marks it is missing."""
    text = path.read_bytes().decode("utf-8")
    names, *rows = list(_parse(text))
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in names]
    return pd.DataFrame({str(n): pd.Series(list(c), dtype=object) for n, c in zip(names, columns, strict=True)})


_FIELD = re.compile(r'(?:"((?:[^"]++|"")*+)"|([^",\n]*+))([,\n])')


def _parse(text: str) -> list[list[str | None]]:
    """The rows of what `_csv` wrote. The csv module cannot tell an empty text from a missing one before Python 3.12.

    Raises ValueError where a quotation mark is never closed.
    """
    rows: list[list[str | None]] = []
    row: list[str | None] = []
    text = text if text.endswith("\n") else text + "\n"
    at = 0
    while at < len(text):
        match = _FIELD.match(text, at)
        if match is None:
            raise ValueError(f"row {len(rows) + 1} has a quotation mark that is never closed, or one within a cell")
        at = match.end()
        quoted, bare, after = match.groups()
        row.append(cells.undefuse(quoted.replace('""', '"')) if quoted is not None else cells.undefuse(bare) or None)
        if after == "\n":
            rows.append(row)
            row = []
    return rows
