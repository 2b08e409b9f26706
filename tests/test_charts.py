"""Every chart, over tables that try its patience: nothing raises, nothing is cut off, nothing lies on anything else."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from figure_checks import CORPORA, EVENTS, KINDS, NARROW, faults, topics_of, toward_of
from matplotlib.axes import Axes

import analysis as ma
from analysis.charts import article_labels, plot_counts, plot_kinds, plot_words
from analysis.figures import UNKNOWN, plotted
from analysis.period_charts import plot_periods, plot_speaker_topics
from analysis.style import style
from analysis.tables import TableError
from analysis.timeline_chart import plot_timeline
from analysis.who_about_whom import plot_about

CHARTS: dict[str, Callable[..., Axes]] = {
    "kinds": plot_kinds,
    "kinds per speaker": lambda s, ax=None: plot_kinds(s, by="speaker", ax=ax),
    "counts": plot_counts,
    "counts of all": lambda s, ax=None: plot_counts(s, by=None, every="year", ax=ax),
    "words": lambda s, ax=None: plot_words(ma.frequent_words(s), s, ax=ax),
    "counts with events": lambda s, ax=None: plot_counts(s, events=ma.read_events(EVENTS), ax=ax),
    "timeline": plot_timeline,
    "timeline with events": lambda s, ax=None: plot_timeline(s, n=4, label=6, events=ma.read_events(EVENTS), ax=ax),
    "periods": lambda s, ax=None: plot_periods(s, events=ma.read_events(EVENTS), ax=ax),
    "topics over time": lambda s, ax=None: plot_speaker_topics(topics_of(s), s, every="week", ax=ax),
    "who about whom": lambda s, ax=None: plot_about(toward_of(s), s, ax=ax),
}


@pytest.mark.parametrize(
    ("width", "corpus"), [*(("full", corpus) for corpus in CORPORA), *(("column", corpus) for corpus in NARROW)]
)
@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_can_be_read(
    chart: str, width: str, corpus: str, statements_of: Callable[..., pd.DataFrame]
) -> None:
    with style(width):
        ax = CHARTS[chart](statements_of(CORPORA[corpus]))
    assert faults(ax) == []
    assert plotted(ax).alt.endswith(".")
    assert plotted(ax).alt.startswith(" ".join(ax.figure.get_suptitle().split()))


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
    assert own.get_title("left") or own.get_title()
    assert dict(plt.rcParams) == settings, "no setting of ours leaks out"


def test_a_checker_that_sees_nothing_would_be_no_checker() -> None:
    _, ax = plt.subplots(figsize=(2, 2))
    ax.set_xticks([0.5, 0.52], ["a long label", "another long label"])
    ax.set_title("a title that is far too long for so small a figure as this one")
    found = " ".join(faults(ax))
    assert "lies on" in found
    assert "leaves the sheet" in found


def test_kinds_add_up_to_all_statements(statements_of: Callable[..., pd.DataFrame]) -> None:
    table = statements_of(CORPORA["forty speakers with long names"] + CORPORA["nobody attributed"])
    rows = plotted(plot_kinds(table, by="speaker", n=5)).rows
    assert rows[list(KINDS)].to_numpy().sum() == len(table)
    assert rows["speaker"].tolist()[-2:] == ["35 others", UNKNOWN]
    assert len(rows) == 7


def test_counts_add_up_to_all_statements_the_undated_included(statements_of: Callable[..., pd.DataFrame]) -> None:
    table = statements_of(CORPORA["some undated"])
    shown = plotted(plot_counts(table))
    assert shown.rows["statements"].sum() == len(table)
    assert "20 without a date not drawn" in shown.caption


def test_thoughts_are_in_no_chart(statements_of: Callable[..., pd.DataFrame]) -> None:
    table = statements_of([{"speaker": "Voss"}, {"speaker": "Voss", "mode": "thought"}])
    assert plotted(plot_kinds(table, by="speaker")).rows["direct"].tolist() == [1]


def test_every_chart_without_its_columns_says_which() -> None:
    nothing = pd.DataFrame({"id": [1]})
    with pytest.raises(TableError, match=r"plot_kinds needs the columns .*; got id"):
        plot_kinds(nothing)
    with pytest.raises(TableError, match=r"plot_words needs the columns .*; got id"):
        plot_words(nothing, nothing)


def test_an_article_is_called_by_its_day_and_headline_or_first_words(article: Callable[..., pd.DataFrame]) -> None:
    given = article("The bridge closed on Monday, and nobody knew.", published="2024-05-10", headline="Bridge closed")
    assert article_labels(given) == {"a": "2024-05-10 Bridge closed"}
    assert article_labels(article("the bridge closed, and nobody knew why."))["a"].startswith("the bridge closed")
