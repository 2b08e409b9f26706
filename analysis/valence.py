"""One row per word that carries valence: a sentence to the words that VADER counts, and their sum.

The rules are VADER's (Hutto and Gilbert 2014; negation, degree adverbs, capitals, “but”, exclamation marks), looked up
for the words of the lexicon alone: the same figures as `polarity_scores`, in a fraction of the time and in linear time.
What is ours are the corrections:

- `reading`: the sentence is read through `text.reading_copy`, so that curly apostrophes do not hide a negation;
- `names`: a lexicon word that is part of a proper name (Security Council, Mr Grant) counts nothing;
- `overlay`: the rows of `lexicons/tone_overlay.csv` replace VADER's values, word by word and phrase by phrase.
"""

from __future__ import annotations

import heapq
import string
from collections.abc import Callable, Iterable, Set
from typing import NamedTuple

from vaderSentiment.vaderSentiment import BOOSTER_DICT, allcap_differential, normalize

from .text import reading_copy
from .tone_lexicon import Lexicon, stock
from .tone_names import is_name, title_case
from .vader_rules import valence_at

_HELD = 100_000  # different words that are remembered
_NOTHING = "x"  # stands for a word of a name or of a phrase: as good as any word that no lexicon knows


class Hit(NamedTuple):
    """A word that counts: its place among the words of the sentence, its valence (about -4 to 4), and the word.

    A phrase stands at its first word, its words joined by _.
    """

    at: int
    valence: float
    word: str


class Words(NamedTuple):
    """A sentence as VADER cuts it, at white space: the words as they stand, and bare and in lower case."""

    raw: list[str]
    low: list[str]


def reading(sentence: str) -> str:
    """The sentence as VADER should read it: plain marks, and a dash between words no part of either. Same length."""
    return reading_copy(sentence.replace("\u2014", " ")).replace("--", "  ")


def bare(token: str) -> str:
    """A word as VADER takes it: the punctuation around it off, unless that leaves an emoticon's length."""
    stripped = token.strip(string.punctuation)
    return stripped if len(stripped) > 2 else token


class _Remembered(dict[str, str]):
    """What is made of a word, by the word: most words of a text have been seen before."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, token: str) -> str:
        if len(self) >= _HELD:
            self.clear()
        made = self[token] = self._make(token)
        return made


_BARE = _Remembered(bare)
_LOW = _Remembered(lambda token: bare(token).lower())


def cut(sentence: str) -> Words:
    """The words of a sentence, cut as VADER does."""
    raw = sentence.split()
    return Words(raw, list(map(_LOW.__getitem__, raw)))


def neutralise(words: Words, lexicon: Lexicon, known: Set[str]) -> list[int]:
    """Put a word that means nothing in place of names and phrases, and the name of a phrase that has a value.

    Gives back where the words of the lexicon stand that are left.
    """
    raw, low = words
    phrases, values, listed = lexicon.phrases, lexicon.values, lexicon.listed
    places = [i for i, word in enumerate(low) if word in listed]
    for i in places:
        for parts, name in phrases.get(low[i], ()):
            if low[i : i + len(parts) - 1] == list(parts[:-1]) and _is(low, i + len(parts) - 1, parts[-1]):
                low[i : i + len(parts)] = [name or _NOTHING, *[_NOTHING] * (len(parts) - 1)]
                break
    places = [i for i in places if low[i] in values]
    capitals = [i for i in places if _BARE[raw[i]][0].isupper()] if "names" in lexicon.corrections else []
    if not capitals:
        return places
    taken = list(map(_BARE.__getitem__, raw))
    headline = title_case(taken)
    for i in capitals:
        if "_" not in low[i] and is_name(raw, taken, i, known, headline):
            low[i] = _NOTHING
    return [i for i in places if low[i] is not _NOTHING]


def _is(low: list[str], i: int, word: str) -> bool:
    """The last word of a phrase may be a possessive: the Supreme Court's ruling."""
    return i < len(low) and low[i].removesuffix("'s") == word


def hits(words: Words, lexicon: Lexicon, known: Set[str], shouts: bool = True) -> list[Hit]:
    """Each word with a valence, after VADER's rules for what stands around it; `but` is left to `weigh_but`.

    `known`: words of people's names; `shouts`: whether a word in capitals among others counts for more, as in VADER.
    """
    raw, low = words
    places = [i for i in neutralise(words, lexicon, known) if low[i] not in BOOSTER_DICT]
    # Capitals count in a word with a valence and in the three before it; few sentences have any there.
    shouted = {i for i in places if any(map(str.isupper, raw[max(0, i - 3) : i + 1]))} if shouts else set()
    if shouted and not allcap_differential(list(map(_BARE.__getitem__, raw))):
        shouted.clear()
    found, last = [], len(low) - 1
    for i in places:
        if low[i] != "kind" or i == last or low[i + 1] != "of":  # “kind of” is a degree
            valence = valence_at(i, raw, low, lexicon.values, i in shouted)
            if valence:
                found.append(Hit(i, valence, low[i]))
    return found


def weigh_but(found: list[Hit], at: int) -> list[float]:
    """VADER's rule for the first “but”: half before it, half as much again behind it.

    As in VADER, the first word of equal valence is the one that is weighed; a heap a value keeps that linear.
    """
    values = [hit.valence for hit in found]
    places: dict[float, list[int]] = {}
    for i, value in enumerate(values):
        heapq.heappush(places.setdefault(value, []), i)
        first = heapq.heappop(places[value])
        values[first] = value * (0.5 if found[first].at < at else 1.5)
        heapq.heappush(places.setdefault(values[first], []), first)
    return values


def compound(valences: Iterable[float], sentence: str) -> float:
    """VADER's compound of the valences of a sentence, -1 to 1; exclamation and question marks add emphasis."""
    total = float(sum(valences))
    if total and ("!" in sentence or "?" in sentence):
        emphasis = stock()._punctuation_emphasis(sentence)
        total += emphasis if total > 0 else -emphasis
    return float(round(normalize(total), 4))
