"""One row per sentence and mention of a person: the tone of the sentence toward that person.

For “how does this outlet write about Lind” and “how does Berger speak of Lind”. Who is meant is told by full names and
by surnames that only one of the people has; pronouns and offices are not followed. How a sentence is weighed stands in
`evidence`.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from . import lexicon as lexicons
from . import tables
from .evidence import Sentence
from .text import reading_copy
from .tone import Scorer, scorer_of
from .valence import reading

NEGATIVE, POSITIVE = -0.2, 0.1  # chosen on NewsMTSC's training part: news has more harsh words than kind ones
_TOKEN = re.compile(r"\S+")
_SMALL = frozenset(string.ascii_lowercase)
_EDGES = "\"'.,;:!?()[]-"


class Mention(NamedTuple):
    """Where a sentence names a person, in characters."""

    person: str
    start: int
    end: int


class People:
    """The people to look for, by the last word of their names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_last: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for name in dict.fromkeys(names):
            words = tuple(reading_copy(name).split())
            if words and words[-1][:1].isupper() and len(words[-1]) > 1:
                self._by_last.setdefault(words[-1], []).append((name, words))
        self.words = frozenset(w for held in self._by_last.values() for _, words in held for w in words)

    def mentions(self, copy: str) -> Iterator[Mention]:
        """Where a sentence (as `valence.reading` gives it) names one of them, in order."""
        raw, lasts = copy.split(), self._by_last
        places = [i for i, token in enumerate(raw) if token[0] not in _SMALL and _bare(token) in lasts]
        if not places:
            return
        bare = list(map(_bare, raw))
        tokens = list(_TOKEN.finditer(copy))
        for i in places:
            found = _person(self._by_last[bare[i]], bare, raw, i)
            if found:
                name, first = found
                start = tokens[first].start() + len(raw[first]) - len(raw[first].lstrip(_EDGES))
                yield Mention(name, start, tokens[i].start() + raw[i].index(bare[i]) + len(bare[i]))


@lru_cache(maxsize=100_000)
def _bare(token: str) -> str:
    """The word without the marks around it and without a possessive."""
    return re.sub(r"'s?\Z", "", token.strip(_EDGES))


def _person(
    held: Sequence[tuple[str, tuple[str, ...]]], bare: Sequence[str], raw: Sequence[str], i: int
) -> tuple[str, int] | None:
    """Whose name ends with word `i`, and where it begins; None where it may be somebody else's."""
    for name, words in held:
        if len(words) > 1 and tuple(bare[max(0, i - len(words) + 1) : i + 1]) == words:
            return name, i - len(words) + 1
    surnames = {name for name, _ in held}
    if len(surnames) > 1 or (i and _given_name(bare, raw, i)) or _goes_on(bare, raw, i):
        return None
    return held[0][0], i


def _given_name(bare: Sequence[str], raw: Sequence[str], i: int) -> bool:
    """Does somebody else's given name stand before the surname: “Melania Trump”, not “President Trump”?"""
    before, word = raw[i - 1], bare[i - 1]
    if not word[:1].isupper() or before[-1:] in ",;:)\"'" or before.endswith(("'s", "s'")):
        return False
    return word.lower().rstrip(".") not in _titles()


def _goes_on(bare: Sequence[str], raw: Sequence[str], i: int) -> bool:
    """Is the word the first half of somebody else's name: “Lind Berger”?"""
    return bare[i + 1 : i + 2] != [] and bare[i + 1][:1].isupper() and raw[i].endswith(bare[i])


@cache
def _titles() -> frozenset[str]:
    roles = {part for role in lexicons.column("roles", "role") for part in role.split()}
    starters = {word.lower() for word in lexicons.column("sentence_starters", "word")}
    functions = {row["word"] for row in lexicons.load("function_words")}
    return frozenset(roles | starters | functions | {"mr", "mrs", "ms", "dr", "sir", "sen", "rep", "gov", "gen"})


def _names(people: Any) -> list[str]:
    """The names in a list; of a table of speakers the full names of persons, as one capital alone may be no name."""
    if isinstance(people, pd.DataFrame):
        tables.require(people, ["speaker"], "score_tone_toward")
        rows = people[people["speaker_kind"] == "person"] if "speaker_kind" in people.columns else people
        return [name for name in map(str, rows["speaker"].dropna().tolist()) if " " in name.strip()]
    if isinstance(people, str):
        raise tables.TableError("score_tone_toward needs a list of names or the table of speakers; got one string.")
    return [str(name) for name in people]


