"""What an ensemble of networks believes about windows: soft labels for the small network that ships."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from analysis.statements.network import LABELS

from .data import Encoded
from .fit import Batch, groups
from .nets import Net, marginals


def believe(teachers: Sequence[Net], data: Encoded) -> Encoded:
    """The windows with the mean of the teachers' probabilities of labels and of pairs of labels."""
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
def _mean(teachers: Sequence[Net], batch: Batch) -> tuple[np.ndarray, np.ndarray]:
    found = [marginals(net(batch.ids, batch.features, batch.lengths), batch.lengths, *net.scores()) for net in teachers]
    return tuple(torch.stack([f[i] for f in found]).mean(0).numpy() for i in (0, 1))  # type: ignore[return-value]
