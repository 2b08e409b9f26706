"""Tone to figures: every `plot_…` takes tables and `ax=None` and gives the Axes back.

A mean never stands alone: n and an interval that resamples articles are beside it, and whoever has too few figures for
a mean is withheld and named in the caption.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from . import tables
from .figures import axes, base, date_axis, drawn_again, empty, finish, legend_above, unattributed
from .fonts import fill
from .style import DARK, PALETTE, sheet, short_names, style
from .timeline import period_of, without_stragglers
from .tone import score_tone
from .tone_means import MIN_ARTICLES, mean_tone, tone_over_time, withheld

_AXIS = "negative  ←  mean VADER compound  →  positive"


class Look(NamedTuple):
    """How one of several marks on a line is drawn, and what the legend calls it."""

    marker: str
    face: str
    edge: str
    shift: float
    label: str


_OWN = Look("o", PALETTE[0], PALETTE[0], -0.14, "own words")
_REPORTING = Look("D", "white", PALETTE[5], 0.16, "reporting around them")


@drawn_again
def plot_tone(
    statements: pd.DataFrame,
    *,
    by: str = "speaker",
    n: int = 12,
    minimum: int = 3,
    resamples: int = 1000,
    ax: Axes | None = None,
) -> Axes:
    """Mean tone of each speaker's own words beside the reporting around them, with n and an interval over articles.

    The `n` speakers with most statements; those under `minimum` statements are withheld and named in the caption.
    """
    tables.require(statements, [by, "article_id", "mode", "tone", "tone_reporting"], "plot_tone")
    with style():
        use = tables.said(statements)
        own = mean_tone(use, by, resamples=resamples)
        kept = own[own["n"] >= minimum].head(n)
        other = mean_tone(use, by, column="tone_reporting", resamples=resamples).set_index(by)
        reporting = other.reindex(kept[by]).reset_index()
        rows = stacked({"own": kept, "reporting": reporting}, by, "words")
        ax = axes(ax, 1.9 + 0.36 * max(2, len(kept)))
        title = f"Tone per {by.replace('_id', '')}: own words beside the reporting around them"
        if kept.empty:
            return empty(ax, title, f"No {by} has {minimum} statements or more.", rows)
        draw_dots(ax, {_OWN: kept, _REPORTING: reporting}, by)
        beyond = int((own["n"] >= minimum).sum()) - len(kept)
        caption = (
            f"{base(use)}; {unattributed(use)}. Dots: mean VADER compound per statement. {bars_note(kept, reporting)}"
            f"{held_back(use, by, minimum)}" + (f" {beyond} further not shown." if beyond else "")
        )
        return finish(ax, title, caption, extremes("Own words", kept, by), rows)


def bars_note(*parts: pd.DataFrame) -> str:
    """What the bars are, and where the marks of a line rest on different n which is whose, for captions."""
    differ = any(" / " in count for count in _counts(parts))
    order = " Of two n each is that of its mark, in the legend's order." if differ else ""
    return f"Bars: 95 % interval from resampling articles, none under {MIN_ARTICLES} articles.{order}"


def stacked(parts: dict[str, pd.DataFrame], by: str, column: str) -> pd.DataFrame:
    """The rows behind a figure of several marks: which mark stands in `column`."""
    rows = pd.concat([part.assign(**{column: name}) for name, part in parts.items()], ignore_index=True)
    return rows[[by, column, "mean", "low", "high", "n", "articles"]]


def held_back(frame: pd.DataFrame, by: str, minimum: int) -> str:
    """Who has too few figures for a mean, named, for captions."""
    names = withheld(frame, by, minimum)
    return f" Withheld with fewer than {minimum}: {names}." if names else ""


def extremes(what: str, means: pd.DataFrame, by: str) -> str:
    """The highest and the lowest mean in words, for who cannot see the figure."""
    ranked = means.sort_values(["mean", by], kind="stable").to_dict("records")
    low, high = ranked[0], ranked[-1]
    return f"{what} most positive: {high[by]} ({high['mean']:+.2f}); least: {low[by]} ({low['mean']:+.2f})."


def draw_dots(ax: Axes, looks: Mapping[Look, pd.DataFrame], by: str, axis: str = _AXIS) -> None:
    """One line per name, one mark per look, each with its interval; the names and n of the first look at the left."""
    names = next(iter(looks.values()))
    for look, part in looks.items():
        y = np.arange(len(part)) + look.shift
        has = part["low"].notna().to_numpy()
        ax.hlines(y[has], part["low"][has], part["high"][has], color=look.edge, lw=1.4, alpha=0.75)
        ax.scatter(
            part["mean"], y, marker=look.marker, s=34, facecolor=look.face, edgecolor=look.edge, zorder=3, lw=1.3
        )
    printed = zip(short_names(names[by]), _counts(looks.values()), strict=True)
    labels = [f"{name}  (n = {count})" for name, count in printed]
    ax.set_yticks(range(len(names)), labels)
    ax.set_ylim(len(names) - 0.5, -0.6)
    ax.set_xlim(-1, 1)
    ax.axvline(0, color=DARK, lw=0.8)
    ax.set_xlabel(axis if sheet().letters == 1 else fill(axis, sheet().ems(1.0) * 0.5))
    if len(looks) > 1:
        legend_above(ax, [_handle(look) for look in looks])


def _counts(parts: Iterable[pd.DataFrame]) -> list[str]:
    """The n of each line; where the marks rest on different numbers, all of them in the order of the legend."""
    found = [part["n"].fillna(0).astype(int).tolist() for part in parts]
    return [
        " / ".join(map(str, dict.fromkeys(line) if len(set(line)) == 1 else line)) for line in zip(*found, strict=True)
    ]


def _handle(look: Look) -> Line2D:
    return Line2D(
        [], [], ls="", label=look.label, marker=look.marker, markerfacecolor=look.face, markeredgecolor=look.edge
    )


@drawn_again
def plot_tone_lexicons(
    statements: pd.DataFrame,
    *,
    by: str = "speaker",
    n: int = 12,
    minimum: int = 3,
    resamples: int = 1000,
    ax: Axes | None = None,
) -> Axes:
    """Mean tone of each speaker's own words as scored here, beside stock VADER on the same statements."""
    tables.require(statements, [by, "article_id", "mode", "text", "tone"], "plot_tone_lexicons")
    with style():
        use = tables.said(statements)
        ours = mean_tone(use, by, resamples=resamples, minimum=minimum).head(n)
        plain = use.assign(tone=score_tone(use[["text"]], lexicon="vader")["tone"])
        stock = mean_tone(plain, by, resamples=resamples).set_index(by).reindex(ours[by]).reset_index()
        rows = stacked({"news": ours, "vader": stock}, by, "lexicon")
        ax = axes(ax, 1.9 + 0.36 * max(2, len(ours)))
        title = f"What the corrections do: tone per {by.replace('_id', '')} beside stock VADER"
        if ours.empty:
            return empty(ax, title, f"No {by} has {minimum} statements or more.", rows)
        here = Look("o", PALETTE[0], PALETTE[0], -0.14, "corrected for news")
        there = Look("s", "white", PALETTE[3], 0.16, "stock VADER")
        draw_dots(ax, {here: ours, there: stock}, by)
        changed = int((plain["tone"] - use["tone"]).abs().gt(0.005).sum())
        caption = (
            f"{base(use)}. Own words. {bars_note(ours, stock)} Both on the same statements, sentence by sentence; "
            f"the score of {changed} of {len(use)} statements differs.{held_back(use, by, minimum)}"
        )
        shift = (ours["mean"] - stock["mean"]).to_numpy()
        far = int(np.argmax(np.abs(shift)))
        return finish(ax, title, caption, f"Largest shift: {ours[by].iloc[far]} ({shift[far]:+.2f}).", rows)


