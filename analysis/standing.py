"""One row per mention of a person: how the sentence as a whole stands to whom it names.

A person may be named as the source of words (“…, Lind said”), as somebody whom the sentence is about (“Lind is …”), or
in passing (“at Lind's office”). What a sentence says counts for more or for less accordingly. The factors
stand in `lexicons/toward_weights.csv`; `training/toward.py` fits them on NewsMTSC's training part.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from . import lexicon as lexicons
from .tone_lexicon import stock

LATE = 0.75  # of a sentence's words: a name behind that stands late in it
_ABOUT = frozenset("is was are were has had have who will would did does can could".split())
_PLACE = frozenset("in on at to".split())
_PRONOUNS = frozenset("he she him her".split())


@cache
def _plain_cues() -> frozenset[str]:
    """Verbs that say that somebody spoke or wrote, and nothing else: those of `cues.csv` that carry no valence."""
    valued = {form for row in lexicons.load("tone_overlay") for form in row["word"].split("|")}
    leaning = {form for row in lexicons.load("toward_words") for form in row["word"].split("|")}
    verbs = (row for row in lexicons.load("cues") if row["kind"] == "verb" and row["mode"] != "thought")
    forms = {form for row in verbs if "clause" in row["frame"] for form in row["forms"].split()}
    return frozenset(forms - valued - leaning - stock().lexicon.keys())


def standing(raw: Sequence[str], low: Sequence[str], first: int, last: int) -> list[str]:
    """How a sentence stands to the person whom its words `first` to `last` (exclusive) name."""
    before = low[first - 1] if first else ""
    behind = low[last] if last < len(low) else ""
    mark = raw[last - 1][-1]
    found = []
    if _source(low, before, behind, first, last, mark):
        found.append("source")
    elif behind in _ABOUT and mark not in ",;:-)":
        found.append("predicate")
    if before == "that":
        found.append("reported")
    elif before in _PLACE:
        found.append("place")
    if mark == ":":
        found.append("turn")
    if raw[last - 1].endswith(("'s", "s'")):
        found.append("owner")
    if last - first == 1 and low[first] in _PRONOUNS:
        found.append("pronoun")
    if first >= LATE * len(low):
        found.append("late")
    return found


def _source(low: Sequence[str], before: str, behind: str, first: int, last: int, mark: str) -> bool:
    """“Lind said”, “…, said Lind.”, “according to Lind”."""
    if behind in _plain_cues():
        return True
    closes = last >= len(low) or not mark.isalnum()
    return (before in _plain_cues() and closes) or list(low[max(0, first - 2) : first]) == ["according", "to"]
