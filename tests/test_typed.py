"""Values as arrays of declared types."""

import datetime as dt
import itertools
import math

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import TableError
from analysis.typed import from_arrow, typed

MODES = ("speech", "writing", "thought")
VALUES = {
    "str": st.text(st.characters(exclude_categories=["Cs"])),
    "category": st.sampled_from(MODES),
    "Int64": st.integers(-(2**53), 2**53),
    "float64": st.floats(allow_nan=False),
    "datetime64[us]": st.dates(),
}


@given(st.data())
@pytest.mark.parametrize("dtype", VALUES)
def test_how_a_missing_value_is_written_plays_no_part(dtype, data):
    values = data.draw(st.lists(st.none() | VALUES[dtype]))
    others = [math.nan if v is None else v for v in values]
    plain, mixed = typed(values, dtype, MODES), typed(others, dtype, MODES)
    pd.testing.assert_extension_array_equal(pd.array(plain), pd.array(mixed))
    assert pd.isna(plain).tolist() == [v is None for v in values]


@given(st.lists(st.none() | st.dates()))
def test_a_day_is_the_same_as_date_and_as_time_stamp(days):
    stamps = [None if day is None else dt.datetime(day.year, day.month, day.day) for day in days]
    assert typed(days, "datetime64[us]").tolist() == typed(stamps, "datetime64[us]").tolist()


def test_what_is_no_text_becomes_one():
    assert typed(["five", 5, None, 5.5], "str").tolist()[:2] == ["five", "5"]


def test_a_value_outside_the_vocabulary_is_named():
    with pytest.raises(TableError, match=r"statements\.mode may be speech, writing, thought; got shouting\."):
        typed(["speech", "shouting", None], "category", MODES, "statements.mode")


@pytest.mark.parametrize("cells", [[[1, 2]], [[[1, 2], [3, 4]]], [], [{"part": "byline", "start": 0, "end": 9}]])
def test_lists_stay_as_they_are(cells):
    assert typed([cells, []], "list").tolist() == [cells, []]


def test_arrays_and_tuples_become_lists_all_the_way_down():
    cells = [np.array([[1, 2], [3, 4]]), ((5, 6),), None]
    assert typed(cells, "list").tolist() == [[[1, 2], [3, 4]], [[5, 6]], []]


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        (["Lind", None, ""], "str"),
        (["direct", None, "mixed"], "category"),
        ([3, None, 2**40], "Int64"),
        ([3, -1, 2**40], "int64"),
        ([0.5, None, -1.0], "float64"),
        ([dt.date(2022, 3, 4), None, dt.date(1999, 12, 31)], "datetime64[us]"),
        ([[[0, 4], [6, 9]], [], [[1, 2]]], "list"),
    ],
)
@pytest.mark.parametrize("cuts", [[0, 3], [0, 1, 3], [0, 0]])
def test_a_column_comes_back_from_arrow_in_whatever_pieces(values, dtype, cuts):
    allowed = ("direct", "mixed") if dtype == "category" else ()
    values = values[: cuts[-1]]
    column = pd.DataFrame({"held": typed(values, dtype, allowed)})
    kind = {"list": pa.list_(pa.list_(pa.int64()))}.get(dtype)
    whole = pa.array(column["held"], kind, from_pandas=True)
    pieces = pa.chunked_array([whole[a:b] for a, b in itertools.pairwise(cuts)], whole.type)
    again = pd.DataFrame({"held": from_arrow(pieces, dtype, allowed)})
    pd.testing.assert_frame_equal(again, column)
