"""One row per statement that drives a mean: the most positive and most negative ones, with the way back to the text."""

from __future__ import annotations

import pandas as pd

from . import tables
from .display import Page
from .reading_view import show_linked


def driving_statements(statements: pd.DataFrame, *, by: str = "speaker", n: int = 2, groups: int = 4) -> pd.DataFrame:
    """For each of the `groups` values of `by` with most statements, its `n` lowest and its `n` highest by tone.

    Columns: the value of `by`, side (most negative, most positive), tone, text, statement_id, article_id. A statement
    stands on one side only; one without any tone (0) drives nothing.
    """
    tables.require(statements, [by, "statement_id", "article_id", "mode", "text", "tone"], "driving_statements")
    use = tables.said(statements).dropna(subset=[by, "tone"])
    counts = use[by].astype(str).value_counts()
    names = sorted(counts.index.tolist(), key=lambda v: (-counts[v], v))[:groups]
    parts = []
    for name in names:
        here = use[use[by].astype(str) == name].sort_values(["tone", "statement_id"], kind="stable")
        parts.append(here[here["tone"] < 0].head(n).assign(side="most negative"))
        parts.append(here[here["tone"] > 0].tail(n).iloc[::-1].assign(side="most positive"))
    columns = [by, "side", "tone", "text", "statement_id", "article_id"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def show_driving(driving: pd.DataFrame, articles: pd.DataFrame, statements: pd.DataFrame) -> Page:
    """The rows as a table, each linked to its place in the article, and those articles in the reading view below."""
    tables.require(driving, ["statement_id", "article_id", "text"], "show_driving")
    return show_linked(driving, articles, statements, n=len(driving))
