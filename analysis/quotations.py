"""Quotation marks of every system to spans: “ ”, " ", „ “, « », '' and ``, British ' '; nested, unclosed, mismatched.

One `Quotation` per stretch between an opening mark and its closing mark, or per paragraph of a quotation that runs
over several. Marks are read by what stands around them first and by their shape second, since a wrong shape
(“long ago“) is common in news typed on many keyboards.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload

import numpy as np
import numpy.typing as npt

from .text import Span, reading_copy

# Six marks or more in a row are an ornament, whatever they are: one mark, which neither opens nor closes. A class of
# characters comes first, and what else is asked of them after, as `re` skips to a class several times as fast.
_MARK = re.compile(
    r"[\"“”„‟«»″＂'`‘’](?:(?P<row>[\"“”„‟«»″＂'`‘’]{5,}+)|(?<=[\"“”„‟«»″＂])|(?<=')'|(?<=`)`|(?<=‘)‘|(?<=’)’)"
)
_OPENERS, _CLOSERS = frozenset({"“", "„", "‟", "«", "``", "‘‘"}), frozenset({"”", "»", "’’"})
_BEFORE_OPENING = " \t\u00a0([{-–—/:'‘"
_STOPS = ".,;:!?)]"
_AFTER_CLOSING = _STOPS + "}-–—…'’"
# A word cut short at its front opens no quotation.
_ELISION = re.compile(r"'(?:\d\ds?|em|tis|twas|til|till|cause|bout|round|n|cos)\b", re.IGNORECASE)
_SINGLE_OPEN = re.compile(r"'(?<![^\s(\[\-]')(?=[^\s'])")
_SINGLE_CLOSE = re.compile(r"'(?<=[^\s']')(?!\w)")


class Quotation(NamedTuple):
    """A quoted stretch, marks included; `level` tells double marks from single ones."""

    start: int
    end: int
    paragraph: int
    inner_start: int
    inner_end: int
    level: str


class Stray(NamedTuple):
    """A mark, or a row of them, with no partner, where the text goes on as if it were not there."""

    start: int
    mark: str


class Strays(Sequence[Stray]):
    """The strays of a text in order. Only their places are kept: a file of marks holds millions."""

    def __init__(self, text: str, starts: npt.NDArray[np.int64]) -> None:
        self._text, self._starts = text, starts

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> Stray: ...
    @overload
    def __getitem__(self, index: slice) -> Strays: ...
    def __getitem__(self, index: int | slice) -> Stray | Strays:
        if isinstance(index, slice):
            return Strays(self._text, self._starts[index])
        start = int(self._starts[index])
        match = _MARK.match(self._text, start)
        return Stray(start, match.group() if match else "")


class _Mark(NamedTuple):
    start: int
    end: int
    role: str  # "open", "close", "either" or "row"


def find_quotations(text: str, paragraphs: Sequence[Span]) -> tuple[list[Quotation], Strays]:
    """The quotations of a text in order, and the marks that found no partner."""
    found: list[Quotation] = []
    strays = array("q")
    running = False
    for i, span in enumerate(paragraphs):
        if not _MARK.search(text, *span):  # as most paragraphs
            running = False
            found += _single(text, span, i)
            continue
        marked, unclosed = _pair(text, span, i, running, found, strays)
        running = bool(unclosed) and i + 1 < len(paragraphs) and _goes_on_in(text, paragraphs[i + 1])
        if running:
            last = unclosed.pop()
            _add(found, Quotation(last, span[1], i, _end_of(text, last), span[1], "double"))
        strays.extend(unclosed)
        if not marked:
            found += _single(text, span, i)
    return found, Strays(text, np.sort(np.array(strays, np.int64)))


def _marks(text: str, span: Span) -> Iterator[_Mark]:
    for match in _MARK.finditer(text, *span):
        start, end = match.span()
        if match["row"]:
            yield _Mark(start, end, "row")
            continue
        before = text[start - 1] if start > span[0] else " "
        after = text[end] if end < span[1] else " "
        may_open = not after.isspace() and after not in _STOPS and before in _BEFORE_OPENING
        may_close = not before.isspace() and before not in "([{" and (after.isspace() or after in _AFTER_CLOSING)
        shape = match.group()
        if may_open != may_close:
            role = "open" if may_open else "close"
        else:
            role = "open" if shape in _OPENERS else "close" if shape in _CLOSERS else "either"
        yield _Mark(start, end, role)


def _end_of(text: str, mark: int) -> int:
    """Where the mark that begins there ends: those made of apostrophes have two characters."""
    return mark + (2 if text[mark] in "'`‘’" else 1)


def _goes_on_in(text: str, span: Span) -> bool:
    """Does a quotation that a paragraph leaves open go on in the next one? It opens anew there, or closes."""
    first = next((mark for mark in _marks(text, span) if mark.role != "row"), None)
    return first is not None and (first.role == "close" or first.start == span[0])


def _pair(
    text: str, span: Span, paragraph: int, running: bool, found: list[Quotation], strays: array[int]
) -> tuple[bool, array[int]]:
    """Pair the marks of one paragraph: adds to `found` and `strays`; whether there are marks, and those left open.

    An opening mark that nothing closes costs its own quotation only; those after it are paired all the same.
    """
    unclosed = array("q")
    marked = False
    for start, end, role in _marks(text, span):
        if role == "row":
            strays.append(start)
        elif running and not marked and role == "close":
            found.append(Quotation(span[0], end, paragraph, span[0], start, "double"))
        elif role == "open" or (role == "either" and not unclosed):
            unclosed.append(start)
        elif unclosed:
            opener = unclosed.pop()
            _add(found, Quotation(opener, end, paragraph, _end_of(text, opener), start, "double"))
        else:
            strays.append(start)
        marked = marked or role != "row"
    return marked, unclosed


def _add(found: list[Quotation], quotation: Quotation) -> None:
    """Add a quotation to those before it; it covers those inside it."""
    while found and found[-1].start > quotation.start:
        found.pop()
    found.append(quotation)


def _single(text: str, span: Span, paragraph: int) -> list[Quotation]:
    """British single quotation marks of a paragraph that has no double ones; apostrophes are left alone."""
    copy = reading_copy(text[span[0] : span[1]])
    if not _SINGLE_OPEN.search(copy):
        return []
    closes = [m.start() for m in _SINGLE_CLOSE.finditer(copy)]
    # A quotation that is speech ends in a stop or comma; before that, “the workers' pay” ends nothing.
    spoken = [c for c in closes if copy[c - 1] in ",.!?"]
    found, position, next_close = [], 0, 0
    for match in _SINGLE_OPEN.finditer(copy):
        at = match.start()
        if at < position or _ELISION.match(copy, at):
            continue
        while next_close < len(closes) and closes[next_close] <= at + 1:
            next_close += 1
        if next_close == len(closes):
            break
        end = closes[next_close]
        if copy[end - 1] == "s" and (later := bisect_left(spoken, end)) < len(spoken):
            end = spoken[later]
        base = span[0]
        found.append(Quotation(base + at, base + end + 1, paragraph, base + at + 1, base + end, "single"))
        position = end + 1
    return found
