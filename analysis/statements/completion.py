"""What the tagger leaves to rules: forms of which the coded articles, prose of American newspapers, hold no examples.

These are headlines (“NAME: claim”), quotations that nobody introduces, those that go on over paragraphs, and direct
speech printed without marks. Everything here takes the statements found so far and gives back all of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from .. import lexicon
from ..layout import Layout
from ..lexicon import function_words
from ..quotations import Quotation
from ..sentences import sentence_spans
from ..text import Span, trim, words
from .forms import signed, with_transcript
from .mentions import main_subject
from .rules import FINITE, Found, read_frame
from .tokens import Frame, frame_of, reach

_SCARE = 4  # a quotation of fewer words that no cue introduces is a term, not a statement
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|us|me)\b")
_ADDRESSEE = 5  # words that say to whom
_SURELY = 8  # words; a quotation of that length is speech whoever says it
_NO_NAMES = function_words("conjunction", "subordinator", "preposition", "outer preposition", "adverb", "determiner")
_REACH = 1000  # characters; what stands further off has nothing to do with each other
_FRAMES = 200  # that are kept as read
_DOUBTFUL = 0.6  # confidence
_CARRIED, _NOBODY = 0.6, 0.3  # confidence of what only its place attributes, and of what nothing attributes


def complete(layout: Layout, tagged: Sequence[Found], without: Collection[str] = ()) -> list[Found]:
    """The statements of an article in the order of the text: those that the tagger found, and those of the rules.

    `without` names rules to leave out (see RULES), to measure what they bring.
    """
    rules, found = _Rules(layout), list(tagged)
    for name, rule in RULES.items():
        if name not in without:
            found = rule(rules, found)
    return sorted(found, key=lambda f: (f.spans[0], f.cue or (0, 0)))


class _Rules:
    """What the rules find in the frames of an article; the last frames are kept, as every stage asks for them anew."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._read: dict[tuple[int, int, int], list[Found]] = {}
        self._paragraph: Span | None = None
        self._sentences: list[Span] = []

    def read(self, paragraph: int, span: Span) -> list[Found]:
        """The statements of a stretch of a paragraph."""
        key = (paragraph, *span)
        if key not in self._read:
            if len(self._read) >= _FRAMES:
                self._read.clear()
            self._read[key] = read_frame(frame_of(self.layout, paragraph, span))
        return self._read[key]

    def sentences(self, paragraph: Span) -> list[Span]:
        """The sentences of a paragraph; those of the last one that was asked for are kept."""
        if paragraph != self._paragraph:
            self._paragraph, self._sentences = paragraph, sentence_spans(self.layout.copy, *paragraph)
        return self._sentences

    def around(self, paragraph: Span, start: int, end: int) -> Span:
        """The sentences that hold any of `start` to `end`, no further than a sentence of news reaches."""
        sentences = self.sentences(paragraph)
        first = bisect_right(sentences, start, key=lambda s: s[1])
        last = bisect_left(sentences, end, key=lambda s: s[0])
        held = sentences[first:last] or [paragraph]
        return reach((held[0][0], held[-1][1]), start, end)


def _without_terms(rules: _Rules, found: list[Found]) -> list[Found]:
    return [one for one in found if not _around_a_term(rules.layout, one)]


def _around_a_term(layout: Layout, one: Found) -> bool:
    """A doubtful statement by a verb that does not report, about something in scare quotes."""
    if one.known or one.confidence >= _DOUBTFUL:
        return False
    quoted = [q for start, end in one.spans for q in layout.quotations_from(start, end)]
    return bool(quoted) and all(len(words(layout.copy[q.start : q.end])) < _SCARE for q in quoted)


def _with_headline(rules: _Rules, found: list[Found]) -> list[Found]:
    """A headline's own forms, where they are there, go before what the tagger makes of it."""
    layout = rules.layout
    if layout.headline is None:
        return found
    number = next((n for n, start, end in layout.prose if (start, end) == layout.headline), None)
    if number is None:
        return found
    read = rules.read(number, layout.headline)
    here = [one for one in found if one.paragraph == number]
    colon = [one for one in read if one.lemma == ":"]
    if colon or not here:
        return [*(colon or read), *(one for one in found if one.paragraph != number)]
    return found


def _with_mentions(rules: _Rules, found: list[Found]) -> list[Found]:
    """Where the tagger sees no source, the subject that the rules find for the same cue, if they find one."""
    return [_with_mention(rules, one) if one.mention is None and one.cue is not None else one for one in found]


