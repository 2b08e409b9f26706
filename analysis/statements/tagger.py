"""The statements that the trained tagger finds: layouts of articles to `Found`, in the order of the text."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Mapping, Sequence, Set
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .. import lexicon
from ..layout import Layout
from ..lexicon import function_words
from ..text import Span
from . import features, linking, network
from .features import Tokens
from .linking import Spans, Statement
from .rules import Found
from .tokens import reach
from .words import Words

_INSIDE = [features.FEATURES.index(name) for name in ("opens", "inside")]
_TIME = function_words("time")
_SHORT = 4  # tokens
_PARTICLE = re.compile(r" (?:for|on|upon|out|to|of|about)\b")
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


def tag_articles(layouts: Sequence[Layout]) -> list[list[Found]]:
    """The statements of each article; an article gets the same ones in whatever company."""
    model = network.load()
    found: list[list[Found]] = [[] for _ in layouts]
    for held in features.chunks(features.segments(layouts)):
        tokens = features.tokenise(layouts, held, model.words)
        tags = network.tag(model, tokens, features.windows(tokens))
        spans = linking.read_spans(tags)
        statements = linking.link(tokens, spans, model.numbers)
        places = _places(tokens, spans)
        relays = _relays(model.words, tokens, spans, {s.cue for s in statements})
        for statement in statements:
            segment = held[places[statement.contents[0]].segment]
            view = View(layouts[segment.article], places, segment.paragraph, model.numbers["confidence"])
            one = _found(view, statement, relays)
            if one is not None and one.confidence >= model.numbers["confidence-from"]:
                found[segment.article].append(one)
    return found


class Place(NamedTuple):
    """A span in the text, with the sentences that it begins and ends in, and how sure the network is of it."""

    start: int
    end: int
    segment: int
    sentence: int
    sentence_start: int
    last_end: int  # of the sentence that it ends in
    quoted: bool
    short: bool
    mean: float  # log odds of the mean probability of its tokens
    least: float  # log odds of the smallest one

    @property
    def span(self) -> Span:
        """Start and end."""
        return self.start, self.end


def _places(tokens: Tokens, spans: Spans) -> list[Place]:
    """The places of all spans."""
    if not len(spans.first):
        return []
    first, last = spans.first, spans.end - 1
    opens = np.flatnonzero(np.diff(tokens.sentence, prepend=0))  # first tokens of sentences
    closes = np.append(opens[1:], len(tokens.sentence)) - 1
    columns = [
        tokens.start[first],
        tokens.end[last],
        tokens.segment[first],
        tokens.sentence[first],
        tokens.start[opens[tokens.sentence[first] - 1]],
        tokens.end[closes[tokens.sentence[last] - 1]],
        tokens.features[first][:, _INSIDE].any(axis=1),
        last - first < _SHORT - 1,
        _odds(spans.chance),
        _odds(spans.least),
    ]
    return [Place(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _odds(chance: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    chance = np.clip(chance, 0.01, 0.99)
    odds: npt.NDArray[np.float64] = np.log(chance / (1 - chance))
    return odds.round(6)  # the last digits depend on the company


class View(NamedTuple):
    """What a statement is read from."""

    layout: Layout
    places: list[Place]
    paragraph: int
    weights: Sequence[float]


def _relays(words: Words, tokens: Tokens, spans: Spans, used: Set[int | None]) -> dict[int, int]:
    """By sentence, the source that passes on what is said there.

    “According to the Kremlin, Putin confirmed …”: a cue that only names a source, with one beside it and no content
    of its own, in the sentence of a statement that has another speaker.
    """
    found = {}
    for cue in np.flatnonzero(spans.role == linking.CUE).tolist():
        source = cue + 1
        if cue in used or source == len(spans.role) or spans.role[source] != linking.SOURCE:
            continue
        beside = spans.first[source] - spans.end[cue] <= 1
        if beside and words.lower[tokens.rows[spans.first[cue]]] in _source_cues():
            found[int(tokens.sentence[spans.first[cue]])] = source
    return found


@cache
def _source_cues() -> frozenset[str]:
    """First words of the cues that only name a source: according to."""
    rows = [row for row in lexicon.load("cues") if row["kind"] == "phrase" and "prefix" in row["frame"]]
    return frozenset(form.split()[0] for row in rows for form in row["forms"].split("|")) - function_words(
        "preposition", "outer preposition", "subordinator"
    )


def _found(view: View, statement: Statement, relays: Mapping[int, int]) -> Found | None:
    """The statement in the text's own offsets; None for a refusal to speak."""
    places, contents = view.places, [view.places[c] for c in statement.contents]
    cue = None if statement.cue is None else places[statement.cue]
    source = None if statement.source is None else places[statement.source]
    words = "" if cue is None else view.layout.copy[cue.start : cue.end].lower()
    mode, lemma, known, refused = read_cue(words)
    if refused or (source is None and cue is not None and _passive(words)):
        return None
    evidence = _evidence(contents, cue, source, statement.link, (mode == "thought", known))
    relay = None if cue is None else relays.get(cue.sentence)
    return Found(
        view.paragraph,
        tuple(content.span for content in contents),
        _frame([*contents, *(p for p in (cue, source) if p is not None)], cue or contents[0]),
        mode,
        lemma,
        None if cue is None else _core(words, cue.start),
        None if source is None else _without_time(view.layout, _without_examples(view.layout, source.span)),
        None if relay is None or relay == statement.source else places[relay].span,
        confidence=round(1 / (1 + math.exp(-sum(map(operator.mul, view.weights, evidence)))), 4),
        known=known,
        evidence=evidence,
    )


