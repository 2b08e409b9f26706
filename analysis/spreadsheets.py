"""Tables as `.xlsx` files and back: every text as it was, none a formula, the same bytes for the same table.

Written here and not by openpyxl, which cuts long texts off, turns texts into formulas and writes the time of day;
read by openpyxl, as spreadsheets from elsewhere come in every shape.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd

from . import cells
from .errors import Rejected

MOST_ROWS = 1_048_576  # of a sheet, the header included
_FIRST_DAY = dt.datetime(1900, 3, 1)  # before it Excel counts a day that never was
_COUNT_FROM = dt.datetime(1899, 12, 30)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NOT_XML = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLAIN, _DAY, _HEADER, _TEXT = 0, 1, 2, 3  # styles, in the order of _STYLES
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML_START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FILES = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">'
    '<sheets><sheet name="table" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{LINKS}/styles" Target="styles.xml"/></Relationships>',
    # `quotePrefix` is the apostrophe that Excel hides: editing such a cell does not make it a formula either.
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def write_sheet(frame: pd.DataFrame, path: Path) -> None:
    """One sheet; texts too long for a cell go on in further columns. ValueError where there are too many rows."""
    if len(frame) >= MOST_ROWS:
        raise ValueError(f"a sheet of .xlsx holds {MOST_ROWS - 1:,} rows; got {len(frame):,}. Save as parquet or csv.")
    names, columns = [], []
    for name in frame.columns:
        values = frame[name].tolist()
        pieces = [_pieces(v) if isinstance(v, str) else [v] for v in values]
        for i in range(max([1, *map(len, pieces)])):
            names.append(str(name) if i == 0 else cells.continued(str(name), i + 1))
            columns.append([p[i] if i < len(p) else None for p in pieces])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in _FILES.items():
            archive.writestr(entry(file), XML_START + content)
        with archive.open(entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            sheet.write(f'{XML_START}<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            sheet.write(_row(names, _HEADER))
            for values in zip(*columns, strict=True):
                sheet.write(_row(values, _PLAIN))
            sheet.write(b"</sheetData></worksheet>")


def entry(name: str) -> zipfile.ZipInfo:
    """A file of a workbook, without the time of day."""
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _pieces(text: str) -> list[str]:
    """The text in pieces that each fit into a cell, however many characters need six to be written."""
    if len(text) * 7 <= cells.LONGEST:
        return [text]
    # Excel counts what stands in the file: two for 🙂, seven for a control character.
    widest = cells.LONGEST // (7 if _NOT_XML.search(text) else 2 if max(text) > "\uffff" else 1)
    return [text[i : i + widest] for i in range(0, len(text), widest)]


def _row(values: Sequence[Any], style: int) -> bytes:
    return f"<row>{''.join(cell(v, style) for v in values)}</row>".encode()


def cell(value: Any, style: int) -> str:
    """A cell of a sheet; a text that looks like a formula gets the style that keeps it from being one."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, dt.datetime) and value.tzinfo is None and value >= _FIRST_DAY:
        return f'<c s="{_DAY}"><v>{(value - _COUNT_FROM) / dt.timedelta(days=1)!r}</v></c>'
    if isinstance(value, int | float) and abs(value) < 2**53:
        return f"<c><v>{value!r}</v></c>"
    text = value if isinstance(value, str) else _as_text(value)
    style = _TEXT if cells.risky(text) else style
    return f'<c t="inlineStr" s="{style}"><is>{words(text)}</is></c>'


def words(text: str) -> str:
    """The text as an element of a cell: what XML cannot hold is written as spreadsheets write it (_x0001_)."""
    plain = escape(_NOT_XML.sub(lambda m: f"_x{ord(m.group()):04X}_", text))
    return f'<t xml:space="preserve">{plain}</t>'


def _as_text(value: Any) -> str:
    return value.isoformat().removesuffix("T00:00:00") if isinstance(value, dt.date) else str(value)


def read_sheets(raw: bytes) -> list[tuple[str, Iterator[list[Any]]]]:
    """The sheets that can be seen or not, each with its rows, days as days. Rejected where it is no spreadsheet."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings(action="ignore"):  # about styles and the like, which are not read
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        return [(sheet.title, _rows(sheet)) for sheet in book.worksheets]
    except Exception as error:  # openpyxl raises whatever the XML inside makes it raise
        raise _broken(error) from None


def _rows(sheet: Any) -> Iterator[list[Any]]:
    try:
        sheet.reset_dimensions()  # what the file says of its size is often wrong
        for values in sheet.iter_rows(values_only=True):
            yield [_value(v) for v in values]
    except Exception as error:
        raise _broken(error) from None


def _broken(error: Exception) -> Rejected:
    return Rejected("broken-xlsx", f"not whole as a spreadsheet ({str(error)[:80]}); save it again as .xlsx")


def _value(value: Any) -> Any:
    if isinstance(value, str) and "_x" in value:
        return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), value)
    return value


def read_frame(path: Path) -> pd.DataFrame:
    """The first sheet of a file that `write_sheet` wrote, as it was given."""
    rows: Iterable[list[Any]] = read_sheets(path.read_bytes())[0][1]
    header, *body = rows
    names = [str(n) for n in header]
    whole = [cells.rejoin(dict(zip(names, [*row, *[None] * (len(names) - len(row))], strict=False))) for row in body]
    return pd.DataFrame(whole, columns=list(cells.rejoin(dict.fromkeys(names))), dtype=object)
