"""One row per speaker and period: does the speaker speak in more articles than their usual share of them?

Statements of one article are not independent (an interview brings twenty), so articles are counted: `articles` are
those in which the speaker says something dated in the period. What one would expect comes from a stated baseline:

- `articles`: the speaker's articles spread over the periods as all articles with a dated statement do, so that a
  period that the corpus covers thickly makes no burst by itself;
- `days`: they spread evenly over the days of the window, for corpora that were collected around the speakers.

Whether the period has more than its share, against all the others, is the exact conditional test of two Poisson rates
(Przyborowski and Wilenski 1940): given the speaker's total, the number in a period is binomial. The p values of all
speakers and periods together are corrected by Holm's method (1979), so that in a corpus without any burst at most five
of a hundred charts show one. Periods outside the corpus' window, or in which it has no article, are not tested.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from . import tables
from .timeline import FREQUENCIES, period_of

BASELINES = ("articles", "days")
_COLUMNS = ["period", "statements", "articles", "expected", "p", "burst"]


def find_bursts(
    statements: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    by: str = "speaker",
    every: str = "week",
    among: Sequence[str] | None = None,
    baseline: str = "articles",
    minimum: int = 3,
    level: float = 0.05,
) -> pd.DataFrame:
    """One row per value of `by` and period in which it speaks: `articles`, `expected`, corrected `p`, and `burst`.

    A burst has a corrected p of at most `level` and at least `minimum` articles. Tested are the speakers in `among`
    (None: all) with `minimum` articles in all, as others can have no burst: fewer speakers, fewer tests to correct for.
    With the table `articles` the window runs from the first to the last day of publication, so that a quotation from
    years ago opens no window; else from the first to the last dated statement. Bursts come first, the surest before.
    """
    if baseline not in BASELINES:
        raise ValueError(f"the baseline of find_bursts may be {' or '.join(BASELINES)}; got {baseline}.")
    if every not in FREQUENCIES:
        raise ValueError(f"find_bursts looks at every {', '.join(FREQUENCIES)}; got {every}.")
    tables.require(statements, [by, "date", "mode", "article_id"], "find_bursts")
    said = tables.said(statements)
    said = said.assign(period=period_of(said, every)).dropna(subset="period")
    first, last = _window(said, articles)
    said = said[said["date"].between(first, last)]
    if said.empty:
        return pd.DataFrame(columns=[by, *_COLUMNS])
    shares = _shares(said, baseline, every, first, last)
    known = said.dropna(subset=by) if among is None else said[said[by].isin(list(among))]
    own = known.groupby([by, "period"], sort=True, observed=True)
    rows = own.agg(statements=("mode", "size"), articles=("article_id", "nunique")).reset_index()
    rows = rows[rows.groupby(by, observed=True)["articles"].transform("sum") >= minimum].reset_index(drop=True)
    if rows.empty:
        return pd.DataFrame(columns=[by, *_COLUMNS])
    totals = rows.groupby(by, observed=True)["articles"].transform("sum")
    share = rows["period"].map(shares)
    tested = len(rows[by].unique()) * len(shares)
    rows["expected"] = (totals * share).round(2)
    alone = _tail(rows["articles"].to_numpy(), totals.to_numpy(), share.to_numpy())
    rows["p"] = _holm(alone, tested)
    rows["burst"] = (rows["p"] <= level) & (rows["articles"] >= minimum)
    ranked = rows.assign(alone=alone).sort_values(["burst", "alone", "period", by], ascending=[False, True, True, True])
    return ranked.drop(columns="alone").reset_index(drop=True)


def _window(said: pd.DataFrame, articles: pd.DataFrame | None) -> tuple[pd.Timestamp, pd.Timestamp]:
    days = said["date"]
    if articles is not None:
        tables.require(articles, ["published"], "find_bursts")
        days = articles["published"] if articles["published"].notna().any() else days
    return days.min(), days.max()


def _shares(said: pd.DataFrame, baseline: str, every: str, first: pd.Timestamp, last: pd.Timestamp) -> pd.Series:
    """The share of each period that can be tested: of the articles with something said in it, or of the days."""
    if baseline == "articles":
        weight = said.groupby("period")["article_id"].nunique()
    else:
        days = pd.date_range(first.normalize(), last.normalize(), freq="D")
        weight = days.to_period(FREQUENCIES[every]).start_time.value_counts().astype("int64")
    return weight / weight.sum()


def _tail(counts: np.ndarray, totals: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """The chance of as many articles or more in a period, given the speaker's total."""
    from scipy.stats import binom

    return np.asarray(binom.sf(counts - 1, totals, shares), dtype=float)


def _holm(p: np.ndarray, tested: int) -> np.ndarray:
    """p values corrected for `tested` tests, of which those without a row here have a p of 1."""
    order = np.argsort(p, kind="stable")
    stepped = np.minimum(1.0, np.maximum.accumulate(p[order] * (tested - np.arange(len(p)))))
    corrected = np.empty_like(p)
    corrected[order] = stepped
    return corrected
