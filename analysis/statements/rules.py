"""From the cues of one frame to its statements: which words are the content of which cue.

A first version from quotation marks and a cue lexicon. Content is, in this order: the clause with “that”; a quotation
next to cue and mention; the clause after the cue; what stands before “, NAME said”.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from ..lexicon import function_words
from ..text import Span
from .mentions import PRONOUNS, Subject, main_subject, subject_left, subject_right
from .tokens import Cue, Frame, Token, find_cues

_CONJUNCTIONS = function_words("conjunction") - {"nor", "so", "yet", "than"}
_ADJUNCT = function_words("preposition", "outer preposition") - {"of", "for", "about"} | {"when"}
_CLAUSE_OPENERS = PRONOUNS | function_words("determiner") | {"there"}
_WEEKDAYS = function_words("weekday")
FINITE = function_words("be", "auxiliary", "modal")
_OPENING_ADVERBIALS = (
    _ADJUNCT
    | function_words("adverb", "subordinator", "weekday")
    | set("of for about speaking asked according".split())
)
_MOST = 40  # cues of a sentence; what has more is a list of verbs, and no prose
_NO_CONTENT = frozenset({",", ".", ";", ":", "!", "?", ")", "-", "--"})


@dataclass(frozen=True, slots=True)
class Found:
    """A statement as found: spans into the text; `confidence` is a rule's guess, 0 to 1."""

    paragraph: int
    spans: tuple[Span, ...]
    frame: Span
    mode: str = "speech"
    lemma: str = ""
    cue: Span | None = None
    mention: Span | None = None
    relay: Span | None = None
    unmarked: bool = False  # direct speech printed without marks
    label: bool = False  # the line of a transcript: the mention is its label
    carried: bool = False  # nobody introduces it: the speaker of the statement before goes on
    confidence: float = 0.5
    known: bool = True  # whether the lexicon holds the cue
    evidence: tuple[float, ...] = ()  # what the tagger's confidence rests on


@dataclass
class _Reading:
    """One cue while its frame is read."""

    cue: Cue
    subject: Subject | None
    edge: int
    high: int = 0
    content: list[tuple[int, int]] = field(default_factory=list)
    how: str = ""


_SURE = {"quotation": 0.9, "that": 0.8, "clause": 0.7, "before": 0.7, "object": 0.6, "prefix": 0.8, "colon": 0.7}


def read_frame(frame: Frame) -> list[Found]:
    """The statements of one frame, in the order of their cues."""
    tokens = frame.tokens
    cues = find_cues(tokens)
    if len(cues) > _MOST:
        return []
    readings = _subjects(tokens, cues)
    _bound(tokens, readings)
    found = []
    relay: Span | None = None
    for n, reading in enumerate(readings):
        low = readings[n - 1].high if n else 0
        after = readings[n + 1] if n + 1 < len(readings) else None
        if reading.cue.form == "prefix":
            mention = _span(tokens, reading.subject)
            if _opens(reading) and after and after.subject is not None and after.cue.form != "prefix":
                relay = mention
                continue
            _read_prefix(tokens, reading, low)
        else:
            _read_verb(tokens, reading, low)
        spans = tuple(_text_span(tokens, a, b) for a, b in reading.content)
        if spans:
            found.append(_found(frame, reading, spans, relay))
    if not found and (colon := _read_colon(frame)):
        found.append(colon)
    return found


def _found(frame: Frame, reading: _Reading, spans: tuple[Span, ...], relay: Span | None) -> Found:
    tokens, cue = frame.tokens, reading.cue
    mention = _span(tokens, reading.subject)
    return Found(
        frame.paragraph,
        spans,
        (frame.start, frame.end),
        cue.mode,
        cue.lemma,
        (tokens[cue.first].start, tokens[cue.last].end),
        mention,
        relay,
        confidence=_SURE[reading.how] - (0.2 if mention is None else 0),
    )


