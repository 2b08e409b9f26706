"""Names in any script: shaped, set apart, or spelled by number where no font has their letters."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import fonts
from analysis.fonts import families, fill, paragraph, printable, spelled, spells, width
from analysis.style import style


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has no font but matplotlib's."""
    monkeypatch.setattr(fonts, "families", lambda: ["DejaVu Sans"])
    fonts._printable.cache_clear()
    yield
    fonts._printable.cache_clear()


@pytest.mark.parametrize("name", ["Anna Lind", "Ärztin Ümlaut", "Олена Шевчук", "Γιώργος", "50 % – “so”…"])
def test_names_that_our_own_font_has_stay_as_they_are(name: str) -> None:
    assert printable(name) == name


@pytest.mark.usefixtures("bare")
def test_letters_that_no_font_has_are_spelled_by_number() -> None:
    assert printable("林道德") == "U+6797 U+9053 U+5FB7"
    assert printable("Lin 林 (b)") == "Lin U+6797 (b)"
    assert printable("김a") == "U+AE40 a"
    assert spells(printable("林"))
    assert not spells(printable("Anna Lind"))


@pytest.mark.parametrize("name", ["محمد علي", "שרה לוי"])
def test_a_name_from_right_to_left_does_not_pull_its_n_along(name: str) -> None:
    assert printable(name) == f"\u2068{name}\u2069"


def test_marks_that_turn_the_direction_are_left_out_of_labels() -> None:
    assert printable("Anna\u202e Lind\u2069é") == "Anna Lindé"


def test_lines_with_such_names_still_begin_at_the_left() -> None:
    assert paragraph("one\ntwo") == "one\ntwo"
    assert paragraph("n = 3\nمحمد (2)") == "\u200en = 3\n\u200eمحمد (2)"


def test_installed_fonts_are_asked_after_our_own() -> None:
    assert families()[0] == "DejaVu Sans"
    assert set(families()[1:]) <= set(fonts.FALLBACKS)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=12))
def test_any_text_can_be_drawn_without_a_missing_letter(text: str) -> None:
    with style():
        figure = plt.figure(figsize=(2, 1))
        figure.text(0, 0, printable(text).replace("$", r"\$"))
        figure.canvas.draw()  # a missing letter is a warning, and warnings are errors here
        plt.close(figure)


@given(st.text(max_size=30))
def test_spelling_changes_nothing_that_can_be_printed(text: str) -> None:
    if not spells(spelled(text)):
        assert spelled(text) == text


def test_lines_are_filled_by_the_width_of_their_letters() -> None:
    assert width("iii") < width("WWW") < width("WWW", "bold")
    assert fill("one two three", width("one two")) == "one two\nthree"
    assert fill("unbreakable", 1) == "unbreakable"
    assert fill("", 10) == ""


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_the_width_is_what_is_printed(weight: str) -> None:
    line = "Statements over time, n = 25 (8 %), 2022-07-04"
    with style():
        figure = plt.figure(figsize=(8, 1))
        text = figure.text(0, 0, line, fontsize=10, fontweight=weight)
        printed = text.get_window_extent().width * 72 / figure.dpi / 10
    assert width(line, weight) == pytest.approx(printed, rel=0.03)
