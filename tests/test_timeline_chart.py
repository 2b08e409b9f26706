"""The statement timeline: every statement has a mark, in the lane of its speaker."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection

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


def test_tone_can_be_told_without_colour(statements_of: Callable[..., pd.DataFrame]) -> None:
    rows = [row for tone in (-0.5, 0.0, 0.5, None) for row in dates(1, tone=tone)]
    found = plot_timeline(statements_of(rows), label=0).collections
    shapes = {c.get_paths()[0].vertices.tobytes() for c in found if isinstance(c, PathCollection)}
    assert len(shapes) == 4


def test_a_longer_statement_has_a_larger_mark_up_to_a_bound(statements_of: Callable[..., pd.DataFrame]) -> None:
    rows = [{**row, "text": "x" * n} for row, n in zip(dates(4), (5, 150, 300, 9000), strict=True)]
    ax = plot_timeline(statements_of(rows), label=0)
    sizes = next(c.get_sizes() for c in ax.collections if isinstance(c, PathCollection))
    assert sizes[0] > 0
    assert sizes[1] < sizes[2] == sizes[3]


def test_the_longest_statements_are_quoted_with_a_line_to_their_mark(
    statements_of: Callable[..., pd.DataFrame],
) -> None:
    rows = [{**row, "text": f"We have {'not ' * i}met."} for i, row in enumerate(dates(4))]
    ax = plot_timeline(statements_of(rows), label=1)
    assert [text.get_text() for text in ax.texts] == ["“We have not not not met.”"]
    assert mdates.date2num(DAY + pd.Timedelta(days=30)) in [line.get_xdata()[0] for line in ax.lines]


def test_statements_are_quoted_by_their_id(statements_of: Callable[..., pd.DataFrame]) -> None:
    table = statements_of([*dates(3), {"speaker": "Voss", "date": DAY, "text": "“It is old,”"}])
    assert [t.get_text() for t in plot_timeline(table, label=["a:3"]).texts] == ["“It is old,”"]
    with pytest.raises(
        TableError, match=r"no statement in speech or writing is called nobody:1; take `label` from the"
    ):
        plot_timeline(table, label=["nobody:1"])


def test_chosen_speakers_have_the_lanes_and_the_others_are_named(statements_of: Callable[..., pd.DataFrame]) -> None:
    table = statements_of(dates(3, "Voss") + dates(2, "Berger") + dates(1, "Lind") + dates(1, None))
    ax = plot_timeline(table, speakers=["Lind", "Berger"])
    assert lanes(ax) == ["Lind  (n = 1)", "Berger  (n = 2)", f"{UNKNOWN}  (n = 1)"]
    assert "Not drawn: Voss (3)." in plotted(ax).caption
    assert "Others: Berger (2), Lind (1)." in plotted(plot_timeline(table, n=1)).caption
    assert plotted(plot_timeline(table.head(5), speakers=["Nobody"])).alt.endswith(
        "None of these speakers has a statement."
    )


def test_what_is_known_to_the_month_is_a_line_as_long_as_a_month(statements_of: Callable[..., pd.DataFrame]) -> None:
    table = statements_of(dates(2)).assign(date_precision=["month", "day"])
    ax = plot_timeline(table, label=0)
    (line,) = [c for c in ax.collections if isinstance(c, LineCollection)]
    (path,) = line.get_paths()
    assert np.ptp(path.vertices[:, 0]) == 30
    assert "1 of which only the week, month or year is known" in plotted(ax).caption


def test_marks_stay_inside_the_axes(statements_of: Callable[..., pd.DataFrame]) -> None:
    ax = plot_timeline(statements_of(dates(1) * 12 + dates(2) + [{"speaker": "Voss", "date": pd.NaT}] * 9))
    places, (left, right) = marks(ax), ax.get_xlim()
    assert places[:, 0].min() > left
    assert places[:, 0].max() < right
