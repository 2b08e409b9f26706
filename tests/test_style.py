"""One look: print widths, labels that fit, and what is told apart without colour."""

from __future__ import annotations

import itertools

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from analysis.style import KINDS, PALETTE, SERIES, TONE, sheet, short_names, shorten, style


def lightness(colour: object) -> float:
    """CIE L* of a colour, 0 black to 100 white: what is left of it on a greyscale printer."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    y = float(np.dot(linear, [0.2126, 0.7152, 0.0722]))
    return 116 * np.cbrt(y) - 16 if y > 0.008856 else 903.3 * y


def test_the_measure_of_lightness_is_right() -> None:
    assert [round(lightness(c)) for c in ("black", "#777777", "white")] == [0, 50, 100]


def test_series_differ_in_grey_or_in_their_hatch() -> None:
    for (colour, hatch), (other, its_hatch) in itertools.combinations(SERIES, 2):
        assert hatch != its_hatch or abs(lightness(colour) - lightness(other)) > 15


def test_kinds_differ_in_grey() -> None:
    shades = [lightness(colour) for colour in KINDS.values()]
    assert min(abs(a - b) for a, b in itertools.combinations(shades, 2)) > 15


def test_a_burst_differs_in_grey_from_what_is_usual() -> None:
    assert abs(lightness(PALETTE[0]) - lightness(PALETTE[1])) > 15


def test_tone_grows_darker_to_both_ends_and_is_never_red_and_green() -> None:
    shades = [lightness(TONE(x)) for x in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert shades[0] < shades[1]
    assert shades[4] < shades[3]
    low, high = TONE(0.0), TONE(1.0)
    assert low[0] > low[2]  # orange
    assert high[2] > high[0]  # blue


def test_widths_are_those_of_an_a4_page() -> None:
    with style("column"):
        assert round(sheet().width * 2.54, 2) == 8.5
        assert mpl.rcParams["font.size"] >= 7
    with style():
        assert round(sheet().width * 2.54, 2) == 17


def test_what_is_chosen_outside_holds_inside_and_ends_with_it() -> None:
    before = dict(mpl.rcParams)
    with style("column"), style():
        assert sheet().width < 4
    assert sheet().width > 6
    assert dict(mpl.rcParams) == before


def test_a_width_that_there_is_not_is_told() -> None:
    with pytest.raises(ValueError, match=r"a figure's width may be full or column; got poster"), style("poster"):
        pass


def test_labels_are_shorter_in_a_column() -> None:
    name = "Representative of the Interregional Harbour Authority"
    with style("column"):
        assert len(shorten(name)) <= 17
    assert shorten(name) == "Representative of the Interre…"


def test_names_that_begin_alike_are_cut_in_the_middle() -> None:
    names = ["Ministry of Foreign Affairs of Norland", "Ministry of Foreign Affairs of Sudland", "Anna Lind"]
    assert short_names(names, 20) == ["Ministry…of Norland", "Ministry…of Sudland", "Anna Lind"]
    assert short_names(["a" * 50, "b" * 50], 10) == ["a" * 9 + "…", "b" * 9 + "…"]
