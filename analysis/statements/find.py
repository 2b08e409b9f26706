"""`find_statements`: what the tagger and the rules find in the articles, as rows of the table `statements`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from .. import lexicon, tables
from ..language import in_english
from ..layout import Layout, layouts
from ..progress import bar
from ..sentences import Quoted
from ..text import Span, join_spans, without
from .completion import complete
from .rules import Found
from .tagger import tag_articles

DIRECT, INDIRECT = 0.9, 0.1  # shares of the content inside quotation marks (see the codebook)
_NOTED = 20  # marks of an article without a partner that get a row of their own
_LETTER = re.compile(r"[^\W_]")
_TOGETHER = 200_000  # characters of articles that are tagged in one go


def find_statements(
    articles: pd.DataFrame, *, problems: tables.Problems | None = None, progress: bool = False
) -> pd.DataFrame:
    """One row per statement of each article; speaker, date and tone are left empty for the stages that follow.

    Raises TableError unless `articles` has the columns article_id and text. A quotation mark without a partner is a
    row in `problems` (where an article has many, the first ones are); so is an article that is not in English (column
    `language`), of which no statements are made.
    """
    tables.require(articles, ["article_id", "text"], "find_statements")
    collected = problems if problems is not None else tables.Problems()
    english = in_english(articles)
    _note_foreign(articles[~english], collected)
    articles = articles[english]
    with bar(len(articles), desc="statements", unit="article", shown=progress) as done:
        return tables.make("statements", _found(articles, collected, done))


def _found(articles: pd.DataFrame, problems: tables.Problems, done: Any) -> Iterator[dict[str, Any]]:
    for group in _groups(layouts(articles)):
        for layout, tagged in zip(group, tag_articles(group), strict=True):
            yield from _rows(layout, complete(layout, tagged))
            _note_strays(layout, problems)
        done.update(len(group))


def _groups(articles: Iterable[Layout]) -> Iterator[list[Layout]]:
    """Articles in groups that are tagged together: some hundred thousand characters, at least one article."""
    group: list[Layout] = []
    room = _TOGETHER
    for layout in articles:
        if group and room < len(layout.text):
            yield group
            group, room = [], _TOGETHER
        group.append(layout)
        room -= len(layout.text)
    if group:
        yield group


def _note_foreign(articles: pd.DataFrame, problems: tables.Problems) -> None:
    for row in articles[["article_id", "language"]].to_dict("records") if len(articles) else []:
        message = (
            f"its language is {row['language']}: there are no statements and no tone of it, as both are made for "
            "English; translate it, or say en in a column language if it is English"
        )
        problems.add("not-english", message, article_id=row["article_id"])


def _note_strays(layout: Layout, problems: tables.Problems) -> None:
    """A row for each of the first marks without a partner, and one for all the others."""
    notes = [
        (stray.start, f"the quotation mark {_short(stray.mark)} has no partner") for stray in layout.strays[:_NOTED]
    ]
    if len(layout.strays) > _NOTED:
        more = f"{len(layout.strays) - _NOTED:,} more quotation marks from here on have no partner"
        notes.append((layout.strays[_NOTED].start, more))
    for start, what in notes:
        message = f"{what}; the text was read as if it were not there"
        problems.add("stray-quotation-mark", message, severity="info", article_id=layout.article_id, start=start)


def _short(mark: str) -> str:
    return mark if len(mark) <= 6 else mark[:6] + "…"


def _rows(layout: Layout, found: list[Found]) -> Iterator[dict[str, Any]]:
    quoted = Quoted(layout.text, layout.quotations)
    contents: dict[Span, list[Span]] = {}
    for one in found:
        contents.setdefault(one.frame, []).extend(one.spans)
    for n, one in enumerate(found):
        kind = "direct" if one.unmarked else _kind(quoted.share(one.spans))
        yield {
            "statement_id": f"{layout.article_id}:{n}",
            "article_id": layout.article_id,
            "paragraph": one.paragraph,
            "kind": kind,
            "mode": _mode(one, kind),
            "text": join_spans(layout.text, one.spans),
            "spans": [list(span) for span in one.spans],
            **_placed(layout.text, "cue", one.cue),
            **_placed(layout.text, "mention", one.mention),
            "speaker_basis": "transcript" if one.label else "continued" if one.carried else "none",
            "confidence": round(one.confidence, 3),
            "relayed_by": layout.text[one.relay[0] : one.relay[1]] if one.relay else None,
            "reporting": _reporting(layout, one, contents[one.frame]),
        }


def _kind(share: float) -> str:
    return "direct" if share >= DIRECT else "mixed" if share >= INDIRECT else "indirect"


def _mode(one: Found, kind: str) -> str | None:
    """None where no list knows the cue, or where it only names a topic: “spoke about the second round”."""
    topic_only = kind == "indirect" and one.lemma in lexicon.column("cues", "lemma", frame="quote")
    return None if topic_only else one.mode or None


def _placed(text: str, name: str, span: Span | None) -> dict[str, Any]:
    if span is None:
        return {}
    return {name: text[span[0] : span[1]], f"{name}_start": span[0], f"{name}_end": span[1]}


def _reporting(layout: Layout, one: Found, contents: list[Span]) -> str | None:
    """The journalist's words of the sentence: without what any statement of it holds, and without the cue."""
    holes = [*contents, *([one.cue] if one.cue else [])]
    pieces = without(one.frame, holes)
    return " ".join([layout.text[s:e].strip() for s, e in pieces if _LETTER.search(layout.text, s, e)]) or None
