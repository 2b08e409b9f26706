"""A statement where it stands: its sentences and one on either side, the words of the statement marked.

The marks »…« survive every spreadsheet, CSV and encoding; in a workbook the words between them are bold as well.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..text import Span

OPEN, CLOSE = "»", "«"
_ROOM = 1_500  # characters of a context beyond which its plain stretches are shortened
_EDGE = 200  # characters that stay of a shortened stretch on each side of a mark
_LEFT_OUT = " […] "


class Piece(NamedTuple):
    """A stretch of a context, and whether it is marked."""

    text: str
    marked: bool


def surrounding(spans: Sequence[Sequence[int]], sentences: Sequence[Span], length: int) -> Span:
    """From the sentence before the first to the one after the last that the spans touch; sentences are in order."""
    first, last = min(s[0] for s in spans), max(s[1] for s in spans)
    starts = [s for s, _ in sentences]
    low = max(0, bisect_right(starts, first) - 2)
    high = min(len(sentences) - 1, bisect_right(starts, max(first, last - 1)))
    if not sentences:
        return max(0, first - _EDGE), min(length, last + _EDGE)
    return min(first, sentences[low][0]), max(last, sentences[high][1])


def mark(text: str, within: Span, spans: Iterable[Sequence[int]]) -> list[Piece]:
    """The words of `within` in pieces, those of `spans` marked; overlapping spans are marked as one."""
    pieces, at = [], within[0]
    for start, end in _joined(spans):
        start, end = max(start, within[0]), min(end, within[1])
        if start >= end:
            continue
        pieces += [Piece(text[at:start], False), Piece(text[start:end], True)]
        at = end
    return _shortened([p for p in [*pieces, Piece(text[at : within[1]], False)] if p.text])


def _joined(spans: Iterable[Sequence[int]]) -> list[Span]:
    found: list[Span] = []
    for start, end in sorted((s[0], s[1]) for s in spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _shortened(pieces: list[Piece]) -> list[Piece]:
    """A sentence may be as long as an article: of what is too long its beginning and end stay."""
    if sum(len(p.text) for p in pieces) <= _ROOM:
        return pieces
    return [
        p if len(p.text) <= 2 * _EDGE else Piece(p.text[:_EDGE] + _LEFT_OUT + p.text[-_EDGE:], p.marked) for p in pieces
    ]


def as_text(pieces: Iterable[Piece]) -> str:
    """The pieces as one line, with marks."""
    marked = (f"{OPEN}{p.text}{CLOSE}" if p.marked else p.text for p in pieces)
    return " ".join("".join(marked).split())


def as_pieces(context: str) -> list[Piece]:
    """The pieces that `as_text` joined, for a workbook's bold type; marks of the text's own may part it elsewhere."""
    found = []
    for i, part in enumerate(context.split(OPEN)):
        inside, close, after = part.partition(CLOSE)
        if not i or not close:
            found.append(Piece(part if not i else OPEN + part, False))
        else:
            found += [Piece(OPEN + inside + CLOSE, True), Piece(after, False)]
    return [p for p in found if p.text]
