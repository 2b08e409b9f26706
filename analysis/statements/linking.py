"""From tagged spans to statements: which cue reports a content, and which source a cue has.

One row per link: each content looks at the cues near it and each cue at the sources near it, and a logistic
regression over what stands between the two decides. The weights are trained on coded links (see training/).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .features import FEATURES, Tokens
from .network import ROLES, Tags

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

NEAR = 3  # candidates that are looked at on either side
_STEPS = 4096  # scores are rounded to this part of one, so that no company changes them
_FAR = 2  # paragraphs beyond which nothing is linked
SOURCE, CUE, CONTENT = (ROLES.index(role) for role in ("source", "cue", "content"))


class Spans(NamedTuple):
    """Tagged spans in the order of the text; tokens half open; the mean and the least probability of the role."""

    role: Ints
    first: Ints
    end: Ints
    chance: Floats
    least: Floats


class Statement(NamedTuple):
    """Contents (indexes of spans) with their cue and source, and the probabilities of the links."""

    contents: tuple[int, ...]
    cue: int | None
    source: int | None
    link: float


def read_spans(tags: Tags) -> Spans:
    """The spans that the labels mark."""
    role = (tags.labels + 1) // 2
    begins = (tags.labels % 2 == 1) & (tags.labels > 0)
    begins[1:] |= role[1:] != role[:-1]
    begins[:1] = True
    first = np.flatnonzero(begins & (role > 0))
    if not len(first):
        return Spans(first, first, first, np.zeros(0), np.zeros(0))
    edges = np.append(np.flatnonzero(begins), len(role))
    end = edges[np.searchsorted(edges, first, "right")]
    chance = np.take_along_axis(tags.roles, role[:, None], axis=1)[:, 0]
    sums = np.concatenate([[0.0], np.cumsum(chance)])
    least = np.minimum.reduceat(chance, edges[:-1])[np.searchsorted(edges[:-1], first)]
    return Spans(role[first], first, end, (sums[end] - sums[first]) / (end - first), least)


_WORD_FLAGS = (
    "cue:speech cue:writing cue:thought cue:participle cue:base cue:past cue:phrase cue:noun cue:bare cue:clause "
    "cue:object pronoun relative capital inside opens closes outside be stop comma colon"
).split()
_BETWEEN = "comma stop colon dash opens closes conjunction relative be cue:speech inner-capital".split()
_AT = {name: i for i, name in enumerate(FEATURES)}


class Linker:
    """Features of candidate pairs over the tokens of one batch."""

    def __init__(self, tokens: Tokens, spans: Spans) -> None:
        self.tokens, self.spans = tokens, spans
        sums = np.zeros((len(tokens.start) + 1, len(_BETWEEN) + 3))  # of what stands before each token
        sums[1:, : len(_BETWEEN)] = tokens.features[:, [_AT[name] for name in _BETWEEN]]
        sums[spans.first + 1, len(_BETWEEN) + spans.role - 1] = 1
        self._sums = np.cumsum(sums, axis=0, out=sums)
        flags = [_AT[name] for name in _WORD_FLAGS]
        self._first = tokens.features[spans.first][:, flags].astype(float)  # of the first and the last word of each
        self._last = tokens.features[spans.end - 1][:, flags].astype(float)
        self._paragraph = tokens.segment
        self._article = np.array([s.article for s in tokens.segments], np.int64)[tokens.segment]

    def candidates(self, mine: Ints, other: int) -> tuple[Ints, Bools]:
        """For each of the spans those of `other` near it [span, candidate], and which of these exist."""
        theirs = np.flatnonzero(self.spans.role == other)
        at = np.searchsorted(self.spans.first[theirs], self.spans.first[mine])
        index = at[:, None] + np.arange(-NEAR, NEAR)[None, :]
        valid = (index >= 0) & (index < len(theirs))
        found = theirs[np.clip(index, 0, max(0, len(theirs) - 1))] if len(theirs) else np.zeros_like(index)
        here, there = self.spans.first[mine][:, None], self.spans.first[found] if len(theirs) else index
        if len(theirs):
            valid &= self._article[here] == self._article[there]
            valid &= np.abs(self._paragraph[here] - self._paragraph[there]) <= _FAR
        return found, valid

    def features(self, mine: Ints, theirs: Ints) -> tuple[Floats, Bools]:
        """What stands between two spans and what they are, one row a pair; and whether `theirs` comes first."""
        first, end = self.spans.first, self.spans.end
        before = first[theirs] < first[mine]
        low = np.where(before, end[theirs], end[mine])
        high = np.maximum(np.where(before, first[mine], first[theirs]), low)
        gap = (high - low).astype(float)
        counts = self._sums.take(high, axis=0) - self._sums.take(low, axis=0)
        sentences = np.abs(self.tokens.sentence[first[mine]] - self.tokens.sentence[first[theirs]])
        tail = np.abs(self.tokens.sentence[end[mine] - 1] - self.tokens.sentence[first[theirs]])
        paragraphs = np.abs(self._paragraph[first[mine]] - self._paragraph[first[theirs]])
        columns = [
            np.ones(len(gap)),
            np.log1p(gap),
            *(gap == k for k in range(4)),
            gap > 20,
            *(sentences == k for k in range(3)),
            *(tail == k for k in range(2)),
            paragraphs > 0,
            paragraphs > 1,
            *np.minimum(counts, 3).T,
            *(counts[:, -3:] == 0).T,
            self.spans.chance[theirs],
            np.log1p(end[mine] - first[mine]),
            np.log1p(end[theirs] - first[theirs]),
        ]
        alone = np.array(columns, float).T
        words = [ends.take(spans, axis=0) for spans in (theirs, mine) for ends in (self._first, self._last)]
        return np.concatenate([alone, *words], axis=1), before

    def best(self, mine: Ints, other: int, weights: Floats) -> tuple[Ints, Floats]:
        """For each of the spans the best span of `other` and the probability of the link, 0 where there is none.

        `weights` has two rows: for pairs of which the other comes after and before.
        """
        found, valid = self.candidates(mine, other)
        chance = np.zeros(found.shape)
        rows, columns = np.nonzero(valid)
        if len(rows):
            table, before = self.features(mine[rows], found[rows, columns])
            scores = np.einsum("ij,kj->ik", table, weights)[np.arange(len(rows)), before.astype(int)]
            chance[rows, columns] = 1 / (1 + np.exp(-np.rint(scores * _STEPS) / _STEPS))
        top = chance.argmax(axis=1)
        line = np.arange(len(mine))
        return found[line, top], chance[line, top]


def link(tokens: Tokens, spans: Spans, numbers: Mapping[str, Any]) -> list[Statement]:
    """The statements that the spans make, in the order of their first content."""
    linker = Linker(tokens, spans)
    contents, cues = np.flatnonzero(spans.role == CONTENT), np.flatnonzero(spans.role == CUE)
    cue_of, sure = linker.best(contents, CUE, np.array(numbers["content-cue"]))
    source_of, sourced = linker.best(cues, SOURCE, np.array(numbers["cue-source"]))
    known = sure >= numbers["cue-from"]
    direct, directly = linker.best(contents[~known], SOURCE, np.array(numbers["content-source"]))
    least = numbers["source-from"]
    found = [
        Statement((content,), None, source, chance) if chance >= least else Statement((content,), None, None, 0.0)
        for content, source, chance in zip(contents[~known].tolist(), direct.tolist(), directly.tolist(), strict=True)
    ]
    sources = dict(zip(cues.tolist(), zip(source_of.tolist(), sourced.tolist(), strict=True), strict=True))
    grouped: dict[int, list[tuple[int, float]]] = {}
    for content, cue, chance in zip(
        contents[known].tolist(), cue_of[known].tolist(), sure[known].tolist(), strict=True
    ):
        grouped.setdefault(cue, []).append((content, chance))
    for cue, held in grouped.items():
        source, chance = sources[cue]
        certainty = min(p for _, p in held) * (chance if chance >= least else 1 - chance)
        found.append(Statement(tuple(c for c, _ in held), cue, source if chance >= least else None, certainty))
    return sorted(found)
