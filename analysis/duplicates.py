"""Which articles are copies of another: word for word, or nearly so, as wire copy is in many papers.

Exact copies have the same words, white space aside. Near copies share at least THRESHOLD of their distinct runs of
SHINGLE words (Jaccard), counted exactly; MinHash only finds whom to compare, so that nobody waits for all pairs.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from . import tables
from .text import reading_copy, words

THRESHOLD = 0.7
SHINGLE = 5  # words
LEAST_WORDS = 30  # below that a chance likeness is too easy: such texts are copies only word for word
_PERMUTATIONS, _SEED = 128, 1
_FIND = 0.5  # candidates are sought well below the threshold, so that chance hardly ever loses one
_PIECE = 10_000
_MIX = np.uint64(0x9E3779B97F4A7C15)  # Knuth's multiplier: 2**64 by the golden ratio, odd

Shingles = npt.NDArray[np.uint32]


def find_copies(rows: Sequence[Mapping[str, Any]]) -> dict[int, tuple[int, float]]:
    """For each row that is a copy, by its place: the place of the earliest it is a copy of, and how like it is.

    Needs `text` and `published`; the earliest is the first by day (undated ones last), then by place.
    """
    order = sorted(range(len(rows)), key=lambda i: (_day(rows[i]["published"]), i))
    first: dict[bytes, int] = {}
    found: dict[int, tuple[int, float]] = {}
    for i in order:
        original = first.setdefault(_digest(rows[i]["text"]), i)
        if original != i:
            found[i] = (original, 1.0)
    originals = [i for i in order if i not in found]
    near = _near_copies([(i, rows[i]["text"]) for i in originals if _long_enough(rows[i]["text"])])
    for i, (original, _) in found.items():
        if original in near:  # a copy of a near copy stands for the same original
            found[i] = near[original]
    return found | near


def _day(published: Any) -> str:
    return "9999" if published is None or published != published else str(published)


def _digest(text: str) -> bytes:
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).digest()


def _long_enough(text: str) -> bool:
    return len(text.split(None, LEAST_WORDS)) > LEAST_WORDS


def shingles(text: str) -> Shingles:
    """The distinct runs of SHINGLE words of a text as sorted checksums; case and marks play no part."""
    found = [_checksum(word) for word in words(reading_copy(text).lower())]
    codes, runs = np.array(found, dtype=np.uint64), max(0, len(found) - SHINGLE + 1)
    total = np.zeros(runs, dtype=np.uint64)
    for i in range(SHINGLE):  # a polynomial over the words, its upper bits as they are the well mixed ones
        total = total * _MIX + codes[i : i + runs]
    return np.unique((total * _MIX >> np.uint64(32)).astype(np.uint32))


@lru_cache(maxsize=100_000)
def _checksum(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "replace"))


def likeness(one: Shingles, other: Shingles) -> float:
    """The share of the shingles of both that are in each (Jaccard); 0 where there are none."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both) if both else 0.0


def _near_copies(texts: Sequence[tuple[int, str]]) -> dict[int, tuple[int, float]]:
    if len(texts) < 2:
        return {}
    from datasketch import MinHash, MinHashLSH  # most of a second to import

    index = MinHashLSH(threshold=_FIND, num_perm=_PERMUTATIONS, weights=(0.2, 0.8))
    empty = MinHash(num_perm=_PERMUTATIONS, seed=_SEED, hashfunc=int)
    held: dict[int, Shingles] = {}
    found: dict[int, tuple[int, float]] = {}
    for rank, (place, text) in enumerate(texts):
        own = shingles(text)
        if not len(own):
            continue
        sketch = empty.copy()
        for i in range(0, len(own), _PIECE):
            sketch.update_batch(own[i : i + _PIECE].tolist())
        alike = [(r, likeness(own, held[r])) for r in sorted(index.query(sketch))]
        original = next(((r, share) for r, share in alike if share >= THRESHOLD), None)
        if original is None:  # only originals are compared with: nothing is a copy of a copy
            index.insert(rank, sketch, check_duplication=False)
            held[rank] = own
        else:
            found[place] = (texts[original[0]][0], original[1])
    return found


def mark_copies(rows: list[dict[str, Any]], problems: tables.Problems) -> None:
    """Fill in `duplicate_of`, and tell each copy in `problems`."""
    for place, (original, share) in sorted(find_copies(rows).items()):
        row, first = rows[place], rows[original]["article_id"]
        row["duplicate_of"] = first
        how = f"same text as {first}" if share == 1 else f"nearly the same text as {first} ({share:.0%} of its wording)"
        message = f"{how}; left out of the analysis unless duplicates= (--duplicates) is keep"
        problems.add("duplicate", message, severity="info", file=row["file"], article_id=row["article_id"])
