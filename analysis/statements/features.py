"""Tokens and what the tagger sees of each: one row per token of the paragraphs of a batch of articles.

Training and inference share this module, so that the network meets the same numbers in both. What depends on the word
alone is looked up once a word; the rest is array arithmetic over all tokens of a batch. Quotation marks of every
system look alike to the network: it sees where a quotation opens and closes, not with which mark.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..layout import Layout
from ..quotations import Quotation
from ..text import Span
from .words import CLOSING, FLAGS, OPENING, Words, alike

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# Words with their clitics cut off, 3.5 and U.S in one piece, a row of one mark (-----) as one token; every character
# belongs to a token or to white space.
_QUOTE = "[" + alike("'") + "]"
_CLITIC = f"{_QUOTE}(?:[sSdDmM]|re|ve|ll|RE|VE|LL)(?!\\w)"
_INNER = rf"(?:[{alike('-')}&]|(?!{_CLITIC}){_QUOTE}|(?<=\d)[.,](?=\d)|(?<![^\W_][^\W_])\.)[^\W_]{{1,60}}"
_ROWS = "|".join(f"[{alike(mark)}]{{4,200}}" for mark in string.punctuation + "–")
# The blank that follows most words is taken along with them, as every second token would be one; words come first, and
# nothing but the blank is tried where there is one, which saves a quarter of the time.
_TOKEN = re.compile(
    rf"[^\W_]{{1,60}}(?: |(?:{_INNER}){{0,8}} ?)|{_CLITIC} ?|[\s\u200b\ufeff]{{1,200}}|(?:{_ROWS}|{_QUOTE}{{2}}|.) ?",
    re.DOTALL,
)
_LONGEST = 20_000  # characters of a paragraph that are read in one go
_CHUNK = 200_000  # characters that are in memory as tokens at a time
_SCARE = 4  # words; a shorter quotation is rather a term than speech
_FADE = 4.0  # tokens over which the nearness of a cue fades


class Segment(NamedTuple):
    """A paragraph of running text, or a piece of an overlong one."""

    article: int
    paragraph: int
    start: int
    end: int


class Tokens(NamedTuple):
    """The tokens of a batch in order; arrays of one length, offsets into the article's text."""

    segments: list[Segment]
    segment: Ints
    start: Ints
    end: Ints
    ids: npt.NDArray[np.int32]  # word, suffix, prefix, shape
    features: npt.NDArray[np.float32]
    sentence: Ints  # a number that grows by one with every sentence, from 1
    rows: Ints  # in the tables of `Words`


def segments(layouts: Sequence[Layout]) -> list[Segment]:
    """The running text of some articles, in pieces that a batch can hold; what is boilerplate is not among them."""
    return [
        Segment(article, paragraph, first, last)
        for article, layout in enumerate(layouts)
        for paragraph, start, end in layout.prose
        for first, last in _pieces(layout.text, start, end)
    ]


def _pieces(text: str, start: int, end: int) -> Iterable[Span]:
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST) + 1 or start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


CONTEXT = (
    "outside opens inside closes single term spoken-end paragraph-start paragraph-end headline sentence-start "
    "sentence-end inner-capital cue-before cue-after thought-before thought-after quotation-before quotation-after "
    "paragraph-quotation paragraph-cue sentence-cue sentence-quotation sentence-place"
).split()
FEATURES = FLAGS[:-1] + CONTEXT
_HEADLINE = FEATURES.index("headline")
_AT = {name: i for i, name in enumerate(FLAGS)}


