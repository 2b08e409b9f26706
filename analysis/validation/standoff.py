"""What annotation tools have in common: words at offsets, counted their way, and what is told where they do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from .. import tables
from ..text import Span, join_spans

STATEMENT, CUE, MENTION = "Statement", "Cue", "Speaker"
CUED_BY, SAID_BY = "cued_by", "said_by"


def by_article(statements: pd.DataFrame, articles: pd.DataFrame) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Each article's id, text and statements."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in tables.records(statements):
        rows.setdefault(row["article_id"], []).append(row)
    for article, text in zip(articles["article_id"].tolist(), articles["text"].tolist(), strict=True):
        yield article, text, rows.get(article, [])


def utf16(text: str, offset: int) -> int:
    """The offset as Java and JavaScript count it: two for each character beyond the first 65,536, like 🙂."""
    return offset + sum(c > "\uffff" for c in text[:offset])


def from_utf16(text: str, offset: int) -> int:
    """The offset in characters of one that Java or JavaScript counted."""
    return len(text.encode("utf-16-le")[: 2 * offset].decode("utf-16-le", "ignore"))


def place(text: str, start: int, end: int, words: str) -> Span | None:
    """Where the words stand: at these offsets, at these as Java counts, or at their one place in the text; or None."""
    wanted = _plain(words)
    tries = [(start, end), (from_utf16(text, start), from_utf16(text, end))]
    for low, high in tries:
        if 0 <= low < high <= len(text) and (not wanted or _plain(text[low:high]) == wanted):
            return low, high
    at = text.find(words) if words else -1
    return (at, at + len(words)) if at >= 0 and text.find(words, at + 1) < 0 else None


def _plain(words: str) -> str:
    return " ".join(words.split())


def spans_of(row: Mapping[str, Any]) -> list[Span]:
    """The spans of a statement in order; those that touch are one, as tools take them for overlapping."""
    found: list[Span] = []
    for start, end in sorted((s[0], s[1]) for s in row["spans"]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return found


def single(row: Mapping[str, Any], name: str) -> Span | None:
    """The span of the cue or the mention of a row of statements, if it has one."""
    start, end = row.get(f"{name}_start"), row.get(f"{name}_end")
    return None if start is None or pd.isna(start) or pd.isna(end) else (int(start), int(end))


def statement_row(
    article: str, text: str, spans: Sequence[Span], cue: Span | None, mention: Span | None, **more: Any
) -> dict[str, Any]:
    """A row for the table of statements out of what a tool gives back."""
    row = {"article_id": article, "text": join_spans(text, spans), "spans": [list(s) for s in spans], **more}
    for name, span in (("cue", cue), ("mention", mention)):
        if span is not None:
            row |= {name: text[span[0] : span[1]], f"{name}_start": span[0], f"{name}_end": span[1]}
    return row


def as_statements(rows: Iterable[dict[str, Any]], articles: Sequence[str], coders: bool = False) -> pd.DataFrame:
    """The table of statements of the rows, in the order of the text, with ids of its own; empty columns are unknown.

    Paragraph is 0 throughout. `attrs["articles"]`: the articles that were annotated, those without statements too.
    """
    ordered = sorted(rows, key=lambda r: (r["article_id"], r["spans"][0], r["spans"]))
    seen: dict[str, int] = {}
    for row in ordered:
        number = seen.setdefault(row["article_id"], 0)
        seen[row["article_id"]] += 1
        row |= {"statement_id": f"{row['article_id']}:{number}", "paragraph": 0}
    frame = tables.make("statements", ordered)
    if coders:
        frame = frame.assign(coder=pd.array([row.get("coder") for row in ordered], dtype="str"))
    frame.attrs["articles"] = sorted(set(articles))
    return frame
