"""Work kept under the key of all that it was made from: an entry is whole, or it is not there.

An entry is one file, a zip that is not compressed (what is in it is): it appears in one step, and whoever reads it
checks its sums. So a run that was stopped goes on where it was, and one that meets a half-written entry does it again.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..cache import key_of
from .place import Place, is_remote, place_of

_ENDING = ".zip"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # what a zip has for no date
_BROKEN = (OSError, zipfile.BadZipFile, KeyError, ValueError, EOFError)


class Store:
    """A folder of entries, each with files of its own."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.place: Place = place_of(where)

    def digest(self, key: str) -> str | None:
        """The sha256 of an entry; None where it is not there, or not whole: then it is as if it had never been."""
        try:
            with self.place.open(key + _ENDING) as file, zipfile.ZipFile(file) as entry:
                if entry.testzip() is None:
                    file.seek(0)
                    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        except _BROKEN:
            pass
        return None

    def save(self, key: str, files: Mapping[str, bytes]) -> str:
        """Keep the files as one entry; gives its digest."""
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as entry:
            for name, content in files.items():
                entry.writestr(zipfile.ZipInfo(name, _EPOCH), content)
        self.place.write(key + _ENDING, held.getvalue())
        return hashlib.sha256(held.getvalue()).hexdigest()

    def keep(self, what: str, value: Any) -> str:
        """Keep a plain value under the digest of its own content; gives the key."""
        text = as_json(value)
        key = f"{what}-{hashlib.sha256(text).hexdigest()[:40]}"
        if self.digest(key) is None:
            self.save(key, {"value.json": text})
        return key

    def read(self, key: str, name: str) -> bytes:
        """One file of an entry; its sum is checked."""
        with self.place.open(key + _ENDING) as file, zipfile.ZipFile(file) as entry:
            return entry.read(name)

    def json(self, key: str, name: str = "value.json") -> Any:
        """One file of an entry that `as_json` made."""
        return json.loads(self.read(key, name))

    def table(self, key: str, name: str) -> pa.Table:
        """One file of an entry that `as_arrow` made."""
        return pa.ipc.open_file(self.read(key, name)).read_all()

    def keep_only(self, keys: Collection[str]) -> None:
        """Remove every other entry: what a finished run did not use is of an earlier state of the corpus."""
        wanted = {key + _ENDING for key in keys}
        for name in self.place.names():
            if name.endswith(_ENDING) and name not in wanted:
                self.place.remove(name)


@lru_cache(maxsize=4)
def open_store(where: str) -> Store:
    """The store in that folder or at that address."""
    if not is_remote(where):
        folder = Path(where)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")  # texts of others: never committed
    return Store(where)


def key_for(step: str, inputs: Mapping[str, Any]) -> str:
    """The key of what a step makes of its inputs with this code and these libraries."""
    return f"{step}-{key_of({'step': step, **inputs})[:40]}"


def as_json(value: Any) -> bytes:
    """The same bytes for the same value."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True).encode()


def as_arrow(table: pa.Table) -> bytes:
    """A table as the bytes of an Arrow file, half as large as in memory.

    What is soon read again is read and written in a third of the time that Parquet takes, and with all its categories.
    """
    held = pa.BufferOutputStream()
    with pa.ipc.new_file(held, table.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as file:
        file.write_table(table)
    return bytes(held.getvalue())
