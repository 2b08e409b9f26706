"""The statement timeline: every statement has a mark, in the lane of its speaker."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection

import analysis as ma
from analysis import tables
from analysis.figures import UNKNOWN, plotted
from analysis.tables import TableError
from analysis.timeline_chart import plot_timeline

DAY = pd.Timestamp("2024-01-01")


def dates(n: int, speaker: str = "Voss", **fields: object) -> list[dict[str, object]]:
    return [{"speaker": speaker, "date": DAY + pd.Timedelta(days=10 * i), **fields} for i in range(n)]


def marks(ax: Axes) -> np.ndarray:
    """The places of all marks; what fills the half of a mixed one has no edge of its own."""
    found = [c.get_offsets() for c in ax.collections if isinstance(c, PathCollection) and len(c.get_edgecolors())]
    return np.concatenate([np.asarray(f) for f in found])


def lanes(ax: Axes) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def test_every_statement_of_the_corpus_has_one_mark(study: ma.Analysis) -> None:
    ax = plot_timeline(study.statements)
    assert len(marks(ax)) == len(tables.said(study.statements)) == len(plotted(ax).rows)


def test_a_mark_stands_at_its_day(statements_of: Callable[..., pd.DataFrame]) -> None:
    places = marks(plot_timeline(statements_of(dates(5))))
    assert np.diff(np.sort(places[:, 0])).tolist() == [10] * 4


def test_marks_of_one_day_do_not_hide_each_other(statements_of: Callable[..., pd.DataFrame]) -> None:
    places = marks(plot_timeline(statements_of(dates(1) * 5 + dates(4))))
    assert len(np.unique(places.round(6), axis=0)) == 9


def test_lanes_say_their_n_and_the_most_frequent_speaker_comes_first(
    statements_of: Callable[..., pd.DataFrame],
) -> None:
    ax = plot_timeline(statements_of(dates(2, "Berger") + dates(3, "Voss") + dates(1, None)))
    assert lanes(ax) == ["Voss  (n = 3)", "Berger  (n = 2)", f"{UNKNOWN}  (n = 1)"]


def test_speakers_beyond_n_share_a_lane(statements_of: Callable[..., pd.DataFrame]) -> None:
    rows = [row for i in range(6) for row in dates(6 - i, f"P {i}")]
    ax = plot_timeline(statements_of(rows), n=2)
    assert lanes(ax) == ["P 0  (n = 6)", "P 1  (n = 5)", "4 others  (n = 10)"]


def test_the_undated_stand_at_the_right_of_all_days(statements_of: Callable[..., pd.DataFrame]) -> None:
    ax = plot_timeline(statements_of([*dates(4), {"speaker": "Voss", "date": pd.NaT}]))
    x = np.sort(marks(ax)[:, 0])
    assert x[-1] > x[-2]
    assert "undated" in [text.get_text() for text in ax.texts]
    assert "1 without a date in the lane at the right" in plotted(ax).caption
    assert plotted(ax).rows["date"].isna().sum() == 1


def test_with_nothing_dated_the_axis_says_so(statements_of: Callable[..., pd.DataFrame]) -> None:
    ax = plot_timeline(statements_of([{"speaker": "Voss", "date": pd.NaT}] * 3))
    assert ax.get_xlabel() == "undated: no statement has a date"
    assert len(ax.get_xticks()) == 0


def test_a_lane_with_more_marks_than_room_becomes_columns_and_says_their_scale(
    statements_of: Callable[..., pd.DataFrame],
) -> None:
    ax = plot_timeline(statements_of(dates(1) * 300 + dates(20, "Berger")))
    assert lanes(ax)[0] == "Voss  (n = 300)\nhighest column: 300"
    assert len(marks(ax)) == 20


@pytest.mark.parametrize("field", ["tone", "kind"])
def test_nothing_that_is_unknown_drops_a_statement(statements_of: Callable[..., pd.DataFrame], field: str) -> None:
    rows = dates(3, **({"tone": None} if field == "tone" else {"kind": "mixed"}))
    assert len(marks(plot_timeline(statements_of(rows)))) == 3


def test_the_rows_behind_it_lead_back_to_statements(study: ma.Analysis) -> None:
    rows = plotted(plot_timeline(study.statements)).rows
    assert set(rows["statement_id"]) == set(tables.said(study.statements)["statement_id"])
    assert rows["date"].is_monotonic_increasing


def test_thoughts_are_left_out(statements_of: Callable[..., pd.DataFrame]) -> None:
    assert len(marks(plot_timeline(statements_of(dates(3) + dates(2, mode="thought"))))) == 3


def test_missing_columns_are_named() -> None:
    with pytest.raises(TableError, match=r"plot_timeline needs the columns speaker, date, .*; got id"):
        plot_timeline(pd.DataFrame({"id": [1]}))
