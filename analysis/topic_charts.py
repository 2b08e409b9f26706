"""Topics to figures: every `plot_…` takes tables and `ax=None` and gives the Axes back.

A share never stands alone: the number of statements it is a share of is beside it. What has no topic is always shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from . import tables
from .figures import UNKNOWN, axes, base, drawn_again, empty, finish, grouped, others, so_many, top, unattributed
from .matrix import FEW, draw_matrix
from .style import PALETTE, shorten, style
from .timeline import FREQUENCIES, without_stragglers
from .tone_means import MIN_ARTICLES, withheld
from .topic_shares import (
    NO_TOPIC,
    count_topic_pairs,
    count_topics,
    count_uncovered,
    group_statements,
    topic_order,
    topic_pairs,
)

_NO_CODEBOOK = "No statement has a topic: give a codebook (topics.csv beside the articles)."
_OTHER = "other topics"
_BARS = f"Bars: 95 % interval from resampling articles, none under {MIN_ARTICLES} articles or at 0 and 100 %."


@drawn_again
def plot_topic_shares(
    topics: pd.DataFrame, statements: pd.DataFrame, *, n: int = 15, resamples: int = 1000, ax: Axes | None = None
) -> Axes:
    """The share of all statements that each topic has, with an interval over articles; and the share without one."""
    with style():
        use = tables.said(statements)
        rows = count_topics(topics, statements, None, resamples=resamples)
        named = rows[rows["topic"] != NO_TOPIC]
        shown = pd.concat([named.head(n), rows[rows["topic"] == NO_TOPIC]], ignore_index=True)
        ax = axes(ax, 1.7 + 0.3 * max(2, len(shown)))
        title = "Share of the statements on each topic"
        if named.empty:
            return empty(ax, title, _NO_CODEBOOK, rows)
        _draw_shares(
            ax,
            shown,
            [f"{shorten(t, 40)}  (n = {k})" for t, k in zip(shown["topic"], shown["statements"], strict=True)],
        )
        beyond = f" {len(named) - n} rarer topics not shown." if len(named) > n else ""
        caption = (
            f"{base(use)}; {unattributed(use)}. Behind each topic its statements; one may have several topics. "
            f"Hollow: no pattern of the codebook occurs. {_BARS}{beyond}"
        )
        first = named.iloc[0]
        rest = rows.iloc[-1]["share"]
        alt = f"Most frequent: {first['topic']}, {_percent(first['share'])}; {_percent(rest)} have no topic."
        return finish(ax, title, caption, alt, rows)


@drawn_again
def plot_uncovered(
    topics: pd.DataFrame,
    statements: pd.DataFrame,
    *,
    by: str = "speaker",
    articles: pd.DataFrame | None = None,
    every: str = "month",
    n: int = 15,
    minimum: int = 3,
    resamples: int = 1000,
    ax: Axes | None = None,
) -> Axes:
    """The share without a topic of each speaker's (outlet's, period's) statements; few (`minimum`) are withheld."""
    with style():
        use = tables.said(statements)
        options = {"articles": articles, "every": every, "resamples": resamples, "minimum": minimum}
        rows = count_uncovered(topics, statements, by, **options)
        known = rows.dropna(subset=by)
        ax = axes(ax, 1.7 + 0.3 * max(2, min(n, len(known))))
        unit = every if by == "period" else _words(by)
        title = f"Statements without a topic, per {unit}"
        if topics["statement_id"].isin(use["statement_id"]).sum() == 0:
            return empty(ax, title, _NO_CODEBOOK, rows)
        if known.empty:
            return empty(ax, title, f"No {unit} has {minimum} statements or more.", rows)
        shown = (known.tail(n) if by == "period" else known.head(n)).reset_index(drop=True)
        names = [_period(value, every) if by == "period" else shorten(value, 40) for value in shown[by].tolist()]
        _draw_shares(
            ax, shown, [f"{name}  (n = {of})" for name, of in zip(names, shown["of"], strict=True)], hollow=True
        )
        groups = group_statements(statements, by, articles=articles, every=every)
        held = withheld(groups, "group", minimum, column="statement_id")
        beyond = f" {len(known) - n} further not shown." if len(known) > n else ""
        caption = (
            f"{base(use)}; {unattributed(use)}. n: all statements of the {unit}. {_BARS}"
            + (f" Withheld with fewer than {minimum}: {held}." if held else "")
            + beyond
        )
        worst = int(shown["share"].argmax())
        alt = f"Highest: {names[worst]}, {_percent(shown['share'][worst])} of {shown['of'][worst]} statements."
        return finish(ax, title, caption, alt, rows)


