"""One row per word with a valence: what it says about a person whom the sentence names.

Not every word of a sentence is about everybody in it. Each word that carries valence is weighed by how it stands to the
mention: how far off, on which side, inside whose quotation marks, nearer to another name, in what the person says, and
whether the person does it or has it done to (criticised, criticising). The words are those of `valence`, with
`lexicons/toward_words.csv` for words that lean one way beside a person; the weights stand in
`lexicons/toward_weights.csv`, fitted on the training part of NewsMTSC (Hamborg and Donnay 2021) and rounded. How the
sentence as a whole stands to the person is told by `standing`.
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from vaderSentiment.vaderSentiment import normalize

from . import lexicon as lexicons
from .standing import standing
from .valence import Hit, cut

_SMALL = frozenset(string.ascii_lowercase)
_REACH = 40  # words to either side: what stands further off is not looked at
_FAR = 25  # words: beyond it all distances are alike
_NEAR = 8  # words within which a person can be the doer of a word, or the one it is done to
_CONTRAST = frozenset("but while although though despite whereas however yet instead unlike rather".split())
_BE = frozenset("is are was were be been being am get got gets getting he's she's they're".split())
_PREPOSITIONS = frozenset("with of to for from by about against than on in at over and like".split())
_OWNERS = frozenset(("his", "her", "their"))


class Evidence(NamedTuple):
    """What one word says about a person: its valence, its distance in words, and how it stands to the mention."""

    word: str
    valence: float
    gap: int
    relations: tuple[str, ...]


@cache
def _kinds() -> Mapping[str, str]:
    """Word or phrase (joined by _) to its kind, which says toward whom its valence goes."""
    rows = lexicons.load("tone_overlay")
    return {form.replace(" ", "_"): row["kind"] for row in rows for form in row["word"].split("|") if row["kind"]}


@cache
def _leaning() -> Mapping[str, float]:
    """Words that mean nothing by themselves but lean one way beside a person, to their value."""
    return {form: float(row["value"]) for row in lexicons.load("toward_words") for form in row["word"].split("|")}


@cache
def _weights() -> Mapping[str, float]:
    """Relation to the factor by which it multiplies a valence."""
    return {row["relation"]: float(row["weight"]) for row in lexicons.load("toward_weights")}


@cache
def _cues() -> frozenset[str]:
    return frozenset(form for row in lexicons.load("cues") if row["kind"] == "verb" for form in row["forms"].split())


class Sentence:
    """A sentence read once for all the people in it.

    `text` is what VADER reads (see `valence.reading`), `found` the words of it that count; `leans`: whether the words
    of `lexicons/toward_words.csv` count too.
    """

    def __init__(self, text: str, found: Sequence[Hit], leans: bool = True) -> None:
        self.raw, self.low = cut(text)
        self.quoted = _quoted(self.raw) if '"' in text else [False] * len(self.raw)
        self.capital = [token[0] not in _SMALL and _is_capital(token) for token in self.raw]
        self.capital[:1] = [False] * len(self.raw[:1])
        for i in [i for i, capital in enumerate(self.capital) if capital]:
            self.capital[i] = self.raw[i - 1][-1] not in ".!?:"
        marked_off = ";" in text or ":" in text or " - " in text
        self.breaks = [marked_off and (token[-1] in ";:" or token == "-") for token in self.raw]
        self.found = list(found)
        if leans:
            leaning, taken = _leaning(), {hit.at for hit in found}
            places = [i for i, word in enumerate(self.low) if word in leaning and i not in taken]
            self.found += [Hit(i, leaning[self.low[i]], self.low[i]) for i in places if not self.capital[i]]
            self.found.sort()

    def tone(self, first: int, last: int) -> float:
        """The tone toward the person whom the words `first` to `last` (exclusive) name: VADER's compound, -1 to 1."""
        first, last = self.whole(first, last)
        total = weigh(self._about(first, last))
        if total:
            for relation in standing(self.raw, self.low, first, last):
                total *= _weights().get(relation, 1.0)
        return float(round(normalize(total), 4))

    def evidence(self, first: int, last: int) -> list[Evidence]:
        """What each word with a valence says about the person whom the words `first` to `last` (exclusive) name."""
        return self._about(*self.whole(first, last))

    def _about(self, first: int, last: int) -> list[Evidence]:
        said = self._cue(first, last)
        return [
            Evidence(
                word,
                valence,
                at - last if at >= last else first - at - 1,
                self._relations(at, word, first, last, said),
            )
            for at, valence, word in self.found
            if first - _REACH <= at < last + _REACH and not first <= at < last
        ]

    def whole(self, first: int, last: int) -> tuple[int, int]:
        """The mention with the rest of the name and those it is named with: “Anna Lind”, “Lind and Berger”."""
        count = len(self.raw)
        first, last = self._name(first, min(last, count))
        if last + 1 < count and self.low[last] == "and" and self._capital(last + 1):
            last = self._name(last + 1, last + 2)[1]
        elif first > 1 and self.low[first - 1] == "and" and self._capital(first - 2) and not self._ends(first - 2):
            first = self._name(first - 2, first - 1)[0]
        return first, last

    def _name(self, first: int, last: int) -> tuple[int, int]:
        """The run of capitals around some words, up to a mark or a possessive."""
        while first > 0 and self._capital(first - 1) and not self._ends(first - 1):
            first -= 1
        while last < len(self.raw) and self._capital(last) and not self._ends(last - 1):
            last += 1
        return first, last

    def _capital(self, i: int) -> bool:
        return self.capital[i] or (i == 0 and len(self.raw) > 1 and _is_capital(self.raw[0]))

    def _ends(self, i: int) -> bool:
        """Does a name end with word `i`: a mark or a possessive behind it?"""
        return self.raw[i].endswith((",", ";", ":", '"', "'s", "'", ")")) or (
            self.raw[i].endswith(".") and len(self.raw[i]) > 4
        )

    def _cue(self, first: int, last: int) -> int | None:
        """Where it says that this person speaks: “Lind said”, “said Lind”."""
        for i in range(last, min(len(self.raw), last + 3)):
            if self.low[i] in _cues():
                return i
            if self.raw[i].endswith((",", ";")):
                break
        return first - 1 if first and self.low[first - 1] in _cues() else None

    def _relations(self, at: int, word: str, first: int, last: int, said: int | None) -> tuple[str, ...]:
        before = at < first
        between = range(at + 1, first) if before else range(last, at)
        joints = range(at, first) if before else range(last - 1, at)  # words whose closing mark stands between
        gap, preposition = len(between), self.low[first - 1] if first else ""
        found = ["before"] if before else []
        breaks = self.breaks[joints.start : joints.stop].count(True)
        contrast = not _CONTRAST.isdisjoint(self.low[between.start : between.stop])
        found += ["break"] * min(2, breaks) + ["contrast"] * contrast
        found += ["name between"] * min(3, self.capital[between.start : between.stop].count(True))
        found += ["nearer to another"] * self._nearer(at, first, last, gap)
        found += ["before another"] * (at + 1 != first and self.capital[at + 1 : at + 2] == [True])
        found += self._quotation(at, first)
        if said is not None and not self.quoted[first] and (self.quoted[at] or (not before and at > said)):
            found.append("own speech")
        found += ["preposition"] * (preposition in _PREPOSITIONS)
        owner = self.raw[last - 1].lower().rstrip(",.;")
        if not before and gap < 4 and (owner.endswith(("'s", "s'")) or owner in _OWNERS):
            found.append("possessive")
        kind, role = _kinds().get(word) or ("leaning" if word in _leaning() else "other"), "near"
        if gap <= _NEAR and not breaks and not contrast:
            role = self._role(at, before, preposition)
        return (*found, f"{kind}:{role}")

    def _nearer(self, at: int, first: int, last: int, gap: int) -> bool:
        """Does another name stand closer to the word than this mention?"""
        start, end = max(0, at - gap), at + gap + 1
        others = self.capital[start:end].count(True) - self.capital[at]
        return others > self.capital[max(first, start) : min(last, end)].count(True)

    def _quotation(self, at: int, first: int) -> list[str]:
        word, mention = self.quoted[at], self.quoted[first]
        return ["same quotation"] if word and mention else ["word quoted"] * word + ["mention quoted"] * mention

    def _role(self, at: int, before: bool, preposition: str) -> str:
        """Does the person do it (subject), or is it done to the person (object)? Passives turn it round."""
        if before:
            return "subject" if preposition in {"by", "from"} else "object"
        word = self.low[at]
        passive = any(self.low[i] in _BE for i in range(max(0, at - 2), at)) and word.endswith(("ed", "en", "n", "t"))
        return "object" if passive or self.low[at + 1 : at + 2] == ["by"] else "subject"


@lru_cache(maxsize=100_000)
def _is_capital(token: str) -> bool:
    word = token.lstrip("\"'([")
    return word[:1].isupper() and len(word) > 1


def _quoted(raw: Sequence[str]) -> list[bool]:
    """Which words stand inside quotation marks, the words with a mark included."""
    found, inside = [], False
    for token in raw:
        marks = token.count('"')
        found.append(inside or marks > 0)
        if marks == 1:
            inside = not inside
    return found


def weigh(evidence: Sequence[Evidence]) -> float:
    """The valences of what a sentence says about a person, each by its weights, added up."""
    factor = _weights()
    total = 0.0
    for _, valence, gap, relations in evidence:
        weight = factor["distance"] ** (min(gap, _FAR) / 10)
        for relation in relations:
            weight *= factor.get(relation, 1.0)
        total += valence * weight
    return total
