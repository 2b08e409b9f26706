"""An article laid out for the stages that read its text: paragraphs, running text, quotation marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from .anatomy import Part, find_parts
from .quotations import Quotation, Strays, find_quotations
from .text import Span, paragraph_spans, reading_copy, trim


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
    def _marks(self) -> tuple[list[Quotation], Strays]:
        return find_quotations(self.text, self.paragraphs)

    @property
    def quotations(self) -> list[Quotation]:
        """The quoted stretches, in order, none inside another."""
        return self._marks[0]

    def quotations_from(self, start: int, end: int) -> list[Quotation]:
        """The quotations that begin in a stretch of the text."""
        return self.quotations[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    @cached_property
    def _starts(self) -> list[int]:
        return [q.start for q in self.quotations]

    @property
    def strays(self) -> Strays:
        """The quotation marks that found no partner."""
        return self._marks[1]


# Each stage asks for the layouts of the same articles; what it costs to hold them is bounded.
_remembered = lru_cache(maxsize=512)(Layout)
_LONG = 50_000  # characters


def layouts(articles: pd.DataFrame) -> Iterator[Layout]:
    """One Layout a row; the parts are found anew where the table has no column `parts`."""
    texts = articles["text"].tolist()
    known = articles["parts"].tolist() if "parts" in articles.columns else [None] * len(texts)
    for article_id, given, rows in zip(articles["article_id"].tolist(), texts, known, strict=True):
        text = given if isinstance(given, str) else ""
        parts = find_parts(text) if rows is None else [(row["part"], row["start"], row["end"]) for row in rows]
        lay_out = _remembered if len(text) < _LONG else Layout
        yield lay_out(str(article_id), text, tuple(parts))
