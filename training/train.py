"""Make the model of the package from PolNeAR: `python -m training.train FOLDER`, or `make train POLNEAR=FOLDER`.

FOLDER holds polnear_train.jsonl and score.py, and for the figures of the model card polnear_dev.jsonl. Uncoded news
sentences beside them (newsmtsc_train.jsonl) are used where they are there. Large networks learn from the coded
articles; a small one learns from these and from what the large ones believe; a linker and a calibration follow.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Mapping, Sequence
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
STUDENT = Shape(80, 0, 8, 31)
BEGIN = 0.25  # added to the score of beginning a span: coders mark more than the network dares by itself


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, write the model and its card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--threads", type=int, default=1, help="figures differ in the last digits with the number")
    given = parser.parse_args(arguments)
    torch.set_num_threads(given.threads)
    learn, held = data.split(data.load(given.folder / "polnear_train.jsonl"))
    names = {article.name for article in held}
    silver = data.load_silver(given.folder / "newsmtsc_train.jsonl")
    vocabulary = data.vocabulary(learn, WORD_AT_LEAST)
    words = Words(vocabulary)
    check = data.encode(held, words)
    teachers = [teach(shape, vocabulary, learn, check) for shape in TEACHERS]
    believed = copies(teachers, learn, words)
    extra = [distil.believe(teachers, data.encode(silver, words, coded=False))] if silver else []
    write(study(vocabulary, believed, extra, check), vocabulary, link.weights(learn, words), MODEL)
    calibrate.run(given.folder, names, MODEL)
    table = calibrate.reliability(calibrate.judged(given.folder, names)[0])
    card.write(given.folder, MODEL, table, silver=sum(article.text.count("\n") + 1 for article in silver))


def network_of(shape: Shape, vocabulary: Sequence[str], dropout: float) -> Net:
    """A network with its first weights."""
    torch.manual_seed(shape.seed)
    return Net(len(vocabulary), shape.hidden, convolutions=shape.convolutions, dropout=dropout)


def teach(shape: Shape, vocabulary: Sequence[str], learn: Sequence[data.Article], check: data.Encoded) -> Net:
    """A teacher: every epoch sees the articles altered in another way."""
    words, chance = Words(vocabulary), random.Random(shape.seed)

    def portions(_: int) -> list[data.Encoded]:
        return [data.encode([data.altered(a, chance) for a in learn], words)]

    net = network_of(shape, vocabulary, 0.35)
    return fit.train(net, vocabulary, portions, check, epochs=shape.epochs, seed=shape.seed, log=f"teacher {shape}")


def copies(teachers: Sequence[Net], articles: Sequence[data.Article], words: Words) -> list[data.Encoded]:
    """The articles as they are and altered, with what the teachers believe of each."""
    chance = random.Random(STUDENT.seed)
    changed = [list(articles), *([data.altered(a, chance) for a in articles] for _ in range(COPIES - 1))]
    return [distil.believe(teachers, data.encode(version, words)) for version in changed]


def study(
    vocabulary: Sequence[str], believed: Sequence[data.Encoded], extra: Sequence[data.Encoded], check: data.Encoded
) -> Net:
    """The student, taught by the codes and by the teachers' beliefs about coded and uncoded articles."""
    return fit.train(
        network_of(STUDENT, vocabulary, 0.3),
        vocabulary,
        lambda epoch: [believed[epoch % COPIES], *extra],
        check,
        epochs=STUDENT.epochs,
        seed=STUDENT.seed,
        log="student",
    )


def write(net: Net, vocabulary: Sequence[str], links: Mapping[str, Any], folder: Path) -> None:
    """The files of the package; confidence is not calibrated yet."""
    folder.mkdir(parents=True, exist_ok=True)
    export.write(net, folder / "tagger.onnx")
    (folder / "words.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    begin = BEGIN * torch.tensor([float(name[0] == "B") for name in network.LABELS])
    numbers: dict[str, Any] = {
        "transitions": [[round(x, 4) for x in row] for row in (net.transitions + begin).tolist()],
        "first": [round(x, 4) for x in (net.first + begin).tolist()],
        "cue-from": 0.3,
        "source-from": 0.5,
        "confidence-from": calibrate.KEPT,
        "confidence": [0.0, 1.0, *[0.0] * 11],
        **links,
    }
    (folder / "numbers.json").write_text(json.dumps(numbers) + "\n", encoding="utf-8")
    network.load.cache_clear()


if __name__ == "__main__":
    main()
