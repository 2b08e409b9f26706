"""Tables as Arrow: declared types whatever rows there are, row groups wherever pieces end."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

import analysis as ma
from analysis import arrow, tables
from analysis.pipeline import TABLES


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_has_the_types_of_a_full_one(study: ma.Analysis, name: str) -> None:
    full = arrow.to_arrow(getattr(study, name), name)
    empty = arrow.to_arrow(tables.make(name, []), name)
    shared = [field for field in full.schema if field.name in empty.schema.names]
    assert [empty.schema.field(field.name) for field in shared] == shared
    assert not [field.name for field in empty.schema if pa.types.is_null(field.type)]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_comes_back_from_arrow_as_it_was(study: ma.Analysis, name: str) -> None:
    whole = getattr(study, name)
    again = arrow.from_arrow(arrow.to_arrow(whole, name), name)
    pd.testing.assert_frame_equal(again, whole[again.columns])
    assert set(tables.TABLES[name].names) <= set(again.columns)


def test_columns_put_beside_others_make_the_table_that_has_them_all() -> None:
    rows = [
        {
            "article_id": "a1",
            "text": "Rain.",
            "word_count": 1,
            "desk": "news",
            "page": 3,
            "seen": pd.Timestamp("2022-03-01"),
        }
    ]
    whole = tables.make("articles", rows)
    declared = tables.TABLES["articles"].names
    known, carried = whole[declared], whole.drop(columns=declared)
    found = arrow.side_by_side(arrow.to_arrow(known, "articles"), arrow.to_arrow(carried, None))
    assert found.schema.equals(arrow.to_arrow(whole, "articles").schema, check_metadata=True)
    assert found.equals(arrow.to_arrow(whole, "articles"))


@pytest.mark.parametrize("ends", [[3], [1, 1, 1], [0, 2, 1, 0], [2, 1]])
def test_pieces_make_the_same_file_wherever_they_end(
    ends: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrow, "ROWS", 2)
    frame = tables.make("problems", [{"message": f"no. {n}", "severity": "info"} for n in range(3)])
    whole = arrow.to_arrow(frame, "problems")
    starts = [sum(ends[:n]) for n in range(len(ends))]
    pieces = [whole.slice(start, count) for start, count in zip(starts, ends, strict=True)]
    assert arrow.write_parquet(pieces, tmp_path / "pieces.parquet") == 3
    arrow.write_parquet([whole], tmp_path / "whole.parquet")
    assert (tmp_path / "pieces.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()
    assert parquet.ParquetFile(tmp_path / "whole.parquet").num_row_groups == 2


def test_columns_of_mixed_values_become_texts() -> None:
    found = arrow.to_arrow(pd.DataFrame({"a": pd.Series([1, "x", None], dtype=object), "b": [1, 2, 3]}), None)
    assert found["a"].to_pylist() == ["1", "x", None]
    assert found["b"].to_pylist() == [1, 2, 3]


def test_a_number_among_days_is_not_taken_for_a_day() -> None:
    frame = pd.DataFrame({"seen": [dt.date(2024, 5, 3), 3]})
    assert arrow.to_arrow(frame, None)["seen"].to_pylist() == ['"2024-05-03"', "3"]
