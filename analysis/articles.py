"""One row per article: documents to headline, byline, day, tags and the parts of the text."""

from __future__ import annotations

import hashlib
import re
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from . import tables
from .anatomy import BY, Part, day_of, find_parts
from .dates import DayError, parse_day
from .layout import Layout
from .sources import Document, read_documents
from .text import reading_copy, words


def _as_rows(parts: list[Part]) -> list[dict[str, Any]]:
    return [{"part": part, "start": start, "end": end} for part, start, end in parts]


def read_articles(
    source: Any,
    *,
    metadata: str | Path | pd.DataFrame | None = None,
    text_column: str | None = None,
    problems: tables.Problems | None = None,
    progress: bool = False,
) -> pd.DataFrame:
    """The table `articles` from a file, a folder, several of them, or a DataFrame.

    `metadata` is a table with a column `file` and whatever else is known of each; a folder `articles` has it in
    `articles.csv` beside it without being told. What is rejected becomes a row in `problems`; where none is given,
    a warning counts the rejected and names the first. Raises SourceError if there is nothing to read at all.
    """
    collected = problems if problems is not None else tables.Problems()
    before = len(collected.rows)
    documents = read_documents(
        source, metadata=metadata, text_column=text_column, problems=collected, progress=progress
    )
    rows = [_row(document, collected) for document in documents]
    _name_uniquely(rows, collected)
    _mark_duplicates(rows, collected)
    if problems is None:
        _warn(collected.rows[before:])
    return tables.make("articles", rows)


def _warn(rows: list[dict[str, Any]]) -> None:
    rejected = [r for r in rows if r["severity"] == "error"]
    if rejected:
        first = rejected[0]
        text = f"{len(rejected)} rejected, the first: {first['file']}: {first['message']}. Pass problems= to see all."
        warnings.warn(text, stacklevel=3)


def _row(document: Document, problems: tables.Problems) -> dict[str, Any]:
    given, text = dict(document.fields), document.text
    headline = _string(given.pop("headline", None))
    parts = find_parts(text, headline)
    byline = _string(given.pop("byline", None))
    tags = _tags(given.pop("tags", None))
    day_text = ""
    for part, start, end in parts:
        words_there = text[start:end]
        if part == "headline" and headline is None:
            headline = words_there
        elif part == "byline" and byline is None:
            byline = BY.sub("", words_there, count=1)
        elif part == "tags":
            tags += [t for t in _tags(re.sub(r"^\w[\w ]*: *", "", words_there)) if t not in tags]
        elif part == "timestamp" and not day_text:
            day_text = words_there
    published, basis = _published(given, day_text, document, problems)
    layout = Layout("", text, parts)
    return {
        **given,
        "article_id": _string(given.get("article_id")) or document.stem,
        "file": document.file,
        "headline": headline,
        "byline": byline,
        "published": published,
        "published_basis": basis,
        "tags": tags,
        "word_count": sum(len(words(text[s:e])) for _, s, e in layout.prose),
        "sha256": document.sha256,
        "parts": _as_rows(parts),
        "text": text,
    }


def _string(value: Any) -> str | None:
    return None if value is None or value != value or not str(value).strip() else str(value).strip()


def _tags(value: Any) -> list[str]:
    if isinstance(value, str):
        value = re.split(r"[,;|]", value)
    items = value if isinstance(value, list | tuple) else []
    return list(dict.fromkeys(str(item).strip() for item in items if str(item).strip()))


def _published(given: dict[str, Any], day_text: str, document: Document, problems: tables.Problems) -> tuple[Any, str]:
    """The day and its basis: what the input gives, else a date line of the text, else a date in the file's name."""
    value, stated = given.pop("published", None), _string(given.pop("published_basis", None))
    try:
        day = parse_day(value)
    except DayError as error:
        problems.add("date-unknown", str(error), file=document.file)
        day = None
    if day is not None:
        return day, stated if stated in tables.PUBLISHED_BASES else "given"
    if day_text and (day := day_of(reading_copy(day_text))):
        return day, "text"
    name = re.search(r"(?<!\d)(?:19|20)\d{2}-\d{2}-\d{2}(?!\d)", document.stem)
    try:
        return (parse_day(name.group()), "filename") if name else (None, "none")
    except DayError:
        return None, "none"


def _name_uniquely(rows: list[dict[str, Any]], problems: tables.Problems) -> None:
    """Ids are unique: a second claimant gets a number after the id, and a row in `problems`."""
    claims = Counter(row["article_id"] for row in rows)
    taken = set(claims)
    seen: Counter[str] = Counter()
    for row in rows:
        wanted = row["article_id"]
        seen[wanted] += 1
        if seen[wanted] > 1:
            number = seen[wanted]
            while f"{wanted}-{number}" in taken:
                number += 1
            row["article_id"] = f"{wanted}-{number}"
            taken.add(row["article_id"])
            message = f"the id {wanted} is used by {claims[wanted]} articles; this one is now {row['article_id']}"
            problems.add("id-clash", message, file=row["file"], article_id=row["article_id"])


def _mark_duplicates(rows: list[dict[str, Any]], problems: tables.Problems) -> None:
    """The first of the articles with the same words, white space aside, stands for them all."""
    first: dict[bytes, str] = {}
    for row in rows:
        key = hashlib.sha256(" ".join(row["text"].split()).encode("utf-8", "surrogatepass")).digest()
        original = first.setdefault(key, row["article_id"])
        if original != row["article_id"]:
            row["duplicate_of"] = original
            message = f"same text as {original}; keep one of them, or filter on duplicate_of"
            problems.add("duplicate", message, severity="info", file=row["file"], article_id=row["article_id"])
