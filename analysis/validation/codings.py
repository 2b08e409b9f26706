"""Coding sheets back in: who answered what to which item, and an account of every row.

Sheets come back sorted, shortened, copied into, with ids cut off and answers misspelt. A row is found by its item, or
by the words of its context; every row is either used or told in `problems`, and `account` says how many of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from .. import tables
from .context import CLOSE, OPEN
from .grids import Grid, cell_text, read_grids
from .questions import ABOUT, Answer, fold, read_answer
from .sample import CodingSample
from .sheets import MISSED

GOLD, MACHINE = "gold", "machine"  # whose answers are decisions; and a name that no coder can have

Sheets = str | Path | pd.DataFrame | Sequence[str | Path | pd.DataFrame]


@dataclass(frozen=True)
class Codings:
    """`answers`: one row per coder, item and question answered. `missed`: one row per coder and statement missed.

    `read`: one row per coder and sentence of an article that the coder has read. `notes`: on an item.
    `account`: one row per sheet: rows, how many of them were used, how many reported, of these not coded.
    """

    answers: pd.DataFrame
    missed: pd.DataFrame
    read: pd.DataFrame
    notes: Mapping[tuple[str, str], str]
    account: pd.DataFrame
    problems: pd.DataFrame

    @property
    def coders(self) -> list[str]:
        """Everybody of whom there is an answer or an article read, by name."""
        return sorted({*self.answers["coder"].tolist(), *self.read["coder"].tolist()})


def read_codings(sheets: Sheets, sample: CodingSample) -> Codings:
    """Read coded files (`.xlsx`, `.csv`) or tables; nothing in them raises, SourceError where one is missing."""
    problems = tables.Problems()
    several = [sheets] if isinstance(sheets, str | Path | pd.DataFrame) else list(sheets)
    reader = _Reader(sample, problems)
    for source in several:
        default = Path(source).stem if isinstance(source, str | Path) else str(source.attrs.get("name", "a coder"))
        for grid in read_grids(source, problems):
            reader.take(grid, default)
    return reader.done()


def _letters(text: object, marks: bool = False) -> str:
    """What of a context survives every spreadsheet and encoding: its plain letters, digits and, if asked, marks."""
    plain = str(text).replace(OPEN, "<").replace(CLOSE, ">")
    return "".join(c for c in fold(plain) if c.isascii() and (c.isalnum() or (marks and c in "<>")))


def _listed(items: Sequence[str], shown: int = 8) -> str:
    return ", ".join(items[:shown]) + (" …" if len(items) > shown else "")


class _Reader:
    def __init__(self, sample: CodingSample, problems: tables.Problems) -> None:
        self.sample, self.problems = sample, problems
        self.keys = {kind: _Key(frame) for kind, frame in (("S", sample.items), ("A", sample.sentences))}
        self.answers: dict[tuple[str, str], dict[str, Answer]] = {}
        self.sentences: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.notes: dict[tuple[str, str], str] = {}
        self.article_of = dict(zip(sample.sentences["item"], sample.sentences["article_id"], strict=True))
        self.articles_read: set[tuple[str, str | None]] = set()
        self.names: dict[str, str] = {}  # a coder's name without case -> as first written
        self.account: list[tuple[str, int, int, int, int]] = []

    def take(self, grid: Grid, default: str) -> None:
        """Every row of a sheet: used, or told."""
        coders = [cell_text(row.get("coder")) for _, row in grid.rows]
        usual = Counter(c for c in coders if c).most_common(1)
        missing = sorted({"item", "context"} - set(grid.columns))
        if len(missing) == 2 and grid.rows:
            message = f"neither a column item nor context, so that none of its {len(grid.rows)} rows can be placed"
            self._tell(grid, "no-item", message, "error")
            self.account.append((grid.name, len(grid.rows) + grid.lost, 0, len(grid.rows) + grid.lost, 0))
            return
        blank: list[tuple[str, str]] = []
        used = 0
        for (place, row), coder in zip(grid.rows, coders, strict=True):
            who = self._who(coder or (usual[0][0] if usual else default))
            found = self._find(grid, place, row)
            if found is None:
                continue
            kind, item = found
            if cell_text(row.get("note")):
                self.notes.setdefault((who, item), cell_text(row.get("note")))
            done = self._statement(grid, place, row, who, item) if kind == "S" else self._sentence(row, who, item)
            used += done == "used"
            blank += [(who, item)] if done == "blank" else []
        empty = [item for who, item in blank if (who, self.article_of.get(item)) not in self.articles_read]
        used += len(blank) - len(empty)  # a sentence without a word in an article that was read: nothing was missed
        if empty:
            self._tell(grid, "not-coded", f"{len(empty)} rows without an answer: {_listed(empty)}", "info")
        rows = len(grid.rows) + grid.lost
        self.account.append((grid.name, rows, used, rows - used, len(empty)))

    def _tell(self, grid: Grid, code: str, message: str, severity: str = "warning", article: str | None = None) -> None:
        self.problems.add(code, message, severity=severity, file=grid.name, article_id=article)

    def _who(self, name: str) -> str:
        said = fold(name)
        usual = {GOLD: GOLD, MACHINE: f"{name} (coder)"}.get(said, name)
        return self.names.setdefault(said, usual)

    def _find(self, grid: Grid, place: str, row: Mapping[str, Any]) -> tuple[str, str] | None:
        """The item that a row is about, by its id and its words; None, and told, where they do not say."""
        written, context = cell_text(row.get("item")), cell_text(row.get("context"))
        by_id = [(kind, i) for kind, key in self.keys.items() if (i := key.by_id(written))]
        by_words = [(kind, i) for kind, key in self.keys.items() for i in key.by_words(context)]
        if by_id and (not by_words or by_id[0] in by_words):
            if context and not by_words:
                self._tell(
                    grid, "context-changed", f"{place}: the context of {by_id[0][1]} is not as it was written out"
                )
            return by_id[0]
        if by_id:
            message = (
                f"{place}: the item is {by_id[0][1]}, but the context is that of {by_words[0][1]}: a column was sorted "
                "without the others; the row is not used"
            )
            self._tell(grid, "mixed-up-row", message, "error")
            return None
        if len(by_words) > 1:  # the same words in both sheets: the columns filled in tell which
            sheet = "A" if "missed" in grid.columns else "S"
            by_words = [f for f in by_words if f[0] == sheet]
        if len(by_words) == 1:
            self._tell(
                grid, "item-mended", f"{place}: the item “{written[:40]}” is {by_words[0][1]}, by its context", "info"
            )
            return by_words[0]
        what = f"the item “{written[:40]}” is not of this sample" if written else "there is no item"
        self._tell(grid, "unknown-row", f"{place}: {what}, and the context does not tell which it is", "error")
        return None

    def _answer(self, grid: Grid, place: str, item: str, question: str, cell: object) -> Answer:
        answer = read_answer(question, cell_text(cell), self.sample.topics)
        if answer.doubt and answer.doubt != "undecided":
            code = "unknown-answer" if answer.value is None else "answer-mended"
            self._tell(grid, code, f"{place} ({item}): {answer.doubt}", "warning" if answer.value is None else "info")
        return answer

    def _statement(self, grid: Grid, place: str, row: Mapping[str, Any], who: str, item: str) -> str:
        cells = {q: row.get(q) for q in self.sample.questions()}
        if not any(cell_text(v) for v in cells.values()):
            return "blank"
        given = {q: self._answer(grid, place, item, q, v) for q, v in cells.items()}
        rest = [q for q in ABOUT if q in given and given[q].value is not None]
        if given["statement"].value is None and rest and not cell_text(cells["statement"]):
            message = f"{place} ({item}): statement is empty, but {', '.join(rest)} not; it is read as yes"
            self._tell(grid, "answer-mended", message, "info")
            given["statement"] = Answer("yes")
        if given["statement"].value == "no" and rest:
            message = f"{place} ({item}): no statement, and yet {', '.join(rest)} filled in; only the no counts"
            self._tell(grid, "answer-mended", message, "info")
            given = {"statement": given["statement"]}
        before = self.answers.get((who, item))
        if before is None:
            self.answers[who, item] = given
            return "used"
        unlike = [q for q in given if q in before and given[q].value != before[q].value]
        for question in unlike:
            before[question] = Answer(None)
        how = f"with other answers to {', '.join(unlike)}, which count as none" if unlike else "with the same answers"
        message = f"{place}: {item} was coded by {who} before, {how}; the first row stays"
        self._tell(grid, "coded-twice", message, "warning" if unlike else "info")
        return "told"

    def _sentence(self, row: Mapping[str, Any], who: str, item: str) -> str:
        given = {q: cell_text(row.get(q)) for q in MISSED}
        if not any(given.values()):
            return "blank"
        self.sentences.setdefault((who, item), []).append(given)
        self.articles_read.add((who, self.article_of[item]))
        return "used"

    def done(self) -> Codings:
        """The tables, once all sheets were taken."""
        answers = [
            (who, item, question, answer.value)
            for (who, item), given in sorted(self.answers.items())
            for question, answer in given.items()
            if answer.value is not None
        ]
        missed, read = self._missed()
        self._absent()
        return Codings(
            answers=pd.DataFrame(answers, columns=["coder", "item", "question", "value"]),
            missed=missed,
            read=read,
            notes=self.notes,
            account=pd.DataFrame(self.account, columns=["sheet", "rows", "used", "reported", "not_coded"]),
            problems=self.problems.table(),
        )

    def _missed(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The statements that each coder wrote down, and the sentences of the articles that each has read."""
        missed, read = [], []
        articles = self.sample.sentences.groupby("article_id", sort=True)["item"].apply(list).to_dict()
        for who in sorted({who for who, _ in self.sentences}):
            for items in articles.values():
                if (who, self.article_of[items[0]]) in self.articles_read:
                    read += [(who, item) for item in items]
                for item in items:
                    missed += [(who, item, *one) for one in self._written(who, item)]
        names = ["coder", "item", "kind", "speaker", "first_words", "last_words"]
        return pd.DataFrame(missed, columns=names), pd.DataFrame(read, columns=["coder", "item"])

    def _written(self, who: str, item: str) -> Iterable[tuple[Any, ...]]:
        """What a coder wrote of one sentence; the same row twice is told and counts once."""
        seen: set[tuple[Any, ...]] = set()
        for given in self.sentences.get((who, item), []):
            place = f"{who}, {item}"
            said, kind = (read_answer(q, given[q]) for q in ("missed", "kind"))
            for answer in (said, kind):
                if answer.doubt and answer.doubt != "undecided":
                    self.problems.add("unknown-answer", f"{place}: {answer.doubt}", severity="warning")
            if said.value == "no" or (said.value is None and given["missed"]):
                continue  # read, and nothing missed; or an answer that nobody can read, which is told above
            one = (
                kind.value,
                read_answer("speaker", given["speaker"]).value,
                given["first_words"],
                given["last_words"],
            )
            if one in seen:
                self.problems.add(
                    "missed-twice", f"{place}: the same missed statement twice; it counts once", severity="info"
                )
                continue
            seen.add(one)
            yield one

    def _absent(self) -> None:
        """Items of the sample that a coder's sheets do not have at all."""
        for who in sorted({who for who, _ in self.answers}):
            absent = [i for i in self.sample.items["item"].tolist() if (who, i) not in self.answers]
            if absent:
                of = len(self.sample.items)
                message = f"{who} has no answer for {len(absent)} of {of} statements: {_listed(absent)}"
                self.problems.add("no-answer", message, severity="info")


class _Key:
    """Finds items by what is written in a row."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._ids = {fold(item): item for item in frame["item"].tolist()}
        self._words: dict[str, list[str]] = {}
        for item, context in zip(frame["item"].tolist(), frame["context"].tolist(), strict=True):
            for key in {_letters(context), _letters(context, marks=True)}:
                self._words.setdefault(key, []).append(item)

    def by_id(self, written: str) -> str | None:
        """The item of that id, in any case."""
        return self._ids.get(fold(written).replace(" ", ""))

    def by_words(self, context: str) -> list[str]:
        """The items of that context, by the marked words where the marks are left; several if only they differ."""
        if not _letters(context):
            return []
        marked = self._words.get(_letters(context, marks=True), []) if OPEN in context else []
        return marked or self._words.get(_letters(context), [])
