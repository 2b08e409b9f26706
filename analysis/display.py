"""How a notebook or the report shows a table: escaped, long texts cut, and how many rows there are."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

import pandas as pd

_CSS = (
    ".ma-table{border-collapse:collapse;font:13px/1.4 sans-serif}"
    ".ma-table th{text-align:left;border-bottom:2px solid #333}"
    ".ma-table th,.ma-table td{padding:.25em .7em;vertical-align:top}.ma-table td{border-bottom:1px solid #ddd}"
    ".ma-table td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".ma-note{font:12px sans-serif;color:#555;margin:.3em 0 1.2em}"
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


def show_text(text: str) -> Page:
    """A paragraph, for reading and copying."""
    return Page(f'<p style="font:14px/1.5 sans-serif;max-width:52em">{html.escape(text)}</p>', text)


def show_table(frame: pd.DataFrame, n: int = 20) -> Page:
    """The first `n` rows of any table, for reading: unknown is an empty cell, lists are joined, days are days."""
    if frame.empty:
        return Page(f'<style>{_CSS}</style><p class="ma-note">no rows</p>', "no rows")
    head = "".join(f"<th>{html.escape(str(column))}</th>" for column in frame.columns)
    rows = frame.head(n).astype(object).to_numpy().tolist()
    body = "".join(f"<tr>{''.join(_cell(value) for value in row)}</tr>" for row in rows)
    note = f"{min(n, len(frame))} of {len(frame)} rows" if len(frame) > n else f"{len(frame)} rows"
    table = f'<table class="ma-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return Page(f'<style>{_CSS}</style>{table}<p class="ma-note">{note}</p>', frame.head(n).to_string())


def _cell(value: Any) -> str:
    if isinstance(value, float) and value == value:
        return f'<td class="n">{round(value, 2) + 0.0:.2f}</td>'  # + 0.0: no “-0.00”
    if isinstance(value, int) and not isinstance(value, bool):
        return f'<td class="n">{value}</td>'
    if isinstance(value, pd.Timestamp):
        return f'<td class="n">{value:%Y-%m-%d}</td>'
    text = _words(value)
    if len(text) <= _LONGEST:
        return f"<td>{html.escape(text)}</td>"
    cut = text[:_LONGEST].rsplit(" ", 1)[0] + " …"
    return f'<td title="{html.escape(text)}">{html.escape(cut)}</td>'


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None or value is pd.NA or value != value else str(value)
