"""From sources to tables on disk without ever holding the corpus: `extract`, what the command line and `analyse` call.

What is in memory at once is one part for each process, and of the whole corpus its keys and names (see `merge`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

import pandas as pd

from .. import tables
from ..dayorder import DayRule
from ..pipeline import DUPLICATES, TABLES, is_named, settings_of
from ..registry import Registry, load_registry, read_table
from ..sources import beside, expand, files_in, read_documents
from ..tone_lexicon import lexicon_of
from ..topics import load_codebook
from . import merge, output, work
from .parts import ARTICLES, Part, cut
from .place import is_remote
from .runner import WORK, Failure, Processes, Result, cores
from .store import Store, open_store

PARTS = ".parts"  # the folder of the store in the folder of the tables
LARGE = 5_000_000  # bytes of input, some thousand articles: below that starting processes costs more than they save
_SHOWN = 20  # rejected inputs that a summary names


@dataclass(frozen=True)
class Extracted:
    """What was written: the rows of each table, statements without a speaker, the first that were rejected."""

    out: str
    rows: Mapping[str, int]
    unattributed: int
    rejected: int
    first_rejected: Sequence[tuple[str | None, str]]
    removed: Sequence[str]


Run = Callable[..., list[Result]]


def extract(
    source: Any,
    out: str | Path,
    *,
    registry: Any = None,
    codebook: Any = None,
    metadata: Any = None,
    text_column: str | None = None,
    columns: Mapping[str, str] | None = None,
    dates: str | None = None,
    duplicates: str = "drop",
    tone: Any = "news",
    file_format: str = "parquet",
    partitioned: bool = False,
    jobs: int | None = None,
    client: Any = None,
    cache: str | Path | None = None,
    part_size: int = ARTICLES,
    progress: bool = False,
    work_by: str = WORK,
) -> Extracted:
    """Write the tables of `analyse` into `out`, a folder or, in parts, an address (s3://…).

    `jobs`: how many processes; None: all cores. `client`: a dask.distributed Client, whose workers do it instead.
    `cache`: where parts are kept, so that a second run does only what changed and a stopped one goes on; `out`/.parts
    unless given, which is rid of what is of an earlier state of the corpus. `part_size`: articles in a part. Everything
    else is as in `analyse`, but that no corrections are laid over the tables.
    """
    if duplicates not in DUPLICATES:
        raise ValueError(f"duplicates may be {' or '.join(DUPLICATES)}; got {duplicates}.")
    output.check_out(out, TABLES, file_format, partitioned)
    registry, codebook = beside(source, registry, "speakers.csv"), beside(source, codebook, "topics.csv")
    settings = settings_of(source, registry=registry, codebook=codebook, tone=tone, duplicates=duplicates)
    known, job = load_registry(registry), _job(registry, codebook, tone, duplicates)
    store = open_store(str(cache or (f"{out}/{PARTS}" if is_remote(out) else Path(out, PARTS))))
    reading, rule = tables.Problems(), DayRule(order=dates)
    documents = read_documents(
        source, metadata=metadata, text_column=text_column, columns=columns, problems=reading, progress=progress
    )
    parts = list(cut(_noted(documents, rule), store, part_size))
    with _running(jobs, client, work_by) as run:
        steps = _Steps(store, parts, store.keep("job", job), partial(run, progress=progress))
        steps.do(rule, known)
    rejected = _Rejected()
    pieces = steps.pieces(rule, reading, known, rejected)
    removed = output.write_tables(out, [rejected.counting(p) for p in pieces], settings, file_format, partitioned)
    if cache is None:  # a folder of one's own choice may be that of other corpora too
        store.keep_only(steps.used())
    return Extracted(str(out), rejected.rows, rejected.unattributed, rejected.count, rejected.first, removed)


def is_large(source: Any) -> bool:
    """Has the source more than LARGE bytes? Then it is worked on in parts, by all cores unless told otherwise."""
    if isinstance(source, pd.DataFrame):
        return False
    files = files_in(list(expand(source)), tables.Problems())
    sizes = (path.stat().st_size for path, _ in files if path.is_file())
    return any(total > LARGE for total in accumulate(sizes))


@contextmanager
def _running(jobs: int | None, client: Any, work_by: str) -> Iterator[Run]:
    """Who does the tasks: the cluster's workers, or processes here."""
    if client is not None:
        from .cluster import run_on

        yield partial(run_on, client)
        return
    processes = Processes(cores() if jobs is None else jobs, work_by)
    try:
        yield processes.run
    finally:
        processes.close()


def _noted(documents: Iterator[Any], rule: DayRule) -> Iterator[Any]:
    for document in documents:
        rule.note(document)
        yield document


def _job(registry: Any, codebook: Any, tone: Any, duplicates: str) -> dict[str, Any]:
    """The researcher's files and choices, read and checked, as plain values."""
    lexicon_of(tone)  # what cannot be read is told before the long work
    return {
        "registry": work.as_rows(_table(registry, "speakers registry")),
        "codebook": None if codebook is None else work.as_rows(load_codebook(codebook).table),
        "tone": tone if is_named(tone) else work.as_rows(_table(tone, "lexicon of tone")),
        "duplicates": duplicates,
    }


def _table(source: Any, what: str) -> pd.DataFrame | None:
    return source if source is None or isinstance(source, pd.DataFrame) else read_table(source, what)


class _Steps:
    """The steps on all parts, and the entries that they made."""

    def __init__(self, store: Store, parts: list[Part], job: str, run: Run) -> None:
        self.store, self.parts, self.job, self.run = store, parts, job, run
        self.failed: list[dict[str, Any]] = []
        self.shared: list[str] = [job]
        self.read: list[str] = []
        self.settled: list[str] = []
        self.found: list[str | None] = []
        self.finished: list[str | None] = []
        self.names = tables.Problems()

    def do(self, rule: DayRule, known: Registry) -> None:
        """Read, settle, find, settle, finish."""
        dates = self.store.keep("dates", work.shown_by(rule))
        self.shared.append(dates)
        tasks = [work.task(self.store, "read", {"part": p.key, "dates": dates}) for p in self.parts]
        digests = self._run(tasks, "reading articles", "none of its articles is in any table")
        # A part that could not be read is left out of all that follows.
        self.parts = [part for part, digest in zip(self.parts, digests, strict=True) if digest]
        self.read = [one.key for one, digest in zip(tasks, digests, strict=True) if digest]
        made = [{"read": digest} for digest in digests if digest]
        self.settled = merge.settle_articles(self.store, self.read)
        given = [{"read": r, "settled": s, "job": self.job} for r, s in zip(self.read, self.settled, strict=True)]
        tasks = [work.task(self.store, "find", g, m) for g, m in zip(given, made, strict=True)]
        lost = "its articles have no sentences and no statements"
        found = self._run(tasks, "statements", lost)
        self.found = [one.key if digest else None for one, digest in zip(tasks, found, strict=True)]
        named = merge.settle_names(self.store, self.found, known)
        self.names = named.problems
        places = [i for i, key in enumerate(self.found) if key is not None]
        tasks = [
            work.task(
                self.store,
                "finish",
                {**given[i], "find": str(self.found[i]), "joined": str(named.joined[i])},
                {**made[i], "find": str(found[i])},
            )
            for i in places
        ]
        finished = dict(zip(places, self._run(tasks, "tone and topics", lost, places), strict=True))
        keys = dict(zip(places, [one.key for one in tasks], strict=True))
        self.finished = [keys[i] if finished.get(i) else None for i in range(len(self.found))]
        self.shared += [key for key in named.joined if key is not None]

    def _run(
        self, tasks: list[work.Task], desc: str, lost: str, places: Sequence[int] | None = None
    ) -> list[str | None]:
        """The digest of each task's entry, None where it failed, which is a row in `problems`."""
        results = self.run(tasks, desc=desc)
        for number, result in enumerate(results):
            if isinstance(result, Failure):
                part = self.parts[number if places is None else places[number]]
                message = (
                    f"{part.articles} articles, from here to {part.last}, could not be worked on: twice {result.why}; "
                    f"{lost}. Run it again: only they are done anew"
                )
                row = {"file": part.first, "article_id": None, "start": None}
                self.failed.append({**row, "code": "part-failed", "severity": "error", "message": message})
        return [None if isinstance(result, Failure) else result for result in results]

    def pieces(
        self, rule: DayRule, reading: tables.Problems, known: Any, rejected: _Rejected
    ) -> Iterator[output.Pieces]:
        """Every table, in the order of TABLES."""
        yield output.of_articles(self.store, self.read, self.settled)
        for name in ("sentences", "statements"):
            yield output.of_parts(self.store, name, self.finished)
        yield output.of_frame("speakers", merge.merge_speakers(self.store, self.finished, known))
        yield output.of_parts(self.store, "topics", self.finished)
        yield output.of_rows("problems", lambda: rejected.noting(self._problems(rule, reading)))

    def _problems(self, rule: DayRule, reading: tables.Problems) -> Iterator[dict[str, Any]]:
        """In the order in which one process finds them: all of one kind, part after part, then the next kind."""
        told = tables.Problems()
        for column in rule.columns.values():
            column.decided.count = column.serials.count = 0
        for key in self.read:
            work.add_dates(rule, self.store.json(key, "about.json")["dates"])
        rule.tell(told)
        merged = partial(merge.merge_problems, self.store)
        return chain(
            reading.rows,
            merged(self.read, "about.json", "problems"),
            told.rows,
            merged(self.settled, "value.json", "clashes"),
            merged(self.settled, "value.json", "duplicates"),
            *(merged(self.found, "problems.json", phase) for phase in ("languages", "marks", "names")),
            self.names.rows,
            self.failed,
        )

    def used(self) -> set[str]:
        """The entries that the tables are made of."""
        kept = [*(p.key for p in self.parts), *self.read, *self.settled, *self.shared, *self.found, *self.finished]
        return {key for key in kept if key is not None}


class _Rejected:
    """What a summary tells, counted while the tables are written."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.unattributed = 0
        self.count = 0
        self.first: list[tuple[str | None, str]] = []

    def noting(self, problems: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The same rows, those that were rejected counted."""
        self.count, self.first = 0, []
        for row in problems:
            if row["severity"] == "error":
                self.count += 1
                if len(self.first) < _SHOWN:
                    self.first.append((row["file"], row["message"]))
            yield row

    def counting(self, pieces: output.Pieces) -> output.Pieces:
        """The same pieces, their rows counted."""

        def counted(found: Iterator[Any]) -> Iterator[Any]:
            self.rows[pieces.name] = 0
            if pieces.name == "statements":
                self.unattributed = 0
            for piece in found:
                self.rows[pieces.name] += len(piece)
                if pieces.name == "statements":
                    column = piece["speaker"]
                    self.unattributed += int(
                        column.isna().sum() if isinstance(piece, pd.DataFrame) else column.null_count
                    )
                yield piece

        return output.Pieces(pieces.name, lambda: counted(pieces.arrow()), lambda: counted(pieces.frames()))
