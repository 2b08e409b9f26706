"""Attribution by layout rather than by a sentence: signatures behind quotations, and the labels of transcripts.

“We will go.” — Anna Lind, 34       LIND: We will go.       "LIND: We will go."
"""

from __future__ import annotations

import re
from collections import Counter

from ..layout import Layout
from ..quotations import Quotation
from ..text import Span
from .rules import Found

_SIGNATURE = re.compile(r"\s{0,4}-{1,2}\s{0,3}(?P<name>[A-Z][^\"\n,;()]{1,60})")
_IN_NAMES = frozenset("of the de da di van von der la le el al bin ibn and for".split())
_LABEL = re.compile(r"(?P<name>[A-Z][\w.'-]{0,30}(?: [A-Z(][\w.')-]{0,30}){0,3})(?P<colon>:)\s{1,3}(?=\S)")
_LEAST = 3  # lines of a transcript
_SURE = 0.8  # confidence of what the layout says


def signed(layout: Layout, paragraph: tuple[int, int, int], quotation: Quotation, after: Span | None) -> Found | None:
    """The quotation as a statement of whom a dash behind it names, in its paragraph or in `after`, the next one."""
    number, start, end = paragraph
    match = _SIGNATURE.match(layout.copy, quotation.end, end)
    if match is None and after is not None and end - quotation.end <= 1 and after[1] - after[0] <= 80:
        match = _SIGNATURE.match(layout.copy, *after)
    if match is None:
        return None
    name = match.group("name").rstrip(" .-")
    words = name.split()
    if len(words) > 6 or not all(word[0].isupper() or word in _IN_NAMES for word in words):
        return None
    at = match.start("name")
    dash = layout.copy.index("-", match.start())
    last = max(at + len(name), quotation.end)
    return Found(
        number,
        ((quotation.start, quotation.end),),
        (max(start, quotation.start), last),
        lemma="-",
        cue=(dash, dash + 1),
        mention=(at, at + len(name)),
        confidence=_SURE,
    )


def transcript(layout: Layout) -> list[Found]:
    """The lines of a transcript: paragraphs or quotations that begin with a label, if a label comes back."""
    if layout.copy.count(":") < _LEAST:
        return []  # no need to look at every paragraph
    lines = []
    for number, start, end in layout.prose:
        quotation = next(iter(layout.quotations_from(start, start + 1)), None)
        match = _LABEL.match(layout.copy, quotation.inner_start if quotation else start, end)
        if match and (start, end) != layout.headline:
            lines.append((number, match, quotation.end if quotation else end, quotation is None))
    count = Counter(match.group("name") for _, match, _, _ in lines)
    if len(lines) < _LEAST or max(count.values()) < 2:
        return []
    return [_line(number, match, end, bare) for number, match, end, bare in lines]


def _line(number: int, match: re.Match[str], end: int, bare: bool) -> Found:
    return Found(
        number,
        ((match.end(), end),),
        (match.start(), end),
        lemma=":",
        cue=match.span("colon"),
        mention=match.span("name"),
        unmarked=bare,
        label=True,
        confidence=_SURE,
    )


def with_transcript(layout: Layout, found: list[Found]) -> list[Found]:
    """The lines of a transcript instead of what else was found in the same words."""
    lines = transcript(layout)
    if not lines:
        return found
    held = {line.paragraph: line for line in lines}
    kept = [one for one in found if one.paragraph not in held or not _inside(one, held[one.paragraph])]
    return kept + lines


def _inside(one: Found, line: Found) -> bool:
    return one.spans[0][0] < line.spans[0][1] and one.spans[-1][1] > line.mention[0] if line.mention else False
