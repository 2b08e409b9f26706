"""Fit the linker: logistic regressions over pairs of coded spans, and the calibration of confidence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from analysis.statements import linking as k
from analysis.statements.features import Tokens
from analysis.statements.network import ROLES, Tags
from analysis.statements.words import Words

from .data import Article, encode

PAIRS = {"content-cue": (k.CONTENT, k.CUE), "cue-source": (k.CUE, k.SOURCE), "content-source": (k.CONTENT, k.SOURCE)}


def weights(articles: Sequence[Article], words: Words) -> dict[str, list[list[float]]]:
    """The weights of every kind of link, fitted on coded spans: for pairs whose other span comes after, and before."""
    tokens, spans = coded_spans(articles, words)
    belongs = members(articles, tokens, spans)
    return {name: [[round(float(w), 4) for w in row] for row in fit(tokens, spans, belongs, name)] for name in PAIRS}


def coded_spans(articles: Sequence[Article], words: Words) -> tuple[Tokens, k.Spans]:
    """The tokens and the coded spans of some articles."""
    data = encode(articles, words)
    sure = np.ones((len(data.labels), len(ROLES)))
    return data.tokens, k.read_spans(Tags(data.labels, sure))


def members(articles: Sequence[Article], tokens: Tokens, spans: k.Spans) -> list[set[int]]:
    """For each span the numbers of the attributions that it belongs to."""
    owner = np.array([s.article for s in tokens.segments])[tokens.segment]
    found: list[set[int]] = [set() for _ in spans.first]
    number = 0
    offsets = np.searchsorted(owner[spans.first], np.arange(len(articles) + 1))
    for n, article in enumerate(articles):
        here = range(offsets[n], offsets[n + 1])
        starts = tokens.start[spans.first[offsets[n] : offsets[n + 1]]]
        ends = tokens.end[spans.end[offsets[n] : offsets[n + 1]] - 1]
        for attribution in article.attributions:
            number += 1
            for role in (k.SOURCE, k.CUE, k.CONTENT):
                for start, end in attribution[("source", "cue", "content")[role - 1]]:
                    for i in np.flatnonzero((starts < end) & (ends > start)):
                        if spans.role[here[i]] == role:
                            found[here[i]].add(number)
    return found


def fit(tokens: Tokens, spans: k.Spans, belongs: list[set[int]], name: str) -> list[np.ndarray]:
    """The weights of one kind of link; a pair is right if one attribution holds both."""
    linker = k.Linker(tokens, spans)
    role, other = PAIRS[name]
    mine = np.flatnonzero(spans.role == role)
    found, valid = linker.candidates(mine, other)
    rows, columns = np.nonzero(valid)
    a, b = mine[rows], found[rows, columns]
    right = np.array([not belongs[i].isdisjoint(belongs[j]) for i, j in zip(a, b, strict=True)])
    table, before = linker.features(a, b)
    model = LogisticRegression(C=1.0, max_iter=400, fit_intercept=False)
    return [model.fit(table[before == side], right[before == side]).coef_[0] for side in (False, True)]
