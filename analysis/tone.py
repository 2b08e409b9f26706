"""Text to tone: adds `tone` to sentences; `tone`, `tone_reporting` and `tone_label` to statements.

The instrument is VADER (Hutto and Gilbert 2014), one sentence at a time, because its compound saturates with length:
the tone of a text is the mean over its sentences. A speaker's own words and the journalist's words around them are
never mixed. What is corrected for news stands in `valence`; each correction can be switched off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd

from . import tables
from .language import in_english
from .sentences import sentence_spans
from .text import WORD, reading_copy
from .tone_lexicon import CORRECTIONS, LEXICONS, Lexicon, lexicon_of, stock
from .valence import Hit, bare, compound, cut, hits, reading, weigh_but

__all__ = ["CORRECTIONS", "LEXICONS", "THRESHOLD", "Scorer", "label", "people_words", "score_tone", "text_tone"]

THRESHOLD = 0.05  # of the compound, as VADER's authors set it: at or beyond is positive or negative
_LETTER = re.compile(r"[^\W_]")  # or a figure
_STOP = re.compile(r"[.!?][\"')\]]*+\.?+\s")  # without one a text is one sentence
_HELD = 100_000  # sentences whose tone is kept


class Scorer:
    """Sentences to tone with one lexicon; what it has scored it does not score again."""

    def __init__(self, lexicon: Lexicon, known: Iterable[str] = ()) -> None:
        self.lexicon = lexicon
        self.known = frozenset(known)
        self._held: dict[str, tuple[float, Sequence[Hit]]] = {}

    def sentence(self, sentence: str) -> float:
        """VADER's compound of one sentence, -1 to 1."""
        return self._scored(sentence)[0]

    def hits(self, sentence: str) -> Sequence[Hit]:
        """The words of one sentence that count, with their valences."""
        return self._scored(sentence)[1]

    def hits_in_names(self, sentence: str) -> Sequence[Hit]:
        """As `hits`, with the words in names that are not people's: a prize says something of who is given it."""
        found = self.hits(sentence)
        if "names" not in self.lexicon.corrections:
            return found
        words = cut(self._read(sentence))
        seen, values = {hit.at for hit in found}, self.lexicon.values
        masked = (i for i, word in enumerate(words.low) if word in values and i not in seen)
        if not any(words.raw[i][0].isupper() for i in masked):
            return found
        named = hits(words, self._unmasked, frozenset())
        return [hit for hit in named if bare(words.raw[hit.at]) not in self.known]

    @cached_property
    def _unmasked(self) -> Lexicon:
        """The lexicon, with names counted like any word."""
        return replace(self.lexicon, corrections=self.lexicon.corrections - {"names"})

    def _scored(self, sentence: str) -> tuple[float, Sequence[Hit]]:
        held = self._held.get(sentence)
        if held is None:
            if len(self._held) >= _HELD:
                self._held.clear()
            held = self._held[sentence] = self._score(sentence)
        return held

    def _read(self, sentence: str) -> str:
        """The sentence as VADER is given it."""
        text = reading(sentence) if "reading" in self.lexicon.corrections else sentence
        return text if text.isascii() else _emoji(text)

    def _score(self, sentence: str) -> tuple[float, Sequence[Hit]]:
        text = self._read(sentence)
        words = cut(text)
        found = hits(words, self.lexicon, self.known)
        if not found:
            return 0.0, ()
        low = words.low
        valences = weigh_but(found, low.index("but")) if "but" in low else [hit.valence for hit in found]
        return compound(valences, text), found

    def text(self, text: Any) -> float:
        """The mean over the sentences of a text, -1 to 1; NaN where there is no text."""
        if not isinstance(text, str) or not _LETTER.search(text):
            return np.nan
        copy = reading_copy(text)
        if not _STOP.search(copy):
            return self.sentence(text.strip())
        scores = [self.sentence(text[s:e]) for s, e in sentence_spans(copy, 0, len(copy))]
        return round(sum(scores) / len(scores), 4) if scores else np.nan


