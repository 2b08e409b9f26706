"""Articles laid out: what is running text, in time that grows with the text."""

import time
import timeit

import pandas as pd
import pytest

from analysis.layout import layouts


def prose(text: str) -> list[str]:
    (layout,) = layouts(pd.DataFrame({"article_id": ["a"], "text": [text]}))
    return [text[start:end] for _, start, end in layout.prose]


@pytest.mark.parametrize(
    "unit", ["A", "AB ", "A.", "ABC, ", "Abc, ", "AB -", "Lind said.\n", "March 3 ", "By ", "“", "(A", "\n "]
)
def test_time_grows_with_the_length_of_the_text(unit):
    short, long = unit * 20_000, unit * 80_000
    assert seconds(long) < 12 * max(seconds(short), 0.05)  # four times the text; sixteen would be quadratic


def seconds(text: str) -> float:
    """The processor's time for one reading, the best of three."""
    return min(timeit.repeat(lambda: prose(text), timer=time.process_time, number=1, repeat=3))
