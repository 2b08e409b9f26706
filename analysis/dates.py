"""Days out of what people write into a field: “2022-03-04”, “4. März 2019”, “Fri, 04 Mar 2022 10:00 GMT”.

Nothing here looks at the clock: a date that is not complete without today's is unknown.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache, lru_cache
from typing import Any

import pandas as pd
from dateutil import parser as dateutil_parser

_HOURS = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "UTC": 0, "GMT": 0}
_ZONES = {
    zone: 3600 * hours
    for zone, hours in {**_HOURS, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3}.items()
}

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")  # in full: which century ’22 falls in depends on the day it is read
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_LONGEST = 100  # characters of a written day with its time and zone
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
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
            return numeric_day(int(match[1]), int(match[2]), int(match[3]), text, order)
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


def numeric_day(first: int, second: int, year: int, text: str, order: str | None) -> dt.date:
    """The day of 13/4/2022, AmbiguousDay for 3/4/2022 unless `order` decides; `text` is for the message."""
    if first > 12 or first == second or (order == "day-first" and second <= 12):
        return dt.date(year, second, first)
    if second > 12 or order == "month-first":
        return dt.date(year, first, second)
    raise AmbiguousDay(f"“{text[:40]}” may be day/month or month/day; write it as YYYY-MM-DD")


def _zone(name: str | None, offset: int | None) -> int | None:
    """Seconds east of UTC: never the zone of the machine. A zone that is not known here is taken for UTC."""
    return offset if offset is not None else _ZONES.get(name or "")


def _written_day(text: str) -> dt.date:
    """“Friday, January 4, 2019”, “4 Jan 2019 10:00 GMT”, “4. März 2019”: complete without borrowing from a default."""
    try:
        found = _in_english(text)
    except (ValueError, OverflowError):
        found = _in_other_languages(text)
        if found is None:
            raise
    if found is None or not any(c.isalpha() for c in text) or not _YEAR.search(text):
        raise DayError(f"“{text[:40]}” names no day with month and year; write it as YYYY-MM-DD")
    return _utc_day(found)


@lru_cache(maxsize=10_000)  # a corpus has few days, and many articles of each
def _in_english(text: str) -> dt.datetime | None:
    """None where the day is not complete; ValueError where it is no date in English."""
    first = dateutil_parser.parse(text, default=dt.datetime(2001, 1, 1), tzinfos=_zone)
    second = dateutil_parser.parse(text, default=dt.datetime(2004, 2, 2), tzinfos=_zone)
    return first if first.date() == second.date() else None


# Languages in which the same word names no other month: listopad is November in Polish, but October in Croatian.
_LANGUAGES = "ar bg cs da de el es fi fr hu it ja ko nb nl pl pt ro ru sv tr uk zh".split()


@cache
def _other_languages() -> Any:
    """Made on first use, as it loads its languages. Parts that are missing are never filled in from the clock."""
    from dateparser.date import DateDataParser

    settings = {
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["day", "month", "year"],
        "STRICT_PARSING": True,
        "RELATIVE_BASE": dt.datetime(2001, 1, 1),
        "TIMEZONE": "UTC",
        "TO_TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    return DateDataParser(languages=_LANGUAGES, settings=settings)


@lru_cache(maxsize=10_000)  # half a millisecond each, and a corpus has few days
def _in_other_languages(text: str) -> dt.datetime | None:
    if len(text) > _LONGEST or not (_YEAR.search(text) and _DAY.search(text)):
        return None
    found = _other_languages().get_date_data(text).date_obj
    return found if isinstance(found, dt.datetime) else None
