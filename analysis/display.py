"""How a notebook or the report shows a table: escaped, long texts cut, and how many rows there are.

A sortable table is a plain one with a search field and buttons for headings, which `tables.js` brings to life; without
the script it is the plain table. Two kilobytes that are read by everybody, where a table library would put seven
hundred into each notebook and page, and want a page that lets scripts run.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

CSS = (  # `table.ma-table`, as JupyterLab puts cells to the right and would win
    ".ma-table{border-collapse:collapse;font:13px/1.4 sans-serif}"
    "table.ma-table th,table.ma-table td{text-align:left;padding:.25em .7em;vertical-align:top}"
    ".ma-table th{border-bottom:2px solid #333}.ma-table td{border-bottom:1px solid #ddd}"
    "table.ma-table td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".ma-note{font:12px sans-serif;color:#555;margin:.3em 0 1.2em}"
)
_SORTABLE_CSS = (
    ".ma-search{display:none;font:13px sans-serif;margin:.6em 0}.ma-scripted .ma-search{display:block}"
    ".ma-sortable th button,.ma-link{font:inherit;color:inherit;background:none;border:0;padding:0;text-align:left}"
    ".ma-scripted .ma-sortable th button,.ma-link{cursor:pointer}.ma-link{color:#0072B2;text-decoration:underline}"
    ".ma-scripted .ma-sortable th button:after{content:' ↕';color:#767676}"
    ".ma-sortable th[aria-sort=ascending] button:after{content:' ↑'!important}"
    ".ma-sortable th[aria-sort=descending] button:after{content:' ↓'!important}"
)
_LONGEST = 180  # characters of a cell; the whole text is in its tooltip


@dataclass(frozen=True)
class Page:
    """A piece of HTML that a notebook shows as such; `words` stand for it where only text can be shown."""

    content: str
    words: str

    def _repr_html_(self) -> str:
        return self.content

    def __repr__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Link:
    """A cell that leads to a place on the page, or, without one, opens the statement `words` in its explorer."""

    words: str
    place: str | None = None

    def __str__(self) -> str:
        return self.words

    def content(self) -> str:
        """The cell as HTML."""
        words = html.escape(self.words)
        if self.place is None:
            return f'<button type="button" class="ma-link" value="{words}">{words}</button>'
        return f'<a href="#{html.escape(self.place)}">{words}</a>'


@cache
def script() -> str:
    """What a page needs once for its sortable tables, as JavaScript."""
    return (files("analysis") / "tables.js").read_text(encoding="utf-8")


def show_text(text: str) -> Page:
    """A paragraph, for reading and copying."""
    return Page(f'<p style="font:14px/1.5 sans-serif;max-width:52em">{html.escape(text)}</p>', text)


def show_table(frame: pd.DataFrame, n: int = 20, *, sortable: str = "") -> Page:
    """The first `n` rows of any table, for reading: unknown is an empty cell, lists are joined, days are days.

    `sortable`: what the rows are, “statements”; then the table sorts and searches and its texts are whole.
    """
    if frame.empty:
        return Page(f'<style>{CSS}</style><p class="ma-note">no rows</p>', "no rows")
    columns = frame.head(n).astype(object).to_numpy().T.tolist()
    head = "".join(_heading(str(name), column, sortable) for name, column in zip(frame.columns, columns, strict=True))
    longest = None if sortable else _LONGEST
    body = "".join(f"<tr>{''.join(_cell(v, longest) for v in row)}</tr>" for row in zip(*columns, strict=True))
    note = f"{min(n, len(frame))} of {len(frame)} rows" if len(frame) > n else f"{len(frame)} rows"
    table = f'<table class="ma-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    if not sortable:
        return Page(f'<style>{CSS}</style>{table}<p class="ma-note">{note}</p>', frame.head(n).to_string())
    field = f'<label class="ma-search">Search these {html.escape(sortable)} <input type="search"></label>'
    told = f'<p class="ma-note">{note}. <span class="ma-shown" role="status"></span></p>'
    return Page(f'<style>{CSS}{_SORTABLE_CSS}</style><div class="ma-sortable">{field}{told}{table}</div>', note)


def _heading(name: str, column: list[Any], sortable: str) -> str:
    words = html.escape(name)
    if not sortable:
        return f"<th>{words}</th>"
    number = ' class="n"' if any(map(_is_number, column)) else ""
    return f'<th scope="col"{number}><button type="button">{words}</button></th>'


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def _cell(value: Any, longest: int | None) -> str:
    if _is_number(value):
        shown = f"{round(value, 2) + 0.0:.2f}" if isinstance(value, float) else str(value)  # + 0.0: no “-0.00”
        return f'<td class="n">{shown}</td>'
    if isinstance(value, pd.Timestamp):
        return f'<td class="n">{value:%Y-%m-%d}</td>'
    if isinstance(value, Link):
        return f"<td>{value.content()}</td>"
    text = _words(value)
    if longest is None or len(text) <= longest:
        return f"<td>{html.escape(text)}</td>"
    cut = text[:longest].rsplit(" ", 1)[0] + " …"
    return f'<td title="{html.escape(text)}">{html.escape(cut)}</td>'


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None or value is pd.NA or value != value else str(value)
