"""The registry of speakers (`speakers.csv`): one row per form of a name, which always wins over what we would guess.

Columns: name, form, kind, role, affiliation, gender, valid_from, valid_to (days; empty: always), note. Only `name`
and `form` are needed. An office is dated: “the prime minister” is whoever held it on the article's day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from . import tables
from .dates import DayError, parse_day
from .names import bare
from .sources import SourceError
from .text import WORD


class Entry(NamedTuple):
    """One row of the registry."""

    name: str
    form: str
    kind: str
    is_name: bool  # a name, else an office
    first: dt.date | None
    last: dt.date | None


class Registry:
    """Finds the entry that a mention stands for, on a day."""

    def __init__(self, frame: pd.DataFrame | None = None) -> None:
        self.table = frame if frame is not None else pd.DataFrame(columns=["name", "form"])
        self._by_words: dict[str, list[Entry]] = {}
        self._longest = 1
        self._about: dict[str, Mapping[str, str]] = {}
        for number, row in enumerate(self.table.to_dict("records"), start=2):
            text = {str(k): "" if pd.isna(v) else str(v).strip() for k, v in row.items()}
            if not any(text.values()):
                continue  # a line that a spreadsheet left empty
            entry = _entry(text, number)
            self._about.setdefault(entry.name, {k: v for k, v in text.items() if v} | {"kind": entry.kind})
            words = _fold(entry.form)
            self._by_words.setdefault(words, []).append(entry)
            self._longest = max(self._longest, len(words.split()))

    def about(self, name: str) -> Mapping[str, str]:
        """What the first row of that name has filled in, and the kind; empty where there is no such row."""
        return self._about.get(name, {})

    def find(self, mention: str, day: dt.date | None) -> Entry | None:
        """The form that closes the mention, the longest first; a possessive names somebody else."""
        if not self._by_words:
            return None
        written = WORD.findall(bare(mention))
        words = _fold(mention).split()
        for end in range(len(words), 0, -1):
            if any(w[0].isupper() for w in written[end:]):
                return None  # a name that we do not know follows
            for start in range(max(0, end - self._longest), end):
                closes = end == len(words)
                entries = self._by_words.get(" ".join(words[start:end]), [])
                valid = [e for e in entries if _valid(e, day) and (closes or e.is_name)]
                if day is None and len({e.name for e in valid}) > 1:
                    return None  # an office that several have held, on a day that nobody knows
                if valid:
                    return valid[0]
        return None


def _fold(words: str) -> str:
    return " ".join(WORD.findall(bare(words).lower()))


def _entry(text: Mapping[str, str], number: int) -> Entry:
    if not text["name"] or not text["form"]:
        raise tables.TableError(f"speakers registry, row {number}: name and form must both be filled in")
    kind = text.get("kind") or "person"
    if kind not in tables.SPEAKER_KINDS:
        allowed = ", ".join(tables.SPEAKER_KINDS)
        raise tables.TableError(f"speakers registry, row {number}: kind may be {allowed}; got {kind}")
    try:
        first, last = parse_day(text.get("valid_from")), parse_day(text.get("valid_to"))
    except DayError as error:
        raise tables.TableError(f"speakers registry, row {number}: {error}") from None
    if first and last and last < first:
        raise tables.TableError(f"speakers registry, row {number}: valid_to {last} is before valid_from {first}")
    words = text["form"].split()
    is_name = words[0][:1].isupper() and words[-1][:1].isupper()
    return Entry(text["name"], text["form"], kind, is_name, first, last)


def _valid(entry: Entry, day: dt.date | None) -> bool:
    if day is None:
        return True
    return (entry.first is None or entry.first <= day) and (entry.last is None or day <= entry.last)


def load_registry(source: str | Path | pd.DataFrame | Registry | None) -> Registry:
    """A registry from a CSV file or a table; an empty one from None. SourceError or TableError say what is wrong."""
    if isinstance(source, Registry):
        return source
    if source is None:
        return Registry()
    frame = source if isinstance(source, pd.DataFrame) else read_table(source, "speakers registry")
    tables.require(frame, ["name", "form"], "the speakers registry")
    return Registry(frame)


def read_table(path: str | Path, what: str) -> pd.DataFrame:
    """A researcher's CSV as text: nothing is turned into numbers, an empty cell is missing, an empty line is a row."""
    if not Path(path).is_file():
        raise SourceError(f"{path}: there is no such file ({what})")
    try:
        return pd.read_csv(path, dtype=str, encoding="utf-8-sig", skipinitialspace=True, skip_blank_lines=False)
    except (ValueError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read as a CSV file in UTF-8 ({str(error)[:80]})") from None
