"""Make the model of the package from PolNeAR: `python -m training.train FOLDER`, or `make train POLNEAR=FOLDER`.

FOLDER holds polnear_train.jsonl and score.py, and for the figures of the model card polnear_dev.jsonl. Uncoded news
sentences beside them (newsmtsc_train.jsonl) are used where they are there. Large networks learn from the coded
articles; a small one learns from these and from what the large ones believe; a linker and a calibration follow.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch

from analysis.statements import network
from analysis.statements.words import Words

from . import calibrate, card, data, distil, export, fit, link
from .nets import Net

MODEL = Path(__file__).parent.parent / "analysis" / "statements" / "model"
WORD_AT_LEAST = 4  # occurrences; rarer words share buckets
COPIES = 4  # of the articles that the teachers see, all but the first altered


class Shape(NamedTuple):
    """A network to train: its size and its seed."""

    hidden: int
    convolutions: int
    epochs: int
    seed: int


TEACHERS = (Shape(96, 0, 8, 11), Shape(112, 128, 9, 12), Shape(112, 0, 8, 13))
STUDENT = Shape(96, 0, 10, 21)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, write the model, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--threads", type=int, default=1, help="figures differ in the last digits with the number")
    given = parser.parse_args(arguments)
    torch.set_num_threads(given.threads)
    learn, held = data.split(data.load(given.folder / "polnear_train.jsonl"))
    silver = data.load_silver(given.folder / "newsmtsc_train.jsonl")
    vocabulary = data.vocabulary(learn, WORD_AT_LEAST)
    teachers = [teach(shape, vocabulary, learn, held) for shape in TEACHERS]
    student = learn_from(teachers, vocabulary, learn, held, silver)
    write(student, vocabulary, link.weights(learn, Words(vocabulary)), MODEL)
    calibrate.run(given.folder, {a.name for a in held}, MODEL)
    card.write(given.folder, MODEL, silver=len(silver))


def network_of(shape: Shape, vocabulary: Sequence[str]) -> Net:
    """A network with its first weights."""
    torch.manual_seed(shape.seed)
    return Net(len(vocabulary), shape.hidden, convolutions=shape.convolutions)


def teach(shape: Shape, vocabulary: Sequence[str], learn: Sequence[data.Article], held: Sequence[data.Article]) -> Net:
    """A teacher: every epoch sees the articles altered in another way."""
    words, chance = Words(vocabulary), random.Random(shape.seed)

    def portions(_: int) -> list[data.Encoded]:
        return [data.encode([data.altered(a, chance) for a in learn], words)]

    net = network_of(shape, vocabulary)
    check = data.encode(held, words)
    return fit.train(net, vocabulary, portions, check, epochs=shape.epochs, seed=shape.seed, log=f"teacher {shape}")


def learn_from(
    teachers: Sequence[Net],
    vocabulary: Sequence[str],
    learn: Sequence[data.Article],
    held: Sequence[data.Article],
    silver: Sequence[data.Article],
) -> Net:
    """The student, taught by the codes and by the teachers' beliefs about the same articles and about uncoded ones."""
    words, chance = Words(vocabulary), random.Random(STUDENT.seed)
    copies = []
    for n in range(COPIES):
        changed = [data.altered(a, chance) for a in learn] if n else list(learn)
        copies.append(distil.believe(teachers, data.encode(changed, words)))
    extra = [distil.believe(teachers, data.encode(silver, words, coded=False))] if silver else []
    net = network_of(STUDENT, vocabulary)
    return fit.train(
        net,
        vocabulary,
        lambda epoch: [copies[epoch % COPIES], *extra],
        data.encode(held, words),
        epochs=STUDENT.epochs,
        seed=STUDENT.seed,
        log="student",
    )


def write(net: Net, vocabulary: Sequence[str], links: dict[str, list[float]], folder: Path) -> None:
    """The files of the package."""
    folder.mkdir(parents=True, exist_ok=True)
    export.write(net, folder / "tagger.onnx")
    (folder / "words.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    numbers: dict[str, Any] = {
        "transitions": [[round(x, 4) for x in row] for row in net.transitions.tolist()],
        "first": [round(x, 4) for x in net.first.tolist()],
        "confidence-from": 0.25,
        "cue-from": 0.3,
        "source-from": 0.5,
        "confidence": [0.0, 1.0, *[0.0] * 11],
        **links,
    }
    (folder / "numbers.json").write_text(json.dumps(numbers) + "\n", encoding="utf-8")
    network.load.cache_clear()


if __name__ == "__main__":
    main()
