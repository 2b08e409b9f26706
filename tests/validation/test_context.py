"""A statement in its context: marked where it stands, with its neighbours, and not too long."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.validation.context import CLOSE, OPEN, as_pieces, as_text, mark, surrounding

TEXT = "It rained. “We will rebuild,” Lind said. Nobody objected. The council met."
SENTENCES = [(0, 10), (11, 40), (41, 57), (58, 74)]


def test_the_sentences_next_to_it_stand_around_it():
    within = surrounding([[11, 29]], SENTENCES, len(TEXT))
    assert as_text(mark(TEXT, within, [[11, 29]])) == "It rained. »“We will rebuild,”« Lind said. Nobody objected."


def test_a_statement_in_two_pieces_has_two_marks():
    text = "“No,” she said, “never.”"
    assert as_text(mark(text, (0, len(text)), [[0, 5], [16, 24]])) == "»“No,”« she said, »“never.”«"


def test_overlapping_pieces_are_marked_once():
    assert as_text(mark("abcdef", (0, 6), [[0, 3], [2, 5]])) == "»abcde«f"


def test_a_sentence_as_long_as_an_article_is_shortened():
    text = "word " * 2_000 + "“No,” she said."
    at = len(text) - 15
    shown = as_text(mark(text, (0, len(text)), [[at, at + 5]]))
    assert len(shown) < 1_000
    assert "»“No,”«" in shown


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_nothing_is_lost_but_white_space_and_marks(text, places):
    spans = [[min(a, b, len(text)), min(max(a, b), len(text))] for a, b in places]
    shown = as_text(mark(text, (0, len(text)), spans))
    bare = shown.replace(OPEN, "").replace(CLOSE, "")
    assert "".join(bare.split()) == "".join(text.replace(OPEN, "").replace(CLOSE, "").split())
    assert "".join(piece.text for piece in as_pieces(shown)) == shown
