"""Who is written of how, and who speaks of whom how: the charts, and what they say in words."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from figure_checks import LONG, ODD, faults
from matplotlib.axes import Axes

import analysis as ma
from analysis.figures import plotted
from analysis.style import style
from analysis.tables import TableError, make
from analysis.toward_charts import REPORTERS, plot_tone_toward, plot_toward_matrix

CHARTS: dict[str, Callable[..., Axes]] = {
    "persons": lambda t, ax=None: plot_tone_toward(t, resamples=50, ax=ax),
    "matrix": lambda t, ax=None: plot_toward_matrix(t, resamples=50, ax=ax),
}


def mention(person: str, speaker: str | None = None, tone: float = 0.2, article: str = "a") -> dict[str, object]:
    return {
        "sentence_id": f"{article}:0",
        "article_id": article,
        "person": person,
        "mention": person,
        "start": 0,
        "end": 3,
        "speaker": speaker,
        "statement_id": f"{article}:1" if speaker else None,
        "tone": tone,
    }


CORPORA = {
    "nothing": [],
    "one mention": [mention("Anna Lind")],
    "one speaker on one person": [mention("Anna Lind", "Tom Berger", -0.5)] * 4,
    "twenty long names": [
        mention(LONG.format(i), LONG.format(j) if j else None, (i - j) / 20, f"a{k}")
        for i in range(20)
        for j in range(12)
        for k in range(6)
    ],
    "odd names": [mention(n, m, -0.3) for n in ODD for m in ODD for _ in range(3)],
}


@pytest.mark.parametrize("width", ["full", "column"])
@pytest.mark.parametrize("corpus", CORPORA)
@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_can_be_read(chart: str, corpus: str, width: str) -> None:
    with style(width):
        ax = CHARTS[chart](make("toward", CORPORA[corpus]))
    assert faults(ax) == []
    assert plotted(ax).alt.startswith(" ".join(ax.figure.get_suptitle().split()))
    assert plotted(ax).alt.endswith(".")


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_of_the_corpus_can_be_read(chart: str, study: ma.Analysis) -> None:
    toward = ma.score_tone_toward(study.sentences, study.speakers, study.statements)
    ax = CHARTS[chart](toward)
    assert faults(ax) == []
    assert f"n = {len(toward)} mentions of 3 persons" in plotted(ax).caption
    _, own = plt.subplots()
    assert CHARTS[chart](toward, ax=own) is own


def test_the_reporters_are_told_from_the_speakers() -> None:
    rows = [mention("Anna Lind", None, 0.4)] * 3 + [mention("Anna Lind", "Tom Berger", -0.4)] * 4
    shown = plotted(plot_tone_toward(make("toward", rows))).rows.set_index("words")
    assert shown["mean"].to_dict() == {"reporters": 0.4, "speakers": -0.4}
    assert shown["n"].to_dict() == {"reporters": 3, "speakers": 4}


def test_few_words_of_speakers_are_counted_and_have_no_mean() -> None:
    rows = [mention("Anna Lind", None, 0.4)] * 3 + [mention("Anna Lind", "Tom Berger", -0.4)] * 2
    ax = plot_tone_toward(make("toward", rows))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Anna Lind  (n = 3 / 2)"]
    assert plotted(ax).rows.set_index("words")["mean"].isna().to_dict() == {"reporters": False, "speakers": True}


def test_a_cell_of_few_mentions_says_its_n_alone() -> None:
    rows = [mention("Anna Lind", "Tom Berger", -0.4)] * 2 + [mention("Anna Lind")] * 3
    ax = plot_toward_matrix(make("toward", rows))
    assert sorted(text.get_text() for text in ax.texts) == ["+0.20\nn = 3", "n = 2"]
    assert "1 cells with fewer than 3 mentions show n alone" in plotted(ax).caption
    assert plotted(ax).rows["speaker"].tolist() == [REPORTERS, "Tom Berger"]


def test_persons_with_few_mentions_are_withheld_and_named() -> None:
    rows = [mention("Anna Lind")] * 3 + [mention("Tom Berger")] * 2
    assert "Withheld with fewer than 3: Tom Berger (2)." in plotted(plot_tone_toward(make("toward", rows))).caption


def test_every_chart_without_its_columns_says_which() -> None:
    for chart, name in ((plot_tone_toward, "plot_tone_toward"), (plot_toward_matrix, "plot_toward_matrix")):
        with pytest.raises(TableError, match=rf"{name} needs the columns person, .*; got id"):
            chart(pd.DataFrame({"id": [1]}))
