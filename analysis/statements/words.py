"""What the tagger knows of a word by itself: numbers of the vocabulary and flags of the word lists, once a word.

Words of the vocabulary have a number of their own; rare ones share buckets by a hash that is the same on every machine,
and so do endings, beginnings and shapes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

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
        self._rows: dict[str, int] = {}
        self.lower: list[str] = []  # by row, the word in lower case with plain marks
        self._ids = np.zeros((1024, 4), np.int32)
        self._flags = np.zeros((1024, len(FLAGS)), np.bool_)
        self._lengths = np.zeros(1024, np.int64)

    def rows(self, tokens: Sequence[str]) -> Ints:
        """The row of each token in the tables; rows hold until this is called again."""
        if len(self._rows) > self._ROOM:
            self._forget()
        known = self._rows
        for token in set(tokens).difference(known):
            self._learn(token)
        return np.fromiter(map(known.__getitem__, tokens), np.int64, len(tokens))

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

    def _learn(self, token: str) -> None:
        row = len(self._rows)
        if row == len(self._ids):
            self._ids = np.concatenate([self._ids, np.zeros_like(self._ids)])
            self._flags = np.concatenate([self._flags, np.zeros_like(self._flags)])
            self._lengths = np.concatenate([self._lengths, np.zeros_like(self._lengths)])
        plain = token.translate(_PLAIN)
        lower = plain.lower()
        suffix, prefix = _hash(lower[-3:], HASHED_SUFFIXES), _hash(lower[:4] + "^", HASHED_PREFIXES)
        self._ids[row] = self.word_id(lower), suffix, prefix, _hash(_shape(plain), SHAPES)
        names = _flags_of(plain, lower)
        self._flags[row] = [name in names for name in FLAGS]
        self._lengths[row] = len(token)
        self.lower.append(lower)
        self._rows[token] = row


def _hash(key: str, room: int) -> int:
    return zlib.crc32(key.encode("utf-8", "surrogatepass")) % room


def _shape(token: str) -> str:
    """Peskov -> Xx, U.S -> X.X, 2,000 -> d,d, said -> x."""
    kinds = ["X" if c.isupper() else "d" if c.isdigit() else "x" if c.isalpha() else c for c in token[:24]]
    return "".join(k for i, k in enumerate(kinds) if i == 0 or k != kinds[i - 1])


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
    return _listed().get(lower, frozenset()) | set(_form_flags(token, lower))


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
