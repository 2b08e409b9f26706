"""The statement timeline: one lane per speaker, one mark per statement.

Tone is the colour and, for greyscale, the shape; kind is the filling, length the size. Marks that would lie on each
other are stacked within their lane; statements without a date stand at the right, so that none is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize, to_rgba
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle

from . import tables
from .annotations import Placed, draw_events, place, room, row_height, write
from .figures import (
    UNKNOWN,
    axes,
    base,
    date_axis,
    drawn_again,
    empty,
    finish,
    grouped,
    legend_above,
    others,
    rest,
    top,
    unattributed,
)
from .style import DARK, GREY, RULE, TONE, sheet, short_names, style
from .timeline import without_stragglers

_ROWS = 5  # marks that find room above each other in a lane
_ASIDE = 2.5  # marks' widths that one may stand beside its day; where that is not enough the lane gets columns
_LANE = 40.0  # points: the height of a lane
_MARK = 8.0  # points: the room of a mark
_LONGEST = 300  # letters: longer contents have no larger marks
_SHAPES = {"negative": "v", "neutral": "o", "positive": "^", "none": "s"}
_FILLS = {"direct": "full", "mixed": "left", "indirect": "none"}
_SPANS = {"week": 7, "month": 30, "year": 365}
_TITLE = "Statements over time, per speaker"


class _Lane(NamedTuple):
    """One lane: its name, its top and the middle of its marks (both in lanes from above), and its labels."""

    name: str
    top: float
    middle: float
    labels: list[Placed]


@drawn_again
def plot_timeline(
    statements: pd.DataFrame,
    *,
    by: str = "speaker",
    n: int = 12,
    speakers: Sequence[str] | None = None,
    label: int | Sequence[str] = 3,
    events: pd.DataFrame | None = None,
    ax: Axes | None = None,
) -> Axes:
    """One lane for each of the `n` speakers with most statements (or of `speakers`), one for all others, one for the
    unattributed; those who are not named on a lane are in the caption.

    Colour and shape: tone of the words (a grey square where there is none). Filled: direct, half: mixed, hollow:
    indirect. Area: length of the content. `label`: so many of the longest statements, or the ids of those to label.
    `events`: see `read_events`. For a part of the time see `select_window`.
    """
    needed = [by, "date", "kind", "mode", "tone", "text", "article_id", "statement_id"]
    tables.require(statements, needed, "plot_timeline")
    with style():
        use = tables.said(statements)
        names = top(use[by], n) if speakers is None else [str(speaker) for speaker in speakers]
        lanes = grouped(use, by, names)
        further = others(use, by, names)
        order = [g for g in [*names, *([further] if speakers is None else []), UNKNOWN] if g in set(lanes)]
        precision = use["date_precision"].astype(object) if "date_precision" in use.columns else None
        rows = use[["statement_id", "article_id", "date", "kind", "tone"]].assign(
            date_precision=precision,
            lane=lanes,
            letters=use["text"].str.len().fillna(0).astype("int64"),
            label=_labels(use, lanes, order, label),
        )
        rows = rows[rows["lane"].isin(order)].sort_values(["date", "statement_id"], kind="stable")
        rows, early = without_stragglers(rows)
        if rows.empty:
            why = "No statements were found." if use.empty else "None of these speakers has a statement."
            return empty(axes(ax, 2.5), _TITLE, why, rows)
        ax = axes(ax, 2.4 + _LANE / 72 * max(2, len(order)))
        told = _draw(ax, rows, order, events)
        undated, spans = int(rows["date"].isna().sum()), int(rows["date_precision"].isin(list(_SPANS)).sum())
        caption = (
            f"{base(use)}; {unattributed(use)}. One mark a statement; marks of one day are stacked; a lane with more "
            f"of them than room has columns instead, as high as their number. Colour and shape: VADER tone of the "
            f"words, a square where there is none, columns hatched where negative; area: length. "
            f"{undated} without a date"
            + (" in the lane at the right." if undated else ".")
            + (f" A line behind a mark: {spans} of which only the week, month or year is known." if spans else "")
            + _unnamed(use, by, names, speakers)
            + early
            + told
        )
        counts = rows["lane"].value_counts()
        alt = "Statements: " + ", ".join(f"{name} {counts[name]}" for name in order[:5]) + "."
        return finish(ax, _TITLE, caption, alt, rows.drop(columns="label"))


def _labels(use: pd.DataFrame, lanes: pd.Series, order: list[str], label: int | Sequence[str]) -> pd.Series:
    """The words to print beside the chosen statements, missing for all others."""
    words = use["text"].astype(object).where(use["text"].notna(), "…")
    words = ("“" + words + "”").str.replace(r"^“[“\"]|[”\"]”$", lambda m: "“" if m.start() == 0 else "”", regex=True)
    if isinstance(label, int):
        shown = use[lanes.isin(order)]
        ranked = shown.assign(long=shown["text"].str.len()).sort_values(
            ["long", "statement_id"], ascending=[False, True]
        )
        return words.where(use["statement_id"].isin(ranked["statement_id"].head(label)))
    unknown = sorted(set(label) - set(use["statement_id"]))
    if unknown:
        raise tables.TableError(
            f"plot_timeline: no statement in speech or writing is called {', '.join(unknown[:3])}; take `label` from "
            "the column statement_id."
        )
    return words.where(use["statement_id"].isin(list(label)))


def _unnamed(use: pd.DataFrame, by: str, names: list[Any], speakers: Sequence[str] | None) -> str:
    left = rest(use, by, names)
    return f" {'Others' if speakers is None else 'Not drawn'}: {left}." if left else ""


def _draw(ax: Axes, rows: pd.DataFrame, order: list[str], events: pd.DataFrame | None) -> str:
    """Everything inside the axes; gives back what the caption has to say of events."""
    counts = rows["lane"].value_counts()
    printed = dict(zip(order, short_names(order), strict=True))
    ax.set_yticks(range(len(order)), [f"{printed[lane]}  (n = {counts[lane]})" for lane in order])
    ax.tick_params(axis="y", length=0)
    ax.grid(False)
    _legend(ax)
    points = room(ax)
    days = mdates.date2num(rows["date"].dropna().to_numpy())
    first, last = (float(days.min()), float(days.max())) if len(days) else (0.0, 0.0)
    width, undated_at = _time_axis(ax, days, points, bool(rows["date"].isna().any()))
    placed = _place(rows, order, width, undated_at)
    found = _lanes(ax, placed, order, points)
    depth = found[-1].top + 1 + _depth(found[-1].labels)
    ax.set_ylim(depth, 0)
    figure = ax.get_figure(root=True)
    if figure is not None:
        figure.set_figheight(figure.get_figheight() + (depth - len(order)) * _LANE / 72)
    placed["y"] += placed["lane"].map({lane.name: lane.middle for lane in found})
    _marks(ax, placed[~placed["crowded"]])
    _spans(ax, placed[~placed["crowded"]])
    names = []
    for lane in found:
        ax.axhline(lane.top, color=RULE, lw=0.6)
        scale = _columns(ax, placed[placed["crowded"] & (placed["lane"] == lane.name)], lane.middle)
        names.append(f"{printed[lane.name]}  (n = {counts[lane.name]}){scale}")
        _write_labels(ax, placed, lane)
    ax.set_yticks([lane.middle for lane in found], names)
    return draw_events(ax, events, first, last) if len(days) else ""


def _time_axis(ax: Axes, days: np.ndarray, points: float, undated: bool) -> tuple[float, float]:
    """The days and, at the right and ruled off, room for the undated; how wide a mark is, and where those begin."""
    if not len(days):
        ax.set_xlim(-1, 1)
        ax.set_xticks([])
        ax.set_xlabel("undated: no statement has a date")
        return 2 * _MARK / points, 0.0
    ax.grid(True, axis="x")
    date_axis(ax, days.min(), days.max())
    left, right = ax.get_xlim()
    marks = points / _MARK  # that find room side by side
    aside = (right - left) * _ASIDE / (marks - (8 if undated else _ASIDE))
    right += aside
    if undated:
        ticks = [tick for tick in ax.get_xticks() if left <= tick <= right]
        wide = aside * 5 / _ASIDE
        ax.axvline(right, color=DARK, lw=0.8, ls=(0, (4, 3)))
        ax.set_xticks(ticks)
        below = ax.get_xaxis_transform()
        ax.text(right + wide / 2, -0.01, "undated", transform=below, ha="center", va="top", fontsize="small")
    ax.set_xlim(left, right + (wide if undated else 0))
    low, high = ax.get_xlim()
    return (high - low) / marks, right + (high - low) / marks


def _place(rows: pd.DataFrame, order: list[str], width: float, undated_at: float) -> pd.DataFrame:
    """Where marks of that width go: `x` in days, `y` in lanes; `crowded` where a lane has more of them than room."""
    wanted = mdates.date2num(rows["date"].to_numpy())
    wanted = np.where(np.isnan(wanted), undated_at, wanted)
    x, y = wanted.copy(), np.empty(len(rows))
    crowded = np.zeros(len(rows), dtype=bool)
    for lane in order:
        here = np.flatnonzero((rows["lane"] == lane).to_numpy())
        stack = _Stack(width)
        for i in here[np.argsort(wanted[here], kind="stable")]:
            x[i], y[i] = stack.put(float(wanted[i]))
        if (x[here] - wanted[here]).max(initial=0) > _ASIDE * width:
            x[here], crowded[here] = wanted[here], True
    return rows.assign(x=x, y=y, crowded=crowded, width=width)


class _Stack:
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
        return at, (row - _ROWS // 2) * 0.84 / _ROWS


def _lanes(ax: Axes, placed: pd.DataFrame, order: list[str], points: float) -> list[_Lane]:
    """The lanes from above, each as high as its labels need."""
    found, at = [], 0.0
    for name in order:
        chosen = placed[(placed["lane"] == name) & placed["label"].notna()]
        labels = place(ax, list(zip(chosen["x"].tolist(), chosen["label"].tolist(), strict=True)), points)
        found.append(_Lane(name, at, at + 0.5, labels))
        at += 1 + _depth(labels)
    return found


def _depth(labels: list[Placed]) -> float:
    """The height of a lane's labels, in lanes."""
    return (max((label.row for label in labels), default=-1) + 1) * (row_height() + 1) / _LANE


