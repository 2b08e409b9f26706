"""Where articles are to documents: one `Document` per article, with what the input says of it.

Files, folders, globs, archives and DataFrames are walked in a fixed order. Whatever cannot be read is a row in
`problems` that names the file, the place and the mend, and costs only itself.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import pandas as pd

from . import archives, tables
from .columns import chosen, name_columns
from .encodings import undo_mojibake
from .errors import Rejected, SourceError
from .progress import bar
from .readers import KINDS, LONGEST, READERS, Row, unique_names

_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character: no file can hold it
_ARCHIVES = (".zip", ".gz")
STREAMED = 8_000_000  # bytes from which on a table is read row by row and never held whole
_DEEPEST = 50  # levels of lists and objects in a carried value
_WRITTEN = ("text", "headline", "byline", "outlet", "tags")  # what mojibake is undone in
_MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True)
class Document:
    """One article as read: its decoded text, where it is from, and the fields that came with it.

    `columns` says what the input called each field that we know.
    """

    file: str
    stem: str
    text: str
    sha256: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)


class _Content(NamedTuple):
    """What one file holds: the name it goes by, the name that says its kind, and its bytes or why there are none."""

    file: str
    inner: str
    raw: bytes | Path | Rejected  # a path: too large to hold, to be read row by row


def read_documents(
    source: Any,
    *,
    metadata: str | Path | pd.DataFrame | None = None,
    text_column: str | None = None,
    columns: Mapping[str, str] | None = None,
    problems: tables.Problems,
    progress: bool = False,
) -> Iterator[Document]:
    """Every document of `source` in a fixed order: a path, a glob, several, or a DataFrame of articles."""
    asked = chosen(columns, text_column)
    if isinstance(source, pd.DataFrame):
        if source.empty:
            raise SourceError("the DataFrame has no rows")
        yield from _InFile("DataFrame", "DataFrame", None, asked, {}, problems).documents(_frame_rows(source))
        return
    roots = list(expand(source))
    known = _Metadata(metadata, [root for root, _ in roots], problems)
    found = list(files_in(roots, problems))
    with bar(len(found), desc="reading", unit="file", shown=progress) as done:
        for path, name in found:
            try:
                for content in _contents(path, name):
                    yield from _read(content, asked, known, problems)
            except Rejected as error:
                problems.add(error.code, str(error), severity="error", file=name)
            except OSError as error:
                message = f"{error.strerror or error}; see whether it is there and may be read"
                problems.add("unreadable", message, severity="error", file=name)
            done.update()
    known.report_unused([name for _, name in found])


def _frame_rows(frame: pd.DataFrame) -> Iterator[Row]:
    """The rows of a DataFrame, None for whatever it has for a missing value; a named index is a column."""
    plain = frame.reset_index() if frame.index.name is not None and frame.index.name not in frame.columns else frame
    names = unique_names(list(plain.columns))
    held = [_plain_values(plain.iloc[:, i]) for i in range(len(names))]
    for number, values in enumerate(zip(*held, strict=True)):
        yield Row(f"row {number}", dict(zip(names, values, strict=True)))


def _plain_values(column: pd.Series) -> list[Any]:
    return column.astype(object).where(column.notna(), None).tolist()


def expand(source: Any) -> Iterator[tuple[Path, Path | None]]:
    """The paths that a caller means, each with the folder it is named from where it is one of a glob's."""
    for given in [source] if isinstance(source, str | os.PathLike) else list(source):
        path = Path(given)
        if path.exists() or not _MAGIC.search(str(given)):
            yield path, None
            continue
        depth = next(i for i, part in enumerate(path.parts) if _MAGIC.search(part))
        fixed = Path(*path.parts[:depth])
        matches = sorted(fixed.glob(str(Path(*path.parts[depth:]))))
        if not matches:
            raise SourceError(f"{given}: no file is called like this")
        folders = {match for match in matches if match.is_dir()}
        yield from ((match, fixed) for match in matches if folders.isdisjoint(match.parents))  # those are read whole


