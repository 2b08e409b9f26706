"""Is a word of a lexicon part of a proper name there? Security Council, Mr Grant, Hope Hicks: names have no tone.

Read off the capitals, as in `names`: a capital in mid-sentence is a name's; the first word of a sentence or quotation
has its capital from its place, and counts as a name only where something else shows it.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import cache

from . import lexicon

_OPENING = ('"', "'", "(", "[", "-")
_CLOSING = (".", "!", "?", ":", '."', '!"', '?"', "-", ".'", "?'", "!'")
_SHOUT = 4  # letters: shorter words in capitals are mostly abbreviations


@cache
def _heads() -> frozenset[str]:
    return lexicon.column("organisations", "word", match="head")


@cache
def _function_words() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon.load("function_words"))


def title_case(words: Sequence[str]) -> bool:
    """A headline in capitals or Title Case, where only function words are small: its capitals tell no names."""
    if any(word[:1].islower() and word not in _function_words() for word in words):
        return False
    return sum(word[:1].isupper() for word in words) > 2


def _opens(raw: Sequence[str], i: int) -> bool:
    """Does word `i` stand where any word has a capital: at the start of a sentence, a quotation or after a colon?"""
    return i == 0 or raw[i].startswith(_OPENING) or raw[i - 1].endswith(_CLOSING)


def is_name(raw: Sequence[str], bare: Sequence[str], i: int, known: Set[str], headline: bool) -> bool:
    """Is word `i` part of a name? `known`: words of people's names; `headline`: the capitals say nothing here."""
    word = bare[i]
    if not word[:1].isupper():
        return False
    if word in known:
        return True
    if headline:
        return False
    follows = i + 1 < len(bare) and bare[i + 1][:1].isupper() and not raw[i].endswith((",", ".", ";", ":"))
    if _opens(raw, i):
        return follows and _ends_in_head(bare, i + 1)
    shouted = word.isupper() and len(word) >= _SHOUT
    return not shouted or follows or bare[i - 1][:1].isupper()


def _ends_in_head(bare: Sequence[str], start: int) -> bool:
    """Does the run of capitals from `start` hold the head of an organisation: Council, Department, Party?"""
    for word in bare[start : start + 6]:
        if not word[:1].isupper():
            return False
        if word.lower() in _heads():
            return True
    return False
