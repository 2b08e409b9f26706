"""Measure statements against articles that people coded (PolNeAR), with the scorer that lies beside the articles.

The articles belong to their publishers and are no part of this project: the folder that holds them is an argument.
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from .anatomy import find_parts
from .layout import Layout
from .sources import SourceError
from .statements import find_statements
from .statements.completion import RULES, complete
from .statements.rules import Found
from .statements.tagger import tag_articles
from .text import Span

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


# Percent on PolNeAR's 84 development articles, below which the benchmark fails. A floor may only rise.
FLOORS: Mapping[str, float] = {
    "detection F1, all modes": 76.8,
    "speaker right on matched": 95.6,
    "end-to-end F1, all modes": 72.4,
    "end-to-end F1, direct": 91.5,
    "end-to-end F1, speech cues": 79.0,
}

# The same figures of others, in the order of FLOORS, measured with the same scorer on the same articles (the peers'
# on the 83 that were parsed for them).
PEERS: Mapping[str, tuple[float, ...]] = {
    "two regular expressions (quotation + nearest “X said”; “X said REST”)": (46.6, 77.0, 36.0, 58.9, 48.6),
    "textacy direct_quotations, per paragraph, merged": (29.5, 92.3, 27.3, 72.8, 39.5),
    "GenderGapTracker, with a parse of every sentence": (50.6, 82.1, 41.5, 57.1, 55.5),
    "a second trained human coder (16 articles)": (79.7, 96.0, 75.4, 98.0, 78.0),
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
        source = _boxed(_span(row["mention_start"], row["mention_end"]))
        if source is None and row["speaker_basis"] == "continued" and held:
            source = held[-1]["source"]
        cue = _boxed(_span(row["cue_start"], row["cue_end"]))
        held.append({"content": row["spans"], "cue": cue, "source": source})
    return found


def _span(start: Any, end: Any) -> Span | None:
    return None if pd.isna(start) else (int(start), int(end))


def _boxed(span: Span | None) -> list[list[int]] | None:
    return None if span is None else [list(span)]


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


def beside_peers(table: pd.DataFrame) -> pd.DataFrame:
    """One row per system, ours first: the figures that have floors, in percent."""
    ours = dict(zip(table["figure"], table["percent"], strict=True))
    rows = {"this library": tuple(ours[figure] for figure in FLOORS), **PEERS}
    return _systems(rows)


def _systems(rows: Mapping[str, Sequence[float]]) -> pd.DataFrame:
    return pd.DataFrame([(name, *figures) for name, figures in rows.items()], columns=["system", *FLOORS])


def ablation(folder: str | Path, split: str = "dev") -> pd.DataFrame:
    """One row per rule left out, and one for the tagger without any rule: the figures that have floors, in percent."""
    scorer, gold = load(folder, split)
    held = [Layout(a["doc_id"], a["text"], find_parts(a["text"])) for a in gold]
    tagged = tag_articles(held)
    cases = {"everything": set[str](), **{f"without {rule}": {rule} for rule in RULES}}
    cases["the tagger alone, no rules"] = set(RULES)
    rows = {}
    for name, left_out in cases.items():
        found = {a.article_id: _as_spans(complete(a, t, left_out)) for a, t in zip(held, tagged, strict=True)}
        summary, _ = scorer.score(gold, found)
        rows[name] = [round(100 * summary[g][m][p], 1) for g, m, p in (FIGURES[figure] for figure in FLOORS)]
    return _systems(rows)


def _as_spans(found: Iterable[Found]) -> list[dict[str, Any]]:
    """Statements in the scorer's form, as `predictions` gives them."""
    rows: list[dict[str, Any]] = []
    for one in found:
        source = rows[-1]["source"] if one.carried and rows else _boxed(one.mention)
        rows.append({"content": [list(s) for s in one.spans], "cue": _boxed(one.cue), "source": source})
    return rows


def errors(folder: str | Path, split: str = "train") -> pd.DataFrame:
    """One row per way of going wrong: miss (not found, wrong speaker, not coded), kind, cue word, how often.

    Where the next improvement is to be looked for: on train, whose articles may be read.
    """
    scorer, gold = load(folder, split)
    found = predictions(gold)
    counted: Counter[tuple[str, str, str]] = Counter()
    for article in gold:
        counted.update(_misses(scorer, article, found.get(article["doc_id"], [])))
    rows = [(*what, count) for what, count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]
    return pd.DataFrame(rows, columns=["miss", "kind", "cue", "count"])


def _misses(
    scorer: ModuleType, article: Mapping[str, Any], found: list[dict[str, Any]]
) -> Iterator[tuple[str, str, str]]:
    text, coded = article["text"], article["attributions"]
    quoted = scorer.charset(text, scorer.quote_spans(text))
    wanted = [scorer.charset(text, one["content"]) for one in coded]
    ours = [scorer.charset(text, one["content"]) for one in found]
    pairs = {i: j for i, j, _ in scorer.greedy(wanted, ours, 0.5)}
    for i, one in enumerate(coded):
        what = (scorer.kind(wanted[i], quoted), _cue(text, one["cue"]))
        if i not in pairs:
            yield "not found", *what
        elif one["source"] and not scorer.source_hit(text, one["source"], found[pairs[i]]["source"]):
            yield "wrong speaker", *what
    for j in set(range(len(found))) - set(pairs.values()):
        yield "not coded", scorer.kind(ours[j], quoted), _cue(text, found[j]["cue"])


def _cue(text: str, cue: list[list[int]] | None) -> str:
    return " ".join(text[s:e] for s, e in cue).lower() if cue else "(no cue)"


def below_floors(table: pd.DataFrame) -> list[str]:
    """What to tell of each figure that has fallen below its floor."""
    ours = dict(zip(table["figure"], table["percent"], strict=True))
    return [
        f"{name}: {ours[name]} is below its floor of {floor}" for name, floor in FLOORS.items() if ours[name] < floor
    ]


def as_text(table: pd.DataFrame) -> str:
    """A table as Markdown lines; low and high in one column."""
    shown = table.copy()
    if {"low", "high"} <= set(shown.columns):
        pairs = zip(shown["low"], shown["high"], strict=True)
        interval = ["" if pd.isna(low) else f"{low} to {high}" for low, high in pairs]
        shown = shown.assign(low=interval).drop(columns="high").rename(columns={"low": "95 % interval"})
    lines = [shown.columns.tolist(), ["---"] * shown.shape[1], *shown.to_numpy().tolist()]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
