"""A codebook's patterns: what a researcher types into a cell of `topics.csv`, and where it occurs in a text.

- `harbour`, `armed forces`: a word, or words that follow each other; whole words, in any case.
- `sanction*`: words that begin so; a star stands for the rest of a word anywhere (`*steuer`, `econom* polic*`), and
  alone between two words for any one word (`minister of * affairs`).
- `NATO`, `US troops`: a word all in capitals is found only so written.
- `gas* near/5 price*`: both, in either order, at most five words from one to the other; near/1 is side by side.

An exclusion is a pattern too: a hit that overlaps one of its places does not count.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from .text import WORD, Span, reading_copy

FARTHEST = 50  # words between the two sides of near/: beyond that they are no longer about each other
Hit = tuple[Span, ...]  # the places of one hit: one, or the two sides of near/

_TOKEN = re.compile(r"\w+")
_RUN = re.compile(r"[\w*]+")
_STARS = re.compile(r"\*+")
_OPERATORS = {
    "AND": "for two words that stand close, write near/5 between them",
    "OR": "write a row of its own for each alternative",
    "NOT": "write what does not count into the column exclude",
}
_REMEMBERED = 200_000  # different words of the texts


class PatternError(ValueError):
    """A pattern that cannot be read; the message says how to write it."""


def folded(copy: str) -> str:
    """The reading copy in small letters; same length, same offsets."""
    return copy.replace("İ", "i").lower()  # the one letter whose small form is two characters


@dataclass(frozen=True)
class Pattern:
    """One pattern as typed. PatternError where it cannot be read."""

    written: str

    def __post_init__(self) -> None:
        _ = self._sides, self.anchor  # so that what cannot be read is told where it is written

    @cached_property
    def _words(self) -> list[str]:
        return _STARS.sub("*", reading_copy(self.written)).split()

    @cached_property
    def _sides(self) -> list[_Phrase]:
        _refuse(self._words)
        at = [i for i, word in enumerate(self._words) if word.lower().startswith("near/")]
        if not at:
            return [_Phrase(self._words)]
        if len(at) > 1:
            raise PatternError("near/ stands once in a pattern; write two rows")
        if not at[0] or at[0] == len(self._words) - 1:
            raise PatternError("near/ needs words on both sides: gas* near/5 price*")
        return [_Phrase(self._words[: at[0]]), _Phrase(self._words[at[0] + 1 :])]

    @cached_property
    def _within(self) -> int:
        number = next(word[5:] for word in self._words if word.lower().startswith("near/"))
        if not (number.isdecimal() and 1 <= int(number[:9]) <= FARTHEST):
            raise PatternError(f"near/ needs a number of words from 1 to {FARTHEST}: near/5")
        return int(number)

    @cached_property
    def anchor(self) -> str:
        """A word, perhaps with stars, in small letters: a text without it has no hit. Empty: there is none."""
        if len(self._sides) == 2:
            _ = self._within
        return max((side.anchor for side in self._sides), key=_rareness)

    def find(self, copy: str, low: str) -> list[Hit]:
        """Every hit in a reading copy and its `folded` form, in order; no two of them overlap."""
        found = [side.find(copy, low) for side in self._sides]
        if len(found) == 1:
            return [(span,) for span in found[0]]
        return _pairs(found[0], found[1], self._within, copy) if all(found) else []


def _refuse(words: Sequence[str]) -> None:
    """What people know from search engines and would find nothing here is told, with what to write instead."""
    if not words:
        raise PatternError("there is no word in it")
    if any('"' in word for word in words):
        raise PatternError("write a phrase without quotation marks: armed forces")
    operator = next((word for word in words[1:-1] if word in _OPERATORS), None)
    if operator and not all(word.isupper() for word in words):
        raise PatternError(f"{operator} means nothing in a pattern; {_OPERATORS[operator]}")


class _Phrase:
    """Words that follow each other, as one expression that never backtracks over more than a word."""

    def __init__(self, words: Sequence[str]) -> None:
        if words[0] == "*" or words[-1] == "*":
            raise PatternError("a * alone finds every word; write some letters with it: sanction*")
        cased = [_shouted(word) for word in words]
        self._reads_copy = any(cased)
        parts = [_expression(w) if c else f"(?i:{_expression(w)})" for w, c in zip(words, cased, strict=True)]
        if not self._reads_copy:
            parts = [_expression(folded(word)) for word in words]
        self._expression = re.compile(r"(?<!\w)" + r"\s++".join(parts) + r"(?!\w)")
        sure = [word for word, c in zip(words, cased, strict=True) if c or not self._reads_copy]
        runs = [run for word in sure for run in _RUN.findall(folded(word)) if run.strip("*")]
        self.anchor = max(runs, key=_rareness, default="")

    def find(self, copy: str, low: str) -> list[Span]:
        return [m.span() for m in self._expression.finditer(copy if self._reads_copy else low)]


def _shouted(word: str) -> bool:
    letters = [c for c in word if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)


def _expression(word: str) -> str:
    """A word with stars. What a star has passed over is not tried again, so that time grows with the text."""
    if word == "*":
        return r"\w++(?:['.-]\w++)*+"
    first, *rest = map(re.escape, word.split("*"))
    inner = "".join(rf"(?>\w*?{part})" for part in rest[:-1])
    last = "" if not rest else rf"\w*{rest[-1]}" if rest[-1] else r"\w*+"
    return first + inner + last


def _rareness(run: str) -> tuple[bool, int]:
    """The longest whole word is the best to look for, then the longest beginning."""
    return bool(run) and "*" not in run, len(run.partition("*")[0])


def _pairs(left: list[Span], right: list[Span], within: int, copy: str) -> list[Hit]:
    """Places of both sides at most `within` words apart, in either order; each place is in one pair only."""
    starts = [m.start() for m in WORD.finditer(copy)]
    open_places: dict[int, Span] = {}
    found: list[Hit] = []
    used = 0
    for place, side in sorted([(span, 0) for span in left] + [(span, 1) for span in right]):
        if place[0] < used:
            continue
        before = open_places.get(1 - side)
        if before and before[1] <= place[0] and _distance(starts, before, place) <= within:
            found.append((before, place))
            open_places, used = {}, place[1]
        else:
            open_places[side] = place
    return found


def _distance(starts: list[int], before: Span, after: Span) -> int:
    """From the last word of one place to the first of the next, in words; neighbours are 1 apart."""
    return bisect_right(starts, after[0]) - bisect_left(starts, before[1])


class Anchors:
    """Tells which of many patterns may occur in a text, by its words alone."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._exact: dict[str, list[int]] = {}
        self._begin: dict[str, list[tuple[re.Pattern[str], int]]] = {}
        always = []
        for number, pattern in enumerate(patterns):
            begin, star, _ = pattern.anchor.partition("*")
            if star:
                self._begin.setdefault(begin, []).append((re.compile(_expression(pattern.anchor)), number))
            elif begin:
                self._exact.setdefault(begin, []).append(number)
            else:
                always.append(number)
        self._always = frozenset(always)
        self._lengths = sorted({len(begin) for begin in self._begin})
        self._telling: dict[str, set[int]] = {}
        self._idle: set[str] = set()

    def among(self, text: str) -> frozenset[int] | set[int]:
        """The numbers of the patterns whose anchor is a word of the text. Most texts have none, so that is quick."""
        chunks = text.split()
        if self._idle.issuperset(chunks):
            return self._always
        found = set(self._always)
        for chunk in set(chunks) - self._idle:
            numbers = self._telling.get(chunk)
            found.update(self._look_up(chunk) if numbers is None else numbers)
        return found

    def _look_up(self, chunk: str) -> set[int]:
        """What lies between two spaces, read once for the whole corpus."""
        if len(self._idle) + len(self._telling) > _REMEMBERED:
            self._idle.clear()
            self._telling.clear()
        numbers = {number for word in _TOKEN.findall(folded(reading_copy(chunk))) for number in self._patterns(word)}
        if numbers:
            self._telling[chunk] = numbers
        else:
            self._idle.add(chunk)
        return numbers

    def _patterns(self, word: str) -> list[int]:
        starred = [pair for length in self._lengths for pair in self._begin.get(word[:length], ())]
        return self._exact.get(word, []) + [number for expression, number in starred if expression.fullmatch(word)]
