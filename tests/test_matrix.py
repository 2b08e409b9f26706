"""A matrix of counts: each figure in its cell, the lines as they are labelled, shades up to the greatest share."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes

from analysis.matrix import draw_matrix

COUNTS = np.array([[4, 0, 1], [1, 1, 8]])
OF = np.array([[5], [10]])
ROWS, COLUMNS = ["Voss  (n = 5)", "Berg  (n = 10)"], ["bridge", "harbour", "no topic"]
REST = np.array([[False, False, True]] * 2)


@pytest.fixture
def ax() -> Axes:
    return plt.subplots()[1]


def test_figures_stand_in_cells_that_have_any(ax: Axes) -> None:
    draw_matrix(ax, COUNTS, COUNTS / OF, ROWS, COLUMNS, OF)
    assert [t.get_text() for t in ax.texts] == ["4", "1", "1", "1", "8"]
    assert [t.get_text() for t in ax.get_yticklabels()] == ROWS


def test_the_greatest_share_is_the_darkest_and_is_told(ax: Axes) -> None:
    assert draw_matrix(ax, COUNTS, COUNTS / OF, ROWS, COLUMNS, OF, REST) == "(darkest: 80 %; grey: no topic)"
    assert ax.images[0].get_clim() == (0, 0.8)


def test_a_share_of_few_sets_no_scale(ax: Axes) -> None:
    of = np.array([[4], [100]])
    assert draw_matrix(ax, COUNTS, COUNTS / of, ROWS, COLUMNS, of) == "(darkest: 8 % and more)"


def test_the_darkest_may_be_given(ax: Axes) -> None:
    draw_matrix(ax, COUNTS, COUNTS / 8, ROWS, COLUMNS, OF, darkest=1)
    assert ax.images[0].get_clim() == (0, 1)
