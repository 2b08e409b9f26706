"""What is not running text in an article: kicker, byline, dateline, time stamps, corrections, tag lines, link lists.

Recognised by the patterns in `lexicons/boilerplate.csv` and by form, kept in the text, listed in the column `parts` of
the articles, and left out of sentences and statements.

A pattern matches a paragraph in lower case without marks at its ends: as a whole (`line`), at its beginning (`start`),
at its end (`end`), or as a whole with * for any words, # for a number, {time} and {day} (`form`).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import Any

from . import lexicon
from .date_words import any_of
from .dates import DayError, parse_day
from .text import Span, paragraph_spans, reading_copy, words

Part = tuple[str, int, int]
_Edges = dict[str, list[tuple[str, str]]]  # outermost letter -> beginnings or ends of a line, and the part of each

_BY = re.compile(r"(?:By|BY|Written by|Author:) +")
_BYLINE = re.compile(_BY.pattern + r"[A-Z](?:[^\d.!?:]|(?<=\b[A-Z])\.){2,80}\Z")
_WRITER = r"[A-Z](?:[^\W\d]|['.-])*+"
_NAME = re.compile(rf"{_WRITER}(?:,? (?:and |[a-z]{{1,3}} )?{_WRITER}){{1,7}}\Z")
_PLACE = r"[A-Z][A-Z.'\-]+(?:[ ,/]+[A-Z][A-Za-z.'\-]+){0,4}?"
_DAY = r",? +(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})(?:,? \d{4})?"
_AGENCY = r" *\([A-Z][\w /&.]{1,30}\)"
_DATELINE = re.compile(
    rf"(?:(?P<place>{_PLACE})(?P<date>{_DAY})?(?:{_AGENCY})?"
    # Kyiv (Reuters) -: a place in small letters only before an agency or a day, else it may be anyone's name
    rf"|(?P<town>[A-Z][a-z]+(?:[ ,-]+[A-Z][a-z.]+){{0,3}}?)(?:(?P<on>{_DAY}){_AGENCY}|{_AGENCY}|(?P<day>{_DAY}))"
    rf"|{_AGENCY[2:]}) +-{{1,2}} +"
)
_TAG = re.compile(r"[\w'&.-]+(?: [\w'&.-]+){0,4}\Z")
_SENTENCE_END = (".", ".'", '."', "!", '!"', '?"', ";", ",", ",'", ',"', ":")
_ENDS = " .:!»>-"

_ZONE = r"(?: ?\(?(?:gmt|utc|bst|cest|cet|eest|eet|msk|[ecmp][sd]?t|ist|aest|jst|local time)\)?)"
_HALF = r"(?: ?[ap]\.?m\b\.?)"
_TIME = (
    rf"(?:\d{{1,2}}:\d\d(?::\d\d)?{_HALF}?{_ZONE}?"
    rf"|\d{{1,2}}\.\d\d(?:{_HALF}{_ZONE}?|{_ZONE})|\d{{1,2}}{_HALF}{_ZONE}?)"
)
_MONTH = rf"(?:{any_of('month')})"
_WEEKDAY = rf"(?:(?:{any_of('weekday')}|mon|tue|wed|thu|fri|sat|sun),? )?"
_DATE = (
    rf"(?:{_WEEKDAY}(?:{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\.?,?(?: \d{{4}})?)|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})"
)
_TOKENS = {r"\*": ".*", r"\#": r"\d+", r"\{time\}": _TIME, r"\{day\}": _DATE}
# The time of an entry of a live blog that goes on in the same paragraph: “14:05 GMT - Lind arrives”.
_STAMP = re.compile(rf"{_TIME}(?: *[|:]| +-{{1,2}}) +(?=\S)", re.IGNORECASE)
_UPDATED = re.compile(r"(?:last )?(?:updated|modified)\b", re.IGNORECASE)
_LONG = {"correction": 1500}  # characters; no other part is longer than _USUAL
_USUAL, _SHORT = 300, 150


def find_parts(text: str, headline: str | None = None) -> list[Part]:
    """What is not running text, as (part, start, end) in order. `headline` is the headline given beside the text."""
    copy, spans = reading_copy(text), paragraph_spans(text)
    found: dict[Span, str] = {}
    for span in spans:
        if span[1] - span[0] <= max(_LONG.values()) and (part := _listed(copy[span[0] : span[1]])):
            found[span] = part
    body = [s for s in spans if s not in found]
    if len(body) > 1 and _is_kicker(copy, body, headline):
        found[body[0]] = "kicker"
        body = body[1:]
    if body and (_is_given(copy, body[0], headline) or (headline is None and _is_headline(copy, body))):
        found[body[0]] = "headline"
    for span in islice((s for s in body if s not in found), 3):
        if part := _opening(copy[span[0] : span[1]]):
            found[span] = part
    for span in islice((s for s in body if s not in found), 1):
        if dateline := _DATELINE.match(copy, *span):
            found[span[0], dateline.end()] = "dateline"
    for span in [s for s in body if copy[s[0]].isdigit() and s not in found]:
        if stamp := _STAMP.match(copy, span[0], min(span[1], span[0] + 60)):
            found.setdefault((span[0], stamp.end()), "timestamp")
    rest = list(islice((s for s in reversed(body) if s not in found), 2))
    if len(rest) > 1 and _is_tag_line(copy[rest[0][0] : rest[0][1]]):
        found[rest[0]] = "tags"
    return [(part, *span) for span, part in sorted(found.items())]


@cache
def _patterns() -> tuple[dict[str, str], _Edges, _Edges, list[tuple[re.Pattern[str], str]]]:
    """Whole lines, beginnings and ends with their part, and forms; what only opens an article is kept apart.

    Beginnings and ends stand under their outermost letter, so that a line is held against a few of them.
    """
    rows = [row for row in lexicon.load("boilerplate") if row["part"] not in {"kicker", "byline"}]
    lines, starts, ends = (
        {row["pattern"]: row["part"] for row in rows if row["match"] == match} for match in ("line", "start", "end")
    )
    return lines, _under(starts, 0), _under(ends, -1), _forms(rows)


def _under(parts: dict[str, str], outermost: int) -> _Edges:
    found: _Edges = {}
    for pattern, part in parts.items():
        found.setdefault(pattern[outermost], []).append((pattern, part))
    return found


def _forms(rows: Any) -> list[tuple[re.Pattern[str], str]]:
    """One expression for all the forms of a part, so that a line is read once."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["match"] == "form":
            pattern = re.escape(row["pattern"])
            for token, meaning in _TOKENS.items():
                pattern = pattern.replace(token, meaning)
            found.setdefault(row["part"], []).append(re.sub(r"\\ \.\*\Z", r"(?:\\W.*)?", pattern))
    return [(re.compile(f"(?:{'|'.join(patterns)})\\Z"), part) for part, patterns in found.items()]


