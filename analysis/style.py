"""One look for every figure: print sizes, a palette that colour-blind readers and greyscale printers can tell apart.

Colours are Okabe and Ito's (2008); tone runs from orange over grey to blue, never red to green. As greys some of them
are alike, so whatever has to be told apart also has a hatch (`SERIES`), a shape or a figure of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib.colors import LinearSegmentedColormap

from .fonts import families, printable

PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
HATCHES = (None, "////", "....", "xxxx", "----", "\\\\\\\\", "oo")
SERIES = tuple(zip(PALETTE, HATCHES, strict=True))
GREY, DARK, RULE = "#9A9A9A", "#333333", "#D9D9D9"
TONE = LinearSegmentedColormap.from_list("tone", ["#B34700", "#E0955F", "#A6A6A6", "#6FA5D1", "#00538A"])
KINDS = {"direct": "#00538A", "mixed": "#6DA5D1", "indirect": "#D5D5D5"}


class Sheet(NamedTuple):
    """What a figure is drawn on: its width in inches, the size of plain text in points, and the room for labels."""

    width: float
    points: float
    letters: float  # of a label on a full sheet that find room

    def ems(self, size: float = 0.833) -> float:
        """How wide a line may be, in units of its font's size; that size itself in units of plain text."""
        return self.width * 72 * 0.97 / (self.points * size)


SHEETS = {"full": Sheet(17 / 2.54, 9.0, 1.0), "column": Sheet(8.5 / 2.54, 7.0, 0.55)}  # of an A4 page
_SHEET: ContextVar[Sheet] = ContextVar("sheet", default=SHEETS["full"])

_RC: dict[str, Any] = {
    "axes.titlesize": "large",
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
    "hatch.linewidth": 0.5,
    "legend.frameon": False,
    "legend.fontsize": "small",
    "figure.dpi": 100,
    "savefig.dpi": 200,
    "svg.fonttype": "path",  # letters as outlines: the picture is the same without our fonts
    "svg.hashsalt": "media-analysis",
    "pdf.fonttype": 42,  # fonts as they are: the text can be searched and copied
    "text.usetex": False,
    "axes.unicode_minus": False,
}


@contextmanager
def style(width: str | None = None) -> Iterator[None]:
    """Draw inside this, so that no setting of ours leaks into a researcher's own figures.

    `width`: "full" (17 cm, an A4 page's text) or "column" (8.5 cm); None keeps what was chosen outside, or "full".
    """
    if width is not None and width not in SHEETS:
        raise ValueError(f"a figure's width may be {' or '.join(SHEETS)}; got {width}.")
    chosen = _SHEET.get() if width is None else SHEETS[width]
    before = _SHEET.set(chosen)
    try:
        with mpl.rc_context({**_RC, "font.size": chosen.points, "font.family": families()}):
            yield
    finally:
        _SHEET.reset(before)


def sheet() -> Sheet:
    """What is drawn on here."""
    return _SHEET.get()


def shorten(label: object, length: int = 30) -> str:
    """A label that fits its margin, `length` letters on a full sheet and fewer in a column; what is cut is marked."""
    return _cut(_plain(label), _letters(length), 0)


def short_names(names: Iterable[object], length: int = 30) -> list[str]:
    """Names as labels that fit their margin; those that begin alike are cut in the middle, so that they differ."""
    whole = [_plain(name) for name in names]
    room = _letters(length)
    short = [_cut(name, room, 0) for name in whole]
    alike = {label for label in short if len({n for n, s in zip(whole, short, strict=True) if s == label}) > 1}
    return [_cut(n, room, room // 2) if s in alike else s for n, s in zip(whole, short, strict=True)]


def _plain(label: object) -> str:
    return " ".join(printable(" ".join(str(label).split())).split())


def _letters(length: int) -> int:
    return length if sheet().letters == 1 else max(8, int(length * sheet().letters))


def _cut(text: str, length: int, end: int) -> str:
    """At most `length` letters, the last `end` of them from the end of the text."""
    if len(text) > length:
        closing = text[-1] if text[-1] == "\u2069" and not end else ""  # of a name written from right to left
        text = text[: length - 1 - end].rstrip() + "…" + text[len(text) - end :].lstrip() + closing
    return text.replace("$", r"\$")  # a dollar sign, not the start of a formula
