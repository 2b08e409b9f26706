"""One rule for the dates of a corpus: is 03/04/2022 in March or in April? Decided by column, never in silence.

In this order: what the caller says (`dates="day-first"`); what another date of the same column shows (13/04/2022 can
only be day first) unless a third shows the contrary; else the day stays unknown. Each use of the rule is a problem row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from . import tables
from .dates import AmbiguousDay, DayError, parse_day, proven_order
from .sources import Document

ORDERS = ("day-first", "month-first")
FIELDS = ("published", "updated")
_SERIALS = range(20_000, 60_001)  # Excel's count of days: 1954 to 2064
_COUNT_FROM = dt.date(1899, 12, 30)


@dataclass
class Tally:
    """How many dates were read in one way, and the first of them, with its place."""

    count: int = 0
    first: str = ""

    def add(self, what: str, count: int = 1) -> None:
        """Count what comes after all that were counted before."""
        self.first = self.first if self.count else what
        self.count += count


@dataclass
class Column:
    """What one column of dates shows, and what was made of it."""

    proofs: dict[str, str] = field(default_factory=dict)  # order: the first date that shows it, and where
    decided: Tally = field(default_factory=Tally)  # dates that the rule decided
    serials: Tally = field(default_factory=Tally)


class DayRule:
    """Reads the days of a corpus by one rule a column; `tell` says in `problems` what the rule did.

    All documents must have been noted before the first day is read. What columns show, and what was made of them, is
    all in `columns`, which holds nothing of single documents.
    """

    def __init__(self, documents: Iterable[Document] = (), order: str | None = None) -> None:
        if order is not None and order not in ORDERS:
            raise ValueError(f"dates may be {' or '.join(ORDERS)}; got {order}.")
        self.order = order
        self.columns: dict[str, Column] = {}
        for document in documents:
            self.note(document)

    def note(self, document: Document) -> None:
        """Take in what the dates of one more document show."""
        for name in FIELDS:
            value = document.fields.get(name)
            column = self.columns.setdefault(self._called(document, name), Column())
            if proof := proven_order(value):
                column.proofs.setdefault(proof, f"{str(value).strip()[:40]} ({document.file})")

    def day(self, document: Document, name: str) -> dt.date | None:
        """The day in the field `name` of a document, None where it is empty. Raises DayError with the mend."""
        value, column = document.fields.get(name), self.columns[self._called(document, name)]
        shown = next(iter(column.proofs)) if len(column.proofs) == 1 else None
        if (serial := _serial(value)) is not None:
            column.serials.add(f"{value} ({document.file})")
            return serial
        try:
            return parse_day(value)
        except AmbiguousDay:
            order = self.order or shown
            if order is None:
                both = " and ".join(column.proofs.values())
                why = f"its column has both orders, {both}" if column.proofs else "no date of its column decides it"
                raise DayError(
                    f"“{str(value).strip()[:40]}” may be day/month or month/day; {why}: write it as YYYY-MM-DD, or say "
                    "dates= (--dates) day-first or month-first"
                ) from None
            column.decided.add(f"{str(value).strip()[:40]} ({document.file})")
            return parse_day(value, order)

    def tell(self, problems: tables.Problems) -> None:
        """One row per column whose dates the rule decided."""
        for name, column in self.columns.items():
            if column.decided.count:
                order = (self.order or next(iter(column.proofs))).replace("-", " ")
                why = "as asked" if self.order else f"as {next(iter(column.proofs.values()))} can be nothing else"
                message = (
                    f"{column.decided.count} dates of the column {name}, the first {column.decided.first}, could be "
                    f"day/month or month/day and were read {order}, {why}; say dates= (--dates) to decide otherwise"
                )
                problems.add("date-order", message, severity="info" if self.order else "warning")
            if column.serials.count:
                message = (
                    f"{column.serials.count} dates of the column {name}, the first {column.serials.first}, are Excel's "
                    "count of days and were taken to start in 1900; write them as YYYY-MM-DD if that is wrong"
                )
                problems.add("date-serial", message)

    @staticmethod
    def _called(document: Document, name: str) -> str:
        return document.columns.get(name, name)


def _serial(value: Any) -> dt.date | None:
    """The day of one of Excel's serial numbers, which a cell without a date format gives."""
    try:
        number = int(float(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else 0
    except (ValueError, OverflowError):
        return None
    return _COUNT_FROM + dt.timedelta(days=number) if number in _SERIALS else None
