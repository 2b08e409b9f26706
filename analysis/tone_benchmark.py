"""Measure tone against sentences that people coded: NewsMTSC (Hamborg and Donnay 2021), tone toward a named person.

Two development parts are scored: `rw`, as news come, and `mt`, sentences that name several people. The sentences are no
part of this project: the folder that holds them is an argument.
"""

from __future__ import annotations

import gc
import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from . import benchmark
from .pipeline import analyse
from .sources import SourceError
from .speed import seconds
from .text import reading_copy
from .tone import THRESHOLD, Scorer, score_tone, sentence_tone
from .tone_lexicon import lexicon_of, stock
from .toward import NEGATIVE, POSITIVE, score_tone_toward, tone_toward

PARTS = ("rw", "mt")
_PRONOUNS = frozenset("i he she him his her they them their who it we you".split())
PEOPLE = 10  # mentions of one person, for a mean by person

Score = Callable[[str, int, int], float]


def load(folder: str | Path, part: str) -> list[dict[str, Any]]:
    """The coded sentences of a part: sentence, mention, from, to, polarity; SourceError where the file is missing."""
    path = Path(folder, f"newsmtsc_{part}.jsonl")
    if not path.is_file():
        raise SourceError(f"{path} is missing; give the folder that holds NewsMTSC as JSON lines")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _whole(*corrections: str) -> Score:
    lexicon = "news" if "overlay" in corrections else "vader"
    return lambda text, _start, _end: sentence_tone(text, lexicon, corrections)


# What is compared: name -> (tone of a sentence toward characters start to end, negative to, positive from).
SYSTEMS: Mapping[str, tuple[Score, float, float]] = {
    "stock VADER, whole sentence": (_whole(), -THRESHOLD, THRESHOLD),
    "+ reading copy": (_whole("reading"), -THRESHOLD, THRESHOLD),
    "+ names masked": (_whole("names"), -THRESHOLD, THRESHOLD),
    "+ overlay": (_whole("overlay"), -THRESHOLD, THRESHOLD),
    "all three, whole sentence": (_whole("reading", "names", "overlay"), -THRESHOLD, THRESHOLD),
    "toward the person, stock VADER": (
        lambda text, start, end: tone_toward(text, start, end, "vader"),
        NEGATIVE,
        POSITIVE,
    ),
    "toward the person, all corrections": (tone_toward, NEGATIVE, POSITIVE),
}


def macro_f1(gold: np.ndarray, found: np.ndarray, shares: Sequence[float] | None = None) -> float:
    """The mean of F1 of negative, neutral and positive, in percent; with `shares`, had the gold labels these shares."""
    table = np.array([[np.sum((gold == a) & (found == b)) for b in (-1, 0, 1)] for a in (-1, 0, 1)], dtype=float)
    if shares is not None:
        table *= (np.array(shares) / np.maximum(1, table.sum(axis=1)))[:, None]
    both = table.sum(axis=0) + table.sum(axis=1)
    return float(100 * np.sum(np.divide(2 * table.diagonal(), both, out=np.zeros(3), where=both > 0)) / 3)


def labels_of(tones: np.ndarray, negative: float, positive: float) -> np.ndarray:
    """-1 to `negative`, 1 from `positive`, else 0."""
    return np.where(tones <= negative, -1, np.where(tones >= positive, 1, 0))


def _by_person(rows: list[dict[str, Any]], tones: np.ndarray) -> float:
    """Correlation of mean tone and mean label over the persons with PEOPLE mentions or more."""
    names = [reading_copy(row["mention"]).removesuffix("'s").split()[-1].lower() for row in rows]
    table = pd.DataFrame({"person": names, "label": [row["polarity"] for row in rows], "tone": tones})
    table = table[~table["person"].isin(_PRONOUNS)]
    means = table.groupby("person").agg(n=("label", "size"), label=("label", "mean"), tone=("tone", "mean"))
    means = means[means["n"] >= PEOPLE]
    return float(np.corrcoef(means["label"], means["tone"])[0, 1]) if len(means) > 2 else np.nan


