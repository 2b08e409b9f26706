"""Reading copies and words: how the other modules look at a text without changing it.

A reading copy has the same length as the text, so that every offset found in the copy is an offset into the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Span = tuple[int, int]

# Marks that stand for the same thing in print; each is one character for one, so that no offset moves.
_READING = {
    **dict.fromkeys("’‘‛ʼ′`´", "'"),
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("‐‑–—―−", "-"),
    **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u3000\ufeff\u200b", " "),
    "…": ".",
}

WORD = re.compile(r"[^\W_]++(?:['’.-][^\W_]++)*+")
_ASCII_WORD = re.compile(r"[0-9A-Za-z]++(?:['.-][0-9A-Za-z]++)*+")  # the same words, in two thirds of the time
_LINE = re.compile(r"\S(?:[^\n\r\u2028\u2029\x85\x0b\x0c]*\S)?")  # from its first to its last character
_TYPED = 100  # characters: no line of a typewriter is longer


def reading_copy(text: str) -> str:
    """`text` with curly quotes, dashes and odd spaces as their plain forms; same length, same offsets."""
    if text.isascii() and "`" not in text:
        return text
    for mark, plain in _READING.items():  # two dozen quick searches: many times as fast as str.translate
        if mark in text:
            text = text.replace(mark, plain)
    return text


def words(text: str) -> list[str]:
    """The words of `text`; don't, U.S and twenty-one are one word each."""
    return (_ASCII_WORD if text.isascii() else WORD).findall(text)


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    if start < end and not text[start].isspace() and not text[end - 1].isspace():  # as most are
        return start, end
    piece = text[start:end]
    return end - len(piece.lstrip()), start + len(piece.rstrip()) if piece.strip() else end


def lines(text: str) -> list[Span]:
    """The lines of `text` that hold more than white space, each trimmed."""
    return [match.span() for match in _LINE.finditer(text)]


def join_spans(text: str, spans: Iterable[Sequence[int]], glue: str = " ") -> str:
    """The words at `spans`, joined."""
    return glue.join(text[start:end] for start, end in spans)


def in_source(spans: Iterable[Sequence[int]], start: int, end: int) -> list[Span]:
    """Where the characters `start` to `end` of joined words (see `join_spans`) stand in the source, piece by piece."""
    found, at = [], 0
    for first, last in spans:
        low, high = max(start, at), min(end, at + last - first)
        if low < high:
            found.append((first + low - at, first + high - at))
        at += last - first + 1  # the space that joins them is in no source
    return found


def in_joined(spans: Iterable[Sequence[int]], start: int, end: int) -> list[Span]:
    """The way back: where the characters `start` to `end` of the source stand in the joined words."""
    found, at = [], 0
    for first, last in spans:
        low, high = max(start, first), min(end, last)
        if low < high:
            found.append((low - first + at, high - first + at))
        at += last - first + 1
    return found


def without(span: Span, holes: Iterable[Sequence[int]]) -> list[Span]:
    """What is left of `span` when `holes` are taken out, in order."""
    left, position = [], span[0]
    for start, end in sorted([(h[0], h[1]) for h in holes]):
        if start > position and position < span[1]:
            left.append((position, min(start, span[1])))
        position = max(position, end)
    if position < span[1]:
        left.append((position, span[1]))
    return left


def paragraph_spans(text: str) -> list[Span]:
    """The paragraphs: lines, or blocks between blank lines where the lines were wrapped at a fixed width."""
    spans = lines(text)
    if any(end - start > _TYPED for start, end in spans):
        return spans
    blocks: list[list[Span]] = []
    for span in spans:
        gap = text[blocks[-1][-1][1] : span[0]] if blocks else ""
        if blocks and gap.count("\n") + (0 if "\n" in gap else gap.count("\r")) == 1:
            blocks[-1].append(span)
        else:
            blocks.append([span])
    return [(b[0][0], b[-1][1]) for b in blocks] if _wrapped(text, blocks) else spans


def _wrapped(text: str, blocks: list[list[Span]]) -> bool:
    """Wrapped text, of lines that a typewriter can hold: most inner lines break off in mid-sentence."""
    inner = [span for block in blocks for span in block[:-1]]
    if len(blocks) < 2 or len(inner) < 3:
        return False
    broken = sum(text[e - 1] not in ".!?:;\"”'’" for _, e in inner)
    return broken / len(inner) > 0.6 and sum(e - s for s, e in inner) / len(inner) > 45
