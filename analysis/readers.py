"""What is in a file: bytes of one format to rows, one row per article.

A new format is one function from bytes to rows, entered in `READERS`. Bytes come from anywhere: nothing is executed,
fetched or written, and what cannot be read is `Rejected` with the place and the mend.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from . import archives, cells, columns
from .encodings import decode
from .errors import Rejected, Tell
from .streams import read_lines

LONGEST = 1_000_000  # characters of one article; long novels have more, no newspaper has
_TABLE_BYTES, _PAGE_BYTES = 1_000_000_000, 20_000_000
_BATCH = 100  # rows of Parquet at a time
_BUFFER = 1 << 20  # bytes of a column of Parquet read at a time
_LONGEST_ROW = 8 * LONGEST  # characters of one row of CSV: an article, and what else is known of it
_NESTED = ("data", "_source", "fields", "article", "document", "attributes")  # where exports keep the article's own
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([A-Za-z][\w-]+)""")
_OURS = ("article_id", "sha256", "duplicate_of", "parts", "text")


class Row(NamedTuple):
    """One article of a file: where (“row 3”), its fields, or why there are none; the sheet where there are several."""

    place: str
    fields: Mapping[str, Any]
    rejected: Rejected | None = None
    sheet: str = ""


class Reader(NamedTuple):
    """How files of one kind are read, how large they may be, and whether they are tables of articles.

    `stream` reads the same rows without holding the file, which then may have any size.
    """

    read: Callable[[bytes, Tell], Iterator[Row]]
    most: int  # bytes
    table: bool
    stream: Callable[[Path, Tell], Iterator[Row]] | None = None


def _text(raw: bytes, tell: Tell) -> Iterator[Row]:
    yield Row("", {"text": decode(raw, tell)})


def _html(raw: bytes, tell: Tell) -> Iterator[Row]:
    from .webpages import read_page  # half a second to import: only who reads HTML pays

    stated = _CHARSET.search(raw[:4096])
    yield Row("", read_page(decode(raw, tell, stated=stated[1].decode() if stated else None)))


def csv_cells(raw: bytes, tell: Tell) -> Iterator[list[str] | Rejected]:
    """The rows of a table that are not blank, whatever stands between its cells. Rejected where there is nothing."""
    yield from _cells(io.StringIO(decode(raw, tell), newline=""))


def read_csv(raw: bytes, tell: Tell) -> Iterator[Row]:
    """The rows of a table with a header line, whatever stands between its cells."""
    yield from _table(io.StringIO(decode(raw, tell), newline=""))


def _table(lines: Iterable[str]) -> Iterator[Row]:
    rows = _cells(lines)
    header = next(rows, [])
    if isinstance(header, Rejected):
        raise header
    names = unique_names(header)
    ours = set(_OURS) <= set(names)  # a table that we wrote: a text like a formula has an apostrophe before it
    for number, given in enumerate(rows, start=2):
        if isinstance(given, Rejected):
            yield Row(f"row {number}", {}, given)
            continue
        plain: list[str | None] = [cells.undefuse(c) if ours else c for c in given]
        row: dict[str, Any] = {n: c or None for n, c in zip_longest(names, plain[: len(names)]) if n is not None}
        if plain[len(names) :]:
            row[_surplus(names)] = " ".join(c or "" for c in plain[len(names) :])
        yield Row(f"row {number}", row)


def _cells(lines: Iterable[str]) -> Iterator[list[str] | Rejected]:
    delimiter, rest = _delimiter(iter(lines))
    yield from _csv_rows(rest, delimiter)


def _delimiter(lines: Iterator[str]) -> tuple[str, Iterator[str]]:
    """What stands between the cells of the header line; Excel may say so in a line before it (sep=;)."""
    first = next((line for line in lines if line.strip()), None)
    if first is None:
        raise Rejected("empty", "the file is empty")
    if match := re.fullmatch(r"sep=(.)", first.strip()):
        return match[1], lines
    return max(",;\t|", key=first.strip().splitlines()[0].count), chain([first], lines)


