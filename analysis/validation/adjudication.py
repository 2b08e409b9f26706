"""Two coders' sheets to one: what they agree on is filled in, the rest is left to decide with both answers beside it.

The merged sheet is a coding sheet like any other, its coder “gold”: decisions are typed into it in a spreadsheet, it is
read back by the same code, and where it differs from the machine it turns into corrections (see `corrections`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from .. import tables
from ..exports import write_cells, write_whole
from .agreement import Cells, coder_answers
from .codings import GOLD, Codings, Sheets, read_codings
from .questions import ABOUT, UNKNOWN
from .sample import CodingSample
from .sheets import ARTICLES, MISSED, STATEMENTS, refuse_to_overwrite, sentence_rows, statement_rows, write_sheets

# What a question of the sheet is called in the table of statements.
_COLUMN_OF = {"kind": "kind", "speaker": "speaker", "tone": "tone_label", "topic": "topic"}


def merge_codings(sheets: Sheets, sample: CodingSample | str | Path) -> dict[str, pd.DataFrame]:
    """The sheets `statements` and `articles` for adjudication, as tables; `save_merged` writes them.

    A cell is filled where all coders who answered, two or more, say the same; else the column `codings` has what each
    said, and the cell waits for a decision. A “gold” sheet among `sheets` is an earlier one: its decisions are kept.
    """
    held = sample if isinstance(sample, CodingSample) else CodingSample.load(sample)
    codings = read_codings(sheets, held)
    cells = coder_answers(codings, held)
    people = [coder for coder in codings.coders if coder != GOLD]
    return {
        STATEMENTS: _statements(cells, codings, people, held),
        ARTICLES: _articles(codings, people, held),
    }


def open_decisions(merged: Mapping[str, pd.DataFrame]) -> int:
    """How many rows still wait for a decision."""
    statements, articles = merged[STATEMENTS], merged[ARTICLES]
    asked = [c for c in ABOUT if c in statements.columns]
    undecided = statements["statement"].isna() | (
        (statements["statement"] == "yes") & statements[asked].isna().any(axis=1)
    )
    waiting = undecided & statements["codings"].notna()
    return int(waiting.sum()) + int((articles["missed"].isna() & articles["codings"].notna()).sum())


def save_merged(merged: Mapping[str, pd.DataFrame], sample: CodingSample, path: str | Path) -> list[Path]:
    """Write the merged sheets as one workbook (`.xlsx`), or as two files (`.csv`). SourceError where one is there."""
    target = Path(path)
    if target.suffix == ".xlsx":
        refuse_to_overwrite([target])
        write_sheets(merged, sample, target)
        return [target]
    if target.suffix != ".csv":
        raise ValueError(f"a merged sheet is written as .xlsx or .csv; got {target.name}.")
    paths = [target.with_name(f"{target.stem}-{kind}.csv") for kind in merged]
    refuse_to_overwrite(paths)
    for place, frame in zip(paths, merged.values(), strict=True):
        write_whole(place, partial(write_cells, frame, encoding="utf-8-sig"))
    return paths


def _statements(cells: Cells, codings: Codings, people: Sequence[str], sample: CodingSample) -> pd.DataFrame:
    frame = statement_rows(sample, GOLD)
    said: list[str | None] = []
    filled: dict[str, list[str | None]] = {question: [] for question in sample.questions()}
    for item in frame["item"].tolist():
        apart = []
        holds = [who for who in people if cells.get((who, item, "statement")) == "yes"]
        for question in sample.questions():
            among = people if question == "statement" else holds
            answers = {who: a for who in among if (a := cells.get((who, item, question))) is not None}
            decided = cells.get((GOLD, item, question))
            split = question != "statement" and 0 < len(holds) < len(people)
            agreed = len(answers) > 1 and len(set(answers.values())) == 1 and not split
            filled[question].append(decided or (next(iter(answers.values())) if agreed else None))
            if answers and not agreed:
                apart.append(f"{question}: " + " | ".join(f"{who} {a}" for who, a in answers.items()))
        said.append("; ".join(apart) or None)
    notes = [_notes(codings, item, people) for item in frame["item"].tolist()]
    return _finished(frame, filled, said, notes)


def _notes(codings: Codings, item: str, people: Sequence[str]) -> str | None:
    if (GOLD, item) in codings.notes:
        return codings.notes[GOLD, item]
    return "; ".join(f"{who}: {codings.notes[who, item]}" for who in people if (who, item) in codings.notes) or None


def _articles(codings: Codings, people: Sequence[str], sample: CodingSample) -> pd.DataFrame:
    """A sentence that all readers left alone is decided; one for which somebody wrote a statement is, if all did."""
    frame = sentence_rows(sample, GOLD)
    wrote: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in tables.records(codings.missed):
        wrote.setdefault((row["coder"], row["item"]), []).append(row)
    readers: dict[str, list[str]] = {}
    for who, item in zip(codings.read["coder"], codings.read["item"], strict=True):
        readers.setdefault(item, []).append(who)
    filled: dict[str, list[Any]] = {name: [] for name in MISSED}
    said: list[str | None] = []
    for item in frame["item"].tolist():
        read = [who for who in readers.get(item, []) if who in people]
        found = {who: wrote[who, item] for who in read if (who, item) in wrote}
        decided = GOLD in readers.get(item, [])
        verdict: str | None
        one = next(iter([*wrote.get((GOLD, item), []), *(rows[0] for rows in found.values())]), {})
        if decided:
            verdict = "yes" if (GOLD, item) in wrote else "no"
        else:
            verdict = None if not read or 0 < len(found) < len(read) else "yes" if found else "no"
        filled["missed"].append(verdict)
        for name in MISSED[1:]:
            filled[name].append(one.get(name) if verdict == "yes" else None)
        said.append("; ".join(f"{who}: {_written(rows)}" for who, rows in found.items()) or None)
    return _finished(frame, filled, said, [_notes(codings, item, people) for item in frame["item"].tolist()])


def _written(rows: Sequence[Mapping[str, Any]]) -> str:
    return " and ".join(
        ", ".join(str(row[c]) for c in MISSED[1:] if row[c] is not None and row[c] == row[c] and row[c]) or "yes"
        for row in rows
    )


def _finished(
    frame: pd.DataFrame, filled: Mapping[str, list[Any]], said: list[str | None], notes: list[str | None]
) -> pd.DataFrame:
    frame = frame.assign(
        **{c: pd.Series(v, dtype=object) for c, v in filled.items()}, note=pd.Series(notes, dtype=object)
    )
    frame.insert(frame.columns.tolist().index("note"), "codings", pd.Series(said, dtype=object))
    return frame


def corrections_from(gold: Sheets, sample: CodingSample | str | Path) -> pd.DataFrame:
    """The table of corrections that a decided sheet makes necessary: where it differs from what the machine said.

    One row per statement and column. The words of the statement go along, so that a correction is applied only where
    they still stand; a statement that was missed is no row, as there is none to correct.
    """
    held = sample if isinstance(sample, CodingSample) else CodingSample.load(sample)
    codings = read_codings(gold, held)
    cells = coder_answers(codings, held)
    rows: list[tuple[Any, ...]] = []
    for row in tables.records(held.items):
        for who in codings.coders:
            said = cells.get((who, row["item"], "statement"))
            about = (row["statement_id"], row["words"], codings.notes.get((who, row["item"])) or "adjudicated", who)
            if said == "no":
                rows.append((about[0], "statement", "no", "yes", *about[1:]))
            for question in ABOUT if said == "yes" else ():
                value, was = cells.get((who, row["item"], question)), row[question]
                if value is not None and value != (was if isinstance(was, str) else UNKNOWN):
                    rows.append((about[0], _COLUMN_OF[question], value, was, *about[1:]))
    return pd.DataFrame(rows, columns=["statement_id", "column", "value", "was", "words", "reason", "coder"])
