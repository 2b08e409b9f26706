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
from .display import Page
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
    row = rows.iloc[0]
    here = statements[statements["article_id"] == article_id].to_dict("records")
    colours = _colours(here)
    marks = _marks([{str(k): v for k, v in one.items()} for one in here], colours)
    places: dict[int, list[str]] = {}
    for one in here:
        if one["statement_id"] in (anchors or {}) and one["spans"]:
            places.setdefault(one["spans"][0][0], []).append((anchors or {})[one["statement_id"]])
    parts = {p["start"]: p["part"] for p in row["parts"]} if "parts" in rows.columns else {}
    body = "".join(
        _paragraph(row["text"], span, marks, parts.get(span[0]), places) for span in paragraph_spans(row["text"])
    )
    title = html.escape(article_labels(rows)[article_id])
    content = f'<style>{_CSS}</style><div class="ma-article" dir="auto"><h3>{title}</h3>{_key(colours)}{body}</div>'
    return Page(content, f"{article_labels(rows)[article_id]}: {len(here)} statements")


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
