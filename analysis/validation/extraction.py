"""Precision, recall and F1 of the machine, and how often it is right about a statement, for the corpus as a whole.

One row per figure and reference. Statements were not all equally likely to be drawn, so each counts with the inverse of
its probability (Hájek's ratio). Recall rests on the articles that were read whole. Intervals draw whole articles; where
all are right, or none, the exact bound stands (Clopper and Pearson 1934), as drawing from cases that are all alike
would feign certainty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from .. import tables
from ..tone_means import draws
from .alpha import bounds, cluster
from .questions import ABOUT

_ALPHA = 0.025  # of each side of a 95 % interval

Values = Mapping[tuple[str, str], str]  # (item, question) -> answer


class Unit(NamedTuple):
    """One statement, found or missed: its article and what it adds to numerators and denominators."""

    article: str
    right: float  # of precision, or of any other share
    of: float
    found: float = 0.0  # of recall
    there: float = 0.0


def measure_extraction(
    items: pd.DataFrame,
    reference: Values,
    missed: Iterable[tuple[str, float]],
    read: set[str],
    *,
    resamples: int = 1000,
    seed: int = 0,
) -> list[dict[str, Any]]:
    """Rows figure, value, low, high, n, resampled against one coder's answers.

    `items`: the key of the sample; `missed`: article and probability of each statement missed; `read`: articles read.
    """
    units, n_missed = [], 0
    for row in tables.records(items):
        said = reference.get((row["item"], "statement"))
        if said is None:
            continue
        yes, weight = float(said == "yes"), 1 / row["probability"]
        whole = 1 / row["whole"] if row["article_id"] in read else 0.0
        units.append(Unit(row["article_id"], yes * weight, weight, yes * whole, yes * whole))
    n = len(units)
    n_found = sum(unit.found > 0 for unit in units)
    for article, probability in missed:
        units.append(Unit(article, 0.0, 0.0, 0.0, 1 / probability))
        n_missed += 1
    figures: list[tuple[str, int, list[Unit], Callable[..., Any]]] = [
        ("precision", n, units, _share),
        ("recall", n_found + n_missed, units, _recall),
        ("F1", n + n_missed, units, _f1),
    ]
    for question in ABOUT:
        agreed = list(_agreed(items, reference, question))
        if agreed:
            figures.append((f"{question} right", len(agreed), agreed, _share))
    return [
        {"figure": name, **_figure(held, formula, resamples, seed), "n": size} for name, size, held, formula in figures
    ]


# The sums of what the units add, for one sample or for many: right, of, found, there.
def _share(right: Any, of: Any, *_: Any) -> Any:
    return right / of


def _recall(_: Any, __: Any, found: Any, there: Any) -> Any:
    return found / there


def _f1(right: Any, of: Any, found: Any, there: Any) -> Any:
    precision, recall = right / of, found / there
    return 2 * precision * recall / (precision + recall)


def _agreed(items: pd.DataFrame, reference: Values, question: str) -> Iterable[Unit]:
    """Of the statements that the reference holds for such, whether the machine answers as it does."""
    for row in tables.records(items):
        said = reference.get((row["item"], question))
        if said is not None and isinstance(row[question], str) and reference.get((row["item"], "statement")) == "yes":
            weight = 1 / row["probability"]
            yield Unit(row["article_id"], weight * (said == row[question]), weight)


def _figure(units: list[Unit], formula: Callable[..., Any], resamples: int, seed: int) -> dict[str, Any]:
    if not units:
        return {"value": np.nan, "low": np.nan, "high": np.nan, "resampled": "units"}
    clusters, resampled = cluster([unit.article for unit in units])
    sums = np.zeros((int(clusters.max()) + 1, 4))
    np.add.at(sums, clusters, np.array([unit[1:] for unit in units]))
    with np.errstate(invalid="ignore", divide="ignore"):
        value = float(formula(*sums.sum(axis=0)))
        drawn = [formula(*(draw @ sums).T) for draw in draws(len(sums), resamples, seed)]
    low, high = bounds(np.concatenate(drawn)) if drawn and value == value else (np.nan, np.nan)
    if drawn and value in {0.0, 1.0}:  # no draw can differ; the exact bound of so many without exception can
        least = _ALPHA ** (1 / len(units))
        low, high = (least, 1.0) if value else (0.0, 1 - least)
    return {"value": value, "low": low, "high": high, "resampled": resampled}
