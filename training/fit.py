"""Train one network on windows, with early stopping on held-out articles."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from analysis.statements.network import LABELS
from analysis.statements.words import HASHED_WORDS, Words

from .data import Encoded
from .nets import Field, loss, targets, viterbi

WORD_DROPOUT = 0.2
GOLD = 0.5  # weight of the coded labels beside what the teachers believe


class Batch:
    """Some windows as padded tensors."""

    def __init__(self, data: Encoded, ranges: Sequence[tuple[int, int]]) -> None:
        self.ranges = ranges
        self.lengths = torch.tensor([b - a for a, b in ranges])
        steps = int(self.lengths.max())
        index = np.zeros((steps, len(ranges)), np.int64)
        for column, (a, b) in enumerate(ranges):
            index[: b - a, column] = np.arange(a, b)
        inside = torch.arange(steps)[:, None] < self.lengths[None, :]
        self.ids = torch.from_numpy(data.tokens.ids[index]).long() * inside[..., None]
        self.features = torch.from_numpy(data.tokens.features[index]) * inside[..., None]
        self.labels = torch.from_numpy(data.labels[index]) * inside
        self.targets = self._targets(data, index, inside)

    def _targets(self, data: Encoded, index: np.ndarray, inside: Tensor) -> tuple[Tensor, Tensor]:
        """The coded labels, what the teachers believe, or both mixed."""
        coded = targets(self.labels, self.lengths)
        if data.single is None or data.pairs is None:
            return coded
        share = GOLD if data.coded else 0.0
        single = torch.from_numpy(data.single[index]).float() * inside[..., None]
        pairs = torch.from_numpy(data.pairs[index]).float() * inside[..., None, None]
        pairs[0] = 0
        return share * coded[0] + (1 - share) * single, share * coded[1] + (1 - share) * pairs


def groups(data: Encoded, size: int, chance: random.Random | None) -> list[tuple[Encoded, list[tuple[int, int]]]]:
    """Windows of about the same length together, `size` at a time."""
    slack = chance.random if chance else float
    order = sorted(data.windows, key=lambda w: w[1] - w[0] + slack() * 12)
    return [(data, order[i : i + size]) for i in range(0, len(order), size)]


def _drop_words(ids: Tensor, shared: Tensor) -> Tensor:
    """A fifth of the words as if they were rare: each stands as its own bucket of rare words."""
    dropped = torch.rand(ids.shape[:2]) < WORD_DROPOUT
    out = ids.clone()
    out[..., 0] = torch.where(dropped, shared[ids[..., 0]], ids[..., 0])
    return out


def buckets(vocabulary: Sequence[str]) -> Tensor:
    """For each word number the bucket that the word would share if it were rare; marks of quotations stay."""
    empty = Words([])
    n = len(vocabulary)
    own = [n + empty.word_id(w) if i > 1 else i for i, w in enumerate(vocabulary)]
    return torch.tensor([*own, *range(n, n + HASHED_WORDS)])


def evaluate(net: Field, data: Encoded) -> dict[str, float]:
    """F1 of exact spans of each role, and their mean, on coded windows."""
    net.eval()
    hit, found, coded = (dict.fromkeys(("source", "cue", "content"), 0) for _ in range(3))
    transitions, first = net.scores()
    with torch.no_grad():
        for batch in (Batch(*group) for group in groups(data, 64, None)):
            emissions = net(batch.ids, batch.features, batch.lengths)
            for k, path in enumerate(viterbi(emissions, batch.lengths, transitions, first)):
                ours = spans(path)
                theirs = spans(batch.labels[: len(path), k].tolist())
                for group, out in ((ours, found), (theirs, coded), (ours & theirs, hit)):
                    for role, _, _ in group:
                        out[role] += 1
    scores = {r: 2 * hit[r] / max(1, found[r] + coded[r]) for r in hit}
    return {**scores, "mean": sum(scores.values()) / 3}


def spans(path: Sequence[int]) -> set[tuple[str, int, int]]:
    """The spans that a sequence of labels marks, as (role, first, end)."""
    found, begin = set(), None
    for i, label in enumerate([*path, 0]):
        name = LABELS[label]
        if begin is not None and name[0] != "I":
            found.add((LABELS[path[begin]][2:], begin, i))
            begin = None
        if name[0] == "B":
            begin = i
    return found


def train(
    net: Field,
    vocabulary: Sequence[str],
    portions: Callable[[int], list[Encoded]],
    check: Encoded,
    *,
    epochs: int,
    seed: int,
    rate: float = 3e-3,
    size: int = 24,
    log: str = "",
) -> Field:
    """The network after its best epoch, judged on the coded windows of `check`.

    `portions` gives what is learnt from in an epoch.
    """
    torch.manual_seed(seed)
    chance = random.Random(seed)
    shared = buckets(vocabulary)
    steps = epochs * (sum(len(p.windows) // size + 1 for p in portions(0)) + 20)
    groups_of = net.groups(rate)
    optimiser = torch.optim.AdamW(groups_of, weight_decay=0.01, betas=(0.9, 0.98))
    rates = [group["lr"] for group in groups_of]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rates, total_steps=steps, pct_start=0.06, div_factor=10)
    best, kept = -1.0, net.state_dict()
    for epoch in range(epochs):
        began = time.time()
        order = [batch for data in portions(epoch) for batch in groups(data, size, chance)]
        chance.shuffle(order)
        total = sum(_step(net, shared, Batch(*group), optimiser, schedule) for group in order) / len(order)
        figures = evaluate(net, check)
        shown = " ".join(f"{k} {100 * v:.1f}" for k, v in figures.items())
        print(f"{log} epoch {epoch + 1} loss {total:.4f} ({time.time() - began:.0f} s) held out: {shown}", flush=True)
        if figures["mean"] > best:
            best, kept = figures["mean"], {k: v.clone() for k, v in net.state_dict().items()}
    net.load_state_dict(kept)
    return net.eval()


def _step(net: Field, shared: Tensor, batch: Batch, optimiser: Any, schedule: Any) -> float:
    net.train()
    emissions = net(_drop_words(batch.ids, shared), batch.features, batch.lengths)
    value = loss(net, emissions, batch.lengths, *batch.targets)
    optimiser.zero_grad()
    value.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
    optimiser.step()
    schedule.step()
    return value.item()
