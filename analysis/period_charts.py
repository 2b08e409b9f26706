"""Counts per period to figures: a lane per speaker on a common scale, with bursts; speakers by topics over time."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from . import tables
from .annotations import draw_events
from .bursts import find_bursts
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
from .style import DARK, PALETTE, RULE, sheet, short_names, style
from .timeline import FREQUENCIES, count_over_time

_USUAL, _BURST = PALETTE[0], PALETTE[1]
_HIGH = 0.78  # of a lane: the highest column of the chart


@drawn_again
def plot_periods(
    statements: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    by: str = "speaker",
    every: str = "week",
    n: int = 8,
    speakers: Sequence[str] | None = None,
    baseline: str = "articles",
    events: pd.DataFrame | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Statements per period, a lane for each of the `n` speakers with most (or of `speakers`), all on one scale.

    A triangle marks a burst (see `find_bursts` for `articles` and `baseline`). `events`: see `read_events`.
    """
    tables.require(statements, [by, "date", "mode", "article_id"], "plot_periods")
    with style():
        use = tables.said(statements)
        names = top(use[by], n) if speakers is None else [str(speaker) for speaker in speakers]
        groups = use.assign(group=grouped(use, by, names))
        counted = count_over_time(groups, by="group", every=every)
        order = [name for name in [*names, UNKNOWN] if name in set(counted["group"])]
        found = find_bursts(use, articles, by=by, every=every, among=names, baseline=baseline)
        rows = _with_bursts(counted, found, by)
        title = f"Statements per {every} and {by.replace('_id', '')}"
        ax = axes(ax, 2.2 + 0.46 * max(2, len(order)))
        dated = rows[rows["period"].notna() & rows["group"].isin(order)]
        if dated.empty:
            return empty(ax, title, "No statement of these speakers has a date as exact as that.", rows)
        _draw_lanes(ax, dated, order, every)
        first, last = ax.get_xlim()
        told = draw_events(ax, events, first, last, zorder=3.5)
        undated = int(rows.loc[rows["period"].isna(), "statements"].sum())
        bursts = dated[dated["burst"]]
        left = rest(use, by, names)
        caption = (
            f"{base(use)}; {unattributed(use)}; {undated} without a date as exact as that not drawn. One scale for all "
            f"lanes; empty periods are true zeros. {_burst_note(bursts, every, baseline)}"
            + (f" Not drawn: {left}." if left else "")
            + told
        )
        return finish(ax, title, caption, _periods_in_words(dated, bursts, every), rows)


def _with_bursts(counted: pd.DataFrame, found: pd.DataFrame, by: str) -> pd.DataFrame:
    """The counts with what `find_bursts` says of each."""
    columns = ["group", "period", "articles", "expected", "p", "burst"]
    known = found.rename(columns={by: "group"})[columns]
    typed = known.assign(group=known["group"].astype(object), period=known["period"].astype("datetime64[us]"))
    merged = counted.assign(group=counted["group"].astype(object)).merge(
        typed, on=["group", "period"], how="left", validate="one_to_one"
    )
    return merged.assign(burst=merged["burst"].eq(True), articles=merged["articles"].astype("Int64"))


def _burst_note(bursts: pd.DataFrame, every: str, baseline: str) -> str:
    share = "their share of all articles" if baseline == "articles" else "an even spread over the days"
    method = (
        f"in more articles of the {every} than {share} lets expect (binomial test, Holm-corrected p up to 0.05, at "
    )
    return f"Burst: {method}least 3 articles): {len(bursts) or 'none'}."


def _periods_in_words(dated: pd.DataFrame, bursts: pd.DataFrame, every: str) -> str:
    peak = dated.iloc[int(dated["statements"].to_numpy().argmax())]
    words = f"Most in one {every}: {peak['group']}, {peak['statements']} from {peak['period']:%Y-%m-%d}."
    named = [f"{row['group']} ({row['period']:%Y-%m-%d})" for row in bursts.head(4).to_dict("records")]
    return f"{words} {'Bursts: ' + ', '.join(named) if named else 'No burst'}."


