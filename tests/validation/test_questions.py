"""What coders write is read as they meant it, told where it was mended, and never guessed."""

from __future__ import annotations

import pytest

from analysis.validation.questions import QUESTIONS, read_answer, read_header


@pytest.mark.parametrize("written", ["yes", "Yes ", "Y", "x", "X", 1, "1.0", "TRUE", "✓", "ja"])
def test_the_ways_of_saying_yes(written):
    assert read_answer("statement", written) == ("yes", "")


@pytest.mark.parametrize("written", ["no", "N", "0", "FALSE", "nein", "No."])
def test_the_ways_of_saying_no(written):
    assert read_answer("statement", written) == ("no", "")


@pytest.mark.parametrize("written", [None, "", "  ", float("nan"), "\u00a0"])
def test_an_empty_cell_is_no_answer(written):
    assert read_answer("kind", written) == (None, "")


@pytest.mark.parametrize(("written", "value"), [("indirct", "indirect"), ("Dirrect", "direct"), ("mixd", "mixed")])
def test_a_slip_of_the_pen_is_mended_and_told(written, value):
    assert read_answer("kind", written) == (value, f"“{written}” is read as {value}")


def test_a_slip_that_may_be_for_either_is_not_mended():
    assert read_answer("kind", "idirect").value is None


def test_a_case_or_a_blank_is_no_slip():
    assert read_answer("kind", " Direct\u00a0") == ("direct", "")


def test_what_is_like_no_answer_is_told_and_counts_as_none():
    value, doubt = read_answer("tone", "angry")
    assert value is None
    assert doubt == "“angry” is no answer to tone; it may be negative, neutral, positive"


def test_a_coder_may_be_undecided():
    assert read_answer("tone", "?") == (None, "undecided")


def test_nobody_named_is_an_answer_to_who_speaks():
    assert read_answer("speaker", "?").value == "unknown"
    assert read_answer("speaker", " Anna  Lind ").value == "Anna Lind"


def test_topics_are_a_set_in_any_order():
    topics = ["money", "traffic; roads", "war in Ukraine"]
    assert read_answer("topic", "War in Ukraine;money", topics).value == "money; war in Ukraine"
    assert read_answer("topic", "traffic; roads", topics).value == "traffic; roads"
    assert read_answer("topic", "none", topics).value == "none"
    assert read_answer("topic", "money; sport", topics).value is None


def test_headers_are_known_by_other_names_and_with_slips():
    assert read_header("Kind of report").value == "kind"
    assert read_header("Sentiment") == ("tone", "")
    assert read_header("speeker").value == "speaker"
    assert read_header("date of coding").value is None


def test_every_value_of_a_closed_question_is_explained():
    for question in QUESTIONS.values():
        assert not question.values or len(question.values) == len(question.meanings)
        assert all(read_answer(question.name, value).value == value for value in question.values)
