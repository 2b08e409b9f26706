"""One row per statement (or article) and topic: the researcher's codebook, with the words that were hit and where.

A codebook (`topics.csv`) has the columns topic and pattern, one pattern a row, and may have exclude and note; how a
pattern is written stands in `topic_patterns`. What does not count for a pattern is a pattern in exclude, several with
semicolons between: a hit that overlaps one of their places is no hit (`strike*`, but not `lightning strike*`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from . import tables
from .registry import read_table
from .text import Span, in_source, reading_copy
from .topic_patterns import Anchors, Hit, Pattern, PatternError, folded

CODEBOOK = ("topic", "pattern", "exclude", "note")
_NAME = "codebook of topics"


class Row(NamedTuple):
    """One row of a codebook."""

    topic: str
    pattern: Pattern
    excluded: tuple[Pattern, ...]


@dataclass(frozen=True)
class Found:
    """What one text has for one topic: its hits, no two on the same words, and those of each row of the codebook."""

    topic: str
    hits: list[Hit]
    by_row: dict[int, list[Hit]]


class Codebook:
    """The rows of a codebook, ready to look for; `name` is what errors call it."""

    def __init__(self, frame: pd.DataFrame, name: str = _NAME) -> None:
        tables.require(frame, ["topic", "pattern"], name if name != _NAME else f"the {name}")
        self.rows = list(_rows(frame, name))
        self._anchors = Anchors(row.pattern for row in self.rows)
        self._place = {topic: i for i, topic in enumerate(dict.fromkeys(row.topic for row in self.rows))}

    @property
    def table(self) -> pd.DataFrame:
        """One row per pattern: topic, pattern and exclude, as typed."""
        typed = [(r.topic, r.pattern.written, "; ".join(p.written for p in r.excluded)) for r in self.rows]
        return pd.DataFrame(typed, columns=["topic", "pattern", "exclude"], dtype="str")

    def find(self, text: str) -> list[Found]:
        """What the text has for each topic, in the codebook's order; topics without a hit are left out."""
        numbers = self._anchors.among(text)
        if not numbers:
            return []
        copy = reading_copy(text)
        low = folded(copy)
        found: dict[str, dict[int, list[Hit]]] = {}
        for number in sorted(numbers):
            row = self.rows[number]
            if hits := _counting(row, copy, low):
                found.setdefault(row.topic, {})[number] = hits
        return [
            Found(topic, _apart([hit for hits in rows.values() for hit in hits], len(text)), rows)
            for topic, rows in sorted(found.items(), key=lambda item: self._place[item[0]])
        ]


def _rows(frame: pd.DataFrame, name: str) -> Iterator[Row]:
    for number, record in enumerate(frame.to_dict("records"), start=2):
        cells = {column: _cell(record.get(column)) for column in CODEBOOK}
        if not any(cells.values()):
            continue  # a line that a spreadsheet left empty
        if not (cells["topic"] and cells["pattern"]):
            raise tables.TableError(f"{name}, row {number}: topic and pattern must both be filled in")
        excluded = [cell.strip() for cell in cells["exclude"].split(";")]
        yield Row(
            cells["topic"],
            _pattern(cells["pattern"], name, number, "pattern"),
            tuple(_pattern(cell, name, number, "exclude") for cell in excluded if cell),
        )


def _cell(value: Any) -> str:
    return value.strip() if isinstance(value, str) else "" if value is None or pd.isna(value) else str(value)


def _pattern(cell: str, name: str, number: int, column: str) -> Pattern:
    try:
        return Pattern(cell)
    except PatternError as error:
        raise tables.TableError(f"{name}, row {number}, {column} “{cell[:60]}”: {error}") from None


def _counting(row: Row, copy: str, low: str) -> list[Hit]:
    """The hits of one row without those that its exclusions take away."""
    hits = row.pattern.find(copy, low)
    if not (hits and row.excluded):
        return hits
    taken = bytearray(len(copy))
    for pattern in row.excluded:
        for place in pattern.find(copy, low):
            taken[place[0][0] : place[-1][1]] = b"\1" * (place[-1][1] - place[0][0])
    return [hit for hit in hits if not any(1 in taken[start:end] for start, end in hit)]


def _apart(hits: list[Hit], length: int) -> list[Hit]:
    """The hits of a topic, each word in one of them: the first, and of those that begin together the longest."""
    if len(hits) == 1:
        return hits
    taken, kept = bytearray(length), []
    for hit in sorted(hits, key=lambda hit: (hit[0][0], -hit[-1][1])):
        if not any(1 in taken[start:end] for start, end in hit):
            kept.append(hit)
            for start, end in hit:
                taken[start:end] = b"\1" * (end - start)
    return kept