def _write_labels(ax: Axes, placed: pd.DataFrame, lane: _Lane) -> None:
    """Under the marks of a lane, each with a line to its mark."""
    own = placed[(placed["lane"] == lane.name) & placed["label"].notna()]
    heights = dict(zip(own["x"].tolist(), own["y"].tolist(), strict=True))
    for label in lane.labels:
        y = lane.top + 0.97 + (label.row + 0.5) * (row_height() + 1) / _LANE
        ax.plot([label.at, label.at], [heights[label.at], y], color=DARK, lw=0.6, zorder=1.2)
        write(ax, label, y)


def _marks(ax: Axes, placed: pd.DataFrame) -> None:
    colours = np.array([_colour(tone) for tone in placed["tone"].tolist()])
    shapes = np.array([_shape(tone) for tone in placed["tone"].tolist()])
    areas = _area(placed["letters"].to_numpy(dtype=float))
    kinds = placed["kind"].astype(str).to_numpy()
    for kind, fill in _FILLS.items():
        for shape in _SHAPES.values():
            part = (kinds == kind) & (shapes == shape)
            if not part.any():
                continue
            x, y = placed["x"][part], placed["y"][part]
            face = colours[part] if fill == "full" else "white"
            ax.scatter(x, y, areas[part], marker=shape, facecolor=face, edgecolor=colours[part], lw=1.1, zorder=3)
            if fill == "left":
                half = MarkerStyle(shape, fillstyle="left")
                ax.scatter(x, y, areas[part], marker=half, facecolor=colours[part], edgecolor="none", zorder=4)


