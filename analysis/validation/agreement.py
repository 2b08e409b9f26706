"""How far coders agree with each other, and the machine with them: one row per question and pair.

The codings are read (`codings`), names are brought under one form (`speaker_names`), and each question is compared on
the units that both answered: statements for what is asked of statements, and only those that both hold for statements;
sentences of whole articles for whether something is reported there at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from .. import tables
from .alpha import alpha_with_interval
from .codings import GOLD, MACHINE, Codings, Sheets, read_codings
from .extraction import measure_extraction
from .questions import ABOUT, QUESTIONS
from .sample import CodingSample
from .speaker_names import SpeakerNames

ALL = "all coders"
SENTENCE = "sentence"  # does the sentence report a statement? The one question that the machine answers with no, too
_CONFUSED = ("statement", SENTENCE, "kind", "tone")  # with few enough values for a table

Cells = Mapping[tuple[str, str, str], str]  # (coder, item, question) -> answer


@dataclass(frozen=True, repr=False)
class Agreement:
    """What `agreement` found. `table`: question × pair. `extraction`: figure × reference. `confusion`: answers, n.

    `disagreements`: one row per item and question on which not all answers are the same, with its words. `account` and
    `problems`: what became of each row of the sheets. `settings`: those of the sample, coders, resamples.
    """

    table: pd.DataFrame
    extraction: pd.DataFrame
    confusion: pd.DataFrame
    disagreements: pd.DataFrame
    account: pd.DataFrame
    problems: pd.DataFrame
    settings: Mapping[str, Any]

    def __repr__(self) -> str:
        coders = ", ".join(self.settings["coders"]) or "nobody"
        return f"Agreement of {coders}: {len(self.table)} comparisons, {len(self.disagreements)} disagreements"


def agreement(sheets: Sheets, sample: CodingSample | str | Path, *, resamples: int = 1000, seed: int = 0) -> Agreement:
    """Read coded sheets (files or tables) against the sample they were made from, or the folder with its key.

    A sheet whose coder is “gold” (see `merge_codings`) is a reference for the machine, and no coder among others.
    Whatever is wrong with a sheet is in `problems`; SourceError only where a file is missing.
    """
    held = sample if isinstance(sample, CodingSample) else CodingSample.load(sample)
    codings = read_codings(sheets, held)
    cells = {**machine_answers(held), **coder_answers(codings, held)}
    people = [c for c in codings.coders if c != GOLD]
    units = {"S": held.items, "A": held.sentences}
    articles = {i: a for frame in units.values() for i, a in zip(frame["item"], frame["article_id"], strict=True)}
    rows, confused = [], []
    for question, several in _comparisons(held, people, GOLD in codings.coders):
        compared = _both(cells, question, several)
        rows.append(_row(question, several, compared, articles, resamples, seed))
        if question in _CONFUSED and len(several) == 2:
            confused += _confusion(question, several, compared)
    references = [*people, *([GOLD] if GOLD in codings.coders else [])]
    return Agreement(
        table=pd.DataFrame(rows, columns="question between level units agreement alpha low high resampled".split()),
        extraction=_extraction(references, cells, codings, held, articles, resamples, seed),
        confusion=pd.DataFrame(confused, columns=["question", "first", "second", "first_says", "second_says", "n"]),
        disagreements=_disagreements(cells, people, held),
        account=codings.account,
        problems=codings.problems,
        settings={**held.settings, "coders": people, "gold": GOLD in codings.coders, "resamples": resamples},
    )


def coder_answers(codings: Codings, sample: CodingSample) -> dict[tuple[str, str, str], str]:
    """(coder, item, question) -> answer, with speakers under one name, and `sentence` for the articles read."""
    where = dict(zip(sample.items["item"], sample.items["article_id"], strict=True))
    spoke = sample.items.groupby("article_id")["speaker"].agg(list)
    names = SpeakerNames(sample.speakers, dict(zip(map(str, spoke.index), spoke.tolist(), strict=True)))
    columns = (codings.answers[c].tolist() for c in ("coder", "item", "question", "value"))
    rows = sorted(zip(*columns, strict=True), key=lambda r: (-len(r[3]), r))  # the fuller form of a new name first
    cells = {
        (coder, item, question): names.read(value, where[item]) if question == "speaker" else value
        for coder, item, question, value in rows
    }
    wrote = set(zip(codings.missed["coder"], codings.missed["item"], strict=True))
    inside = dict(zip(sample.sentences["item"], sample.sentences["statements"], strict=True))
    for coder, item in zip(codings.read["coder"], codings.read["item"], strict=True):
        said = [cells.get((coder, statement, "statement")) for statement in inside[item]]
        if (coder, item) in wrote or "yes" in said:
            cells[coder, item, SENTENCE] = "yes"
        elif None not in said:
            cells[coder, item, SENTENCE] = "no"
    return cells


def machine_answers(sample: CodingSample) -> dict[tuple[str, str, str], str]:
    """The machine's answers from the key, in the same form."""
    cells = {}
    for row in tables.records(sample.items[["item", *ABOUT]]):
        cells[MACHINE, row["item"], "statement"] = "yes"
        cells |= {(MACHINE, row["item"], q): row[q] for q in ABOUT if isinstance(row[q], str)}
    for item, found in zip(sample.sentences["item"], sample.sentences["statements"], strict=True):
        cells[MACHINE, item, SENTENCE] = "yes" if found else "no"
    return cells


