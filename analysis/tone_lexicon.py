"""One row per word or phrase: what it is worth to VADER, and how to take another word list instead.

`news` is VADER's own lexicon with the rows of `lexicons/tone_overlay.csv` in place of its values, `vader` is VADER's
own, and a CSV or table with the columns word and value is yours. A value of 0 means that the words count nothing.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from . import lexicon as lexicons
from .tables import TableError

LEXICONS = ("news", "vader")
CORRECTIONS = ("reading", "names", "overlay")
_STANDARD: Mapping[str, tuple[str, ...]] = {"news": CORRECTIONS, "vader": (), "own": ("reading", "names")}


@cache
def stock() -> SentimentIntensityAnalyzer:
    """VADER as it is shipped; it reads its lexicon from disk, so there is one for the whole run."""
    return SentimentIntensityAnalyzer()


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Words to values, the phrases by their first word, and what is corrected."""

    values: Mapping[str, float]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]  # first word -> its phrases, the name of each
    corrections: frozenset[str]

    @cached_property
    def listed(self) -> frozenset[str]:
        """The words that count, and those that begin a phrase: a sentence is looked through for them once."""
        return frozenset((*self.values, *self.phrases))

    def plus(self, rows: Mapping[str, float]) -> Lexicon:
        """The same lexicon with these words and phrases in place of its own."""
        words = {k: v for k, v in self.values.items() if "_" not in k or k not in {phrase_name(p) for p in rows}}
        phrases = {" ".join(parts): words.get(name, 0.0) for held in self.phrases.values() for parts, name in held}
        for word, value in rows.items():
            if " " in word:
                phrases[word] = value
            elif value:
                words[word] = value
            else:
                words.pop(word, None)  # as good as any word that no lexicon knows
        return _lexicon(words, phrases, self.corrections)


def phrase_name(phrase: str) -> str:
    """What stands for a phrase among the words of a sentence: no word of a text looks like that."""
    return phrase.replace(" ", "_")


def _lexicon(words: Mapping[str, float], phrases: Mapping[str, float], corrections: Iterable[str]) -> Lexicon:
    firsts: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase in sorted(phrases, key=lambda p: (-len(p.split()), p)):  # the longest phrase that fits counts
        parts = tuple(phrase.split())
        firsts.setdefault(parts[0], []).append((parts, phrase_name(phrase) if phrases[phrase] else ""))
    values = {**words, **{phrase_name(p): v for p, v in phrases.items() if v}}
    return Lexicon(values, {k: tuple(v) for k, v in firsts.items()}, frozenset(corrections))


@cache
def overlay() -> Mapping[str, float]:
    """The rows of `lexicons/tone_overlay.csv`, one word or phrase each, in lower case, to its value."""
    return {form: float(row["value"]) for row in lexicons.load("tone_overlay") for form in row["word"].split("|")}


def lexicon_of(lexicon: Any = "news", corrections: Sequence[str] | None = None) -> Lexicon:
    """The lexicon of that name, of a CSV or of a table (columns word, value), with these corrections.

    None takes what belongs to it: all of CORRECTIONS for `news`, none for `vader`, reading and names for your own.
    TableError says what is wrong with a lexicon or a correction.
    """
    known = isinstance(lexicon, str) and lexicon in LEXICONS
    wanted = tuple(_STANDARD[lexicon if known else "own"] if corrections is None else corrections)
    unknown = [c for c in wanted if c not in CORRECTIONS]
    if isinstance(corrections, str) or unknown:
        raise TableError(f"the corrections of tone are {', '.join(CORRECTIONS)}; got {corrections!r}.")
    if known:
        return _shipped(wanted)
    own = _lexicon({}, {}, wanted).plus(_own_values(lexicon))
    return own.plus(overlay()) if "overlay" in wanted else own


@lru_cache(maxsize=16)
def _shipped(corrections: tuple[str, ...]) -> Lexicon:
    plain = _lexicon(stock().make_lex_dict(), {}, corrections)
    return plain.plus(overlay()) if "overlay" in corrections else plain


def _own_values(source: Any) -> dict[str, float]:
    """Words in lower case to values, from a CSV or a table."""
    if isinstance(source, pd.DataFrame):
        columns, rows = list(map(str, source.columns)), source.to_dict("records")
    elif isinstance(source, str | Path) and Path(source).is_file():
        with Path(source).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows, columns = [dict(row) for row in reader], list(reader.fieldnames or [])
    else:
        raise TableError(
            f"score_tone knows the lexicons {', '.join(LEXICONS)}, and the CSV of your own (word, value); got {source}."
        )
    if not {"word", "value"} <= set(columns):
        raise TableError(f"a lexicon of your own needs the columns word, value; got {', '.join(columns)}.")
    found = {}
    for number, row in enumerate(rows, start=2):
        word = " ".join(str(row["word"]).lower().split())
        try:
            value = float(row["value"])
        except (TypeError, ValueError):
            value = math.nan
        if not word or not math.isfinite(value):
            raise TableError(f"your lexicon, line {number}: a word and a number are needed; got {row}.")
        found[word] = value
    return found