def tokenise(layouts: Sequence[Layout], held: Sequence[Segment], words: Words) -> Tokens:
    """The tokens of some segments of the articles, with everything that the network is told of each."""
    pieces: list[str] = []
    counts = np.zeros(len(held), np.int64)
    for i, segment in enumerate(held):
        found = _TOKEN.findall(layouts[segment.article].text, segment.start, segment.end)
        counts[i] = len(found)
        pieces += found
    rows, blanks = words.rows(pieces)
    owner = np.repeat(np.arange(len(held)), counts)
    lengths = words.lengths(rows)
    starts = np.cumsum(lengths + blanks) - lengths - blanks
    before = np.concatenate([starts, [0]])[np.cumsum(counts) - counts]  # characters of the segments before
    starts += (np.array([s.start for s in held], np.int64) - before)[owner]
    solid = ~words.spaces(rows)
    rows, owner, starts, ends = rows[solid], owner[solid], starts[solid], (starts + lengths)[solid]
    ids, flags = words.ids(rows), words.flags(rows)
    quoted = _quotation_states(layouts, held, owner, starts)
    for column, name in ((1, OPENING), (3, CLOSING)):
        ids[quoted[:, column] > 0, 0] = words.word_id(name)
    context, begins = _context(layouts, held, owner, starts, ends, flags, quoted)
    features = np.concatenate([flags[:, :-1].astype(np.float32), quoted, context], axis=1)
    return Tokens(list(held), owner, starts, ends, ids, features, np.cumsum(begins), rows)


def _quotation_states(
    layouts: Sequence[Layout], held: Sequence[Segment], owner: Ints, starts: Ints
) -> npt.NDArray[np.float32]:
    """Outside, opens, inside, closes; single marks; a term rather than speech; ends as speech does."""
    states = np.zeros((len(starts), 7), np.float32)
    states[:, 0] = 1
    articles = np.array([s.article for s in held], np.int64)[owner]
    for article in sorted({s.article for s in held}):
        layout = layouts[article]
        at = slice(*np.searchsorted(articles, [article, article + 1]))
        token = starts[at]
        near = _quotations(layout, token)
        if not near:
            continue
        begin, end, inner, inner_end = (np.array([q[i] for q in near]) for i in (0, 1, 3, 4))
        which = np.searchsorted(begin, token, "right") - 1
        within = (which >= 0) & (token < end[which])
        opens, closes = within & (token < inner[which]), within & (token >= inner_end[which])
        single = np.array([q.level == "single" for q in near])
        size = np.searchsorted(token, end) - np.searchsorted(token, begin) - 2
        spoken = np.array([layout.text[q.inner_end - 1 : q.inner_end] in ",.!?…" for q in near])
        columns = [~within, opens, within & ~opens & ~closes, closes]
        columns += [within & table[which] for table in (single, size < _SCARE, spoken)]
        states[at] = np.stack(columns, axis=1)
    return states


def _quotations(layout: Layout, starts: Ints) -> list[Quotation]:
    """The quotations from the first to the last of the tokens."""
    if not len(starts):
        return []
    first = bisect_left(layout.quotations, int(starts[0]), key=lambda q: q.end)
    return layout.quotations[first : bisect_right(layout.quotations, int(starts[-1]), key=lambda q: q.start)]


def _context(
    layouts: Sequence[Layout],
    held: Sequence[Segment],
    owner: Ints,
    starts: Ints,
    ends: Ints,
    flags: Bools,
    quoted: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.float32], Bools]:
    """What the rest of paragraph and sentence tells of a token; and whether it begins a sentence."""
    n = len(starts)
    first = np.ones(n, np.bool_)
    first[1:] = owner[1:] != owner[:-1]
    last = np.roll(first, -1)
    opens, outside = quoted[:, 1] > 0, quoted[:, 0] > 0
    begins = _sentence_starts(starts, ends, flags, opens, quoted[:, 3] > 0, first)
    headline = {article: layouts[article].headline for article in {s.article for s in held}}
    headlines = np.array([headline[s.article] == (s.start, s.end) for s in held], np.bool_)
    cue = flags[:, [_AT["cue:speech"], _AT["cue:writing"]]].any(axis=1) & outside
    thought = flags[:, _AT["cue:thought"]] & outside
    columns = [
        first,
        last,
        headlines[owner] if n else first,
        begins,
        np.roll(begins, -1),
        flags[:, _AT["capital"]] & ~begins,
        *_nearness(cue, begins),
        *_nearness(thought, begins),
        *_nearness(~outside, first),
        _any_in(~outside, first),
        _any_in(cue, first),
        _any_in(cue, begins),
        _any_in(~outside, begins),
        np.minimum(np.arange(n) - _latest(begins), 40) / 40,
    ]
    return np.stack(columns, axis=1).astype(np.float32), begins


