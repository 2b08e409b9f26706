"""Tokens of a sentence with each quotation as one token, and the cues among them.

A `Frame` is what a reporter writes in one go: a sentence, or the sentences that one pair of quotation marks holds
together. Words inside the marks are the speaker's and never looked at for cues.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from .. import lexicon
from ..layout import Layout
from ..lexicon import function_words
from ..quotations import Quotation
from ..text import Span

_DOTTED = "|".join(sorted(re.escape(a) for a in lexicon.column("abbreviations", "abbreviation", follows="name")))
_TOKEN = re.compile(rf"\b(?:(?:[A-Z]\.)+|{_DOTTED})(?=\s)|[^\W_]+(?:['.-][^\W_]+)*|--|[^\w\s]|_")
_BE, _MODAL, _NEGATION, _PLURAL = (function_words(c) for c in ("be", "modal", "negation", "plural"))
_SKIPPED = function_words("be", "auxiliary", "adverb", "weekday")
_BEFORE_NOUN = function_words("determiner", "quantifier", "preposition", "outer preposition")


class Token(NamedTuple):
    """A word, a mark, or a whole quotation."""

    start: int
    end: int
    word: str  # lower case; '"' for a quotation
    capital: bool
    quotation: Quotation | None


class Cue(NamedTuple):
    """A word or phrase that reports, by the indexes of its first and last token."""

    first: int
    last: int
    lemma: str
    mode: str
    frames: frozenset[str]
    form: str  # finite, participle, mark or prefix


@dataclass(frozen=True)
class Frame:
    """A stretch of one paragraph, its tokens, and whether it is the headline."""

    paragraph: int
    start: int
    end: int
    tokens: list[Token]
    headline: bool = False


def frame_of(layout: Layout, paragraph: int, span: Span) -> Frame:
    """A stretch of a paragraph as a frame."""
    held = [q for q in layout.quotations_from(*span) if q.end <= span[1]]
    return Frame(paragraph, *span, list(tokenise(layout.copy, span, held)), layout.headline == span)


_CELL = 500  # characters; no sentence of news is longer than two of them by much


def reach(sentence: Span, first: int, last: int) -> Span:
    """As much of a sentence as matters to what stands from `first` to `last` in it: all, unless it is overlong.

    Such a sentence is cut at fixed places, one beyond the nearest, so that statements side by side share a frame: text
    without a stop is read a few times over, and not once more for each statement.
    """
    start, end = sentence
    begin = start + max(0, (first - start) // _CELL - 1) * _CELL
    return begin, min(end, start + ((last - start) // _CELL + 2) * _CELL)


def tokenise(copy: str, span: Span, quotations: Sequence[Quotation]) -> Iterator[Token]:
    """The tokens of a span of a reading copy; each of `quotations` is one."""
    position = span[0]
    for quotation in [*quotations, None]:
        stop = quotation.start if quotation else span[1]
        for match in _TOKEN.finditer(copy, position, stop):
            word = match.group()
            yield Token(match.start(), match.end(), word.lower(), word[0].isupper(), None)
        if quotation:
            yield Token(quotation.start, quotation.end, '"', False, quotation)
            position = quotation.end


@cache
def _verbs() -> dict[str, tuple[str, str, frozenset[str]]]:
    return {
        form: (row["lemma"], row["mode"], frozenset(row["frame"].split()))
        for row in lexicon.load("cues")
        if row["kind"] == "verb"
        for form in row["forms"].split()
    }


@cache
def _phrases() -> dict[str, list[tuple[list[str], tuple[str, str, frozenset[str]]]]]:
    """Phrases by their first word, the longest first."""
    found: dict[str, list[tuple[list[str], tuple[str, str, frozenset[str]]]]] = {}
    for row in lexicon.load("cues"):
        if row["kind"] == "phrase":
            for form in row["forms"].split("|"):
                parts = form.split()
                entry = (parts, (row["lemma"], row["mode"], frozenset(row["frame"].split())))
                found.setdefault(parts[0], []).append(entry)
    return {first: sorted(entries, key=lambda e: -len(e[0])) for first, entries in found.items()}


def find_cues(tokens: Sequence[Token]) -> list[Cue]:
    """The cues that report something said: negated, hypothetical, passive and infinitive uses are none."""
    found = []
    i = 0
    while i < len(tokens):
        cue = _phrase_at(tokens, i) or _verb_at(tokens, i)
        if cue is not None:
            found.append(cue)
            i = cue.last
        i += 1
    return found


def _phrase_at(tokens: Sequence[Token], i: int) -> Cue | None:
    for parts, (lemma, mode, takes) in _phrases().get(tokens[i].word, []):
        if [t.word for t in tokens[i : i + len(parts)]] == parts:
            if "prefix" in takes:
                return Cue(i, i + len(parts) - 1, lemma, mode, takes, "prefix")
            form = "participle" if parts[0].endswith("ing") else "finite"
            return None if _unsaid(tokens, i, form) else Cue(i, i + len(parts) - 1, lemma, mode, takes, form)
    return None


def _verb_at(tokens: Sequence[Token], i: int) -> Cue | None:
    token = tokens[i]
    entry = _verbs().get(token.word)
    if entry is None or token.capital:
        return None
    lemma, mode, takes = entry
    form = "participle" if token.word.endswith("ing") else "finite"
    before = tokens[i - 1].word if i else ""
    noun_like = token.word in {lemma, lemma + "s"} or form == "participle"
    if before in _BEFORE_NOUN and (noun_like or before in {"a", "an", "the"}):
        return None
    if token.word == lemma and not _plural_before(tokens, i):
        return None
    if _unsaid(tokens, i, form):
        return None
    last = i
    if "object-for" in takes:
        if i + 1 >= len(tokens) or tokens[i + 1].word not in {"for", "on", "upon"}:
            takes = frozenset({"quote"})
        else:
            last, takes = i + 1, frozenset({"object"})
    return Cue(i, last, lemma, mode, takes, form)


def _plural_before(tokens: Sequence[Token], i: int) -> bool:
    """A base form reports only after a plural: officials say, they say; not “to say”, “the report”."""
    j = i - 1
    while j >= 0 and (tokens[j].word in _SKIPPED or tokens[j].word.endswith("ly")):
        if tokens[j].word in {"did", "do", "does"}:
            return True
        j -= 1
    return j >= 0 and (tokens[j].word in _PLURAL or tokens[j].word.endswith("s"))


def _unsaid(tokens: Sequence[Token], i: int, form: str) -> bool:
    """Negated, hypothetical, infinitive or passive: nothing was said, or not by the subject."""
    j = i - 1
    while j >= 0 and i - j <= 5:
        word = tokens[j].word
        if word in _NEGATION or word in _MODAL or word == "to" or word.endswith("n't"):
            return True
        if word in _BE and form == "finite":
            return True
        if word not in _SKIPPED and not word.endswith("ly"):
            return False
        j -= 1
    return False
