"""Make confidence mean what it says: how often statements of held-out articles are right, by what the tagger thinks."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from analysis import benchmark
from analysis.articles import Layout, find_parts
from analysis.statements import network, tagger


def run(folder: Path, names: set[str], model: Path) -> None:
    """Fit slope and offset of the log odds of `confidence` and write them into the model's numbers."""
    numbers = json.loads((model / "numbers.json").read_text(encoding="utf-8"))
    numbers |= {"confidence-slope": 1.0, "confidence-offset": 0.0}
    _save(numbers, model)
    table = judged(folder, names)
    odds = np.log(table["confidence"] / (1 - table["confidence"]))
    regression = LogisticRegression(C=1e6).fit(odds.to_numpy()[:, None], table["right"])
    numbers["confidence-slope"] = round(float(regression.coef_[0, 0]), 4)
    numbers["confidence-offset"] = round(float(regression.intercept_[0]), 4)
    _save(numbers, model)


def _save(numbers: dict[str, object], model: Path) -> None:
    (model / "numbers.json").write_text(json.dumps(numbers) + "\n", encoding="utf-8")
    network.load.cache_clear()


def judged(folder: Path, names: set[str]) -> pd.DataFrame:
    """One row per statement of the named articles: its confidence, and whether words and speaker are right."""
    scorer, gold = benchmark.load(folder, "train")
    rows = []
    for article in (a for a in gold if a["doc_id"] in names):
        text = article["text"]
        (found,) = tagger.tag_articles([Layout(article["doc_id"], text, find_parts(text))])
        coded = [scorer.charset(text, a["content"]) for a in article["attributions"]]
        pairs = scorer.greedy(coded, [scorer.charset(text, one.spans) for one in found], 0.5)
        matched = {j: article["attributions"][i]["source"] for i, j, _ in pairs}
        for j, one in enumerate(found):
            ours = [one.mention] if one.mention else None
            right = j in matched and (scorer.source_hit(text, matched[j], ours) if matched[j] else ours is None)
            rows.append((float(np.clip(one.confidence, 1e-4, 1 - 1e-4)), bool(right)))
    return pd.DataFrame(rows, columns=["confidence", "right"])


def reliability(table: pd.DataFrame) -> pd.DataFrame:
    """One row per tenth of confidence: how many statements, their mean confidence, the share that is right."""
    tenth = np.minimum((table["confidence"] * 10).astype(int), 9)
    grouped = table.groupby(tenth)
    return pd.DataFrame(
        {"statements": grouped.size(), "confidence": grouped["confidence"].mean(), "right": grouped["right"].mean()}
    ).round(3)
