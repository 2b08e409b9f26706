"""What all figures share: an empty sheet, caption and alt text, the rows behind it, and writing it to disk.

`save_figure` writes PNG, SVG and a CSV of the plotted rows; two runs give the same bytes.
"""

from __future__ import annotations

import base64
import html
import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from .exports import write_table, write_whole
from .style import WIDTH, style
from .timeline import window

UNKNOWN = "not attributed"
_SCREEN_DPI = 110  # of the picture inside a notebook or page; the file on disk has 200


@dataclass(frozen=True)
class Plotted:
    """What stands behind a figure: the rows it plots, its caption, and its finding in words for who cannot see it."""

    rows: pd.DataFrame
    caption: str
    alt: str


_PLOTTED: WeakKeyDictionary[Axes, Plotted] = WeakKeyDictionary()
_OWN: WeakSet[Axes] = WeakSet()  # alone on a figure that we made: title and caption may use the whole sheet


def plotted(ax: Axes) -> Plotted:
    """The rows, caption and alt text of a figure of ours. ValueError for any other Axes."""
    if ax not in _PLOTTED:
        raise ValueError(
            "this figure was not drawn by a plot_ function of this library; pass the Axes that one returned."
        )
    return _PLOTTED[ax]


def axes(ax: Axes | None, height: float) -> Axes:
    """The Axes given, or those of a new figure as wide as a page's text and `height` inches high."""
    if ax is not None:
        return ax
    own = plt.subplots(figsize=(WIDTH, height), layout="constrained")[1]
    _OWN.add(own)
    return own


def finish(ax: Axes, title: str, caption: str, alt: str, rows: pd.DataFrame) -> Axes:
    """Title above, caption below, and the rows and the alt text kept for `save_figure`."""
    if ax in _OWN:
        ax.figure.suptitle(title, x=0.012, ha="left", fontsize=11, fontweight="bold")
        ax.figure.supxlabel(_wrapped(caption), x=0.012, ha="left", fontsize=7.5, color="#555555")
    else:
        ax.set_title(title)
    _PLOTTED[ax] = Plotted(rows.reset_index(drop=True), caption, f"{title}. {alt}")
    return ax


def _wrapped(caption: str) -> str:
    return textwrap.fill(caption.replace("$", r"\$"), 112)


def empty(ax: Axes, title: str, why: str, rows: pd.DataFrame) -> Axes:
    """A figure with nothing to show says why, instead of an empty panel."""
    sheet = ax.get_figure(root=True)
    if ax in _OWN and sheet is not None:
        sheet.set_size_inches(WIDTH, 1.6)
    ax.set_axis_off()
    ax.text(0.5, 0.5, why, ha="center", va="center", transform=ax.transAxes, color="#555555")
    return finish(ax, title, "", why, rows)


def top(values: pd.Series, n: int) -> list[Any]:
    """The `n` most frequent values, ties by name; missing ones are not counted."""
    counts = values.dropna().astype(str).value_counts()
    return sorted(counts.index.tolist(), key=lambda v: (-counts[v], v))[:n]


def unattributed(statements: pd.DataFrame) -> str:
    """“3 (4 %) not attributed”, for captions."""
    unknown = int(statements["speaker"].isna().sum())
    return f"{unknown} ({100 * unknown / max(1, len(statements)):.0f} %) not attributed"


def base(statements: pd.DataFrame) -> str:
    """n, articles and window, for captions."""
    days = window(statements["date"]) if "date" in statements.columns else "days unknown"
    return f"n = {len(statements)} statements in {statements['article_id'].nunique()} articles, {days}"


def legend_above(ax: Axes, handles: Sequence[Any] | None = None, *, ncols: int = 6, **options: Any) -> None:
    """A legend in a row of its own between title and axes."""
    given = {} if handles is None else {"handles": handles}
    ax.legend(
        **given,
        loc="lower left",
        bbox_to_anchor=(-0.01, 1.0),
        ncols=ncols,
        borderaxespad=0.2,
        handletextpad=0.3,
        **options,
    )


def others(frame: pd.DataFrame, by: str, names: Sequence[Any]) -> str:
    """What the bar or lane of all further values is called."""
    return f"{frame[by].nunique() - len(names)} others"


def grouped(frame: pd.DataFrame, by: str, names: Sequence[Any]) -> pd.Series:
    """The value of `by`, “k others” beyond `names`, and a visible word where it is unknown."""
    values = frame[by].astype(object)
    kept = values.where(values.isin(list(names)), others(frame, by, names))
    return kept.where(values.notna(), UNKNOWN).rename(by)


def date_axis(ax: Axes, first: float, last: float) -> None:
    """A date axis that is wide enough to have ticks, even for a single day."""
    room = max(3.0, (last - first) * 0.03)
    ax.set_xlim(first - room, last + room)
    locator = mdates.AutoDateLocator(minticks=3, maxticks=8)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))


@dataclass(frozen=True)
class SavedFigure:
    """A figure on disk; as the last line of a notebook cell it shows itself, with alt text."""

    png: Path
    alt: str
    picture: bytes

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.picture).decode("ascii")
        return f'<img alt="{html.escape(self.alt)}" src="data:image/png;base64,{data}" style="max-width:100%">'

    def __repr__(self) -> str:
        return f"{self.png.name}: {self.alt}"


def save_figure(ax: Axes, name: str, folder: str | Path = "figures") -> SavedFigure:
    """Write `name`.png (200 dpi), .svg and .csv (the plotted rows) into `folder`, and close the figure."""
    behind, figure = plotted(ax), ax.get_figure(root=True)
    if figure is None:
        raise ValueError("this figure has been closed; draw it anew and save it in one go.")
    target = Path(folder, name)
    with style():
        write_whole(target.with_name(f"{name}.png"), partial(figure.savefig, metadata={"Software": None}))
        write_whole(target.with_name(f"{name}.svg"), partial(figure.savefig, metadata={"Date": None, "Creator": None}))
        screen = io.BytesIO()
        figure.savefig(screen, format="png", dpi=_SCREEN_DPI, metadata={"Software": None})
    write_table(behind.rows, target.with_name(f"{name}.csv"))
    plt.close(figure)
    return SavedFigure(target.with_name(f"{name}.png"), behind.alt, screen.getvalue())