def beside(source: Any, given: Any, name: str) -> Any:
    """What was given; else the file of that name beside the source, or in a study's folder; else None."""
    if given is not None and not isinstance(given, bool):
        return given
    if given is False or isinstance(source, pd.DataFrame):
        return None
    return next((place / name for place in places_beside(source) if (place / name).is_file()), None)


def places_beside(source: Any) -> list[Path]:
    """The folders in which a researcher's own files lie: a study's own, and those that hold what the source names."""
    return [root if (root / "articles").is_dir() else root.parent for root, _ in expand(source)]


def files_in(roots: list[tuple[Path, Path | None]], problems: tables.Problems) -> Iterator[tuple[Path, str]]:
    """The files that `roots` name or hold, hidden ones left out, each once, with the name it goes by."""
    names: set[str] = set()
    seen: set[str] = set()
    for root, fixed in roots:
        for path, name in sorted(_below(root, fixed, problems), key=lambda item: item[1]):
            whole = os.path.realpath(path)
            if whole in seen:
                problems.add("named-twice", "it was given more than once and read once", severity="info", file=name)
                continue
            called = name if name not in names else _whole(path.as_posix())
            seen.add(whole)
            names.add(called)
            yield path, called


def _below(root: Path, fixed: Path | None, problems: tables.Problems) -> list[tuple[Path, str]]:
    if not root.exists() and not root.is_symlink():
        raise SourceError(f"{root}: there is no such file or folder")
    if not root.is_dir():
        return [(root, _whole(root.name if fixed is None else root.relative_to(fixed).as_posix()))]
    if (root / "articles").is_dir() and any((root / f"{n}.csv").exists() for n in ("articles", "speakers", "topics")):
        root = root / "articles"  # a study's folder: its tables are about the articles, not articles
    before = len(problems.rows)
    below = list(_walk(root, fixed or root, problems))
    if not below and len(problems.rows) == before:
        raise SourceError(f"{root}: the folder holds no files; these kinds are read: {KINDS}")
    return below


def _walk(root: Path, base: Path, problems: tables.Problems) -> Iterator[tuple[Path, str]]:
    def unreadable(error: OSError) -> None:
        message = f"{error.strerror or error}; see whether the folder may be read"
        problems.add("unreadable", message, severity="error", file=_whole(str(error.filename)))

    for folder, folders, files in os.walk(root, onerror=unreadable):  # does not follow links: no loops
        folders[:] = [f for f in folders if not f.startswith((".", "__MACOSX"))]
        for name in folders:
            path = Path(folder, name)
            if path.is_symlink():
                message = "a link to a folder is not followed; give the folder itself as another input"
                problems.add("link", message, severity="error", file=_whole(path.relative_to(base).as_posix()))
        for name in files:
            if not name.startswith((".", "~$")):
                path = Path(folder, name)
                yield path, _whole(path.relative_to(base).as_posix())


def _contents(path: Path, name: str) -> Iterator[_Content]:
    """The file, or the files in it where it is an archive."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Rejected("not-a-file", "this is a device or a pipe; save what it gives as a file")
    if _is_streamed(path.name, status.st_size):
        yield _Content(name, path.name, path)
        return
    most = _most(path.name)
    if status.st_size > most:
        raise archives.too_large(most)
    raw = path.read_bytes()
    if path.suffix.lower() in _ARCHIVES:
        yield from _unpacked(raw, name, path.name, archives.Budget(), 1)
    else:
        yield _Content(name, path.name, raw)


def is_read(path: Path) -> bool:
    """Is it a file of a kind and size that are read? What is not is known by its name alone."""
    status = path.stat()
    try:
        known = _is_streamed(path.name, status.st_size) or status.st_size <= _most(path.name)
        return known and stat.S_ISREG(status.st_mode)
    except Rejected:
        return False


def _is_streamed(name: str, size: int) -> bool:
    reader = READERS.get(PurePosixPath(name).suffix.lower())
    return reader is not None and reader.stream is not None and size > STREAMED


def _most(name: str) -> int:
    """How many bytes are read of a file of this name. Rejected where its kind is not read."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _ARCHIVES:
        return archives.MOST_BYTES // 2
    if suffix not in READERS:
        raise Rejected("unsupported", f"files of the kind “{suffix}” are not read; these are: {KINDS}")
    return READERS[suffix].most


