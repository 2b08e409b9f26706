"""One row per word that carries valence: a sentence to the words that VADER counts, and their sum.

The rules are VADER's own code (Hutto and Gilbert 2014; negation, degree adverbs, capitals, “but”, exclamation marks),
called for the words of the lexicon alone and with the five words around each, which is all that it looks at: the same
figures as `polarity_scores`, in a fraction of the time and in linear time. What is ours are the corrections:

- `reading`: the sentence is read through `text.reading_copy`, so that curly apostrophes do not hide a negation;
- `names`: a lexicon word that is part of a proper name (Security Council, Mr Grant) counts nothing;
- `overlay`: the rows of `lexicons/tone_overlay.csv` replace VADER's values, word by word and phrase by phrase.
"""

from __future__ import annotations

import heapq
import string
from collections.abc import Iterable, Set
from types import SimpleNamespace
from typing import NamedTuple

from vaderSentiment.vaderSentiment import BOOSTER_DICT, normalize

from .text import reading_copy
from .tone_lexicon import Lexicon, stock
from .tone_names import is_name, title_case

_NOTHING = "x"  # stands for a word of a name or of a phrase: as good as any word that no lexicon knows


class Hit(NamedTuple):
    """A word that counts: its place among the words of the sentence, and its valence (about -4 to 4)."""

    at: int
    valence: float


class Words(NamedTuple):
    """A sentence as VADER cuts it: at white space, the punctuation around each word taken off."""

    raw: list[str]
    bare: list[str]
    low: list[str]


def reading(sentence: str) -> str:
    """The sentence as VADER should read it: plain marks, and a dash between words no part of either. Same length."""
    return reading_copy(sentence.replace("\u2014", " ")).replace("--", "  ")


def cut(sentence: str) -> Words:
    """The words of a sentence, cut as VADER does."""
    raw = sentence.split()
    bare = []
    for token in raw:
        stripped = token.strip(string.punctuation)
        bare.append(stripped if len(stripped) > 2 else token)
    return Words(raw, bare, [word.lower() for word in bare])


def neutralise(words: Words, lexicon: Lexicon, known: Set[str]) -> None:
    """Put a word that means nothing in place of names and phrases, and the name of a phrase that has a value."""
    raw, bare, low = words
    if lexicon.phrases:
        for i, word in enumerate(low):
            for parts, name in lexicon.phrases.get(word, ()):
                if low[i : i + len(parts) - 1] == list(parts[:-1]) and _is(low, i + len(parts) - 1, parts[-1]):
                    for j in range(i, i + len(parts)):
                        bare[j] = low[j] = _NOTHING
                    bare[i] = low[i] = name or _NOTHING
                    break
    if "names" in lexicon.corrections:
        headline = None
        for i, word in enumerate(low):
            if word in lexicon.values and bare[i][:1].isupper():
                headline = title_case(bare) if headline is None else headline
                if is_name(raw, bare, i, known, headline):
                    bare[i] = low[i] = _NOTHING


def _is(low: list[str], i: int, word: str) -> bool:
    """The last word of a phrase may be a possessive: the Supreme Court's ruling."""
    return i < len(low) and low[i].removesuffix("'s") == word


def hits(words: Words, lexicon: Lexicon, capitals: bool) -> list[Hit]:
    """Each word with a valence, after VADER's rules for what stands around it; `but` is left to `weigh_but`."""
    found = []
    _, bare, low = words
    values, last = lexicon.values, len(low) - 1
    for i, word in enumerate(low):
        if word not in values or word in BOOSTER_DICT or (word == "kind" and i < last and low[i + 1] == "of"):
            continue
        start = max(0, i - 3)
        around = SimpleNamespace(words_and_emoticons=bare[start : i + 3], is_cap_diff=capitals)
        valence = lexicon.analyzer.sentiment_valence(0, around, bare[i], i - start, [])[0]
        if valence:
            found.append(Hit(i, valence))
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
    if total:
        emphasis = stock()._punctuation_emphasis(sentence)
        total += emphasis if total > 0 else -emphasis
    return float(round(normalize(total), 4))
