"""One row per article: documents to headline, byline, day, tags and running text.

What is not running text (byline, dateline, time stamps, tag lines, link lists) is recognised by the patterns in
`lexicons/boilerplate.csv` and by form, kept in the text, listed in `parts`, and left out of sentences and statements.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from . import lexicon, tables
from .dates import DayError, parse_day
from .quotations import Quotation, Stray, find_quotations
from .sources import Document, read_documents
from .text import Span, lines, reading_copy, trim, words

Part = tuple[str, int, int]

_BY = re.compile(r"(?:By|BY|Written by|Author:) +")
_BYLINE = re.compile(_BY.pattern + r"[A-Z](?:[^\d.!?:]|(?<=\b[A-Z])\.){2,80}\Z")
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'\-]+(?:[ ,]+[A-Z][A-Za-z.'\-]+){0,4}?)"
    r"(?P<date>,? +(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})(?:,? \d{4})?)?"
    r"(?P<agency> *\([A-Z][\w /&.]{1,30}\))? +-{1,2} +"
)
_TAG = re.compile(r"[\w'&.-]+(?: [\w'&.-]+){0,4}\Z")
_SENTENCE_END = (".", ".'", '."', "!", '!"', '?"', ";", ",", ",'", ',"', ":")


@dataclass(frozen=True)
class Layout:
    """An article laid out: its paragraphs, what is not running text, and the quotation marks. Made, not stored."""

    article_id: str
    text: str
    parts: Sequence[Part]

    @cached_property
    def copy(self) -> str:
        """The reading copy of the text."""
        return reading_copy(self.text)

    @cached_property
    def paragraphs(self) -> list[Span]:
        """Every paragraph, parts included; their numbers are what `paragraph` means in the tables."""
        return paragraph_spans(self.text)

    @cached_property
    def prose(self) -> list[tuple[int, int, int]]:
        """Paragraph number, start and end of what is running text, the headline included."""
        cut = {p[1]: p[2] for p in self.parts if p[0] != "headline"}
        found = []
        for number, (start, end) in enumerate(self.paragraphs):
            begin = trim(self.text, cut[start], end)[0] if start in cut and cut[start] < end else start
            if cut.get(start) != end and begin < end:
                found.append((number, begin, end))
        return found

    @cached_property
    def headline(self) -> Span | None:
        """Where the headline stands in the text, if it does."""
        return next(((p[1], p[2]) for p in self.parts if p[0] == "headline"), None)

    @cached_property
    def _marks(self) -> tuple[list[Quotation], list[Stray]]:
        return find_quotations(self.text, self.paragraphs)

    @property
    def quotations(self) -> list[Quotation]:
        """The quoted stretches, in order, none inside another."""
        return self._marks[0]

    @property
    def strays(self) -> list[Stray]:
        """The quotation marks that found no partner."""
        return self._marks[1]


def layouts(articles: pd.DataFrame) -> Iterator[Layout]:
    """One Layout a row; the parts are found anew where the table has no column `parts`."""
    texts = articles["text"].tolist()
    parts = articles["parts"].tolist() if "parts" in articles.columns else [_as_rows(find_parts(t)) for t in texts]
    for article_id, text, part in zip(articles["article_id"].tolist(), texts, parts, strict=True):
        yield Layout(
            str(article_id), text if isinstance(text, str) else "", [(p["part"], p["start"], p["end"]) for p in part]
        )


def _as_rows(parts: list[Part]) -> list[dict[str, Any]]:
    return [{"part": part, "start": start, "end": end} for part, start, end in parts]


def paragraph_spans(text: str) -> list[Span]:
    """The paragraphs: lines, or blocks between blank lines where the lines were wrapped at a fixed width."""
    spans = lines(text)
    blocks: list[list[Span]] = []
    for span in spans:
        gap = text[blocks[-1][-1][1] : span[0]] if blocks else ""
        if blocks and gap.count("\n") + (0 if "\n" in gap else gap.count("\r")) == 1:
            blocks[-1].append(span)
        else:
            blocks.append([span])
    return [(b[0][0], b[-1][1]) for b in blocks] if _wrapped(text, blocks) else spans


def _wrapped(text: str, blocks: list[list[Span]]) -> bool:
    """Wrapped text: most inner lines break off in mid-sentence, and none is longer than a typewriter's."""
    inner = [span for block in blocks for span in block[:-1]]
    if len(blocks) < 2 or len(inner) < 3 or max(e - s for b in blocks for s, e in b) > 100:
        return False
    broken = sum(text[e - 1] not in ".!?:;\"”'’" for _, e in inner)
    return broken / len(inner) > 0.6 and sum(e - s for s, e in inner) / len(inner) > 45


