"""When statements were made: adds `date`, `date_basis` and `date_precision`.

The date is taken from the reporter's words around the cue, resolved against the day of publication (see `date_words`
for the rules), else it is the day of publication itself. Never the day of the run, never a day after publication.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from . import tables
from .date_words import FoundDate, any_of, date_signs, find_dates
from .layout import Layout, layouts
from .lexicon import load
from .sentences import sentence_spans
from .text import Span, without

_REACH = 90  # characters around the cue within which a date is the date of the saying
_NEEDED = ["article_id", "paragraph", "spans", "cue_start", "cue_end"]


def date_statements(statements: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The same rows with `date` (a day, NaT where unknown), `date_basis` and `date_precision`.

    `date` is the day, or the first day of the week, month or year that the words name; `date_precision` says which.
    Only the reporter's words near the cue count: a date inside the content is what the speaker talks about. Needs of
    `statements`: article_id, paragraph, spans, cue_start, cue_end; of `articles`: article_id, text, published.
    """
    tables.require(statements, _NEEDED, "date_statements")
    tables.require(articles, ["article_id", "text", "published"], "date_statements")
    columns = [statements[name].tolist() for name in _NEEDED]
    contents: dict[str, list[Span]] = {}
    for article_id, spans in zip(columns[0], columns[2], strict=True):
        contents.setdefault(str(article_id), []).extend((span[0], span[1]) for span in spans)
    known = {
        layout.article_id: _Reporting(
            layout, None if pd.isna(day) else pd.Timestamp(day).date(), contents.get(layout.article_id, [])
        )
        for layout, day in zip(layouts(articles), articles["published"].tolist(), strict=True)
    }
    with tables.seldom_collecting():
        found = [_date(known.get(str(row[0])), row[1], row[3], row[4]) for row in zip(*columns, strict=True)]
    return statements.assign(
        date=pd.to_datetime(pd.Series([day for day, _, _ in found], dtype=object)).astype("datetime64[us]").array,
        date_basis=pd.Categorical([basis for _, basis, _ in found], categories=list(tables.DATE_BASES)),
        date_precision=pd.Categorical([one for _, _, one in found], categories=list(tables.DATE_PRECISIONS)),
    )


class _Told(NamedTuple):
    """A date in the reporter's words, with the sentence and the stretch between two contents in which it stands."""

    date: FoundDate
    sentence: Span
    begin: int


class _Reporting:
    """An article's words outside all contents, with the dates that they name; each paragraph is read once."""

    def __init__(self, layout: Layout, published: dt.date | None, contents: Iterable[Span]) -> None:
        self.copy, self.paragraphs, self.published = layout.copy, layout.paragraphs, published
        self._datelines = [(p[1], p[2]) for p in layout.parts if p[0] == "dateline"]
        parts = [(p[1], p[2]) for p in layout.parts if p[0] not in {"headline", "dateline"}]
        said = [(_claim(self.copy, start, end), end) for start, end in contents]
        self._holes = _merged([*said, *parts])  # time stamps, bylines and tags are no reporter's words
        self._read: dict[int, list[_Told]] = {}
        self._seen: dict[int, tuple[bool, bool]] = {}  # the signs of dates in a paragraph

    def dates(self, number: int) -> list[_Told]:
        """The dates in the reporter's words of a paragraph, in order."""
        first = number
        while first > 0 and first not in self._read and self._signs(first)[1]:
            first -= 1
        for paragraph in range(first, number + 1):
            if paragraph not in self._read:
                self._read[paragraph] = list(self._find(paragraph))
        return self._read[number]

    def _signs(self, number: int) -> tuple[bool, bool]:
        if number not in self._seen:
            self._seen[number] = date_signs(self.copy[slice(*self.paragraphs[number])])
        return self._seen[number]

    def _find(self, number: int) -> Iterator[_Told]:
        """Sentence by sentence: “the next day” counts from a day in its own sentence or in the one before."""
        if not self._signs(number)[0]:
            return
        paragraph = self.paragraphs[number]
        before, anchor = None, self._last_of(number - 1)
        for sentence in sentence_spans(self.copy, *paragraph):
            for piece in without(sentence, self._holes_in(sentence)):
                for found in find_dates(self.copy, *piece, self.published, anchor):
                    before = anchor = found
                    dateline = any(start <= found.start < end for start, end in self._datelines)
                    yield _Told(found._replace(basis="dateline") if dateline else found, sentence, piece[0])
            before, anchor = None, before

    def _last_of(self, number: int) -> FoundDate | None:
        """The last date of a paragraph, if it stands in the last sentence and was read."""
        told = self._read.get(number)
        if not told or self.copy[told[-1].sentence[1] : self.paragraphs[number][1]].strip():
            return None
        return told[-1].date

    def _holes_in(self, span: Span) -> Sequence[Span]:
        first = bisect_left(self._holes, span[0], key=lambda hole: hole[1])
        return self._holes[first : bisect_right(self._holes, span[1], key=lambda hole: hole[0])]