def _with_mention(rules: _Rules, one: Found) -> Found:
    cue = one.cue or (0, 0)
    for other in rules.read(one.paragraph, one.frame):
        if other.cue and other.mention and other.cue[0] < cue[1] and other.cue[1] > cue[0]:
            outside = all(e <= other.mention[0] or s >= other.mention[1] for s, e in one.spans)
            return replace(one, mention=other.mention) if outside and _names(rules.layout, other.mention) else one
    return one


@cache
def _inverted() -> re.Pattern[str]:
    """A comma and a verb that takes plain speech as its object: “, said ”."""
    rows = [r for r in lexicon.load("cues") if r["kind"] == "verb" and r["mode"] == "speech" and "bare" in r["frame"]]
    forms = {form for row in rows for form in row["forms"].split() if form != row["lemma"] and form[-3:] != "ing"}
    return re.compile(rf", ({'|'.join(sorted(forms))}) ")


def _names(layout: Layout, mention: Span) -> bool:
    """Not “Besides”, “Having”, “that”: a word that cannot name a speaker by itself."""
    text = layout.copy[slice(*mention)].lower()
    return " " in text or not (text.endswith("ing") or text in _NO_NAMES)


def _with_inversions(rules: _Rules, found: list[Found]) -> list[Found]:
    """“A, said NAME during a briefing.”, without marks: common in agency prose, rare in what the tagger learnt from."""
    layout = rules.layout
    frames = sorted(one.frame for one in found)
    added = []
    for number, start, end in layout.prose:
        for match in _inverted().finditer(layout.copy, start, end):
            at = bisect_right(frames, (match.start(), len(layout.text))) - 1
            if at < 0 or frames[at][1] < match.end():
                read = rules.read(number, rules.around((start, end), match.start(), match.end()))
                added += [r for r in read if r.cue and r.mention and r.cue[0] == match.start(1) < r.mention[0]]
    return found + added


def _with_relays(rules: _Rules, found: list[Found]) -> list[Found]:
    """“According to the Kremlin, Putin confirmed that …” read as a statement of the Kremlin is one of Putin's."""
    out = []
    relays = {}
    cues = Counter(one.cue for one in found)
    for one in found:
        inner = _relayed(rules, one)
        if inner is not None:
            relays[inner.cue] = inner.relay
        alone = inner is not None and cues[inner.cue] == (inner.cue == one.cue)
        if inner is None or (alone and inner.spans == one.spans):
            out.append(one)
        elif alone:
            out.append(replace(inner, confidence=one.confidence))
    return [replace(one, relay=relays[one.cue]) if one.cue in relays and one.relay is None else one for one in out]


def _relayed(rules: _Rules, one: Found) -> Found | None:
    """The inner statement of a sentence that opens with who passes it on."""
    if one.cue is None or not one.lemma.startswith("according") or one.cue[0] - one.frame[0] > 1 or len(one.spans) > 1:
        return None
    inner = [r for r in rules.read(one.paragraph, one.frame) if r.relay is not None]
    return inner[0] if len(inner) == 1 else None


_NOBODY_AT_ALL = re.compile(r"(?:nobody|none|no[ -]one|neither|no)\b", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:if|unless|whether)\s+(?:the\s|a\s)?\Z", re.IGNORECASE)


def _without_conditions(rules: _Rules, found: list[Found]) -> list[Found]:
    """Left out: “If NAME says that …”, where nothing has been said yet, and “Nobody said a word”."""
    layout = rules.layout

    def unsaid(one: Found) -> bool:
        if one.mention is None or one.cue is None or one.mention[0] > one.cue[0]:
            return False
        conditional = _CONDITION.search(layout.copy, max(0, one.mention[0] - 20), one.mention[0])
        return conditional is not None or _NOBODY_AT_ALL.match(layout.copy, one.mention[0]) is not None

    return [one for one in found if not unsaid(one)]


_INFINITIVE = re.compile(r"(?:not )?to ")


def _without_addressees(rules: _Rules, found: list[Found]) -> list[Found]:
    """“recommended neighbours “not to escalate””: the infinitive in the marks is what was said, not to whom."""
    return [_without_addressee(rules.layout, one) for one in found]


