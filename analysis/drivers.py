"""One row per statement that drives a mean: the most positive and most negative ones, with the way back to the text."""

from __future__ import annotations

import html
from collections.abc import Iterable

import pandas as pd

from . import tables
from .display import Page, show_table
from .reading_view import show_article


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
    shown = driving.drop(columns="article_id")
    table = show_table(shown, len(shown))
    page = table.content
    for statement_id in driving["statement_id"].tolist():
        cell = f"<td>{html.escape(statement_id)}</td>"
        link = f'<td><a href="#{anchor(statement_id)}">{html.escape(statement_id)}</a></td>'
        page = page.replace(cell, link)
    views = "".join(
        f'<details open class="ma-source"><summary>{html.escape(article_id)}</summary>{content}</details>'
        for article_id, content in _views(driving, articles, statements)
    )
    return Page(page + views, table.words)


def anchor(statement_id: str) -> str:
    """The id under which a statement can be linked to: letters and digits alone, different for different statements."""
    return "s-" + "".join(c if c.isascii() and c.isalnum() else f"-{ord(c):x}-" for c in statement_id)


def _views(driving: pd.DataFrame, articles: pd.DataFrame, statements: pd.DataFrame) -> Iterable[tuple[str, str]]:
    wanted = {statement_id: anchor(statement_id) for statement_id in driving["statement_id"].tolist()}
    for article_id in dict.fromkeys(driving["article_id"].tolist()):
        yield article_id, show_article(article_id, articles, statements, anchors=wanted).content
