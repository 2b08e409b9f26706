"""Make the model of the package from PolNeAR: `python -m training.train FOLDER`, or `make train POLNEAR=FOLDER`.

FOLDER holds polnear_train.jsonl and score.py, and for the figures of the model card polnear_dev.jsonl. Uncoded news
sentences beside them (newsmtsc_train.jsonl) are used where they are there. Large networks and a pretrained
encoder learn from the coded articles; a small network learns from these and from what the others believe; a linker and
a calibration follow.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch

from analysis.statements import network
from analysis.statements.words import Words

from . import calibrate, card, data, distil, encoder, export, fit, link, vectors
from .nets import Field, Net

MODEL = Path(__file__).parent.parent / "analysis" / "statements" / "model"
WORD_AT_LEAST = 4  # occurrences; of rarer words only those are known that are frequent in English
WORDS = 25_000  # that the network knows; all others share buckets
COPIES = 4  # of the articles that the student sees, all but the first altered


ENCODER_EPOCHS, ENCODER_SEED, ENCODER_SHARE = 3, 1, 0.4  # the share of what the teachers believe together


class Shape(NamedTuple):
    """A network to train: its size and its seed."""

    hidden: int
    convolutions: int
    epochs: int
    seed: int


TEACHERS = (Shape(96, 0, 8, 11), Shape(112, 128, 9, 12), Shape(112, 0, 8, 13))
STUDENT, LARGER = Shape(64, 0, 6, 31), Shape(80, 0, 7, 32)
REFINED = (41, 51)  # seeds of the generations that follow: the student taught by itself and by the larger one
OWN_SHARE, REFINED_EPOCHS = 0.6, 7
MORE = ((7, 2.5e-3), (5, 2e-3))  # epochs and rates of the student after these: the rate rises and falls again
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
    vocabulary = vectors.extended(data.vocabulary(learn, WORD_AT_LEAST), WORDS)
    words = Words(vocabulary)
    check = encoder.encode(held, words)
    teachers = teach(vocabulary, learn, check)
    believed = copies(teachers, learn, words)
    extra = [distil.believe(teachers, encoder.encode(silver, words, coded=False))] if silver else []
    student, larger = (study(shape, vocabulary, believed, extra, check) for shape in (STUDENT, LARGER))
    for seed in REFINED:
        student = refined(student, larger, seed, vocabulary, learn, extra, check)
    write(student, vocabulary, link.weights(learn, words), MODEL)
    calibrate.run(given.folder, names, MODEL)
    table = calibrate.reliability(calibrate.judged(given.folder, names)[0])
    card.write(given.folder, MODEL, table, silver=sum(article.text.count("\n") + 1 for article in silver))


def teach(vocabulary: Sequence[str], learn: Sequence[data.Article], check: data.Encoded) -> list[tuple[Field, float]]:
    """The teachers, each with its share; every epoch of every one sees the articles altered in another way."""
    words = Words(vocabulary)

    def taught(net: Field, epochs: int, seed: int, **settings: Any) -> Field:
        chance = random.Random(seed)

        def portions(_: int) -> list[data.Encoded]:
            return [encoder.encode([data.altered(a, chance) for a in learn], words)]

        return fit.train(net, vocabulary, portions, check, epochs=epochs, seed=seed, log=f"teacher {seed}", **settings)

    share = (1 - ENCODER_SHARE) / len(TEACHERS)
    found = [(taught(network_of(shape, vocabulary, 0.35), shape.epochs, shape.seed), share) for shape in TEACHERS]
    torch.manual_seed(ENCODER_SEED)
    largest = taught(encoder.Teacher(), ENCODER_EPOCHS, ENCODER_SEED, rate=2e-3, size=16)
    return [*found, (largest, ENCODER_SHARE)]


def copies(
    teachers: Sequence[tuple[Field, float]], articles: Sequence[data.Article], words: Words
) -> list[data.Encoded]:
    """The articles as they are and altered, with what the teachers believe of each."""
    chance = random.Random(STUDENT.seed)
    changed = [list(articles), *([data.altered(a, chance) for a in articles] for _ in range(COPIES - 1))]
    return [distil.believe(teachers, encoder.encode(version, words)) for version in changed]


def network_of(shape: Shape, vocabulary: Sequence[str], dropout: float) -> Net:
    """A network before it learns: pretrained vectors for the words that have one, chance for the rest."""
    torch.manual_seed(shape.seed)
    net = Net(len(vocabulary), shape.hidden, convolutions=shape.convolutions, dropout=dropout)
    pretrained = torch.from_numpy(vectors.of(vocabulary))
    known = pretrained.any(dim=1)
    with torch.no_grad():
        net.word.weight[: len(vocabulary)][known] = pretrained[known]
    return net


def study(
    shape: Shape,
    vocabulary: Sequence[str],
    believed: Sequence[data.Encoded],
    extra: Sequence[data.Encoded],
    check: data.Encoded,
) -> Net:
    """A student, taught by the codes and by the teachers' beliefs about coded and uncoded articles."""
    net = network_of(shape, vocabulary, 0.3)
    for n, (epochs, rate) in enumerate([(shape.epochs, 3e-3), *MORE]):
        fit.train(
            net,
            vocabulary,
            lambda epoch: [believed[epoch % COPIES], *extra],
            check,
            epochs=epochs,
            seed=shape.seed + n,
            rate=rate,
            log=f"student, cycle {n + 1}",
        )
    return net


def refined(
    student: Net,
    larger: Net,
    seed: int,
    vocabulary: Sequence[str],
    learn: Sequence[data.Article],
    extra: Sequence[data.Encoded],
    check: data.Encoded,
) -> Net:
    """The student taught once more, on articles altered afresh, by what it and the larger one believe together."""
    words, chance = Words(vocabulary), random.Random(seed)
    teachers = [(copy.deepcopy(student), OWN_SHARE), (larger, 1 - OWN_SHARE)]
    changed = ([data.altered(a, chance) for a in learn] for _ in range(COPIES - 1))
    believed = [distil.believe(teachers, data.encode(version, words)) for version in changed]
    fit.train(
        student,
        vocabulary,
        lambda epoch: [believed[epoch % len(believed)], *extra],
        check,
        epochs=REFINED_EPOCHS,
        seed=seed,
        rate=2e-3,
        log=f"refined {seed}",
    )
    return student


def write(net: Net, vocabulary: Sequence[str], links: Mapping[str, Any], folder: Path) -> None:
    """The files of the package; confidence is not calibrated yet."""
    folder.mkdir(parents=True, exist_ok=True)
    export.write(net, folder)
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