def find_parts(text: str, headline: str | None = None) -> list[Part]:
    """What is not running text, as (part, start, end) in order. `headline` is the headline given beside the text."""
    copy, spans = reading_copy(text), paragraph_spans(text)
    found: dict[Span, str] = {}
    for span in spans:
        line = copy[span[0] : span[1]]
        if len(line) <= 300 and (part := _listed(line)):
            found[span] = part
    body = [s for s in spans if s not in found]
    if body and (_is_given(copy, body[0], headline) or (headline is None and _is_headline(copy, body))):
        found[body[0]] = "headline"
    for span in [s for s in body if s not in found][:3]:
        if part := _opening(copy[span[0] : span[1]]):
            found[span] = part
    for span in [s for s in body if s not in found][:1]:
        if dateline := _DATELINE.match(copy, *span):
            found[span[0], dateline.end()] = "dateline"
    rest = [s for s in body if s not in found]
    if len(rest) > 1 and _is_tag_line(copy[rest[-1][0] : rest[-1][1]]):
        found[rest[-1]] = "tags"
    return [(part, *span) for span, part in sorted(found.items())]


def _listed(line: str) -> str | None:
    folded = line.strip().lower()
    bare = folded.strip(" .:!»>-")
    for row in lexicon.load("boilerplate"):
        if bare == row["pattern"] if row["match"] == "line" else folded.startswith(row["pattern"]):
            return row["part"]
    return None


def _is_given(copy: str, span: Span, headline: str | None) -> bool:
    def plain(line: str) -> list[str]:
        return words(reading_copy(line).lower())

    return headline is not None and span[1] - span[0] < 400 and plain(copy[span[0] : span[1]]) == plain(headline) != []


def _is_headline(copy: str, body: list[Span]) -> bool:
    """A first line is a headline if it is short, does not end like a sentence and longer text follows."""
    line = copy[body[0][0] : body[0][1]]
    if len(body) < 2 or not 1 < len(words(line)) <= 25 or _opening(line):
        return False
    if _DATELINE.match(line) and not line.isupper():
        return False
    return not line.endswith(_SENTENCE_END) and max(e - s for s, e in body[1:]) > len(line)


def _opening(line: str) -> str | None:
    """A by-line or a line that holds nothing but a date, as they stand under a headline."""
    if len(line) > 120:
        return None
    if _BYLINE.match(line) and len(words(line)) <= 14:
        return "byline"
    return "timestamp" if _day_of(line) else None


def _day_of(line: str) -> Any:
    if len(line) > 60 or not any(c.isdigit() for c in line):
        return None
    try:
        return parse_day(re.sub(r"^(?:published|updated|posted)(?: on)?:? +", "", line, flags=re.IGNORECASE))
    except DayError:
        return None


def _is_tag_line(line: str) -> bool:
    """“Biden, Putin, War in Ukraine”: several short names with commas between and no stop at the end."""
    items = [item.strip() for item in line.split(",")]
    named = all(_TAG.match(item) and item[0].isupper() for item in items)
    return len(line) <= 300 and len(items) >= 2 and named and not line.endswith(".")


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
            byline = _BY.sub("", words_there, count=1)
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
    if day_text and (day := _day_of(reading_copy(day_text))):
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
