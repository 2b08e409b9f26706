"""Files of any supported kind to documents: one `Document` per article, with what the input says of it.

A new format is one function from bytes to rows, entered in `READERS`. Whatever cannot be read is a row in `problems`
that names the file, the place and the mend, and costs only itself.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

import charset_normalizer
import pandas as pd
from tqdm import tqdm

from . import tables

# What researchers' exports call the columns that we know, in order of preference; any case.
COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "article_id": ("article_id", "doc_id", "id"),
    "text": ("text", "body", "content"),
    "published": ("published", "date"),
    "published_basis": ("published_basis",),
    "headline": ("headline", "title"),
    "byline": ("byline", "author"),
    "outlet": ("outlet", "source", "publisher"),
    "url": ("url",),
    "language": ("language", "lang"),
    "tags": ("tags",),
}
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character: no file can hold it
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_ASCII, _MARKS = bytes(range(128)), "€‚„…•–—™‘’“”\u00a0£§©«®°·»¼½¾".encode("cp1252")
_TEXT_FIRST = "name the column that holds the text (--text-column NAME, text_column=)"


class SourceError(ValueError):
    """There is nothing to read where the caller pointed; the message says where and what to do."""


class Rejected(ValueError):  # noqa: N818 (it is no error of the program: the input is turned away, with a reason)
    """One file or row that cannot be an article: `code` for the table `problems`, and a message with the mend."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Document:
    """One article as read: its decoded text, where it is from, and the fields that came with it."""

    file: str
    stem: str
    text: str
    sha256: str
    fields: Mapping[str, Any] = field(default_factory=dict)


Row = tuple[str, dict[str, Any]]  # the place in the file (“row 3”), and the fields of the row


