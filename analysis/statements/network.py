"""The network of the tagger: tokens to labels with probabilities, by onnxruntime and numpy.

The network reads one window at a time and knows nothing of the others, so that a text gets the same labels in
whatever company: its integer weights meet numbers that are scaled by all that it is given at once. In batches it would
have to do without them, and is no quicker then (2.5 microseconds a token alone, 2.9 with floats in batches of 4 to
16). Its scores become whole numbers before the best path is sought: sums are exact, and ties the same everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ..lexicon import digest
from ..text import Span
from .features import Tokens
from .words import Words

FILES = ("tagger.onnx", "vectors.npz", "words.txt", "numbers.json")
TABLES = ("word", "suffix", "prefix", "shape")  # of vectors, in the order of a token's numbers
LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
ROLES = ("none", "source", "cue", "content")
_ROLE = np.array([0, 1, 1, 2, 2, 3, 3])
_STEPS = 1024  # of 1: scores are whole numbers of them
_IMPOSSIBLE = -10_000 * _STEPS
_OFTEN = 8  # tokens after which probabilities are scaled to 1 anew: e**-80 a token would not be too small
_TOGETHER = 128  # windows of about one length whose best paths are sought together

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Steps = npt.NDArray[np.int32]


class Tags(NamedTuple):
    """For every token its label (index into LABELS) and the probability of each role (index into ROLES)."""

    labels: Ints
    roles: Floats


class Model(NamedTuple):
    """The files of `model/`: the network, the words that it knows, and the numbers of decoding and linking."""

    session: Any
    vectors: list[npt.NDArray[np.float32]]  # of words, suffixes, prefixes and shapes
    words: Words
    transitions: Steps  # from, to
    first: Steps
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
    return Model(session, _vectors(folder / "vectors.npz"), words, transitions, first, numbers)


def _vectors(path: Traversable) -> list[npt.NDArray[np.float32]]:
    with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
        return [held[name] * size for name, size in zip(TABLES, held["sizes"], strict=True)]


def model_digest() -> str:
    """A fingerprint of the model's files, for methods paragraphs."""
    folder = files("analysis") / "statements" / "model"
    return digest(b"".join((folder / name).read_bytes() for name in FILES))


def allowed(transitions: Floats, first: Floats) -> tuple[Steps, Steps]:
    """The scores in steps, with what cannot be far below everything: I- follows only B- or I- of its own role."""
    inside = np.array([name[0] == "I" for name in LABELS])
    wrong = inside[None, :] & (_ROLE[:, None] != _ROLE[None, :])
    return (
        np.where(wrong, np.int32(_IMPOSSIBLE), _in_steps(transitions)),
        np.where(inside, np.int32(_IMPOSSIBLE), _in_steps(first)),
    )


def _in_steps(scores: npt.NDArray[Any]) -> Steps:
    return np.rint(scores * _STEPS).astype(np.int32)


def tag(model: Model, tokens: Tokens, windows: Sequence[Span]) -> Tags:
    """The labels of all tokens; every token must be in one of the windows."""
    labels, roles = np.zeros(len(tokens.start), np.int64), np.zeros((len(tokens.start), len(ROLES)))
    tables = list(zip(model.vectors, tokens.ids.T, strict=True))
    order = sorted(windows, key=lambda w: w[0] - w[1])  # longest first: those alive are always the first ones
    for i in range(0, len(order), _TOGETHER):
        held = order[i : i + _TOGETHER]
        lengths = np.array([end - begin for begin, end in held], np.int64)
        found = np.zeros((lengths[0], len(LABELS), len(held)), np.float32)  # windows last, which numpy is fastest at
        for n, (begin, end) in enumerate(held):
            looked_up = [vectors.take(ids[begin:end], axis=0) for vectors, ids in tables]
            seen = np.concatenate([*looked_up, tokens.features[begin:end]], axis=1)
            found[: end - begin, :, n] = model.session.run(None, {"seen": seen[:, None]})[0][:, 0]
        scores = _in_steps(found)
        alive = np.count_nonzero(lengths > np.arange(lengths[0])[:, None], axis=1).tolist()
        paths = _best_paths(scores, alive, model.transitions, model.first)
        chances = _marginals(scores, alive, model.transitions, model.first)
        for n, (begin, end) in enumerate(held):
            labels[begin:end] = paths[: end - begin, n]
            roles[begin:end] = chances[: end - begin, :, n]
    return Tags(labels, roles)


def _best_paths(scores: Steps, alive: Sequence[int], transitions: Steps, first: Steps) -> Ints:
    """Viterbi over all windows at once; labels [time, window], meaningless beyond a window's end.

    `scores` is [time, label, window]; `alive` says how many windows, of which the longest come first, reach each time.
    """
    steps, _, count = scores.shape
    best = np.empty_like(scores)  # of the paths that end in each label
    best[0] = scores[0] + first[:, None]
    moves = transitions[:, :, None]
    for t in range(1, steps):
        k = alive[t]
        np.add((best[t - 1, :, None, :k] + moves).max(axis=0), scores[t, :, :k], out=best[t, :, :k])
    paths = np.zeros((steps, count), np.int64)
    label = np.zeros(count, np.int64)
    ended = 0
    for t in range(steps - 1, -1, -1):
        k = alive[t]
        through = best[t, :, :k]
        through[:, :ended] += transitions[:, label[:ended]]
        label[:k] = through.argmax(axis=0)
        paths[t, :k] = label[:k]
        ended = k
    return paths


def _product(a: Floats, b: Floats) -> Floats:
    """The product of two small matrices, without the threads and the rounding of a machine's own library for it."""
    return np.einsum("ij,jk->ik", a, b)


def _marginals(scores: Steps, alive: Sequence[int], transitions: Steps, first: Steps) -> Floats:
    """The probability of each role [time, role, window], forwards and backwards, scaled now and then."""
    steps = len(scores)
    weights = np.exp((scores - scores.max(axis=1, keepdims=True)) / _STEPS)
    moves = np.exp(transitions / _STEPS)
    forward, backward = np.zeros_like(weights), np.ones_like(weights)  # of all that leads to a label, and from it
    forward[0] = weights[0] * np.exp(first / _STEPS)[:, None]
    for t in range(1, steps):
        here, k = forward[t, :, : alive[t]], alive[t]
        np.multiply(_product(moves.T, forward[t - 1, :, :k]), weights[t, :, :k], out=here)
        if t % _OFTEN == 0:
            here /= here.sum(axis=0)
    for t in range(steps - 2, -1, -1):
        here, k = backward[t, :, : alive[t + 1]], alive[t + 1]
        here[:] = _product(moves, weights[t + 1, :, :k] * backward[t + 1, :, :k])
        if t % _OFTEN == 0:
            here /= here.sum(axis=0)
    forward *= backward
    forward /= np.maximum(forward.sum(axis=1, keepdims=True), 1e-300)
    return np.stack([forward[:, role == _ROLE].sum(axis=1) for role in range(len(ROLES))], axis=1)
