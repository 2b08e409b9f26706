"""Labels with lines, and events: each in a row where it meets no other, none lost."""

from __future__ import annotations

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from figure_checks import faults
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes

from analysis.annotations import draw_events, place, room, width_of
from analysis.events import read_events

FIRST, LAST = (mdates.date2num(pd.Timestamp(day)) for day in ("2024-01-01", "2024-12-31"))


@pytest.fixture
def ax() -> Axes:
    _, made = plt.subplots(figsize=(6, 3), layout="constrained")
    made.set_xlim(FIRST, LAST)
    made.set_ylim(0, 10)
    return made


def events(*rows: tuple[str, str]) -> pd.DataFrame:
    return read_events(pd.DataFrame(rows, columns=["date", "label"]))


@settings(max_examples=20)
@given(st.lists(st.tuples(st.floats(0, 100), st.text("abcdefg ", min_size=1, max_size=40)), max_size=12))
def test_no_label_meets_another_or_leaves_the_axes(labels: list[tuple[float, str]]) -> None:
    _, ax = plt.subplots(figsize=(5, 3))
    ax.set_xlim(0, 100)
    points = room(ax)
    placed = place(ax, labels, points)
    assert len(placed) == len(labels)
    boxes = []
    for label in placed:
        at, wide = label.at / 100 * points * 0.97, width_of(ax, label.words)
        begin = at + 3 if label.right else at - 3 - wide
        assert begin >= -9
        assert begin + wide <= points + 9
        boxes += [(label.row, begin, begin + wide)]
    plt.close(ax.figure)
    for i, (row, begin, end) in enumerate(boxes):
        assert not any(r == row and b < end and begin < e for r, b, e in boxes[:i])


def test_a_label_that_stands_left_of_its_day_keeps_off_the_line_of_another(ax: Axes) -> None:
    late, early = place(ax, [(LAST - 5, "A long label " * 4), (FIRST + 60, "Another that is as long " * 2)], room(ax))
    assert (late.row, early.row, late.right, early.right) == (0, 1, False, True)
    points, days = room(ax), LAST - FIRST
    assert width_of(ax, late.words) < (LAST - 5 - FIRST - 60) / days * points


def test_events_of_the_days_shown_are_lines_with_labels(ax: Axes) -> None:
    assert draw_events(ax, events(("2024-03-01", "Vote"), ("2024-03-02", "Strike")), FIRST, LAST) == ""
    assert [text.get_text() for text in ax.texts] == ["Strike", "Vote"]
    assert [line.get_xdata()[0] for line in ax.lines] == [
        mdates.date2num(pd.Timestamp(day)) for day in ("2024-03-02", "2024-03-01")
    ]
    assert faults(ax) == []


def test_what_is_drawn_keeps_its_room_below_the_labels(ax: Axes) -> None:
    ax.bar([FIRST + 50], [10])
    draw_events(ax, events(("2024-03-01", "Vote")), FIRST, LAST)
    assert ax.get_ylim()[0] == 0
    assert ax.texts[0].xy[1] > 10


def test_events_outside_the_days_are_named_in_words(ax: Axes) -> None:
    told = draw_events(ax, events(("2023-03-01", "Old vote"), ("2025-01-02", "New vote")), FIRST, LAST)
    assert told == " Events outside the days shown: Old vote (2023-03-01), New vote (2025-01-02)."
    assert not ax.texts


def test_what_lasted_is_a_band_cut_to_the_days_shown(ax: Axes) -> None:
    strike = pd.DataFrame({"date": ["2023-12-20"], "end": ["2024-01-10"], "label": ["Strike"]})
    draw_events(ax, read_events(strike), FIRST, LAST)
    assert ax.patches[0].get_x() == FIRST
    assert ax.patches[0].get_width() == 10
    assert ax.texts[0].get_text() == "Strike"


def test_more_labels_than_room_are_counted_not_dropped_in_silence(ax: Axes) -> None:
    many = events(*[("2024-03-01", f"Event {i}") for i in range(20)])
    assert draw_events(ax, many, FIRST, LAST) == " 8 further events have no room for a label."
    assert len(ax.texts) == 12


def test_no_events_draw_nothing(ax: Axes) -> None:
    assert draw_events(ax, None, FIRST, LAST) == draw_events(ax, events(), FIRST, LAST) == ""
    assert ax.get_ylim() == (0, 10)
