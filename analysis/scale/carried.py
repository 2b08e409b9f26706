"""Columns that the input carries: their values as JSON, and the one type that a column has over all parts.

What type a column gets depends on all its values. Of each part only examples are kept, one for each kind of value that
it has (of numbers the least and the greatest): they decide like all of them would.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa

from .. import arrow, tables
from ..exports import has_times

_TYPE = "\0type"  # no column of an export is called so
_READ: Mapping[str, Any] = {
    "Timestamp": lambda value: pd.Timestamp(value[0]).as_unit(value[1]),
    "datetime": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
    "timedelta": lambda value: dt.timedelta(*value),
    "Decimal": Decimal,
    "bytes": base64.b64decode,
}


def encode(value: Any) -> str:
    """A carried value, or a mapping of them, as JSON; what is of no kind that files hold, as its text."""
    return json.dumps(value, ensure_ascii=True, default=_tagged)


def _tagged(value: Any) -> Any:
    written: Any
    if isinstance(value, pd.Timestamp):
        written = [value.isoformat(), value.unit]
    elif isinstance(value, dt.datetime | dt.date | dt.time):
        written = value.isoformat()
    elif isinstance(value, dt.timedelta):
        written = [value.days, value.seconds, value.microseconds]
    elif isinstance(value, Decimal):
        written = str(value)
    elif isinstance(value, bytes):
        written = base64.b64encode(value).decode()
    else:
        return value.tolist() if hasattr(value, "tolist") else str(value)
    return {_TYPE: type(value).__name__, "value": written}


def decode(text: str | bytes) -> Any:
    """The value that `encode` was given."""
    return json.loads(text, object_hook=_untagged)


def _untagged(found: dict[str, Any]) -> Any:
    reader = _READ.get(found.get(_TYPE, ""))
    return found if reader is None else reader(found["value"])


def describe(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Of each carried column of a part, in the order in which they come up: its name, examples, Arrow type."""
    described = []
    for name in dict.fromkeys(name for row in rows for name in row):
        values = [row.get(name) for row in rows]
        kind = arrow.arrow_type(pd.Series(values, dtype=object).infer_objects())
        held = None if kind is None else base64.b64encode(pa.schema([("", kind)]).serialize()).decode()
        described.append({"name": name, "examples": encode(_examples(values)), "arrow": held})
    return described


def _examples(values: Iterable[Any]) -> list[Any]:
    """One value of each kind; of numbers the least and the greatest; of times one that is no midnight."""
    found: dict[Any, Any] = {}
    for value in values:
        kind: Any = (type(value).__name__, str(getattr(value, "tzinfo", "")), getattr(value, "unit", ""))
        if isinstance(value, list | dict):
            found[kind] = type(value)()
        elif isinstance(value, int | float) and not isinstance(value, bool) and value == value:
            found[kind, "least"] = min(found.get((kind, "least"), value), value)
            found[kind, "greatest"] = max(found.get((kind, "greatest"), value), value)
        elif isinstance(value, dt.datetime):
            found.setdefault((kind, value.time() == dt.time()), value)
        else:
            found.setdefault(kind, value)
    return list(found.values())


class Carried:
    """The carried columns of a corpus: their order, and the type of each."""

    def __init__(self, parts: Iterable[Sequence[Mapping[str, Any]]]) -> None:
        examples: dict[str, list[Any]] = {}
        types: dict[str, list[Any]] = {}
        has: dict[str, int] = {}
        held = list(parts)
        for part in held:
            for column in part:
                name = column["name"]
                examples[name] = _examples([*examples.get(name, []), *decode(column["examples"])])
                kind = pa.ipc.read_schema(pa.py_buffer(base64.b64decode(k)))[0].type if (k := column["arrow"]) else None
                types[name] = list(dict.fromkeys([*types.get(name, []), kind]))
                has[name] = has.get(name, 0) + 1
        self._examples = {name: [*some, *([None] if has[name] < len(held) else [])] for name, some in examples.items()}
        typed = {name: self._typed(name, []) for name in examples}
        self.timed = {n for n, column in typed.items() if column.dtype.kind == "M" and has_times(column)}
        unified = {
            name: _unified(types[name])
            if column.dtype == object and not arrow.is_mixed(column)
            else arrow.arrow_type(column)
            for name, column in typed.items()
        }
        self.as_json = None in unified.values()
        objects = {name for name, column in typed.items() if self.as_json and column.dtype == object}
        self.types = {name: pa.string() if name in objects else kind for name, kind in unified.items()}

    def _typed(self, name: str, values: list[Any]) -> pd.Series:
        whole = pd.Series([*values, *self._examples[name]], dtype=object).infer_objects()
        return whole.iloc[: len(values)] if values else whole

    def columns(self, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
        """The carried columns of a part's rows, as they would be in a table of the whole corpus."""
        return pd.DataFrame(
            {name: self._typed(name, [row.get(name) for row in rows]) for name in self._examples},
            index=range(len(rows)),
        )


def _unified(types: Sequence[pa.DataType | None]) -> pa.DataType | None:
    if None in types:
        return None
    try:
        schemas = [pa.schema([("", kind)]) for kind in types]
        return pa.unify_schemas(schemas, promote_options="permissive")[0].type
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return None


def split(row: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A row of the table `articles`: what is declared of it, and what the input carried."""
    known = set(tables.TABLES["articles"].names)
    return {k: v for k, v in row.items() if k in known}, {k: v for k, v in row.items() if k not in known}
