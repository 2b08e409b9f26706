"""Names across articles: variants of one person's name joined under one, conservatively and with the reason.

Within an article a surname stands for the full name that it gives. Across articles two names are joined only where
nobody else in the corpus could be meant: same but for accents, hyphens or order; an initial or a surname alone with
exactly one bearer; a middle name more or less; given names that are one in transliteration (lexicons/given_names.csv).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from . import lexicon

# Hyphens and points; endings of one sound (Zelensky, Zelenskyy, Zelenskiy); x and ks, v and w, h and kh.
_FOLDS = (
    (re.compile(r"[‐‑–-]"), " "),
    (re.compile(r"[^\w ]"), ""),
    (re.compile(r"(?:iy|yi|yy|ii|ij|yj|i|j|y)\b"), "y"),
    (re.compile("ks"), "x"),
    (re.compile("w"), "v"),
    (re.compile("kh"), "h"),
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
    plain = name
    if not name.isascii():
        apart = unicodedata.normalize("NFKD", name.translate(_EXTRA))
        plain = "".join(c for c in apart if not unicodedata.combining(c))
    plain = plain.lower()
    for pattern, by in _FOLDS:
        plain = pattern.sub(by, plain)
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
    words = {name: tuple(fold(name).split()) for name in names}
    words = {name: folded for name, folded in words.items() if folded}
    by_surname: dict[str, list[str]] = defaultdict(list)
    found = _same_words(words, names)
    gone = {j.name for j in found}
    for name, folded in words.items():
        if name not in gone:
            by_surname[folded[-1]].append(name)
    for bearers in (names for names in by_surname.values() if len(names) > 1):
        found += _join_bearers({name: words[name][0] for name in bearers}, names)
    return _resolved(found)


def _best(names: Iterable[str], counts: Mapping[str, int]) -> str:
    return min(names, key=lambda n: (-counts[n], -len(n.split()), n))


def _same_words(words: Mapping[str, tuple[str, ...]], counts: Mapping[str, int]) -> list[Joined]:
    """Names of the same words but for accents, case, transliteration and order."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, folded in words.items():
        groups[tuple(sorted(folded))].append(name)
    found = []
    for same in groups.values():
        under = _best(same, counts)
        for name in same:
            if name != under:
                order = words[name] != words[under]
                found.append(
                    Joined(name, under, "the same words in another order" if order else "the same but for spelling")
                )
    return found


class _Namesakes:
    """The people of one given name and surname, to be asked for the best name among those of a higher rank."""

    def __init__(self, names: Iterable[str], counts: Mapping[str, int]) -> None:
        self.counts = counts
        self.names = sorted(names, key=self._rank)
        self.best = self.names.copy()  # of each name and those after it
        for i in range(len(self.best) - 2, -1, -1):
            self.best[i] = _best(self.best[i : i + 2], counts)

    def _rank(self, name: str) -> tuple[int, int, str]:
        return self.counts[name], len(name), name

    def above(self, name: str) -> str | None:
        """The name under which `name` may go: more frequent or fuller than itself; None where none is."""
        i = bisect_right(self.names, self._rank(name), key=self._rank)
        return self.best[i] if i < len(self.best) else None


def _join_bearers(bearers: Mapping[str, str], counts: Mapping[str, int]) -> list[Joined]:
    """Of the people of one surname: initials, middle names, transliterated given names, then the surname alone.

    `bearers` maps each name to its first word, folded.
    """
    by_first: dict[str, list[str]] = defaultdict(list)
    for name, first in bearers.items():
        if len(name.split()) > 1:
            by_first[first].append(name)
    namesakes = {first: _Namesakes(names, counts) for first, names in by_first.items()}
    found = []
    for first, fuller in _fuller(namesakes).items():
        for name in by_first[first]:
            if len(first) == 1:
                under = [namesakes[other].best[0] for other in fuller] if len(fuller) == 1 else []
            else:
                under = [above for other in fuller if (above := namesakes[other].above(name))]
            if len(under) == 1:
                found.append(Joined(name, under[0], _why(first, bearers[under[0]])))
    gone = {j.name for j in found}
    left = [name for names in by_first.values() for name in names if name not in gone]
    if len({bearers[name] for name in left}) == 1:
        best = _best(left, counts)
        found += [Joined(b, best, "the only one of that surname in the corpus") for b in bearers if len(b.split()) == 1]
    return found


def _fuller(firsts: Collection[str]) -> dict[str, Collection[str]]:
    """Of the given names of one surname those that each may stand for: of an initial the ones that begin with it, of
    a name itself and what is one with it in transliteration."""
    by_form: dict[str | int, set[str]] = defaultdict(set)
    for first in firsts:
        for form in (first[0], *_given().get(first, ())) if len(first) > 1 else ():
            by_form[form].add(first)
    return {
        first: by_form[first] if len(first) == 1 else {first}.union(*(by_form[row] for row in _given().get(first, ())))
        for first in firsts
    }


def _why(first: str, wanted: str) -> str:
    if len(first) == 1:
        return "an initial of the only one of that surname"
    return "a middle name more or less" if first == wanted else "a form of the same given name, and the same surname"


def _resolved(found: list[Joined]) -> list[Joined]:
    """Follow chains to their end, so that every name goes straight under its last. No chain runs in a circle: each step
    leads to another spelling, from an initial or a surname to a full name, or to a name of a higher rank."""
    under = {j.name: j.under for j in found}
    for one in found:
        way = [one.name]
        while (last := under[way[-1]]) in under:
            way.append(last)
        under.update(dict.fromkeys(way, last))
    return sorted(one._replace(under=under[one.name]) for one in found if under[one.name] != one.name)
