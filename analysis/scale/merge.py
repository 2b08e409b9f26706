"""What crosses articles, settled between the steps: ids, copies, names. Keys and counts are held, never texts.

Of an article that is its id, file, day, digest and the bands of its sketch, some 500 bytes; of a person the name. What
concerns a part is kept as an entry of its own, so that the step that follows depends on nothing else.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from .. import tables
from ..articles import new_ids, tell_clash
from ..duplicates import BANDS, Keys, match_copies, tell_copy
from ..registry import Registry
from ..speakers import Tally, names_to_join, speakers_table
from ..tone import people_words
from .store import Store
from .work import first_letters, shingles_of


def settle_articles(store: Store, read: Sequence[str]) -> list[str]:
    """For each part the entry that says which articles get another id and which are copies, with their problems."""
    keys = [store.table(key, "keys.arrow") for key in read]
    if not keys:
        return []
    starts = np.cumsum([0, *map(len, keys)])
    whole = pa.concat_tables(keys).combine_chunks()
    del keys
    ids = whole["article_id"].to_pylist()
    clashes = new_ids(ids)
    for place, clash in clashes.items():
        ids[place] = clash.new
    copies = _copies(store, read, starts, whole)
    settled = []
    for number in range(len(read)):
        first, last = int(starts[number]), int(starts[number + 1])
        renamed: dict[int, str] = {}
        copy_of: dict[int, str] = {}
        told, twice = tables.Problems(), tables.Problems()
        for place in range(first, last):
            if place not in clashes and place not in copies:
                continue
            file = whole["file"][place].as_py()
            if place in clashes:
                renamed[place - first] = ids[place]
                tell_clash(clashes[place], file, told)
            if place in copies:
                original, share = copies[place]
                copy_of[place - first] = ids[original]
                tell_copy({"file": file, "article_id": ids[place]}, ids[original], share, twice)
        settled.append(
            store.keep("settled", {"ids": renamed, "copies": copy_of, "clashes": told.rows, "duplicates": twice.rows})
        )
    return settled


def _copies(store: Store, read: Sequence[str], starts: np.ndarray, whole: pa.Table) -> dict[int, tuple[int, float]]:
    if len(whole) < 2:
        return {}
    held = whole["bands"].chunk(0).buffers()[1]  # as it lies there: nothing is made of each article
    bands = np.frombuffer(held, dtype="<u8", count=len(whole) * BANDS).reshape(len(whole), BANDS)
    keys = Keys(whole["day"].to_pylist(), whole["digest"].to_pylist(), bands)
    with TemporaryFile() as file:
        return match_copies(keys, _Shelf(store, read, starts, file).shingles)


class _Shelf:
    """The shingles of articles by their place in the corpus, in a file: likely copies are of parts far from each other.

    A part is read once, when one of its articles is asked for.
    """

    def __init__(self, store: Store, read: Sequence[str], starts: np.ndarray, file: IO[bytes]) -> None:
        self.store, self.read, self.starts, self.file = store, read, starts, file
        self._where: dict[int, list[int]] = {}  # by part the places in the file at which its articles begin

    def shingles(self, place: int) -> np.ndarray:
        """The shingles of one article."""
        number = int(np.searchsorted(self.starts, place, side="right")) - 1
        if number not in self._where:
            self._where[number] = self._put(number)
        begin, end = self._where[number][place - int(self.starts[number]) :][:2]
        self.file.seek(begin)
        return np.frombuffer(self.file.read(end - begin), dtype=np.uint32)

    def _put(self, number: int) -> list[int]:
        end = self.file.seek(0, os.SEEK_END)
        ends = [end]
        for own in shingles_of(self.store, self.read[number]):
            end += self.file.write(own.tobytes())
            ends.append(end)
        return ends


class Names(NamedTuple):
    """What was settled about names: for each part its entry, and the problems of the corpus."""

    joined: list[str | None]
    problems: tables.Problems


def settle_names(store: Store, found: Sequence[str | None], known: Registry) -> Names:
    """For each part the entry that says which of its names go under another, and which of its words are names.

    `found` has None for a part of which no statements could be made.
    """
    used: Counter[str] = Counter()
    mentioned: set[str] = set()
    for key in found:
        if key is not None:
            about = store.json(key, "names.json")
            used.update(about["used"])
            mentioned.update(about["mentioned"])
    problems = tables.Problems()
    under = names_to_join(used, mentioned, known, problems)
    people = pd.DataFrame({"speaker": sorted({under.get(name, name) for name in used})}, dtype="str")
    words: dict[str, list[str]] = {}  # by their first letters, which say in which parts they may occur
    for word in people_words(people):
        words.setdefault(first_letters(word), []).append(word)
    joined: list[str | None] = []
    for key in found:
        if key is None:
            joined.append(None)
            continue
        names = store.json(key, "names.json")["used"]
        firsts = words.keys() & store.json(key, "capitals.json")
        own = {
            "under": {name: under[name] for name in names if name in under},
            "words": sorted(word for first in firsts for word in words[first]),
        }
        joined.append(store.keep("joined", own))
    return Names(joined, problems)


def merge_speakers(store: Store, finished: Sequence[str | None], known: Registry) -> pd.DataFrame:
    """The table `speakers` of the corpus from the counts of its parts."""
    total: dict[str, Tally] = {}
    for key in finished:
        counts: Mapping[str, Any] = {} if key is None else store.json(key, "speakers.json")
        for name, one in counts.items():
            more = Tally(one["statements"], one["articles"], Counter(one["forms"]), Counter(one["kinds"]))
            total.setdefault(name, Tally()).add(more)
    return speakers_table(total, known)


def merge_problems(store: Store, keys: Sequence[str | None], file: str, phase: str) -> Iterator[dict[str, Any]]:
    """The rows of one phase, part after part: in the order in which one process would have found them."""
    for key in keys:
        if key is not None:
            yield from store.json(key, file)[phase]
