"""One row per sentence: articles to sentences with offsets, the share of each inside quotation marks.

Sentences never cross a paragraph. A stop inside quotation marks ends a sentence unless what follows the closing mark
reports it (“Really?” Peskov asked). Tag lines, datelines and boilerplate are not sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pandas as pd

from . import lexicon, tables
from .layout import Layout, layouts
from .quotations import Quotation
from .text import Span, trim

# Possessive, and from the first stop of a run only: a line of a hundred thousand dots takes no longer than its words.
# The class of stops stands before what is asked of it, as `re` skips to a class.
_STOP = re.compile(
    r"(?P<stop>[.!?](?<![.!?]{2})[.!?]*+)(?P<close>[\"')\]]*+)(?P<tail>\.?+)\s++(?=(?P<next>[\"'(\[]*+[^\W_]))"
)
_LAST_WORD = re.compile(r"[^\s\"'(\[]++\Z")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+\Z")
_WORD = re.compile(r"[^\W_]+")


@cache
def _abbreviations() -> dict[str, str]:
    """What may follow an abbreviation without ending its sentence: a name, a number, or anything (other)."""
    return {row["abbreviation"].rstrip("."): row["follows"] for row in lexicon.load("abbreviations")}


@cache
def _speech_forms() -> frozenset[str]:
    return frozenset(form for row in lexicon.load("cues") for form in row["forms"].split() if row["kind"] == "verb")


def sentence_spans(copy: str, start: int, end: int) -> list[Span]:
    """The sentences of `copy[start:end]`, one paragraph of a reading copy, as trimmed spans."""
    start, end = trim(copy, start, end)
    found, begin = [], start
    for match in _STOP.finditer(copy, start, end):
        if _ends_sentence(copy, match, begin, end):
            found.append((begin, match.end("tail")))
            begin = match.end()
    return [*found, (begin, end)] if begin < end else []


def _ends_sentence(copy: str, match: re.Match[str], begin: int, end: int) -> bool:
    first = copy[match.end("next") - 1]
    if first.islower():
        return False
    if match["stop"] == "." and not match["close"]:
        near = max(begin, match.start() - 30)
        near = max(near, copy.rfind(" ", near, match.start()) + 1)  # 0 without a space
        last = _LAST_WORD.search(copy, near, match.end("stop"))
        before = last.group() if last else ""
        follows = _abbreviations().get(before.rstrip("."), "")
        if follows == "name" or (follows == "number" and first.isdigit()):
            return False
        if follows == "other" or _INITIALS.fullmatch(before):
            following = _WORD.match(copy, match.end("next") - 1)
            return following is not None and following.group() in lexicon.column("sentence_starters", "word")
    if match["close"].startswith(('"', "'")):
        return not _reports(copy[match.start("next") : min(end, match.start("next") + 80)], match["stop"])
    return True


def _reports(after: str, stop: str) -> bool:
    """Does what follows a closing mark report the quotation? After a full stop only a clause of cue alone does."""
    for position, match in enumerate(re.finditer(r"[^\W_]+|[.,:;!?\"]", after)):
        if position > 6 or not match.group()[0].isalnum():
            return False
        if match.group().lower() in _speech_forms():
            return stop != "." or re.match(r"\s*[.,:;]|\s*\Z", after[match.end() :]) is not None
    return False


def _solid(text: str, start: int, end: int) -> int:
    """The number of characters that are not white space."""
    return sum(map(len, text[start:end].split()))


class Quoted:
    """How much of any span stands inside quotation marks; the marks count as inside."""

    def __init__(self, text: str, quotations: Sequence[Quotation]) -> None:
        self.text = text
        self.quotations = quotations
        self._ends = [q[1] for q in quotations]

    def share(self, spans: Sequence[Sequence[int]]) -> float:
        """The share of the characters of `spans`, white space aside, inside quotation marks; 0 to 1."""
        if not self.quotations:
            return 0.0
        inside = 0
        for start, end in spans:
            for i in range(bisect_right(self._ends, start), len(self._ends)):
                q = self.quotations[i]
                if q[0] >= end:
                    break
                inside += _solid(self.text, max(q[0], start), min(q[1], end))
        return inside / sum(_solid(self.text, *span) for span in spans) if inside else 0.0


def split_sentences(articles: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence of headline and body; adds nothing to `articles`. Tone is left empty: see `score_tone`.

    Raises TableError unless `articles` has the columns article_id and text.
    """
    tables.require(articles, ["article_id", "text"], "split_sentences")
    return tables.make("sentences", (row for layout in layouts(articles) for row in _rows(layout)))


def _rows(layout: Layout) -> Iterator[dict[str, Any]]:
    quoted = Quoted(layout.text, layout.quotations)
    found = ((p, span) for p, start, end in layout.prose for span in sentence_spans(layout.copy, start, end))
    for n, (paragraph, span) in enumerate(found):
        yield {
            "sentence_id": f"{layout.article_id}:{n}",
            "article_id": layout.article_id,
            "paragraph": paragraph,
            "start": span[0],
            "end": span[1],
            "text": layout.text[span[0] : span[1]],
            "in_quote": round(quoted.share([span]), 4),
        }
