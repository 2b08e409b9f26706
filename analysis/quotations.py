"""Quotation marks of every system to spans: “ ”, " ", „ “, « », '' and ``, British ' '; nested, unclosed, mismatched.

One `Quotation` per stretch between an opening mark and its closing mark, or per paragraph of a quotation that runs
over several. Marks are read by what stands around them first and by their shape second, since a wrong shape
(“long ago“) is common in news typed on many keyboards.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from .text import Span, reading_copy

_DOUBLE = re.compile(r"''|``|‘‘|’’|[\"“”„‟«»″＂]")
_OPENERS, _CLOSERS = frozenset({"“", "„", "‟", "«", "``", "‘‘"}), frozenset({"”", "»", "’’"})
_BEFORE_OPENING = " \t\u00a0([{-–—/:'‘"
_AFTER_CLOSING = ".,;:!?)]}-–—…'’"
# A word cut short at its front opens no quotation.
_ELISION = re.compile(r"'(?:\d\ds?|em|tis|twas|til|till|cause|bout|round|n|cos)\b", re.IGNORECASE)
_SINGLE_OPEN = re.compile(r"(?<![^\s(\[\-])'(?=[^\s'])")
_SINGLE_CLOSE = re.compile(r"(?<=[^\s'])'(?!\w)")


class Quotation(NamedTuple):
    """A quoted stretch, marks included; `level` tells double marks from single ones."""

    start: int
    end: int
    paragraph: int
    inner_start: int
    inner_end: int
    level: str


class Stray(NamedTuple):
    """A mark with no partner, where the text goes on as if it were not there."""

    start: int
    mark: str


class _Mark(NamedTuple):
    start: int
    end: int
    role: str  # "open", "close" or "either"


def find_quotations(text: str, paragraphs: Sequence[Span]) -> tuple[list[Quotation], list[Stray]]:
    """The quotations of a text in order, and the marks that found no partner."""
    marks = [_marks(text, span) for span in paragraphs]
    found: list[Quotation] = []
    strays: list[Stray] = []
    running = False
    for i, (start, end) in enumerate(paragraphs):
        following = marks[i + 1] if i + 1 < len(marks) else []
        runs_on = bool(following) and (following[0].role == "close" or following[0].start == paragraphs[i + 1][0])
        here, unpaired, running = _pair(marks[i], (start, end), i, running, runs_on)
        found += here
        strays += [Stray(mark.start, text[mark.start : mark.end]) for mark in unpaired]
        if not marks[i]:
            found += _single(text, (start, end), i)
    return found, strays


def _marks(text: str, span: Span) -> list[_Mark]:
    out = []
    for match in _DOUBLE.finditer(text, *span):
        start, end = match.span()
        before = text[start - 1] if start > span[0] else " "
        after = text[end] if end < span[1] else " "
        may_open = not after.isspace() and after not in _AFTER_CLOSING[:8] and before in _BEFORE_OPENING
        may_close = not before.isspace() and before not in "([{" and (after.isspace() or after in _AFTER_CLOSING)
        shape = match.group()
        if may_open != may_close:
            role = "open" if may_open else "close"
        else:
            role = "open" if shape in _OPENERS else "close" if shape in _CLOSERS else "either"
        out.append(_Mark(start, end, role))
    return out


def _pair(
    marks: list[_Mark], span: Span, paragraph: int, running: bool, runs_on: bool
) -> tuple[list[Quotation], list[_Mark], bool]:
    """Pair the marks of one paragraph: its quotations, unpaired marks, and whether the last one goes on below.

    An opening mark that nothing closes costs its own quotation only; those after it are paired all the same.
    """
    pairs: list[tuple[_Mark, _Mark]] = []
    unpaired: list[_Mark] = []
    stack: list[_Mark] = []
    if running and marks and marks[0].role == "close":
        stack.append(_Mark(span[0], span[0], "open"))
    for mark in marks:
        if mark.role == "open" or (mark.role == "either" and not stack):
            stack.append(mark)
        elif stack:
            pairs.append((stack.pop(), mark))
        else:
            unpaired.append(mark)
    goes_on = bool(stack) and runs_on
    if goes_on:
        pairs.append((stack.pop(), _Mark(span[1], span[1], "close")))
    found: list[Quotation] = []
    for opener, closer in sorted(pairs):
        if not found or opener.start >= found[-1].end:  # else an inner quotation, which the outer one covers
            found.append(Quotation(opener.start, closer.end, paragraph, opener.end, closer.start, "double"))
    return found, [*unpaired, *stack], goes_on


def _single(text: str, span: Span, paragraph: int) -> list[Quotation]:
    """British single quotation marks of a paragraph that has no double ones; apostrophes are left alone."""
    copy = reading_copy(text[span[0] : span[1]])
    if "'" not in copy:
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
