"""The charts of topics, over tables that try their patience; what can be read is checked as in test_charts."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from figure_checks import CORPORA, faults, topics_of
from matplotlib.axes import Axes

import analysis as ma
from analysis.figures import plotted
from analysis.tables import TableError
from analysis.topic_charts import (
    plot_topic_overlap,
    plot_topic_shares,
    plot_topics,
    plot_topics_over_time,
    plot_uncovered,
)


def outlets_of(statements: pd.DataFrame) -> pd.DataFrame:
    ids = statements["article_id"].unique().tolist()
    outlets = [None if i % 5 == 4 else f"The Daily Gazette of Harbour Town {i % 9}" for i in range(len(ids))]
    return pd.DataFrame(
        {"article_id": ids, "outlet": outlets, "tags": [["Port", f"Tag {i % 20}"] for i in range(len(ids))]}
    )


CHARTS: dict[str, Callable[..., Axes]] = {
    "shares": lambda s, ax=None: plot_topic_shares(topics_of(s), s, resamples=50, ax=ax),
    "topics": lambda s, ax=None: plot_topics(topics_of(s), s, ax=ax),
    "per outlet": lambda s, ax=None: plot_topics(topics_of(s), s, by="outlet", articles=outlets_of(s), ax=ax),
    "per tag": lambda s, ax=None: plot_topics(topics_of(s), s, by="tags", articles=outlets_of(s), ax=ax),
    "over months": lambda s, ax=None: plot_topics_over_time(topics_of(s), s, ax=ax),
    "over days": lambda s, ax=None: plot_topics_over_time(topics_of(s), s, every="day", ax=ax),
    "overlap": lambda s, ax=None: plot_topic_overlap(topics_of(s), s, ax=ax),
    "uncovered": lambda s, ax=None: plot_uncovered(topics_of(s), s, minimum=1, resamples=50, ax=ax),
    "uncovered in years": lambda s, ax=None: plot_uncovered(
        topics_of(s), s, by="period", every="year", resamples=50, ax=ax
    ),
}


@pytest.mark.parametrize("corpus", CORPORA)
@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_can_be_read(chart: str, corpus: str, statements_of: Callable[..., pd.DataFrame]) -> None:
    ax = CHARTS[chart](statements_of(CORPORA[corpus]))
    assert faults(ax) == []
    assert plotted(ax).alt.endswith(".")
    assert plotted(ax).alt.startswith(ax.figure.get_suptitle())


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_of_the_corpus_can_be_read_and_says_its_n(chart: str, study: ma.Analysis) -> None:
    ax = CHARTS[chart](study.statements)
    assert faults(ax) == []
    assert "n = 25 statements in 2 articles, 2022-03-03 to 2022-07-04" in plotted(ax).caption


@pytest.mark.parametrize("corpus", ["nothing", "one statement", "some undated", "nobody attributed"])
@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_draws_on_an_axes_of_ones_own(
    chart: str, corpus: str, statements_of: Callable[..., pd.DataFrame]
) -> None:
    _, own = plt.subplots()
    settings = dict(plt.rcParams)
    assert CHARTS[chart](statements_of(CORPORA[corpus]), ax=own) is own
    assert dict(plt.rcParams) == settings, "no setting of ours leaks out"


def test_topics_say_of_how_many_statements(statements_of: Callable[..., pd.DataFrame]) -> None:
    table = statements_of(CORPORA["forty speakers with long names"])
    rows = plotted(plot_topics(topics_of(table), table, n=5)).rows
    assert rows["of"].sum() == len(table)
    assert "no topic" in rows.columns
    assert "other topics" in rows.columns


def test_a_statement_with_two_rare_topics_is_one_of_the_other_topics(
    statements_of: Callable[..., pd.DataFrame],
) -> None:
    said = statements_of([{"speaker": "Voss"}] * 12)
    ids = said["statement_id"].tolist()
    pairs = [(ids[0], f"topic {i:02}") for i in range(12)]
    rows = plotted(plot_topics(pd.DataFrame(pairs, columns=["statement_id", "topic"]), said)).rows
    assert rows["other topics"].tolist() == [1]


def test_what_has_no_outlet_is_a_row_and_no_outlet_at_all_is_told(statements_of: Callable[..., pd.DataFrame]) -> None:
    said = statements_of([{"article_id": "a"}, {"article_id": "a"}, {"article_id": "b"}])
    topics = topics_of(said)
    articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["The Gazette", None]})
    rows = plotted(plot_topics(topics, said, by="outlet", articles=articles)).rows
    assert rows[["outlet", "of"]].to_numpy().tolist() == [["The Gazette", 2], ["no outlet", 1]]
    none = plotted(plot_topics(topics, said, by="outlet", articles=articles.assign(outlet=None)))
    assert "No article has a known outlet: give a column outlet with the articles or in articles.csv." in none.alt


def test_a_single_early_date_does_not_flatten_the_rest(statements_of: Callable[..., pd.DataFrame]) -> None:
    days = ["1977-04-18", *(f"2024-0{month}-01" for month in range(1, 7))]
    said = statements_of([{"date": pd.Timestamp(day)} for day in days])
    rows = plotted(plot_topics_over_time(topics_of(said), said, periods=6)).rows
    assert rows["period"].tolist() == ["before 2024-01", *(f"2024-0{month}" for month in range(1, 7))]
    assert rows["of"].tolist() == [1] * 7


def test_undated_statements_are_counted_in_the_caption(statements_of: Callable[..., pd.DataFrame]) -> None:
    said = statements_of(CORPORA["some undated"])
    assert "20 without a date not drawn" in plotted(plot_topics_over_time(topics_of(said), said)).caption


def test_who_has_too_few_statements_for_a_share_is_named(statements_of: Callable[..., pd.DataFrame]) -> None:
    said = statements_of([{"speaker": "Voss"}] * 3 + [{"speaker": "Berger"}] * 2)
    shown = plotted(plot_uncovered(topics_of(said), said))
    assert shown.rows["speaker"].tolist() == ["Voss"]
    assert "Withheld with fewer than 3: Berger (2)." in shown.caption


def test_every_chart_without_its_columns_says_which() -> None:
    nothing = pd.DataFrame({"id": [1]})
    with pytest.raises(TableError, match=r"plot_topics needs the columns statement_id, topic; got id"):
        plot_topics(nothing, nothing)
    with pytest.raises(TableError, match=r"plot_topic_overlap needs the columns .*; got id"):
        plot_topic_overlap(nothing, nothing)
    with pytest.raises(TableError, match=r"plot_topics_over_time needs the columns .*; got id"):
        plot_topics_over_time(nothing, nothing)
