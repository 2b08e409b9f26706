"""Frames: how much of a sentence is read for a statement."""

from __future__ import annotations

import pytest

from analysis.statements.tokens import reach


@pytest.mark.parametrize("length", [40, 400, 1000])
@pytest.mark.parametrize("place", [0, 0.5, 1])
def test_a_sentence_of_news_is_read_whole(length: int, place: float) -> None:
    at = 70 + int(place * (length - 10))
    assert reach((70, 70 + length), at, at + 10) == (70, 70 + length)


def test_of_an_overlong_sentence_as_much_as_matters_is_read() -> None:
    begin, end = reach((0, 100_000), 50_123, 50_200)
    assert 500 <= 50_123 - begin < 1000
    assert 500 <= end - 50_200 <= 1000


def test_statements_side_by_side_share_a_frame() -> None:
    assert len({reach((0, 100_000), at, at + 20) for at in range(20_000, 30_000, 25)}) <= 40
