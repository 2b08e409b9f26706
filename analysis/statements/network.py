"""The network of the tagger: tokens to labels with probabilities, by onnxruntime and numpy.

The network reads one window at a time and knows nothing of the others, so that a text gets the same labels in
whatever company. Its scores are rounded before the best path is sought, which makes sums exact and ties the same
everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ..lexicon import digest
from ..text import Span
from .features import Tokens
from .words import Words

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
ROLES = ("none", "source", "cue", "content")
_ROLE = np.array([0, 1, 1, 2, 2, 3, 3])
_STEP = 1 / 1024  # scores are rounded to multiples of it
_IMPOSSIBLE = -1e4

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Tags(NamedTuple):
    """For every token its label (index into LABELS) and the probability of each role (index into ROLES)."""

    labels: Ints
    roles: Floats


class Model(NamedTuple):
    """The files of `model/`: the network, the words that it knows, and the numbers of decoding and linking."""

    session: Any
    words: Words
    transitions: Floats
    first: Floats
    numbers: dict[str, Any]


@cache
def load() -> Model:
    """The model of the package, read once."""
    import onnxruntime  # slow to import, and needed only where statements are sought

    folder = files("analysis") / "statements" / "model"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    network = (folder / "tagger.onnx").read_bytes()
    session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    numbers = json.loads((folder / "numbers.json").read_text(encoding="utf-8"))
    words = Words((folder / "words.txt").read_text(encoding="utf-8").split("\n"))
    transitions, first = allowed(np.array(numbers["transitions"]), np.array(numbers["first"]))
    return Model(session, words, transitions, first, numbers)


def model_digest() -> str:
    """A fingerprint of the model's files, for methods paragraphs."""
    folder = files("analysis") / "statements" / "model"
    return digest(b"".join((folder / name).read_bytes() for name in ("tagger.onnx", "words.txt", "numbers.json")))


def allowed(transitions: Floats, first: Floats) -> tuple[Floats, Floats]:
    """The scores with what cannot be far below everything: I- follows only B- or I- of its own role."""
    inside = np.array([name[0] == "I" for name in LABELS])
    wrong = inside[None, :] & (_ROLE[:, None] != _ROLE[None, :])
    return np.where(wrong, _IMPOSSIBLE, _rounded(transitions)), np.where(inside, _IMPOSSIBLE, _rounded(first))


def _rounded(scores: npt.NDArray[Any]) -> Floats:
    return np.rint(scores.astype(np.float64) / _STEP) * _STEP


def tag(model: Model, tokens: Tokens, windows: Sequence[Span]) -> Tags:
    """The labels of all tokens; every token must be in one of the windows."""
    order = sorted(windows, key=lambda w: w[0] - w[1])  # longest first, so that those alive are always the first ones
    steps = order[0][1] - order[0][0] if order else 0
    scores = np.zeros((steps, len(order), len(LABELS)))
    ids, features = tokens.ids[:, None, :], tokens.features[:, None, :]
    for n, (begin, end) in enumerate(order):
        (found,) = model.session.run(None, {"ids": ids[begin:end], "features": features[begin:end]})
        scores[: end - begin, n] = found[:, 0]
    scores = _rounded(scores)
    lengths = np.array([end - begin for begin, end in order], np.int64)
    alive = np.array([np.count_nonzero(lengths > t) for t in range(steps)], np.int64)
    paths = _best_paths(scores, alive, model.transitions, model.first)
    chances = _marginals(scores, alive, model.transitions, model.first)
    labels, roles = np.zeros(len(tokens.start), np.int64), np.zeros((len(tokens.start), len(ROLES)))
    for n, (begin, end) in enumerate(order):
        labels[begin:end] = paths[: end - begin, n]
        roles[begin:end] = chances[: end - begin, n]
    return Tags(labels, roles)


def _best_paths(scores: Floats, alive: Ints, transitions: Floats, first: Floats) -> Ints:
    """Viterbi over all windows at once; labels [time, window], meaningless beyond a window's end."""
    steps, count, width = scores.shape
    paths = np.zeros((steps, count), np.int64)
    if not steps:
        return paths
    best = scores[0] + first
    back = np.zeros((steps, count, width), np.int64)
    for t in range(1, steps):
        k = alive[t]
        through = best[:k, :, None] + transitions
        back[t, :k] = through.argmax(axis=1)
        best[:k] = through.max(axis=1) + scores[t, :k]
    label = best.argmax(axis=1)
    for t in range(steps - 1, -1, -1):
        k = alive[t]
        paths[t, :k] = label[:k]
        label[:k] = back[t, np.arange(k), label[:k]]
    return paths


def _marginals(scores: Floats, alive: Ints, transitions: Floats, first: Floats) -> Floats:
    """The probability of each role [time, window, role], forwards and backwards with a running scale."""
    steps, count, width = scores.shape
    if not steps:
        return np.zeros((0, count, len(ROLES)))
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    moves = np.exp(transitions)
    forward = np.zeros_like(weights)
    forward[0] = weights[0] * np.exp(first)
    forward[0] /= forward[0].sum(axis=1, keepdims=True)
    for t in range(1, steps):
        k = alive[t]
        here = (forward[t - 1, :k] @ moves) * weights[t, :k]
        forward[t, :k] = here / here.sum(axis=1, keepdims=True)
    backward = np.ones((count, width))
    for t in range(steps - 1, -1, -1):
        if t + 1 < steps:
            k = alive[t + 1]
            here = (weights[t + 1, :k] * backward[:k]) @ moves.T
            backward[:k] = here / here.sum(axis=1, keepdims=True)
        forward[t] *= backward
    forward /= np.maximum(forward.sum(axis=2, keepdims=True), 1e-300)
    return np.stack([forward[:, :, role == _ROLE].sum(axis=2) for role in range(len(ROLES))], axis=2)
