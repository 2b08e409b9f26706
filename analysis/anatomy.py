"""What is not running text in an article: byline, dateline, time stamps, tag lines, link lists.

Recognised by the patterns in `lexicons/boilerplate.csv` and by form, kept in the text, listed in the column `parts` of
the articles, and left out of sentences and statements.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from . import lexicon
from .dates import DayError, parse_day
from .text import Span, paragraph_spans, reading_copy, words

Part = tuple[str, int, int]

BY = re.compile(r"(?:By|BY|Written by|Author:) +")
_BYLINE = re.compile(BY.pattern + r"[A-Z](?:[^\d.!?:]|(?<=\b[A-Z])\.){2,80}\Z")
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'\-]+(?:[ ,]+[A-Z][A-Za-z.'\-]+){0,4}?)"
    r"(?P<date>,? +(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})(?:,? \d{4})?)?"
    r"(?P<agency> *\([A-Z][\w /&.]{1,30}\))? +-{1,2} +"
)
_TAG = re.compile(r"[\w'&.-]+(?: [\w'&.-]+){0,4}\Z")
_SENTENCE_END = (".", ".'", '."', "!", '!"', '?"', ";", ",", ",'", ',"', ":")


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


@cache
def _patterns() -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole lines and beginnings of lines that are boilerplate."""
    rows = lexicon.load("boilerplate")
    whole = frozenset(row["pattern"] for row in rows if row["match"] == "line")
    return whole, tuple(row["pattern"] for row in rows if row["match"] != "line")


def _listed(line: str) -> str | None:
    folded = line.strip().lower()
    bare = folded.strip(" .:!»>-")
    whole, beginnings = _patterns()
    if bare not in whole and not folded.startswith(beginnings):
        return None
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
    return "timestamp" if day_of(line) else None


def day_of(line: str) -> Any:
    """The day that a short line names, alone or after “Published” and the like; None where it names none."""
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
