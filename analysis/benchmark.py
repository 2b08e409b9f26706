"""Measure statements against articles that people coded (PolNeAR), with the scorer that lies beside the articles.

The articles belong to their publishers and are no part of this project: the folder that holds them is an argument.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from .sources import SourceError
from .statements import find_statements

# What docs/benchmark.md and the floors in tests/ speak of: name -> where the scorer keeps it.
FIGURES: Mapping[str, tuple[str, str, str]] = {
    "detection F1, all modes": ("all", "j50", "F1"),
    "detection precision, all modes": ("all", "j50", "P"),
    "detection recall, all modes": ("all", "j50", "R"),
    "speaker right on matched": ("all", "speaker", "acc"),
    "end-to-end F1, all modes": ("all", "e2e", "F1"),
    "end-to-end F1, direct": ("direct", "e2e", "F1"),
    "end-to-end F1, speech cues": ("speech", "e2e", "F1"),
}


def load(folder: str | Path, split: str) -> tuple[ModuleType, list[dict[str, Any]]]:
    """The scorer and the coded articles of `split` (dev or train); SourceError names what is missing."""
    scorer, gold = Path(folder, "score.py"), Path(folder, f"polnear_{split}.jsonl")
    for path in (scorer, gold):
        if not path.is_file():
            raise SourceError(f"{path} is missing; give the folder that holds PolNeAR's articles and score.py")
    spec = importlib.util.spec_from_file_location("score", scorer)
    if spec is None or spec.loader is None:
        raise SourceError(f"{scorer} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module, module.load(gold)


def predictions(articles: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Our statements of coded articles in the scorer's form: content, cue and source as spans.

    The source of a statement that goes on from the one before is that one's: coders name it where it was last named.
    """
    table = pd.DataFrame([{"article_id": a["doc_id"], "text": a["text"]} for a in articles])
    found: dict[str, list[dict[str, Any]]] = {article_id: [] for article_id in table["article_id"].tolist()}
    for row in find_statements(table).to_dict("records"):
        held = found[row["article_id"]]
        source = _span(row["mention_start"], row["mention_end"])
        if source is None and row["speaker_basis"] == "continued" and held:
            source = held[-1]["source"]
        cue = _span(row["cue_start"], row["cue_end"])
        held.append({"content": row["spans"], "cue": cue, "source": source})
    return found


def _span(start: Any, end: Any) -> list[list[int]] | None:
    return None if pd.isna(start) else [[int(start), int(end)]]


def measure(folder: str | Path, split: str = "dev", resamples: int = 1000) -> pd.DataFrame:
    """One row per figure: percent, low and high (95 % bootstrap over articles, where the scorer has it), articles."""
    scorer, gold = load(folder, split)
    summary, per_article = scorer.score(gold, predictions(gold))
    intervals = scorer.bootstrap(per_article, resamples) if resamples else {}
    rows = []
    for figure, (group, measure_, part) in FIGURES.items():
        low, high = intervals.get(f"{group}/{measure_}", (None, None)) if part == "F1" else (None, None)
        rows.append((figure, summary[group][measure_][part], low, high))
    table = pd.DataFrame(rows, columns=["figure", "percent", "low", "high"])
    table[["percent", "low", "high"]] = (table[["percent", "low", "high"]].astype(float) * 100).round(1)
    return table.assign(articles=len(gold))


def as_text(table: pd.DataFrame) -> str:
    """The table as Markdown lines."""
    lines = ["| figure | percent | 95 % interval | articles |", "|---|---|---|---|"]
    for figure, percent, low, high, articles in table.to_numpy().tolist():
        interval = "" if pd.isna(low) else f"{low} to {high}"
        lines.append(f"| {figure} | {percent} | {interval} | {articles} |")
    return "\n".join(lines)


def save_predictions(folder: str | Path, split: str, to: str | Path) -> None:
    """Write our statements as JSON lines for the scorer's own command line."""
    _, gold = load(folder, split)
    with Path(to).open("w", encoding="utf-8") as file:
        for article_id, statements in predictions(gold).items():
            file.write(json.dumps({"doc_id": article_id, "statements": statements}) + "\n")
