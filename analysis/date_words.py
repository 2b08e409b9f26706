"""Days in running text: “on Friday”, “two weeks ago”, “March 3-5”, resolved against the day of publication.

Nothing here looks at the clock or at a time zone. The words are rows of `lexicons/date_words.csv`. The rules:

- A weekday is the most recent such day on or before publication; “last Friday” said on a Friday is a week back, and
  “Friday last week” lies in the calendar week before. A month and day, or a month, without a year is the most recent
  one on or before publication; `ahead` says where the one to come is nearer.
- A period is told by its first day and its length: weeks begin on Monday, weekends on Saturday. “A week ago” is the
  calendar week before, “two months ago” the calendar month before last: people mean no more by it.
- A range is told by its first day, and by the shortest of week, month and year that holds it. Its end is resolved
  first, its beginning is the most recent such day before that.
- “the following day” counts from the day named before it (the anchor), “a day earlier” from the anchor if there is one
  and else from publication, “the day before Monday's vote” from Monday, “the day before the vote” from nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from . import lexicon
from .dates import numeric_day


def words_of(*kinds: str) -> list[str]:
    """The words of these kinds in `date_words.csv`, longest first, so that a pattern tries them in that order."""
    rows = [row["words"] for row in lexicon.load("date_words") if row["kind"] in kinds]
    return sorted(rows, key=lambda words: (-len(words), words))


def _values(kind: str) -> dict[str, int]:
    return {row["words"]: int(row["value"]) for row in lexicon.load("date_words") if row["kind"] == kind}


def any_of(*kinds: str) -> str:
    """A pattern for any of the words of these kinds."""
    return "|".join(re.escape(words).replace("\\ ", "[ ]") for words in words_of(*kinds))


MONTHS = _values("month")
WEEKDAYS = {word: day - 1 for word, day in _values("weekday").items()}  # as date.weekday() counts, from 0
_NUMBERS = _values("number")
_COUNTED = ("publication", "either", "named")  # where the offset counts from
_PHRASES = {
    row["words"]: (row["kind"], int(row["value"]), row["unit"])
    for row in lexicon.load("date_words")
    if row["kind"] in _COUNTED
}
_UNITS = {row["words"]: (int(row["value"]), row["unit"]) for row in lexicon.load("date_words") if row["kind"] == "unit"}
_LENGTHS = {"day": 1, "week": 7, "month": 31, "year": 366}  # days at most, shortest first
_FROM_WHEN = {"early": 1, "mid": 11, "late": 21}  # the day of the month with which its thirds begin


class FoundDate(NamedTuple):
    """Words that name a day or a period: where they stand, its first day, and how both are known."""

    start: int
    end: int
    day: dt.date
    basis: str  # weekday, relative or explicit
    precision: str = "day"  # or week, month, year: how long the period is
    ahead: bool = False  # without a year, and the next such day is nearer to publication than the last


_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_TO = r"(?:[ ]?-[ ]?|[ ](?:to|and|through)[ ](?:the[ ])?)"
_YEAR = r"(?:1[5-9]|20)\d\d"
_WEEKDAY, _MONTH, _NOUNS = any_of("weekday"), any_of("month"), any_of("determiner")
_FULL_MONTH = "|".join(word for word in MONTHS if len(word) > 4 or word in {"may", "june", "july"})
# Read through lower case instead of IGNORECASE, which costs three times as much; and nothing is tried at the ends of
# words, which saves a third.
_WORDS = re.compile(
    rf"""\b(?=\w)(?:
      (?P<name>{any_of("name")})\b
    | (?:(?:{_WEEKDAY}),?[ ]\(?)?(?P<month>{_MONTH})\b\.?[ ](?:the[ ])?(?P<mday>{_DAY})\b(?P<mto>{_TO}{_DAY}\b)?
        (?![ ]?%|[:.,]\d|[ ]per)(?:,?[ ](?P<myear>{_YEAR})\b)?
    | (?:(?:{_WEEKDAY}),?[ ]\(?(?:the[ ])?)?(?P<dday>{_DAY})(?P<dto>{_TO}{_DAY})?(?:[ ]of)?[ ]
        (?P<dmonth>{_MONTH})\b\.?(?:,?[ ](?P<dyear>{_YEAR})\b)?
    | (?P<iso>\d{{4}}-\d\d-\d\d)\b
    | (?P<numeric>\d{{1,2}}[/.]\d{{1,2}}[/.]{_YEAR})\b
    | (?:(?P<frommonth>{_FULL_MONTH}){_TO})?(?P<dated>{_FULL_MONTH})
        (?:(?:,|[ ]of)?[ ](?P<year>{_YEAR})\b|(?:[ ]of)?[ ](?P<ofyear>last|this)[ ]year\b)
    | (?P<lead>in|during|since|until|by|late|mid|early|last|this|next|{_NOUNS})[ -](?P<inmonth>{_FULL_MONTH})\b
        (?!'s|,?[ ](?:of[ ]|the[ ])?\d|(?:[ ]of)?[ ](?:last|this)[ ]year)
    | (?:in|since|until|by|early|late|mid|spring|summer|autumn|fall|winter|{_NOUNS})[ -](?:of[ ])?
        (?P<inyear>(?:19|20)\d\d)\b(?![-/%]|[.,]\d)
    | (?:(?P<which>last|this[ ]past|this|next|previous|coming|following)[ ])?(?P<weekday>{_WEEKDAY})(?!\w)
        (?:(?:[ ]of|,)?[ ](?P<ofweek>last|this|next)[ ]week\b|(?P<week>[ ]week\b(?!['-])))?
    | (?P<number>{any_of("number")}|\d{{1,3}})[ ](?P<unit>{any_of("unit")})[ ]
        (?P<way>ago|earlier|before|previously|later|after|from[ ]now)\b
    | the[ ](?P<oneunit>{any_of("unit")})[ ](?P<oneway>before|after)[ ](?=(?:{_NOUNS}|{_WEEKDAY})\b)
    | (?:the[ ])?(?P<eve>eve[ ]of)\b
    | (?P<phrase>{any_of(*_COUNTED)})\b
    )""",
    re.VERBOSE,
)
_BETWEEN = re.compile(
    r"(?:[ ](?:morning|noon|afternoon|evening|night))?(?:[ ]?-[ ]?|[ ](?P<link>to|through|until|and)[ ](?:the[ ])?)"
)
# From “two days before” to the day of the event: “ the ”, “ his speech on ”.
_EVENT = re.compile(rf"[ ]?(?:(?:{_NOUNS})[ ])?(?:[\w'-]+[ ]){{0,3}}")
_ADVERB = re.compile(r"[^\w ]|[ ]?\Z|[ ](?:and|as|at|but|by|during|for|from|in|on|to|when|with)\b")
_THAT = re.compile(r"[ ](?:as|that|when)\b")
_ROUGH = tuple(f" {words} " for words in words_of("rough"))
_TOKEN = re.compile(r"[a-z]+")
_FOUR_DIGITS = re.compile(r"\d{4}")
_LOWER = str.maketrans({chr(i): chr(i + 32) for i in range(65, 91)})


_LINKS = frozenset("after before earlier following later next preceding previous previously same that".split())
_SMALL = _LINKS | frozenset("at early in last late on over the this".split())


def _keys() -> frozenset[str]:
    """Words of which every date in words has one: where there is none, nothing is looked for."""
    keys = {word.rstrip(".") for word in [*MONTHS, *WEEKDAYS, *_UNITS]} | {"eve"}
    for phrase in sorted(_PHRASES, key=len):
        if keys.isdisjoint(phrase.split()):
            keys.add(max(set(phrase.split()) - _SMALL, key=lambda word: (len(word), word)))
    return frozenset(keys)


_KEYS = _keys()


def _lower(text: str) -> str:
    low = text.lower()
    return low if len(low) == len(text) else text.translate(_LOWER)


_DATE, _LINK = 1, 2  # what a stretch between two blanks has: a word of dates or four digits, a word that links
_REMEMBERED = 200_000  # different stretches


class _Signs(dict[str, int]):
    """The signs of dates in each stretch, read once."""

    def __missing__(self, stretch: str) -> int:
        words = _TOKEN.findall(stretch.lower())
        dated = not _KEYS.isdisjoint(words) or _FOUR_DIGITS.search(stretch) is not None
        found = _DATE * dated + _LINK * (not _LINKS.isdisjoint(words))
        if len(self) > _REMEMBERED:  # no text can fill the memory
            self.clear()
        return self.setdefault(stretch, found)


_signs = _Signs()


def date_signs(text: str) -> tuple[bool, bool]:
    """Is there any word in it that a date in words has, and one too that counts from the day named before?

    Quick, for what is read sentence by sentence.
    """
    found = set(map(_signs.__getitem__, text.split()))
    if found <= {0, _LINK}:
        return False, False
    return True, not found <= {0, _DATE}


def find_dates(
    copy: str, start: int, end: int, published: dt.date | None, anchor: FoundDate | None = None
) -> Iterator[FoundDate]:
    """The days and periods that `copy[start:end]` names, in order; what cannot be resolved is left out.

    `anchor`: the date before this stretch that “the following day” counts from; each date found becomes the next.
    Days to come (“tomorrow”) are given as such. “next Monday” is left out: people differ on which one it is.
    """
    piece = copy[start:end]
    low = _lower(piece)
    if not date_signs(low)[0]:
        return
    matches = list(_WORDS.finditer(low))
    place = 0
    while place < len(matches):
        try:
            found, used = _read(_Piece(piece, low, published, anchor), matches[place : place + 2])
        except (ValueError, OverflowError):  # 31 June; 3/4/2022, which may be in March or April; before the year 1
            found, used = None, 1
        place += used
        if found is not None:
            anchor = found._replace(start=found.start + start, end=found.end + start)
            yield anchor


class _Piece(NamedTuple):
    """What words are read in: the text and its lower case, the day of publication, the date named before."""

    text: str
    low: str
    published: dt.date | None
    anchor: FoundDate | None


def _read(piece: _Piece, matches: list[re.Match[str]]) -> tuple[FoundDate | None, int]:
    """The date that begins with the first match, and how many of the two matches it takes."""
    match, other = matches[0], matches[-1]
    gap = piece.low[match.end() : other.start()]
    if shift := _before_event(piece, match):
        if other is match or not _EVENT.fullmatch(gap):
            return None, 1
        event = _resolve(piece, other)
        return event and _shifted(event, *shift, match.start(), event.end), 2
    found = _resolve(piece, match)
    link = _BETWEEN.fullmatch(gap) if found and other is not match else None
    if link is None or (link["link"] == "and" and not _after_between(piece, match)):
        return found, 1
    last = _resolve(piece, other)
    if found is None or last is None or (found.basis, last.basis, last.precision) != (last.basis, found.basis, "day"):
        return found, 1
    return _range(piece, match, last), 2


def _after_between(piece: _Piece, match: re.Match[str]) -> bool:
    return piece.low[max(0, match.start() - 12) : match.start()].split()[-1:] == ["between"]


def _range(piece: _Piece, match: re.Match[str], last: FoundDate) -> FoundDate | None:
    """From the most recent day that the first words can name, up to the last."""
    first = _resolve(piece._replace(published=last.day), match)
    return first and _period(first, last.day, last.end)


def _period(first: FoundDate, last: dt.date, end: int) -> FoundDate | None:
    days = (last - first.day).days + 1
    precision = next((name for name, length in _LENGTHS.items() if days <= length), None)
    return first._replace(end=end, precision=precision) if precision and days > 0 else None


def _before_event(piece: _Piece, match: re.Match[str]) -> tuple[int, str] | None:
    """How far from an event, and in which unit: “two days before the vote”, “the week after”, “on the eve of”."""
    if match["eve"]:
        return -1, "day"
    if match["oneunit"]:
        count, unit = _UNITS[match["oneunit"]]
        return (-count if match["oneway"] == "before" else count), unit
    if match["way"] not in {"before", "after"} or _ADVERB.match(piece.low, match.end()):
        return None
    count, unit = _UNITS[match["unit"]]
    count *= _number(match["number"])
    return (-count if match["way"] == "before" else count), unit


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else _NUMBERS[words]


def _shifted(anchor: FoundDate, count: int, unit: str, start: int, end: int) -> FoundDate | None:
    """So many days, weeks, months or years from the anchor, if that is known as exactly as the unit asks."""
    if _LENGTHS[anchor.precision] > _LENGTHS[unit]:
        return None
    day = anchor.day
    if unit == "day":
        day += dt.timedelta(days=count)
    elif unit == "week":
        day += dt.timedelta(days=7 * count - day.weekday())
    else:
        months = 12 * day.year + (day.month - 1 if unit == "month" else 0) + count * (1 if unit == "month" else 12)
        day = dt.date(months // 12, months % 12 + 1, 1)
    return FoundDate(start, end, day, "relative", unit)


def _resolve(piece: _Piece, match: re.Match[str]) -> FoundDate | None:
    """The date of one match, without its neighbours; None where it cannot be told."""
    if match["name"] or _before_event(piece, match):
        return None
    if match["month"] or match["dmonth"]:
        return _day_of_month(piece, match)
    if match["iso"]:
        return FoundDate(*match.span(), dt.date.fromisoformat(match["iso"]), "explicit")
    if match["numeric"]:
        first, second, year = re.split("[/.]", match["numeric"])
        return FoundDate(*match.span(), numeric_day(int(first), int(second), int(year), match[0], None), "explicit")
    if match["dated"] or match["inmonth"]:
        return _month(piece, match)
    if match["inyear"]:
        return FoundDate(*match.span("inyear"), dt.date(int(match["inyear"]), 1, 1), "explicit", "year")
    if match["weekday"]:
        return _weekday(piece, match)
    return _counted(piece, match)


def _day_of_month(piece: _Piece, match: re.Match[str]) -> FoundDate | None:
    front = "m" if match["month"] else "d"
    name, year = match["month"] or match["dmonth"], match[f"{front}year"]
    capital = piece.text[match.start("month" if match["month"] else "dmonth")].isupper()
    if name in {"may", "march", "mar"} and not capital:
        return None  # the verbs
    days = [int(re.sub(r"\D", "", match[group])) for group in (f"{front}day", f"{front}to") if match[group]]
    last = _in_year(MONTHS[name], days[-1], int(year) if year else None, piece.published)
    if last is None:
        return None
    day, ahead = last
    found = FoundDate(*match.span(), day.replace(day=days[0]), "explicit", "day", ahead)
    return _period(found, day, match.end()) if len(days) > 1 else found


def _in_year(month: int, day: int, year: int | None, published: dt.date | None) -> tuple[dt.date, bool] | None:
    """The day, in that year or in the latest that is not after publication; and is the next one nearer?"""
    if year is not None:
        return dt.date(year, month, day), False
    if published is None:
        return None
    year = published.year if (month, day) <= (published.month, published.day) else published.year - 1
    if (month, day) == (2, 29):
        year -= next(back for back in range(9) if _is_leap(year - back))
    last, coming = dt.date(year, month, day), dt.date(year + 1, month, 1) + dt.timedelta(days=day - 1)
    return last, coming - published < published - last


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _month(piece: _Piece, match: re.Match[str]) -> FoundDate | None:
    group = "dated" if match["dated"] else "inmonth"
    name, lead, published = match[group], match["lead"], piece.published
    begin = match.start("lead" if lead in {"last", "this"} else group)
    if not piece.text[match.start(group)].isupper() or lead == "next":
        return None
    year = int(match["year"]) if match["year"] else None
    if year is None and published is None:
        return None
    if published is not None and (match["ofyear"] or lead == "this"):
        year = published.year - (match["ofyear"] == "last")
    if published is not None and lead == "last":  # over before the month of publication began
        published = published.replace(day=1) - dt.timedelta(days=1)
    part = piece.low[match.start() : match.start(group)] or piece.low[max(0, match.start() - 6) : match.start()]
    first = next((day for words, day in _FROM_WHEN.items() if words in part), 1)
    known = _in_year(MONTHS[name], first, year, published)
    if known is None:
        return None
    found = FoundDate(begin, match.end(), known[0].replace(day=1), "explicit", "month", known[1] and lead != "last")
    if match["frommonth"]:
        past = MONTHS[match["frommonth"]] > MONTHS[name]
        first_day = dt.date(found.day.year - past, MONTHS[match["frommonth"]], 1)
        return _period(found._replace(start=match.start(), day=first_day), found.day, match.end())
    return found


def _weekday(piece: _Piece, match: re.Match[str]) -> FoundDate | None:
    published, which, weekday = piece.published, match["which"] or "", WEEKDAYS[match["weekday"]]
    if published is None or match["week"] or match["ofweek"] == "next" or which in {"next", "coming", "following"}:
        return None
    if match["ofweek"]:
        monday = published - dt.timedelta(days=published.weekday() + 7 * (match["ofweek"] == "last"))
        return FoundDate(*match.span(), monday + dt.timedelta(days=weekday), "weekday")
    back = (published.weekday() - weekday) % 7
    back = back or (7 if which in {"last", "previous", "this past"} else 0)
    return FoundDate(*match.span(), published - dt.timedelta(days=back), "weekday")


def _counted(piece: _Piece, match: re.Match[str]) -> FoundDate | None:
    """“yesterday”, “last week”, “two days ago”, “the following day”: so far from publication or from the anchor."""
    start, end = match.span()
    if match["phrase"]:
        words = match["phrase"]
        if _is_title(piece.text, start, end):
            return None
        if words.endswith((" before", " after")) and not _ADVERB.match(piece.low, end):
            return None
        if words.startswith("the same ") and _THAT.match(piece.low, end):
            return None  # the same day that the bridge closed
        kind, count, unit = _PHRASES[words]
    else:
        if f" {piece.low[max(0, start - 15) : start]}".endswith(_ROUGH):
            return None
        count, unit = _UNITS[match["unit"]]
        count *= _number(match["number"])
        way = match["way"]
        kind = "publication" if way in {"ago", "from now"} else "named" if way in {"later", "after"} else "either"
        count = count if way in {"later", "after", "from now"} else -count
    origin = None if kind == "publication" else piece.anchor
    if origin is None and kind != "named" and piece.published is not None:
        origin = FoundDate(start, end, piece.published, "")
    if origin is None:
        return None
    return _weekend(origin.day, count, start, end) if unit == "weekend" else _shifted(origin, count, unit, start, end)


def _weekend(published: dt.date, count: int, start: int, end: int) -> FoundDate:
    saturday = published - dt.timedelta(days=(published.weekday() - 5) % 7)
    weeks = count if count >= 0 or published.weekday() >= 5 else count + 1  # on weekdays the last one is over
    return FoundDate(start, end, saturday + dt.timedelta(days=7 * weeks), "relative", "week")


def _is_title(text: str, start: int, end: int) -> bool:
    """“This Week”, “USA Today”, NBC's “Today”: capitals where prose has none."""
    words = text[start:end]
    if not words.istitle():
        return False
    before = text[max(0, start - 20) : start]
    named = before[-1:] == " " and before.split()[-1:] and before.split()[-1][0].isupper() and before[-2].isalpha()
    return " " in words or bool(named) or before[-1:] in {'"', "'"}
