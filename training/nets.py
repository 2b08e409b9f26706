"""The networks and the conditional random field that they are trained as."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from analysis.statements.features import FEATURES
from analysis.statements.network import LABELS
from analysis.statements.words import HASHED_PREFIXES, HASHED_SUFFIXES, HASHED_WORDS, SHAPES

FORBIDDEN = -1e4
WIDTH = 50  # of the vectors of words


def allowed() -> tuple[Tensor, Tensor]:
    """Which label may follow which, and which may come first: I- only after B- or I- of its own kind."""
    inside = torch.tensor([name[0] == "I" for name in LABELS])
    kind = [name[2:] for name in LABELS]
    same = torch.tensor([[a == b for b in kind] for a in kind])
    return ~inside[None, :] | same, ~inside


class Field(nn.Module):
    """A network with a conditional random field over its scores."""

    def __init__(self) -> None:
        super().__init__()
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.first = nn.Parameter(torch.zeros(len(LABELS)))

    def scores(self) -> tuple[Tensor, Tensor]:
        """Transition scores [from, to] and first scores, what is not allowed far below everything."""
        follows, opens = allowed()
        return self.transitions.masked_fill(~follows, FORBIDDEN), self.first.masked_fill(~opens, FORBIDDEN)

    def groups(self, rate: float) -> list[dict[str, object]]:
        """The parameters by learning rate."""
        return [{"params": list(self.parameters()), "lr": rate}]


class Net(Field):
    """Embeddings and flags of a token, an optional stack of convolutions, a BiLSTM, scores of the labels."""

    def __init__(
        self, words: int, hidden: int = 64, layers: int = 2, convolutions: int = 0, dropout: float = 0.3
    ) -> None:
        super().__init__()
        self.word = nn.Embedding(words + HASHED_WORDS, WIDTH)
        self.suffix = nn.Embedding(HASHED_SUFFIXES, 24)
        self.prefix = nn.Embedding(HASHED_PREFIXES, 24)
        self.shape = nn.Embedding(SHAPES, 8)
        for table in (self.word, self.suffix, self.prefix, self.shape):
            nn.init.normal_(table.weight, std=0.3)
        width = WIDTH + 24 + 24 + 8 + len(FEATURES)
        self.dropout = nn.Dropout(dropout)
        self.convolutions = nn.ModuleList()
        if convolutions:
            self.narrow = nn.Linear(width, convolutions)
            self.convolutions.extend(
                nn.Conv1d(convolutions, convolutions, 3, padding=d, dilation=d) for d in (1, 2, 4, 1)
            )
            width = convolutions
        self.lstm = nn.LSTM(width, hidden, layers, bidirectional=True, dropout=dropout if layers > 1 else 0.0)
        self.out = nn.Linear(2 * hidden, len(LABELS))

    def forward(self, ids: Tensor, features: Tensor, lengths: Tensor | None = None) -> Tensor:
        """Scores [time, window, label] of ids [time, window, 4] and features [time, window, feature]."""
        x = torch.cat(
            [
                self.word(ids[..., 0]),
                self.suffix(ids[..., 1]),
                self.prefix(ids[..., 2]),
                self.shape(ids[..., 3]),
                features,
            ],
            dim=-1,
        )
        x = self.dropout(x)
        if len(self.convolutions):
            x = torch.relu(self.narrow(x)).permute(1, 2, 0)
            mask = 1.0
            if lengths is not None:
                mask = (torch.arange(x.shape[2])[None, :] < lengths[:, None])[:, None, :].float()
            for convolution in self.convolutions:
                x = x + self.dropout(torch.relu(convolution(x * mask)))
            x = x.permute(2, 0, 1)
        if lengths is None:
            y, _ = self.lstm(x)
        else:
            packed = nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False)
            y, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], total_length=x.shape[0])
        return self.out(self.dropout(y))


def log_partition(emissions: Tensor, lengths: Tensor, transitions: Tensor, first: Tensor) -> Tensor:
    """The log of the sum over all label sequences, one number a window."""
    alpha = first + emissions[0]
    for t in range(1, emissions.shape[0]):
        step = torch.logsumexp(alpha[:, :, None] + transitions, dim=1) + emissions[t]
        alpha = torch.where((t < lengths)[:, None], step, alpha)
    return torch.logsumexp(alpha, dim=1)


def expected_score(emissions: Tensor, single: Tensor, pairs: Tensor, transitions: Tensor, first: Tensor) -> Tensor:
    """The score under the target: `single` [time, window, label] and `pairs` [time, window, from, to], padded by 0."""
    return (single * emissions).sum((0, 2)) + (pairs * transitions).sum((0, 2, 3)) + (single[0] * first).sum(1)


def loss(net: Field, emissions: Tensor, lengths: Tensor, single: Tensor, pairs: Tensor) -> Tensor:
    """Cross entropy of the field against the target distribution over label sequences, a token."""
    transitions, first = net.scores()
    gap = log_partition(emissions, lengths, transitions, first) - expected_score(
        emissions, single, pairs, transitions, first
    )
    return gap.sum() / lengths.sum()


def targets(labels: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
    """The target distribution that puts everything on the coded labels [time, window]."""
    mask = (torch.arange(labels.shape[0])[:, None] < lengths[None, :]).float()
    single = nn.functional.one_hot(labels, len(LABELS)).float() * mask[..., None]
    pairs = torch.zeros(*labels.shape, len(LABELS), len(LABELS))
    pairs[1:] = single[:-1, :, :, None] * single[1:, :, None, :]
    return single, pairs


@torch.no_grad()
def marginals(emissions: Tensor, lengths: Tensor, transitions: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
    """The probability of each label [time, window, label] and of each pair [time, window, from, to]."""
    steps, batch, n = emissions.shape
    alphas = [first + emissions[0]]
    for t in range(1, steps):
        alphas.append(torch.logsumexp(alphas[-1][:, :, None] + transitions, dim=1) + emissions[t])
    single = torch.zeros(steps, batch, n)
    pairs = torch.zeros(steps, batch, n, n)
    beta = torch.zeros(batch, n)
    for t in range(steps - 1, -1, -1):
        ends = (t == lengths - 1)[:, None]
        if t + 1 < steps:
            after = transitions[None] + (emissions[t + 1] + beta)[:, None, :]
            joint = alphas[t][:, :, None] + after
            inner = (t + 1 < lengths)[:, None, None]
            pairs[t + 1] = torch.softmax(joint.flatten(1), 1).view(batch, n, n) * inner
            beta = torch.logsumexp(after, dim=2)
        beta = torch.where(ends | (t >= lengths)[:, None], torch.zeros_like(beta), beta)
        single[t] = torch.softmax(alphas[t] + beta, 1) * (t < lengths)[:, None]
    return single, pairs


@torch.no_grad()
def viterbi(emissions: Tensor, lengths: Tensor, transitions: Tensor, first: Tensor) -> list[list[int]]:
    """The best labels of each window."""
    score, back = first + emissions[0], []
    for t in range(1, emissions.shape[0]):
        best, which = (score[:, :, None] + transitions).max(dim=1)
        live = (t < lengths)[:, None]
        score = torch.where(live, best + emissions[t], score)
        back.append(torch.where(live, which, torch.arange(len(LABELS))[None, :]))
    label = score.argmax(1)
    path = [label]
    for which in reversed(back):
        label = which.gather(1, label[:, None])[:, 0]
        path.append(label)
    table = torch.stack(path[::-1], 1).tolist()
    return [row[:n] for row, n in zip(table, lengths.tolist(), strict=True)]
