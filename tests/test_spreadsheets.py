"""Spreadsheets: any text back as it was, long or strange; never a formula; the same bytes each time."""

import datetime as dt
import io
import zipfile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from analysis import cells
from analysis.spreadsheets import MOST_ROWS, read_frame, write_sheet


def again(tmp_path, values):
    write_sheet(pd.DataFrame({"a": pd.Series(values, dtype=object)}), tmp_path / "t.xlsx")
    return read_frame(tmp_path / "t.xlsx")["a"].tolist()


@pytest.mark.parametrize("unit", ["x", "\r", "\x01", "🙂", "_x000D_", " ", "\n"])
@pytest.mark.parametrize("length", [1, cells.LONGEST, cells.LONGEST + 1, 100_000])
def test_a_text_of_any_length_comes_back_in_one_piece(tmp_path, unit, length):
    text = (unit * length)[:length]
    assert again(tmp_path, [text, None, "next"]) == [text, None, "next"]


def test_no_cell_holds_more_than_a_spreadsheet_takes(tmp_path):
    write_sheet(pd.DataFrame({"a": ["🙂" * 40_000, "\x01" * 40_000]}), tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx").active
    widths = [len(c.value.encode("utf-16-le")) // 2 for row in sheet.iter_rows() for c in row if c.value]
    assert max(widths) <= cells.LONGEST


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://a")'])
def test_no_cell_is_a_formula_even_when_it_is_edited(tmp_path, words):
    write_sheet(pd.DataFrame({"a": [words]}), tmp_path / "t.xlsx")
    cell = load_workbook(tmp_path / "t.xlsx").active["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", words.replace("\r", "_x000D_"), True)


def test_days_are_days_to_a_spreadsheet_and_those_before_it_began_are_words(tmp_path):
    days = pd.to_datetime(["2022-03-04", "1850-01-01", None])
    write_sheet(pd.DataFrame({"day": days}), tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx").active
    assert [c.value for c in sheet["A"]] == ["day", dt.datetime(2022, 3, 4), "1850-01-01", None]


def test_numbers_and_truths_keep_their_kind(tmp_path):
    assert again(tmp_path, [1, 2.5, True, float("nan"), 2**60]) == [1, 2.5, True, None, str(2**60)]


def test_the_same_table_gives_the_same_bytes_whatever_the_time(tmp_path):
    frame = pd.DataFrame({"a": ["x", "=y"]})
    write_sheet(frame, tmp_path / "1.xlsx")
    write_sheet(frame, tmp_path / "2.xlsx")
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "1.xlsx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_too_many_rows_are_refused_with_the_way_out(tmp_path):
    frame = pd.DataFrame(index=range(MOST_ROWS), columns=["a"])
    with pytest.raises(ValueError, match=r"holds 1,048,575 rows; got 1,048,576\. Save as parquet or csv"):
        write_sheet(frame, tmp_path / "t.xlsx")


@given(st.lists(st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"])))))
def test_any_texts_come_back(tmp_path_factory, values):
    assert again(tmp_path_factory.getbasetemp(), values) == values


@given(st.text())
def test_a_defused_text_is_given_back(text):
    assert cells.undefuse(cells.defuse(text)) == text
    assert cells.defuse(text)[:1] not in {"=", "+", "-", "@", "\t"}


def test_a_file_of_ours_opens_elsewhere(tmp_path):
    write_sheet(pd.DataFrame({"a": ["Lind left."], "b": [7]}), tmp_path / "t.xlsx")
    found = pd.read_excel(io.BytesIO((tmp_path / "t.xlsx").read_bytes()))
    assert found.to_dict("records") == [{"a": "Lind left.", "b": 7}]