def _unpacked(raw: bytes, file: str, inner: str, budget: archives.Budget, depth: int) -> Iterator[_Content]:
    single = inner.lower().endswith(".gz")
    for name, found in archives.members(raw, inner, _most, budget, depth):
        called = _whole(file if single else f"{file}/{name}")
        if isinstance(found, Rejected) or PurePosixPath(name).suffix.lower() not in _ARCHIVES:
            yield _Content(called, name, found)
            continue
        try:
            yield from _unpacked(found, called, name, budget, depth + 1)
        except Rejected as error:
            yield _Content(called, name, error)


def _read(
    content: _Content, asked: Mapping[str, str], known: _Metadata, problems: tables.Problems
) -> Iterator[Document]:
    """The documents of one file; whatever is wrong with it is a row in `problems`."""

    def tell(code: str, message: str) -> None:
        problems.add(code, message, severity="info" if code == "encoding" else "warning", file=content.file)

    try:
        if isinstance(content.raw, Rejected):
            raise content.raw
        reader = READERS[PurePosixPath(content.inner).suffix.lower()]
        if isinstance(content.raw, Path):
            assert reader.stream is not None
            within = _InFile(content.file, content.inner, None, asked, known.of(content.file), problems)
            yield from within.documents(reader.stream(content.raw, tell))
            return
        if not content.raw.strip(b"\0 \t\r\n\xef\xbb\xbf"):
            raise Rejected("empty", "the file is empty; leave it out or get it again")
        digest = None if reader.table else hashlib.sha256(content.raw).hexdigest()
        within = _InFile(content.file, content.inner, digest, asked, known.of(content.file), problems)
        yield from within.documents(reader.read(content.raw, tell))
    except Rejected as error:
        problems.add(error.code, str(error), severity="error", file=content.file)


@dataclass
class _InFile:
    """The rows of one file as documents. `digest` is the file's hash, None where the file is a table of articles."""

    file: str
    inner: str
    digest: str | None
    asked: Mapping[str, str]
    known: Mapping[str, Any]
    problems: tables.Problems

    def documents(self, rows: Iterable[Row]) -> Iterator[Document]:
        """One document per row that has a text. Rejected where there are no rows at all."""
        count = read = 0
        textless: dict[str, tuple[str, Rejected]] = {}  # by sheet: its rows have all the same columns
        missing: set[str] = set()
        for count, row in enumerate(rows, start=1):
            if row.sheet in textless:
                continue
            name = f"{self.file}, {row.place}" if row.place else self.file
            try:
                yield self._document(row, name, count, missing)
                read += 1
            except Rejected as error:
                if error.code == "no-text-column" and row.place.startswith(("row", "sheet")):
                    several = row.place.startswith("sheet")
                    textless[row.sheet] = (f"{self.file}, sheet {row.sheet}" if several else name, error)
                    continue  # lines of JSON have each their own names
                self.problems.add(error.code, str(error), severity="error", file=name)
        for where, why in textless.values():
            severity = "warning" if read else "error"  # a sheet of notes beside one of articles is no loss
            self.problems.add(why.code, str(why), severity=severity, file=where)
        for ours in sorted(missing):
            message = f"there is no column {self.asked[ours]} to take {ours} from; it is empty"
            self.problems.add("no-such-column", message, file=self.file)
        if not count:
            raise Rejected("empty", "there are no rows in it; export it again")

    def _document(self, row: Row, name: str, count: int, missing: set[str]) -> Document:
        if row.rejected is not None:
            raise row.rejected
        fields, was = name_columns(_whole({**row.fields, **self.known}), self.asked)
        missing |= {ours for ours in self.asked if ours not in was}
        if self.file != "DataFrame":  # a DataFrame is text already: what its owner counts in stays as it is
            self._undo_mojibake(fields, name)
        text = fields.pop("text", None)
        if not isinstance(text, str) or not text.strip():
            raise Rejected("empty", "there is no text in it; fill it in or leave it out")
        if len(text) > LONGEST:
            message = f"{len(text):,} characters; {LONGEST:,} are the most that one article can have: split it"
            raise Rejected("too-long", message)
        stem = PurePosixPath(self.inner).stem
        sha = self.digest or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return Document(name, stem if self.digest or not row.place else f"{stem}-{count}", text, sha, fields, was)

    def _undo_mojibake(self, fields: dict[str, Any], name: str) -> None:
        for key in _WRITTEN:
            if isinstance(fields.get(key), str):
                fields[key], lines = undo_mojibake(fields[key])
                if lines:
                    message = f"{lines} lines of its {key} had letters like â€œ for “, which were put right; look there"
                    self.problems.add("mojibake", message, file=name)


