"""Archives to the files inside, one at a time and in memory: nothing is written to disk, so nothing can escape.

Whoever packed an archive may have meant harm: what is unpacked is counted, not believed.
"""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from .errors import Rejected

MOST_FILES = 100_000  # in one archive, those inside it included
MOST_BYTES = 2_000_000_000  # unpacked, of one archive
RATIO = 200  # unpacked to packed, from _SMALL bytes on; text reaches 20
DEPTH = 3  # archives in archives
_SMALL = 10_000_000
_PIECE = 1 << 20
_UNZIP = "unzip it yourself and give the folder"


@dataclass
class Budget:
    """What may still be unpacked of one archive."""

    files: int = MOST_FILES
    size: int = MOST_BYTES


Member = tuple[str, bytes | Rejected]
Limit = Callable[[str], int]  # bytes that a file of this name may have; Rejected where it is not read at all
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)


def members(raw: bytes, name: str, most: Limit, budget: Budget, depth: int = 1) -> Iterator[Member]:
    """The files of a .zip or .gz by name, sorted, each with its bytes or why it is not read."""
    if name.lower().endswith(".gz"):
        yield _unpack_gz(raw, name, most, budget)
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Rejected("broken-archive", f"not whole as a zip ({str(error)[:80]}); pack it again") from None
    if depth > DEPTH:
        raise Rejected("archive-depth", f"archives more than {DEPTH} deep in one another are not opened; {_UNZIP}")
    with archive:
        for info in sorted(archive.infolist(), key=lambda i: i.filename):
            if info.is_dir() or _hidden(info.filename):
                continue
            budget.files -= 1
            if budget.files < 0:
                message = f"it holds more than {MOST_FILES:,} files; from {info.filename} on they were not read; "
                raise Rejected("archive-limit", message + "split it")
            try:
                yield info.filename, _unzip(archive, info, most, budget)
            except Rejected as error:
                yield info.filename, error


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith(("__MACOSX", "~$")) or _dotted(part) for part in parts)


def _dotted(part: str) -> bool:
    return part.startswith(".") and part.strip(".") != ""  # “..” is no hidden file but a way out


def _unzip(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: Limit, budget: Budget) -> bytes:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise Rejected("archive-path", "its name leads out of the archive; rename it and pack it again")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise Rejected("archive-link", "it is a link, not a file; pack the file itself")
    if info.flag_bits & 1:
        raise Rejected("encrypted", f"it is locked with a password; {_UNZIP}")
    try:
        with archive.open(info) as stream:
            return _bounded(stream, max(info.compress_size, 1), most(info.filename), budget)
    except _BROKEN as error:
        raise Rejected("broken-archive", f"it cannot be unpacked ({str(error)[:80]}); pack it again") from None


def _unpack_gz(raw: bytes, name: str, most: Limit, budget: Budget) -> Member:
    inner = PurePosixPath(name).name[:-3]
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
            return inner, _bounded(stream, len(raw), most(inner), budget)
    except Rejected as error:
        return inner, error
    except (zlib.error, EOFError, OSError) as error:
        message = f"not whole as gzip ({str(error)[:80]}); pack it again"
        return inner, Rejected("broken-archive", message)


def _bounded(stream: IO[bytes] | gzip.GzipFile, packed: int, most: int, budget: Budget) -> bytes:
    """What is in the stream, unless it unpacks to more than is sane."""
    pieces, size = [], 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        budget.size -= len(piece)
        if size > most:
            raise too_large(most)
        if size > _SMALL and size > RATIO * packed:
            message = f"it unpacks to more than {RATIO} times its size, as no text does; {_UNZIP} if you trust it"
            raise Rejected("archive-bomb", message)
        if budget.size < 0:
            message = f"the archive unpacks to more than {MOST_BYTES // 10**9} GB; split it"
            raise Rejected("archive-limit", message)
        pieces.append(piece)
    return b"".join(pieces)


def too_large(most: int) -> Rejected:
    """More bytes than are read of such a file."""
    return Rejected("too-large", f"more than {most // 10**6:,} MB, the most that is read of such a file; split it")


def check_size(raw: bytes, most: int = 500_000_000) -> None:
    """Rejected where a zipped format (.xlsx) is broken or would unpack to more than is sane."""
    budget = Budget(size=most)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for info in archive.infolist():
                with archive.open(info) as stream:
                    _bounded(stream, max(info.compress_size, 1), most, budget)
    except _BROKEN as error:
        raise Rejected("broken-archive", f"it cannot be unpacked ({str(error)[:80]}); save it again") from None
