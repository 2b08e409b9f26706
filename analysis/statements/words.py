"""What the tagger knows of a word by itself: numbers of the vocabulary and flags of the word lists, once a word.

Words of the vocabulary have a number of their own; rare ones share buckets by a hash that is the same on every machine,
and so do endings, beginnings and shapes.
"""

from __future__ import annotations

import re
import string
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby

import numpy as np
import numpy.typing as npt

from .. import lexicon
from ..lexicon import function_words

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

HASHED_WORDS, HASHED_SUFFIXES, HASHED_PREFIXES, SHAPES = 1024, 1024, 1024, 48
OPENING, CLOSING = "<open>", "<close>"  # how the vocabulary names the marks of a quotation


# Unlike the reading copy this one keeps long dashes, which stand between words, apart from hyphens.
_ALIKE = {"'": "’‘‛ʼ′`´", '"': "“”„‟«»″＂", "-": "‐‑", "–": "—―−", " ": "\u200b\ufeff", ".": "…"}
_PLAIN = str.maketrans({other: mark for mark, others in _ALIKE.items() for other in others})


def alike(mark: str) -> str:
    """The characters that are read as `mark`, as they stand in a class of a regular expression."""
    return re.escape(mark + _ALIKE.get(mark, ""))


class Words:
    """What the network knows of a word: ids and the flags of the word lists, looked up once a word."""

    _ROOM = 200_000  # words; then the table starts afresh, so that no text can fill the memory

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.vocabulary: Mapping[str, int] = {word: i for i, word in enumerate(vocabulary)}
        self._forget()

    def _forget(self) -> None:
        self._rows: dict[str, int] = {}  # twice the row, and 1 more for a token that a blank closes
        self.lower: list[str] = []  # by row, the word in lower case with plain marks
        self._ids = np.zeros((0, 4), np.int32)
        self._flags = np.zeros((0, len(FLAGS)), np.bool_)
        self._lengths = np.zeros(0, np.int64)

    def rows(self, tokens: Sequence[str]) -> tuple[Ints, Ints]:
        """The row of each token in the tables, and 1 where a blank closes it; rows hold until this is called again."""
        if len(self._rows) > self._ROOM:
            self._forget()
        try:
            found = np.fromiter(map(self._rows.__getitem__, tokens), np.int64, len(tokens))
        except KeyError:  # seldom, once the words of a language are known
            self._meet(set(tokens).difference(self._rows))
            found = np.fromiter(map(self._rows.__getitem__, tokens), np.int64, len(tokens))
        return found >> 1, found & 1

    def _meet(self, new: set[str]) -> None:
        closed = {token for token in new if token[-1] == " " and token[-2:-1] not in {"", " "}}
        self._learn([*(new - closed), *{token[:-1] for token in closed}.difference(self._rows, new)])
        self._rows.update((token, self._rows[token[:-1]] + 1) for token in closed)

    def ids(self, rows: Ints) -> npt.NDArray[np.int32]:
        """Word, suffix, prefix and shape numbers of rows."""
        return self._ids[rows]

    def flags(self, rows: Ints) -> Bools:
        """The flags of rows, in the order of `FLAGS`."""
        return self._flags[rows]

    def spaces(self, rows: Ints) -> Bools:
        """Whether rows are white space."""
        return self._flags[:, -1][rows]

    def lengths(self, rows: Ints) -> Ints:
        """How many characters the words of rows have."""
        return self._lengths[rows]

    def word_id(self, lower: str) -> int:
        """The number of a word in the vocabulary, or of the bucket that it shares with other rare words."""
        known = self.vocabulary.get(lower)
        return len(self.vocabulary) + _hash(lower, HASHED_WORDS) if known is None else known

    def _learn(self, words: Sequence[str]) -> None:
        plain = [word.translate(_PLAIN) for word in words]
        lower = [word.lower() for word in plain]
        flags = b"".join(_as_bytes(_flags_of(*both)) for both in zip(plain, lower, strict=True))
        ids = [self._numbers(*both) for both in zip(plain, lower, strict=True)]
        self._rows.update((word, 2 * row) for row, word in enumerate(words, start=len(self.lower)))
        self.lower += lower
        self._ids = np.concatenate([self._ids, np.array(ids, np.int32).reshape(-1, 4)])
        self._flags = np.concatenate([self._flags, np.frombuffer(flags, np.bool_).reshape(-1, len(FLAGS))])
        self._lengths = np.concatenate([self._lengths, np.array([len(word) for word in words], np.int64)])

    def _numbers(self, plain: str, lower: str) -> tuple[int, int, int, int]:
        suffix, prefix = _hash(lower[-3:], HASHED_SUFFIXES), _hash(lower[:4] + "^", HASHED_PREFIXES)
        return self.word_id(lower), suffix, prefix, _shape_id(_kinds(plain[:24]))


