"""The statements that the trained tagger finds: layouts of articles to `Found`, in the order of the text."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from .. import lexicon
from ..articles import Layout
from ..lexicon import function_words
from ..text import Span
from . import features, linking, network
from .features import Tokens
from .linking import Spans, Statement
from .rules import Found

_INSIDE = [features.FEATURES.index(name) for name in ("opens", "inside")]
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


def tag_articles(layouts: Sequence[Layout]) -> list[list[Found]]:
    """The statements of each article; an article gets the same ones in whatever company."""
    model = network.load()
    found: list[list[Found]] = [[] for _ in layouts]
    for held in features.chunks(features.segments(layouts)):
        tokens = features.tokenise(layouts, held, model.words)
        tags = network.tag(model, tokens, features.windows(tokens))
        spans = linking.read_spans(tags)
        for statement, relay in _relayed(tokens, spans, linking.link(tokens, spans, model.numbers)):
            segment = tokens.segments[int(tokens.segment[spans.first[statement.contents[0]]])]
            one = _found(View(layouts[segment.article], tokens, spans, model.numbers["confidence"]), statement, relay)
            if one is not None and one.confidence >= model.numbers["confidence-from"]:
                found[segment.article].append(one)
    return found


class View(NamedTuple):
    """What a statement is read from."""

    layout: Layout
    tokens: Tokens
    spans: Spans
    weights: Sequence[float]

    def text_span(self, index: int) -> Span:
        """Where a span stands in the text."""
        first, end = int(self.spans.first[index]), int(self.spans.end[index])
        return int(self.tokens.start[first]), int(self.tokens.end[end - 1])


def _relayed(tokens: Tokens, spans: Spans, statements: Sequence[Statement]) -> list[tuple[Statement, int | None]]:
    """Each statement with the source that passes it on.

    “According to the Kremlin, Putin confirmed …”: a cue that only names a source, with one beside it and no content
    of its own, in the sentence of a statement that has another speaker.
    """
    used = {s.cue for s in statements}
    relaying = _source_cues()
    relays: dict[int, int] = {}
    for cue in np.flatnonzero(spans.role == linking.CUE).tolist():
        source = cue + 1
        opens = tokens.words[int(spans.first[cue])] in relaying and cue not in used and source < len(spans.role)
        if opens and spans.role[source] == linking.SOURCE and spans.first[source] - spans.end[cue] <= 1:
            relays[int(tokens.sentence[spans.first[cue]])] = source
    found = []
    for statement in statements:
        lead = statement.contents[0] if statement.cue is None else statement.cue
        relay = relays.get(int(tokens.sentence[spans.first[lead]]))
        found.append((statement, relay if relay != statement.source and statement.cue is not None else None))
    return found


@cache
def _source_cues() -> frozenset[str]:
    """First words of the cues that only name a source: according to."""
    rows = [row for row in lexicon.load("cues") if row["kind"] == "phrase" and "prefix" in row["frame"]]
    return frozenset(form.split()[0] for row in rows for form in row["forms"].split("|")) - function_words(
        "preposition", "outer preposition", "subordinator"
    )


def _found(view: View, statement: Statement, relay: int | None) -> Found | None:
    """The statement in the text's own offsets; None for a refusal to speak."""
    tokens, spans = view.tokens, view.spans
    cue = None if statement.cue is None else view.text_span(statement.cue)
    words = [] if cue is None else _WORD.findall(view.layout.copy[cue[0] : cue[1]].lower())
    mode, lemma, known = mode_of(words)
    if mode != "thought" and is_refusal(words):
        return None
    lead = statement.contents[0] if statement.cue is None else statement.cue
    segment = tokens.segments[int(tokens.segment[spans.first[lead]])]
    evidence = _evidence(view, statement, mode, known)
    return Found(
        segment.paragraph,
        tuple(view.text_span(c) for c in statement.contents),
        _frame(view, statement, lead),
        mode,
        lemma,
        cue,
        None if statement.source is None else _without_time(view.layout, view.text_span(statement.source)),
        None if relay is None else view.text_span(relay),
        confidence=round(1 / (1 + math.exp(-sum(w * x for w, x in zip(view.weights, evidence, strict=True)))), 4),
        evidence=evidence,
    )


