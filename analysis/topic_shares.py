"""One row per group and topic: how many statements have the topic, their share, and an interval over articles.

A group is a speaker, an article, an outlet, a tag or a period. What has no topic is a row, “no topic”, and so is what
has no group (its `by` is missing), so that nothing is left out unseen.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from . import tables
from .timeline import FREQUENCIES, period_of
from .tone_means import mean_tone

NO_TOPIC = "no topic"
_TYPES = {
    "statements": "int64",
    "of": "int64",
    "share": "float64",
    "low": "float64",
    "high": "float64",
    "articles": "int64",
}
_COLUMNS = ["topic", *_TYPES]


def count_topics(
    topics: pd.DataFrame,
    statements: pd.DataFrame,
    by: str | None = "speaker",
    *,
    articles: pd.DataFrame | None = None,
    every: str = "month",
    minimum: int = 1,
    resamples: int = 1000,
    seed: int = 0,
    thoughts: bool = False,
) -> pd.DataFrame:
    """One row per value of `by` and topic: statements with the topic, of how many, share, low, high, articles.

    `by`: a column of the statements or, with `articles`, one of theirs (`outlet`; `tags`, where an article counts for
    each of its tags); “period”, the first day of each day, week, month, quarter or year (`every`) that has a statement;
    None for the whole corpus. Groups come by size, periods in order of time, what has no value last; topics by
    frequency, “no topic” last. Shares of a group may add up to more than 1, as a statement may have several topics.
    `of` and `articles` are the group's. low and high are the 95 % interval of `mean_tone`, which draws articles;
    missing where these are too few, and where none or all statements have the topic, as every draw would be alike.
    Groups with fewer than `minimum` statements are left out.
    """
    use = group_statements(statements, by, articles=articles, every=every, thoughts=thoughts)
    pairs = topic_pairs(topics, use)
    groups = _groups_in_order(use["group"], by)
    number = {group: i for i, group in enumerate(groups)}
    counted = use.assign(number=[number.get(g, len(groups)) for g in use["group"].tolist()])
    parts = []
    for place, topic in enumerate(topic_order(pairs)):
        having = counted["statement_id"].isin(pairs.loc[pairs["topic"] == topic, "statement_id"])
        cells = counted.assign(share=having.astype(float))  # a share is the mean of yes and no
        part = mean_tone(cells, "number", column="share", resamples=resamples, seed=seed, minimum=minimum)
        hits = cells.groupby("number")["share"].sum().astype("int64")
        parts.append(part.assign(topic=topic, place=place, statements=part["number"].map(hits)))
    table = pd.concat(parts, ignore_index=True).rename(columns={"mean": "share", "n": "of"})
    table = table.sort_values(["number", "place"], ignore_index=True).astype(_TYPES)
    alike = table["statements"].eq(0) | table["statements"].eq(table["of"])
    table[["low", "high"]] = table[["low", "high"]].mask(alike)
    values = pd.Series([groups[i] if i < len(groups) else None for i in table["number"].tolist()], dtype=object)
    return table[_COLUMNS] if by is None else table.assign(**{by: values.infer_objects()})[[by, *_COLUMNS]]


def group_statements(
    statements: pd.DataFrame,
    by: str | None,
    *,
    articles: pd.DataFrame | None = None,
    every: str = "month",
    thoughts: bool = False,
) -> pd.DataFrame:
    """One row per statement and group it belongs to: statement_id, article_id, group (see `count_topics`)."""
    if every not in FREQUENCIES:
        raise ValueError(f"topics are counted every {', '.join(FREQUENCIES)}; got {every}.")
    needed = ["date"] if by == "period" else []
    tables.require(statements, ["statement_id", "article_id", "mode", *needed], "counting topics")
    said = tables.said(statements, thoughts=thoughts)
    use = said[["statement_id", "article_id"]]
    if by is None:
        return use.assign(group="all")
    if by == "period":
        return use.assign(group=period_of(said, every))
    if by in said.columns:
        return use.assign(group=said[by].astype(object))
    if articles is None or by not in articles.columns:
        given = "no articles were given" if articles is None else "nor do the articles"
        raise tables.TableError(f"topics cannot be counted by {by}: the statements have no such column, {given}.")
    values = dict(zip(articles["article_id"].tolist(), articles[by].tolist(), strict=True))
    grouped = use.assign(group=pd.Series([values.get(a) for a in use["article_id"].tolist()], use.index, dtype=object))
    return grouped.explode("group").drop_duplicates()


def topic_pairs(topics: pd.DataFrame, use: pd.DataFrame) -> pd.DataFrame:
    """One row per statement of `use` and topic it has; “no topic” where it has none."""
    tables.require(topics, ["statement_id", "topic"], "counting topics")
    ids = use["statement_id"].drop_duplicates()
    found = topics.loc[topics["statement_id"].isin(ids), ["statement_id", "topic"]].dropna().drop_duplicates()
    rest = ids[~ids.isin(found["statement_id"])]
    return pd.concat([found, pd.DataFrame({"statement_id": rest, "topic": NO_TOPIC})], ignore_index=True)


def topic_order(pairs: pd.DataFrame) -> list[str]:
    """The topics by frequency, ties by name; “no topic” last, also where all statements have one."""
    counts = Counter(pairs["topic"].tolist())
    return [*sorted(counts.keys() - {NO_TOPIC}, key=lambda topic: (-counts[topic], topic)), NO_TOPIC]


def _groups_in_order(values: pd.Series, by: str | None) -> list[Any]:
    counts = values.dropna().value_counts().to_dict()
    return sorted(counts) if by == "period" else sorted(counts, key=lambda value: (-counts[value], str(value)))


def count_topic_pairs(topics: pd.DataFrame, statements: pd.DataFrame, *, thoughts: bool = False) -> pd.DataFrame:
    """One row per topic and other topic: statements with both, `of` how many with the first, and their share.

    Read it along a line: of the statements on `topic`, this share also has `other`. Pairs without a statement are 0.
    """
    pairs = topic_pairs(topics, group_statements(statements, None, thoughts=thoughts))
    names = [name for name in topic_order(pairs) if name != NO_TOPIC]
    both = pairs.merge(pairs, on="statement_id", suffixes=("", "_other"))
    counts = both.groupby(["topic", "topic_other"]).size().to_dict()
    rows = [
        (a, b, counts.get((a, b), 0), counts[a, a], round(counts.get((a, b), 0) / counts[a, a], 4))
        for a in names
        for b in names
        if a != b
    ]
    return pd.DataFrame(rows, columns=["topic", "other", "statements", "of", "share"])


def count_uncovered(
    topics: pd.DataFrame, statements: pd.DataFrame, by: str | None = "speaker", **options: Any
) -> pd.DataFrame:
    """One row per value of `by`: statements without a topic, of how many, share, low, high, articles.

    What the codebook does not cover, and where; the options are those of `count_topics`.
    """
    counted = count_topics(topics, statements, by, **options)
    return counted[counted["topic"] == NO_TOPIC].drop(columns="topic").reset_index(drop=True)