def decode(raw: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 by its mark, else what charset-normalizer finds. Rejected if binary."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        sample = raw[:200_000]
        if sample.count(0) > len(sample) // 100:
            raise Rejected("binary", "this is not text; save it as UTF-8 text") from None
        text = raw.decode(_encoding(sample), "replace")
    if len(_CONTROL.findall(text)) > len(text) // 50:
        raise Rejected("binary", "this is not text but binary data; save it as UTF-8 text")
    return text


def _encoding(sample: bytes) -> str:
    """The likeliest encoding of bytes that are not UTF-8.

    English with curly quotes and a few accents is Windows-1252; what looks otherwise is left to charset-normalizer,
    which takes the former for Central European as often as not.
    """
    letters = sample.translate(None, _ASCII + _MARKS)
    plain = len(re.findall(rb"[A-Za-z]", sample))
    if min(letters, default=255) >= 0xC0 and len(letters) <= max(2, plain // 10):
        return "cp1252"
    best = charset_normalizer.from_bytes(sample).best()
    if best is None:
        raise Rejected("binary", "this is not text in any encoding we know; save it as UTF-8 text")
    return best.encoding


def _whole(value: Any) -> Any:
    """The value with every half of a surrogate pair, which JSON and file names can smuggle in, as U+FFFD."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_whole(k): _whole(v) for k, v in value.items()}
    return [_whole(v) for v in value] if isinstance(value, list) else value


def _read_text(raw: bytes) -> Iterator[Row]:
    yield "", {"text": decode(raw)}


def _read_html(raw: bytes) -> Iterator[Row]:
    """The article of a web page, found by trafilatura; title, day, author and so on from the page's own metadata."""
    from trafilatura import bare_extraction  # half a second to import: only who reads HTML pays

    dates = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
    page: Any = bare_extraction(decode(raw), with_metadata=True, include_comments=False, date_extraction_params=dates)
    if page is None or not page.text:
        raise Rejected("no-article", "no article text was found in this page; save the text itself as .txt")
    given = {
        "headline": page.title,
        "byline": page.author,
        "published": page.date,
        "outlet": page.sitename,
        "url": page.url,
        "tags": page.tags,
        "language": page.language,
    }
    yield "", {"text": page.text, **{k: v for k, v in given.items() if v}}


def _read_csv(raw: bytes) -> Iterator[Row]:
    text = decode(raw)
    if not text.strip():
        raise Rejected("empty", "the file is empty")
    delimiter = max(",;\t|", key=text.lstrip().splitlines()[0].count)
    rows = _csv_rows(text, delimiter)
    header = next(rows, [])
    if isinstance(header, Rejected):
        raise header
    names = [name or f"unnamed_{n}" for n, name in enumerate(header, start=1)]
    names = [name if name not in names[:n] else f"{name}_{n + 1}" for n, name in enumerate(names)]
    for number, cells in enumerate(rows, start=2):
        if isinstance(cells, Rejected):
            yield f"row {number}", {"": cells}
            continue
        row: dict[str, Any] = dict(zip_longest(names, cells[: len(names)]))
        if cells[len(names) :]:
            row["surplus_cells"] = " ".join(cells[len(names) :])
        yield f"row {number}", row


def _csv_rows(text: str, delimiter: str) -> Iterator[list[str] | Rejected]:
    """The rows that are not blank. A stray quotation mark costs the line it stands in, not the lines below."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    lines, at = list(io.StringIO(text, newline="")), 0
    while at < len(lines):
        below = (lines[i] for i in range(at, len(lines)))
        reader = csv.reader(below, delimiter=delimiter, strict=True)
        done = 0
        try:
            for cells in reader:
                done = reader.line_num
                if cells:
                    yield cells
            return
        except csv.Error:
            message = "a quotation mark in it is never closed, or not doubled inside a quoted cell; mend the row"
            yield Rejected("broken-row", message)
            at += done + 1


def _read_jsonl(raw: bytes) -> Iterator[Row]:
    for number, line in enumerate(decode(raw).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            row = Rejected("broken-json", f"not valid JSON ({str(error)[:60]}); one object a line is needed")
        if not isinstance(row, dict | Rejected):
            row = Rejected("broken-json", "the line is no JSON object; one object a line is needed")
        yield f"line {number}", row if isinstance(row, dict) else {"": row}


READERS: Mapping[str, Callable[[bytes], Iterator[Row]]] = {
    ".txt": _read_text,
    ".md": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".jsonl": _read_jsonl,
}
_TABLES = frozenset({".csv", ".tsv", ".jsonl"})


def read_documents(
    source: Any,
    *,
    metadata: str | Path | pd.DataFrame | None = None,
    text_column: str | None = None,
    problems: tables.Problems,
    progress: bool = False,
) -> Iterator[Document]:
    """Every document of `source` in a fixed order: a path, several, or a DataFrame of articles."""
    if isinstance(source, pd.DataFrame):
        if source.empty:
            raise SourceError("the DataFrame has no rows")
        rows = ((f"row {n}", row) for n, row in enumerate(_records(source)))
        yield from _documents("DataFrame", rows, None, text_column, {}, problems)
        return
    roots = [Path(p) for p in ([source] if isinstance(source, str | os.PathLike) else list(source))]
    known = _Metadata(metadata, roots, problems)
    found = list(_files(roots, problems))
    bar = tqdm(found, desc="reading", unit="file", disable=None if progress else True, leave=False)
    for path, name in bar:
        try:
            reader = READERS.get(path.suffix.lower())
            if reader is None:
                kinds = " ".join(READERS)
                raise Rejected("unsupported", f"files of the kind “{path.suffix}” are not read; these are: {kinds}")
            raw = path.read_bytes()
            if not raw.strip(b"\0 \t\r\n\xef\xbb\xbf"):
                raise Rejected("empty", "the file is empty")
            digest = None if path.suffix.lower() in _TABLES else hashlib.sha256(raw).hexdigest()
            yield from _documents(name, reader(raw), digest, text_column, known.of(name), problems)
        except Rejected as error:
            problems.add(error.code, str(error), severity="error", file=name)
        except OSError as error:
            problems.add("unreadable", f"{error.strerror or error}", severity="error", file=name)
    known.report_unused([name for _, name in found])


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a DataFrame, None for whatever it has for a missing value."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in plain.to_dict("records")]


def _files(roots: list[Path], problems: tables.Problems) -> Iterator[tuple[Path, str]]:
    """The files below `roots`, hidden ones left out, sorted by name, each with the name it goes by."""
    for root in roots:
        if not root.exists():
            raise SourceError(f"{root}: there is no such file or folder")
        if root.is_file():
            yield root, _whole(root.name)
            continue
        if (root / "articles").is_dir() and any(
            (root / f"{n}.csv").exists() for n in ("articles", "speakers", "topics")
        ):
            root = root / "articles"  # a study's folder: its tables are about the articles, not articles
        below = sorted(_walk(root, problems), key=lambda item: item[1])
        if not below:
            raise SourceError(f"{root}: the folder holds no files; these kinds are read: {' '.join(READERS)}")
        yield from below


def _walk(root: Path, problems: tables.Problems) -> Iterator[tuple[Path, str]]:
    def unreadable(error: OSError) -> None:
        problems.add("unreadable", error.strerror or str(error), severity="error", file=_whole(str(error.filename)))

    for folder, folders, files in os.walk(root, onerror=unreadable):  # does not follow links: no loops
        folders[:] = [f for f in folders if not f.startswith((".", "__MACOSX"))]
        for name in files:
            if not name.startswith((".", "~$")):
                path = Path(folder, name)
                yield path, _whole(path.relative_to(root).as_posix())


def _documents(
    file: str,
    rows: Iterable[Row],
    digest: str | None,
    text_column: str | None,
    known: Mapping[str, Any],
    problems: tables.Problems,
) -> Iterator[Document]:
    """The rows of one file as documents. `digest` is the file's hash, None where the file is a table of articles."""
    count = 0
    for count, (place, row) in enumerate(rows, start=1):
        name = f"{file}, {place}" if place else file
        try:
            if isinstance(row.get(""), Rejected):
                raise row[""]
            fields = _fields(_whole({**row, **known}), text_column)
            text = fields.pop("text", None)
            if not isinstance(text, str) or not text.strip():
                raise Rejected("empty", "there is no text in it")
        except Rejected as error:
            problems.add(error.code, str(error), severity="error", file=name)
            if error.code == "no-text-column" and place.startswith("row"):
                return  # the same is true of every row; lines of JSON have each their own names
            continue
        stem = Path(file).stem if digest else f"{Path(file).stem}-{count}"
        sha = digest or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        yield Document(name, stem, text, sha, fields)
    if not count:
        raise Rejected("empty", "there are no rows in it")


def _fields(row: Mapping[str, Any], text_column: str | None) -> dict[str, Any]:
    """The row under our column names; every other column as it came, `input_…` where its name is one of ours."""
    folded = {str(k).strip().lower(): k for k in row if k is not None}
    if text_column is not None and text_column not in row:
        raise Rejected(
            "no-text-column", f"there is no column {text_column}; the columns are {', '.join(map(str, row))}"
        )
    out: dict[str, Any] = {} if text_column is None else {"text": row[text_column]}
    used = {text_column}
    for ours, names in COLUMN_NAMES.items():
        key = next((folded[n] for n in names if n in folded), None)
        if key is not None and ours not in out and key not in used:
            out[ours] = row[key]
            used.add(key)
    if "text" not in out:
        raise Rejected(
            "no-text-column", f"no column text, body or content among {', '.join(map(str, row))}; {_TEXT_FIRST}"
        )
    reserved = set(tables.TABLES["articles"].names)
    for key, value in row.items():
        if key not in used:
            out[f"input_{key}" if key in reserved else str(key)] = value
    return out


class _Metadata:
    """What a table beside the articles knows of each file, by its column `file`."""

    def __init__(self, given: str | Path | pd.DataFrame | None, roots: list[Path], problems: tables.Problems) -> None:
        self.problems = problems
        self.name, self.rows = "metadata", {}
        beside = [r.with_name("articles.csv") for r in roots if r.name == "articles"]
        beside += [r / "articles.csv" for r in roots if (r / "articles").is_dir()]
        source = given if given is not None else next((p for p in beside if p.is_file()), None)
        if isinstance(source, pd.DataFrame):
            found = _records(source)
        elif source is None:
            return
        else:
            self.name = Path(source).name
            if not Path(source).is_file():
                raise SourceError(f"{source}: there is no such metadata file")
            found = self._read(Path(source).read_bytes())
        if found and "file" not in found[0]:
            raise SourceError(
                f"{self.name} needs a column file that names each article's file; got {', '.join(found[0])}"
            )
        self.rows = {row["file"]: {k: v for k, v in row.items() if k != "file" and v} for row in found if row["file"]}

    def _read(self, raw: bytes) -> list[dict[str, Any]]:
        found = []
        try:
            for place, row in _read_csv(raw):
                if "" in row:
                    self.problems.add(row[""].code, str(row[""]), file=f"{self.name}, {place}")
                else:
                    found.append(row)
        except Rejected as error:
            raise SourceError(f"{self.name}: {error}") from None
        return found

    def of(self, file: str) -> Mapping[str, Any]:
        return self.rows.get(file, {})

    def report_unused(self, files: list[str]) -> None:
        for file in sorted(set(self.rows) - set(files)):
            self.problems.add("no-such-file", f"{self.name} has a row for {file}, which was not read", file=self.name)