def _whole(value: Any, depth: int = 0) -> Any:
    """The value with every half of a surrogate pair, which JSON and file names can smuggle in, as U+FFFD."""
    if isinstance(value, str):
        try:
            value.encode()  # many times as fast as to search
        except UnicodeEncodeError:
            return _SURROGATE.sub("\ufffd", value)
        return value
    if depth > _DEEPEST:
        raise Rejected("too-deep", f"its values are nested more than {_DEEPEST} deep; flatten them")
    if isinstance(value, dict):
        return {_whole(str(k)): _whole(v, depth + 1) for k, v in value.items()}
    return [_whole(v, depth + 1) for v in value] if isinstance(value, list | tuple) else value


def metadata_beside(roots: list[Path]) -> Path | None:
    """The `articles.csv` beside a folder `articles`, or in a study's folder, where there is one."""
    beside = [r.with_name("articles.csv") for r in roots if r.name == "articles"]
    beside += [r / "articles.csv" for r in roots if (r / "articles").is_dir()]
    return next((p for p in beside if p.is_file()), None)


class _Metadata:
    """What a table beside the articles knows of each file, by its column `file`."""

    def __init__(self, given: str | Path | pd.DataFrame | None, roots: list[Path], problems: tables.Problems) -> None:
        self.problems = problems
        self.name = "metadata"
        self.rows: dict[str, dict[str, Any]] = {}
        source = given if given is not None else metadata_beside(roots)
        if source is None:
            return
        if isinstance(source, pd.DataFrame):
            found = [dict(row.fields) for row in _frame_rows(source)]
        else:
            self.name = Path(source).name
            if not Path(source).is_file():
                raise SourceError(f"{source}: there is no such metadata file")
            found = self._read(Path(source))
        if found and "file" not in found[0]:
            raise SourceError(
                f"{self.name} needs a column file that names each article's file; got {', '.join(found[0])}"
            )
        self.rows = {row["file"]: {k: v for k, v in row.items() if k != "file" and v} for row in found if row["file"]}

    def _read(self, path: Path) -> list[dict[str, Any]]:
        def tell(code: str, message: str) -> None:
            self.problems.add(code, message, severity="info", file=self.name)

        found = []
        try:
            reader = READERS.get(path.suffix.lower(), READERS[".csv"])
            for row in reader.read(path.read_bytes(), tell):
                if row.rejected is not None:
                    self.problems.add(row.rejected.code, str(row.rejected), file=f"{self.name}, {row.place}")
                else:
                    found.append(dict(row.fields))
        except Rejected as error:
            raise SourceError(f"{self.name}: {error}") from None
        return found

    def of(self, file: str) -> Mapping[str, Any]:
        """What is known of the file; nothing of one that the table does not name."""
        return self.rows.get(file, {})

    def report_unused(self, files: list[str]) -> None:
        """A problem for every row about a file that was not read."""
        read = set(files)
        for file in sorted(self.rows):
            if file not in read and not file.startswith(tuple(f"{name}/" for name in files if name.endswith(".zip"))):
                message = f"{self.name} has a row for {file}, which was not read; mend the name"
                self.problems.add("no-such-file", message, file=self.name)
