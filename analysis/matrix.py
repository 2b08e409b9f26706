"""A table of counts as a matrix: figures in the cells, shares or counts as shade."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .style import sheet, short_names


def draw_matrix(
    ax: Axes, cells: pd.DataFrame, totals: pd.Series, labels: Mapping[str, str], shades: pd.DataFrame | None = None
) -> None:
    """The counts in `cells`, under the lines' names (as `labels` gives them) with their totals.

    Shade: 0 to 1 as in `shades`; without them the share of the line's total.
    """
    shown = cells.div(totals.reindex(cells.index), axis=0) if shades is None else shades
    shares = shown.to_numpy(dtype=float)
    ax.grid(False)
    ax.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for y, x in np.ndindex(shares.shape):
        value = cells.to_numpy()[y, x]
        if value:
            colour = "white" if shares[y, x] > 0.55 else "black"
            ax.text(x, y, str(value), ha="center", va="center", fontsize="small", color=colour)
    names = short_names([labels.get(name, name) for name in cells.index], 36)
    rows = [f"{name}  (n = {total})" for name, total in zip(names, totals.reindex(cells.index).tolist(), strict=True)]
    ax.set_yticks(range(cells.shape[0]), rows)
    letter = sheet().points / 72 * 0.6  # inches
    room = (ax.figure.bbox.width / ax.figure.dpi - 0.8 * letter - letter * max(map(len, rows))) / cells.shape[1]
    upright = room < 9 * letter
    width = 26 if upright else min(13, int(room / letter))
    columns = [textwrap.fill(name, width) for name in short_names(cells.columns, 40)]
    ax.set_xticks(range(cells.shape[1]), columns, fontsize="small", rotation=90 if upright else 0)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
