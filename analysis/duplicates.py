"""Which articles are copies of another: word for word, or nearly so, as wire copy is in many papers.

Exact copies have the same words, white space aside. Near copies share at least THRESHOLD of their distinct runs of
SHINGLE words (Jaccard), counted exactly; the bands of MinHash sketches only find whom to compare, so that nobody waits
for all pairs. Bands are all that has to be held of a large corpus at once.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from . import tables
from .text import reading_copy, words

THRESHOLD = 0.7
SHINGLE = 5  # words
LEAST_WORDS = 30  # below that a chance likeness is too easy: such texts are copies only word for word
BANDS, _IN_BAND = 32, 4  # texts alike by 0.7 have a band in common but for 1 in 6,000, those alike by 0.2 one in 20
_PERMUTATIONS, _SEED = BANDS * _IN_BAND, 1
_PIECE = 1_000  # shingles sketched at once: the table of their permutations stays in the processor's cache
_MIX = np.uint64(0x9E3779B97F4A7C15)  # Knuth's multiplier: 2**64 by the golden ratio, odd

Shingles = npt.NDArray[np.uint32]
Bands = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Keys:
    """What of each text is needed to find its copies, some 300 bytes an article: day, digest, and bands of its sketch.

    `bands` has a row per text, all zeros for a text that can only be a copy word for word. Two texts that are copies
    hardly ever have no band in common; whether those that have one are copies is counted exactly.
    """

    days: Sequence[str]
    digests: Sequence[bytes]
    bands: Bands


def find_copies(rows: Sequence[Mapping[str, Any]]) -> dict[int, tuple[int, float]]:
    """For each row that is a copy, by its place: the place of the earliest it is a copy of, and how like it is.

    Needs `text` and `published`; the earliest is the first by day (undated ones last), then by place.
    """
    if len(rows) < 2:
        return {}
    held = [sketched(row["text"]) for row in rows]
    bands = np.array([bands_of(own) for own in held])
    keys = Keys([day_of(row["published"]) for row in rows], [digest(row["text"]) for row in rows], bands)
    return match_copies(keys, held.__getitem__)


def match_copies(keys: Keys, shingles_of: Callable[[int], Shingles]) -> dict[int, tuple[int, float]]:
    """As `find_copies`, from the keys alone; `shingles_of` is asked for the few that have a band in common."""
    order = sorted(range(len(keys.days)), key=lambda i: (keys.days[i], i))
    first: dict[bytes, int] = {}
    found: dict[int, tuple[int, float]] = {}
    for i in order:
        original = first.setdefault(keys.digests[i], i)
        if original != i:
            found[i] = (original, 1.0)
    near = _near_copies([i for i in order if i not in found], keys.bands, shingles_of)
    for i, (original, _) in found.items():
        if original in near:  # a copy of a near copy stands for the same original
            found[i] = near[original]
    return found | near


def day_of(published: Any) -> str:
    """The day as text; what has none comes after all that have one."""
    return "9999" if published is None or published != published else str(published)


def digest(text: str) -> bytes:
    """The same for texts of the same words, white space aside."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).digest()


def _long_enough(text: str) -> bool:
    return len(text.split(None, LEAST_WORDS)) > LEAST_WORDS


def sketched(text: str) -> Shingles:
    """The shingles of a text that is long enough to be nearly another; of a shorter one none."""
    return shingles(text) if _long_enough(text) else np.empty(0, dtype=np.uint32)


def shingles(text: str) -> Shingles:
    """The distinct runs of SHINGLE words of a text as sorted checksums; case and marks play no part."""
    sums = np.array(list(map(_checksum, words(reading_copy(text).lower()))), dtype=np.uint64)
    runs = max(0, len(sums) - SHINGLE + 1)
    total = np.zeros(runs, dtype=np.uint64)
    for i in range(SHINGLE):  # a polynomial over the words, its upper bits as they are the well mixed ones
        total = total * _MIX + sums[i : i + runs]
    codes = np.sort((total * _MIX >> np.uint64(32)).astype(np.uint32))
    return codes[np.append(True, codes[1:] != codes[:-1])[: len(codes)]]  # np.unique takes seven times as long