def _without_addressee(layout: Layout, one: Found) -> Found:
    start, end = one.spans[0]
    if one.cue is None or one.cue[1] > start or len(one.spans) > 1:
        return one
    inside = layout.quotations_from(start, end)
    if len(inside) != 1 or inside[0].end != end or not _INFINITIVE.match(layout.copy, inside[0].inner_start):
        return one
    before = layout.copy[start : inside[0].start]
    addressed = 0 < len(words(before)) <= _ADDRESSEE and FINITE.isdisjoint(words(before.lower()))
    return replace(one, spans=((inside[0].start, end),)) if addressed else one


_SECOND = re.compile(r" and (?:[^\s,;:]+ ){1,5}that ")


def _split(rules: _Rules, found: list[Found]) -> list[Found]:
    """“said that A and stressed that B” read as one statement is two of one speaker."""
    layout = rules.layout
    out = []
    cues = {one.cue for one in found}
    for one in found:
        second = _second(rules, one) if one.cue and _SECOND.search(layout.copy, *one.spans[-1]) else None
        if second is None or second.cue is None or second.cue in cues:
            out.append(one)
            continue
        cut = layout.copy.rindex(" and ", one.spans[-1][0], second.cue[0])
        first = replace(one, spans=(*one.spans[:-1], trim(layout.text, one.spans[-1][0], cut)))
        out += [first, replace(second, mention=one.mention, confidence=one.confidence)]
    return out


def _second(rules: _Rules, one: Found) -> Found | None:
    """The statement that the rules find inside another's content behind “and” and before “that”."""
    start, end = one.spans[-1]
    copy = rules.layout.copy
    for other in rules.read(one.paragraph, one.frame):
        if other.cue and start < other.cue[0] < end and copy.endswith(" and ", start, other.cue[0]):
            return other if copy.startswith(" that ", other.cue[1]) else None
    return None


def _with_unmarked(rules: _Rules, found: list[Found]) -> list[Found]:
    """“We are ready. We have waited, Lind said.”: a paragraph in which only the last words report all the others."""
    paragraphs = {number: (start, end) for number, start, end in rules.layout.prose}
    whole = [w for one in found if one.cue is not None and (w := _unmarked(rules, one, paragraphs[one.paragraph]))]
    taken = {one.paragraph: one for one in whole}
    return [one for one in found if one.paragraph not in taken] + list(taken.values())


def _unmarked(rules: _Rules, one: Found, paragraph: Span) -> Found | None:
    layout, (start, end) = rules.layout, paragraph
    if one.cue is None or len(one.spans) > 1 or one.spans[0][1] > one.cue[0] or not end - one.frame[1] <= 1:
        return None
    if layout.copy[one.spans[0][1] : one.cue[0]].strip()[:1] != "," or layout.quotations_from(start, end):
        return None
    sentences = rules.sentences(paragraph)
    if len(sentences) < 2 or one.spans[0][0] > sentences[-1][0] or one.spans[0][1] < sentences[-1][0]:
        return None
    if not _FIRST_PERSON.search(layout.copy, start, one.spans[0][1]):
        return None
    return replace(one, spans=((start, one.spans[0][1]),), frame=(start, end), unmarked=True)


def _with_quotations(rules: _Rules, found: list[Found]) -> list[Found]:
    """Every quotation of some length belongs to a statement, its own or that of the speaker before."""
    layout = rules.layout
    loose: dict[int, list[Found]] = {}  # by the start of the quotation that holds them
    waiting: list[Found] = []
    for one in sorted(found, key=lambda f: f.spans[0], reverse=True):
        holder = _holder(layout, one) if one.cue is None else None
        loose.setdefault(holder.start, []).append(one) if holder else waiting.append(one)
    covered = sorted(span for one in waiting for span in one.spans)
    ends = [end for _, end in covered]
    out = _Ordered([], {})
    following = [(start, end) for _, start, end in layout.prose[1:]]
    for (number, start, end), after in zip_longest(layout.prose, following):
        for quotation in layout.quotations_from(start, end):
            while waiting and waiting[-1].spans[0][0] <= quotation.start:
                out.found.append(waiting.pop())
            if quotation.end <= end and not _covered(quotation, covered, ends):
                tagged = loose.get(quotation.start, [])
                sign = signed(layout, (number, start, end), quotation, after)
                if sign:
                    out.found.append(sign)
                elif tagged or _is_speech(layout, quotation):
                    _place(rules, (number, start, end), quotation, tagged, out)
    return out.whole() + waiting