def _draw_lanes(ax: Axes, dated: pd.DataFrame, order: list[Any], every: str) -> None:
    highest = max(1, int(dated["statements"].max()))
    starts = pd.DatetimeIndex(sorted(dated["period"].unique()))
    ends = starts.to_period(FREQUENCIES[every]).end_time
    widths = dict(zip(starts, (ends - starts) / pd.Timedelta(days=1), strict=True))
    ax.grid(False)
    labels = []
    for number, (name, printed) in enumerate(zip(order, short_names(order), strict=True)):
        own = dated[(dated["group"] == name) & (dated["statements"] > 0)]
        labels.append(f"{printed}  (n = {own['statements'].sum()})")
        heights = own["statements"].to_numpy(dtype=float) / highest * _HIGH
        colours = [_BURST if burst else _USUAL for burst in own["burst"].tolist()]
        x, wide = mdates.date2num(own["period"].to_numpy()), own["period"].map(widths).to_numpy()
        ax.bar(x, -heights, wide, bottom=number + 0.5, align="edge", color=colours, edgecolor=colours, lw=0.4, zorder=3)
        marked = own["burst"].to_numpy()
        middle, peak = (x + wide / 2)[marked], (number + 0.5 - heights)[marked] - 0.1
        ax.scatter(middle, peak, marker="v", s=18, color=DARK, zorder=4)
        ax.axhline(number + 0.5, color=DARK, lw=0.6)
        ax.axhline(number + 0.5 - _HIGH, color=RULE, lw=0.6, zorder=0.8)
    ax.set_yticks(range(len(order)), labels)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(len(order) - 0.5, -0.5)
    ax.grid(True, axis="x")
    date_axis(ax, mdates.date2num(starts[0]), mdates.date2num(starts[-1]) + widths[starts[-1]])
    handles = [
        Patch(color=_USUAL, label=f"statements; light line: {highest}"),
        Line2D([], [], ls="", marker="v", markersize=5, color=DARK, label="burst"),
    ]
    legend_above(ax, handles, loc="lower right", bbox_to_anchor=(1.02, 1.0))


@drawn_again
def plot_speaker_topics(
    topics: pd.DataFrame,
    statements: pd.DataFrame,
    *,
    by: str = "speaker",
    every: str = "month",
    n: int = 6,
    columns: int = 6,
    ax: Axes | None = None,
) -> Axes:
    """Small multiples: for each of the `n` speakers and each of the most frequent topics the statements per period.

    All panels have the same scale and the same days. A statement may have several topics.
    """
    tables.require(topics, ["statement_id", "topic"], "plot_speaker_topics")
    tables.require(statements, ["statement_id", by, "date", "mode"], "plot_speaker_topics")
    with style():
        use = tables.said(statements)
        names = top(use[by], n)
        use = use.assign(group=grouped(use, by, names))
        pairs = topics[["statement_id", "topic"]].drop_duplicates()
        joined = use.merge(pairs, on="statement_id", how="inner")
        found = top(joined["topic"], columns if sheet().letters == 1 else min(columns, 3))
        lanes = [g for g in [*names, others(use, by, names), UNKNOWN] if g in set(use["group"])]
        rows = count_speaker_topics(topics, use, by="group", every=every)
        title = f"Topics per {every} and {by.replace('_id', '')}"
        ax = axes(ax, 2.3 + 0.42 * max(2, len(lanes)))
        dated = rows[rows["period"].notna() & rows["topic"].isin(found)]
        if dated.empty:
            why = "No dated statement has a topic: give a codebook (topics.csv beside the articles)."
            return empty(ax, title, why, rows)
        _draw_panels(ax, dated, lanes, found, use["group"].value_counts())
        first, last = dated["period"].min(), dated["period"].max()
        highest = int(dated["statements"].max())
        with_topic = joined["statement_id"].nunique()
        left = rest(use, by, names)
        caption = (
            f"{base(use)}; {unattributed(use)}; {with_topic} with a topic. Each panel runs from {first:%Y-%m-%d} to "
            f"the {every} of {last:%Y-%m-%d}; the highest column is {highest} statements in all of them; "
            f"the figure is the panel's sum." + (f" Others: {left}." if left else "") + _fewer(joined["topic"], found)
        )
        peak = dated.iloc[int(dated["statements"].to_numpy().argmax())]
        alt = f"Most: {peak['group']} on {peak['topic']}, {highest} in the {every} from {peak['period']:%Y-%m-%d}."
        return finish(ax, title, caption, alt, rows)


