"""Statements that people marked in an annotation tool, against a sample: the same coding sheets, filled in.

Teams that mark whole articles in a tool answer both questions at once: what the machine found is right where they
marked it too, and what they marked and the machine did not find is missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from .. import tables
from .sample import CodingSample
from .sheets import ARTICLES, STATEMENTS, sentence_rows, statement_rows

SAME = 0.5  # share of the characters of both together that both have, from which two are the same statement
_EDGE_WORDS = 3  # first and last words of a missed statement that go into the sheet
Spans = Sequence[Sequence[int]]


def as_codings(found: pd.DataFrame, sample: CodingSample, coder: str) -> dict[str, pd.DataFrame]:
    """The sheets `statements` and `articles` that say what the annotations say; blank for articles not annotated.

    `found`: statements from `read_brat` or `read_labelstudio`; where its column `coder` names several people, each has
    rows of their own. Two statements are the same if they share half of the characters of both (SAME).
    """
    tables.require(found, ["article_id", "spans", "kind", "speaker", "text"], "as_codings")
    names = found["coder"].fillna(coder).tolist() if "coder" in found.columns else [coder] * len(found)
    articles = set(found.attrs.get("articles", found["article_id"].tolist()))
    people = sorted(set(names)) or [coder]
    sheets: dict[str, list[pd.DataFrame]] = {STATEMENTS: [], ARTICLES: []}
    for who in people:
        rows = [row for row, name in zip(tables.records(found), names, strict=True) if name == who]
        taken = _same(tables.records(sample.items), rows)
        sheets[STATEMENTS].append(_statements(sample, who, rows, taken, articles))
        left = [row for i, row in enumerate(rows) if i not in taken.values()]
        sheets[ARTICLES].append(_articles(sample, who, left, articles))
    return {name: pd.concat(frames, ignore_index=True) for name, frames in sheets.items()}


def _same(items: list[dict[str, Any]], rows: list[dict[str, Any]]) -> dict[str, int]:
    """item -> the annotation that is the same statement, the likest first; each is taken once."""
    pairs = []
    for item in items:
        for i, row in enumerate(rows):
            if row["article_id"] == item["article_id"]:
                alike = overlap(item["spans"], row["spans"])
                if alike >= SAME:
                    pairs.append((-alike, item["item"], i))
    taken: dict[str, int] = {}
    for _, item, i in sorted(pairs):
        if item not in taken and i not in taken.values():
            taken[item] = i
    return taken


def overlap(a: Spans, b: Spans) -> float:
    """The characters that both have, as a share of those that either has."""
    ours, theirs = _characters(a), _characters(b)
    return len(ours & theirs) / max(1, len(ours | theirs))


def _characters(spans: Spans) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def _statements(
    sample: CodingSample, who: str, rows: list[dict[str, Any]], taken: Mapping[str, int], articles: set[str]
) -> pd.DataFrame:
    frame = statement_rows(sample, who)
    answers: dict[str, list[Any]] = {"statement": [], "kind": [], "speaker": []}
    for item, article in zip(frame["item"].tolist(), frame["article"].tolist(), strict=True):
        row = rows[taken[item]] if item in taken else {}
        answers["statement"].append("yes" if row else "no" if article in articles else None)
        for name in ("kind", "speaker"):
            value = row.get(name)
            answers[name].append(value if isinstance(value, str) else "unknown" if row and name == "speaker" else None)
    return frame.assign(**{name: pd.Series(values, dtype=object) for name, values in answers.items()})


def _articles(sample: CodingSample, who: str, left: Iterable[Mapping[str, Any]], articles: set[str]) -> pd.DataFrame:
    """A row for each sentence of an annotated article, and for each statement that only the annotations have."""
    blank: dict[str, dict[str, Any]] = {row["item"]: row for row in tables.records(sentence_rows(sample, who))}
    written: dict[str, list[dict[str, Any]]] = {}
    for row in left:
        start = min(span[0] for span in row["spans"])
        inside = sample.sentences[sample.sentences["article_id"] == row["article_id"]]
        before = inside[inside["start"] <= start]["item"].tolist() or inside["item"].tolist()[:1]
        for item in before[-1:]:
            written.setdefault(item, []).append({**blank[item], **_missed(row)})
    rows = []
    for item, empty in blank.items():
        rows += written.get(item) or [{**empty, "missed": "no" if empty["article"] in articles else None}]
    return pd.DataFrame(rows, columns=list(sentence_rows(sample, who).columns), dtype=object)


def _missed(row: Mapping[str, Any]) -> dict[str, Any]:
    words = str(row["text"]).split()
    return {
        "missed": "yes",
        "kind": row["kind"] if isinstance(row["kind"], str) else None,
        "speaker": row["speaker"] if isinstance(row["speaker"], str) else "unknown",
        "first_words": " ".join(words[:_EDGE_WORDS]),
        "last_words": " ".join(words[-_EDGE_WORDS:]),
    }