class _Ordered(NamedTuple):
    """Statements in the order of the text, and by index the quotations that go on with one of them."""

    found: list[Found]
    further: dict[int, list[Span]]

    def end(self, index: int) -> int:
        """Where a statement ends so far."""
        return (self.further.get(index) or self.found[index].spans)[-1][1]

    def whole(self) -> list[Found]:
        """The statements with what goes on with them."""
        for index, spans in self.further.items():
            self.found[index] = replace(self.found[index], spans=(*self.found[index].spans, *spans))
        return self.found


def _holder(layout: Layout, one: Found) -> Quotation | None:
    """The quotation within which a statement stands, if it does."""
    start, end = one.spans[0]
    at = bisect_right(layout.quotations, start, key=lambda q: q.start) - 1
    return layout.quotations[at] if at >= 0 and layout.quotations[at].end >= end else None


def _place(
    rules: _Rules, paragraph: tuple[int, int, int], quotation: Quotation, tagged: list[Found], out: _Ordered
) -> None:
    """Give a quotation without a cue to one of its own sentence, to the statement before, to whom the tagger says, or
    to nobody."""
    number, start, end = paragraph
    layout, found = rules.layout, out.found
    frame = rules.around((start, end), quotation.start, quotation.end)
    own = [r for r in rules.read(number, frame) if any(s < quotation.end and e > quotation.start for s, e in r.spans)]
    span = (quotation.start, quotation.end)
    last = found[-1] if found else None
    here = [i for i in range(max(0, len(found) - 4), len(found)) if found[i].paragraph == number]
    before = [i for i in here if _goes_on(layout, out.end(i), quotation)]
    if own and not any(one.cue == own[0].cue for one in found[-4:]):
        found.append(own[0])
    elif before:
        out.further.setdefault(before[-1], []).append(span)
    elif tagged and tagged[0].mention is not None:
        found += tagged
    elif last is not None and number - last.paragraph <= 1 and quotation.start - start <= 1 >= end - quotation.end:
        found.append(Found(number, (span,), frame, carried=True, confidence=_CARRIED))
    elif tagged:
        found += tagged
    elif len(words(layout.copy[slice(*span)])) >= _SURELY:
        mention = _leading_subject(frame_of(layout, number, frame), quotation)
        found.append(Found(number, (span,), frame, mention=mention, confidence=_NOBODY))


def _goes_on(layout: Layout, before: int, quotation: Quotation) -> bool:
    """The B of “A,” he said at noon. “B”: marks end what came before, and one sentence at most stands between."""
    near = quotation.start - before <= _REACH and layout.copy[before - 1] in "\"'"
    return near and len(sentence_spans(layout.copy, before, quotation.start)) <= 1


def _leading_subject(frame: Frame, quotation: Quotation) -> Span | None:
    """“Last night NAME sang, “A””: with a verb that no list knows, the subject that the sentence opens with."""
    tokens = frame.tokens
    at = next((i for i, token in enumerate(tokens) if token.quotation == quotation), 0)
    if at < 3 or tokens[at - 1].word not in {",", ":"}:
        return None
    subject = main_subject(tokens, 0, at - 1)
    return (tokens[subject.first].start, tokens[subject.last - 1].end) if subject and subject.last < at - 1 else None


def _covered(quotation: Quotation, spans: Sequence[Span], ends: Sequence[int]) -> bool:
    """Whether statements hold at least half of a quotation."""
    held = 0
    for i in range(bisect_right(ends, quotation.start), len(spans)):
        if spans[i][0] >= quotation.end:
            break
        held += min(spans[i][1], quotation.end) - max(spans[i][0], quotation.start)
    return 2 * held >= quotation.end - quotation.start


def _is_speech(layout: Layout, quotation: Quotation) -> bool:
    """Long enough, and ending in a stop or comma, as speech does and a title or a term does not."""
    inner = layout.copy[quotation.inner_start : quotation.inner_end]
    return inner[-1:] in ",.!?-" and len(words(inner)) >= _SCARE


# In the order in which they are applied.
RULES: Mapping[str, Callable[[_Rules, list[Found]], list[Found]]] = {
    "terms in scare quotes": _without_terms,
    "headlines": _with_headline,
    "subjects of cues without a source": _with_mentions,
    "nested attribution": _with_relays,
    "inverted order without marks": _with_inversions,
    "transcripts": lambda rules, found: with_transcript(rules.layout, found),
    "addressees": _without_addressees,
    "coordinated cues": _split,
    "conditions and nobody": _without_conditions,
    "direct speech without marks": _with_unmarked,
    "quotations that nobody introduces": _with_quotations,
}