def _spans(ax: Axes, placed: pd.DataFrame) -> None:
    """Behind a mark whose day is not known, a line as long as the week, month or year that is."""
    for precision, days in _SPANS.items():
        part = placed[placed["date_precision"] == precision]
        if len(part):
            ax.hlines(part["y"], part["x"], part["x"] + days, color=GREY, lw=0.8, zorder=1.1)


def _area(letters: Any) -> Any:
    """Points squared, in proportion to the length; the shortest can still be seen."""
    return np.clip(36 * letters / _LONGEST, 7, 36)


def _colour(tone: Any) -> Any:
    return TONE((tone + 1) / 2) if tone == tone else to_rgba(GREY)


def _shape(tone: Any) -> str:
    if tone != tone:
        return _SHAPES["none"]
    return _SHAPES["negative" if tone <= -0.05 else "positive" if tone >= 0.05 else "neutral"]


def _columns(ax: Axes, lane: pd.DataFrame, middle: float) -> str:
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
    hatches = ["////" if _shape(tone) == "v" else "" for tone in columns["tone"].tolist()]
    ax.bar(
        left, -heights, width * 0.9, bottom=middle + 0.42, align="edge", color=colours, hatch=hatches, ec="white", lw=0,
        zorder=3,
    )  # fmt: skip
    return f"\nhighest column: {columns['n'].max()}"


def _legend(ax: Axes) -> None:
    look: dict[str, Any] = {"marker": "o", "ls": "", "markeredgecolor": DARK, "markersize": 6}
    kinds = [
        Line2D([], [], markerfacecolor=face, fillstyle=fill, markerfacecoloralt="white", label=kind, **look)
        for kind, fill, face in (("direct", "full", DARK), ("mixed", "left", DARK), ("indirect", "full", "white"))
    ]
    sizes = []
    for letters, words in ((50, "50 letters"), (_LONGEST, f"{_LONGEST} or more")):
        look["markersize"] = float(np.sqrt(_area(letters)))
        sizes.append(Line2D([], [], markerfacecolor=DARK, label=words, **look))
    legend_above(ax, [*kinds, *sizes], loc="lower right", bbox_to_anchor=(1.02, 1.0))
    narrow = sheet().letters < 1
    scale = ax.figure.colorbar(
        ScalarMappable(Normalize(-1, 1), TONE),
        ax=ax,
        location="bottom" if narrow else "right",
        shrink=0.7 if narrow else min(0.7, 4.2 / len(ax.get_yticks())),
        aspect=24 if narrow else 18,
        pad=0.02,
    )
    scale.set_ticks([-1, 0, 1], labels=["▼ negative", "● neutral", "▲ positive"])
    scale.ax.tick_params(labelsize="small")
    scale.outline.set_visible(False)
