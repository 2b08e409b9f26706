"""Krippendorff's alpha: the published examples, the same formula for many draws, and where it is not defined."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.validation.alpha import _counts, _many, alpha, alpha_with_interval, cluster, masi

# The reliability data of Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania,
# section C: four observers, twelve units, answers missing.
PUBLISHED = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
WORKED = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797}


@pytest.mark.parametrize(("level", "value"), WORKED.items())
def test_it_is_that_of_the_published_example(level, value):
    assert round(alpha(PUBLISHED, level, [1, 2, 3, 4, 5]), 3) == value


def test_two_observers_and_two_values_as_published():
    # The same paper, section A: ten units, alpha 0.095.
    meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert round(alpha([meg, owen], "nominal"), 3) == 0.095


answers = st.lists(
    st.tuples(*[st.one_of(st.none(), st.integers(1, 4)) for _ in range(3)]), min_size=2, max_size=30
).map(lambda units: [list(row) for row in zip(*units, strict=True)])


@pytest.mark.parametrize("level", WORKED)
@given(values=answers)
def test_the_formula_for_many_draws_is_that_of_the_library(level, values):
    value = alpha(values, level, [1, 2, 3, 4])
    counts, names = _counts(values, [1, 2, 3, 4])
    counts = counts[counts.sum(axis=1) >= 2]
    again = _many(counts, names, level, np.ones((1, len(counts))))[0] if len(counts) else math.nan
    assert math.isnan(value) or math.isclose(value, again, abs_tol=1e-9)


def test_a_draw_is_the_same_as_the_units_written_out():
    counts, names = _counts(PUBLISHED, None)
    weights = np.array([[3, 0, 1, 2, 1, 1, 1, 1, 0, 1, 1, 0]])
    paired = counts.sum(axis=1) >= 2
    written_out = [[v for v, n in zip(row, weights[0], strict=True) for _ in range(n)] for row in PUBLISHED]
    for level in WORKED:
        drawn = _many(counts[paired], names, level, weights[:, paired])[0]
        assert math.isclose(drawn, alpha(written_out, level, names), abs_tol=1e-9)


def test_many_names_need_no_memory_for_all_their_pairs(monkeypatch):
    names = [f"speaker {i % 40}" for i in range(200)]
    other = [n if i % 7 else "somebody else" for i, n in enumerate(names)]
    by_library = alpha([names, other], "nominal")
    monkeypatch.setattr("analysis.validation.alpha._CELLS", 1)
    assert math.isclose(alpha([names, other], "nominal"), by_library, abs_tol=1e-9)


def test_chance_is_not_defined_where_everybody_says_the_same_or_nobody_is_paired():
    assert math.isnan(alpha([["yes", "yes"], ["yes", "yes"]], "nominal"))
    assert math.isnan(alpha([["yes", None], [None, "no"]], "nominal"))
    assert math.isnan(alpha([[], []], "nominal"))


def test_sets_that_overlap_disagree_less_than_sets_that_do_not():
    a, b, both = frozenset({"war"}), frozenset({"trade"}), frozenset({"war", "trade"})
    assert masi(a, a) == 0
    assert masi(a, both) < masi(both, frozenset({"war", "unity"})) < masi(a, b) == 1
    values = [[a, b, both, a], [a, b, a, a]]
    apart = [[a, b, both, a], [a, b, frozenset({"unity"}), a]]
    assert alpha(apart, "sets") < alpha(values, "sets") < 1


def test_the_interval_draws_articles_where_there_are_five_and_units_where_not():
    assert cluster(["a", "b", "a", "c", "d", "e"])[1] == "articles"
    assert cluster(["a", "b", "a", "b"])[1] == "units"
    one = [i % 3 for i in range(60)]
    other = [v if i % 5 else (v + 1) % 3 for i, v in enumerate(one)]
    found = alpha_with_interval([one, other], "nominal", articles=[i // 6 for i in range(60)])
    assert found.low < found.value < found.high
    assert found == alpha_with_interval([one, other], "nominal", articles=[i // 6 for i in range(60)])


def test_where_nobody_disagrees_there_is_no_interval():
    found = alpha_with_interval([["a", "b", "a"], ["a", "b", "a"]], "nominal", articles=["x", "y", "z"])
    assert found.value == 1
    assert math.isnan(found.low)


def test_an_answer_outside_the_vocabulary_and_an_unknown_level_are_told():
    with pytest.raises(ValueError, match="the answer maybe is not among"):
        alpha([["yes", "maybe"], ["yes", "no"]], "nominal", ["yes", "no"])
    with pytest.raises(ValueError, match="alpha takes the levels nominal, ordinal"):
        alpha([["yes", "no"], ["yes", "no"]], "cardinal")
