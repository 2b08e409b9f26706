"""The charts of tone, over tables that try their patience; what can be read is checked as in test_charts."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from figure_checks import CORPORA, NARROW, faults, topics_of
from matplotlib.axes import Axes

import analysis as ma
from analysis.figures import plotted
from analysis.style import style
from analysis.tables import TableError
from analysis.tone_charts import plot_tone, plot_tone_lexicons, plot_tone_over_time, plot_tone_topics

CHARTS: dict[str, Callable[..., Axes]] = {
    "tone": plot_tone,
    "tone per article": lambda s, ax=None: plot_tone(s, by="article_id", minimum=1, resamples=50, ax=ax),
    "lexicons": lambda s, ax=None: plot_tone_lexicons(s, resamples=50, ax=ax),
    "over time": lambda s, ax=None: plot_tone_over_time(s, resamples=50, ax=ax),
    "over weeks": lambda s, ax=None: plot_tone_over_time(s, every="week", minimum=1, resamples=50, ax=ax),
    "topics": lambda s, ax=None: plot_tone_topics(topics_of(s), s, minimum=1, resamples=50, ax=ax),
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


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_draws_on_an_axes_of_ones_own(chart: str, study: ma.Analysis) -> None:
    _, own = plt.subplots()
    assert CHARTS[chart](study.statements, ax=own) is own
    assert own.get_title("left") or own.get_title()


def test_speakers_with_few_statements_are_withheld_and_named(statements_of: Callable[..., pd.DataFrame]) -> None:
    table = statements_of([{"speaker": "Voss"}] * 3 + [{"speaker": "Berger"}] * 2 + [{"speaker": None}])
    shown = plotted(plot_tone(table, minimum=3))
    assert shown.rows["speaker"].unique().tolist() == ["Voss"]
    assert "Withheld with fewer than 3: Berger (2)." in shown.caption
    assert "1 (17 %) not attributed" in shown.caption


def test_tone_plots_own_words_and_reporting_as_two_rows(study: ma.Analysis) -> None:
    rows = plotted(plot_tone(study.statements)).rows
    assert rows.groupby("speaker")["words"].apply(list).map(lambda w: w == ["own", "reporting"]).all()


def test_where_two_marks_rest_on_different_numbers_both_are_said(statements_of: Callable[..., pd.DataFrame]) -> None:
    table = statements_of([{"speaker": "Voss", "tone_reporting": None if i else 0.1} for i in range(4)])
    labels = [label.get_text() for label in plot_tone(table).get_yticklabels()]
    assert labels == ["Voss  (n = 4 / 1)"]


def test_stock_vader_stands_beside_ours_on_the_same_statements(statements_of: Callable[..., pd.DataFrame]) -> None:
    text = "The United States Supreme Court met."
    table = statements_of([{"speaker": "Voss", "text": text, "tone": 0.0}] * 3)
    rows = plotted(plot_tone_lexicons(table)).rows.set_index("lexicon")
    assert rows.loc["news", "mean"] == 0
    assert rows.loc["vader", "mean"] > 0.5
    assert rows["n"].tolist() == [3, 3]


def test_months_with_few_statements_are_withheld_and_named(statements_of: Callable[..., pd.DataFrame]) -> None:
    days = ["2024-01-10"] * 3 + ["2024-02-01"] + ["2024-04-01"] * 3
    table = statements_of([{"date": pd.Timestamp(day)} for day in days])
    shown = plotted(plot_tone_over_time(table))
    assert "Withheld with fewer than 3: 2024-02-01 (1)." in shown.caption
    assert shown.rows["n"].tolist() == [3, 1, 0, 3]


def test_every_chart_without_its_columns_says_which() -> None:
    nothing = pd.DataFrame({"id": [1]})
    for chart, name in ((plot_tone, "plot_tone"), (plot_tone_over_time, "plot_tone_over_time")):
        with pytest.raises(TableError, match=rf"{name} needs the columns .*; got id"):
            chart(nothing)
