"""One function a format: the same rows out of JSON of every shape, Parquet, spreadsheets and CSV."""

import datetime as dt
import io
import json

import pandas as pd
import pytest

from analysis.errors import Rejected
from analysis.readers import READERS, unique_names
from analysis.spreadsheets import write_sheet

ONE, TWO = {"id": "1", "text": "Lind left."}, {"id": "2", "text": "Holm stayed."}


def rows(kind, raw):
    told = []
    raw = raw if isinstance(raw, bytes) else (raw if isinstance(raw, str) else json.dumps(raw)).encode()
    found = list(READERS[kind].read(raw, lambda code, message: told.append(code)))
    return [dict(r.fields) if r.rejected is None else r.rejected.code for r in found]


@pytest.mark.parametrize(
    "shape",
    [
        [ONE, TWO],
        {"articles": [ONE, TWO]},
        {"status": "ok", "total": 2, "articles": [ONE, TWO]},
        {"response": {"status": "ok", "results": [ONE, TWO]}},
        {"id": {"0": "1", "1": "2"}, "text": {"0": "Lind left.", "1": "Holm stayed."}},
        {"id": ["1", "2"], "text": ["Lind left.", "Holm stayed."]},
    ],
)
def test_json_of_every_usual_shape_gives_the_same_articles(shape):
    assert rows(".json", shape) == [ONE, TWO]


def test_an_object_by_id_gives_the_id():
    assert rows(".json", {"a": {"text": "Lind left."}, "b": {"text": "Holm stayed."}}) == [
        {"article_id": "a", "text": "Lind left."},
        {"article_id": "b", "text": "Holm stayed."},
    ]


def test_one_object_is_one_article():
    assert rows(".json", {**ONE, "comments": [{"text": "no"}]}) == [{**ONE, "comments": [{"text": "no"}]}]


@pytest.mark.parametrize("inside", ["data", "_source", "fields"])
def test_what_labelling_tools_and_search_engines_export_is_read(inside):
    labelled = {"id": 7, inside: {"text": "Lind left."}, "annotations": [{"label": "PER"}]}
    assert rows(".json", [labelled]) == [{"id": 7, "text": "Lind left.", "annotations": [{"label": "PER"}]}]
    assert rows(".jsonl", labelled) == rows(".json", [labelled])


def test_json_lines_with_the_wrong_ending_are_read_all_the_same():
    assert rows(".json", f"{json.dumps(ONE)}\n{json.dumps(TWO)}") == [ONE, TWO]


@pytest.mark.parametrize("raw", ['{"text": "Lind', "", "[1, 2", "[" * 200_000, '{"text": ' + "9" * 5000 + "}"])
def test_broken_json_says_where(raw):
    with pytest.raises(Rejected, match="export it again"):
        rows(".json", raw)


def test_what_is_no_object_costs_itself():
    assert rows(".json", [ONE, 7, "x", None, TWO]) == [ONE, *["broken-json"] * 3, TWO]


def test_parquet_keeps_its_types():
    frame = pd.DataFrame({"text": ["Lind left.", None], "n": [1, 2], "day": pd.to_datetime(["2022-03-04", None])})
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    found = rows(".parquet", buffer.getvalue())
    assert [r["text"] for r in found] == ["Lind left.", None]
    assert [r["n"] for r in found] == [1, 2]
    assert found[0]["day"].date() == dt.date(2022, 3, 4)
    assert found[1]["day"] is None


def test_what_is_no_parquet_is_rejected():
    with pytest.raises(Rejected, match="not whole as Parquet"):
        rows(".parquet", b"PAR1" + bytes(99) + b"PAR1")


def test_a_spreadsheet_gives_days_as_days_and_empty_cells_as_nothing(tmp_path):
    frame = pd.DataFrame({"text": ["Lind left."], "day": pd.to_datetime(["2022-03-04"]), "note": [None]})
    write_sheet(frame, tmp_path / "a.xlsx")
    (row,) = rows(".xlsx", (tmp_path / "a.xlsx").read_bytes())
    assert row == {"text": "Lind left.", "day": dt.datetime(2022, 3, 4), "note": None}


def test_every_sheet_of_a_foreign_spreadsheet_is_read():
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["text", "date"])
    book.active.append(["Lind left.", dt.date(2022, 3, 4)])
    more = book.create_sheet("more")
    more.append(["text"])
    more.append([None])
    more.append(["Holm stayed."])
    buffer = io.BytesIO()
    book.save(buffer)
    found = list(READERS[".xlsx"].read(buffer.getvalue(), lambda code, message: None))
    assert [(r.place, r.fields["text"]) for r in found] == [
        ("sheet Sheet, row 2", "Lind left."),
        ("sheet more, row 3", "Holm stayed."),
    ]


@pytest.mark.parametrize("raw", [b"no zip", b"PK\x03\x04"])
def test_what_is_no_spreadsheet_is_rejected(raw):
    with pytest.raises(Rejected, match="save it again"):
        rows(".xlsx", raw)


def test_excel_may_name_its_delimiter_and_use_semicolons():
    assert rows(".csv", "sep=;\r\nid;text\r\n1;Lind left, she said.\r\n") == [
        {"id": "1", "text": "Lind left, she said."}
    ]
    assert rows(".csv", "\ufeffid;text\n1;Lind left.\n") == [{"id": "1", "text": "Lind left."}]


def test_a_cell_may_hold_lines_and_a_million_characters():
    text = "Lind left.\n" * 100_000
    assert rows(".csv", f'id,text\n1,"{text}"\n2,Holm stayed.\n') == [{"id": "1", "text": text}, TWO]


def test_empty_cells_of_a_csv_are_missing():
    assert rows(".csv", 'text,note\nLind left.,""\n') == [{"text": "Lind left.", "note": None}]


def test_columns_get_names_of_their_own():
    assert unique_names(["a", "a", "", None, "a_2"]) == ["a", "a_2_2", "unnamed_3", "unnamed_4", "a_2"]
