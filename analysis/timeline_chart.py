"""The statement timeline: one lane per speaker, one mark per statement.

Tone is the colour, kind the filling. Marks that would lie on each other are stacked within their lane; statements
without a date stand in a lane of their own at the right, so that none is lost.
"""

from __future__ import annotations

from typing import Any

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.legend_handler import HandlerTuple
from matplotlib.lines import Line2D

from . import tables
from .figures import (
    UNKNOWN,
    axes,
    base,
    date_axis,
    empty,
    finish,
    grouped,
    legend_above,
    others,
    top,
    unattributed,
)
from .style import DARK, GREY, RULE, TONE, shorten, style

_ROWS = 5  # marks that find room above each other in a lane
_ASIDE = 2.5  # marks' widths that one may stand beside its day; where that is not enough the lane gets columns
_TITLE = "Statements over time, per speaker"


def plot_timeline(statements: pd.DataFrame, *, by: str = "speaker", n: int = 12, ax: Axes | None = None) -> Axes:
    """One lane for each of the `n` speakers with most statements, one for all others, one for the unattributed.

    Colour: tone of the words (grey where there is none); filled: direct, half: mixed, hollow: indirect.
    """
    tables.require(statements, [by, "date", "kind", "mode", "tone", "article_id", "statement_id"], "plot_timeline")
    with style():
        use = tables.said(statements)
        names = top(use[by], n)
        lanes = grouped(use, by, names)
        order = [g for g in [*names, others(use, by, names), UNKNOWN] if g in set(lanes)]
        columns = ["statement_id", "article_id", "date", "kind", "tone"]
        rows = use[columns].assign(lane=lanes).sort_values(["date", "statement_id"], kind="stable")
        if use.empty:
            return empty(axes(ax, 2.5), _TITLE, "No statements were found.", rows)
        ax = axes(ax, 2.2 + 0.52 * max(2, len(order)))
        placed = _place(rows, order)
        _draw(ax, placed, order, bool(rows["date"].isna().any()))
        _legend(ax)
        undated = int(rows["date"].isna().sum())
        caption = (
            f"{base(use)}; {unattributed(use)}. One mark a statement; marks of one day are stacked; a lane with more "
            f"of them than room has columns instead, as high as their number. Colour: VADER tone of the words. "
            f"{undated} without a date" + (" in the lane at the right." if undated else ".")
        )
        counts = rows["lane"].value_counts()
        alt = "Statements: " + ", ".join(f"{name} {counts[name]}" for name in order[:5]) + "."
        return finish(ax, _TITLE, caption, alt, rows)


