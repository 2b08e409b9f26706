"""Where files lie: a folder here, or one of a store that fsspec knows (s3://, gs://, memory://). Files appear whole."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Protocol

from ..errors import SourceError
from ..exports import write_whole

MISSING = "the package {} is missing; it comes with the extra scale:  pip install 'media-analysis[scale]'"


class Place(Protocol):
    """A folder of files with plain names, which may have a folder of their own before them."""

    def write(self, name: str, content: bytes) -> None:
        """Write a file, or replace it in one step."""

    def open(self, name: str) -> IO[bytes]:
        """A file to read and seek in. FileNotFoundError where there is none."""

    def names(self, folder: str = "") -> list[str]:
        """The names of the files in the place or a folder of it, sorted."""

    def remove(self, name: str) -> None:
        """Remove a file."""


def is_remote(where: str | Path) -> bool:
    """Is it an address (s3://…) rather than a path here?"""
    return "://" in str(where) and not str(where).startswith("file://")


def place_of(where: str | Path) -> Place:
    """The folder of that path or address. SourceError names the extra that an address needs."""
    if is_remote(where):
        return _Remote(str(where))
    return _Local(Path(str(where).removeprefix("file://")))


class _Local:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, content: bytes) -> None:
        write_whole(self.folder / name, lambda temporary: temporary.write_bytes(content))

    def open(self, name: str) -> IO[bytes]:
        return (self.folder / name).open("rb")

    def names(self, folder: str = "") -> list[str]:
        at = self.folder / folder
        return sorted(p.name for p in at.iterdir() if p.is_file()) if at.is_dir() else []

    def remove(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)


class _Remote:
    def __init__(self, url: str) -> None:
        self.files, self.root = _file_system(url)

    def write(self, name: str, content: bytes) -> None:
        self.files.pipe_file(f"{self.root}/{name}", content)  # an object of a store appears whole

    def open(self, name: str) -> IO[bytes]:
        return self.files.open(f"{self.root}/{name}", "rb")

    def names(self, folder: str = "") -> list[str]:
        at = f"{self.root}/{folder}".rstrip("/")
        self.files.invalidate_cache()
        return sorted(_found(self.files, at))

    def remove(self, name: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            self.files.rm_file(f"{self.root}/{name}")


def _found(files: Any, at: str) -> Iterator[str]:
    with contextlib.suppress(FileNotFoundError):
        for one in files.ls(at, detail=True):
            if one["type"] == "file":
                yield one["name"].rsplit("/", 1)[-1]


def _file_system(url: str) -> tuple[Any, str]:
    try:
        import fsspec
    except ImportError:
        raise SourceError(f"{url}: {MISSING.format('fsspec')}") from None
    try:
        files, root = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:  # s3 and gs have packages of their own, an unknown scheme has none
        raise SourceError(f"{url}: {error}") from None
    return files, root.rstrip("/")