def _span(tokens: Sequence[Token], subject: Subject | None) -> Span | None:
    return (tokens[subject.first].start, tokens[subject.last - 1].end) if subject else None


def _text_span(tokens: Sequence[Token], first: int, last: int) -> Span:
    return tokens[first].start, tokens[last - 1].end


def _subjects(tokens: Sequence[Token], cues: list[Cue]) -> list[_Reading]:
    """Each cue with its mention; participles and coordinated cues share the one before."""
    readings: list[_Reading] = []
    low = 0
    for n, cue in enumerate(cues):
        high = cues[n + 1].first if n + 1 < len(cues) else len(tokens)
        before = readings[-1].subject if readings else None
        if cue.form == "prefix":
            subject, edge = subject_right(tokens, cue, high), cue.first
        elif cue.form == "participle" and not _progressive(tokens, cue):
            subject, edge = before or main_subject(tokens, 0, cue.first), cue.first
        else:
            subject = subject_left(tokens, cue, low)
            edge = subject.edge if subject else cue.first
            if subject is None:
                inverted = cue.first > low and tokens[cue.first - 1].word in {",", '"', "?", "!", "-", "--"}
                subject = subject_right(tokens, cue, high) if inverted else None
                subject = subject or (before if cue.first and tokens[cue.first - 1].word in _CONJUNCTIONS else None)
                if subject is None and cue.first and tokens[cue.first - 1].word in _CONJUNCTIONS:
                    subject = main_subject(tokens, 0, cue.first)
        readings.append(_Reading(cue, subject, edge))
        low = cue.last + 1
    return readings


def _progressive(tokens: Sequence[Token], cue: Cue) -> bool:
    return cue.first > 0 and tokens[cue.first - 1].word in {"is", "are", "was", "were", "been", "'s", "'re"}


def _bound(tokens: Sequence[Token], readings: list[_Reading]) -> None:
    """Where the content of a cue must end: before the next cue that stands beside it rather than inside it."""
    beside: list[tuple[int, int]] = []  # edges of cues further on, the nearest last, and where what is before them ends
    for reading in reversed(readings):
        # Only the very next cue's edge can touch this cue, so that no more than two are looked at.
        reading.high = next((high for edge, high in reversed(beside) if edge > reading.cue.last + 1), len(tokens))
        before = tokens[reading.edge - 1].word if reading.edge else ""
        if before in _CONJUNCTIONS or before in {",", ";", '"', "-", "--"}:
            beside.append((reading.edge, reading.edge - 1 if before in _CONJUNCTIONS else reading.edge))


def _opens(reading: _Reading) -> bool:
    return reading.cue.first == 0


def _read_prefix(tokens: Sequence[Token], reading: _Reading, low: int) -> None:
    """“According to NAME, A” and “A, according to NAME”."""
    if reading.subject is None:
        return
    after = reading.subject.last
    if _opens(reading) or (reading.cue.first - low <= 3 and tokens[reading.cue.first - 1].word not in {","}):
        if after < len(tokens) and tokens[after].word == ",":
            _take(tokens, reading, after + 1, reading.high, "prefix")
    else:
        _take(tokens, reading, low, reading.cue.first, "prefix")


