"""A seeded sample of statements for people to code, with the probability with which each came in, and whole articles.

Two draws that do not depend on each other. Statements: systematic sampling with unequal probabilities (Madow 1949) down
a list ordered by strata, so that every stratum gets its share to within one; a stratum's share of the sample grows
with the `power` of its size (Bankier 1988), so that rare kinds and speakers are seen often enough to say anything.
Articles: all with the same probability, for what the machine missed. Each statement's probability of being in one
draw or the other is kept (Horvitz and Thompson 1952), so that figures can be weighted back to the corpus.

Chance is a hash of seed and id: the same sample on every machine, whatever the order of the rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .. import tables
from ..language import in_english
from ..registry import read_table
from ..sentences import split_sentences
from ..speakers import count_speakers
from ..text import Span
from ..timeline import window
from .context import as_text, mark, surrounding
from .questions import NO_TOPIC, UNKNOWN
from .sample import CodingSample

BY = ("kind", "speaker", "outlet", "confidence")
_NAMED = 4  # values of an open column that are strata of their own; all others are one more
_BANDS = 3  # of a column of numbers, as many statements in each


def sample_for_coding(
    statements: pd.DataFrame,
    n: int = 200,
    *,
    articles: pd.DataFrame,
    by: Sequence[str] = BY,
    whole: int = 5,
    topics: pd.DataFrame | None = None,
    codebook: str | Path | pd.DataFrame | None = None,
    seed: int = 0,
    power: float = 0.5,
) -> CodingSample:
    """`n` statements and `whole` articles to be coded by people; `save` writes the sheets and the key.

    `by`: columns of `statements` or `articles` that make the strata; of names the most frequent have strata of their
    own, numbers are cut in three bands. `power`: 1 samples every stratum in proportion, 0 all strata alike. `whole`:
    articles of which every statement is coded and every missed one written down; recall rests on them. With `topics`
    (of `find_topics`) topics are coded too, by the names in `codebook`. Only what figures count is sampled: speech and
    writing. Raises TableError for missing columns, ValueError where there is nothing to sample.
    """
    tables.require(
        statements, ["statement_id", "article_id", "spans", "text", "mode", "confidence"], "sample_for_coding"
    )
    tables.require(articles, ["article_id", "text"], "sample_for_coding")
    if n < 0 or whole < 0 or not n + whole:
        raise ValueError(f"sample_for_coding needs statements or whole articles to sample; got n={n}, whole={whole}.")
    said = tables.said(statements)
    readable = _readable(articles)
    if said.empty and readable.empty:
        raise ValueError("there are no statements and no articles to sample from.")
    frame = _with_strata(said, articles, by)
    chances = _chances(frame["stratum"].tolist(), n, power)
    drawn = _systematic(frame, chances, seed)
    chosen = sorted(readable["article_id"].tolist(), key=lambda i: _hash(seed, "article", i))[:whole]
    share = len(chosen) / max(1, len(readable))
    in_articles = frame["article_id"].isin(chosen).to_numpy()
    both = 1 - (1 - chances) * (1 - np.where(frame["article_id"].isin(readable["article_id"]), share, 0.0))
    items = frame.assign(drawn=np.where(drawn, "yes", "no"), probability=np.round(both, 9))[drawn | in_articles]
    held = articles[articles["article_id"].isin([*items["article_id"], *chosen])]
    sentences = split_sentences(held)
    key = _key(items, held, sentences, topics)
    return CodingSample(
        items=key,
        sentences=_sentence_key(sentences, chosen, held, key, share),
        speakers=count_speakers(statements)[["speaker", "forms"]],
        topics=_topic_names(topics, codebook),
        settings={
            "seed": seed,
            "by": list(by),
            "power": power,
            "statements": len(frame),
            "articles": len(readable),
            "drawn": int(drawn.sum()),
            "whole_articles": len(chosen),
            "window": window(articles["published"]) if "published" in articles.columns else "days unknown",
            "unattributed": int((key["speaker"] == UNKNOWN).sum()),
            "strata": int(frame["stratum"].nunique()),
        },
    )


def _readable(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles that the machine reads for statements: no copies, none in another language."""
    kept = articles[in_english(articles)]
    return kept[kept["duplicate_of"].isna()] if "duplicate_of" in kept.columns else kept