@drawn_again
def plot_tone_topics(
    topics: pd.DataFrame,
    statements: pd.DataFrame,
    *,
    n: int = 12,
    minimum: int = 3,
    resamples: int = 1000,
    ax: Axes | None = None,
) -> Axes:
    """Mean tone of the statements on each topic, own words, with n and an interval over articles."""
    tables.require(topics, ["statement_id", "topic"], "plot_tone_topics")
    tables.require(statements, ["statement_id", "article_id", "mode", "tone"], "plot_tone_topics")
    with style():
        use = tables.said(statements)
        pairs = topics[["statement_id", "topic"]].dropna().drop_duplicates()
        joined = use[["statement_id", "article_id", "tone"]].merge(pairs, on="statement_id", how="inner")
        rows = mean_tone(joined, "topic", resamples=resamples, minimum=minimum).head(n)
        ax = axes(ax, 1.7 + 0.32 * max(2, len(rows)))
        title = "Tone of the statements on each topic"
        if rows.empty:
            why = f"No topic has {minimum} statements: give a codebook (topics.csv beside the articles)."
            return empty(ax, title, why, rows)
        draw_dots(ax, {_OWN._replace(shift=0.0): rows}, "topic")
        caption = (
            f"{base(use)}, {joined['statement_id'].nunique()} of them with a topic; a statement may have several. "
            f"Dots: mean VADER compound of own words. {bars_note()}{held_back(joined, 'topic', minimum)}"
        )
        return finish(ax, title, caption, extremes("Topic", rows, "topic"), rows)


