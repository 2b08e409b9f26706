"""Tables to and from files: Parquet for machines (types survive), CSV for people, JSON lines for pipes.

A file appears whole or not at all. A CSV cell that a spreadsheet would take for a formula is written with an
apostrophe before it, which reading takes away again.
"""

from __future__ import annotations

import csv
import json
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from . import tables

FORMATS = ("parquet", "csv", "jsonl")
_RISKY = re.compile(r"'*[=+\-@\t\r]")  # apostrophes too, so that reading can tell ours from the text's own


def write_table(frame: pd.DataFrame, path: str | Path) -> None:
    """Write by the ending of `path`: .parquet, .csv or .jsonl. The file is replaced only once it is complete."""
    target = Path(path)
    writers: dict[str, Callable[[pd.DataFrame, Path], None]] = {".parquet": _parquet, ".csv": _csv, ".jsonl": _jsonl}
    if target.suffix not in writers:
        raise ValueError(f"tables are written as {', '.join(writers)}; got {target.name}.")
    write_whole(target, lambda temporary: writers[target.suffix](frame, temporary))


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


def _parquet(frame: pd.DataFrame, path: Path) -> None:
    try:
        frame.to_parquet(path, index=False)
    except (ValueError, TypeError, OverflowError):  # a carried column of mixed types: keep it as JSON
        plain = frame.copy()
        for column in _carried_objects(frame):
            plain[column] = _as_json(frame[column])
        plain.to_parquet(path, index=False)


def _carried_objects(frame: pd.DataFrame) -> list[str]:
    declared = {name for table in tables.TABLES.values() for name in table.names}
    return [c for c in frame.columns if frame[c].dtype == object and c not in declared]


def _as_json(column: pd.Series) -> list[str | None]:
    return [v if v is None or isinstance(v, str) else json.dumps(v, ensure_ascii=False, default=str) for v in column]


def _csv(frame: pd.DataFrame, path: Path) -> None:
    plain = pd.DataFrame({column: _cells(frame[column]) for column in frame.columns}, index=frame.index)
    # A lone carriage return ends a row for whoever reads it, unless it is quoted; the writer does not see to that.
    returns = any("\r" in cell for column in plain for cell in plain[column].tolist() if isinstance(cell, str))
    quoting: Literal[0, 1] = csv.QUOTE_ALL if returns else csv.QUOTE_MINIMAL
    plain.to_csv(path, index=False, encoding="utf-8", lineterminator="\n", quoting=quoting)


def _cells(column: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.dt.strftime("%Y-%m-%d")
    if not (pd.api.types.is_object_dtype(column) or pd.api.types.is_string_dtype(column)):
        return column
    return pd.Series([_cell(v) for v in column.tolist()], index=column.index, dtype=object)


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, str) and _RISKY.match(value):
        return "'" + value
    return value


def _jsonl(frame: pd.DataFrame, path: Path) -> None:
    plain = frame.assign(
        **{c: _cells(frame[c]) for c in frame.columns if pd.api.types.is_datetime64_any_dtype(frame[c])}
    )
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in plain.astype(object).to_dict("records"):
            file.write(json.dumps({k: _plain(v) for k, v in row.items()}, ensure_ascii=False, default=str) + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, list | dict):
        return value
    return None if pd.isna(value) else value


def read_table(path: str | Path, name: str) -> pd.DataFrame:
    """The table `name` back from a file that `write_table` wrote, with its declared types."""
    source = Path(path)
    if source.suffix == ".parquet":
        frame = pd.read_parquet(source)
    elif source.suffix == ".csv":
        frame = pd.read_csv(source, dtype=str, keep_default_na=False, na_values=[""])
        frame = frame.apply(lambda column: column.map(_unescape, na_action="ignore")) if len(frame) else frame
        lists = [c.name for c in tables.TABLES[name].columns if c.dtype == "list" and c.name in frame.columns]
        frame = frame.assign(**{c: [json.loads(v) if isinstance(v, str) else [] for v in frame[c]] for c in lists})
    else:
        with source.open(encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        frame = pd.DataFrame(rows) if rows else pd.DataFrame(columns=tables.TABLES[name].names)
    return tables.conform(frame, name)


def _unescape(value: str) -> str:
    return value[1:] if value.startswith("'") and _RISKY.match(value) else value
