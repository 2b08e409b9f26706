"""Lists of Python values as arrays of the types that tables declare; whatever pandas takes for missing is missing.

Most columns hold nothing but what they should. That is seen at one go, and Arrow then takes the whole list in one call;
only where something else is among the values are they gone through one by one.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from .errors import TableError

_NONE = type(None)
_PLAIN: dict[str, set[type]] = {  # the types of values that need no second look, by the declared type
    "str": {str, _NONE},
    "category": {str, _NONE},
    "int64": {int},
    "Int64": {int, _NONE},
    "float64": {float, int, _NONE},
    "datetime64[us]": {dt.date, _NONE},
}
# `__from_arrow__` is what pandas offers for this, and what its stubs leave out.
_FROM_ARROW: dict[str, tuple[Any, pa.DataType]] = {
    "str": (pd.StringDtype(na_value=np.nan), pa.large_string()),
    "Int64": (pd.Int64Dtype(), pa.int64()),
}
_IN_LISTS = {str, int, float, dict}


def typed(values: list[Any], dtype: str, allowed: tuple[str, ...] = (), where: str = "") -> Any:
    """The values as an array of a declared type (see `tables.Column`).

    `allowed` are the values of a category; TableError names `where` there are others.
    """
    if dtype == "list":
        return np.fromiter(values if _are_lists(values) else map(_as_list, values), object, len(values))
    if set(map(type, values)) <= _PLAIN[dtype]:
        return _of_plain(values, dtype, allowed, where)
    known = [None if _missing(v) else v for v in values]
    if dtype == "str":
        return _of_plain([v if v is None else str(v) for v in known], dtype, allowed, where)
    if dtype == "category":
        return _coded(known, allowed, where)
    if dtype == "datetime64[us]":
        return pd.to_datetime(pd.Series(known, dtype=object)).astype("datetime64[us]").array
    return pd.array(known, dtype="Int64") if dtype == "Int64" else np.array(known, dtype=dtype)


def from_arrow(held: pa.ChunkedArray, dtype: str, allowed: tuple[str, ...] = ()) -> Any:
    """The same of an Arrow column that was made of such an array."""
    if dtype == "list":
        return np.fromiter(held.to_pylist(), object, len(held))
    if dtype == "category":
        codes = pa.chunked_array([chunk.indices for chunk in held.chunks], pa.int8()).fill_null(-1)
        return pd.Categorical.from_codes(codes.to_numpy(), dtype=_vocabulary(allowed)[1])
    if dtype in _FROM_ARROW:
        return _FROM_ARROW[dtype][0].__from_arrow__(held)
    return pd.array(held.to_numpy()) if dtype == "datetime64[us]" else held.to_numpy()


def _of_plain(values: list[Any], dtype: str, allowed: tuple[str, ...], where: str) -> Any:
    if dtype == "category":
        return _coded(values, allowed, where)
    if dtype == "datetime64[us]":
        return pd.array(pa.array(values, pa.date32()).cast(pa.timestamp("us")).to_numpy(zero_copy_only=False))
    if dtype in _FROM_ARROW:
        kind, arrow = _FROM_ARROW[dtype]
        return kind.__from_arrow__(pa.array(values, arrow))
    return np.array(values, dtype=dtype)


def _coded(values: list[Any], allowed: tuple[str, ...], where: str) -> pd.Categorical:
    places, kind = _vocabulary(allowed)
    try:
        codes = np.fromiter(map(places.__getitem__, values), np.int8, len(values))
    except (KeyError, TypeError):
        unknown = sorted({str(v) for v in values if v is not None} - set(allowed))
        raise TableError(f"{where} may be {', '.join(allowed)}; got {', '.join(unknown[:3])}.") from None
    return pd.Categorical.from_codes(codes, dtype=kind)


@cache
def _vocabulary(allowed: tuple[str, ...]) -> tuple[dict[str | None, int], pd.CategoricalDtype]:
    """The code of each value, and the type; missing values have a code too."""
    return {**{value: place for place, value in enumerate(allowed)}, None: -1}, pd.CategoricalDtype(pd.Index(allowed))


def _missing(value: Any) -> bool:
    return value is None or bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _are_lists(values: list[Any]) -> bool:
    """Is every value a list already, of plain values or of lists of them?"""
    if not set(map(type, values)) <= {list}:
        return False
    within = set(map(type, chain.from_iterable(values)))
    if within == {list}:
        within = set(map(type, chain.from_iterable(chain.from_iterable(values))))
    return within <= _IN_LISTS


def _as_list(value: Any) -> list[Any]:
    """Python lists all the way down: Parquet gives arrays back, and an absent list is an empty one."""
    if value is None or (not isinstance(value, list) and pd.api.types.is_scalar(value) and pd.isna(value)):
        return []
    if isinstance(value, np.ndarray):
        value = value.tolist()  # numbers of numpy are no numbers to JSON
    return [v if isinstance(v, str | int | dict) or not hasattr(v, "__iter__") else _as_list(v) for v in value]
