"""Fit how a sentence stands to a person: the rows of `standing` in `toward_weights.csv`.

    python -m training.toward FOLDER      # with newsmtsc_train.jsonl of NewsMTSC (Hamborg and Donnay 2021)

Only the training part is read. The factors are searched one at a time on a grid, for macro-F1 at the label shares of
the development parts. Fivefold cross-validation over articles is printed first.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.model_selection import GroupKFold

from analysis import lexicon, standing
from analysis.evidence import Sentence, weigh
from analysis.tone import scorer_of
from analysis.tone_benchmark import labels_of, load, macro_f1
from analysis.toward import NEGATIVE, POSITIVE, places
from analysis.valence import reading

LEXICONS = Path(lexicon.__file__).parent / "lexicons"
STANDING = ("source", "predicate", "reported", "place", "turn", "owner", "pronoun", "late")
GRID = (0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8)
SHARES = {"rw": (0.39, 0.40, 0.21), "mt": (0.31, 0.49, 0.20)}  # negative, neutral, positive in the development parts


class Coded(NamedTuple):
    """The coded mentions: label, weighed valence, standing, several in one sentence, article."""

    labels: np.ndarray
    totals: np.ndarray
    stands: np.ndarray
    several: np.ndarray
    articles: np.ndarray


def read(folder: str | Path) -> Coded:
    """The training part as numbers."""
    rows = load(folder, "train")
    score, sentences = scorer_of(), Counter(row["sentence"] for row in rows)
    totals, stands = [], []
    for row in rows:
        text = reading(row["sentence"])
        sentence = Sentence(text, score.hits_in_names(row["sentence"]))
        first, last = places(text, row["from"], row["to"])
        totals.append(weigh(sentence.evidence(first, last)))
        first, last = sentence.whole(first, last)
        found = standing.standing(sentence.raw, sentence.low, first, last)
        stands.append([float(name in found) for name in STANDING])
    articles = [re.sub(r"_\d+_[^_]*_\d+_\d+$", "", row["id"]) for row in rows]
    return Coded(
        np.array([row["polarity"] for row in rows]),
        np.array(totals),
        np.array(stands),
        np.array([sentences[row["sentence"]] > 1 for row in rows]),
        np.unique(articles, return_inverse=True)[1],
    )


def figures(coded: Coded, totals: np.ndarray, rows: np.ndarray) -> tuple[float, float, float]:
    """Macro-F1 at the shares of `rw`, of `mt`, and of `mt` on sentences with several mentions alone."""
    tones = totals[rows] / np.sqrt(totals[rows] ** 2 + 15)  # as VADER normalises
    found = labels_of(tones, NEGATIVE, POSITIVE)
    gold, several = coded.labels[rows], coded.several[rows]
    return (
        macro_f1(gold, found, SHARES["rw"]),
        macro_f1(gold, found, SHARES["mt"]),
        macro_f1(gold[several], found[several], SHARES["mt"]),
    )


def fit_standing(coded: Coded, rows: np.ndarray) -> np.ndarray:
    """The logarithms of the factors of STANDING: one after the other the best on the grid, twice round."""
    logs = np.zeros(len(STANDING))

    def quality() -> float:
        return sum(figures(coded, coded.totals * np.exp(coded.stands @ logs), rows)) - 0.4 * np.abs(logs).sum()

    best = quality()
    for _ in range(2):
        for i, kept in enumerate(logs.tolist()):
            for step in np.log(GRID):
                logs[i] = step
                now = quality()
                if now > best + 0.02:
                    best, kept = now, step
            logs[i] = kept
    return logs


def cross_validate(coded: Coded) -> None:
    """Print macro-F1 of articles that nothing was fitted on."""
    fitted = np.zeros(len(coded.labels))
    for rows, held_out in GroupKFold(5, shuffle=True, random_state=0).split(coded.stands, groups=coded.articles):
        fitted[held_out] = (coded.totals * np.exp(coded.stands @ fit_standing(coded, rows)))[held_out]
    everything = np.arange(len(coded.labels))
    for name, totals in (("before", coded.totals), ("with standing", fitted)):
        shown = ", ".join(f"{f:.1f}" for f in figures(coded, totals, everything))
        print(f"{name}: macro-F1 at the shares of rw, of mt, of mt among several: {shown}")


def write_standing(logs: np.ndarray) -> None:
    """The rows of STANDING in `toward_weights.csv`; the others stay as they are."""
    rows = [dict(row) for row in lexicon.load("toward_weights")]
    fitted = dict(zip(STANDING, np.exp(logs).tolist(), strict=True))
    for row in rows:
        if row["relation"] in fitted:
            row["weight"] = round(fitted[row["relation"]], 2)  # type: ignore[assignment]
    with (LEXICONS / "toward_weights.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(folder: str) -> None:
    """Cross-validate, fit on all, write the factors."""
    coded = read(folder)
    cross_validate(coded)
    write_standing(fit_standing(coded, np.arange(len(coded.labels))))


if __name__ == "__main__":
    main(sys.argv[1])