def _read_verb(tokens: Sequence[Token], reading: _Reading, low: int) -> None:
    cue, high = reading.cue, reading.high
    after = cue.last + 1
    if reading.subject and reading.subject.side == "right":
        after = reading.subject.last
    if "clause" in cue.frames and (that := _find_that(tokens, after, high)) is not None:
        _take(tokens, reading, that, high, "that")
        return
    quoted_before = _quotation_before(tokens, reading.edge, low)
    if quoted_before is not None and not (cue.form == "participle" and _quotation_after(tokens, after, high)):
        start = _whole_clause(tokens, quoted_before, low)
        _take(tokens, reading, start, quoted_before + 1, "quotation")
        _second_half(tokens, reading, after, high)
        return
    quoted_after = _quotation_after(tokens, after, high)
    if quoted_after is not None and _introduces(cue, tokens[after:quoted_after]):
        whole = "bare" in cue.frames and _has_clause(tokens[after:quoted_after])
        start = after if whole else quoted_after
        last = high if whole or _goes_on(tokens, quoted_after, high) else quoted_after + 1
        _take(tokens, reading, start, last, "quotation")
        return
    if reading.subject is None or reading.subject.side == "left":
        clause = _clause_after(tokens, reading, after, high)
        if clause is not None:
            _take(tokens, reading, clause, high, "object" if "bare" not in cue.frames else "clause")
            return
    _clause_before(tokens, reading, low)


def _take(tokens: Sequence[Token], reading: _Reading, first: int, last: int, how: str) -> None:
    """Make the tokens the content, without stops and conjunctions at its edges."""
    while last > first and (tokens[last - 1].word in _NO_CONTENT or tokens[last - 1].word in _CONJUNCTIONS):
        last -= 1
    while first < last and (tokens[first].word in _NO_CONTENT or tokens[first].word in {"and", "but", "while"}):
        first += 1
    told = (i for i in range(first, last) if tokens[i].quotation is not None or tokens[i].word[0].isalnum())
    words = len(list(islice(told, 2)))  # whether one or more is all that counts
    if words > 1 or (words == 1 and tokens[first].quotation is not None):
        reading.content.append((first, last))
        reading.how = reading.how or how


def _find_that(tokens: Sequence[Token], first: int, high: int) -> int | None:
    """“that” after the cue, over an addressee or an adjunct: told reporters in Paris on Friday that …"""
    for j in range(first, min(high, first + 14)):
        word = tokens[j].word
        if word == "that":
            return j
        if tokens[j].quotation is not None or word in {".", ";", ":", "and", "but"} or word in PRONOUNS:
            return None
    return None


def _quotation_before(tokens: Sequence[Token], edge: int, low: int) -> int | None:
    j = edge - 1
    if j > low and tokens[j].word in {",", "-", "--"}:
        j -= 1
    return j if j >= low and tokens[j].quotation is not None else None


def _whole_clause(tokens: Sequence[Token], quotation: int, low: int) -> int:
    """Where a content ends in a quotation that continues the reporter's words, it begins with those words."""
    if quotation == low or tokens[quotation - 1].word in _NO_CONTENT | _CONJUNCTIONS:
        return quotation
    start = low
    while start < quotation and (tokens[start].word in _NO_CONTENT or tokens[start].word in _CONJUNCTIONS):
        start += 1
    if start < quotation and tokens[start].word in _OPENING_ADVERBIALS:
        return next((i + 1 for i in range(start, quotation) if tokens[i].word == ","), start)
    return start


def _quotation_after(tokens: Sequence[Token], first: int, high: int) -> int | None:
    """A quotation after the cue, over an addressee or an adjunct, with no clause of the reporter's between."""
    for j in range(first, min(high, first + 14)):
        if tokens[j].quotation is not None:
            return j
        if tokens[j].word in {".", ";", "that", "and", "but"} or (tokens[j].word in PRONOUNS and j > first):
            return None
        if tokens[j].word == "," and not (j + 1 < high and tokens[j + 1].quotation is not None):
            return None
    return None


def _introduces(cue: Cue, between: Sequence[Token]) -> bool:
    """Does the cue lead to the quotation? “wrote a book on “Fear”” does not, “wrote to the board: “…”” does."""
    return not between or between[-1].word in {",", ":"} or bool(cue.frames & {"bare", "object", "addressee"})


def _has_clause(between: Sequence[Token]) -> bool:
    """“said the plan was “a disaster””: the reporter's words before the quotation belong to what was said."""
    return any(t.word in FINITE for t in between)