def _without_time(layout: Layout, span: Span) -> Span:
    """“the Kremlin today” without what only says when."""
    start, end = span
    found = list(_WORD.finditer(layout.copy, start, end))
    while len(found) > 1 and found[-1].group().lower() in function_words("time"):
        found.pop()
        end = found[-1].end()
    return start, end


def _frame(view: View, statement: Statement, lead: int) -> Span:
    """The sentences of the statement's own paragraph that hold any of its parts."""
    tokens, spans = view.tokens, view.spans
    parts = [*statement.contents, *(p for p in (statement.cue, statement.source) if p is not None)]
    here = tokens.segment[spans.first[lead]]
    held = [p for p in parts if tokens.segment[spans.first[p]] == here]
    low = min(int(tokens.sentence[spans.first[p]]) for p in held)
    high = max(int(tokens.sentence[spans.end[p] - 1]) for p in held)
    first = int(np.searchsorted(tokens.sentence, low))
    last = int(np.searchsorted(tokens.sentence, high, "right")) - 1
    return int(tokens.start[first]), int(tokens.end[last])


def _evidence(view: View, statement: Statement, mode: str, known: bool) -> tuple[float, ...]:
    """What tells of the chance that content and speaker are right: log odds of the parts and of the links, and form."""
    spans, parts = view.spans, statement.contents
    cue, source = statement.cue, statement.source
    return (
        1.0,
        _odds(min(float(spans.chance[p]) for p in parts)),
        _odds(min(float(spans.least[p]) for p in parts)),
        _odds(float(spans.chance[cue])) if cue is not None else 0.0,
        _odds(float(spans.least[source])) if source is not None else 0.0,
        _odds(statement.link),
        float(cue is None),
        float(source is None),
        float(len(parts) > 1),
        float(mode == "thought"),
        float(known),
        float(spans.end[parts[0]] - spans.first[parts[0]] < 4),
        float(view.tokens.features[spans.first[parts[0]], _INSIDE].any()),
    )


def _odds(chance: float) -> float:
    chance = min(max(chance, 0.01), 0.99)
    return round(math.log(chance / (1 - chance)), 6)  # the last digits depend on the company


@cache
def _modes() -> dict[str, tuple[str, str]]:
    """Mode and lemma of the words that cues are made of."""
    found = {row["word"]: (row["mode"], row["word"]) for row in lexicon.load("cue_nouns")}
    found |= {word + "s": entry for word, entry in found.items()}
    for row in lexicon.load("cues"):
        if row["kind"] == "verb":
            for form in row["forms"].split():
                found[form] = (row["mode"], row["lemma"])
    return found


@cache
def _phrases() -> list[tuple[str, tuple[str, str]]]:
    """Phrases that report, between spaces, with mode and lemma."""
    rows = [row for row in lexicon.load("cues") if row["kind"] == "phrase"]
    return [(f" {form} ", (row["mode"], row["lemma"])) for row in rows for form in row["forms"].split("|")]


def mode_of(words: Sequence[str]) -> tuple[str, str, bool]:
    """Mode and lemma of a cue: of the phrase in it or of its first word in the lexicon; and whether there is either."""
    text = f" {' '.join(words)} "
    known = next((entry for phrase, entry in _phrases() if phrase in text), None)
    known = known or next((_modes()[word] for word in words if word in _modes()), None)
    return (*known, True) if known else ("speech", " ".join(words), not words)


def is_refusal(words: Sequence[str]) -> bool:
    """“declined”, “did not say”: nothing was said."""
    return any(w in function_words("negation", "refusal") or w.endswith("n't") for w in words)
