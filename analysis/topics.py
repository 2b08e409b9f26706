"""One row per statement (or article) and topic: the researcher's codebook, with the words that were hit.

A codebook (`topics.csv`) has the columns topic and pattern, one pattern a row. A pattern is a word or a phrase;
`sanction*` also finds what begins so; case counts only in a pattern that is written all in capitals (`NATO`, `US`).
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from . import lexicon, tables
from .registry import read_table
from .text import reading_copy, words


class Codebook:
    """The topics of a codebook in its order, each with one compiled expression over all its patterns."""

    def __init__(self, frame: pd.DataFrame) -> None:
        tables.require(frame, ["topic", "pattern"], "the codebook of topics")
        patterns: dict[str, list[str]] = {}
        for number, (topic, pattern) in enumerate(zip(frame["topic"], frame["pattern"], strict=True), start=2):
            filled = isinstance(topic, str) and isinstance(pattern, str) and topic.strip() and pattern.strip(" *")
            if not filled:
                raise tables.TableError(f"codebook of topics, row {number}: topic and pattern must both be filled in")
            patterns.setdefault(topic.strip(), []).append(pattern.strip())
        self.topics = list(patterns)
        self._compiled = {topic: _compile(rows) for topic, rows in patterns.items()}

    def hits(self, text: str) -> dict[str, list[str]]:
        """The words that each topic finds in a text, as written; topics without a hit are left out."""
        copy = reading_copy(text)
        found = {}
        for topic, expression in self._compiled.items():
            spans = [m.span() for m in expression.finditer(copy)]
            if spans:
                found[topic] = [text[s:e] for s, e in spans]
        return found


def _compile(patterns: list[str]) -> re.Pattern[str]:
    """One alternative a pattern, the longest first, so that a phrase is one hit and not several."""
    return re.compile("|".join(_expression(p) for p in sorted(set(patterns), key=lambda p: (-len(p), p))))


def _expression(pattern: str) -> str:
    words = [re.escape(word).replace(r"\*", r"\w*") for word in reading_copy(pattern).split()]
    phrase = r"\s+".join(words)
    body = rf"(?<!\w){phrase}(?!\w)"
    letters = [c for c in pattern if c.isalpha()]
    shouted = len(letters) > 1 and all(c.isupper() for c in letters)
    return body if shouted else f"(?i:{body})"


def load_codebook(source: str | Path | pd.DataFrame | Codebook) -> Codebook:
    """A codebook from a CSV file or a table; SourceError or TableError say what is wrong with it."""
    if isinstance(source, Codebook):
        return source
    return Codebook(source if isinstance(source, pd.DataFrame) else read_table(source, "codebook of topics"))


def find_topics(frame: pd.DataFrame, codebook: str | Path | pd.DataFrame | Codebook) -> pd.DataFrame:
    """The table `topics` of statements (by their own words) or of articles (by their text, boilerplate included)."""
    tables.require(frame, ["article_id", "text"], "find_topics")
    topics = load_codebook(codebook)
    ids = frame["statement_id"].tolist() if "statement_id" in frame.columns else [None] * len(frame)
    rows: list[dict[str, Any]] = []
    for statement_id, article_id, text in zip(ids, frame["article_id"].tolist(), frame["text"].tolist(), strict=True):
        for topic, found in topics.hits(text if isinstance(text, str) else "").items():
            terms = Counter(word.lower() if not word.isupper() else word for word in found)
            ordered = [t for t, _ in sorted(terms.items(), key=lambda item: (-item[1], item[0]))]
            ids_of_row = {"statement_id": statement_id, "article_id": article_id}
            rows.append({**ids_of_row, "topic": topic, "hits": len(found), "terms": ordered})
    return tables.make("topics", rows)


def count_topics(
    topics: pd.DataFrame, statements: pd.DataFrame, by: str = "speaker", *, thoughts: bool = False
) -> pd.DataFrame:
    """One row per value of `by` (speaker, article_id, …) and topic: statements with the topic, of how many, share.

    A statement may have several topics, so shares of one speaker may add up to more than 1; “no topic” is a row.
    """
    tables.require(topics, ["statement_id", "topic"], "count_topics")
    tables.require(statements, ["statement_id", "mode", by], "count_topics")
    said = tables.said(statements, thoughts=thoughts)
    said = said[["statement_id", by]].assign(**{by: said[by].astype(object)}).dropna()
    merged = said.merge(topics[["statement_id", "topic"]], on="statement_id", how="left", validate="one_to_many")
    merged["topic"] = merged["topic"].astype(object).where(merged["topic"].notna(), "no topic")
    counts = merged.groupby([by, "topic"], sort=True).size().rename("statements").reset_index()
    counts["of"] = counts[by].map(said.groupby(by).size())
    return counts.assign(share=(counts["statements"] / counts["of"]).round(4))


def frequent_words(statements: pd.DataFrame, n: int = 25) -> pd.DataFrame:
    """One row per word of the statements' own words, by the number of statements it is in: a start for a codebook.

    Function words, reporting verbs, numbers and words of a single statement are left out; case is folded.
    """
    tables.require(statements, ["statement_id", "article_id", "text", "mode"], "frequent_words")
    said = tables.said(statements)
    dull = lexicon.column("function_words", "word") | {
        form for row in lexicon.load("cues") for form in row["forms"].split() if row["kind"] == "verb"
    }
    counted: Counter[str] = Counter()
    spread: dict[str, set[str]] = {}
    for article_id, text in zip(said["article_id"].tolist(), said["text"].fillna("").tolist(), strict=True):
        for word in {w for w in words(reading_copy(text).lower()) if len(w) > 3 and w.isalpha()} - dull:
            counted[word] += 1
            spread.setdefault(word, set()).add(article_id)
    ranked = sorted((w for w in counted if counted[w] > 1), key=lambda w: (-counted[w], w))[:n]
    rows = [(word, counted[word], len(spread[word])) for word in ranked]
    return pd.DataFrame(rows, columns=["word", "statements", "articles"])
