"""Text to tone: adds `tone` to sentences; `tone`, `tone_reporting` and `tone_label` to statements.

The instrument is VADER (Hutto and Gilbert 2014), read through the same-length copy of the text, because with curly
apostrophes it misses negations; one sentence at a time, because its compound saturates with length: the tone of a
text is the mean over its sentences. A speaker's own words and the journalist's words around them are never mixed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from . import lexicon as lexicons
from . import tables
from .language import in_english
from .sentences import sentence_spans
from .text import reading_copy

LEXICONS = ("news", "vader")
MIN_ARTICLES = 5  # below that a bootstrap over articles says more about the articles drawn than about the speaker
THRESHOLD = 0.05  # of the compound, as VADER's authors set it: at or beyond is positive or negative


@cache
def _analyzer() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()  # reads its lexicon from disk: one for the whole run


@cache
def _names() -> re.Pattern[str]:
    phrases = sorted((row["phrase"] for row in lexicons.load("tone_overlay")), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(p) for p in phrases) + r")\b", re.IGNORECASE)


def _mask(match: re.Match[str]) -> str:
    """The words of a name as words without valence, as many and as long."""
    return re.sub(r"\w", "x", match.group())


def sentence_tone(copy: str, lexicon: str = "news") -> float:
    """VADER's compound of one sentence of a reading copy, -1 to 1; with `news`, names and offices count nothing."""
    words = _names().sub(_mask, copy) if lexicon == "news" else copy
    return float(_analyzer().polarity_scores(words)["compound"])


def text_tone(text: Any, lexicon: str = "news") -> float:
    """The mean over the sentences of a text, -1 to 1; NaN where there is no text."""
    if not isinstance(text, str) or not any(c.isalnum() for c in text):
        return np.nan
    copy = reading_copy(text)
    scores = [sentence_tone(copy[s:e], lexicon) for s, e in sentence_spans(copy, 0, len(copy))]
    return round(sum(scores) / len(scores), 4) if scores else np.nan


def label(tone: pd.Series) -> pd.Categorical:
    """negative, neutral or positive by THRESHOLD; missing where the tone is."""
    values = tone.to_numpy(dtype=float)
    words = np.select(
        [np.isnan(values), values <= -THRESHOLD, values >= THRESHOLD], ["", "negative", "positive"], "neutral"
    )
    return pd.Categorical([w or None for w in words.tolist()], categories=list(tables.TONE_LABELS))


def score_tone(frame: pd.DataFrame, articles: pd.DataFrame | None = None, *, lexicon: str = "news") -> pd.DataFrame:
    """The same rows with the tone of the column `text`; statements also get `tone_reporting` and `tone_label`.

    VADER knows English: with `articles`, rows of those in another language have no tone.

    `lexicon`: "news" counts nothing for the names and offices in lexicons/tone_overlay.csv, "vader" is stock VADER.
    A sentence is scored as one, anything else as the mean over its sentences. TableError without a column `text`.
    """
    tables.require(frame, ["text"], "score_tone")
    if lexicon not in LEXICONS:
        raise ValueError(f"score_tone knows the lexicons {', '.join(LEXICONS)}; got {lexicon}.")
    texts = frame["text"].tolist()
    if articles is not None:
        tables.require(frame, ["article_id"], "score_tone")
        foreign = frame["article_id"].isin(articles["article_id"][~in_english(articles)]).tolist()
        texts = [None if out else text for text, out in zip(texts, foreign, strict=True)]
    if "sentence_id" in frame.columns:
        return frame.assign(tone=[np.nan if t is None else sentence_tone(reading_copy(t), lexicon) for t in texts])
    scored = frame.assign(tone=[text_tone(t, lexicon) for t in texts])
    if "reporting" in frame.columns:
        scored["tone_reporting"] = [text_tone(t, lexicon) for t in frame["reporting"].tolist()]
        scored["tone_label"] = label(scored["tone"])
    return scored


def mean_tone(
    frame: pd.DataFrame, by: str, *, column: str = "tone", resamples: int = 1000, seed: int = 0, minimum: int = 1
) -> pd.DataFrame:
    """One row per value of `by`: its mean of `column`, a 95 % interval that resamples articles, n and articles.

    Statements of one article are not independent, so whole articles are drawn (seeded bootstrap). With fewer than
    MIN_ARTICLES there is too little to resample: low and high are missing. Rows with n below `minimum` are left out.
    """
    tables.require(frame, [by, column, "article_id"], "mean_tone")
    known = frame[list(dict.fromkeys([by, column, "article_id"]))].dropna()
    rows = []
    for value, group in known.groupby(by, sort=True, observed=True):
        if len(group) < minimum:
            continue
        low, high = _interval(group, column, resamples, seed)
        mean, articles = float(group[column].mean()), int(group["article_id"].nunique())
        rows.append((value, round(mean, 4), low, high, len(group), articles))
    table = pd.DataFrame(rows, columns=[by, "mean", "low", "high", "n", "articles"])
    return table.sort_values(["n", by], ascending=[False, True], ignore_index=True)


def _interval(group: pd.DataFrame, column: str, resamples: int, seed: int) -> tuple[float, float]:
    per_article = group.groupby("article_id", sort=True)[column].agg(["sum", "count"]).to_numpy(dtype=float)
    if len(per_article) < MIN_ARTICLES:
        return np.nan, np.nan
    drawn = np.random.default_rng(seed).integers(0, len(per_article), (resamples, len(per_article)))
    sums, counts = per_article[drawn, 0].sum(axis=1), per_article[drawn, 1].sum(axis=1)
    low, high = np.quantile(sums / counts, [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)
