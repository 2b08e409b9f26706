"""Krippendorff's alpha with an interval, for two coders or more, answers missing or not.

The figure is that of the library `krippendorff` (for the measure see Krippendorff 2019, Content Analysis, ch. 12). For
intervals it is computed for a thousand samples at once, by the same formula (a test compares the
two): units are drawn with replacement, whole articles where there are enough, as statements of one article are alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ..tone_means import MIN_ARTICLES, draws

LEVELS = ("nominal", "ordinal", "interval", "ratio", "sets")
_CELLS = 20_000_000  # units × values², beyond which the library would need gigabytes


class Alpha(NamedTuple):
    """Alpha with its 95 % interval; nan where it is not defined. `resampled`: articles or units."""

    value: float
    low: float
    high: float
    resampled: str


def alpha(values: Sequence[Sequence[Any]], level: str, domain: Sequence[Any] | None = None) -> float:
    """Krippendorff's alpha of one row of answers per coder (None: no answer), over the units in the columns.

    `level`: nominal, ordinal (by the order of `domain`), interval, ratio, or sets (answers are frozensets; distance
    MASI, Passonneau 2006). nan where fewer than two values occur, or no unit has two answers: chance is not defined.
    """
    counts, names = _counts(values, domain)
    return _point(counts, names, level)


def alpha_with_interval(
    values: Sequence[Sequence[Any]],
    level: str,
    domain: Sequence[Any] | None = None,
    *,
    articles: Sequence[Any],
    resamples: int = 1000,
    seed: int = 0,
) -> Alpha:
    """`alpha`, with the percentiles of `resamples` draws of whole articles; of units under MIN_ARTICLES articles.

    No interval where nobody disagrees: drawing from units that all agree would feign certainty.
    """
    counts, names = _counts(values, domain)
    value = _point(counts, names, level)
    paired = counts.sum(axis=1) >= 2
    clusters, resampled = cluster([a for a, p in zip(articles, paired, strict=True) if p])
    if np.isnan(value) or value == 1 or not resamples:
        return Alpha(value, np.nan, np.nan, resampled)
    drawn = np.concatenate(list(draws(int(clusters.max()) + 1, resamples, seed)))[:, clusters]
    low, high = bounds(_many(counts[paired], names, level, drawn))
    return Alpha(value, low, high, resampled)


def cluster(articles: Sequence[Any]) -> tuple[np.ndarray, str]:
    """What is drawn together, as a number for each unit: its article, or under MIN_ARTICLES articles the unit alone."""
    numbers = {article: i for i, article in enumerate(sorted(set(articles), key=str))}
    if len(numbers) < MIN_ARTICLES:
        return np.arange(len(articles)), "units"
    return np.array([numbers[a] for a in articles], dtype=int), "articles"


def bounds(values: np.ndarray) -> tuple[float, float]:
    """The 2.5th and 97.5th percentile of the draws for which the figure is defined."""
    known = values[np.isfinite(values)]
    if not len(known):
        return np.nan, np.nan
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)


def _counts(values: Sequence[Sequence[Any]], domain: Sequence[Any] | None) -> tuple[np.ndarray, list[Any]]:
    """How many coders gave each value to each unit, one row per unit; values that nobody gave are left out."""
    given = {v for row in values for v in row if v is not None and v == v}
    names = [v for v in domain if v in given] if domain is not None else sorted(given, key=_order)
    if len(names) < len(given):
        raise ValueError(f"the answer {sorted(map(str, given - set(names)))[0]} is not among {names}.")
    places = {name: i for i, name in enumerate(names)}
    counts = np.zeros((len(values[0]) if len(values) else 0, len(names)))
    for row in values:
        for unit, value in enumerate(row):
            if value is not None and value == value:
                counts[unit, places[value]] += 1
    return counts, names


def _order(value: Any) -> Any:
    return tuple(sorted(value)) if isinstance(value, frozenset) else value


def _point(counts: np.ndarray, names: list[Any], level: str) -> float:
    if level not in LEVELS:
        raise ValueError(f"alpha takes the levels {', '.join(LEVELS)}; got {level}.")
    paired = counts[counts.sum(axis=1) >= 2]
    if (paired.sum(axis=0) > 0).sum() < 2:
        return np.nan
    if paired.shape[0] * len(names) ** 2 > _CELLS:
        return float(_many(paired, names, level, np.ones((1, len(paired))))[0])
    import krippendorff

    numbers = names if level in {"interval", "ratio"} else list(range(len(names)))
    metric: Any = level
    if level == "sets":
        fixed = _distances(names, level)

        def metric(v1: Any, v2: Any, i1: Any, i2: Any, n_v: Any, dtype: Any) -> Any:  # noqa: ARG001
            return fixed[i1, i2]

    return float(krippendorff.alpha(value_counts=paired, value_domain=numbers, level_of_measurement=metric))


def _many(counts: np.ndarray, names: list[Any], level: str, weights: np.ndarray) -> np.ndarray:
    """Alpha for each row of `weights`, how often each unit is in a draw: 1 less observed by expected disagreement."""
    totals = weights @ counts
    pairable = (counts.sum(axis=1) - 1)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        if level == "ordinal":  # a distance depends on how often the values between are given, thus on the draw
            ranks = np.cumsum(totals, axis=1) - totals / 2
            distance = (ranks[:, :, None] - ranks[:, None, :]) ** 2
            pairs = counts[:, :, None] * counts[:, None, :] / pairable[:, :, None]
            observed = (np.tensordot(weights, pairs, axes=1) * distance).sum(axis=(1, 2))
            expected = (totals[:, :, None] * totals[:, None, :] * distance).sum(axis=(1, 2))
        else:
            fixed = _distances(names, level)
            observed = weights @ ((counts @ fixed) * counts / pairable).sum(axis=1)
            expected = ((totals @ fixed) * totals).sum(axis=1)
        return 1 - observed * (totals.sum(axis=1) - 1) / expected


def _distances(names: list[Any], level: str) -> np.ndarray:
    if level == "nominal":
        return 1 - np.eye(len(names))
    if level == "sets":
        return np.array([[masi(a, b) for b in names] for a in names])
    x = np.array(names, dtype=float)
    difference = x[:, None] - x[None, :]
    if level == "interval":
        return difference**2
    total = x[:, None] + x[None, :]
    return np.divide(difference, total, out=np.zeros_like(total), where=total != 0) ** 2


def masi(a: frozenset[Any], b: frozenset[Any]) -> float:
    """The distance of two sets: 0 the same, 1 nothing in common; one within the other is nearer than an overlap."""
    if a == b:
        return 0.0
    if not a & b:
        return 1.0
    return 1 - len(a & b) / len(a | b) * (2 / 3 if a <= b or b <= a else 1 / 3)
