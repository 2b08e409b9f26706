"""Tables to figures: every `plot_…` takes a table and `ax=None` and gives the Axes back.

Each figure says its n and its source in a caption, shows what is unknown, and keeps the rows that it plots.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from . import tables
from .annotations import draw_events
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
    top,
    unattributed,
)
from .style import DARK, KINDS, PALETTE, SERIES, sheet, short_names, shorten, style
from .timeline import count_over_time, without_stragglers


@drawn_again
def plot_kinds(
    statements: pd.DataFrame,
    *,
    by: str = "article_id",
    n: int = 12,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Statements per article (or speaker), stacked by kind; the `n` with most, the rest summed in one bar.

    `labels` gives the words to print for a value (see `article_labels`).
    """
    tables.require(statements, [by, "kind", "mode"], "plot_kinds")
    with style():
        use = tables.said(statements)
        names = top(use[by], n)
        groups = grouped(use, by, names)
        counts = pd.crosstab(groups, use["kind"].astype(str)).reindex(columns=list(KINDS), fill_value=0)
        order = [g for g in [*names, others(use, by, names), UNKNOWN] if g in counts.index]
        counts = counts.reindex(order)
        ax = axes(ax, 1.8 + 0.3 * max(2, len(counts)))
        title = f"Statements per {by.replace('_id', '')} and kind of report"
        rows = counts.reset_index(names=by)
        if counts.empty:
            return empty(ax, title, "No statements were found.", rows)
        longest = int(counts.loc[names or order].sum(axis=1).max())
        left = np.zeros(len(counts))
        too_long = counts.sum(axis=1).to_numpy() > 1.5 * longest  # a sum that would flatten every other bar
        for kind, colour in KINDS.items():
            width = np.where(too_long, 0, counts[kind].to_numpy(dtype=float))
            ax.barh(range(len(counts)), width, left=left, color=colour, edgecolor="white", label=kind)
            left += width
        for y, (total, *by_kind) in enumerate(
            counts.assign(total=counts.sum(axis=1))[["total", *KINDS]].to_numpy().tolist()
        ):
            words = (
                f"{total}: " + ", ".join(f"{n} {k}" for n, k in zip(by_kind, KINDS, strict=True))
                if too_long[y]
                else f"{total}"
            )
            ax.text(left[y] + np.max(left) * 0.01, y, words, va="center", fontsize="small", color=DARK)
        ax.set_yticks(range(len(counts)), short_names([(labels or {}).get(name, name) for name in counts.index], 42))
        ax.set_ylim(len(counts) - 0.4, -0.6)
        ax.set_xlim(0, np.max(left) * 1.08)
        ax.set_xlabel("statements")
        legend_above(ax)
        caption = (
            f"{base(use)}. Direct: at least 90 % inside quotation marks; mixed: 10 to 90 %; indirect: less. "
            "Left out: thoughts, and what no cue shows to be said."
            + (" Sums too long for the scale are given in figures." if too_long.any() else "")
        )
        shares = 100 * counts.sum() / counts.to_numpy().sum()
        alt = ", ".join(f"{kind} {share:.0f} %" for kind, share in shares.items()) + "."
        return finish(ax, title, caption, alt, rows)


