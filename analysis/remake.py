"""What a report need not make again: notebooks of which all that they depend on is as it was.

The record of the last run lies beside the figures, in a hidden folder, with the parsed corpus. It counts only as long
as every file of that run is still there, byte for byte.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .cache import FOLDER, digest_of, key_of
from .errors import SourceError

_CODING = "coding"


def home() -> Path:
    """The project's folder, which holds `notebooks` and `data`; SourceError where the package lies without them."""
    folder = Path(__file__).resolve().parent.parent
    if not (folder / "notebooks").is_dir():
        raise SourceError(f"{folder / 'notebooks'}: no notebooks there; run the report from a checkout of the project")
    return folder


def folder_of(figures: str | Path) -> Path:
    """Where the record of a report lies, and the parsed corpus."""
    return Path(figures, FOLDER)


class Record:
    """The keys of the notebooks of the last run, and the digest of each file that it made."""

    def __init__(self, figures: Path) -> None:
        self.place = folder_of(figures) / "report.json"
        self.keys: Mapping[str, str] = {}
        try:
            held = json.loads(self.place.read_text(encoding="utf-8"))
            if isinstance(held["keys"], dict) and all(
                digest_of(path) == digest for path, digest in held["files"].items()
            ):
                self.keys = held["keys"]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass  # no record, or none that can be trusted: everything is made

    def same(self, keys: Mapping[str, str | None]) -> set[str]:
        """The notebooks whose keys are those of the last run."""
        return {name for name, key in keys.items() if key is not None and self.keys.get(name) == key}

    def forget(self) -> None:
        """What is made from now on replaces what the record knows; a run that is stopped leaves none."""
        self.place.unlink(missing_ok=True)

    def keep(self, keys: Mapping[str, str | None], files: Iterable[Path]) -> None:
        """Record a run that is complete."""
        whole = {"keys": dict(keys), "files": {str(path): digest_of(path) for path in files}}
        self.place.parent.mkdir(parents=True, exist_ok=True)
        self.place.write_text(json.dumps(whole, indent=1, sort_keys=True), encoding="utf-8")


def notebook_key(notebook: Path, corpus: Any, parameters: Mapping[str, Any], **more: Any) -> str | None:
    """The key of a notebook's run; None where it cannot be told what the notebook reads: then it is always run.

    `corpus`: the digest of the articles' files and those beside them (see `digest_all`). Files that code cells name in
    quotation marks count too, and `more`, whatever else the run depends on; what a cell reads under a name that it
    makes up is not seen.
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        found = [(cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("tags")) for cell in cells]
        files = digest_all(_named(found, notebook.parent))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, SyntaxError):
        return None
    whole = {"cells": found, "corpus": corpus, "files": files, "parameters": repr(dict(parameters)), **more}
    return key_of({"work": "notebook", **whole})


def digest_all(files: Iterable[Path]) -> list[tuple[str, str | None]]:
    """Whole path and digest of each file, once; OSError where one cannot be read."""
    return [(str(path), digest_of(path)) for path in sorted({path.resolve() for path in files})]


def _named(cells: list[tuple[str, str, Any]], folder: Path) -> Iterator[Path]:
    """The files that strings in code cells name; SyntaxError for a cell that is no plain Python."""
    for kind, source, _ in cells:
        nodes = ast.walk(ast.parse(source)) if kind == "code" else ()
        strings = (n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))
        yield from (path for text in strings if len(text) < 500 and (path := folder / text).is_file())


def files_beside(source: Any) -> Iterator[Path]:
    """The researcher's own files that are read without being named: those beside the articles, and codings."""
    from .codebook import EDITED  # with pandas; the command line looks for the record before it imports so much
    from .sources import places_beside

    for place in places_beside(source):
        yield from (path for name in (*EDITED, "events.csv") if (path := place / name).is_file())
        yield from (path for path in sorted((place / _CODING).rglob("*")) if path.is_file())