def _sentence_starts(starts: Ints, ends: Ints, flags: Bools, opens: Bools, closes: Bools, first: Bools) -> Bools:
    """After a stop, over a closing mark, where a capital, a number or an opening mark follows a space."""
    stop = flags[:, _AT["stop"]]
    short = flags[:, [_AT["abbreviation"], _AT["initial"]]].any(axis=1)
    ended = np.zeros(len(starts), np.bool_)
    ended[1:] = stop[:-1] & ~np.concatenate([[False], short])[: len(stop) - 1]
    after_mark = np.zeros(len(starts), np.bool_)
    after_mark[1:] = ended[:-1] & (closes | flags[:, _AT["bracket"]] | flags[:, _AT["possessive"]])[:-1]
    gap = np.ones(len(starts), np.bool_)
    gap[1:] = starts[1:] > ends[:-1]
    new = flags[:, [_AT["capital"], _AT["number"]]].any(axis=1) | opens
    return first | ((ended | after_mark) & gap & new)


def _latest(marks: Bools) -> Ints:
    """The index of the last marked token at or before each; -1 where there is none."""
    return np.maximum.accumulate(np.where(marks, np.arange(len(marks)), -1))


def _nearness(marks: Bools, begins: Bools) -> Iterable[npt.NDArray[np.float64]]:
    """How near the last and the next marked token of the same group are: 1 at the mark, fading with distance."""
    n = len(marks)
    index = np.arange(n)
    before = _latest(marks)
    yield np.where((before >= 0) & (before >= _latest(begins)), np.exp((before - index) / _FADE), 0.0)
    after = n - 1 - _latest(marks[::-1])[::-1]
    group = np.cumsum(begins)
    same = (after < n) & (group[np.minimum(after, n - 1)] == group) if n else np.zeros(0, np.bool_)
    yield np.where(same, np.exp((index - after) / _FADE), 0.0)


def _any_in(marks: Bools, begins: Bools) -> Bools:
    """Whether any token of the same group is marked."""
    if not len(marks):
        return marks
    found = np.logical_or.reduceat(marks, np.flatnonzero(begins))
    return found[np.cumsum(begins) - 1]


def chunks(held: Sequence[Segment]) -> Iterable[list[Segment]]:
    """The segments in portions that memory can hold: whole articles, unless one alone is more than a portion."""
    portion: list[Segment] = []
    room = _CHUNK
    sizes: Counter[int] = Counter()
    for segment in held:
        sizes[segment.article] += segment.end - segment.start
    for segment in held:
        begins = not portion or portion[-1].article != segment.article
        if portion and room < (sizes[segment.article] if begins else segment.end - segment.start):
            yield portion
            portion, room = [], _CHUNK
        portion.append(segment)
        room -= segment.end - segment.start
    if portion:
        yield portion


WINDOW, LONGEST_WINDOW = 128, 256  # tokens that the network reads together: whole paragraphs, unless they are longer


def windows(tokens: Tokens) -> list[Span]:
    """Half-open ranges of tokens: as many paragraphs of an article as fit; overlong ones are cut at sentences."""
    counts = np.bincount(tokens.segment, minlength=len(tokens.segments)).tolist() if len(tokens.start) else []
    found: list[Span] = []
    begin = end = 0
    article, alone = -1, False
    for segment, count in zip(tokens.segments, counts, strict=False):
        if segment.article != article or alone or end + count - begin > WINDOW:
            found += _cut(tokens, begin, end)
            begin, article = end, segment.article
        alone = bool(count and tokens.features[end, _HEADLINE])  # no statement runs from the headline into the text
        end += count
    return [*found, *_cut(tokens, begin, end)]


def _cut(tokens: Tokens, begin: int, end: int) -> Iterable[Span]:
    while end - begin > LONGEST_WINDOW:
        new = np.flatnonzero(np.diff(tokens.sentence[begin + LONGEST_WINDOW // 2 : begin + LONGEST_WINDOW]))
        cut = begin + LONGEST_WINDOW // 2 + int(new[-1]) + 1 if len(new) else begin + LONGEST_WINDOW
        yield begin, cut
        begin = cut
    if end > begin:
        yield begin, end
