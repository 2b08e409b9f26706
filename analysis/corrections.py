"""What people put right by hand (`corrections.csv`), laid over the tables: one row per statement and column.

A correction names its statement by id and by words, and is applied where those words still stand: under the same id, or
alone in the same article if a later version numbers the statements otherwise. What became of each is in `problems`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from . import cells, tables
from .dates import DayError, parse_day
from .registry import Registry, read_table

COLUMNS = ("statement_id", "column", "value", "was", "words", "reason", "coder")
_NEEDED = ("statement_id", "column", "value", "words")
_CLOSED = {
    "statement": ("no",),
    "kind": tables.KINDS,
    "mode": tables.MODES,
    "tone_label": tables.TONE_LABELS,
}
_COLUMNS = (*_CLOSED, "speaker", "date", "topic")
_NOBODY, _NO_TOPIC = "unknown", "none"


def load_corrections(source: str | Path | pd.DataFrame | list[dict[str, str]] | None) -> list[dict[str, str]]:
    """The rows of a CSV file or a table, checked; SourceError or TableError name the row and what to write there."""
    if source is None or isinstance(source, list):
        return source or []
    frame = source if isinstance(source, pd.DataFrame) else read_table(source, "corrections")
    name = "the table of corrections" if isinstance(source, pd.DataFrame) else str(source)
    tables.require(frame, _NEEDED, name)
    rows, seen = [], dict[tuple[str, str], int]()
    for number, given in enumerate(tables.records(frame), start=2):
        row = {str(k): "" if pd.isna(v) else cells.undefuse(str(v)).strip() for k, v in given.items()}
        _check(row, f"{name}, row {number}")
        key = (row["statement_id"], row["column"])
        if key in seen:
            raise tables.TableError(
                f"{name}, rows {seen[key]} and {number} both give {key[1]} of {key[0]}; keep one of them"
            )
        seen[key] = number
        rows.append(row)
    return rows


def _check(row: Mapping[str, str], place: str) -> None:
    empty = [c for c in _NEEDED if not row[c]]
    if empty:
        raise tables.TableError(f"{place}: {' and '.join(empty)} must be filled in")
    if row["column"] not in _COLUMNS:
        raise tables.TableError(f"{place}: column may be {', '.join(_COLUMNS)}; got {row['column']}")
    allowed = _CLOSED.get(row["column"])
    if allowed and row["value"] not in allowed:
        raise tables.TableError(f"{place}: {row['column']} may be {', '.join(allowed)}; got {row['value']}")
    if row["column"] == "date":
        try:
            parse_day(row["value"])
        except DayError as error:
            raise tables.TableError(f"{place}: {error}") from None


def apply_corrections(
    statements: pd.DataFrame,
    topics: pd.DataFrame,
    corrections: str | Path | pd.DataFrame | list[dict[str, str]] | None,
    *,
    registry: Registry | None = None,
    problems: tables.Problems | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables with the corrections (a CSV file or a table) laid over them; ids stay as they are.

    A row with `statement` = no leaves the statement out. Columns beside `kind`, `mode`, `tone_label`: `speaker` (also
    speaker_kind and speaker_basis; “unknown” for nobody), `date` (date_basis given) and `topic` (all topics of the
    statement, parted by semicolons; “none”). `tone` stays what was measured.
    """
    told = problems if problems is not None else tables.Problems()
    by_hand = load_corrections(corrections)
    if not by_hand:
        return statements, topics
    rows = tables.records(statements)
    place = _Places(rows)
    left_out: set[str] = set()
    given: dict[str, list[str]] = {}
    held = _topics_of(topics)
    kinds = {r["speaker"]: r["speaker_kind"] for r in rows if isinstance(r["speaker"], str)}
    for correction in by_hand:
        found = place.find(correction)
        if not isinstance(found, dict):
            told.add(*found, article_id=place.article(correction["statement_id"]))
            continue
        statement, column, value = found["statement_id"], correction["column"], correction["value"]
        before = (
            "yes" if column == "statement" else held.get(statement, _NO_TOPIC) if column == "topic" else found[column]
        )
        if column == "statement":
            left_out.add(statement)
        elif column == "topic":
            given[statement] = sorted({t.strip() for t in value.split(";")} - {"", _NO_TOPIC})
        else:
            found.update(_changed(column, value, kinds, registry))
        _tell(told, found, correction, before)
    kept = [r for r in rows if r["statement_id"] not in left_out]
    return tables.make("statements", kept), tables.make("topics", list(_topic_rows(topics, kept, given)))


