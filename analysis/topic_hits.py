"""Why a statement has a topic: its words with every hit marked, all characters escaped."""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from . import tables
from .display import CSS, Page
from .text import in_joined

_MARK = ".ma-table mark{background:#FFE8A3;color:inherit;border-bottom:2px solid #E69F00}"


def show_hits(topics: pd.DataFrame, statements: pd.DataFrame, n: int = 2, *, topic: str | None = None) -> Page:
    """For each topic (or for one) the `n` statements with most hits: the hits marked in their words, and who said them.

    Every hit leads back to characters: `spans` of the table `topics` are ranges of the article's text.
    """
    tables.require(topics, ["statement_id", "topic", "hits", "spans"], "show_hits")
    tables.require(statements, ["statement_id", "text", "spans", "speaker", "mode"], "show_hits")
    said = tables.said(statements)[["statement_id", "text", "spans", "speaker"]]
    found = topics[["statement_id", "topic", "hits", "spans"]].rename(columns={"spans": "places"})
    found = found.merge(said, on="statement_id", validate="many_to_one")
    found = found[found["topic"] == topic] if topic is not None else found
    found = found.sort_values(["topic", "hits", "statement_id"], ascending=[True, False, True], kind="stable")
    rows = found.groupby("topic", sort=False).head(n).to_dict("records")
    if not rows:
        return Page(f'<style>{CSS}</style><p class="ma-note">no hits</p>', "no hits")
    head = "".join(f"<th>{name}</th>" for name in ("topic", "speaker", "statement", "hits", "id"))
    body = "".join(_row(row) for row in rows)
    note = f"{len(rows)} of {len(found)} rows: per topic the statements with most hits"
    table = f'<table class="ma-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    words = "\n".join(f"{row['topic']}: {_marked(row, '[', ']', str)}" for row in rows)
    return Page(f'<style>{CSS}{_MARK}</style>{table}<p class="ma-note">{note}</p>', words)


def _row(row: dict[Any, Any]) -> str:
    speaker = row["speaker"] if isinstance(row["speaker"], str) else "not attributed"
    cells = [html.escape(row["topic"]), html.escape(speaker), _marked(row, "<mark>", "</mark>", html.escape)]
    places = f'<td class="n">{row["hits"]}</td><td>{html.escape(row["statement_id"])}</td>'
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}{places}</tr>"


def _marked(row: dict[Any, Any], opening: str, closing: str, write: Any) -> str:
    """The statement's words, cut wherever a hit begins or ends."""
    hits = [span for start, end in row["places"] for span in in_joined(row["spans"], start, end)]
    pieces: Sequence[tuple[int, int]] = list(
        pairwise(sorted({0, len(row["text"]), *(c for span in hits for c in span)}))
    )
    inside = [any(start <= left and right <= end for start, end in hits) for left, right in pieces]
    return "".join(
        f"{opening}{write(row['text'][left:right])}{closing}" if hit else write(row["text"][left:right])
        for (left, right), hit in zip(pieces, inside, strict=True)
    )