_THAT = re.compile(r"(?:[\w.,]+ ){1,5}(?=that )")


def _claim(copy: str, start: int, end: int) -> int:
    """Where the clause begins: “two days ago that it would close” is the reporter's up to “that”."""
    match = _THAT.match(copy, start, end)
    return match.end() if match and date_signs(match.group())[0] else start


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, without overlaps."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _date(reporting: _Reporting | None, paragraph: int, start: Any, end: Any) -> tuple[Any, str, str]:
    """Day, basis and precision of the statement whose cue stands there."""
    if reporting is None:
        return None, "none", "none"
    if not pd.isna(start) and paragraph < len(reporting.paragraphs):
        cue = int(start), int(end)
        near = [one for one in _around(reporting.dates(paragraph), cue) if _tells(one, cue, reporting)]
        if near:
            date = min(near, key=lambda one: (_distance(one.date, cue), one.date.start)).date
            return date.day, date.basis, date.precision
    return (reporting.published, "published", "day") if reporting.published else (None, "none", "none")


def _around(told: list[_Told], cue: Span) -> list[_Told]:
    """The dates of the cue's sentence within reach of the cue, and the one that opens the sentence."""
    if not told:
        return []
    first = bisect_left(told, cue[0] - _REACH, key=lambda one: one.date.end)
    last = bisect_right(told, cue[1] + _REACH, key=lambda one: one.date.start)
    near = [one for one in told[first:last] if one.sentence[0] <= cue[0] < one.sentence[1]]
    opening = bisect_right(told, cue[0], key=lambda one: one.sentence[0]) - 1
    opening = bisect_left(told, told[opening].sentence[0], key=lambda one: one.sentence[0])
    one = told[max(0, opening)]
    within = one.sentence[0] <= cue[0] < min(one.sentence[1], one.sentence[0] + _LONG)
    return [one, *near] if within and opening < first and one.date.start - one.sentence[0] <= _OPENING else near


def _distance(date: FoundDate, cue: Span) -> int:
    return min(abs(date.start - cue[1]), abs(cue[0] - date.end))


_OPENING = 12  # characters before a date that still opens its sentence: “Early on ”, “Back in ”
_LONG = 400  # characters from there to the cue
_NOUN = rf"(?:{any_of('determiner')})"
_BOUND = re.compile(rf"\b(?:{any_of('bound')})(?: {_NOUN})? \Z")
_PLANNED = re.compile(rf"\b(?:{any_of('plan')})(?: [\w'-]+){{0,5}} \Z")
_CLAUSE = re.compile(rf"\b(?:{any_of('relative clause')})\b")
_THERE = re.compile(r",? (?:(?:after|at|before|during|in) which|where)\b")  # held on Monday, after which Lind said
_BREAK = re.compile(r"[,;:()]| - ")
_ATTRIBUTE = re.compile(rf"\b{_NOUN} \Z")
_OCCASION = re.compile(rf"\b(?:{any_of('occasion')})(?: {_NOUN})? \Z")
_FIRST = re.compile(rf"(?:{any_of('occasion')}) [^,;:()]*\Z")
_PERFECT = re.compile(
    r"(?:\b(?:has|have)|'ve)(?: (?:\w+ly|all|also|already|always|been|even|just|long|never|not|now|often|since))? \Z"
)
_SAID = "|".join([any_of("saying"), *sorted(row["word"] for row in load("cue_nouns") if row["mode"] != "thought")])
_SAYING = re.compile(rf"(?:'s)?(?: [\w-]+){{0,2}} (?:{_SAID})s?\b")
_PRESENT = re.compile(r"(?!was\b|has\b)[a-z]+[^\Wsu]s\b")