def _surplus(names: list[str]) -> str:
    return next(n for n in ("surplus_cells", *(f"surplus_cells_{i}" for i in range(2, 10_000))) if n not in names)


def _csv_rows(lines: Iterator[str], delimiter: str) -> Iterator[list[str] | Rejected]:
    """The rows that are not blank. A stray quotation mark costs the line it stands in, not the lines below."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    row: list[str] = []  # the lines of a row that is not whole yet
    again: list[str] = []  # those below a broken one, the last first

    def fed() -> Iterator[str]:
        length = 0
        while line := again.pop() if again else next(lines, ""):
            length = length + len(line) if row else len(line)
            row.append(line)
            if length > _LONGEST_ROW:
                raise csv.Error("no article is so long: its quotation mark is never closed")
            yield line

    while True:
        try:
            for found in csv.reader(fed(), delimiter=delimiter, strict=True):
                row.clear()
                if found:
                    yield found
            return
        except csv.Error:
            message = "a quotation mark in it is never closed, or not doubled inside a quoted cell; mend the row"
            yield Rejected("broken-row", message)
            again += reversed(row[1:])
            row.clear()


def unique_names(header: list[Any]) -> list[str]:
    """The names of a table's columns: those without one are numbered, and those that occur twice told apart."""
    names: list[str] = []
    taken = {str(name) for name in header}
    for n, given in enumerate(header, start=1):
        name = str(given) if given is not None and str(given).strip() else f"unnamed_{n}"
        while name in names or (name != str(given) and name in taken):
            name = f"{name}_{n}"
        names.append(name)
    return names


def _jsonl(raw: bytes, tell: Tell) -> Iterator[Row]:
    yield from _json_lines(decode(raw, tell).split("\n"))


