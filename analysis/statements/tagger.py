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

_REFUSALS = frozenset("decline declines declined declining refuse refuses refused refusing refusal".split())
_RELAYING = frozenset({"according", "per"})
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
    relays: dict[int, int] = {}
    for cue in np.flatnonzero(spans.role == linking.CUE).tolist():
        source = cue + 1
        opens = tokens.words[int(spans.first[cue])] in _RELAYING and cue not in used and source < len(spans.role)
        if opens and spans.role[source] == linking.SOURCE and spans.first[source] - spans.end[cue] <= 1:
            relays[int(tokens.sentence[spans.first[cue]])] = source
    found = []
    for statement in statements:
        lead = statement.contents[0] if statement.cue is None else statement.cue
        relay = relays.get(int(tokens.sentence[spans.first[lead]]))
        found.append((statement, relay if relay != statement.source and statement.cue is not None else None))
    return found


def _found(view: View, statement: Statement, relay: int | None) -> Found | None:
    """The statement in the text's own offsets; None for a refusal to speak."""
    tokens, spans = view.tokens, view.spans
    cue = None if statement.cue is None else view.text_span(statement.cue)
    words = [] if cue is None else _WORD.findall(view.layout.copy[cue[0] : cue[1]].lower())
    mode, lemma = mode_of(words)
    if mode != "thought" and is_refusal(words):
        return None
    lead = statement.contents[0] if statement.cue is None else statement.cue
    segment = tokens.segments[int(tokens.segment[spans.first[lead]])]
    return Found(
        segment.paragraph,
        tuple(view.text_span(c) for c in statement.contents),
        _frame(view, statement, lead),
        mode,
        lemma,
        cue,
        None if statement.source is None else view.text_span(statement.source),
        None if relay is None else view.text_span(relay),
        confidence=_confidence(view, statement, mode),
    )


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


def evidence(view: View, statement: Statement, mode: str) -> list[float]:
    """What tells of the chance that content and speaker are right: log odds of the parts and of the links, and form."""
    spans, parts = view.spans, statement.contents
    cue, source = statement.cue, statement.source
    return [
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
        float(spans.end[parts[0]] - spans.first[parts[0]] < 4),
        float(view.tokens.features[spans.first[parts[0]], _INSIDE].any()),
    ]


def _odds(chance: float) -> float:
    chance = min(max(chance, 0.01), 0.99)
    return math.log(chance / (1 - chance))


def _confidence(view: View, statement: Statement, mode: str) -> float:
    """The probability that content and speaker are right; calibrated on coded articles."""
    score = sum(w * x for w, x in zip(view.weights, evidence(view, statement, mode), strict=True))
    return 1 / (1 + math.exp(-score))


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


def mode_of(words: Sequence[str]) -> tuple[str, str]:
    """Mode and lemma of a cue: those of its first word in the lexicon, else speech and the words as they are."""
    known = next((_modes()[word] for word in words if word in _modes()), None)
    return known or ("speech", " ".join(words))


def is_refusal(words: Sequence[str]) -> bool:
    """“declined”, “did not say”: nothing was said."""
    negations = function_words("negation")
    return any(w in _REFUSALS or w in negations or w.endswith("n't") for w in words)
