"""Part of a study, by what a researcher can name: outlets, speakers, topics, kinds, days and words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

import pandas as pd

from . import tables
from .text import reading_copy

if TYPE_CHECKING:
    from .pipeline import Analysis


def select_statements(
    study: Analysis,
    *,
    outlets: Collection[str | None] | None = None,
    speakers: Collection[str | None] | None = None,
    topics: Collection[str | None] | None = None,
    kinds: Collection[str] | None = None,
    first: str | dt.date | None = None,
    last: str | dt.date | None = None,
    words: str = "",
) -> pd.DataFrame:
    """The statements (speech and writing) that fit everything given, in their order; None asks for nothing.

    In a list of outlets, speakers or topics, None stands for what is unknown, or has no topic. `first` and `last` are
    days and count in; with either, statements without a date are out. `words` must all occur in the statement's text,
    in any case and order. ValueError for a day that is none.
    """
    found = tables.said(study.statements)
    fits = pd.Series(True, index=found.index)
    if outlets is not None:
        outlet_of = study.articles.set_index("article_id")["outlet"]
        fits &= _among(found["article_id"].map(outlet_of), outlets)
    if speakers is not None:
        fits &= _among(found["speaker"], speakers)
    if topics is not None:
        named = study.topics.loc[study.topics["topic"].isin([t for t in topics if t is not None]), "statement_id"]
        none = ~found["statement_id"].isin(study.topics["statement_id"]) & (None in topics)
        fits &= found["statement_id"].isin(named) | none
    if kinds is not None:
        fits &= found["kind"].astype(str).isin(list(kinds))
    if first is not None:
        fits &= found["date"] >= _day(first)
    if last is not None:
        fits &= found["date"] <= _day(last)
    if words.strip():
        texts = [reading_copy(text).casefold() if isinstance(text, str) else "" for text in found["text"].tolist()]
        wanted = reading_copy(words).casefold().split()
        fits &= pd.Series([all(word in text for word in wanted) for text in texts], found.index, dtype=bool)
    return found[fits]


def _among(values: pd.Series, wanted: Collection[str | None]) -> pd.Series:
    among = values.isin([v for v in wanted if v is not None])
    return among | values.isna() if None in wanted else among


def _day(given: str | dt.date) -> pd.Timestamp:
    try:
        return pd.Timestamp(given)
    except ValueError:
        raise ValueError(f"a day is written as 2024-05-31; got {given}.") from None