class _Contents:
    """Whose words stand at a place of an article: the statements' contents, by where they begin."""

    def __init__(self, statements: pd.DataFrame | None) -> None:
        self._by_article: dict[str, list[tuple[int, int, str, Any]]] = {}
        if statements is None:
            return
        tables.require(statements, ["statement_id", "article_id", "spans", "speaker", "mode"], "score_tone_toward")
        said = statements["mode"].isin(["speech", "writing"])
        columns = (statements[c].tolist() for c in ("article_id", "statement_id", "spans", "speaker"))
        for article, statement, spans, speaker, counted in zip(*columns, said.tolist(), strict=True):
            for start, end in spans:
                who = speaker if counted else None
                self._by_article.setdefault(article, []).append((start, end, statement, who))
        for held in self._by_article.values():
            held.sort(key=lambda one: one[:3])

    def at(self, article: str, position: int) -> tuple[Any, Any]:
        """Statement and speaker of the innermost content there; nothing in the reporter's own words."""
        held = self._by_article.get(article, [])
        i = bisect_right(held, position, key=lambda one: one[0])
        inside = [one for one in held[max(0, i - 8) : i] if one[1] > position]
        return (inside[-1][2], inside[-1][3]) if inside else (None, None)


def score_tone_toward(
    sentences: pd.DataFrame,
    people: Any,
    statements: pd.DataFrame | None = None,
    *,
    lexicon: Any = "news",
    corrections: Sequence[str] | None = None,
    scorer: Scorer | None = None,
) -> pd.DataFrame:
    """The table `toward`: one row per sentence and mention of a person, with the tone toward that person, -1 to 1.

    `people`: names, or the table of speakers (its persons). With `statements`, a mention inside somebody's words has
    that `speaker`; where `statement_id` is empty, the words are the reporter's. `lexicon`, `corrections` and
    `scorer` as in `score_tone`. Labels: negative to NEGATIVE, positive from POSITIVE. Of scored sentences
    those without a tone are left out: they are not English. Needs sentence_id, article_id, start, text.
    """
    tables.require(sentences, ["sentence_id", "article_id", "start", "text"], "score_tone_toward")
    found, contents = People(_names(people)), _Contents(statements)
    score = scorer or scorer_of(lexicon, corrections, found.words)
    rows: list[dict[str, Any]] = []
    if "tone" in sentences.columns and sentences["tone"].notna().any():
        sentences = sentences[sentences["tone"].notna()]
    columns = (sentences[c].tolist() for c in ("sentence_id", "article_id", "start", "text"))
    for sentence_id, article_id, offset, text in zip(*columns, strict=True):
        mentions = list(found.mentions(reading(text))) if isinstance(text, str) else []
        if not mentions:
            continue
        read, sentence = _read(text, score)
        for person, start, end in mentions:
            statement, speaker = contents.at(article_id, offset + start)
            row = {"sentence_id": sentence_id, "article_id": article_id, "person": person}
            row |= {"mention": text[start:end], "start": offset + start, "end": offset + end}
            tone = sentence.tone(*places(read, start, end))
            rows.append({**row, "statement_id": statement, "speaker": speaker, "tone": tone})
    table = tables.make("toward", rows)
    return table.assign(tone_label=label_toward(table["tone"]))


def _read(text: str, score: Scorer) -> tuple[str, Sentence]:
    """A sentence as it is read, and as the evidence that it holds."""
    corrections = score.lexicon.corrections
    read = reading(text) if "reading" in corrections else text
    return read, Sentence(read, score.hits_in_names(text), "overlay" in corrections)


def places(text: str, start: int, end: int) -> tuple[int, int]:
    """The words (from, to) that the characters `start` to `end` touch."""
    first = len(text[:start].split())
    if first and not text[start - 1].isspace():
        first -= 1  # the mention begins inside a word: “anti-Lind”, “(Lind”
    return first, max(first + 1, len(text[:end].split()))


def tone_toward(
    text: str, start: int, end: int, lexicon: Any = "news", corrections: Sequence[str] | None = None
) -> float:
    """The tone of one sentence toward whom its characters `start` to `end` name, -1 to 1."""
    read, sentence = _read(text, scorer_of(lexicon, corrections))
    return sentence.tone(*places(read, start, end))


def label_toward(tone: pd.Series) -> pd.Categorical:
    """negative, neutral or positive by NEGATIVE and POSITIVE; missing where the tone is."""
    values = tone.to_numpy(dtype=float)
    words = np.select(
        [np.isnan(values), values <= NEGATIVE, values >= POSITIVE], ["", "negative", "positive"], "neutral"
    )
    return pd.Categorical([w or None for w in words.tolist()], categories=list(tables.TONE_LABELS))
