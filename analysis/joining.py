"""Names across articles: variants of one person's name joined under one, conservatively and with the reason.

Within an article a surname stands for the full name that it gives. Across articles two names are joined only where
nobody else in the corpus could be meant: same but for accents, hyphens or order; an initial or a surname alone with
exactly one bearer; a middle name more or less; given names that are one in transliteration (lexicons/given_names.csv).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from . import lexicon

# Hyphens and points; endings of one sound (Zelensky, Zelenskyy, Zelenskiy); x and ks, v and w, h and kh.
_FOLDS = (
    (r"[‐‑–-]", " "),
    (r"[^\w ]", ""),
    (r"(?:iy|yi|yy|ii|ij|yj|i|j|y)\b", "y"),
    ("ks", "x"),
    ("w", "v"),
    ("kh", "h"),
)
_EXTRA = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae"})


class Joined(NamedTuple):
    """A name that goes under another, and why."""

    name: str
    under: str
    reason: str


@lru_cache(maxsize=10_000)
def fold(name: str) -> str:
    """A name without accents, case, hyphens and the usual differences of transliteration; for comparing only."""
    plain = unicodedata.normalize("NFKD", name.translate(_EXTRA))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    for pattern, by in _FOLDS:
        plain = re.sub(pattern, by, plain)
    return " ".join(plain.split())


@cache
def _given() -> dict[str, frozenset[int]]:
    """A folded given name to the rows of the list that it stands in."""
    rows: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(lexicon.load("given_names")):
        for form in row["names"].split("|"):
            rows[fold(form)].add(number)
    return {form: frozenset(numbers) for form, numbers in rows.items()}


def join_names(names: Mapping[str, int]) -> list[Joined]:
    """Which of the corpus' person names go under which other; `names` maps each to how often it is used.

    The name under which others go is the fuller one, then the more frequent, then the first in the alphabet.
    """
    names = {name: count for name, count in names.items() if fold(name)}
    by_surname: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_surname[fold(name).split()[-1]].append(name)
    found = _same_words(names)
    gone = {j.name for j in found}
    for bearers in by_surname.values():
        found += _join_bearers([b for b in bearers if b not in gone], names)
    return _resolved(found)


def _best(names: Iterable[str], counts: Mapping[str, int]) -> str:
    return min(names, key=lambda n: (-counts[n], -len(n.split()), n))


def _same_words(counts: Mapping[str, int]) -> list[Joined]:
    """Names of the same words but for accents, case, transliteration and order."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in counts:
        groups[tuple(sorted(fold(name).split()))].append(name)
    found = []
    for same in groups.values():
        under = _best(same, counts)
        for name in same:
            if name != under:
                order = fold(name) != fold(under)
                found.append(
                    Joined(name, under, "the same words in another order" if order else "the same but for spelling")
                )
    return found


def _join_bearers(bearers: list[str], counts: Mapping[str, int]) -> list[Joined]:
    """Of the people of one surname: initials, middle names, transliterated given names, then the surname alone."""
    full = [b for b in bearers if len(b.split()) > 1]
    found = []
    for name in full:
        fuller = [other for other in full if other != name and _may_be(name, other, counts)]
        if len({_root(other) for other in fuller}) == 1:
            under = _best(fuller, counts)
            found.append(Joined(name, under, _why(name, under)))
    roots = {_root(b) for b in full if b not in {j.name for j in found}}
    if len(roots) == 1:
        under = _best([b for b in full if b not in {j.name for j in found}], counts)
        found += [
            Joined(b, under, "the only one of that surname in the corpus") for b in bearers if len(b.split()) == 1
        ]
    return found


def _root(name: str) -> tuple[str, str]:
    words = fold(name).split()
    return words[0], words[-1]


def _may_be(name: str, other: str, counts: Mapping[str, int]) -> bool:
    """May `name` go under `other`: an initial under a name, or a variant under the more frequent or fuller one?"""
    (first, _), (wanted, _) = _root(name), _root(other)
    if len(first) == 1 and len(wanted) > 1:
        return wanted.startswith(first)
    rank, other_rank = (counts[name], len(name), name), (counts[other], len(other), other)
    same = first == wanted or bool(_given().get(first, frozenset()) & _given().get(wanted, frozenset()))
    return same and len(wanted) > 1 and len(first) > 1 and other_rank > rank


def _why(name: str, under: str) -> str:
    first, wanted = _root(name)[0], _root(under)[0]
    if len(first) == 1:
        return "an initial of the only one of that surname"
    return "a middle name more or less" if first == wanted else "a form of the same given name, and the same surname"


def _resolved(found: list[Joined]) -> list[Joined]:
    """Follow chains to their end, so that every name goes straight under its last."""
    under = {j.name: j.under for j in found}
    out = []
    for one in found:
        last, seen = one.under, {one.name}
        while last in under and last not in seen:
            seen.add(last)
            last = under[last]
        if last != one.name:
            out.append(one._replace(under=last))
    return sorted(out)