def _draw_shares(ax: Axes, rows: pd.DataFrame, labels: Sequence[str], *, hollow: bool = False) -> None:
    """One line per row: its share as a dot, hollow where it is of no topic, with its interval."""
    y = np.arange(len(rows))
    has = rows["low"].notna().to_numpy()
    ax.hlines(y[has], rows["low"][has], rows["high"][has], color=PALETTE[0], lw=1.4, alpha=0.75)
    empty_ones = np.full(len(rows), hollow) | (rows["topic"].eq(NO_TOPIC).to_numpy() if "topic" in rows else False)
    faces = ["white" if none else PALETTE[0] for none in empty_ones]
    ax.scatter(rows["share"], y, s=34, c=faces, edgecolors=PALETTE[0], linewidths=1.3, zorder=3)
    ax.set_yticks(y, labels)
    ax.set_ylim(len(rows) - 0.5, -0.6)
    ax.set_xlim(-0.02, 1.02 if np.nanmax([rows["share"].max(), rows["high"].max()]) > 0.5 else 0.52)
    ax.xaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
    ax.set_xlabel("share of statements")


@drawn_again
def plot_topics(
    topics: pd.DataFrame,
    statements: pd.DataFrame,
    *,
    by: str = "speaker",
    articles: pd.DataFrame | None = None,
    n: int = 12,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """How often each speaker (article, outlet, tag) has each topic: statements in the cells, share of the row as shade.

    `by` is a column of the statements or, with `articles`, one of theirs; `labels` the words to print for a value.
    """
    tables.require(topics, ["statement_id", "topic"], "plot_topics")
    tables.require(statements, ["statement_id", "article_id", "mode", "speaker"], "plot_topics")
    with style():
        use = tables.said(statements)
        groups = group_statements(statements, by, articles=articles)
        names = top(groups["group"], n)
        unknown = UNKNOWN if by == "speaker" else f"no {_words(by)}"
        order = [*names, others(groups, "group", names), unknown]
        groups = groups.assign(group=grouped(groups, "group", names).replace(UNKNOWN, unknown))
        cells = _crossed(topics, groups)
        cells = cells.reindex([g for g in order if g in cells.index])
        totals = cells.pop("of")
        rows = cells.assign(of=totals).reset_index(names=by)
        ax = axes(ax, 2.5 + 0.32 * max(2, len(cells)))
        title = f"Topics per {_words(by)}"
        if cells.columns.tolist() == [NO_TOPIC]:
            return empty(ax, title, _NO_CODEBOOK, rows)
        if not names and by != "speaker":
            why = f"No article has a known {_words(by)}: give a column {by} with the articles or in articles.csv."
            return empty(ax, title, why, rows)
        words = [f"{shorten((labels or {}).get(name, name), 36)}  (n = {totals[name]})" for name in cells.index]
        shares = cells.div(totals, axis=0).to_numpy(dtype=float)
        rest = np.tile(cells.columns == NO_TOPIC, (len(cells), 1))
        scale = draw_matrix(
            ax, cells.to_numpy(), shares, words, cells.columns.tolist(), totals.to_numpy()[:, None], rest
        )
        several = " An article counts for each of its tags." if by == "tags" else ""
        caption = (
            f"{base(use)}; {unattributed(use)}. Cells: statements with a hit of the topic's patterns; shade: share of "
            f"the row's statements {scale}. A statement may have several topics.{several}"
        )
        pairs = topic_pairs(topics, use)
        most = topic_order(pairs)[0]
        found = f"Most frequent topic: {most} ({int(pairs['topic'].eq(most).sum())} of {len(use)} statements)."
        steady = cells.loc[[g for g in names if totals[g] >= FEW]].drop(columns=NO_TOPIC)
        alt = found + _highest(steady, totals, labels or {})
        return finish(ax, title, caption, alt, rows)


def _highest(cells: pd.DataFrame, totals: pd.Series, labels: Mapping[str, str]) -> str:
    """Which group has the highest share of a topic, in words; nothing where there is none to tell."""
    if cells.empty:
        return ""
    groups = cells.index.tolist()
    shares = cells.div(totals[groups], axis=0)
    topic = str(shares.max().idxmax())
    place = int(shares[topic].argmax())
    count, of = cells[topic].tolist()[place], totals[groups].tolist()[place]
    return f" Highest share: {labels.get(groups[place], groups[place])} on {topic} ({count} of {of})."


@drawn_again
def plot_topics_over_time(
    topics: pd.DataFrame,
    statements: pd.DataFrame,
    *,
    every: str = "month",
    n: int = 12,
    periods: int = 60,
    ax: Axes | None = None,
) -> Axes:
    """How often each topic comes up in each period: statements in the cells, share of the period's as shade.

    The last `periods`; what is earlier stands in one column, so that a single early date does not flatten the rest.
    """
    tables.require(statements, ["statement_id", "article_id", "mode", "speaker", "date"], "plot_topics_over_time")
    with style():
        use = tables.said(statements)
        recent, early_told = without_stragglers(use)
        groups = group_statements(recent, "period", every=every)
        dated = groups.dropna(subset="group")
        cells = _crossed(topics, dated, n)
        ax = axes(ax, 2.1 + 0.32 * max(2, cells.shape[1]))
        title = f"Topics per {every}"
        if dated.empty:
            return empty(ax, title, "No statement has a date.", cells.reset_index(names="period"))
        cells = _by_period(cells, every, periods)
        rows = cells.reset_index(names="period")
        totals = cells.pop("of")
        if cells.columns.tolist() == [NO_TOPIC]:
            return empty(ax, title, _NO_CODEBOOK, rows)
        words = [f"{shorten(topic, 36)}  (n = {cells[topic].sum()})" for topic in cells.columns]
        shares = cells.div(totals.where(totals > 0), axis=0).T.to_numpy(dtype=float)
        rest = np.tile(cells.columns == NO_TOPIC, (len(cells), 1)).T
        names = [f"{name}\nn = {of}" for name, of in totals.items()]
        scale = draw_matrix(ax, cells.T.to_numpy(), shares, words, names, totals.to_numpy(), rest)
        silent = f" Empty columns: no statement in the {every}." if (totals == 0).any() else ""
        caption = (
            f"{base(use)}; {len(groups) - len(dated)} without a date not drawn. Cells: statements on the topic; shade: "
            f"share of the statements of the {every} {scale}. A statement may have several topics.{silent}{early_told}"
        )
        counts = cells.drop(columns=NO_TOPIC)
        topic = str(counts.max().idxmax())
        period = str(counts[topic].idxmax())
        most = f"{int(counts[topic].max())} of {int(totals[period])}"
        alt = f"Most statements on one topic: {topic}, {most} in {period}."
        return finish(ax, title, caption, alt, rows)


def _by_period(cells: pd.DataFrame, every: str, periods: int) -> pd.DataFrame:
    """One row per period, by its name, the empty ones too; what is before the last `periods` is summed in the first."""
    whole = pd.period_range(cells.index.min(), cells.index.max(), freq=FREQUENCIES[every]).start_time
    filled = cells.reindex(whole.astype("datetime64[us]"), fill_value=0)
    early, late = filled.iloc[:-periods], filled.iloc[-periods:]
    late.index = [_period(first, every) for first in late.index]
    if early.empty:
        return late
    return pd.concat([early.sum().to_frame(f"before {late.index[0]}").T, late])


def _period(first: pd.Timestamp, every: str) -> str:
    quarter = f"{first:%Y} Q{first.quarter}"
    return {"month": f"{first:%Y-%m}", "quarter": quarter, "year": f"{first:%Y}"}.get(every, f"{first:%Y-%m-%d}")


@drawn_again
def plot_topic_overlap(topics: pd.DataFrame, statements: pd.DataFrame, *, n: int = 12, ax: Axes | None = None) -> Axes:
    """Which topics share statements: statements with both in the cells, share of the row's topic as shade."""
    tables.require(statements, ["statement_id", "article_id", "mode"], "plot_topic_overlap")
    with style():
        use = tables.said(statements)
        rows = count_topic_pairs(topics, statements)
        names = rows["topic"].drop_duplicates().head(n).tolist()
        ax = axes(ax, 2.5 + 0.32 * max(2, len(names)))
        title = "Topics that share statements"
        if len(names) < 2:
            return empty(ax, title, "There are no two topics with statements, so none can share any.", rows)
        wide = {column: rows.pivot(index="topic", columns="other", values=column) for column in ("statements", "share")}
        counts, shares = (wide[column].reindex(index=names, columns=names) for column in wide)
        of = rows.drop_duplicates("topic").set_index("topic")["of"]
        words = [f"{shorten(name, 36)}  (n = {of[name]})" for name in names]
        scale = draw_matrix(
            ax, counts.fillna(0).to_numpy(int), shares.to_numpy(float), words, names, of[names].to_numpy()[:, None]
        )
        beyond = rows["topic"].nunique() - len(names)
        caption = (
            f"{base(use)}. Cells: statements with both topics; shade: share of the statements on the row's topic "
            f"{scale}. The diagonal is left out." + (f" {beyond} rarer topics not shown." if beyond else "")
        )
        most = rows.sort_values(["statements", "share"], ascending=False, kind="stable").iloc[0]
        alt = (
            f"Most together: {most['topic']} and {most['other']} ({so_many(most['statements'], 'statement')})."
            if most["statements"]
            else "No statement has two topics."
        )
        return finish(ax, title, caption, alt, rows)


def _crossed(topics: pd.DataFrame, groups: pd.DataFrame, n: int = 10) -> pd.DataFrame:
    """One row per group, one column per topic: statements; `of` is the group's. Beyond `n`, topics are summed."""
    pairs = topic_pairs(topics, groups)
    named = [topic for topic in topic_order(pairs) if topic != NO_TOPIC]
    pairs = pairs.assign(topic=pairs["topic"].astype(object).where(~pairs["topic"].isin(named[n:]), _OTHER))
    joined = groups.merge(pairs.drop_duplicates(), on="statement_id")
    columns = [*named[:n], *([_OTHER] if named[n:] else []), NO_TOPIC]
    cells = pd.crosstab(joined["group"], joined["topic"]).reindex(columns=columns, fill_value=0)
    return cells.assign(of=groups["group"].value_counts().reindex(cells.index).astype("int64"))


def _words(by: str) -> str:
    return {"article_id": "article", "tags": "tag"}.get(by, by)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