@drawn_again
def plot_counts(
    statements: pd.DataFrame,
    *,
    by: str | None = "speaker",
    every: str = "week",
    n: int = 6,
    events: pd.DataFrame | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Statements per period, stacked by the `n` speakers with most; the rest, unknown and undated are shown as such.

    `events`: see `read_events`. For the course of each speaker see `plot_periods`.
    """
    tables.require(statements, ["date", "mode", *([by] if by else [])], "plot_counts")
    with style():
        use = tables.said(statements)
        names = top(use[by], n) if by else []
        groups, early = without_stragglers(use.assign(group=grouped(use, by, names) if by else "statements"))
        rows = count_over_time(groups, by="group", every=every)
        ax = axes(ax, 3.4)
        title = f"Statements per {every}"
        dated = rows[rows["period"].notna()]
        if dated.empty:
            return empty(ax, title, "No statement has a date.", rows)
        order = [
            g
            for g in [*names, *([others(use, by, names)] if by else ["statements"]), UNKNOWN]
            if g in set(rows["group"])
        ]
        wide = dated.pivot(index="period", columns="group", values="statements").reindex(columns=order, fill_value=0)
        _draw_bars(ax, wide, every, names)
        told = draw_events(ax, events, *ax.get_xlim(), zorder=3.5)
        undated = int(rows.loc[rows["period"].isna(), "statements"].sum())
        caption = (
            f"{base(use)}; {unattributed(use)}; {undated} without a date not drawn. Empty periods are true "
            f"zeros.{early}{told}"
        )
        peak = wide.sum(axis=1)
        alt = f"Most statements in the {every} from {peak.idxmax():%Y-%m-%d} ({int(peak.max())})."
        return finish(ax, title, caption, alt, rows)


def _draw_bars(ax: Axes, wide: pd.DataFrame, every: str, names: list[Any]) -> None:
    ax.grid(True, axis="y")
    ax.grid(False, axis="x")
    days = {"day": 1, "week": 7, "month": 28, "quarter": 88, "year": 360}[every]
    bottom = np.zeros(len(wide))
    x = mdates.date2num(wide.index.to_numpy())
    looks = {name: SERIES[i % len(SERIES)] for i, name in enumerate(names)}
    for name, printed in zip(wide.columns, short_names(wide.columns), strict=True):
        colour, hatch = looks.get(name, ("#C8C8C8", None) if name != UNKNOWN else ("#6E6E6E", "++++"))
        heights = wide[name].to_numpy(dtype=float)
        some = heights > 0  # twenty years of weeks are mostly empty: draw no bars without height
        if not some.any():
            continue
        ax.bar(
            x[some],
            heights[some],
            days * 0.9,
            bottom=bottom[some],
            align="edge",
            color=colour,
            edgecolor="white",
            linewidth=0.4,
            hatch=hatch,
            label=printed,
        )
        bottom += heights
    date_axis(ax, x.min(), x.max() + days)
    ax.set_ylim(0, max(1.0, np.max(bottom) * 1.08))
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_ylabel("statements")
    if sheet().letters < 1:
        legend_above(ax)
    else:
        ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1), borderaxespad=0)


@drawn_again
def plot_words(words: pd.DataFrame, statements: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """The words that most statements share (from `frequent_words` of `statements`), as a start for a codebook."""
    tables.require(words, ["word", "statements", "articles"], "plot_words")
    tables.require(statements, ["article_id", "mode"], "plot_words")
    with style():
        ax = axes(ax, 1.6 + 0.2 * max(2, len(words)))
        title = "Words that most statements share"
        if words.empty:
            return empty(ax, title, "No word stands in two statements or more.", words)
        ax.barh(range(len(words)), words["statements"], color=PALETTE[0])
        ax.set_yticks(
            range(len(words)),
            [f"{shorten(word)}  ({n})" for word, n in words[["word", "articles"]].to_numpy()],
        )
        ax.set_ylim(len(words) - 0.4, -0.6)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_xlabel("statements with the word")
        caption = (
            f"{base(tables.said(statements))}. Function words, reporting verbs and numbers are left out. "
            "In brackets: the number of articles."
        )
        alt = "Most frequent: " + ", ".join(words["word"].head(5).tolist()) + "."
        return finish(ax, title, caption, alt, words)


def article_labels(articles: pd.DataFrame) -> dict[str, str]:
    """What to call each article in a figure: its day and its headline, or its first words where it has none."""
    tables.require(articles, ["article_id", "headline", "published", "text"], "article_labels")
    found = {}
    for row in articles[["article_id", "headline", "published", "text"]].to_dict("records"):
        day = f"{row['published']:%Y-%m-%d} " if pd.notna(row["published"]) else ""
        found[row["article_id"]] = day + (
            row["headline"] if isinstance(row["headline"], str) else shorten(row["text"].lstrip()[:200], 60)
        )
    return found
