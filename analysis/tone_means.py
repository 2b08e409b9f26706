"""One row per group: the mean tone of statements, with n and an interval that resamples whole articles.

Statements of one article are not independent, so articles are drawn, not statements (seeded bootstrap, percentile
interval of 95 %; Efron and Tibshirani 1993). Under MIN_ARTICLES there is too little to draw from: no interval.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from . import tables
from .timeline import FREQUENCIES, period_of

MIN_ARTICLES = 5  # below that a bootstrap over articles says more about the articles drawn than about the speaker
_CELLS = 4_000_000  # of a matrix of draws: 30 MB


def mean_tone(
    frame: pd.DataFrame, by: str, *, column: str = "tone", resamples: int = 1000, seed: int = 0, minimum: int = 1
) -> pd.DataFrame:
    """One row per value of `by`: its mean of `column`, a 95 % interval that resamples articles, n and articles.

    With fewer than MIN_ARTICLES low and high are missing. Rows with n below `minimum` are left out; see `withheld`.
    """
    tables.require(frame, [by, column, "article_id"], "mean_tone")
    rows = []
    for value, sums, counts in _per_article(frame, by, column):
        n = int(counts.sum())
        if n >= minimum:
            low, high = _interval(sums, counts, resamples, seed)
            rows.append((value, round(float(sums.sum() / n), 4), low, high, n, len(counts)))
    table = pd.DataFrame(rows, columns=[by, "mean", "low", "high", "n", "articles"])
    return table.sort_values(["n", by], ascending=[False, True], ignore_index=True)


def _per_article(frame: pd.DataFrame, by: str, column: str) -> Iterator[tuple[Any, np.ndarray, np.ndarray]]:
    """Each value of `by` with the sum and the number of its figures in each of its articles."""
    known = frame[list(dict.fromkeys([by, column, "article_id"]))].dropna()
    values = known[column].astype(float)
    keys = [known[by].rename("_by"), known["article_id"].rename("_article")]
    summed = values.groupby(keys, sort=True, observed=True).agg(["sum", "count"])
    if summed.empty:
        return
    cells, names = summed.to_numpy(dtype=float), summed.index.get_level_values(0).tolist()
    starts = [i for i, name in enumerate(names) if not i or name != names[i - 1]]
    for start, end in zip(starts, [*starts[1:], len(cells)], strict=True):
        yield names[start], cells[start:end, 0], cells[start:end, 1]


def draws(articles: int, resamples: int, seed: int) -> Iterator[np.ndarray]:
    """How often each article is drawn, one row a resample, a few resamples at a time."""
    chance, step = np.random.default_rng(seed), max(1, _CELLS // max(1, articles))
    for start in range(0, resamples, step):
        yield chance.multinomial(articles, np.full(articles, 1 / articles), min(step, resamples - start)).astype(float)


def _interval(sums: np.ndarray, counts: np.ndarray, resamples: int, seed: int) -> tuple[float, float]:
    if len(counts) < MIN_ARTICLES or not resamples:
        return np.nan, np.nan
    means = np.concatenate([(drawn @ sums) / (drawn @ counts) for drawn in draws(len(counts), resamples, seed)])
    return _bounds(means)


def _bounds(values: np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(values[np.isfinite(values)], [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)


def withheld(frame: pd.DataFrame, by: str, minimum: int, *, column: str = "tone", named: int = 6) -> str:
    """Who has fewer than `minimum` figures, named with n, for captions: “Berger (2), Voss (1) and 3 more”; or “”."""
    known = frame[list(dict.fromkeys([by, column]))].dropna()
    counts = known[by].astype(str).value_counts()
    few = sorted(counts[counts < minimum].items(), key=lambda item: (-item[1], str(item[0])))
    names = ", ".join(f"{name} ({n})" for name, n in few[:named])
    return names + (f" and {len(few) - named} more" if len(few) > named else "")


def tone_difference(
    frame: pd.DataFrame, by: str, a: Any, b: Any, *, column: str = "tone", resamples: int = 1000, seed: int = 0
) -> pd.DataFrame:
    """One row: the mean of `column` for `a` less that for `b` (two values of `by`), with an interval of the difference.

    Columns: a, b, mean_a, mean_b, difference, low, high, n_a, n_b, articles. The articles of both are drawn together,
    as one article may hold both. An interval without 0 speaks for a difference; two overlapping intervals of means do
    not speak against one. Under MIN_ARTICLES of either, low and high are missing. ValueError for a value without rows.
    """
    tables.require(frame, [by, column, "article_id"], "tone_difference")
    known = frame[list(dict.fromkeys([by, column, "article_id"]))].dropna()
    sides = []
    for value in (a, b):
        rows = known[known[by] == value]
        if rows.empty:
            raise ValueError(f"tone_difference found no {column} for {value!r} in the column {by}.")
        sides.append(rows.groupby("article_id", sort=True)[column].agg(["sum", "count"]))
    both = pd.concat(sides, axis=1, keys=["a", "b"]).fillna(0).sort_index()
    cells = both.to_numpy(dtype=float)
    mean_a, mean_b = (float(side["sum"].sum() / side["count"].sum()) for side in sides)
    low = high = np.nan
    if min(len(side) for side in sides) >= MIN_ARTICLES and resamples:
        with np.errstate(invalid="ignore", divide="ignore"):
            parts = [drawn @ cells for drawn in draws(len(cells), resamples, seed)]
            drawn = np.concatenate(parts)
            low, high = _bounds(drawn[:, 0] / drawn[:, 1] - drawn[:, 2] / drawn[:, 3])
    counts = [int(side["count"].sum()) for side in sides]
    row = (a, b, mean_a, mean_b, mean_a - mean_b, low, high, *counts, len(cells))
    names = ["a", "b", "mean_a", "mean_b", "difference", "low", "high", "n_a", "n_b", "articles"]
    return pd.DataFrame([row], columns=names).round(4)


def tone_over_time(
    frame: pd.DataFrame, *, every: str = "month", column: str = "tone", resamples: int = 1000, seed: int = 0
) -> pd.DataFrame:
    """One row per period from the first to the last: period (its first day), mean, low, high, n, articles.

    `every`: day, week (from Monday), month, quarter or year. A period without figures has n = 0 and no mean. What is
    dated less exactly than `every` is in no period.
    """
    if every not in FREQUENCIES:
        raise ValueError(f"tone_over_time takes every {', '.join(FREQUENCIES)}; got {every}.")
    tables.require(frame, ["date", column, "article_id"], "tone_over_time")
    means = mean_tone(
        frame.assign(period=period_of(frame, every)), "period", column=column, resamples=resamples, seed=seed
    )
    if means.empty:
        return means
    whole = pd.period_range(means["period"].min(), means["period"].max(), freq=FREQUENCIES[every])
    index = pd.Index(whole.start_time.astype("datetime64[us]"), name="period")
    table = means.set_index("period").reindex(index)
    counts = {column: table[column].fillna(0).astype("int64") for column in ("n", "articles")}
    return table.assign(**counts).reset_index()