def measure_tone(folder: str | Path, resamples: int = 1000) -> pd.DataFrame:
    """One row per system: macro-F1 in percent on `rw` and `mt` with 95 % intervals, and the correlation by person.

    Intervals resample sentences (seeded). `by_person` needs more mentions of one person than the development parts
    have, so that it is over them and the training part together.
    """
    coded = {part: load(folder, f"dev_{part}") for part in PARTS}
    everything = [row for rows in (*coded.values(), load(folder, "train")) for row in rows]
    rows = []
    for name, (score, negative, positive) in SYSTEMS.items():
        found: dict[str, Any] = {"system": name}
        for part, sentences in coded.items():
            tones = np.array([score(r["sentence"], r["from"], r["to"]) for r in sentences])
            gold = np.array([r["polarity"] for r in sentences])
            labels = labels_of(tones, negative, positive)
            found[part] = round(macro_f1(gold, labels), 1)
            found[f"{part}_low"], found[f"{part}_high"] = _interval(sentences, gold, labels, resamples)
        whole = np.array([score(r["sentence"], r["from"], r["to"]) for r in everything])
        found["by_person"] = round(_by_person(everything, whole), 2)
        rows.append(found)
    return pd.DataFrame(rows)


def _interval(
    sentences: list[dict[str, Any]], gold: np.ndarray, labels: np.ndarray, resamples: int
) -> tuple[float, float]:
    if not resamples:
        return np.nan, np.nan
    groups = pd.Series(range(len(gold))).groupby([r["sentence"] for r in sentences], sort=False).apply(list).tolist()
    chance, scores = np.random.default_rng(0), []
    for _ in range(resamples):
        drawn = np.concatenate([groups[i] for i in chance.integers(0, len(groups), len(groups))])
        scores.append(macro_f1(gold[drawn], labels[drawn]))
    low, high = np.quantile(scores, [0.025, 0.975])
    return round(float(low), 1), round(float(high), 1)


def cost(sentences: pd.DataFrame, statements: pd.DataFrame, people: Any, runs: int = 5) -> float:
    """Time of scoring sentences, statements and toward, as a multiple of one `polarity_scores` call a sentence.

    The median of `runs` (processor time), each beside VADER in the same run; nothing scored before is remembered.
    """
    texts, ratios = sentences["text"].tolist(), []
    gc.collect()
    gc.freeze()  # what ran before in this process is not looked through again and again

    def ours() -> None:
        scorer = Scorer(lexicon_of("news"))
        scored = score_tone(sentences, scorer=scorer)
        score_tone_toward(scored, people, score_tone(statements, scorer=scorer), scorer=scorer)

    for _ in range(runs):
        plain = seconds(lambda: [stock().polarity_scores(text) for text in texts])
        ratios.append(seconds(ours) / plain)
    gc.unfreeze()
    return statistics.median(ratios)


def cost_on(folder: str | Path) -> float:
    """`cost` on PolNeAR's development articles."""
    articles = pd.DataFrame([{"article_id": a["doc_id"], "text": a["text"]} for a in benchmark.load(folder, "dev")[1]])
    study = analyse(articles)
    return cost(study.sentences, study.statements, study.speakers)


def as_text(table: pd.DataFrame) -> str:
    """The table as Markdown lines."""
    shown = pd.DataFrame({"toward a person, NewsMTSC dev": table["system"]})
    for part in PARTS:
        figures = zip(table[part], table[f"{part}_low"], table[f"{part}_high"], strict=True)
        shown[f"macro-F1 {part}"] = [
            f"{f}" + ("" if pd.isna(low) else f" ({low} to {high})") for f, low, high in figures
        ]
    shown["r by person"] = [f"{r:.2f}" for r in table["by_person"]]
    return benchmark.as_text(shown)
