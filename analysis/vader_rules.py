"""One row per word with a valence: VADER's rules for it (Hutto and Gilbert 2014), as vaderSentiment 3.3.2 has them.

The package puts the whole sentence into lower case anew for every rule and word, which is most of its time and
quadratic. Here the same rules read a list that was prepared; a test compares both on ten thousand sentences. Constants
and word lists are the package's own.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    C_INCR,
    N_SCALAR,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
    scalar_inc_dec,
)

_NEGATE = frozenset(NEGATE)
_DAMPED = (1.0, 0.95, 0.9)  # a degree adverb one, two and three words off
_SO = ("so", "this")
# The longest word of each idiom: where it is missing the idiom is; the shorter ones (the, of, to) are everywhere.
_IDIOMS = frozenset(max(phrase.split(), key=len) for phrase in (*SPECIAL_CASES, *BOOSTER_DICT) if " " in phrase)
# Every word that a rule asks for, but for those in n't: where none is near, a word is worth what the lexicon says.
_MOVING = _NEGATE | _IDIOMS | frozenset(BOOSTER_DICT) | {"no", "least", *_SO}


def valence_at(i: int, raw: Sequence[str], low: Sequence[str], values: Mapping[str, float], capitals: bool) -> float:
    """The valence of word `i`, which `values` knows, after the three words before it and the two behind it.

    `capitals`: some words of the sentence, but not all, are in capitals, which then count as emphasis.
    """
    around = low[max(0, i - 3) : i + 3]
    if not capitals and _MOVING.isdisjoint(around) and "n't" not in " ".join(around):
        return values[low[i]]
    valence = _with_no(i, low, values)
    if capitals and raw[i].isupper():
        valence += C_INCR if valence > 0 else -C_INCR
    for back in range(1, 4):
        if i < back or low[i - back] in values:
            continue
        before = low[i - back]
        if before in BOOSTER_DICT:
            scalar = _degree(raw[i - back], before, valence, capitals)
            valence += scalar * _DAMPED[back - 1] if scalar else 0.0
        valence = _negated(valence, i, back, low)
        if back == 3 and not _IDIOMS.isdisjoint(around):
            valence = SentimentIntensityAnalyzer._special_idioms_check(valence, around, 3)
    return _least(valence, i, low, values)


def _degree(token: str, word: str, valence: float, capitals: bool) -> float:
    """By how much a degree adverb moves a valence; in capitals by more."""
    return float(scalar_inc_dec(word.upper() if token.isupper() else word, valence, capitals))


def _with_no(i: int, low: Sequence[str], values: Mapping[str, float]) -> float:
    value = values[low[i]]
    if (
        (i > 0 and low[i - 1] == "no")
        or (i > 1 and low[i - 2] == "no")
        or (i > 2 and low[i - 3] == "no" and low[i - 1] in ("or", "nor"))
    ):
        return value * N_SCALAR
    return 0.0 if low[i] == "no" and i + 1 < len(low) and low[i + 1] in values else value


def _negated(valence: float, i: int, back: int, low: Sequence[str]) -> float:
    word, next_word = low[i - back], low[i - 1]
    if back == 2:
        if word == "never" and next_word in _SO:
            return valence * 1.25
        if word == "without" and next_word == "doubt":
            return valence
    if back == 3:
        if (word == "never" and low[i - 2] in _SO) or next_word in _SO:
            return valence * 1.25
        if word == "without" and "doubt" in (low[i - 2], next_word):
            return valence
    return valence * N_SCALAR if word in _NEGATE or "n't" in word else valence


def _least(valence: float, i: int, low: Sequence[str], values: Container[str]) -> float:
    if i > 0 and low[i - 1] == "least" and "least" not in values and (i == 1 or low[i - 2] not in ("at", "very")):
        return valence * N_SCALAR
    return valence
