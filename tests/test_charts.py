"""Every chart, over tables that try its patience: nothing raises, nothing is cut off, nothing lies on anything else."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

import analysis as ma
from analysis.charts import article_labels, plot_counts, plot_kinds, plot_words
from analysis.figures import UNKNOWN, plotted
from analysis.tables import TableError, make
from analysis.timeline_chart import plot_timeline

KINDS = ("direct", "mixed", "indirect")
ODD = ["$1 Billion_{x}", "A $ B", "50 %", "שרה לוי", "محمد علي", "a\\b", "#tag & <b>", "zero\nline", "Ärztin Ümlaut"]
LONG = "Representative of the Interregional Harbour and Waterways Authority {}"
TOPICS = [
    "war",
    "sanctions and blockade",
    "x$y_{z}",
    "Donaudampfschifffahrtsgesellschaft",
    *map("topic {}".format, range(9)),
]


def day(i: int) -> pd.Timestamp:
    return pd.Timestamp("2024-01-01") + pd.Timedelta(days=i)


CORPORA: dict[str, list[dict[str, object]]] = {
    "nothing": [],
    "one statement": [{"speaker": "Anna Lind", "date": day(0)}],
    "forty speakers with long names": [
        {"speaker": LONG.format(i), "date": day(j * 7 + i), "article_id": f"a{j}", "kind": KINDS[j % 3]}
        for i in range(40)
        for j in range(3 + i % 5)
    ],
    "odd names": [{"speaker": n, "date": day(i), "article_id": n, "tone": -0.5} for i in range(6) for n in ODD],
    "nobody attributed": [{"speaker": None, "date": day(i), "speaker_kind": None} for i in range(12)],
    "nothing dated": [{"speaker": f"P {i % 4}", "date": pd.NaT} for i in range(12)],
    "one day": [{"speaker": f"P {i % 4}", "date": day(0), "kind": KINDS[i % 3]} for i in range(90)],
    "twenty years": [{"speaker": f"P {i % 6}", "date": day(i * 37), "article_id": f"a{i}"} for i in range(200)],
    "some undated": [{"speaker": f"P {i % 4}", "date": day(i) if i % 3 else pd.NaT} for i in range(60)],
    "only thoughts": [{"speaker": "P", "date": day(0), "mode": "thought"}],
    "no tone": [{"speaker": f"P {i % 2}", "date": day(i), "tone": None, "tone_reporting": None} for i in range(9)],
}  # fmt: skip


def topics_of(statements: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {"statement_id": s, "article_id": a, "topic": TOPICS[i % len(TOPICS)], "hits": 1, "terms": ["x"]}
        for i, (s, a) in enumerate(statements[["statement_id", "article_id"]].itertuples(index=False))
        if i % 3
    ]
    return make("topics", rows)


CHARTS: dict[str, Callable[..., Axes]] = {
    "kinds": plot_kinds,
    "kinds per speaker": lambda s, ax=None: plot_kinds(s, by="speaker", ax=ax),
    "counts": plot_counts,
    "counts of all": lambda s, ax=None: plot_counts(s, by=None, every="year", ax=ax),
    "words": lambda s, ax=None: plot_words(ma.frequent_words(s), s, ax=ax),
    "timeline": plot_timeline,
}


def printed(ax: Axes) -> list[tuple[str, Bbox]]:
    """Every text that the sheet shows, and the legend, with the box that it takes."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.canvas.draw()
    texts = [figure._suptitle, figure._supxlabel]
    boxes = []
    for panel in figure.axes:
        if panel.axison:
            for axis in (panel.xaxis, panel.yaxis):
                low, high = sorted(axis.get_view_interval())
                ticks = [t for t in axis.get_major_ticks() if low <= t.get_loc() <= high]
                texts += [axis.label, axis.offsetText, *(label for t in ticks for label in (t.label1, t.label2))]
        texts += [panel.title, panel._left_title, *panel.texts]
        if panel.get_legend():
            boxes.append(("legend", panel.get_legend().get_window_extent()))
    boxes += [
        (t.get_text(), t.get_window_extent()) for t in texts if t is not None and t.get_visible() and t.get_text()
    ]
    return boxes


def faults(ax: Axes) -> list[str]:
    """What a reader could not read: texts that leave the sheet, and texts that lie on each other."""
    width, height = ax.figure.bbox.width, ax.figure.bbox.height
    boxes = printed(ax)
    cut = [f"{t!r} leaves the sheet" for t, b in boxes if min(b.x0, b.y0) < -1 or b.x1 > width + 1 or b.y1 > height + 1]
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 1:
            cut.append(f"{one!r} lies on {other!r}")
    return cut


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