@cache
def _examples() -> re.Pattern[str]:
    return re.compile(rf",? (?:{'|'.join(sorted(function_words('example')))}) ")


def _without_examples(layout: Layout, span: Span) -> Span:
    """“officials from three cities, including Oslo and Bergen,” without the names of some of them."""
    match = _examples().search(layout.copy, *span)
    return (span[0], match.start()) if match and match.start() > span[0] else span


def _without_time(layout: Layout, span: Span) -> Span:
    """“the Kremlin today” without what only says when."""
    start, end = span
    head, _, last = layout.copy[start:end].rpartition(" ")
    while head and last.lower() in _TIME:
        end = start + len(head.rstrip())
        head, _, last = layout.copy[start:end].rpartition(" ")
    return start, end


def _passive(cue: str) -> bool:
    """“is said to be abroad”: with nobody to say it, no statement of anybody."""
    before, _, verb = cue.partition(" ")
    return before in function_words("be") and verb.split(" ")[-1] in _modes() and not verb.endswith("ing")


def _core(cue: str, start: int) -> Span:
    """The words of a cue that report: “said” of “has repeatedly said”, “called for” of “called for:”."""
    first, last = _reporting_words(cue)
    return start + first, start + last


@lru_cache(maxsize=10_000)
def _reporting_words(cue: str) -> Span:
    text = f" {cue} "
    found = [(at, phrase) for phrase, _ in _phrases_in(text) if (at := text.find(phrase)) >= 0]
    starts = [(at, at + len(phrase.strip())) for at, phrase in found]
    starts = starts or [m.span() for m in _WORD.finditer(cue) if m.group() in _modes()]
    if not starts:
        return 0, len(cue)
    first, last = starts[0]
    particle = _PARTICLE.match(cue, last)
    return first, particle.end() if particle else last


def _frame(parts: Sequence[Place], lead: Place) -> Span:
    """The sentences of the statement's own paragraph that hold any of its parts."""
    held = [p for p in parts if p.segment == lead.segment]
    first, last = min(held), max(held)  # by their places in the text, as no two overlap
    return reach((first.sentence_start, last.last_end), first.start, last.end)


def _evidence(
    contents: Sequence[Place], cue: Place | None, source: Place | None, link: float, of_cue: tuple[bool, bool]
) -> tuple[float, ...]:
    """What tells of the chance that content and speaker are right: log odds of the parts and of the links, and form."""
    link = min(max(link, 0.01), 0.99)
    return (
        1.0,
        min([content.mean for content in contents]),
        min([content.least for content in contents]),
        0.0 if cue is None else cue.mean,
        0.0 if source is None else source.least,
        round(math.log(link / (1 - link)), 6),
        *map(_NUMBERS.__getitem__, (cue is None, source is None, len(contents) > 1, *of_cue)),
        _NUMBERS[contents[0].short],
        _NUMBERS[contents[0].quoted],
    )


_NUMBERS = (0.0, 1.0)  # of flags; shared, as there are many


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


@cache
def _first_words() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase, _ in _phrases())


def _phrases_in(text: str) -> list[tuple[str, tuple[str, str]]]:
    """The phrases that may occur in a text: none, as in most cues, or all."""
    return [] if _first_words().isdisjoint(text.split(" ")) else _phrases()


@lru_cache(maxsize=10_000)
def read_cue(cue: str) -> tuple[str, str, bool, bool]:
    """Mode and lemma of a cue in lower case, whether the lexicon knows it, and whether it says that nothing was said.

    Mode and lemma are those of the phrase in it or of its first known word; else no mode, and the words as they are.
    """
    words = _WORD.findall(cue)
    text = f" {' '.join(words)} "
    known = next((entry for phrase, entry in _phrases_in(text) if phrase in text), None)
    known = known or next((_modes()[word] for word in words if word in _modes()), None)
    mode, lemma = known or ("" if words else "speech", " ".join(words))
    # “declined”, “did not say”, “could say”; what somebody does not believe is a thought all the same.
    negated = any(w in function_words("negation", "refusal", "modal") or w.endswith("n't") for w in words)
    return mode, lemma, known is not None or not words, negated and mode != "thought"
