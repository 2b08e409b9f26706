"""What an ensemble of networks believes about windows: soft labels for the small network that ships."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from analysis.statements.network import LABELS

from .data import Encoded
from .fit import Batch, groups
from .nets import Field, marginals


def believe(teachers: Sequence[tuple[Field, float]], data: Encoded) -> Encoded:
    """The windows with the teachers' probabilities of labels and of pairs of labels, each teacher by its share."""
    count = len(data.labels)
    single = np.zeros((count, len(LABELS)), np.float16)
    pairs = np.zeros((count, len(LABELS), len(LABELS)), np.float16)
    for _, ranges in groups(data, 64, None):
        batch = Batch(data, ranges)
        one, two = _mean(teachers, batch)
        for column, (begin, end) in enumerate(ranges):
            single[begin:end] = one[: end - begin, column]
            pairs[begin:end] = two[: end - begin, column]
    return Encoded(data.tokens, data.windows, data.labels, single, pairs, data.coded)


@torch.no_grad()
def _mean(teachers: Sequence[tuple[Field, float]], batch: Batch) -> tuple[np.ndarray, np.ndarray]:
    single, pairs = 0.0, 0.0
    for net, share in teachers:
        one, two = marginals(net(batch.ids, batch.features, batch.lengths), batch.lengths, *net.scores())
        single, pairs = single + share * one, pairs + share * two
    return single.numpy(), pairs.numpy()
