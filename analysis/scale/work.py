"""The work on one part, in three steps. Each is a pure function of entries of the store, which makes one entry.

    read    documents → articles as they are by themselves; keys for finding copies; what its columns of dates show
    find    articles, with what was settled about ids and copies → statements with speakers as each article names them
    finish  statements, with what was settled about names → speakers as the corpus names them, tone, topics; sentences

What a step is told of the rest of the corpus is only what concerns its part, so that an article that is new elsewhere
changes nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from .. import language, tables
from ..arrow import from_arrow, to_arrow
from ..articles import article_row
from ..cache import code_digest
from ..dating import date_statements
from ..dayorder import Column, DayRule, Tally
from ..duplicates import BANDS, bands_of, day_of, digest, sketched
from ..errors import SourceError
from ..layout import layouts
from ..pipeline import counted_articles
from ..registry import Registry
from ..sentences import split_sentences
from ..speakers import count_names, join_speakers, name_within, tally_speakers
from ..statements import find_statements
from ..tone import score_tone
from ..topics import Codebook, find_topics
from . import carried
from .parts import documents_of
from .store import Store, as_arrow, as_json, key_for, open_store

_LETTERS = re.compile(r"\w+")
_NOT_LOWER = re.compile(r"[^\W\d_a-z](?<!\w\w)\w*")  # words of letters that do not begin with one of a to z


@dataclass(frozen=True)
class Task:
    """One step on one part: the store, the step, the entries that it reads by what they are to it, the code."""

    where: str
    step: str
    inputs: tuple[tuple[str, str], ...]
    key: str
    code: str


def task(store: Store, step: str, given: Mapping[str, str], made_from: Mapping[str, str] | None = None) -> Task:
    """The task of a step; `made_from` are the digests of those inputs whose keys say less than their content."""
    key = key_for(step, {**given, **(made_from or {})})
    return Task(store.where, step, tuple(sorted(given.items())), key, code_digest())


def run(one: Task) -> str:
    """Do a task, unless it was done before; gives the digest of its entry."""
    if one.code != code_digest():
        raise SourceError("this worker has another version of media-analysis than the one who asks; install the same")
    store = open_store(one.where)
    with tables.seldom_collecting():
        return store.digest(one.key) or store.save(one.key, _STEPS[one.step](store, dict(one.inputs)))


def _read(store: Store, given: Mapping[str, str]) -> dict[str, bytes]:
    documents = documents_of(store, given["part"])
    problems = tables.Problems()
    rule = _rule(store.json(given["dates"]))
    rows = [article_row(document, rule, problems) for document in documents]
    language.tell(rows)
    halves = [carried.split(row) for row in rows]
    held = [sketched(row["text"]) for row in rows]
    keys = {
        "article_id": [row["article_id"] for row in rows],
        "file": [row["file"] for row in rows],
        "day": [day_of(row["published"]) for row in rows],
        "digest": [digest(row["text"]) for row in rows],
        "bands": pa.array([bands_of(own).astype("<u8").tobytes() for own in held], pa.binary(8 * BANDS)),
    }
    about = {
        "problems": problems.rows,
        "dates": {name: [asdict(c.decided), asdict(c.serials)] for name, c in rule.columns.items()},
        "carried": carried.describe([half[1] for half in halves]),
    }
    return {
        "articles.arrow": as_arrow(to_arrow(tables.make("articles", [half[0] for half in halves]), "articles")),
        "carried.arrow": as_arrow(pa.table({"carried": [carried.encode(half[1]) for half in halves]})),
        "keys.arrow": as_arrow(pa.table(keys)),
        "shingles.arrow": as_arrow(pa.table({"shingles": [own.astype("<u4").tobytes() for own in held]})),
        "about.json": as_json(about),
    }


def _rule(shown: Mapping[str, Any]) -> DayRule:
    rule = DayRule(order=shown["order"])
    rule.columns = {name: Column(dict(proofs)) for name, proofs in shown["columns"]}
    return rule


def shown_by(rule: DayRule) -> dict[str, Any]:
    """What the dates of the corpus show, in the form that the step `read` takes; columns in their order."""
    return {"order": rule.order, "columns": [[name, c.proofs] for name, c in rule.columns.items()]}


def add_dates(rule: DayRule, dates: Mapping[str, Any]) -> None:
    """Count what the rule did in one more part, after those before it."""
    for name, (decided, serials) in dates.items():
        for tally, more in (
            (rule.columns[name].decided, Tally(**decided)),
            (rule.columns[name].serials, Tally(**serials)),
        ):
            if more.count:
                tally.add(more.first, more.count)


def shingles_of(store: Store, read: str) -> list[np.ndarray]:
    """The shingles of each article of a part."""
    column = store.table(read, "shingles.arrow")["shingles"]
    return [np.frombuffer(value.as_py(), dtype="<u4").astype(np.uint32) for value in column]


def settled_articles(store: Store, read: str, settled: Mapping[str, Any]) -> pa.Table:
    """The articles of a part under the ids that they have in the corpus, with `duplicate_of`; nothing carried."""
    found = store.table(read, "articles.arrow")
    ids, copies = found["article_id"].to_pylist(), [None] * len(found)
    for column, known in ((ids, settled["ids"]), (copies, settled["copies"])):
        for place, value in known.items():
            column[int(place)] = value
    for name, values in (("article_id", ids), ("duplicate_of", copies)):
        found = found.set_column(found.schema.get_field_index(name), name, pa.array(values, pa.large_string()))
    return found


def _articles(store: Store, given: Mapping[str, str], settled: Mapping[str, Any]) -> pd.DataFrame:
    return from_arrow(settled_articles(store, given["read"], settled), "articles")


def _find(store: Store, given: Mapping[str, str]) -> dict[str, bytes]:
    settled, job = store.json(given["settled"]), store.json(given["job"])
    articles = _articles(store, given, settled)
    marks, names = tables.Problems(), tables.Problems()
    found = find_statements(counted_articles(articles, job["duplicates"]), problems=marks)
    named, mentioned = name_within(found, articles, registry=_registry(job), problems=names)
    words: set[str] = set()
    for layout in layouts(articles):
        words.update(_NOT_LOWER.findall(layout.copy))
    foreign, others = tables.Problems(), tables.Problems()
    for row in marks.rows:
        (foreign if row["code"] == "not-english" else others).rows.append(row)
    told = {"languages": foreign, "marks": others, "names": names}
    files = dict(zip(articles["article_id"].tolist(), articles["file"].tolist(), strict=True))
    return {
        "statements.arrow": as_arrow(to_arrow(date_statements(named, articles), "statements")),
        "names.json": as_json({"used": count_names(named), "mentioned": sorted(mentioned)}),
        "capitals.json": as_json(sorted(word for word in words if word[0].isupper())),
        "problems.json": as_json({phase: _with_files(p.rows, files) for phase, p in told.items()}),
    }


def _with_files(rows: Sequence[Mapping[str, Any]], files: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{**row, "file": files.get(row["article_id"]) if row["file"] is None else row["file"]} for row in rows]


def first_letters(word: str) -> str:
    """What of a word with hyphens or points stands in `capitals.json` where the word occurs."""
    match = _LETTERS.search(word)
    return match[0] if match else ""


def _finish(store: Store, given: Mapping[str, str]) -> dict[str, bytes]:
    settled, joined, job = store.json(given["settled"]), store.json(given["joined"]), store.json(given["job"])
    articles = _articles(store, given, settled)
    named = from_arrow(store.table(given["find"], "statements.arrow"), "statements")
    lexicon = _frame(job["tone"]) if isinstance(job["tone"], dict) else job["tone"]
    tone = {"lexicon": lexicon, "names": joined["words"]}
    sentences = score_tone(split_sentences(counted_articles(articles, job["duplicates"])), articles, **tone)
    statements = score_tone(join_speakers(named, joined["under"]), **tone)
    topics = tables.make("topics", [])
    if job["codebook"] is not None:
        topics = find_topics(statements, Codebook(_frame(job["codebook"])))
    found = {"sentences": sentences, "statements": statements, "topics": topics}
    return {
        **{f"{name}.arrow": as_arrow(to_arrow(frame, name)) for name, frame in found.items()},
        "speakers.json": as_json({name: vars(one) for name, one in tally_speakers(statements).items()}),
    }


def _registry(job: Mapping[str, Any]) -> Registry:
    return Registry(None if job["registry"] is None else _frame(job["registry"]))


def _frame(held: Mapping[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(held["rows"], columns=held["columns"], dtype=object)


def as_rows(frame: pd.DataFrame | None) -> dict[str, Any] | None:
    """A researcher's table as plain values, as tasks take it along."""
    if frame is None:
        return None
    rows = [[None if pd.isna(v) else str(v) for v in row] for row in frame.astype(object).to_numpy().tolist()]
    return {"columns": [str(c) for c in frame.columns], "rows": rows}


_STEPS: Mapping[str, Callable[[Store, Mapping[str, str]], dict[str, bytes]]] = {
    "read": _read,
    "find": _find,
    "finish": _finish,
}
