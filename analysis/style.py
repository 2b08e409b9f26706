"""One look for every figure: print sizes, a palette that colour-blind readers and greyscale printers can tell apart.

Colours are Okabe and Ito's (2008); tone runs from orange over grey to blue, never red to green.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.colors import LinearSegmentedColormap

PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
GREY, DARK, RULE = "#9A9A9A", "#333333", "#D9D9D9"
TONE = LinearSegmentedColormap.from_list("tone", ["#B34700", "#E0955F", "#A6A6A6", "#6FA5D1", "#00538A"])
KINDS = {"direct": "#00538A", "mixed": "#7FB2D9", "indirect": "#D5D5D5"}
WIDTH = 7.0  # inches: an A4 page's text width

_RC: dict[str, Any] = {
    "font.size": 9,
    "font.family": "DejaVu Sans",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": DARK,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "x",
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "figure.dpi": 100,
    "savefig.dpi": 200,
    "svg.fonttype": "path",
    "svg.hashsalt": "media-analysis",
    "text.usetex": False,
    "axes.unicode_minus": False,
}


@contextmanager
def style() -> Iterator[None]:
    """Draw inside this, so that no setting of ours leaks into a researcher's own figures."""
    with mpl.rc_context(_RC):
        yield


def shorten(label: object, length: int = 30) -> str:
    """A label that fits its margin; what is cut is marked."""
    text = " ".join(str(label).split())
    short = text if len(text) <= length else text[: length - 1].rstrip() + "…"
    return short.replace("$", r"\$")  # a dollar sign, not the start of a formula
