"""Columns that the input carries have over all parts the type that they would have in one table."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.arrow import to_arrow
from analysis.scale.carried import Carried, decode, describe, encode

VALUES: list[Any] = [
    None,
    True,
    3,
    2**40,
    -1.5,
    float("inf"),
    "a page",
    "",
    ["a", "b"],
    [1],
    {"by": "desk"},
    {"by": 3},
    dt.date(2024, 5, 3),
    dt.datetime(2024, 5, 3),
    dt.datetime(2024, 5, 3, 12, 30),
    dt.datetime(2024, 5, 3, tzinfo=dt.UTC),
    Decimal("1.50"),
    b"\x00\xff",
    dt.time(12, 30),
    dt.timedelta(days=2),
    pd.Timestamp("2024-05-03 12:00:00.000000001"),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    again = decode(encode({"x": value}))["x"]
    assert again == value
    assert type(again) is type(value)


ROWS = st.lists(st.dictionaries(st.sampled_from(["page", "note"]), st.sampled_from(VALUES)), min_size=1, max_size=8)


@given(ROWS, st.integers(1, 7))
def test_parts_have_the_types_and_the_schema_of_the_whole(rows: list[dict[str, Any]], cut: int) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    whole = pd.DataFrame({n: pd.Series([r.get(n) for r in rows], dtype=object).infer_objects() for n in names})
    parts = [rows[:cut], rows[cut:]] if rows[cut:] else [rows]
    carried = Carried([describe(part) for part in parts])
    found = [carried.columns(part) for part in parts]
    assert [str(d) for d in found[0].dtypes] == [str(d) for d in whole.dtypes] == [str(d) for d in found[-1].dtypes]
    if names:
        pd.testing.assert_frame_equal(pd.concat(found, ignore_index=True), whole)
        assert not carried.as_json or to_arrow(whole, None).schema.types == list(carried.types.values())
