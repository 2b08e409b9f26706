"""One row per word: what many statements share, and so may belong into a codebook of topics."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pandas as pd

from . import lexicon, tables
from .text import reading_copy, words
from .topic_patterns import folded


def content_words(text: str) -> set[str]:
    """The words of a text that may tell its topic, in small letters: no function words, reporting verbs or numbers."""
    return {w for w in words(folded(reading_copy(text))) if len(w) > 3 and w.isalpha()} - _dull_words()


@cache
def _dull_words() -> frozenset[str]:
    verbs = {form for row in lexicon.load("cues") for form in row["forms"].split() if row["kind"] == "verb"}
    return lexicon.column("function_words", "word") | verbs


def frequent_words(statements: pd.DataFrame, n: int = 25) -> pd.DataFrame:
    """One row per word of the statements' own words, by the number of statements it is in: a start for a codebook.

    Function words, reporting verbs, numbers and words of a single statement are left out; case is folded.
    """
    tables.require(statements, ["statement_id", "article_id", "text", "mode"], "frequent_words")
    said = tables.said(statements)
    counted: Counter[str] = Counter()
    spread: dict[str, set[str]] = {}
    for article_id, text in zip(said["article_id"].tolist(), said["text"].fillna("").tolist(), strict=True):
        for word in content_words(text):
            counted[word] += 1
            spread.setdefault(word, set()).add(article_id)
    ranked = sorted((w for w in counted if counted[w] > 1), key=lambda w: (-counted[w], w))[:n]
    rows = [(word, counted[word], len(spread[word])) for word in ranked]
    return pd.DataFrame(rows, columns=["word", "statements", "articles"])