def _comparisons(sample: CodingSample, people: list[str], gold: bool) -> list[tuple[str, tuple[str, ...]]]:
    pairs: list[tuple[str, ...]] = list(combinations(people, 2))
    among = [*([tuple(people)] if len(people) > 2 else []), *pairs]
    against = [(who, MACHINE) for who in [*people, *([GOLD] if gold else [])]]
    found = []
    for question in ["statement", *([SENTENCE] if len(sample.sentences) else []), *sample.questions()[1:]]:
        found += [(question, several) for several in among]
        if question != "statement":  # the machine holds all that it found for statements: see precision
            found += [(question, several) for several in against]
    return found


def _both(cells: Cells, question: str, several: Sequence[str]) -> dict[str, list[str | None]]:
    """item -> the answers of each, of the items with two answers or more; those in doubt as statements left out."""
    found: dict[str, list[str | None]] = {}
    for item in sorted({item for _, item, q in cells if q == question}):
        answers = [cells.get((who, item, question)) for who in several]
        if question in ABOUT:
            holds = [cells.get((who, item, "statement")) == "yes" for who in several]
            answers = [a if h else None for a, h in zip(answers, holds, strict=True)]
        if sum(a is not None for a in answers) >= 2:
            found[item] = answers
    return found


def _row(
    question: str,
    several: Sequence[str],
    compared: Mapping[str, list[str | None]],
    articles: Mapping[str, str],
    resamples: int,
    seed: int,
) -> tuple[Any, ...]:
    asked = QUESTIONS.get(question)
    level, domain = (asked.level, asked.values or None) if asked else ("nominal", None)
    values: list[list[Any]] = [list(column) for column in zip(*compared.values(), strict=True)]
    if level == "sets":
        values = [[v if v is None else _as_set(v) for v in row] for row in values]
    name = ALL if len(several) > 2 else " – ".join(several)
    if not compared:
        return (question, name, level, 0, None, None, None, None, "units")
    found = alpha_with_interval(
        values, level, domain, articles=[articles[i] for i in compared], resamples=resamples, seed=seed
    )
    same = [a == b for row in compared.values() for a, b in combinations([v for v in row if v is not None], 2)]
    return (question, name, level, len(compared), sum(same) / len(same), *found)


def _as_set(topics: str) -> frozenset[str]:
    return frozenset(topics.split("; "))


def _confusion(
    question: str, several: Sequence[str], compared: Mapping[str, list[str | None]]
) -> list[tuple[Any, ...]]:
    counts = Counter(tuple(map(str, answers)) for answers in compared.values())
    return [(question, *several, *pair, n) for pair, n in sorted(counts.items())]


def _extraction(
    references: Sequence[str],
    cells: Cells,
    codings: Codings,
    sample: CodingSample,
    articles: Mapping[str, str],
    resamples: int,
    seed: int,
) -> pd.DataFrame:
    share = dict(zip(sample.sentences["article_id"], sample.sentences["probability"], strict=True))
    items = sample.items.assign(whole=sample.items["article_id"].map(share).astype(float))
    rows = []
    for who in references:
        answers = {(item, question): value for (c, item, question), value in cells.items() if c == who}
        wrote = codings.missed.loc[codings.missed["coder"] == who, "item"].tolist()
        read = {articles[i] for i in codings.read.loc[codings.read["coder"] == who, "item"].tolist()}
        missed = [(articles[i], share[articles[i]]) for i in wrote]
        found = measure_extraction(items, answers, missed, read, resamples=resamples, seed=seed)
        rows += [{"reference": who, **row} for row in found]
    return pd.DataFrame(rows, columns="figure reference value low high n resampled".split())


def _disagreements(cells: Cells, people: Sequence[str], sample: CodingSample) -> pd.DataFrame:
    """Items and questions with more than one answer among coders and machine, in the order of the sample."""
    about = {
        row["item"]: (row["article_id"], row["context"])
        for frame in (sample.items, sample.sentences)
        for row in tables.records(frame[["item", "article_id", "context"]])
    }
    rows = []
    who = [*people, MACHINE]
    for item, (article, context) in about.items():
        for question in ("statement", SENTENCE, *ABOUT):
            answers = [cells.get((c, item, question)) for c in who]
            if question in ABOUT:
                answers = [
                    a if cells.get((c, item, "statement")) == "yes" else None for a, c in zip(answers, who, strict=True)
                ]
            if len({a for a in answers if a is not None}) > 1:
                rows.append((item, article, question, *answers, context))
    return pd.DataFrame(rows, columns=["item", "article_id", "question", *who, "context"])
