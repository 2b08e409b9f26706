"""Work kept between runs under a key that is made of everything it depends on: what has not changed is not done again.

An entry is a folder named by its key. It is written under another name and renamed when it is whole; on reading, every
file's digest is checked, and an entry with any fault is removed, as if it had never been there.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import platform
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")

FOLDER = ".media-analysis-cache"  # in the folder of the notebook or of the run
SETTING = "MEDIA_ANALYSIS_CACHE"  # an environment variable that names another folder; empty: nothing is kept
_DIGESTS = "digests.json"
_MOST = 16  # entries kept; the ones unused for longest are removed first


def key_of(parts: Mapping[str, Any]) -> str:
    """The key of a piece of work from all it depends on, as plain values; the code and its libraries are added."""
    whole = {**parts, "code": code_digest(), "libraries": _libraries()}
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def digest_of(content: str | Path | pd.DataFrame | None) -> str | None:
    """The sha256 of a file's bytes or of a table; OSError where the file cannot be read."""
    if content is None:
        return None
    if not isinstance(content, str | Path):  # never read back: bytes that tell 1 from "1"
        return hashlib.sha256(pickle.dumps(content, protocol=5)).hexdigest()
    with Path(content).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def code_digest() -> str:
    """One digest of the package: its modules, word lists and model, so that changed rules never meet old results."""
    home = Path(__file__).parent
    total = hashlib.sha256()
    for path in sorted(p for p in home.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        total.update(f"{path.relative_to(home).as_posix()}\0{digest_of(path)}\n".encode())
    return total.hexdigest()


@cache
def _libraries() -> dict[str, str]:
    """The versions of Python and of what the package asks for; another version may read or score otherwise."""
    try:
        wanted = metadata.requires("media-analysis") or []
    except metadata.PackageNotFoundError:
        wanted = []
    names = {re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in wanted if "extra ==" not in line}
    return {"python": platform.python_version(), **{name: _version(name) for name in sorted(names)}}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"


@dataclass(frozen=True)
class Cache:
    """A folder of entries. A folder that cannot be written to or read costs time, and never the run."""

    folder: Path

    def load(self, key: str, read: Callable[[Path], T]) -> T | None:
        """What `read` makes of the entry; None where there is none, or where it is damaged: then it is removed."""
        entry = self.folder / key
        if not entry.is_dir():
            return None
        try:
            digests = json.loads((entry / _DIGESTS).read_text(encoding="utf-8"))
            if digests == _digests(entry):
                found = read(entry)
                os.utime(entry)  # it was of use: others go first
                return found
        except (OSError, ValueError, KeyError, TypeError):
            pass
        shutil.rmtree(entry, ignore_errors=True)
        return None

    def save(self, key: str, write: Callable[[Path], bool]) -> None:
        """Keep what `write` puts into the folder that it is given, unless it says False."""
        unfinished = None
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / ".gitignore").write_text("*\n", encoding="utf-8")  # texts of others: never committed
            unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=self.folder))
            if write(unfinished):
                (unfinished / _DIGESTS).write_text(json.dumps(_digests(unfinished)), encoding="utf-8")
                unfinished.replace(self.folder / key)  # fails where another run was first, which is as good
                self._forget()
        except OSError:
            pass
        finally:
            if unfinished is not None:
                shutil.rmtree(unfinished, ignore_errors=True)

    def _forget(self) -> None:
        entries = sorted(((p.stat().st_mtime, p.name) for p in self.folder.iterdir() if p.is_dir()), reverse=True)
        for _, name in entries[_MOST:]:
            shutil.rmtree(self.folder / name, ignore_errors=True)


def _digests(entry: Path) -> dict[str, str | None]:
    return {p.name: digest_of(p) for p in sorted(entry.iterdir()) if p.name != _DIGESTS}


def open_cache(given: str | Path | bool | None) -> Cache | None:
    """The cache in the folder given; True takes the environment's, else FOLDER here; None and False: none."""
    if given is None or given is False:
        return None
    place = os.environ.get(SETTING, FOLDER) if given is True else given
    return Cache(Path(place)) if str(place) else None