def _fewer(topics: pd.Series, found: list[Any]) -> str:
    left = rest(topics.to_frame("topic"), "topic", found)
    return f" Topics not drawn: {left}." if left else ""


def count_speaker_topics(
    topics: pd.DataFrame, statements: pd.DataFrame, *, by: str = "speaker", every: str = "month", thoughts: bool = False
) -> pd.DataFrame:
    """One row per period, value of `by` and topic: `statements` with the topic, with true zeros for each pair there is.

    Statements without a date, or a value of `by`, are in rows where that is missing, as in `count_over_time`.
    """
    tables.require(topics, ["statement_id", "topic"], "count_speaker_topics")
    tables.require(statements, ["statement_id", by, "date", "mode"], "count_speaker_topics")
    pairs = topics[["statement_id", "topic"]].dropna().drop_duplicates()
    joined = tables.said(statements, thoughts=thoughts).merge(pairs, on="statement_id", how="inner")
    return count_pairs_over_time(joined, by, "topic", every, thoughts=thoughts)


def count_pairs_over_time(
    frame: pd.DataFrame, one: str, other: str, every: str, *, thoughts: bool = False
) -> pd.DataFrame:
    """`count_over_time` by two columns at once: one row per period and pair that occurs, frequent pairs first."""
    pairs = pd.MultiIndex.from_frame(frame[[one, other]].astype(object))
    codes, known = pd.factorize(pairs, sort=False)
    counted = count_over_time(frame.assign(pair=codes), by="pair", every=every, thoughts=thoughts)
    values = pd.DataFrame(list(known), columns=[one, other])
    named = values.reindex(counted["pair"].to_numpy()).reset_index(drop=True)
    table = pd.concat([counted[["period"]], named, counted[["statements"]]], axis=1)
    total = table.groupby([one, other], dropna=False)["statements"].transform("sum")
    ranked = table.assign(total=total).sort_values(
        ["total", one, other, "period"], ascending=[False, True, True, True], kind="stable", ignore_index=True
    )
    return ranked.drop(columns="total")


def _draw_panels(ax: Axes, dated: pd.DataFrame, lanes: list[Any], found: list[Any], totals: pd.Series) -> None:
    """A grid of panels in one Axes: a speaker's lane is one high, a topic's column one wide."""
    starts = pd.DatetimeIndex(sorted(dated["period"].unique()))
    place = {period: i / len(starts) * 0.92 - 0.46 for i, period in enumerate(starts)}
    highest = max(1, int(dated["statements"].max()))
    ax.grid(False)
    for y, lane in enumerate(lanes):
        for x, topic in enumerate(found):
            own = dated[(dated["group"] == lane) & (dated["topic"] == topic) & (dated["statements"] > 0)]
            ax.plot([x - 0.46, x + 0.46], [y + 0.42, y + 0.42], color=DARK, lw=0.5)
            if own.empty:
                continue
            left = x + own["period"].map(place).to_numpy(dtype=float)
            heights = own["statements"].to_numpy() / highest * 0.6
            colour = PALETTE[0]
            wide = 0.92 / len(starts)
            ax.bar(left, -heights, wide, bottom=y + 0.42, align="edge", color=colour, edgecolor=colour, lw=0.4)
            ax.text(x + 0.46, y - 0.46, str(own["statements"].sum()), ha="right", va="top", fontsize="x-small")
    named = zip(lanes, short_names(lanes), strict=True)
    ax.set_yticks(range(len(lanes)), [f"{name}  (n = {totals[lane]})" for lane, name in named])
    ax.set_xlim(-0.5, len(found) - 0.5)
    ax.set_ylim(len(lanes) - 0.5, -0.5)
    upright = len(found) > 3 or sheet().letters < 1
    words = [textwrap.fill(topic, 16) for topic in short_names(found, 30)]
    ax.set_xticks(range(len(found)), words, rotation=90 if upright else 0, fontsize="small")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    for x in range(1, len(found)):
        ax.axvline(x - 0.5, color=RULE, lw=0.6)