def _hash(seed: int, *of: Any) -> int:
    words = "\x1f".join(map(str, (seed, *of)))
    return int.from_bytes(hashlib.sha256(words.encode("utf-8")).digest()[:8], "big")


def _with_strata(said: pd.DataFrame, articles: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    columns = []
    for name in by:
        if name in said.columns:
            values = said[name]
        elif name in articles.columns:
            values = said["article_id"].map(dict(zip(articles["article_id"], articles[name], strict=True)))
        else:
            got = ", ".join(dict.fromkeys([*said.columns, *articles.columns]))
            raise tables.TableError(f"sample_for_coding has no column {name} to sample by; there are {got}.")
        columns.append(_bands(values) if pd.api.types.is_float_dtype(values) else _levels(values))
    labels = [" · ".join(parts) for parts in zip(*columns, strict=True)] if columns else ["all"] * len(said)
    return said.assign(stratum=labels)


def _levels(values: pd.Series) -> list[str]:
    """Each value as a stratum's name; of many values only the most frequent, ties by name."""
    words = values.astype(object).where(values.notna(), UNKNOWN).astype(str)
    counts = words.value_counts()
    order = sorted(counts.index.tolist(), key=lambda v: (v == UNKNOWN, -counts[v], v))
    kept = {*order[:_NAMED], UNKNOWN} if len(order) > _NAMED + 1 else set(order)
    return [v if v in kept else "others" for v in words.tolist()]


def _bands(values: pd.Series) -> list[str]:
    known = values.dropna().to_numpy(dtype=float)
    if not len(known):
        return [UNKNOWN] * len(values)
    cuts = np.quantile(known, [i / _BANDS for i in range(1, _BANDS)])
    name = str(values.name)
    return [
        UNKNOWN if v != v else f"{name} {'low middle high'.split()[int(np.searchsorted(cuts, v, side='left'))]}"
        for v in values.astype(float).tolist()
    ]


def _chances(strata: list[str], n: int, power: float) -> np.ndarray:
    """The probability of each statement: its stratum's share of `n`, none above 1, together `n` (or all there are)."""
    sizes: dict[str, int] = {}
    for stratum in strata:
        sizes[stratum] = sizes.get(stratum, 0) + 1
    names = sorted(sizes)
    size = np.array([sizes[s] for s in names], dtype=float)
    wanted, full = np.zeros(len(names)), np.zeros(len(names), dtype=bool)
    left = float(min(n, len(strata)))
    while left > 1e-9 and not full.all():
        weight = np.where(full, 0.0, size**power)
        wanted = np.where(full, size, weight / weight.sum() * (left if not full.any() else left - size[full].sum()))
        over = ~full & (wanted >= size - 1e-12)
        if not over.any():
            break
        full |= over
        wanted = np.where(full, size, wanted)
    share = dict(zip(names, (np.minimum(wanted, size) / size).tolist(), strict=True))
    return np.array([share[s] for s in strata], dtype=float)


def _systematic(frame: pd.DataFrame, chances: np.ndarray, seed: int) -> np.ndarray:
    """Walk down the list in equal steps from a random start: as many are drawn as the chances add up to."""
    ids, strata = frame["statement_id"].tolist(), frame["stratum"].tolist()
    order = sorted(range(len(ids)), key=lambda i: (strata[i], _hash(seed, "statement", ids[i])))
    drawn = np.zeros(len(ids), dtype=bool)
    reached, start = 0.0, _hash(seed, "start") / 2**64
    for i in order:
        before = np.floor(reached - start)
        reached = round(reached + float(chances[i]), 12)  # so that a whole sum is whole
        drawn[i] = np.floor(reached - start) > before
    return drawn


def _key(
    items: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame, topics: pd.DataFrame | None
) -> pd.DataFrame:
    """What is shown of each statement and what the machine says of it, in the order of the text."""
    texts, places = _texts(articles), _places(sentences)
    starts = [min(s[0] for s in spans) for spans in items["spans"].tolist()]
    order = np.lexsort((starts, items["article_id"].to_numpy(dtype=object).astype(str)))
    items = items.iloc[order]
    coded = _machine_topics(items["statement_id"].tolist(), topics)
    rows = []
    for number, row in enumerate(tables.records(items), start=1):
        text = texts[row["article_id"]]
        within = surrounding(row["spans"], places.get(row["article_id"], []), len(text))
        rows.append(
            {
                "item": f"S{number:04}",
                "statement_id": row["statement_id"],
                "article_id": row["article_id"],
                "drawn": row["drawn"],
                "stratum": row["stratum"],
                "probability": row["probability"],
                "spans": row["spans"],
                "words": row["text"],
                "context": as_text(mark(text, within, row["spans"])),
                "kind": _or_none(row.get("kind")),
                "speaker": _or_none(row.get("speaker")) or UNKNOWN,
                "tone": _or_none(row.get("tone_label")),
                "topic": None if topics is None else coded.get(row["statement_id"], NO_TOPIC),
            }
        )
    return pd.DataFrame(rows, columns=CodingSample.ITEM_COLUMNS)


def _or_none(value: Any) -> Any:
    return value if isinstance(value, str) else None


def _texts(articles: pd.DataFrame) -> Mapping[str, str]:
    return dict(zip(articles["article_id"].tolist(), articles["text"].tolist(), strict=True))


def _places(sentences: pd.DataFrame) -> Mapping[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    columns = (sentences[c].tolist() for c in ("article_id", "start", "end"))
    for article, start, end in zip(*columns, strict=True):
        found.setdefault(article, []).append((start, end))
    return found


def _machine_topics(ids: Sequence[str], topics: pd.DataFrame | None) -> dict[str, str]:
    if topics is None:
        return {}
    found: dict[str, set[str]] = {}
    wanted = topics[topics["statement_id"].isin(ids)]
    for statement, topic in zip(wanted["statement_id"].tolist(), wanted["topic"].tolist(), strict=True):
        found.setdefault(statement, set()).add(topic)
    return {statement: "; ".join(sorted(names)) for statement, names in found.items()}


def _topic_names(topics: pd.DataFrame | None, codebook: Any) -> list[str]:
    if topics is None:
        return []
    known = topics if codebook is None else codebook
    table = known if isinstance(known, pd.DataFrame) else read_table(known, "codebook of topics")
    return sorted(set(table["topic"].dropna().tolist()))


def _sentence_key(
    sentences: pd.DataFrame, chosen: list[str], articles: pd.DataFrame, items: pd.DataFrame, share: float
) -> pd.DataFrame:
    """The sentences of the whole articles, what the machine found in them marked, and which statements those are."""
    texts = _texts(articles)
    found: dict[str, list[tuple[str, list[list[int]]]]] = {}
    for article, item, spans in zip(*(items[c].tolist() for c in ("article_id", "item", "spans")), strict=True):
        found.setdefault(article, []).append((item, spans))
    numbers = {article: number for number, article in enumerate(sorted(chosen), start=1)}
    rows, count = [], dict.fromkeys(chosen, 0)
    for row in tables.records(sentences[sentences["article_id"].isin(chosen)]):
        article, span = row["article_id"], (row["start"], row["end"])
        count[article] += 1
        touching = [(i, s) for i, s in found.get(article, []) if any(a < span[1] and b > span[0] for a, b in s)]
        rows.append(
            {
                "item": f"A{numbers[article]:02}-{count[article]:03}",
                "sentence_id": row["sentence_id"],
                "article_id": article,
                "probability": round(share, 9),
                "start": row["start"],
                "end": row["end"],
                "context": as_text(mark(texts[article], span, [s for _, spans in touching for s in spans])),
                "statements": [item for item, _ in touching],
            }
        )
    order = sorted(range(len(rows)), key=lambda i: rows[i]["item"])
    return pd.DataFrame([rows[i] for i in order], columns=CodingSample.SENTENCE_COLUMNS)
