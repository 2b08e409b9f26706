"""Workbooks that people fill in: several sheets, lists to choose from, words in bold, cells that wrap.

Written with the cells of `spreadsheets`, and for the same reasons not by openpyxl: the same bytes each time, no text
that turns into a formula. The lists stand on a hidden sheet, as a list inside a cell's rule may have 255 characters.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from .exports import write_whole
from .spreadsheets import LINKS, MAIN, PACKAGE, TYPES, XML_START, cell, entry, words

LISTS = "lists"
_PLAIN, _HEADER, _WRAPPED, _ANSWER, _TITLE = 0, 1, 2, 4, 5  # styles, in the order of _STYLES; 3 is that of `cell`


class Run(NamedTuple):
    """A stretch of a cell's text."""

    text: str
    bold: bool


class Choice(NamedTuple):
    """The values that a column offers; with `only`, nothing else may be entered."""

    values: Sequence[str]
    only: bool


@dataclass(frozen=True)
class Sheet:
    """A sheet: its header (none: plain lines of text), rows of values or lists of Run, and how its columns are."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    widths: Sequence[float]
    choices: Mapping[str, Choice] = field(default_factory=dict)
    answers: frozenset[str] = frozenset()  # columns that people fill in


_RELATION = f'<Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/>'
_FONT = '<font>{bold}<sz val="11"/><name val="Calibri"/></font>'
_BOLD = '<rPr><b/><sz val="11"/><rFont val="Calibri"/></rPr>'
_TOP = '<alignment vertical="top" wrapText="1"/>'
_XF = '<xf numFmtId="{format}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" {more}>{inside}</xf>'
_AS_TEXT = 49  # the number format of text, so that a spreadsheet leaves what is typed as it is


def _xf(font: int = 0, fill: int = 0, number: int = 0, more: str = "", inside: str = _TOP) -> str:
    applied = f'applyAlignment="1" applyFont="1" applyFill="1" applyNumberFormat="1" {more}'
    return _XF.format(format=number, font=font, fill=fill, more=applied, inside=inside)


_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="2">{_FONT.format(bold="")}{_FONT.format(bold="<b/>")}</fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFFFF8E1"/><bgColor indexed="64"/></patternFill></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6">'
    + _xf()
    + _xf(font=1, inside="")
    + _xf()
    + _xf(more='quotePrefix="1"')
    + _xf(fill=2, number=_AS_TEXT)
    + _xf(font=1)
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def write_workbook(sheets: Sequence[Sheet], path: Path) -> None:
    """All sheets into one `.xlsx` file, which is replaced once it is whole."""
    write_whole(path, lambda temporary: _write(sheets, temporary))


def _write(sheets: Sequence[Sheet], path: Path) -> None:
    ranges: dict[Sequence[str], str] = {}
    for sheet in sheets:
        for choice in sheet.choices.values():
            place = chr(ord("A") + len(ranges))
            ranges.setdefault(tuple(choice.values), f"{LISTS}!${place}$1:${place}${len(choice.values)}")
    longest = max(map(len, ranges), default=0)
    columns = [[*values, *[None] * (longest - len(values))] for values in ranges]
    hidden = Sheet(LISTS, [], list(zip(*columns, strict=True)), [20.0] * len(columns))
    every = [*sheets, *([hidden] if ranges else [])]
    files = {
        "[Content_Types].xml": _types(len(every)),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{_RELATION}</Relationships>',
        "xl/workbook.xml": _book(every, bool(ranges)),
        "xl/_rels/workbook.xml.rels": _relations(len(every)),
        "xl/styles.xml": _STYLES,
        **{f"xl/worksheets/sheet{i}.xml": _sheet(sheet, ranges) for i, sheet in enumerate(every, start=1)},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(entry(name), XML_START + content)


def _types(sheets: int) -> str:
    part = f'<Override PartName="/xl/{{}}.xml" ContentType="{TYPES}.{{}}+xml"/>'
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + part.format("workbook", "sheet.main")
        + part.format("styles", "styles")
        + "".join(part.format(f"worksheets/sheet{i}", "worksheet") for i in range(1, sheets + 1))
        + "</Types>"
    )


def _book(sheets: Sequence[Sheet], lists: bool) -> str:
    entries = ""
    for i, sheet in enumerate(sheets, start=1):
        state = ' state="hidden"' if lists and i == len(sheets) else ""
        entries += f'<sheet name={quoteattr(sheet.name)} sheetId="{i}"{state} r:id="rId{i}"/>'
    return f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{entries}</sheets></workbook>'


def _relations(sheets: int) -> str:
    parts = [
        f'<Relationship Id="rId{i}" Type="{LINKS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, sheets + 1)
    ]
    parts.append(f'<Relationship Id="rId{sheets + 1}" Type="{LINKS}/styles" Target="styles.xml"/>')
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(parts)}</Relationships>'


def _sheet(sheet: Sheet, ranges: Mapping[Sequence[str], str]) -> str:
    cols = "".join(
        f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>' for i, width in enumerate(sheet.widths, start=1)
    )
    frozen = (
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        'state="frozen"/></sheetView></sheetViews>'
    )
    style = [_ANSWER if name in sheet.answers else _WRAPPED for name in sheet.header]
    rows = [f"<row>{''.join(cell(name, _HEADER) for name in sheet.header)}</row>"] if sheet.header else []
    for values in sheet.rows:
        styles = style or [_TITLE if isinstance(v, list) else _PLAIN for v in values]
        rows.append(f"<row>{''.join(_filled(v, s) for v, s in zip(values, styles, strict=True))}</row>")
    return (
        f'<worksheet xmlns="{MAIN}">{frozen if sheet.header else ""}<cols>{cols}</cols>'
        f"<sheetData>{''.join(rows)}</sheetData>{_rules(sheet, ranges)}</worksheet>"
    )


def _filled(value: Any, style: int) -> str:
    if isinstance(value, list):
        runs = "".join(f"<r>{_BOLD if run.bold else ''}{words(run.text)}</r>" for run in value)
        return f'<c t="inlineStr" s="{style}"><is>{runs}</is></c>'
    return f'<c s="{style}"/>' if value is None else cell(value, style)


def _rules(sheet: Sheet, ranges: Mapping[Sequence[str], str]) -> str:
    """The lists to choose from, down to far below the last row, as coders copy rows."""
    rules = []
    for name, choice in sheet.choices.items():
        column = chr(ord("A") + list(sheet.header).index(name))
        allowed = escape(", ".join(choice.values))
        message = quoteattr(allowed if len(allowed) < 220 else "choose from the list")
        rules.append(
            f'<dataValidation type="list" allowBlank="1" showErrorMessage="{int(choice.only)}" errorTitle='
            f'"Not in the list" error={message} sqref="{column}2:{column}{len(sheet.rows) + 1000}">'
            f"<formula1>{ranges[tuple(choice.values)]}</formula1></dataValidation>"
        )
    return f'<dataValidations count="{len(rules)}">{"".join(rules)}</dataValidations>' if rules else ""