def _listed(line: str) -> str | None:
    lines, starts, ends, forms = _patterns()
    folded = line.strip().lower()
    for pattern, part in starts.get(folded[:1], ()):
        if folded.startswith(pattern):
            return part if len(line) <= _LONG.get(part, _USUAL) else None
    if len(line) > _USUAL:
        return None
    bare = folded.strip(_ENDS)
    if bare in lines:
        return lines[bare]
    if len(line) > _SHORT:
        return None
    for pattern, part in ends.get(folded[-1:], ()):
        if folded.endswith(pattern):
            return part
    return next((part for form, part in forms if form.match(bare)), None)


@cache
def _openings() -> tuple[frozenset[str], tuple[str, ...], list[tuple[re.Pattern[str], str]]]:
    """Kickers, and the beginnings and forms of bylines: what is so only at the top of an article."""
    rows = [row for row in lexicon.load("boilerplate") if row["part"] == "byline"]
    kickers = lexicon.column("boilerplate", "pattern", part="kicker")
    return kickers, tuple(row["pattern"] for row in rows if row["match"] == "start"), _forms(rows)


def _is_kicker(copy: str, body: list[Span], headline: str | None) -> bool:
    """A known label, or a short line above the given headline; a headline or more must follow."""
    line = copy[body[0][0] : body[0][1]]
    if headline is not None and _is_given(copy, body[1], headline):
        return len(line) <= 60 and not line.endswith(_SENTENCE_END[:-1]) and not _is_given(copy, body[0], headline)
    following = copy[body[1][0] : body[1][1]]
    return line.lower().strip(_ENDS) in _openings()[0] and len(following) <= _USUAL and len(body) > 2


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
    if len(words(line)) <= 14 and (_BYLINE.match(line) or _names_house(line)):
        return "byline"
    return "timestamp" if day_of(line) else None


def _names_house(line: str) -> bool:
    """“Jan Holm, Reuters”: a house or a post that the list knows, after what looks like a name."""
    _, starts, forms = _openings()
    folded = line.lower().strip(_ENDS)
    if folded.startswith(starts):
        return True
    return any(form.match(folded) for form, _ in forms) and _NAME.match(name_in(line)) is not None


def name_in(byline: str) -> str:
    """The name in a byline: “Jan Holm” of “By Jan Holm” and of “Jan Holm, Reuters”."""
    found = _BY.sub("", byline.strip(), count=1)
    if found != byline.strip():
        return found
    folded = reading_copy(byline).lower().strip(_ENDS)
    if not any(form.match(folded) for form, _ in _openings()[2]):
        return found
    return re.split(r" *[|/]| +-", found)[0] if "," not in found else found.rpartition(",")[0]


def place_in(dateline: str) -> str | None:
    """The place of a dateline, as printed."""
    match = _DATELINE.match(reading_copy(dateline))
    place = match and (match["place"] or match["town"])
    return place.rstrip(" ,") if place else None


def says_updated(stamp: str) -> bool:
    """Is a time stamp that of a change, not of the publication?"""
    return _UPDATED.match(stamp.strip()) is not None


def day_of(line: str) -> Any:
    """The day that a short line names, alone or after “Published” and the like; None where it names none."""
    if len(line) > 60 or not any(c.isdigit() for c in line):
        return None
    try:
        return parse_day(
            re.sub(
                r"^(?:first |last )?(?:published|updated|posted|modified)(?: on)?:? +", "", line, flags=re.IGNORECASE
            )
        )
    except DayError:
        return None


def _is_tag_line(line: str) -> bool:
    """“Biden, Putin, War in Ukraine”: several short names with commas between and no stop at the end."""
    items = [item.strip() for item in line.split(",")]
    named = all(_TAG.match(item) and item[0].isupper() for item in items)
    return len(line) <= 300 and len(items) >= 2 and named and not line.endswith(".")
