"""A table of counts as a matrix: figures in the cells, shares as shade."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from .style import sheet, short_names, shorten

FEW = 5  # statements: a share of fewer sets no scale
_PALE = 1.6  # where grey would end: pale enough for black figures, and not the darkest of the sheet
_MANY = 16  # columns beyond which a matrix on a full sheet has no figures in its cells


def draw_matrix(
    ax: Axes,
    counts: np.ndarray,
    shares: np.ndarray,
    rows: Sequence[str],
    columns: Sequence[str],
    of: np.ndarray,
    rest: np.ndarray | None = None,
    darkest: float | None = None,
) -> str:
    """Shades with the counts on them, `rest` (no topic) in grey, none where a share is missing. Gives the scale.

    `rows` are labels as they are printed. Blue runs from 0 to `darkest`, by default the greatest share, so that rare
    topics can be seen; shares `of` fewer than FEW statements do not stretch it. Where there are many columns there is
    no room for counts.
    """
    hidden = np.isnan(shares)
    apart = np.zeros(shares.shape, bool) if rest is None else rest
    steady = ~(hidden | apart) & ((of >= FEW) | (of.max(initial=0) < FEW))
    highest = darkest or float(np.max(shares, where=steady, initial=0.01))
    ax.grid(False)
    ax.imshow(np.ma.masked_array(shares, hidden | apart), cmap="Blues", vmin=0, vmax=highest, aspect="auto")
    if apart.any():
        ax.imshow(np.ma.masked_array(shares, hidden | ~apart), cmap="Greys", vmin=0, vmax=_PALE, aspect="auto")
    few = counts.shape[1] <= _MANY * sheet().letters  # columns that are wide enough for lines and counts
    for line, cells in ((ax.axhline, counts.shape[0]), (ax.axvline, counts.shape[1] if few else 0)):
        for place in range(1, cells):
            line(place - 0.5, color="white", linewidth=0.8)  # neighbours of one shade do not run together
    scaled = np.where(apart, shares / _PALE, shares / highest)
    for y, x in zip(*np.nonzero(counts), strict=True) if few else ():
        colour = "white" if scaled[y, x] > 0.55 else "black"
        ax.text(x, y, str(counts[y, x]), ha="center", va="center", fontsize="small", color=colour)
    ax.set_yticks(range(len(rows)), rows)
    letter = sheet().points / 72 * 0.6  # inches
    room = ax.figure.bbox.width / ax.figure.dpi - 0.8 * letter - letter * max(map(len, rows))
    _name_columns(ax, columns, room, letter)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    more = " and more" if np.max(shares, where=~(hidden | apart), initial=0) > highest else ""
    grey = "; grey: no topic" if apart.any() else ""
    return f"(darkest: {100 * highest:.0f} %{more}{grey})"


def _name_columns(ax: Axes, columns: Sequence[str], room: float, letter: float) -> None:
    """Names under the columns: across where each word has room (inches for all), else upright; 24 at most."""
    most = max(8, int(24 * sheet().letters))
    step = max(1, -(-len(columns) // most))
    shown = list(columns)[::step]
    whole = dict(zip(shown, short_names([name.replace("\n", " ") for name in shown], 40), strict=True))
    lines = [[shorten(line, 40) for line in name.split("\n")] if "\n" in name else [whole[name]] for name in shown]
    letters = min(13, int(room / len(columns) / letter))
    across = step == 1 and letters >= max(len(word) for name in lines for line in name for word in line.split())
    if across:
        names = ["\n".join(textwrap.fill(line, letters) for line in name) for name in lines]
    else:
        names = [textwrap.fill("  ".join(name), 26) for name in lines]
    ax.set_xticks(range(0, len(columns), step), names, fontsize="small", rotation=0 if across else 90)