def _hash(key: str, room: int) -> int:
    return zlib.crc32(key.encode("utf-8", "surrogatepass")) % room


_KINDS = str.maketrans(
    dict.fromkeys(string.ascii_uppercase, "X")
    | dict.fromkeys(string.ascii_lowercase, "x")
    | dict.fromkeys(string.digits, "d")
)


def _kinds(token: str) -> str:
    """Each character by what it is: Peskov -> Xxxxxx."""
    if token.isascii():
        return token.translate(_KINDS)
    return "".join("X" if c.isupper() else "d" if c.isdigit() else "x" if c.isalpha() else c for c in token)


@lru_cache(maxsize=10_000)
def _shape_id(kinds: str) -> int:
    """The number of a shape, in which each kind stands once: Xx for Peskov, X.X for U.S, d,d for 2,000, x for said."""
    return _hash("".join(kind for kind, _ in groupby(kinds)), SHAPES)


_CLASSES = (
    "pronoun; be; auxiliary; modal; negation; determiner; preposition; outer preposition; conjunction; subordinator; "
    "time; adverb; quantifier; plural"
).split("; ")
_FORM = "capital capitals number initial comma stop colon dash mark bracket abbreviation possessive relative ly".split()
_CUES = "speech writing thought bare clause object quote addressee participle past base phrase noun".split()
FLAGS = [*(f"cue:{c}" for c in _CUES), *_CLASSES, "role", "collective", "organisation", *_FORM, "space"]
_MARKS = {",": "comma", ";": "comma", ":": "colon", "–": "dash", "-": "dash", '"': "mark", "''": "mark", "``": "mark"}
_MARKS |= dict.fromkeys(".!?", "stop") | dict.fromkeys("()[]", "bracket")


def _flags_of(token: str, lower: str) -> frozenset[str]:
    if token.isspace():
        return frozenset({"space"})
    return _listed().get(lower, frozenset()).union(_form_flags(token, lower))


def _form_flags(token: str, lower: str) -> Iterable[str]:
    if token in _MARKS:
        yield _MARKS[token]
    if token[0].isupper():
        yield "capital"
        if len(token) == 1:
            yield "initial"
        elif token.isupper():
            yield "capitals"
    if token[0].isdigit():
        yield "number"
    if lower == "'s" or lower == "'":
        yield "possessive"
    if lower in {"who", "which", "that", "whom", "whose"}:
        yield "relative"
    if lower.endswith("ly"):
        yield "ly"


@lru_cache(maxsize=10_000)
def _as_bytes(flags: frozenset[str]) -> bytes:
    """A 1 for each of `FLAGS` that is among these; few sets of flags serve all words."""
    return bytes(name in flags for name in FLAGS)


@cache
def _listed() -> dict[str, frozenset[str]]:
    """Every word of the word lists with the flags that it gets from them."""
    found: dict[str, set[str]] = {}
    for row in lexicon.load("cues"):
        if row["kind"] == "verb":
            for form in row["forms"].split():
                found.setdefault(form, set()).update(f"cue:{c}" for c in _verb_classes(row, form))
        else:
            for word in {w for form in row["forms"].split("|") for w in form.split()} - function_words(*_CLASSES):
                found.setdefault(word, set()).add("cue:phrase")
    for name in _CLASSES:
        for word in function_words(name):
            found.setdefault(word, set()).add(name)
    lists = [
        ("roles", "role", "role"),
        ("collectives", "word", "collective"),
        ("organisations", "word", "organisation"),
    ]
    for source, column, name in [*lists, ("cue_nouns", "word", "cue:noun")]:
        for phrase in lexicon.column(source, column):
            for word in set(phrase.split()) - function_words(*_CLASSES):
                found.setdefault(word, set()).add(name)
    for word in lexicon.column("cue_nouns", "word"):
        found.setdefault(word + "s", set()).add("cue:noun")
    for word in lexicon.column("abbreviations", "abbreviation"):
        found.setdefault(word.rstrip(".").lower(), set()).add("abbreviation")
    return {word: frozenset(names) for word, names in found.items()}


def _verb_classes(row: Mapping[str, str], form: str) -> Iterable[str]:
    yield row["mode"]
    for frame in row["frame"].split():
        yield "object" if frame == "object-for" else frame
    yield "participle" if form.endswith("ing") else "base" if form == row["lemma"] else "past"