def _tell(told: tables.Problems, row: Mapping[str, Any], correction: Mapping[str, str], before: Any) -> None:
    same = str(before) == correction["value"]
    code = "correction-idle" if same else "correction-applied"
    moved = f" (was {correction['statement_id']})" if row["statement_id"] != correction["statement_id"] else ""
    change = f"{correction['column']} of {row['statement_id']}{moved}"
    was = "empty" if before is None or before != before else str(before)
    message = f"{change} is {was} without it; the row can go" if same else f"{change}: {was} → {correction['value']}"
    why = correction.get("reason") or "no reason given"
    start = min(s[0] for s in row["spans"]) if row["spans"] else None
    told.add(code, f"{message} ({why})", severity="info", article_id=row["article_id"], start=start)


class _Places:
    """Finds the statement that a correction is about."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self._ids = {row["statement_id"]: row for row in rows}
        self._words: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in rows:
            self._words.setdefault((row["article_id"], _plain(row["text"])), []).append(row)
        self._articles = {row["article_id"] for row in rows}

    def article(self, statement_id: str) -> str | None:
        """The article of a statement's id, if there is one of that name."""
        name = statement_id.rpartition(":")[0]
        return name if name in self._articles else None

    def find(self, correction: Mapping[str, str]) -> dict[str, Any] | tuple[str, str]:
        """The statement, or the code and message of why there is none."""
        wanted, words = correction["statement_id"], _plain(correction["words"])
        here = self._ids.get(wanted)
        if here is not None and _plain(here["text"]) == words:
            return here
        alike = self._words.get((wanted.rpartition(":")[0], words), [])
        if len(alike) == 1:
            return alike[0]
        what = f"{correction['column']} of {wanted} was not corrected: "
        if alike:
            return "correction-stale", f"{what}{len(alike)} statements have its words; give the id of one of them"
        if here is not None:
            return (
                "correction-stale",
                f"{what}its words are now “{_cut(here['text'])}”; look at it again or delete the row",
            )
        return "correction-unknown", f"{what}there is no statement of that id or with its words; delete the row"


def _plain(words: str) -> str:
    return " ".join(words.split())


def _cut(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"


def _changed(column: str, value: str, kinds: Mapping[str, Any], registry: Registry | None) -> dict[str, Any]:
    if column == "date":
        return {"date": pd.Timestamp(str(parse_day(value))), "date_basis": "given"}
    if column != "speaker":
        return {column: value}
    if value == _NOBODY:
        return {"speaker": None, "speaker_kind": None, "speaker_basis": "none"}
    about = registry.about(value) if registry is not None else {}
    return {"speaker": value, "speaker_kind": kinds.get(value) or about.get("kind"), "speaker_basis": "corrected"}


def _topics_of(topics: pd.DataFrame) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for statement, topic in zip(topics["statement_id"].tolist(), topics["topic"].tolist(), strict=True):
        found.setdefault(statement, []).append(topic)
    return {statement: "; ".join(sorted(names)) for statement, names in found.items()}


def _topic_rows(
    topics: pd.DataFrame, kept: list[dict[str, Any]], given: Mapping[str, list[str]]
) -> Iterator[dict[str, Any]]:
    """The topics statement by statement; one that a person gave and no pattern found has no hits and no terms."""
    by_statement: dict[str, dict[str, dict[str, Any]]] = {}
    for row in tables.records(topics):
        by_statement.setdefault(row["statement_id"], {})[row["topic"]] = row
    for statement in kept:
        name, article = statement["statement_id"], statement["article_id"]
        found = by_statement.get(name, {})
        blank = {"statement_id": name, "article_id": article, "hits": 0, "terms": []}
        for topic in given.get(name, found):
            yield found.get(topic, {**blank, "topic": topic})
