"""What coders are asked about each statement, in our words, and how what they write is read.

Spellings that mean an answer are rows of `lexicons/coding_words.csv`; a slip of the pen is put right where it is close
to one answer alone, and told.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from .. import lexicon, tables
from ..text import reading_copy

UNKNOWN = "unknown"  # the answer of a coder to whom the text does not say who speaks; the machine's empty cell
NO_TOPIC = "none"
_CLOSE = 0.75  # share of letters in common (difflib) from which a word is a slip for another: “indirct”, “postive”
_APART = 0.1  # by how much more than for any other answer


@dataclass(frozen=True)
class Question:
    """One column of a coding sheet: the closed vocabulary is empty where any words may be written."""

    name: str
    asks: str
    values: tuple[str, ...]
    level: str  # of measurement, for Krippendorff's alpha: nominal, ordinal or sets
    meanings: tuple[str, ...] = ()


QUESTIONS: Mapping[str, Question] = {
    question.name: question
    for question in (
        Question(
            "statement",
            "Are the marked words, by and large, something that the article says somebody said or wrote?",
            ("yes", "no"),
            "nominal",
            (
                "a speech act that the article attributes to somebody: said, written, posted, announced, promised, "
                "demanded, denied. A word too many or too few at the edges does not matter",
                "the reporter's own words; a scare quote or the title of a work; a refusal to speak (“declined to "
                "comment”); what somebody thinks, hopes or may yet say. Leave the other columns of the row empty",
            ),
        ),
        Question(
            "kind",
            "How much of the marked words stands in quotation marks?",
            tables.KINDS,
            "ordinal",
            (
                "nine tenths or more; also speech in the first person that is printed without marks",
                "a part of them, at least one tenth",
                "less: the reporter gives it in their own words",
            ),
        ),
        Question(
            "speaker",
            "Who said it, by the whole article? The full name if there is one, else the words that the article uses; "
            "of an office the person who holds it there; where one passes on another's words, the inner speaker.",
            (),
            "nominal",
            (f"{UNKNOWN}: the article does not say who",),
        ),
        Question(
            "tone",
            "What tone do the speaker's own words have, whatever the reporter makes of them?",
            tables.TONE_LABELS,
            "ordinal",
            (
                "attack, blame, threat, worry, refusal, bad news",
                "neither, or both in balance",
                "praise, thanks, hope, agreement, good news",
            ),
        ),
        Question(
            "topic",
            "Which topics of the codebook does it take up? Several are parted by a semicolon.",
            (),
            "sets",
            (f"{NO_TOPIC}: no topic of the codebook",),
        ),
    )
}
ABOUT = [name for name in QUESTIONS if name != "statement"]  # asked of statements alone


class Answer(NamedTuple):
    """What a cell says: the value (None: no answer), and what was doubtful about it (empty: nothing)."""

    value: str | None
    doubt: str = ""


def fold(words: object) -> str:
    """What a person wrote, without case, accents and odd spaces: “ Direct\u00a0” as direct."""
    text = "" if words is None or words != words else reading_copy(str(words))
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.replace("_", " ").casefold().split())


@cache
def _spellings(about: str) -> dict[str, str]:
    return {fold(row["written"]): row["ours"] for row in lexicon.load("coding_words") if row["about"] == about}


def read_answer(question: str, written: object, topics: Iterable[str] = ()) -> Answer:
    """The answer in a cell. “Direct ”, “d” and “indirct” are read; what is like no answer is doubted and gives None."""
    said = fold(written).rstrip(".") if fold(written) != "." else "."
    said = said.removesuffix(".0")  # a number that a spreadsheet made of it
    if not said:
        return Answer(None)
    if question == "speaker":
        return _speaker(said, written)
    if question == "topic":
        return _topics(said, topics)
    about = "yes" if question in {"statement", "missed"} else question
    return _one_of(question, said, written, _spellings(about))


def _one_of(question: str, said: str, written: object, known: Mapping[str, str]) -> Answer:
    if said in known:
        return Answer(known[said])
    if said in _spellings("undecided"):
        return Answer(None, "undecided")
    value = _nearest(said, known) if len(said) > 2 else None
    if value is not None:
        return Answer(value, f"“{_cut(written)}” is read as {value}")
    allowed = ", ".join(dict.fromkeys(known.values()))
    return Answer(None, f"“{_cut(written)}” is no answer to {question}; it may be {allowed}")


def _nearest(said: str, known: Mapping[str, str]) -> str | None:
    """The value whose spelling is close, if no other value's is nearly as close: “idirect” may be either."""
    found: dict[str, float] = {}
    for word in difflib.get_close_matches(said, known, n=5, cutoff=_CLOSE):
        alike = difflib.SequenceMatcher(None, word, said).ratio()
        found[known[word]] = max(alike, found.get(known[word], 0.0))
    best = sorted(found, key=lambda value: (-found[value], value))[:2]
    return best[0] if best and (len(best) == 1 or found[best[0]] - found[best[1]] >= _APART) else None


def _speaker(said: str, written: object) -> Answer:
    if said in _spellings("speaker"):
        return Answer(UNKNOWN)
    if said in _spellings("undecided"):
        return Answer(None, "undecided")
    return Answer(" ".join(str(written).split()))


def _topics(said: str, topics: Iterable[str]) -> Answer:
    """Several topics as one text, in order; None as soon as one of them cannot be read."""
    known = {**{fold(t): t for t in topics}, **_spellings("topic")}
    found, doubts = set(), []
    whole = [said] if said in known else [part.strip() for part in said.replace("|", ";").split(";") if part.strip()]
    for part in whole:
        answer = _one_of("topic", part, part, known)
        if answer.doubt:
            doubts.append(answer.doubt)
        if answer.value is None:
            return Answer(None, "; ".join(doubts))
        found.add(answer.value)
    return Answer("; ".join(sorted(found - {NO_TOPIC})) or NO_TOPIC, "; ".join(doubts))


def _cut(written: object) -> str:
    words = " ".join(str(written).split())
    return words if len(words) <= 40 else f"{words[:39]}…"


def read_header(written: object, close: bool = True) -> Answer:
    """Which of our columns a header means; None for a column of the coder's own. `close`: slips of the pen too."""
    said, known = fold(written), _spellings("column")
    if said in known:
        return Answer(known[said])
    found = difflib.get_close_matches(said, known, n=1, cutoff=0.85) if close and 3 < len(said) < 40 else []
    return (
        Answer(known[found[0]], f"the column “{_cut(written)}” is read as {known[found[0]]}") if found else Answer(None)
    )