def load_codebook(source: str | Path | pd.DataFrame | Codebook) -> Codebook:
    """A codebook from a CSV file or a table; SourceError or TableError say what is wrong with it."""
    if isinstance(source, Codebook):
        return source
    return (
        Codebook(source)
        if isinstance(source, pd.DataFrame)
        else Codebook(read_table(source, _NAME), f"{source}: {_NAME}")
    )


def find_topics(frame: pd.DataFrame, codebook: str | Path | pd.DataFrame | Codebook) -> pd.DataFrame:
    """The table `topics` of statements (by their own words) or of articles (by their text, boilerplate included).

    `spans` needs of statements their `spans`; where these are not the ranges of `text`, it is empty.
    """
    tables.require(frame, ["article_id", "text"], "find_topics")
    return tables.make("topics", _found(frame, load_codebook(codebook)))


def _found(frame: pd.DataFrame, codebook: Codebook) -> Iterator[dict[str, Any]]:
    of_statements = "statement_id" in frame.columns
    ids = frame["statement_id"].tolist() if of_statements else [None] * len(frame)
    spans = frame["spans"].tolist() if "spans" in frame.columns else [None] * len(frame)
    for statement_id, article_id, text, given in zip(
        ids, frame["article_id"].tolist(), _texts(frame), spans, strict=True
    ):
        for found in codebook.find(text):
            pieces = _pieces(text, given) if of_statements else [(0, len(text))]
            row = {"statement_id": statement_id, "article_id": article_id, "topic": found.topic}
            places = {"terms": terms(text, found.hits), "spans": _ranges(found.hits, pieces)}
            yield {**row, "hits": len(found.hits), **places}


def _texts(frame: pd.DataFrame) -> list[str]:
    return [text if isinstance(text, str) else "" for text in frame["text"].tolist()]


def _pieces(text: str, spans: Sequence[Sequence[int]] | None) -> Sequence[Sequence[int]]:
    """The spans of a statement, if they are those of its words; else nobody knows where these stand."""
    return spans if spans and sum(end - start + 1 for start, end in spans) == len(text) + 1 else ()


def terms(text: str, hits: Iterable[Hit]) -> list[str]:
    """The words that were hit, most frequent first, in small letters but for words in capitals."""
    written = (" … ".join(text[start:end] for start, end in hit) for hit in hits)
    counted = Counter(word if word.isupper() else word.lower() for word in written)
    return [word for word, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]


def _ranges(hits: list[Hit], pieces: Sequence[Sequence[int]]) -> list[list[int]]:
    places: list[Span] = sorted(place for hit in hits for place in hit)
    return [list(span) for start, end in places for span in in_source(pieces, start, end)]


def count_patterns(
    frame: pd.DataFrame, codebook: str | Path | pd.DataFrame | Codebook, *, thoughts: bool = False
) -> pd.DataFrame:
    """One row per row of the codebook, in its order: what it finds in statements (or articles).

    Columns: topic, pattern, exclude; hits, also where a longer pattern of the topic has the same words; statements (or
    articles) with a hit; alone, those that would lose the topic without the row; terms, the words found. A row with
    hits 0 finds nothing; one with alone 0 repeats others; one with most of its topic's hits deserves a look.
    """
    tables.require(frame, ["article_id", "text"], "count_patterns")
    book = load_codebook(codebook)
    unit = "statements" if "statement_id" in frame.columns else "articles"
    hits, rows, alone = Counter[int](), Counter[int](), Counter[int]()
    seen: dict[int, Counter[str]] = {}
    for text in _texts(tables.said(frame, thoughts=thoughts) if unit == "statements" else frame):
        for found in book.find(text):
            for number, places in found.by_row.items():
                hits[number] += len(places)
                rows[number] += 1
                alone[number] += len(found.by_row) == 1
                seen.setdefault(number, Counter()).update(terms(text, places))
    numbers = range(len(book.rows))
    table = book.table
    for column, counts in (("hits", hits), (unit, rows), ("alone", alone)):
        table[column] = [counts[n] for n in numbers]
    ranked = [sorted(seen.get(n, {}).items(), key=lambda item: (-item[1], item[0])) for n in numbers]
    table["terms"] = pd.Series([[f"{word} ({count})" for word, count in found] for found in ranked], dtype=object)
    return table
