"""`find_statements`: the frames of an article to rows, with what only the article as a whole shows.

That is: a quotation that goes on after its sentence or over several paragraphs, one that nobody introduces, and
direct speech printed without marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
from tqdm import tqdm

from .. import tables
from ..articles import Layout, layouts
from ..sentences import Quoted
from ..text import Span, join_spans, trim, without, words
from .rules import Found, read_frame
from .tokens import Frame, frames

DIRECT, INDIRECT = 0.9, 0.1  # shares of the content inside quotation marks (see the codebook)
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|us|me)\b")
_SCARE = 4  # a quotation of fewer words that no cue introduces is a term, not a statement


def find_statements(
    articles: pd.DataFrame, *, problems: tables.Problems | None = None, progress: bool = False
) -> pd.DataFrame:
    """One row per statement of each article; speaker, date and tone are left empty for the stages that follow.

    Raises TableError unless `articles` has the columns article_id and text. A quotation mark without a partner is a
    row in `problems`.
    """
    tables.require(articles, ["article_id", "text"], "find_statements")
    collected = problems if problems is not None else tables.Problems()
    rows: list[dict[str, Any]] = []
    bar = tqdm(
        layouts(articles), "statements", len(articles), unit="article", disable=None if progress else True, leave=False
    )
    for layout in bar:
        rows += _rows(layout)
        for stray in layout.strays:
            message = f"the quotation mark {stray.mark} has no partner; the text was read as if it were not there"
            collected.add(
                "stray-quotation-mark", message, severity="info", article_id=layout.article_id, start=stray.start
            )
    return tables.make("statements", rows)


def find_in_article(layout: Layout) -> list[Found]:
    """The statements of one article in the order of the text."""
    found: list[Found] = []
    by_paragraph: dict[int, list[Frame]] = {}
    for frame in frames(layout):
        by_paragraph.setdefault(frame.paragraph, []).append(frame)
    for held in by_paragraph.values():
        here: list[Found] = []
        for frame in held:
            new = read_frame(frame)
            if not new:
                _follow_on(layout, frame, found, here)
            here += new
        found += _unmarked(layout, held, here)
    return sorted(found, key=lambda f: (f.spans[0], f.cue or (0, 0)))


def _follow_on(layout: Layout, frame: Frame, found: list[Found], here: list[Found]) -> None:
    """A quotation with no cue of its own: the rest of the statement before, or more from the same speaker."""
    quoted = [t for t in frame.tokens if t.quotation is not None]
    if not quoted or frame.tokens[0].quotation is None:
        return
    span = (quoted[0].start, quoted[0].end)
    own_words = words(layout.copy[span[0] : span[1]])
    inner_end = quoted[0].quotation.inner_end if quoted[0].quotation else span[1]
    ends = {layout.copy[inner_end - 1 : inner_end], layout.copy[span[1] : span[1] + 1]}
    spoken = bool(ends & set(".!?,")) and len(own_words) >= _SCARE
    alone = sum(map(len, (t.word for t in frame.tokens if t.quotation is None))) <= 2
    if not spoken or not alone:
        return
    last = here[-1] if here else found[-1] if found else None
    before = layout.text[last.spans[-1][1] : span[0]] if last else ""
    opened = last is not None and _quoted_at(layout, last.spans[-1][1])
    if last is not None and opened and here and last.frame[1] <= span[0] and not _full(before):
        here[-1] = replace(last, spans=(*last.spans, span), frame=(last.frame[0], frame.end))
    elif last is not None and opened and not here and _runs_on(layout, last):
        found[-1] = replace(last, spans=(*last.spans, span))
    elif last is not None and opened and frame.paragraph - last.paragraph <= 1:
        here.append(Found(frame.paragraph, (span,), (frame.start, frame.end), carried=True, confidence=0.6))
    else:
        here.append(Found(frame.paragraph, (span,), (frame.start, frame.end), confidence=0.3))


def _quoted_at(layout: Layout, end: int) -> bool:
    return any(q.end == end for q in layout.quotations)


def _full(between: str) -> bool:
    """More than the end of the reporting sentence between two quotations."""
    return len(re.findall(r"[.!?]\s", between)) > 1


def _runs_on(layout: Layout, last: Found) -> bool:
    """A quotation over several paragraphs leaves its mark open at the end of all but the last."""
    return any(q.end == last.spans[-1][1] and q.inner_end == q.end for q in layout.quotations)


def _unmarked(layout: Layout, held: list[Frame], here: list[Found]) -> list[Found]:
    """“We are ready. We have waited, Lind said.”: a paragraph in the first person whose last words report it all."""
    if len(held) < 2 or len(here) != 1 or here[0].cue is None or here[0].frame[1] != held[-1].end:
        return here
    one, start = here[0], held[0].start
    before = layout.copy[start : one.spans[0][1]]
    no_marks = not any(q.start < held[-1].end and q.end > start for q in layout.quotations)
    ends_in_cue = one.cue is not None and one.spans[-1][1] < one.cue[0]
    if no_marks and ends_in_cue and _FIRST_PERSON.search(before):
        whole = replace(one, spans=((start, one.spans[-1][1]),), frame=(start, one.frame[1]), unmarked=True)
        return [whole]
    return here


def _rows(layout: Layout) -> Iterator[dict[str, Any]]:
    quoted = Quoted(layout.text, layout.quotations)
    found = find_in_article(layout)
    for n, one in enumerate(found):
        yield {
            "statement_id": f"{layout.article_id}:{n}",
            "article_id": layout.article_id,
            "paragraph": one.paragraph,
            "kind": "direct" if one.unmarked else _kind(quoted.share(one.spans)),
            "mode": one.mode,
            "text": join_spans(layout.text, one.spans),
            "spans": [list(span) for span in one.spans],
            **_placed(layout.text, "cue", one.cue),
            **_placed(layout.text, "mention", one.mention),
            "speaker_basis": "continued" if one.carried else "none",
            "confidence": round(one.confidence, 3),
            "relayed_by": layout.text[one.relay[0] : one.relay[1]] if one.relay else None,
            "reporting": _reporting(layout, one, found),
        }


def _kind(share: float) -> str:
    return "direct" if share >= DIRECT else "mixed" if share >= INDIRECT else "indirect"


def _placed(text: str, name: str, span: Span | None) -> dict[str, Any]:
    if span is None:
        return {}
    return {name: text[span[0] : span[1]], f"{name}_start": span[0], f"{name}_end": span[1]}


def _reporting(layout: Layout, one: Found, found: list[Found]) -> str | None:
    """The journalist's words of the sentence: without its contents and without the cue."""
    holes = [*one.spans, *([one.cue] if one.cue else [])]
    holes += [s for other in found if other.frame == one.frame and other is not one for s in other.spans]
    pieces = [trim(layout.text, *piece) for piece in without(one.frame, holes)]
    text = " ".join(layout.text[s:e] for s, e in pieces if any(c.isalnum() for c in layout.text[s:e]))
    return text or None