def _json_lines(lines: Iterable[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            found = Rejected("broken-json", f"not valid JSON ({str(error)[:60]}); one object a line is needed")
        yield _object(f"line {number}", found)


def _json(raw: bytes, tell: Tell) -> Iterator[Row]:
    """A list of objects, an object that holds one ({"articles": […]}), one object, or what pandas writes."""
    text = decode(raw, tell)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError) and error.msg == "Extra data":
            yield from _json_lines(text.split("\n"))
            return
        raise Rejected("broken-json", f"not valid JSON ({str(error)[:80]}); export it again") from None
    del text
    articles = _articles(found)
    if articles is None:
        yield _object("", found)
        return
    for number, one in enumerate(articles, start=1):
        yield _object(f"item {number}", one)


def _articles(found: Any, depth: int = 0) -> list[Any] | None:
    """The list of articles in parsed JSON, None where it is one article."""
    if isinstance(found, list):
        return found
    if not isinstance(found, dict) or depth > 2:
        return None
    key = next((k for k in found if columns.fold(k) in columns.known_names()["text"]), None)
    if key is not None:
        return _from_columns(found, key)
    for value in found.values():
        if isinstance(value, list) and value and all(isinstance(v, dict) for v in value):
            return value
    for value in found.values():
        inner = _articles(value, depth + 1) if isinstance(value, dict) else None
        if inner is not None:
            return inner
    if depth == 0 and len(found) > 1 and all(isinstance(v, dict) for v in found.values()):
        return [{"article_id": key, **value} for key, value in found.items()]  # {"a1": {"text": …}, …}
    return None


def _from_columns(found: dict[str, Any], key: str) -> list[Any] | None:
    """pandas' default is a column a key: {"text": {"0": …}} or {"text": […]}."""
    if isinstance(found[key], dict):
        whole = {k: v for k, v in found.items() if isinstance(v, dict)}
        return [{k: v.get(index) for k, v in whole.items()} for index in found[key]]
    if isinstance(found[key], list) and all(isinstance(v, list) and len(v) == len(found[key]) for v in found.values()):
        return [dict(zip(found, values, strict=True)) for values in zip(*found.values(), strict=True)]
    return None


def _object(place: str, found: Any) -> Row:
    if isinstance(found, Rejected):
        return Row(place, {}, found)
    if not isinstance(found, dict):
        message = "this is no JSON object; an object with a text is needed for each article"
        return Row(place, {}, Rejected("broken-json", message))
    names = {columns.fold(k) for k in found}
    if not names & set(columns.known_names()["text"]):
        for key in _NESTED:
            inner = found.get(key)
            if isinstance(inner, dict):  # labelling tools and search engines put the article one level down
                return Row(place, {**{k: v for k, v in found.items() if k != key}, **inner})
    return Row(place, found)


def _parquet(raw: bytes, tell: Tell) -> Iterator[Row]:  # noqa: ARG001
    yield from _parquet_rows(io.BytesIO(raw), 2 * _TABLE_BYTES)


def _parquet_rows(source: Path | io.BytesIO, most: float) -> Iterator[Row]:
    """The rows, some at a time; of a file in memory not more than `most` bytes, as a small one may hold a lot."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(source, buffer_size=_BUFFER) as file:
            names, number, size = unique_names(file.schema_arrow.names), 0, 0
            for batch in file.iter_batches(batch_size=_BATCH):
                size += batch.nbytes
                if size > most:
                    message = f"more than {most // 10**9} GB when unpacked; split it from row {number + 1} on"
                    yield Row(f"row {number + 1}", {}, Rejected("too-large", message))
                    return
                held = [column.to_pylist() for column in batch.columns]
                for values in zip(*held, strict=True):
                    number += 1
                    yield Row(f"row {number}", dict(zip(names, values, strict=True)))
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise Rejected("broken-parquet", f"not whole as Parquet ({str(error)[:80]}); export it again") from None


def _xlsx(raw: bytes, tell: Tell) -> Iterator[Row]:  # noqa: ARG001
    """Every sheet that has rows; the first row of a sheet names its columns."""
    archives.check_size(raw)
    from .spreadsheets import read_sheets

    sheets = read_sheets(raw)
    for title, rows in sheets:
        header = next(rows, None)
        if header is None:
            continue
        names = unique_names(list(header))
        for number, values in enumerate(rows, start=2):
            if any(v is not None for v in values):
                row = dict(zip_longest(names, list(values)[: len(names)]))
                place = f"sheet {title}, row {number}" if len(sheets) > 1 else f"row {number}"
                yield Row(place, cells.rejoin(row), sheet=title)


def _stream_csv(path: Path, tell: Tell) -> Iterator[Row]:
    yield from _table(read_lines(path, tell, newline=""))


def _stream_jsonl(path: Path, tell: Tell) -> Iterator[Row]:
    yield from _json_lines(read_lines(path, tell, newline="\n"))


def _stream_parquet(path: Path, tell: Tell) -> Iterator[Row]:  # noqa: ARG001
    yield from _parquet_rows(path, math.inf)


READERS: Mapping[str, Reader] = {
    ".txt": Reader(_text, 4 * LONGEST, False),
    ".md": Reader(_text, 4 * LONGEST, False),
    ".html": Reader(_html, _PAGE_BYTES, False),
    ".htm": Reader(_html, _PAGE_BYTES, False),
    ".csv": Reader(read_csv, _TABLE_BYTES, True, _stream_csv),
    ".tsv": Reader(read_csv, _TABLE_BYTES, True, _stream_csv),
    ".jsonl": Reader(_jsonl, _TABLE_BYTES, True, _stream_jsonl),
    ".json": Reader(_json, _TABLE_BYTES, True),
    ".parquet": Reader(_parquet, _TABLE_BYTES, True, _stream_parquet),
    ".xlsx": Reader(_xlsx, _TABLE_BYTES // 10, True),
}
KINDS = " ".join([*READERS, ".zip", ".gz"])
