"""What coders get: a workbook (or CSV files) with instructions, the statements in context, and whole articles.

Two kinds of rows. `statements`: one per statement of the sample, its words between » and «. `articles`: one per
sentence of the whole articles, what the machine found there marked likewise; a statement that is not marked is written
beside its sentence, two of them in two rows. Nothing in a sheet tells what the machine makes of a statement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..errors import SourceError
from ..exports import write_cells, write_text, write_whole
from ..tables import records
from ..workbooks import Choice, Run, Sheet, write_workbook
from .context import as_pieces
from .questions import NO_TOPIC, QUESTIONS

if TYPE_CHECKING:
    from .sample import CodingSample

INSTRUCTIONS, STATEMENTS, ARTICLES = "instructions", "statements", "articles"
MISSED = ("missed", "kind", "speaker", "first_words", "last_words")  # what is asked of a sentence
_WIDTHS = {"item": 9.0, "article": 18.0, "context": 80.0, "speaker": 24.0, "topic": 24.0, "note": 30.0, "codings": 44.0}
_UNSAFE = re.compile(r"[^\w.-]+")


def statement_rows(sample: CodingSample, coder: str) -> pd.DataFrame:
    """The sheet `statements` as a table, with nothing filled in but the coder."""
    return _rows(sample.items, sample.questions(), coder)


def sentence_rows(sample: CodingSample, coder: str) -> pd.DataFrame:
    """The sheet `articles` as a table, with nothing filled in but the coder."""
    return _rows(sample.sentences, MISSED, coder)


def _rows(key: pd.DataFrame, asked: Sequence[str], coder: str) -> pd.DataFrame:
    shown = {"item": key["item"], "article": key["article_id"], "context": key["context"]}
    blank = {name: [None] * len(key) for name in (*asked, "note")}
    return pd.DataFrame({**shown, **blank, "coder": [coder] * len(key)}, dtype=object)


def write_coding(sample: CodingSample, folder: Path, coders: Sequence[str], file_format: str) -> list[Path]:
    """A sheet for each coder; gives their paths. SourceError where one is there, ValueError for a format unknown."""
    if file_format not in {"xlsx", "csv"}:
        raise ValueError(f"coding sheets are written as xlsx or csv; got {file_format}.")
    names = [_UNSAFE.sub("-", coder).strip("-.") for coder in coders]
    if not all(names) or len({n.casefold() for n in names}) != len(names):
        raise ValueError(f"every coder needs a name of their own; got {', '.join(coders)}.")
    tables = {c: {STATEMENTS: statement_rows(sample, c), ARTICLES: sentence_rows(sample, c)} for c in coders}
    paths = {
        coder: [folder / f"{name}.xlsx"]
        if file_format == "xlsx"
        else [folder / f"{name}-{kind}.csv" for kind in (STATEMENTS, ARTICLES)]
        for coder, name in zip(coders, names, strict=True)
    }
    refuse_to_overwrite([path for several in paths.values() for path in several])
    for coder, several in paths.items():
        if file_format == "xlsx":
            write_sheets(tables[coder], sample, several[0])
        else:
            for path, frame in zip(several, tables[coder].values(), strict=True):
                write_whole(path, partial(write_cells, frame, encoding="utf-8-sig"))
    if file_format == "csv":
        lines = "\n".join("".join(r.text for r in line) for line in instructions(sample)) + "\n"
        write_text(folder / f"{INSTRUCTIONS}.txt", lines)
    return [path for several in paths.values() for path in several]


def refuse_to_overwrite(paths: Sequence[Path]) -> None:
    """SourceError where one of the files is there: hours of people's work may be in it."""
    there = next((path for path in paths if path.exists()), None)
    if there is not None:
        raise SourceError(f"{there} is there already and may have been coded; name another folder or move it away")


def write_sheets(tables: Mapping[str, pd.DataFrame], sample: CodingSample, path: Path) -> None:
    """A workbook of the instructions and the given tables of rows, by sheet name."""
    lines = Sheet(INSTRUCTIONS, [], [[line] for line in instructions(sample)], [110.0])
    write_workbook([lines, *(_sheet(name, frame, sample) for name, frame in tables.items())], path)


def _sheet(name: str, frame: pd.DataFrame, sample: CodingSample) -> Sheet:
    offered: dict[str, Choice] = {"missed": Choice(("yes", "no"), True)}
    offered |= {q.name: Choice(q.values, True) for q in QUESTIONS.values() if q.values}
    if sample.topics:
        offered["topic"] = Choice((*sample.topics, NO_TOPIC), False)  # several are allowed, which no list can say
    header = [str(column) for column in frame.columns]
    rows = [
        [_bold(v) if c == "context" else _given(v) for c, v in row.items()] for row in records(frame.astype(object))
    ]
    asked = frozenset({*QUESTIONS, *MISSED, "note"})
    choices = {c: offered[c] for c in header if c in offered}
    return Sheet(name, header, rows, [_WIDTHS.get(c, 13.0) for c in header], choices, asked)


def _given(value: Any) -> Any:
    return None if value is None or value != value else value


def _bold(context: str) -> list[Run]:
    return [Run(piece.text, piece.marked) for piece in as_pieces(context)]


def instructions(sample: CodingSample) -> list[list[Run]]:
    """What coders are told, a line each; headings are bold."""
    lines = [
        [Run("How to code", True)],
        *_plain(
            "Work alone, and go by the text that you see and nothing else. Fill in the coloured columns; in most of "
            "them a list opens from which you choose. Leave a cell empty if you cannot decide, and say why under note.",
            "Leave the columns item, context and coder as they are. You may sort and filter whole rows.",
            "",
        ),
        [Run(f"The sheet {STATEMENTS}", True)],
        *_plain("Each row is about the words between » and « (in bold). Around them stand the sentences next to them."),
    ]
    for name in sample.questions():
        question = QUESTIONS[name]
        lines.append([Run(f"{name}: ", True), Run(question.asks, False)])
        for i, meaning in enumerate(question.meanings):
            value = f"{question.values[i]}: " if question.values else ""
            lines.append([Run(f"    – {value}{meaning}.", False)])
    if sample.topics:
        lines += _plain(f"    – topics: {', '.join(sample.topics)}.")
    lines += [
        *_plain(""),
        [Run(f"The sheet {ARTICLES}", True)],
        *_plain(
            "Here stand whole articles, one sentence a row; what the machine took for statements is between » and «. "
            "Read each article to its end and look for statements that are not marked, or marked by less than half.",
            "For each one write yes under missed in the row of its sentence, with kind, speaker, and its first and "
            "last words; copy the row if a sentence has two. What the other sheet calls no statement is none here.",
            "Write no in the first row of an article in which nothing was missed, so that it shows that it was read.",
        ),
    ]
    return lines


def _plain(*lines: str) -> list[list[Run]]:
    return [[Run(line, False)] for line in lines]
