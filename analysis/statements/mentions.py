"""Who a cue belongs to: the words that name the speaker, left or right of it, without a parser.

A mention is a run of name, office and pronoun words next to the cue. The marks of its edge are the small closed
classes of English (conjunctions, auxiliaries, prepositions), which is what makes this possible at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from .. import lexicon
from ..lexicon import function_words
from .tokens import Cue, Token

PRONOUNS = function_words("pronoun")
_PREPOSITIONS, _TIME = function_words("preposition"), function_words("time")
_BE = function_words("be")
_SKIPPED = function_words("adverb", "auxiliary") | _BE
_EDGE = function_words("conjunction", "subordinator", "outer preposition", "auxiliary", "be", "modal") | {
    "also",
    "then",
}
_MAX = 14  # tokens; longer runs are clauses, not names


class Subject(NamedTuple):
    """The mention as a half-open range of tokens, and where the cue's group begins and ends."""

    first: int
    last: int
    edge: int  # first token of mention and cue together
    side: str


def subject_left(tokens: Sequence[Token], cue: Cue, low: int) -> Subject | None:
    """The mention before the cue: “the Kremlin spokesman also said”, “NAME, the deputy governor, said”."""
    j = _over_adverbs(tokens, cue.first - 1, low)
    if j < low:
        return None
    if tokens[j].word == "," and cue.form == "finite":
        return _before_apposition(tokens, j, low)
    if tokens[j].word in PRONOUNS:
        return Subject(j, j + 1, j, "left")
    last, first = j + 1, j + 1
    while first > low and last - first < _MAX and not _is_edge(tokens, first - 1, low):
        first -= 1
    first = _without_adjunct(tokens, first, last)
    return Subject(first, last, first, "left") if _names(tokens[first:last]) else None


def _over_adverbs(tokens: Sequence[Token], j: int, low: int) -> int:
    """Leftwards over what may stand between subject and verb: has also, later, on Friday, repeatedly."""
    while j >= low:
        word = tokens[j].word
        adverb = word in _SKIPPED or word in _TIME or (word.endswith("ly") and not tokens[j].capital)
        if not adverb and not (word == "on" and tokens[j + 1].word in _TIME):
            break
        j -= 1
    return j


def _is_edge(tokens: Sequence[Token], j: int, low: int) -> bool:
    token = tokens[j]
    if token.word == "and":  # joins two names, else two clauses
        return not (j > low and tokens[j - 1].capital and tokens[j + 1].capital)
    return token.quotation is not None or not token.word[0].isalnum() or token.word in _EDGE or _is_verb(token)


@cache
def _verb_forms() -> frozenset[str]:
    return frozenset(
        form
        for row in lexicon.load("cues")
        if row["kind"] == "verb"
        for form in row["forms"].split()
        if form.endswith(("ed", "ing")) or form in {"said", "told", "says", "wrote"}
    )


def _is_verb(token: Token) -> bool:
    return not token.capital and token.word in _verb_forms()


def _without_adjunct(tokens: Sequence[Token], first: int, last: int) -> int:
    """Drop what stands before the name: “On Friday Putin”, “In a statement Mr. Lee”, “Later that day she”."""
    while first < last and (tokens[first].word in _PREPOSITIONS or tokens[first].word in _TIME):
        opened = tokens[first].word in _PREPOSITIONS and tokens[first].word != "of"
        first += 1
        if opened:
            while first < last and (tokens[first].word in {"a", "an", "the", "his", "her", "its", "their"}):
                first += 1
            if first < last - 1:
                first += 1
            while first < last - 1 and not tokens[first].capital and any(t.capital for t in tokens[first:last]):
                first += 1
    return first


def _names(tokens: Sequence[Token]) -> bool:
    """Is there anything in it that can speak?"""
    return any(len(t.word) > 1 and t.word[0].isalpha() and t.word not in _TIME | _PREPOSITIONS for t in tokens)


def _before_apposition(tokens: Sequence[Token], comma: int, low: int) -> Subject | None:
    """“Anna Lind, a spokeswoman for the port, said”: the name before the first of the two commas."""
    j = comma - 1
    while j > low and comma - j <= 2 * _MAX and tokens[j].word not in {",", "-", "--", "(", ";", ":", '"'}:
        j -= 1
    if j <= low or tokens[j].word not in {",", "-", "--"} or comma - j < 2:
        return None
    last = first = j
    while first > low and last - first < _MAX and not _is_edge(tokens, first - 1, low):
        first -= 1
    first = _without_adjunct(tokens, first, last)
    named = first < last and (tokens[last - 1].capital or tokens[last - 1].word in PRONOUNS)
    return Subject(first, last, first, "left") if named else None


def subject_right(tokens: Sequence[Token], cue: Cue, high: int) -> Subject | None:
    """The mention after the cue: “said Putin's spokesperson Dmitry Peskov during a briefing”."""
    first = last = cue.last + 1
    while last < high and last - first < _MAX:
        token = tokens[last]
        if token.word in PRONOUNS and last == first:
            last += 1
            break
        inner = token.word in {"of", "for", "from"} and last > first
        joined = token.word == "and" and last > first and last + 1 < high and tokens[last + 1].capital
        stop = token.quotation is not None or not token.word[0].isalnum() or token.word in _EDGE - {"and"}
        if (stop or token.word in _TIME or token.word in _PREPOSITIONS or token.word == "and") and not (
            inner or joined
        ):
            break
        last += 1
    return Subject(first, last, cue.first, "right") if _names(tokens[first:last]) else None


def main_subject(tokens: Sequence[Token], low: int, high: int) -> Subject | None:
    """The subject that a sentence opens with, for a participle later on: “Peskov also spoke of it, noting that …”."""
    first = low
    if first < high and (
        tokens[first].word in _PREPOSITIONS or tokens[first].word in _TIME | {"also", "however", "asked"}
    ):
        comma = next((i for i in range(first, min(high, first + 12)) if tokens[i].word == ","), None)
        first = comma + 1 if comma is not None else first
    if first < high and tokens[first].word in PRONOUNS:
        return Subject(first, first + 1, first, "left")
    if first + 1 < high and tokens[first].word == "there" and tokens[first + 1].word in _BE:
        return _after_there(tokens, first + 2, high)
    last = first
    while last < high and last - first < _MAX:
        token = tokens[last]
        known = token.capital or token.word in {"the", "a", "an", "of", "for", "his", "her"} or token.word in _roles()
        if token.quotation is not None or not known:
            break
        last += 1
    while last > first and tokens[last - 1].word in {"the", "a", "an", "of", "for"}:
        last -= 1
    return Subject(first, last, first, "left") if last > first and _names(tokens[first:last]) else None


def _after_there(tokens: Sequence[Token], first: int, high: int) -> Subject | None:
    """“There are many petitions from citizens, …, calling for …”: what there is, up to the next mark."""
    last = first
    while last < high and last - first < _MAX and tokens[last].quotation is None and tokens[last].word[0].isalnum():
        last += 1
    return Subject(first, last, first, "left") if last > first and _names(tokens[first:last]) else None


@cache
def _roles() -> frozenset[str]:
    return frozenset(word for row in lexicon.load("roles") for word in row["role"].split())
