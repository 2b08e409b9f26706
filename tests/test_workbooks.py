"""Workbooks to fill in: the lists are offered, the marks are bold, nothing is a formula, the bytes are the same."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from analysis.workbooks import LISTS, Choice, Run, Sheet, write_workbook

HEADER = ["item", "context", "kind", "topic"]
CHOICES = {"kind": Choice(("direct", "mixed"), True), "topic": Choice(("trade, money", "war"), False)}


@pytest.fixture
def path(tmp_path):
    rows = [["S1", [Run("He said ", False), Run("»no«", True)], None, None], ["=1+1", "plain", "direct", None]]
    sheet = Sheet("statements", HEADER, rows, [9.0, 80.0, 12.0, 12.0], CHOICES, frozenset({"kind", "topic"}))
    write_workbook([Sheet("read me", [], [[[Run("How to", True)]]], [80.0]), sheet], tmp_path / "t.xlsx")
    return tmp_path / "t.xlsx"


def test_every_sheet_is_there_and_the_lists_are_hidden(path):
    book = load_workbook(path)
    assert book.sheetnames == ["read me", "statements", LISTS]
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "visible", "hidden"]
    assert [row[0].value for row in book["statements"].iter_rows()] == ["item", "S1", "=1+1"]
    assert book["statements"].freeze_panes == "A2"


def test_each_column_offers_its_list_and_only_closed_ones_refuse_others(path):
    book = load_workbook(path)
    rules = {str(rule.sqref)[0]: rule for rule in book["statements"].data_validations.dataValidation}
    assert {column: bool(rule.showErrorMessage) for column, rule in rules.items()} == {"C": True, "D": False}
    sheet, _, cells = rules["D"].formula1.partition("!")
    assert [cell[0].value for cell in book[sheet][cells.replace("$", "")]] == ["trade, money", "war"]


def test_what_looks_like_a_formula_is_text(path):
    cell = load_workbook(path)["statements"]["A3"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", "=1+1", True)


def test_marked_words_are_bold(path):
    rich = load_workbook(path, rich_text=True)["statements"]["B2"].value
    assert [getattr(part, "font", None) is not None and bool(part.font.b) for part in rich] == [False, True]
    assert str(rich) == "He said »no«"


def test_the_same_workbook_is_the_same_bytes(path):
    before = path.read_bytes()
    sheet = Sheet("s", ["a"], [["x"]], [9.0])
    write_workbook([sheet], path)
    first = path.read_bytes()
    write_workbook([sheet], path)
    assert first == path.read_bytes() != before
