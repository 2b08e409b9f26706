"""A matrix of counts: each figure in its cell, each line with its total, in the order of the lines."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from analysis.matrix import draw_matrix

CELLS = pd.DataFrame([[4, 0], [1, 1]], index=["Voss", "Berg"], columns=["bridge", "harbour"])
TOTALS = pd.Series({"Berg": 2, "Voss": 4, "Nobody": 9})


def test_shade_is_the_share_of_the_lines_own_total() -> None:
    _, ax = plt.subplots()
    draw_matrix(ax, CELLS, TOTALS, {"Voss": "the mayor"})
    assert np.asarray(ax.images[0].get_array()).tolist() == [[1.0, 0.0], [0.5, 0.5]]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["the mayor  (n = 4)", "Berg  (n = 2)"]
    assert [t.get_text() for t in ax.texts] == ["4", "1", "1"]


def test_other_shades_may_be_given() -> None:
    _, ax = plt.subplots()
    draw_matrix(ax, CELLS, TOTALS, {}, CELLS / 8)
    assert np.asarray(ax.images[0].get_array()).max() == 0.5
