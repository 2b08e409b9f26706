"""What the stages cost, in VADER's own time: the ratio to one `polarity_scores` call per sentence of the same text.

Seconds say more about the machine than about the program; both are timed in turn, in one process, by the processor's
clock, and the median of several rounds is taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from .articles import read_articles
from .benchmark import load
from .sentences import split_sentences
from .speakers import name_speakers
from .statements import find_statements
from .text import reading_copy


def cost(folder: str | Path, split: str = "dev", rounds: int = 5) -> pd.DataFrame:
    """One row per stage: its time as a multiple of VADER's over the same sentences, the median of `rounds`."""
    _, gold = load(folder, split)
    return ratios(read_articles(pd.DataFrame([{"article_id": a["doc_id"], "text": a["text"]} for a in gold])), rounds)


def ratios(articles: pd.DataFrame, rounds: int = 5) -> pd.DataFrame:
    """The table of `cost` for any table `articles`."""
    copies = [reading_copy(text) for text in split_sentences(articles)["text"].tolist()]
    statements = find_statements(articles)  # once before, so that nobody pays for what is read once
    stages: dict[str, Callable[[], Any]] = {
        "sentences": lambda: split_sentences(articles),
        "statements": lambda: find_statements(articles),
        "speakers": lambda: name_speakers(statements, articles),
    }
    taken = in_turn(stages, copies, rounds)
    taken.insert(0, "all three", taken[list(stages)].sum(axis=1))
    table = taken.div(taken.pop("VADER"), axis=0).median().round(2)
    return pd.DataFrame({"stage": table.index, "times VADER": table.to_numpy(), "sentences": len(copies)})


def in_turn(stages: Mapping[str, Callable[[], Any]], copies: Sequence[str], rounds: int) -> pd.DataFrame:
    """One row per round: the seconds of each stage, and under `VADER` those of one `polarity_scores` per sentence."""
    vader = SentimentIntensityAnalyzer()
    timed = []
    for _ in range(rounds):
        unit = seconds(lambda: [vader.polarity_scores(copy) for copy in copies])
        timed.append({"VADER": unit, **{name: seconds(stage) for name, stage in stages.items()}})
    return pd.DataFrame(timed)


def seconds(work: Callable[[], Any]) -> float:
    """The processor's time for one piece of work; never 0, as others are divided by it."""
    began = time.process_time()
    work()
    return max(time.process_time() - began, 1e-9)
