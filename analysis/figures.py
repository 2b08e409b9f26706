"""What all figures share: an empty sheet, caption and alt text, the rows behind it, and writing it to disk.

`save_figure` writes PNG, SVG and a CSV of the plotted rows; two runs give the same bytes. A figure can be saved for a
page's whole width or for a column, because it knows how it was drawn (`drawn_again`).
"""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, wraps
from pathlib import Path
from typing import Any, ParamSpec
from weakref import WeakKeyDictionary, WeakSet

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Text

from .display import Page
from .exports import write_table, write_whole
from .fonts import fill, paragraph, spelled, spells, width
from .style import sheet, short_names, style
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
_AGAIN: WeakKeyDictionary[Axes, Callable[[], Axes]] = WeakKeyDictionary()
FORMATS = {  # what a picture is written as, and what keeps the moment and the machine out of it
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
_P = ParamSpec("_P")


def drawn_again(plot: Callable[_P, Axes]) -> Callable[_P, Axes]:
    """Marks a plot_ function: the figures that it makes can be drawn again for another width (see `save_figure`)."""

    @wraps(plot)
    def drawn(*args: _P.args, **options: _P.kwargs) -> Axes:
        ax = plot(*args, **options)
        if ax in _OWN:
            _AGAIN[ax] = partial(plot, *args, **options)
        return ax

    return drawn


def plotted(ax: Axes) -> Plotted:
    """The rows, caption and alt text of a figure of ours. ValueError for any other Axes."""
    if ax not in _PLOTTED:
        raise ValueError(
            "this figure was not drawn by a plot_ function of this library; pass the Axes that one returned."
        )
    return _PLOTTED[ax]


def axes(ax: Axes | None, height: float) -> Axes:
    """The Axes given, or those of a new figure as wide as the sheet (see `style`) and `height` inches high."""
    if ax is not None:
        return ax
    own = plt.subplots(figsize=(sheet().width, height), layout="constrained")[1]
    _OWN.add(own)
    return own


def finish(ax: Axes, title: str, caption: str, alt: str, rows: pd.DataFrame) -> Axes:
    """Title above, caption below, and the rows and the alt text kept for `save_figure`."""
    figure = ax.get_figure(root=True)
    if figure is not None and any(spells(text.get_text()) for text in figure.findobj(Text)):
        caption += " U+… stands for a letter that no installed font has; Noto Sans CJK has most."
    if ax in _OWN and figure is not None:
        printed = _wrapped(caption, sheet().ems())
        title_lines = fill(title, sheet().ems(1.2) * 0.99, "bold")
        figure.suptitle(title_lines, x=0.012, ha="left", fontsize="large", fontweight="bold")
        figure.supxlabel(printed, x=0.012, ha="left", fontsize="small", color="#555555")
        more = max(0, printed.count("\n") - 2) + 2 * title_lines.count("\n")  # lines that the height does not foresee
        figure.set_figheight(figure.get_figheight() + more * sheet().points * 1.2 / 72)
    else:
        ax.set_title(title)
    _PLOTTED[ax] = Plotted(rows.reset_index(drop=True), caption, f"{title}. {alt}")
    return ax


def _wrapped(caption: str, ems: float) -> str:
    return paragraph(fill(re.sub(r"(?<!\\)\$", r"\\$", spelled(caption)), ems))


def empty(ax: Axes, title: str, why: str, rows: pd.DataFrame) -> Axes:
    """A figure with nothing to show says why, instead of an empty panel."""
    figure = ax.get_figure(root=True)
    if ax in _OWN and figure is not None:
        figure.set_size_inches(sheet().width, 1.6)
    ax.set_axis_off()
    words = fill(why, sheet().ems(1.0) * 0.9)
    ax.text(0.5, 0.5, words, ha="center", va="center", transform=ax.transAxes, color="#555555")
    return finish(ax, title, "", why, rows)


def top(values: pd.Series, n: int) -> list[Any]:
    """The `n` most frequent values, ties by name; missing ones are not counted."""
    counts = values.dropna().astype(str).value_counts()
    return sorted(counts.index.tolist(), key=lambda v: (-counts[v], v))[:n]


def unattributed(statements: pd.DataFrame) -> str:
    """“3 (4 %) not attributed”, for captions."""
    unknown = int(statements["speaker"].isna().sum())
    return f"{unknown} ({100 * unknown / max(1, len(statements)):.0f} %) not attributed"


def so_many(count: int, what: str) -> str:
    """“1 article”, “2 articles”."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def base(statements: pd.DataFrame) -> str:
    """n, articles and window, for captions."""
    days = window(statements["date"]) if "date" in statements.columns else "days unknown"
    articles = so_many(statements["article_id"].nunique(), "article")
    return f"n = {so_many(len(statements), 'statement')} in {articles}, {days}"


def legend_above(ax: Axes, handles: Sequence[Any] | None = None, **options: Any) -> None:
    """A legend of its own between title and axes, in as many columns as find room; in a column at the right."""
    given: dict[str, Any] = {} if handles is None else {"handles": handles}
    labels = ax.get_legend_handles_labels()[1] if handles is None else [handle.get_label() for handle in handles]
    columns = int(sheet().ems() * 0.95 / (max(map(width, map(str, labels)), default=0.0) + 4.6))
    narrow = sheet().letters < 1
    place: dict[str, Any] = {"loc": "lower right" if narrow else "lower left"}
    place["bbox_to_anchor"] = (1.02 if narrow else -0.01, 1.0)
    place |= {"ncols": max(1, min(6, columns)), "borderaxespad": 0.2, "handletextpad": 0.3}
    ax.legend(**{**given, **place, **options})


def others(frame: pd.DataFrame, by: str, names: Sequence[Any]) -> str:
    """What the bar or lane of all further values is called."""
    return f"{frame[by].nunique() - len(names)} others"


def rest(frame: pd.DataFrame, by: str, names: Sequence[Any], most: int = 5) -> str:
    """“A. Lind (3), Holm (2) and 12 more”: who is not among `names`, for captions; empty where everybody is."""
    left = frame.loc[~frame[by].isin(list(names)), by].dropna().astype(str)
    first = top(left, most)
    counts = left.value_counts()
    more = f" and {len(counts) - len(first)} more" if len(counts) > len(first) else ""
    printed = zip(short_names(first, 60), first, strict=True)
    return ", ".join(f"{name} ({counts[whole]})" for name, whole in printed) + more


def grouped(frame: pd.DataFrame, by: str, names: Sequence[Any]) -> pd.Series:
    """The value of `by`, “k others” beyond `names`, and a visible word where it is unknown."""
    values = frame[by].astype(object)
    kept = values.where(values.isin(list(names)), others(frame, by, names))
    return kept.where(values.notna(), UNKNOWN).rename(by)


def date_axis(ax: Axes, first: float, last: float) -> None:
    """A date axis that is wide enough to have ticks, even for a single day."""
    room = max(3.0, (last - first) * 0.03)
    ax.set_xlim(first - room, last + room)
    locator = mdates.AutoDateLocator(minticks=3, maxticks=8 if sheet().letters == 1 else 4)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))


@dataclass(frozen=True)
class SavedFigure:
    """A figure on disk; as the last line of a notebook cell it shows itself, with alt text."""

    file: Path
    alt: str
    picture: bytes

    def _repr_html_(self) -> str:
        return _image(self.picture, self.alt)

    def __repr__(self) -> str:
        return f"{self.file.name}: {self.alt}"


def save_figure(
    ax: Axes,
    name: str,
    folder: str | Path = "figures",
    *,
    width: str | None = None,
    formats: Sequence[str] = ("png", "svg"),
) -> SavedFigure:
    """Write `name`.png (200 dpi), .svg and .csv (the plotted rows) into `folder`, and close the figure.

    `width`: "full" (17 cm) or "column" (8.5 cm) draws it anew for that width; None takes it as it is. `formats`: any of
    png, svg and pdf. Letters are part of the file: outlines in SVG, the fonts themselves in PDF.
    """
    unknown = [one for one in formats if one not in FORMATS]
    if unknown or not formats:
        raise ValueError(f"a figure is saved as {', '.join(FORMATS)}; got {', '.join(unknown) or 'no format'}.")
    behind = plotted(ax)
    if width is not None:
        ax = _redrawn(ax, width)
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("this figure has been closed; draw it anew and save it in one go.")
    target = Path(folder, name)
    with style(width):
        for one in formats:
            write = partial(figure.savefig, format=one, metadata=FORMATS[one])
            write_whole(target.with_name(f"{name}.{one}"), write)
            figure.set_layout_engine(None)  # laid out once: the same in every format, and quicker
    write_table(behind.rows, target.with_name(f"{name}.csv"))
    return SavedFigure(target.with_name(f"{name}.{formats[0]}"), behind.alt, _screen(ax, width))


def show_figure(ax: Axes) -> Page:
    """The figure for looking at, as a notebook shows it, with its alt text; nothing is written, and it is closed."""
    alt = plotted(ax).alt
    return Page(_image(_screen(ax), alt), alt)


def _screen(ax: Axes, width: str | None = None) -> bytes:
    """The figure as PNG for a screen; it is closed."""
    figure, screen = ax.get_figure(root=True), io.BytesIO()
    if figure is None:
        raise ValueError("this figure has been closed; draw it anew and show it once.")
    with style(width):
        figure.savefig(screen, format="png", dpi=_SCREEN_DPI, metadata=FORMATS["png"])
    plt.close(figure)
    return screen.getvalue()


def _redrawn(ax: Axes, width: str) -> Axes:
    if ax not in _AGAIN:
        raise ValueError("only a figure of its own can be drawn for another width: draw it without `ax`, then save it.")
    with style(width):
        again = _AGAIN[ax]()
    plt.close(ax.get_figure(root=True))
    return again


def _image(picture: bytes, alt: str) -> str:
    data = base64.b64encode(picture).decode("ascii")
    return f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{data}" style="max-width:100%">'