@lru_cache(maxsize=100_000)
def _checksum(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "replace"))


def likeness(one: Shingles, other: Shingles) -> float:
    """The share of the shingles of both that are in each (Jaccard); 0 where there are none."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both) if both else 0.0


@cache
def _permutations() -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Factors (odd) and summands: a * n + b modulo 2**32 puts all numbers of 32 bits in another order."""
    chance = np.random.RandomState(_SEED)  # the same numbers in every version of numpy, which no Generator promises
    factors = chance.randint(0, 1 << 31, _PERMUTATIONS, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors[:, None], chance.randint(0, 1 << 32, _PERMUTATIONS, dtype=np.uint32)[:, None]


def sketch(own: Shingles) -> npt.NDArray[np.uint32]:
    """The MinHash sketch of a text (Broder 1997): of each permutation of its shingles the least.

    Two sketches agree in about as large a share of their places as the texts have shingles in common (Jaccard). The
    numbers are those of datasketch 2 (scheme affine32), which takes twice as long and half a second to import.
    """
    factors, summands = _permutations()
    least = np.full(_PERMUTATIONS, np.iinfo(np.uint32).max, dtype=np.uint32)
    for i in range(0, len(own), _PIECE):
        least = np.minimum(least, (_mixed(own[i : i + _PIECE]) * factors + summands).min(axis=1))
    return least


def _mixed(codes: Shingles) -> Shingles:
    """Every bit of a number spread over all (the end of MurmurHash3): a line of numbers in order is one no more."""
    codes = (codes ^ codes >> np.uint32(16)) * np.uint32(0x85EBCA6B)
    codes = (codes ^ codes >> np.uint32(13)) * np.uint32(0xC2B2AE35)
    return codes ^ codes >> np.uint32(16)


def bands_of(own: Shingles) -> Bands:
    """The bands of a text's sketch, a number each; all 0 where it has no shingles."""
    if not len(own):
        return np.zeros(BANDS, dtype=np.uint64)
    total = np.arange(1, BANDS + 1, dtype=np.uint64)  # the same values in another band are another number
    for values in sketch(own).reshape(BANDS, _IN_BAND).T:
        total = total * _MIX + values
    return total


def _near_copies(
    order: Sequence[int], bands: Bands, shingles_of: Callable[[int], Shingles]
) -> dict[int, tuple[int, float]]:
    """Of places in order those that are nearly like an earlier one. Only bands that occur twice take room."""
    common = np.zeros(bands.shape, dtype=bool)
    for n, band in enumerate(bands.T):
        values, counts = np.unique(band, return_counts=True)
        common[:, n] = np.isin(band, values[(counts > 1) & (values > 0)])
    held: dict[int, list[int]] = {}  # by band the originals that have it, as ranks: the earliest is the least
    found: dict[int, tuple[int, float]] = {}
    for rank, place in enumerate(order):
        own = bands[place][common[place]].tolist()
        if not own:
            continue
        words_of = shingles_of(place)
        ranks = sorted({r for band in own for r in held.get(band, ())})
        alike = ((order[r], likeness(words_of, shingles_of(order[r]))) for r in ranks)
        original = next((one for one in alike if one[1] >= THRESHOLD), None)
        if original is not None:  # only originals are compared with: nothing is a copy of a copy
            found[place] = original
            continue
        for band in own:
            held.setdefault(band, []).append(rank)
    return found


def mark_copies(rows: list[dict[str, Any]], problems: tables.Problems) -> None:
    """Fill in `duplicate_of`, and tell each copy in `problems`."""
    for place, (original, share) in sorted(find_copies(rows).items()):
        rows[place]["duplicate_of"] = rows[original]["article_id"]
        tell_copy(rows[place], rows[original]["article_id"], share, problems)


def tell_copy(row: Mapping[str, Any], first: str, share: float, problems: tables.Problems) -> None:
    """Tell in `problems` of which article the row (file, article_id) is a copy."""
    how = f"same text as {first}" if share == 1 else f"nearly the same text as {first} ({share:.0%} of its wording)"
    message = f"{how}; left out of the analysis unless duplicates= (--duplicates) is keep"
    problems.add("duplicate", message, severity="info", file=row["file"], article_id=row["article_id"])
