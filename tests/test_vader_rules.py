"""VADER's rules word by word; that all of them together are VADER's is tested in test_valence."""

from __future__ import annotations

import pytest
from vaderSentiment.vaderSentiment import B_INCR, C_INCR, N_SCALAR

from analysis.vader_rules import valence_at

VALUES = {"good": 1.9, "bad": -2.5, "no": -1.2}


def valence(sentence: str, capitals: bool = False) -> float:
    """The valence of the last word."""
    raw = sentence.split()
    return valence_at(len(raw) - 1, raw, [word.lower() for word in raw], VALUES, capitals)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("good", 1.9),
        ("very good", 1.9 + B_INCR),
        ("very much good", 1.9 + 0.95 * B_INCR),
        ("not good", 1.9 * N_SCALAR),
        ("not a very good", (1.9 + B_INCR) * N_SCALAR),
        ("never so good", 1.9 * 1.25 + B_INCR * 1.25),
        ("without doubt good", 1.9),
        ("no good", 1.9 * N_SCALAR),
        ("least good", 1.9 * N_SCALAR),
        ("at least good", 1.9),
        ("very bad", -2.5 - B_INCR),
        ("they mightn't've good", 1.9 * N_SCALAR),
        ("the paper of the good", 1.9),
    ],
)
def test_the_words_before_it_move_a_valence(sentence: str, expected: float) -> None:
    assert valence(sentence) == pytest.approx(expected)


def test_capitals_count_only_among_others() -> None:
    assert valence("GOOD", capitals=True) == pytest.approx(1.9 + C_INCR)
    assert valence("GOOD", capitals=False) == pytest.approx(1.9)
