"""Counts per period: lanes on one scale, bursts, topics over time; that they can be read is checked in test_charts."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection

import analysis as ma
from analysis.figures import UNKNOWN, plotted
from analysis.period_charts import count_speaker_topics, plot_periods, plot_speaker_topics
from analysis.tables import TableError, make

Statements = Callable[..., pd.DataFrame]
MONDAY = pd.Timestamp("2024-01-01")


def weeks(speaker: str | None, *counts: int) -> list[dict[str, object]]:
    """So many statements a week, each in an article of its own."""
    return [
        {"speaker": speaker, "date": MONDAY + pd.Timedelta(weeks=week), "article_id": f"{speaker}{week}-{i}"}
        for week, count in enumerate(counts)
        for i in range(count)
    ]


def lanes(ax: Axes) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def test_a_column_of_twice_as_many_statements_is_twice_as_high_in_any_lane(statements_of: Statements) -> None:
    ax = plot_periods(statements_of(weeks("Lind", 4) + weeks("Holm", 0, 2)))
    assert lanes(ax) == ["Lind  (n = 4)", "Holm  (n = 2)"]
    high, low = (abs(bar.get_height()) for bar in ax.patches)
    assert high == pytest.approx(2 * low)


def test_zeros_are_in_the_rows_and_nothing_is_lost(statements_of: Statements) -> None:
    table = statements_of(weeks("Lind", 2, 0, 1) + weeks(None, 1) + [{"speaker": "Holm", "date": pd.NaT}])
    rows = plotted(plot_periods(table, n=1)).rows
    assert rows["statements"].sum() == len(table)
    assert rows.loc[rows["group"] == "Lind", "statements"].tolist() == [2, 0, 1]
    assert rows.loc[rows["period"].isna(), "statements"].sum() == 1


def test_bursts_are_marked_and_told(statements_of: Statements) -> None:
    table = statements_of(weeks("Holm", *[12] * 20) + weeks("Lind", *[1] * 7, 9, *[1] * 12))
    ax = plot_periods(table)
    marks = [c for c in ax.collections if isinstance(c, PathCollection)]
    assert sum(len(c.get_offsets()) for c in marks) == 1
    assert plotted(ax).alt.endswith("Bursts: Lind (2024-02-19).")
    assert "binomial test, Holm-corrected p up to 0.05, at least 3 articles): 1." in plotted(ax).caption


def test_whoever_is_not_drawn_is_named(statements_of: Statements) -> None:
    table = statements_of(weeks("Lind", 3) + weeks("Holm", 2) + weeks("Berg", 1) + weeks(None, 1))
    ax = plot_periods(table, speakers=["Berg"])
    assert lanes(ax) == ["Berg  (n = 1)", f"{UNKNOWN}  (n = 1)"]
    assert "Not drawn: Lind (3), Holm (2)." in plotted(ax).caption


def test_speakers_that_nobody_quotes_say_so(statements_of: Statements) -> None:
    shown = plotted(plot_periods(statements_of(weeks("Lind", 3)), speakers=["Nobody"]))
    assert shown.alt.endswith("No statement of these speakers has a date as exact as that.")


def topics_of(statements: pd.DataFrame, *topics: str) -> pd.DataFrame:
    rows = [
        {"statement_id": s, "article_id": a, "topic": topic, "hits": 1, "terms": ["x"]}
        for s, a in statements[["statement_id", "article_id"]].itertuples(index=False)
        for topic in topics
    ]
    return make("topics", rows)


def test_topics_are_counted_per_period_and_speaker_with_true_zeros(statements_of: Statements) -> None:
    table = statements_of(weeks("Lind", 2, 0, 1) + weeks("Holm", 0, 1))
    counts = count_speaker_topics(topics_of(table, "bridge", "harbour"), table, every="week")
    own = counts[(counts["speaker"] == "Lind") & (counts["topic"] == "harbour")]
    assert own["statements"].tolist() == [2, 0, 1]
    assert len(counts) == 2 * 2 * 3


def test_a_statement_hit_twice_by_a_topic_counts_once(statements_of: Statements) -> None:
    table = statements_of(weeks("Lind", 1))
    assert count_speaker_topics(topics_of(table, "bridge", "bridge"), table)["statements"].tolist() == [1]


def test_panels_say_their_sum_and_what_has_no_panel(statements_of: Statements) -> None:
    table = statements_of(weeks("Lind", 3) + weeks("Holm", 2))
    ax = plot_speaker_topics(topics_of(table, "bridge", "harbour"), table, n=1, columns=1)
    assert [text.get_text() for text in ax.texts] == ["3", "2"]
    assert lanes(ax) == ["Lind  (n = 3)", "1 others  (n = 2)"]
    assert "Topics not drawn: harbour (5)." in plotted(ax).caption
    assert plotted(ax).rows["statements"].sum() == 10


def test_without_topics_the_figure_says_what_to_do(study: ma.Analysis) -> None:
    shown = plotted(plot_speaker_topics(study.topics.head(0), study.statements))
    assert shown.alt.endswith("No dated statement has a topic: give a codebook (topics.csv beside the articles).")


def test_missing_columns_are_named() -> None:
    nothing = pd.DataFrame({"id": [1]})
    with pytest.raises(TableError, match=r"plot_periods needs the columns speaker, date, mode, article_id; got id"):
        plot_periods(nothing)
    for call in (count_speaker_topics, plot_speaker_topics):
        with pytest.raises(TableError, match=rf"{call.__name__} needs the columns statement_id, topic; got id"):
            call(nothing, nothing)
