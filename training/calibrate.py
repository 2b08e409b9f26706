"""Make confidence mean what it says: how often statements of held-out articles are right, by what the tagger thinks."""

from __future__ import annotations

import json
from collections.abc import Set
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from analysis import benchmark
from analysis.anatomy import find_parts
from analysis.layout import Layout
from analysis.statements import network, tagger

KEPT = 0.35  # what is less sure is no statement: on held-out articles its loss costs no end-to-end F1


def run(folder: Path, names: Set[str], model: Path) -> None:
    """Fit the weights of the evidence for a statement and write them into the model's numbers."""
    numbers = json.loads((model / "numbers.json").read_text(encoding="utf-8"))
    _save(numbers | {"confidence-from": 0.0}, model)
    table, evidence = judged(folder, names)
    regression = LogisticRegression(fit_intercept=False, max_iter=1000).fit(evidence, table["right"])
    weights = [round(float(w), 4) for w in regression.coef_[0]]
    _save(numbers | {"confidence": weights, "confidence-from": KEPT}, model)


def _save(numbers: dict[str, object], model: Path) -> None:
    (model / "numbers.json").write_text(json.dumps(numbers) + "\n", encoding="utf-8")
    network.load.cache_clear()


def judged(folder: Path, names: Set[str]) -> tuple[pd.DataFrame, np.ndarray]:
    """One row per statement of the named articles: its confidence, whether words and speaker are right; evidence."""
    scorer, gold = benchmark.load(folder, "train")
    rows, evidence = [], []
    for article in (a for a in gold if a["doc_id"] in names):
        text = article["text"]
        (found,) = tagger.tag_articles([Layout(article["doc_id"], text, find_parts(text))])
        coded = [scorer.charset(text, a["content"]) for a in article["attributions"]]
        pairs = scorer.greedy(coded, [scorer.charset(text, one.spans) for one in found], 0.5)
        matched = {j: article["attributions"][i]["source"] for i, j, _ in pairs}
        for j, one in enumerate(found):
            ours = [one.mention] if one.mention else None
            right = j in matched and (scorer.source_hit(text, matched[j], ours) if matched[j] else ours is None)
            rows.append((one.confidence, bool(right)))
            evidence.append(one.evidence)
    return pd.DataFrame(rows, columns=["confidence", "right"]), np.array(evidence)


def reliability(table: pd.DataFrame) -> pd.DataFrame:
    """One row per tenth of confidence: how many statements, their mean confidence, the share that is right."""
    tenth = np.minimum((table["confidence"] * 10).astype(int), 9)
    grouped = table.groupby(tenth)
    columns = {
        "statements": grouped.size(),
        "confidence": grouped["confidence"].mean(),
        "right": grouped["right"].mean(),
    }
    return pd.DataFrame(columns).round(3)