def _tells(told: _Told, cue: Span, reporting: _Reporting) -> bool:
    """Is the date that of the saying, as far as grammar shows, and not that of another event in the sentence?"""
    date, copy = told.date, reporting.copy
    if reporting.published is not None and date.day > reporting.published:
        return False  # nobody has yet said what is reported
    after_cue = cue[1] <= date.start
    before = copy[max(told.begin, date.start - 60, cue[1] if after_cue else 0) : date.start].lower()
    between = copy[max(told.begin, cue[1]) : date.start] if after_cue else copy[date.end : cue[0]]
    opening = copy[told.sentence[0] : min(date.start, told.sentence[0] + _REACH)].lower()
    opens = len(opening) <= _OPENING
    if _BOUND.search(before) or _PLANNED.search(before) or ";" in between or _is_attribute(date, before, copy):
        return False
    if _CLAUSE.search(between) if after_cue else _in_clause(before) and not _THERE.match(between):
        return False  # said Lind, who was elected in 2008; Lind, who was elected in 2008, said
    if date.ahead and not opens and (_BREAK.search(between) or len(between.split()) > 4):
        return False  # ahead of the vote on May 12, Lind said
    if date.precision in {"month", "year"} and not _in_one_clause(
        between, after_cue, opens or _opens_with_occasion(opening, date, told.sentence)
    ):
        return False
    if date.day == reporting.published:
        return True
    words = copy[cue[0] : cue[1]].lower()
    now = date.precision in {"month", "year"} and date.basis == "explicit" and _PRESENT.match(words)
    perfect = words.startswith(("has ", "have ")) or _PERFECT.search(copy[max(0, cue[0] - 20) : cue[0]].lower())
    return not (now and after_cue) and not perfect


def _opens_with_occasion(opening: str, date: FoundDate, sentence: Span) -> bool:
    """“In an interview with the paper in May, Lind said”: the day belongs to the phrase that opens the sentence."""
    whole = len(opening) == date.start - sentence[0]
    return whole and _FIRST.match(opening) is not None and not _CLAUSE.search(opening) and " that " not in opening


def _in_one_clause(between: str, after_cue: bool, opens: bool) -> bool:
    """Months and years are said of much else: a comma or a conjunction between them and the cue parts the two."""
    if after_cue:  # said in Salem, Oregon, in March; not: said Lind, a minister in 2008
        return "," not in between or len(between.rpartition(",")[2].split()) < 2
    return opens or not re.search(r"[,()]| (?:and|but) ", between)


def _in_clause(before: str) -> bool:
    """Does a relative clause with a verb of its own reach up to the date? “Lind, who left on Monday, said”"""
    clause = _CLAUSE.split(_BREAK.split(before)[-1])
    return len(clause) > 1 and len(clause[-1].split()) > 1


def _is_attribute(date: FoundDate, before: str, copy: str) -> bool:
    """Does the date belong to a noun (“the 2008 campaign”) that is neither said itself nor the occasion of saying?"""
    if date.precision == "day" and (date.basis != "explicit" or copy[date.start].isdigit()):
        return False  # Monday's debate; the 3rd of May
    if not copy.startswith("'s", date.end) and not (date.basis == "explicit" and _ATTRIBUTE.search(before)):
        return False
    return not (_OCCASION.search(before) or _SAYING.match(copy, date.end, date.end + 60))
