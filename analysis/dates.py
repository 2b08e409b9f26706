"""Days out of what people write: a whole field of a table (`parse_day`) or words in a sentence (`find_dates`).

Nothing here looks at the clock: a date that is not complete without today's is unknown.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pandas as pd
from dateutil import parser as dateutil_parser

from . import lexicon

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sep sept", "october oct", "november nov", "december dec",
        ],
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {d: i for i, d in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
NUMBERS = {w: i for i, w in enumerate("one two three four five six seven eight nine ten".split(), start=1)}

_HOURS = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "UTC": 0, "GMT": 0}
_ZONES = {
    zone: 3600 * hours
    for zone, hours in {**_HOURS, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3}.items()
}

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")  # in full: which century ’22 falls in depends on the day it is read
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")


class DayError(ValueError):
    """A date that cannot be told: the message says why and how to write it."""


class AmbiguousDay(DayError):  # noqa: N818 (not wrong, only undecided)
    """A date like 03/04/2022, which may be in March or in April."""


def parse_day(value: Any, order: str | None = None) -> dt.date | None:
    """The UTC day that a field names, None for an empty field. Raises DayError where it cannot be told.

    `order`, "day-first" or "month-first", decides dates like 03/04/2022; without it they are AmbiguousDay.
    """
    if value is None or value is pd.NA or value != value or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, dt.datetime):
        return _utc_day(value)
    if isinstance(value, dt.date):
        return value
    text = str(value).strip()
    try:
        if match := _COMPACT.match(text):
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        if match := _ISO.match(text):
            return _with_zone(text) or dt.date(int(match[1]), int(match[2]), int(match[3]))
        if match := _NUMERIC.match(text):
            return _numeric_day(int(match[1]), int(match[2]), int(match[3]), text, order)
        return _written_day(text)
    except (ValueError, OverflowError) as error:
        if isinstance(error, DayError):
            raise
        raise DayError(f"“{text[:40]}” is not a date; write it as YYYY-MM-DD") from None


def _utc_day(moment: dt.datetime) -> dt.date:
    return (moment.astimezone(dt.UTC) if moment.tzinfo else moment).date()


def _with_zone(text: str) -> dt.date | None:
    """An ISO date with a time and a zone may fall on another day in UTC."""
    try:
        return _utc_day(dt.datetime.fromisoformat(text))
    except ValueError:
        return None


def proven_order(value: Any) -> str | None:
    """The order that a date shows for its whole column: 13/04/2022 can only be day first, 04/13/2022 month first."""
    match = _NUMERIC.match(value.strip()) if isinstance(value, str) else None
    if match is None or (int(match[1]) > 12) == (int(match[2]) > 12):
        return None
    return "day-first" if int(match[1]) > 12 else "month-first"


def _numeric_day(first: int, second: int, year: int, text: str, order: str | None) -> dt.date:
    if first > 12 or first == second or (order == "day-first" and second <= 12):
        return dt.date(year, second, first)
    if second > 12 or order == "month-first":
        return dt.date(year, first, second)
    raise AmbiguousDay(f"“{text[:40]}” may be day/month or month/day; write it as YYYY-MM-DD")


def _zone(name: str | None, offset: int | None) -> int | None:
    """Seconds east of UTC: never the zone of the machine. A zone that is not known here is taken for UTC."""
    return offset if offset is not None else _ZONES.get(name or "")


@cache
def _foreign_months() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {row["name"]: row["english"] for row in lexicon.load("months")}
    return re.compile(rf"\b(?:{'|'.join(sorted(names, key=len, reverse=True))})\b\.?", re.IGNORECASE), names


def _written_day(text: str) -> dt.date:
    """“Friday, January 4, 2019”, “4 Jan 2019 10:00 GMT”, “4. März 2019”: complete without borrowing from a default."""
    pattern, names = _foreign_months()
    if pattern.search(text):
        text = pattern.sub(lambda m: names[m.group().rstrip(".").lower()], text)
        text = re.sub(r"(?i)\b(?:de|del|le|el|den|der|am|1er)\b", lambda m: "1" if "1" in m[0] else " ", text)
        text = re.sub(r"(?<=\d)\.(?= )|^\w+, (?=\d)", "", text.strip())
    first = dateutil_parser.parse(text, default=dt.datetime(2001, 1, 1), tzinfos=_zone)
    second = dateutil_parser.parse(text, default=dt.datetime(2004, 2, 2), tzinfos=_zone)
    if first.date() != second.date() or not any(c.isalpha() for c in text) or not _YEAR.search(text):
        raise DayError(f"“{text[:40]}” names no day with month and year; write it as YYYY-MM-DD")
    return _utc_day(first)


class FoundDate(NamedTuple):
    """Words that name a day: where they stand, the day, and the basis (weekday, relative or explicit)."""

    start: int
    end: int
    day: dt.date
    basis: str


_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
# “two days before the vote” counts from the vote, not from the day of publication.
_EVENT = r"\b(?![ ](?:the|a|an|his|her|its|their|our|this|that)\b)"
_WORDS = re.compile(
    rf"""\b(?:
      (?P<month>{_MONTH})\.?[ ](?P<mday>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[ ]?%|:\d)(?:,?[ ](?P<myear>\d{{4}}))?\b
    | (?P<dday>\d{{1,2}})(?:st|nd|rd|th)?(?:[ ]of)?[ ](?P<dmonth>{_MONTH})\b\.?(?:,?[ ](?P<dyear>\d{{4}})\b)?
    | (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b
    | (?:(?P<which>last|this|next|previous)[ ])?(?P<weekday>{"|".join(WEEKDAYS)})\b
    | (?P<number>a|{"|".join(NUMBERS)}|\d{{1,2}})[ ](?P<unit>day|week)s?[ ](?:ago|earlier|before{_EVENT})\b
    | (?P<word>today|yesterday|tomorrow|tonight|the[ ]day[ ]before[ ]yesterday|the[ ]previous[ ]day)\b
    | (?P<eve>the[ ]day[ ]before{_EVENT})
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_DAYS_OFF = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1, "the day before yesterday": -2}


def find_dates(copy: str, start: int, end: int, published: dt.date | None) -> Iterator[FoundDate]:
    """The days that `copy[start:end]` names, resolved against the day of publication.

    A weekday is the most recent such day on or before publication (“last Friday” said on a Friday is a week back);
    a month and day without a year is the most recent such day on or before publication, and so needs one.
    “next” points forward and dates no statement that has been made: it is left out.
    """
    for match in _WORDS.finditer(copy, start, end):
        try:
            day, basis = _resolve(match, published)
        except ValueError:  # 31 June
            continue
        if day is not None:
            yield FoundDate(match.start(), match.end(), day, basis)


def _resolve(match: re.Match[str], published: dt.date | None) -> tuple[dt.date | None, str]:
    part = match.groupdict()
    if part["iso"]:
        return dt.date.fromisoformat(part["iso"]), "explicit"
    month, day = part["month"] or part["dmonth"], part["mday"] or part["dday"]
    if month:
        year = part["myear"] or part["dyear"]
        if month == "may" or (month.lower() in {"may", "march", "mar"} and month[0].islower()):
            return None, ""  # the verbs
        return _year_known(int(day), MONTHS[month.lower()], int(year) if year else None, published), "explicit"
    if published is None:
        return None, ""
    if part["weekday"]:
        return _weekday(WEEKDAYS[part["weekday"].lower()], (part["which"] or "").lower(), published), "weekday"
    if part["number"]:
        n = part["number"].lower()
        count = 1 if n == "a" else NUMBERS.get(n) or int(n)
        return published - dt.timedelta(days=count * (7 if part["unit"].lower() == "week" else 1)), "relative"
    return published + dt.timedelta(days=_DAYS_OFF.get((part["word"] or "").lower(), -1)), "relative"


def _weekday(weekday: int, which: str, published: dt.date) -> dt.date | None:
    if which == "next":
        return None
    back = (published.weekday() - weekday) % 7
    return published - dt.timedelta(days=back or (7 if which in {"last", "previous"} else 0))


def _year_known(day: int, month: int, year: int | None, published: dt.date | None) -> dt.date | None:
    if year is not None:
        return dt.date(year, month, day)
    if published is None:
        return None
    this_year = dt.date(published.year, month, day)
    return this_year if this_year <= published else dt.date(published.year - 1, month, day)
