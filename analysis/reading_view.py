"""An article as a page: its statements marked, coloured by speaker, the cue underlined; every character escaped.

Direct speech is filled, mixed and indirect speech hatched and outlined, so that the marks survive a grey printer.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from . import tables
from .charts import article_labels
from .display import Link, Page, show_table
from .style import PALETTE
from .text import paragraph_spans

_NOBODY = "#6E6E6E"
_CSS = """
.ma-article{max-width:46em;font:15px/1.6 Georgia,serif;color:#222}
.ma-article p{margin:.5em 0}.ma-article p.ma-part{color:#777;font-size:.85em}
.ma-article .ma-s{border-bottom:2px solid var(--c);
background:color-mix(in srgb,var(--c) 18%,transparent);border-radius:2px}
.ma-article .ma-s.indirect,.ma-article .ma-s.mixed{border-bottom-style:dashed;
background:color-mix(in srgb,var(--c) 8%,transparent)}
.ma-article .ma-s.not-said{border-bottom:2px dotted var(--c);background:none}
.ma-article .ma-cue{text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:3px}
.ma-article .ma-mention{font-weight:bold}
.ma-article :target+span,.ma-article .ma-here+span{outline:3px solid #E69F00;outline-offset:2px}
.ma-article .ma-key{font:12px/1.8 sans-serif;margin:.4em 0;color:#333}
.ma-article .ma-key span{border-left:12px solid var(--c);padding:0 1em 0 5px;white-space:nowrap;display:inline-block}
"""


def show_article(
    article_id: str, articles: pd.DataFrame, statements: pd.DataFrame, *, anchors: Mapping[str, str] | None = None
) -> Page:
    """The reading view of one article. Raises KeyError, with some ids that exist, where there is no such article.

    `anchors`: statement_id to the id that the place gets, so that a link can lead there.
    """
    tables.require(articles, ["article_id", "text", "headline", "published"], "show_article")
    needed = [
        "article_id",
        "statement_id",
        "spans",
        "speaker",
        "kind",
        "mode",
        "tone",
        "date",
        "date_basis",
        "date_precision",
        "cue_start",
        "cue_end",
    ]
    tables.require(statements, needed, "show_article")
    rows = articles[articles["article_id"] == article_id]
    if rows.empty:
        some = ", ".join(articles["article_id"].head(3).tolist())
        raise KeyError(f"there is no article {article_id}; there are {some}, …")
    here = statements[statements["article_id"] == article_id]
    label = article_labels(rows)[article_id]
    view = _view(rows.to_dict("records")[0], here.to_dict("records"), label, anchors or {})
    return Page(f"<style>{_CSS}</style>{view}", f"{label}: {len(here)} statements")


def anchor(statement_id: str) -> str:
    """The id under which a statement can be linked to: letters and digits alone, different for different statements."""
    return "s-" + "".join(c if c.isascii() and c.isalnum() else f"-{ord(c):x}-" for c in statement_id)


def show_linked(
    rows: pd.DataFrame, articles: pd.DataFrame, statements: pd.DataFrame, *, n: int = 200, sortable: str = ""
) -> Page:
    """A table of statements, each linked to its place in the articles, which follow in the reading view.

    `rows`: statement_id, article_id (not shown) and any other columns; the first `n` are shown. `sortable`: see
    `show_table`; the articles are folded then, as the page's script unfolds the one that a link leads to.
    """
    tables.require(rows, ["statement_id", "article_id"], "show_linked")
    shown = rows.head(n)
    places = {statement_id: anchor(statement_id) for statement_id in shown["statement_id"].tolist()}
    links = pd.Series([Link(i, places.get(i)) for i in rows["statement_id"].tolist()], rows.index, dtype=object)
    table = show_table(rows.assign(statement_id=links).drop(columns="article_id"), n, sortable=sortable)
    named = articles[articles["article_id"].isin(shown["article_id"])]
    here = statements[statements["article_id"].isin(named["article_id"])]
    held = {article_id: part.to_dict("records") for article_id, part in here.groupby("article_id", sort=False)}
    labels, fold = article_labels(named), "" if sortable else " open"
    views = [
        f'<details class="ma-source"{fold}><summary>{html.escape(labels[row["article_id"]])}</summary>'
        f"{_view(row, held.get(row['article_id'], []), labels[row['article_id']], places)}</details>"
        for row in named.to_dict("records")
    ]
    return Page(f"{table.content}<style>{_CSS}</style>{''.join(views)}", table.words)


def _view(row: Any, here: list[Any], label: str, anchors: Mapping[str, str]) -> str:
    colours = _colours(here)
    marks = _marks(here, colours)
    places: dict[int, list[str]] = {}
    for one in here:
        if one["statement_id"] in anchors and one["spans"]:
            places.setdefault(one["spans"][0][0], []).append(anchors[one["statement_id"]])
    parts = {p["start"]: p["part"] for p in row.get("parts", [])}
    body = "".join(
        _paragraph(row["text"], span, marks, parts.get(span[0]), places) for span in paragraph_spans(row["text"])
    )
    title = f"<h3>{html.escape(label)}</h3>"
    return f'<div class="ma-article" dir="auto">{title}{_key(colours)}{body}</div>'


def _colours(statements: Iterable[Any]) -> dict[str, str]:
    """Speakers in order of appearance; after seven the colours begin again, and the tooltip tells them apart."""
    names = dict.fromkeys(s["speaker"] for s in statements if isinstance(s["speaker"], str))
    return {name: PALETTE[i % len(PALETTE)] for i, name in enumerate(names)}


def _key(colours: dict[str, str]) -> str:
    items = [*colours.items(), ("not attributed", _NOBODY)]
    spans = " ".join(f'<span style="--c:{colour}">{html.escape(name)}</span>' for name, colour in items)
    how = "filled: direct · dashed: mixed or indirect · dotted: not said · underlined: cue · bold: mention"
    return f'<div class="ma-key">{spans}<br>{how}</div>'


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    css: str
    style: str
    title: str


def _marks(statements: list[dict[str, Any]], colours: dict[str, str]) -> list[_Mark]:
    found = []
    for one in statements:
        known = isinstance(one["speaker"], str)
        colour = colours[one["speaker"]] if known else _NOBODY
        day = f"{_period(one)} ({one['date_basis']})" if pd.notna(one["date"]) else "undated"
        tone = f"tone {one['tone']:+.2f}" if pd.notna(one["tone"]) else "no tone"
        who = one["speaker"] if known else "not attributed"
        spoken = one["mode"] in {"speech", "writing"}
        css = one["kind"] if spoken else "not-said"
        how = one["kind"] if spoken else "thought" if one["mode"] == "thought" else "not shown to be said"
        title = f"{who} · {how} · {tone} · {day} · {one['statement_id']}"
        found += [_Mark(s, e, f"ma-s {css}", f"--c:{colour}", title) for s, e in one["spans"]]
        for name in ("cue", "mention"):
            if pd.notna(one[f"{name}_start"]):
                found.append(_Mark(int(one[f"{name}_start"]), int(one[f"{name}_end"]), f"ma-{name}", "", ""))
    return found


def _period(one: Mapping[str, Any]) -> str:
    """“2024-05-10”, or the week, month or year that begins there."""
    form = {"week": "week of %Y-%m-%d", "month": "%Y-%m", "year": "%Y"}.get(one["date_precision"], "%Y-%m-%d")
    return str(one["date"].strftime(form))


def _paragraph(
    text: str, span: tuple[int, int], marks: list[_Mark], part: str | None, places: Mapping[int, list[str]]
) -> str:
    """One paragraph, cut wherever a mark begins or ends, so that marks may overlap and tags never do."""
    start, end = span
    here = [m for m in marks if m.start < end and m.end > start]
    cuts = sorted({start, end, *(c for m in here for c in (m.start, m.end) if start < c < end)})
    pieces = []
    for left, right in pairwise(cuts):
        piece = html.escape(text[left:right]).replace("\n", "<br>")
        over = [m for m in here if m.start <= left and m.end >= right]
        pieces += [f'<span id="{html.escape(place)}"></span>' for place in places.get(left, [])]
        pieces.append(_wrap(piece, over))
    css = f' class="ma-part" title="{html.escape(part)}"' if part and part != "headline" else ""
    return f"<p{css}>{''.join(pieces)}</p>"


def _wrap(piece: str, marks: list[_Mark]) -> str:
    if not marks:
        return piece
    css = " ".join(dict.fromkeys(m.css for m in marks))
    style = next((m.style for m in reversed(marks) if m.style), "")
    title = " | ".join(m.title for m in marks if m.title)
    tip = f' title="{html.escape(title)}"' if title else ""
    look = f' style="{style}"' if style else ""
    return f'<span class="{css}"{look}{tip}>{piece}</span>'