@drawn_again
def plot_tone_over_time(
    statements: pd.DataFrame,
    *,
    every: str = "month",
    column: str = "tone",
    minimum: int = 3,
    resamples: int = 1000,
    ax: Axes | None = None,
) -> Axes:
    """Mean tone per period with the band of its interval; periods under `minimum` statements are withheld."""
    tables.require(statements, ["date", "article_id", "mode", column], "plot_tone_over_time")
    with style():
        use = tables.said(statements)
        recent, early = without_stragglers(use)
        rows = tone_over_time(recent, every=every, column=column, resamples=resamples)
        ax = axes(ax, 3.2)
        title = f"Tone per {every}"
        few = rows["n"].between(1, minimum - 1)
        shown = rows.assign(**{c: rows[c].mask(rows["n"] < minimum) for c in ("mean", "low", "high")})
        if shown["mean"].notna().sum() == 0:
            return empty(ax, title, f"No {every} has {minimum} statements with a date and a tone.", rows)
        _draw_trend(ax, shown)
        held = ", ".join(
            f"{p:%Y-%m-%d} ({k})" for p, k in rows.loc[few, ["period", "n"]].head(6).itertuples(index=False)
        )
        more = f" and {int(few.sum()) - 6} more" if few.sum() > 6 else ""
        undated = int(period_of(recent, every)[recent[column].notna()].isna().sum())
        caption = (
            f"{base(use)}. Points: mean VADER compound of the statements of a {every}, n above them; band: 95 % "
            f"interval from resampling articles, none under {MIN_ARTICLES} articles. {undated} without a date "
            f"as exact as that not drawn.{early}"
            + (f" Withheld with fewer than {minimum}: {held}{more}." if held else "")
        )
        known = shown.dropna(subset="mean")
        first, last = known.iloc[0], known.iloc[-1]
        alt = (
            f"From {first['mean']:+.2f} ({first['period']:%Y-%m-%d}) to {last['mean']:+.2f} "
            f"({last['period']:%Y-%m-%d})."
        )
        return finish(ax, title, caption, alt, rows)


def _draw_trend(ax: Axes, rows: pd.DataFrame) -> None:
    x = mdates.date2num(rows["period"].to_numpy())
    ax.grid(True, axis="y")
    ax.fill_between(x, rows["low"], rows["high"], color=PALETTE[4], alpha=0.35, lw=0)
    alone = rows["low"].notna() & rows["low"].shift().isna() & rows["low"].shift(-1).isna()  # a band needs two
    ax.vlines(x[alone], rows["low"][alone], rows["high"][alone], color=PALETTE[4], lw=2)
    ax.plot(x, rows["mean"], color=PALETTE[0], marker="o", ms=4, lw=1.3)
    ax.axhline(0, color=DARK, lw=0.8)
    ax.set_ylim(-1, 1)
    date_axis(ax, x.min(), x.max())
    ax.set_ylabel("mean VADER compound")
    known = rows["mean"].notna().to_numpy()
    for at in np.flatnonzero(known)[:: max(1, int(known.sum()) // 14)]:
        top = np.nanmax([rows["mean"].iloc[at], rows["high"].iloc[at]])
        ax.annotate(
            str(rows["n"].iloc[at]),
            (x[at], top),
            (0, 4),
            textcoords="offset points",
            ha="center",
            fontsize="x-small",
            color=DARK,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
        )
