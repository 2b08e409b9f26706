"""Words beside marks: labels with leader lines, and events as lines and bands, none on top of another.

Both are laid out alike: a strip of rows in which each label begins at its day (or ends there, at the right edge) and
goes to the first row where it meets neither another label nor another's line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from .style import DARK, GREY, sheet, shorten

_PAD = 3.0  # points between a line and its label
_LEAST = 80.0  # points: as wide as a label should at least be
_ROWS = 12  # of a strip; what needs more goes into the caption


class Placed(NamedTuple):
    """A label in its strip: the row, 0 the nearest to the marks, and whether it stands at the right of its day."""

    at: float
    words: str
    row: int
    right: bool


def room(ax: Axes) -> float:
    """The width of the axes in points, with what stands around them so far."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("these axes have no figure any more.")
    figure.draw_without_rendering()
    return float(ax.get_window_extent().width * 72 / figure.dpi)


def row_height() -> float:
    """Of a row of labels, in points."""
    return sheet().points * 1.25


def width_of(ax: Axes, words: str) -> float:
    """How wide small letters print, in points."""
    text = ax.text(0, 0, words, fontsize="small")
    figure = ax.get_figure(root=True)
    width = text.get_window_extent().width * 72 / (figure.dpi if figure is not None else 72)
    text.remove()
    return float(width)


def place(ax: Axes, labels: Sequence[tuple[float, str]], points: float) -> list[Placed]:
    """Rows for labels (day, words) of axes that are `points` wide and whose x-limits are set."""
    left, right = ax.get_xlim()
    points *= 0.97  # the last ticks may still take a little
    scale = points / (right - left)
    lines = sorted((at - left) * scale for at, _ in labels)
    placed: list[Placed] = []
    taken: list[tuple[int, float, float, float]] = []  # row, first and last point, and the point of the line
    for at, words in sorted(labels, key=lambda label: (-label[0], label[1])):
        line = (at - left) * scale
        rightward = line + width_of(ax, shorten(words, 60)) + 2 * _PAD <= points or line < points - line
        nearest = max((other for other in lines if other < line - _LEAST), default=0.0)  # not across its line
        fitted = _fitted(ax, words, (points - line if rightward else line - nearest) - 2 * _PAD)
        wide = width_of(ax, fitted) + 2 * _PAD
        begin = line if rightward else line - wide
        row = next((r for r in range(200) if _free(taken, r, begin, begin + wide, line)), len(placed))
        taken.append((row, begin, begin + wide, line))
        placed.append(Placed(at, fitted, row, rightward))
    return placed


def _fitted(ax: Axes, words: str, points: float) -> str:
    """The label, cut to the width that there is."""
    short, letters = shorten(words, 60), 60
    while width_of(ax, short) > points and letters > 9:
        letters -= 4
        short = shorten(words, letters)
    return short


def _free(taken: list[tuple[int, float, float, float]], row: int, begin: float, end: float, line: float) -> bool:
    for other, first, last, its_line in taken:
        if other == row and begin < last and first < end:
            return False
        if other < row and first < line < last:  # our line would run through a label that is nearer
            return False
        if other > row and begin < its_line < end:
            return False
    return True


def write(ax: Axes, label: Placed, y: float) -> None:
    """The words of a label at height `y`, beside its line."""
    text = ax.annotate(
        label.words,
        (label.at, y),
        (_PAD if label.right else -_PAD, 0),
        textcoords="offset points",
        ha="left" if label.right else "right",
        va="center",
        fontsize="small",
        color=DARK,
        zorder=6,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4},
    )
    text.set_in_layout(False)  # it is cut to the room that the axes have, and shall not make them narrower


def draw_events(ax: Axes, events: pd.DataFrame | None, first: float, last: float, zorder: float = 1.5) -> str:
    """Events from day `first` to `last` as lines (bands where they lasted) with labels above; the rest in words.

    Gives back the sentence for the caption. Draw them last, when the axes have their limits.
    """
    if events is None or events.empty:
        return ""
    begins, ends = mdates.date2num(events["date"].to_numpy()), mdates.date2num(events["end"].to_numpy()) + 1
    inside = (begins <= last) & (ends > first)
    shown = events[inside]
    labels = [(max(b, first), label) for b, label in zip(begins[inside], shown["label"].tolist(), strict=True)]
    placed = place(ax, labels, room(ax)) if labels else []
    placed, many = [p for p in placed if p.row < _ROWS], sum(p.row >= _ROWS for p in placed)
    bottom, top = ax.get_ylim()
    row = _add_strip(ax, max((p.row for p in placed), default=-1) + 1)
    for begin, end in zip(begins[inside], ends[inside], strict=True):
        if end - begin > 1:
            ax.axvspan(max(begin, first), min(end, last), color=GREY, alpha=0.22, lw=0, zorder=0.5)
    for label in placed:
        y = top + (label.row + 0.5) * row
        ax.plot([label.at, label.at], [bottom, y], color=DARK, lw=0.9, ls=(0, (2, 2)), zorder=zorder)
        write(ax, label, y)
    return _in_words(events[~inside], many)


def _add_strip(ax: Axes, rows: int) -> float:
    """Room for rows of labels above what is drawn; gives the height of a row in the units of the y-axis."""
    bottom, top = ax.get_ylim()
    figure = ax.get_figure(root=True)
    if figure is None or not rows:
        return 0.0
    points = max(30.0, ax.get_window_extent().height * 72 / figure.dpi)
    row = (top - bottom) * row_height() / points
    ax.set_ylim(bottom, top + rows * row)
    figure.set_figheight(figure.get_figheight() + rows * row_height() / 72)
    return float(row)


def _in_words(outside: pd.DataFrame, many: int) -> str:
    named = [f"{shorten(row['label'], 60)} ({row['date']:%Y-%m-%d})" for row in outside.head(4).to_dict("records")]
    more = f" and {len(outside) - 4} more" if len(outside) > 4 else ""
    words = f" Events outside the days shown: {', '.join(named)}{more}." if named else ""
    return words + (f" {many} further events have no room for a label." if many else "")
