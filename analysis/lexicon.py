"""The word lists under `lexicons/`: CSV files with a header line, which a researcher can edit.

Each list has a `note` or `source` column that says why a row is there; the digest goes into the methods paragraph.
"""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from importlib.resources import files


def _raw(name: str) -> bytes:
    return (files("analysis") / "lexicons" / f"{name}.csv").read_bytes()


@cache
def load(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `lexicons/{name}.csv`, each a dict by column."""
    return tuple(csv.DictReader(_raw(name).decode("utf-8").splitlines()))


@cache
def column(name: str, field: str, **where: str) -> frozenset[str]:
    """The values of one column of a list, of the rows in which the columns of `where` have those values."""
    return frozenset(row[field] for row in load(name) if all(row[k] == v for k, v in where.items()))


@cache
def function_words(*classes: str) -> frozenset[str]:
    """The words of `function_words.csv` that belong to any of the classes."""
    rows = load("function_words")
    return frozenset(row["word"] for row in rows if not set(classes).isdisjoint(row["classes"].split("; ")))


def digest(data: bytes) -> str:
    """A short fingerprint of `data` for methods paragraphs."""
    return hashlib.sha256(data).hexdigest()[:12]


def digests() -> dict[str, str]:
    """Every list's fingerprint, by name."""
    names = sorted(
        p.name.removesuffix(".csv") for p in (files("analysis") / "lexicons").iterdir() if p.name[-4:] == ".csv"
    )
    return {name: digest(_raw(name)) for name in names}