def _goes_on(tokens: Sequence[Token], quotation: int, high: int) -> bool:
    """Does the clause go on after the quotation in the reporter's words? Then these are content too."""
    rest = tokens[quotation + 1 : high]
    return len(rest) > 1 and rest[0].word[0].isalnum() and rest[0].word not in _CONJUNCTIONS | _ADJUNCT


def _second_half(tokens: Sequence[Token], reading: _Reading, first: int, high: int) -> None:
    """The B of “A,” he said, “B”."""
    for j in range(first, min(high, first + 14)):
        if tokens[j].quotation is not None:
            if tokens[j - 1].word in {",", ":", ".", "-", "--"}:
                reading.content.append((j, j + 1))
            return


def _clause_after(tokens: Sequence[Token], reading: _Reading, first: int, high: int) -> int | None:
    """Where a clause without “that” begins, or the object that the cue takes as content."""
    takes = reading.cue.frames
    if first >= high or not takes & {"bare", "object"}:
        return None
    if tokens[first].word == ":":
        return first + 1
    if tokens[first].word in _NO_CONTENT:
        return None
    if "addressee" in takes:
        return _after_addressee(tokens, first, high)
    if "bare" not in takes:
        return first
    if tokens[first].word not in _ADJUNCT and tokens[first].word not in _WEEKDAYS:
        return first
    for j in range(first, min(high, first + 8)):
        if tokens[j].word in _CLAUSE_OPENERS - {"the", "a", "an"} and j > first and tokens[j - 1].word not in _ADJUNCT:
            return j
        if tokens[j].word in {".", ",", ";"}:
            return None
        if tokens[j].word in _WEEKDAYS and j + 1 < high and tokens[j + 1].word not in _NO_CONTENT | _ADJUNCT:
            return j + 1
    return None


def _after_addressee(tokens: Sequence[Token], first: int, high: int) -> int | None:
    """“told reporters he would …”: the clause begins with the second subject."""
    for j in range(first + 1, min(high, first + 8)):
        if tokens[j].word in _NO_CONTENT:
            return None
        if tokens[j].word in PRONOUNS | {"there", "to"} and tokens[j - 1].word not in _ADJUNCT:
            return j
    return None


def _clause_before(tokens: Sequence[Token], reading: _Reading, low: int) -> None:
    """“A, NAME said”: what stands before the comma, unless it only says when, where or how."""
    comma = reading.edge - 1
    if comma <= low or tokens[comma].word not in {",", "-", "--", "?"} or reading.cue.form == "participle":
        return
    start = low
    while start < comma and tokens[start].word in _NO_CONTENT:
        start += 1
    held = {t.word for t in tokens[start:comma]}
    opening = tokens[start].word in _OPENING_ADVERBIALS and not held & ({","} | FINITE)
    if comma - start >= 3 and not opening:
        _take(tokens, reading, start, comma, "before")


def _read_colon(frame: Frame) -> Found | None:
    """A headline “NAME: claim”, or NAME: “words” anywhere."""
    tokens = frame.tokens
    colon = next((i for i, t in enumerate(tokens[:10]) if t.word == ":"), None)
    if colon is None or colon == 0 or colon + 2 > len(tokens):
        return None
    quotation = tokens[colon + 1].quotation is not None
    label = tokens[:colon]
    named = all(t.capital or t.word in {"of", "the", "for", "'s"} for t in label) and label[0].capital
    if not named or not (quotation or frame.headline) or (colon > 5):
        return None
    reading = _Reading(Cue(colon, colon, ":", "speech", frozenset(), "mark"), Subject(0, colon, 0, "left"), 0)
    last = colon + 2 if quotation and not frame.headline else len(tokens)
    _take(tokens, reading, colon + 1, last, "colon")
    spans = tuple(_text_span(tokens, a, b) for a, b in reading.content)
    return replace(_found(frame, reading, spans, None), lemma=":") if spans else None