def _place(rows: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Where each mark goes: `x` in days, `y` in lanes; `crowded` where a lane has more marks than room at their day."""
    days = rows["date"].dropna()
    first, last = (mdates.date2num(days.min()), mdates.date2num(days.max())) if len(days) else (0.0, 0.0)
    span = max(last - first, 6.0)
    width = span / 38  # of a mark on the page, in days
    undated_at = last + max(3.0, span * 0.03) + span * 0.07
    wanted = mdates.date2num(rows["date"].to_numpy())
    wanted = np.where(np.isnan(wanted), undated_at, wanted)
    x, y = wanted.copy(), np.empty(len(rows))
    crowded = np.zeros(len(rows), dtype=bool)
    for number, lane in enumerate(order):
        here = np.flatnonzero((rows["lane"] == lane).to_numpy())
        stack = _Lane(width)
        for i in here[np.argsort(wanted[here], kind="stable")]:
            x[i], row = stack.put(float(wanted[i]))
            y[i] = number + row
        if (x[here] - wanted[here]).max(initial=0) > _ASIDE * width:
            x[here], crowded[here] = wanted[here], True
    return rows.assign(x=x, y=y, crowded=crowded, width=width)


class _Lane:
    """Stacks marks around the middle of a lane; when a column is full the next one goes aside by one width."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.ends = [-np.inf] * _ROWS  # where each row of marks ends
        self.rows = sorted(range(_ROWS), key=lambda r: (abs(r - _ROWS // 2), r))

    def put(self, at: float) -> tuple[float, float]:
        """Where a mark goes that should stand at `at`, marks coming from left to right."""
        row = next((r for r in self.rows if self.ends[r] <= at), None)
        if row is None:
            row = min(self.rows, key=lambda r: (self.ends[r], abs(r - _ROWS // 2)))
            at = self.ends[row]
        self.ends[row] = at + self.width
        return at, (row - _ROWS // 2) * 0.8 / _ROWS


def _draw(ax: Axes, placed: pd.DataFrame, order: list[str], undated: bool) -> None:
    dated = placed[placed["date"].notna()]
    first, last = (dated["x"].min(), dated["x"].max()) if len(dated) else (0.0, 1.0)
    ax.grid(False)
    for i in range(len(order) + 1):
        ax.axhline(i - 0.5, color=RULE, lw=0.6)
    _marks(ax, placed[~placed["crowded"]])
    counts = placed["lane"].value_counts()
    labels = []
    for number, lane in enumerate(order):
        scale = _columns(ax, placed[placed["crowded"] & (placed["lane"] == lane)], number)
        labels.append(f"{shorten(lane)}  (n = {counts[lane]}){scale}")
    ax.set_yticks(range(len(order)), labels)
    ax.set_ylim(len(order) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    if len(dated):
        ax.grid(True, axis="x")
        date_axis(ax, first, last)
    if undated:
        _undated_lane(ax, placed, last if len(dated) else None)


def _marks(ax: Axes, placed: pd.DataFrame) -> None:
    colours = np.array([_colour(tone) for tone in placed["tone"].tolist()])
    for kind, look in _LOOKS.items():
        part = (placed["kind"] == kind).to_numpy()
        where = placed[part]
        if kind == "mixed":
            ax.scatter(
                where["x"], where["y"], s=34, facecolor="white", edgecolor=colours[part], linewidth=1.4, zorder=3
            )
            ax.scatter(where["x"], where["y"], s=9, facecolor=colours[part], edgecolor="none", zorder=4)
            continue
        face = colours[part] if look else "white"
        ax.scatter(where["x"], where["y"], s=34, facecolor=face, edgecolor=colours[part], linewidth=1.4, zorder=3)


def _columns(ax: Axes, lane: pd.DataFrame, number: int) -> str:
    """A lane with more marks than room: columns as high as their number, in the colour of their mean tone.

    Gives back the words that go under the lane's name, as the columns have no scale of their own.
    """
    if lane.empty:
        return ""
    width = lane["width"].iloc[0]
    bins = np.floor((lane["x"] - lane["x"].min()) / width)
    columns = lane.groupby(bins, sort=True).agg(n=("x", "size"), tone=("tone", "mean"))
    left = lane["x"].min() + columns.index.to_numpy() * width
    heights = columns["n"].to_numpy() / columns["n"].max() * 0.8
    colours = [_colour(tone) for tone in columns["tone"].tolist()]
    ax.bar(left, -heights, width * 0.9, bottom=number + 0.42, align="edge", color=colours, zorder=3)
    return f"\nhighest column: {columns['n'].max()}"


_LOOKS = {"direct": True, "mixed": False, "indirect": False}


def _colour(tone: Any) -> Any:
    return TONE((tone + 1) / 2) if tone == tone else GREY


def _undated_lane(ax: Axes, placed: pd.DataFrame, last: float | None) -> None:
    """A stretch at the right of the axis, ruled off and named."""
    left, right = ax.get_xlim()
    undated = placed.loc[placed["date"].isna(), "x"]
    if last is None:
        ax.set_xticks([])
        ax.set_xlim(undated.min() - 3, undated.max() + 3)
        ax.set_xlabel("undated: no statement has a date")
        return
    edge = (right + undated.min()) / 2
    ax.axvline(edge, color=DARK, lw=0.8, ls=(0, (4, 3)))
    ax.set_xlim(left, max(undated.max(), edge) + (right - left) * 0.04)
    ticks = [t for t in ax.get_xticks() if left <= t <= right]
    ax.set_xticks(ticks)
    middle = (edge + ax.get_xlim()[1]) / 2
    ax.annotate("undated", (middle, 1.005), xycoords=("data", "axes fraction"), ha="center", va="bottom", fontsize=8)


def _legend(ax: Axes) -> None:
    filled = Line2D([], [], marker="o", ls="", markerfacecolor=DARK, markeredgecolor=DARK)
    hollow = Line2D([], [], marker="o", ls="", markerfacecolor="white", markeredgecolor=DARK)
    dot = Line2D([], [], marker="o", ls="", markersize=3, markerfacecolor=DARK, markeredgecolor=DARK)
    handles = [filled, (hollow, dot), hollow]
    overlaid = {tuple: HandlerTuple(ndivide=1)}
    legend_above(ax, handles, labels=["direct", "mixed", "indirect"], handler_map=overlaid)
    scale = ax.figure.colorbar(
        ScalarMappable(Normalize(-1, 1), TONE),
        ax=ax,
        shrink=min(0.7, 4.2 / len(ax.get_yticks())),
        aspect=18,
        pad=0.02,
    )
    scale.set_ticks([-1, 0, 1], labels=["negative", "neutral", "positive"])
    scale.outline.set_visible(False)