def _emoji(text: str) -> str:
    """Emoji as VADER describes them; the same text where there are none."""
    emojis = stock().emojis
    if emojis.keys().isdisjoint(set(text)):
        return text
    pieces: list[str] = []
    for character in text:  # as in `polarity_scores`: a blank before each, unless there is one
        if character in emojis and pieces and pieces[-1] != " ":
            pieces.append(" ")
        pieces.append(emojis.get(character, character))
    return "".join(pieces).strip()


@lru_cache(maxsize=8)
def _scorer(lexicon: str, corrections: tuple[str, ...] | None, known: frozenset[str]) -> Scorer:
    return Scorer(lexicon_of(lexicon, corrections), known)


def scorer_of(lexicon: Any = "news", corrections: Sequence[str] | None = None, known: Iterable[str] = ()) -> Scorer:
    """A scorer with that lexicon; the same one for the same shipped lexicon, so that sentences are scored once."""
    if isinstance(lexicon, str) and lexicon in LEXICONS and not isinstance(corrections, str):
        return _scorer(lexicon, None if corrections is None else tuple(corrections), frozenset(known))
    return Scorer(lexicon_of(lexicon, corrections), known)


def sentence_tone(sentence: str, lexicon: Any = "news", corrections: Sequence[str] | None = None) -> float:
    """The compound of one sentence, -1 to 1; with `vader` that of `polarity_scores`."""
    return scorer_of(lexicon, corrections).sentence(sentence)


def text_tone(text: Any, lexicon: Any = "news", corrections: Sequence[str] | None = None) -> float:
    """The mean over the sentences of a text, -1 to 1; NaN where there is no text."""
    return scorer_of(lexicon, corrections).text(text)


def label(tone: pd.Series) -> pd.Categorical:
    """negative, neutral or positive by THRESHOLD; missing where the tone is."""
    values = tone.to_numpy(dtype=float)
    words = np.select(
        [np.isnan(values), values <= -THRESHOLD, values >= THRESHOLD], ["", "negative", "positive"], "neutral"
    )
    return pd.Categorical([w or None for w in words.tolist()], categories=list(tables.TONE_LABELS))


def people_words(frame: pd.DataFrame) -> frozenset[str]:
    """The capitalised words of the persons in column `speaker`, for telling names that open a sentence from words."""
    if "speaker" not in frame.columns:
        return frozenset()
    rows = frame[frame["speaker_kind"] == "person"] if "speaker_kind" in frame.columns else frame
    names = rows["speaker"].dropna().unique().tolist()
    return frozenset(word for name in names for word in WORD.findall(reading_copy(str(name))) if word[:1].isupper())


def score_tone(
    frame: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    lexicon: Any = "news",
    corrections: Sequence[str] | None = None,
    names: Iterable[str] | None = None,
    scorer: Scorer | None = None,
) -> pd.DataFrame:
    """The same rows with the tone of the column `text`; statements also get `tone_reporting` and `tone_label`.

    VADER knows English: with `articles`, rows of those in another language have no tone.

    `lexicon`: "news" (VADER's, with lexicons/tone_overlay.csv), "vader" (stock, nothing corrected), or a CSV or table
    of your own with the columns word, value. `corrections`: which of "reading", "names", "overlay" are made; None takes
    those of the lexicon. `names`: words of people's names, as a table without speakers cannot know them. `scorer`: one
    that has scored other tables, in place of all these. A sentence is scored as one, anything else as the mean over
    its sentences. TableError without a column `text`.
    """
    tables.require(frame, ["text"], "score_tone")
    score = scorer or scorer_of(lexicon, corrections, people_words(frame) if names is None else names)
    texts = frame["text"].tolist()
    if articles is not None:
        tables.require(frame, ["article_id"], "score_tone")
        foreign = frame["article_id"].isin(articles["article_id"][~in_english(articles)]).tolist()
        texts = [None if out else text for text, out in zip(texts, foreign, strict=True)]
    if "sentence_id" in frame.columns and "statement_id" not in frame.columns:
        return frame.assign(tone=[score.sentence(t) if isinstance(t, str) else np.nan for t in texts])
    scored = frame.assign(tone=[score.text(t) for t in texts])
    if "reporting" in frame.columns:
        scored["tone_reporting"] = [score.text(t) for t in frame["reporting"].tolist()]
        scored["tone_label"] = label(scored["tone"])
    return scored
