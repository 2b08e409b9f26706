"""One row per article: documents to headline, byline, day, tags and the parts of the text."""

from __future__ import annotations

import datetime as dt
import json
import re
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from . import language, tables
from .anatomy import Part, day_of, find_parts, name_in, place_in, says_updated
from .date_words import find_dates
from .dates import DayError, parse_day
from .dayorder import DayRule
from .duplicates import mark_copies
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
    columns: Mapping[str, str] | None = None,
    dates: str | None = None,
    problems: tables.Problems | None = None,
    progress: bool = False,
) -> pd.DataFrame:
    """The table `articles` from a file, a folder, a glob, an archive, several of them, or a DataFrame.

    `metadata` is a table with a column `file` and whatever else is known of each; a folder `articles` has it in
    `articles.csv` beside it without being told. `columns` says what the input calls ours ({"text": "Volltext"}) where
    `lexicons/column_names.csv` does not know it; `dates` ("day-first", "month-first") decides dates like 03/04/2022
    where no other date of their column does. What is rejected becomes a row in `problems`; where none is given,
    a warning counts the rejected and names the first. Raises SourceError if there is nothing to read at all.
    """
    collected = problems if problems is not None else tables.Problems()
    before = len(collected.rows)
    documents = list(
        read_documents(
            source, metadata=metadata, text_column=text_column, columns=columns, problems=collected, progress=progress
        )
    )
    rule = DayRule(documents, dates)
    rows = [article_row(document, rule, collected) for document in documents]
    language.tell(rows)
    rule.tell(collected)
    _name_uniquely(rows, collected)
    mark_copies(rows, collected)
    if problems is None:
        _warn(collected.rows[before:])
    return tables.make("articles", rows)


def _warn(rows: list[dict[str, Any]]) -> None:
    rejected = [r for r in rows if r["severity"] == "error"]
    if rejected:
        first = rejected[0]
        text = f"{len(rejected)} rejected, the first: {first['file']}: {first['message']}. Pass problems= to see all."
        warnings.warn(text, stacklevel=3)


def article_row(document: Document, rule: DayRule, problems: tables.Problems) -> dict[str, Any]:
    """The row of one document, with the id that it asks for and the language that is given; no `duplicate_of`."""
    given, text = dict(document.fields), document.text
    headline = _string(given.pop("headline", None))
    parts = find_parts(text, headline)
    byline = _string(given.pop("byline", None))
    tags = _tags(given.pop("tags", None))
    stamps: dict[str, str] = {}
    for part, start, end in parts:
        words_there = text[start:end]
        if part == "headline" and headline is None:
            headline = words_there
        elif part == "byline" and byline is None:
            byline = name_in(words_there)
        elif part == "tags":
            tags += [t for t in _tags(re.sub(r"^\w[\w ]*: *", "", words_there)) if t not in tags]
        elif part == "timestamp" and day_of(reading_copy(words_there)):
            stamps.setdefault("updated" if says_updated(words_there) else "published", words_there)
    published, basis = _published(given, stamps, document, rule, problems)
    updated = _given_day(given, "updated", document, rule, problems)
    layout = Layout("", text, parts)
    place, day = _dateline(layout, published)
    return {
        **given,
        "article_id": _string(given.get("article_id")) or document.stem,
        "file": document.file,
        "headline": headline,
        "byline": byline,
        "published": published,
        "published_basis": basis,
        "updated": updated or _stamped(stamps, "updated"),
        "dateline_place": place,
        "dateline_date": day,
        "language": language.known(_string(given.get("language"))),
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
        value = _listed(value) if value.startswith("[") else re.split(r"[,;|]", value)
    items = value if isinstance(value, list | tuple) else []
    return list(dict.fromkeys(str(item).strip() for item in items if str(item).strip()))


def _listed(value: str) -> Any:
    """The list in a cell that a program wrote as JSON, which our own exports do; else the words between commas."""
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, list) else re.split(r"[,;|]", value)


def _given_day(
    given: dict[str, Any], name: str, document: Document, rule: DayRule, problems: tables.Problems
) -> dt.date | None:
    given.pop(name, None)
    try:
        return rule.day(document, name)
    except DayError as error:
        problems.add("date-unknown", str(error), file=document.file)
        return None


def _stamped(stamps: Mapping[str, str], name: str) -> dt.date | None:
    return day_of(reading_copy(stamps[name])) if name in stamps else None


def _published(
    given: dict[str, Any], stamps: Mapping[str, str], document: Document, rule: DayRule, problems: tables.Problems
) -> tuple[Any, str]:
    """The day and its basis: what the input gives, else a date line of the text, else a date in the file's name."""
    stated = _string(given.pop("published_basis", None))
    day = _given_day(given, "published", document, rule, problems)
    if day is not None:
        return day, stated if stated in tables.PUBLISHED_BASES else "given"
    if day := _stamped(stamps, "published"):
        return day, "text"
    name = re.search(r"(?<!\d)(?:19|20)\d{2}-\d{2}-\d{2}(?!\d)", document.stem)
    try:
        return (parse_day(name.group()), "filename") if name else (None, "none")
    except DayError:
        return None, "none"


def _dateline(layout: Layout, published: dt.date | None) -> tuple[str | None, dt.date | None]:
    """Place and day of “PARIS, March 3 (Reuters) -”; a day without its year counts back from the day of publication."""
    span = next(((start, end) for part, start, end in layout.parts if part == "dateline"), None)
    if span is None:
        return None, None
    day = next((found.day for found in find_dates(layout.copy, *span, published)), None)
    return place_in(layout.text[span[0] : span[1]]), day


def _name_uniquely(rows: list[dict[str, Any]], problems: tables.Problems) -> None:
    """Ids are unique: a second claimant gets a number after the id, and a row in `problems`."""
    for place, clash in new_ids([row["article_id"] for row in rows]).items():
        tell_clash(clash, rows[place]["file"], problems)
        rows[place]["article_id"] = clash.new


class Clash(NamedTuple):
    """An id that several articles ask for, how many, and the new id of one of them."""

    wanted: str
    claims: int
    new: str


def new_ids(wanted: Sequence[str]) -> dict[int, Clash]:
    """For each article that asks for an id that an earlier one has, by its place: the id that it gets."""
    claims = Counter(wanted)
    taken = set(claims)
    seen: Counter[str] = Counter()
    found: dict[int, Clash] = {}
    for place, one in enumerate(wanted):
        seen[one] += 1
        if seen[one] > 1:
            number = seen[one]
            while f"{one}-{number}" in taken:
                number += 1
            found[place] = Clash(one, claims[one], f"{one}-{number}")
            taken.add(found[place].new)
    return found


def tell_clash(clash: Clash, file: str, problems: tables.Problems) -> None:
    """Tell in `problems` that the article of `file` has another id than it asked for."""
    message = f"the id {clash.wanted} is used by {clash.claims} articles; this one is now {clash.new}"
    problems.add("id-clash", message, file=file, article_id=clash.new)
