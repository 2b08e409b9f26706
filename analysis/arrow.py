"""Tables as Arrow, with the declared types: the same for any part of a table, however few rows it has.

Lists are Arrow lists and categories dictionaries, so that whatever reads Parquet reads them; nothing is pickled.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from . import tables, typed

ROWS = 2_000  # of a row group: what is in memory at once while a table is written


def _list_of(kind: pa.DataType) -> pa.DataType:
    return pa.list_(pa.field("element", kind))  # as Parquet calls it, so that reading gives the same type back


_RANGES = _list_of(_list_of(pa.int64()))
_PARTS = _list_of(pa.struct([("part", pa.string()), ("start", pa.int64()), ("end", pa.int64())]))
_WORDS = _list_of(pa.string())
_LISTS = {"tags": _WORDS, "forms": _WORDS, "terms": _WORDS, "parts": _PARTS, "spans": _RANGES}
_TYPES = {
    "str": pa.large_string(),
    "category": pa.dictionary(pa.int8(), pa.large_string()),
    "int64": pa.int64(),
    "Int64": pa.int64(),
    "float64": pa.float64(),
    "datetime64[us]": pa.timestamp("us"),
}


def declared(name: str) -> dict[str, pa.DataType]:
    """The Arrow type of each declared column of the table of that name."""
    columns = tables.TABLES[name].columns
    return {c.name: _LISTS[c.name] if c.dtype == "list" else _TYPES[c.dtype] for c in columns}


def to_arrow(frame: pd.DataFrame, name: str | None, carried: Mapping[str, pa.DataType] | None = None) -> pa.Table:
    """The rows as Arrow; `carried` has the types of columns that are not declared, None tells them by the values.

    Columns of mixed or otherwise unusual values become JSON texts, all that hold Python objects or none.
    """
    types = declared(name) if name is not None else {}
    rest = [column for column in frame.columns if column not in types]
    if carried is None:
        found = {column: arrow_type(frame[column]) for column in rest}
        if None in found.values():
            frame = as_json(frame, rest)
            found = {c: found[c] if frame[c].dtype != object else pa.string() for c in rest}
        carried = {column: kind for column, kind in found.items() if kind is not None}
    schema = pa.schema([(c, types[c] if c in types else carried[c]) for c in frame.columns])
    return pa.Table.from_pandas(frame, schema=schema, preserve_index=False)


def from_arrow(table: pa.Table, name: str) -> pd.DataFrame:
    """The table of that name back from what `to_arrow` made of it."""
    return pd.DataFrame(
        {c.name: typed.from_arrow(table[c.name], c.dtype, c.values) for c in tables.TABLES[name].columns}
    )


def side_by_side(one: pa.Table, other: pa.Table) -> pa.Table:
    """The columns of both, as `to_arrow` makes them of a table that has them all."""
    metadata = {**one.schema.pandas_metadata}
    metadata["columns"] = [*metadata["columns"], *other.schema.pandas_metadata["columns"]]
    for field, column in zip(other.schema, other.columns, strict=True):
        one = one.append_column(field, column)
    return one.replace_schema_metadata({b"pandas": json.dumps(metadata).encode()})


def is_mixed(column: pd.Series) -> bool:
    """Does a carried column hold values of several kinds? Arrow would take a 3 among days for a day of 1970."""
    return column.dtype == object and len({_kind(value) for value in column[column.notna()].tolist()}) > 1


def _kind(value: Any) -> type:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float
    return dt.datetime if isinstance(value, dt.datetime) else type(value)


def arrow_type(column: pd.Series) -> pa.DataType | None:
    """The type that holds all values of a carried column; None where there is no such type."""
    if is_mixed(column):
        return None
    try:
        return pa.array(column, from_pandas=True).type
    except (ValueError, TypeError, OverflowError, NotImplementedError):
        return None


def as_json(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """The same rows with those of the columns that hold Python objects as JSON texts."""
    plain = {c: pd.Series(_texts(frame[c]), frame.index, dtype=object) for c in columns if frame[c].dtype == object}
    return frame.assign(**plain)


def _texts(column: pd.Series) -> list[str | None]:
    return [v if v is None or isinstance(v, str) else json.dumps(v, ensure_ascii=False, default=str) for v in column]


def write_parquet(pieces: Iterable[pa.Table], to: str | Path | IO[bytes]) -> int:
    """Write tables of one schema one after another in row groups of ROWS, wherever a piece ends; gives the rows."""
    writer: Any = None
    held: list[pa.Table] = []
    written = 0
    try:
        for piece in pieces:
            writer = writer or parquet.ParquetWriter(to, piece.schema)
            held.append(piece.cast(writer.schema) if piece.schema != writer.schema else piece)
            if sum(map(len, held)) >= ROWS:
                held = _groups(writer, pa.concat_tables(held), whole=False)
            written += len(piece)
        if held:
            _groups(writer, pa.concat_tables(held), whole=True)
    finally:
        if writer is not None:
            writer.close()
    return written


def _groups(writer: Any, rows: pa.Table, *, whole: bool) -> list[pa.Table]:
    """Write full row groups, the last rows too if `whole`; gives what is left over."""
    full = len(rows) if whole else len(rows) - len(rows) % ROWS
    for start in range(0, full, ROWS):
        writer.write_table(rows.slice(start, min(ROWS, full - start)).combine_chunks(), row_group_size=ROWS)
    if whole and not len(rows):
        writer.write_table(rows)
    return [rows.slice(full).combine_chunks()]
