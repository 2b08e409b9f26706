"""The whole way in one call: articles to an `Analysis`, the tables of one corpus with what made them.

Notebooks, the report and the command line all go through `analyse`.
"""

from __future__ import annotations

import html
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from . import exports, lexicon, tables
from .articles import read_articles
from .cache import digest_of, key_of, open_cache
from .corrections import apply_corrections, load_corrections
from .dating import date_statements
from .registry import load_registry
from .sentences import split_sentences
from .sources import beside, expand, files_in, is_read, metadata_beside
from .speakers import count_speakers, name_speakers
from .statements import find_statements, model_digest
from .timeline import window
from .tone import people_words, score_tone
from .tone_lexicon import LEXICONS, lexicon_of
from .topics import find_topics, load_codebook
from .version import __version__

TABLES = ("articles", "sentences", "statements", "speakers", "topics", "problems")
DUPLICATES = ("drop", "keep")


@dataclass(frozen=True, repr=False)
class Analysis:
    """The tables of one corpus, and the settings and fingerprints that a methods paragraph has to name."""

    articles: pd.DataFrame
    sentences: pd.DataFrame
    statements: pd.DataFrame
    speakers: pd.DataFrame
    topics: pd.DataFrame
    problems: pd.DataFrame
    settings: Mapping[str, Any] = field(default_factory=dict)

    def overview(self) -> pd.DataFrame:
        """One row per table: its name, its number of rows and its row unit."""
        rows = [(name, len(getattr(self, name)), tables.TABLES[name].row) for name in TABLES]
        return pd.DataFrame(rows, columns=["table", "rows", "one row per"])

    def __repr__(self) -> str:
        counts = ", ".join(f"{rows} {name}" for name, rows in self.overview()[["table", "rows"]].to_numpy().tolist())
        return f"Analysis of {self.settings.get('corpus', 'a corpus')}: {counts}"

    def _repr_html_(self) -> str:
        days = window(self.articles["published"])
        title = html.escape(f"{self.settings.get('corpus', 'a corpus')}, published {days}")
        return f"<p><b>{title}</b>: {html.escape(repr(self).partition(': ')[2])}</p>"

    def equals(self, other: Analysis) -> bool:
        """The same settings and the same tables, to the last type."""
        return self.settings == other.settings and all(getattr(self, n).equals(getattr(other, n)) for n in TABLES)

    def save(self, folder: str | Path, file_format: str = "parquet") -> list[str]:
        """One file a table and analysis.json into `folder`; formats: parquet, csv, jsonl, xlsx.

        Tables of an earlier run there are replaced; gives the names of those in another format, which are removed.
        Raises SourceError where a table in the folder did not come from here.
        """
        if file_format not in exports.FORMATS:
            raise ValueError(f"tables are saved as {', '.join(exports.FORMATS)}; got {file_format}.")
        return exports.save_tables(folder, {n: getattr(self, n) for n in TABLES}, file_format, self.settings)

    @classmethod
    def load(cls, folder: str | Path) -> Analysis:
        """The Analysis that `save` wrote into `folder`; SourceError names the table that is missing."""
        found, settings = exports.load_tables(folder, TABLES)
        return cls(**found, settings=settings)


def analyse(
    source: Any,
    *,
    registry: str | Path | pd.DataFrame | bool | None = None,
    codebook: str | Path | pd.DataFrame | bool | None = None,
    corrections: str | Path | pd.DataFrame | bool | None = None,
    metadata: str | Path | pd.DataFrame | None = None,
    text_column: str | None = None,
    columns: Mapping[str, str] | None = None,
    dates: str | None = None,
    duplicates: str = "drop",
    tone: str | Path | pd.DataFrame = "news",
    progress: bool = True,
    cache: str | Path | bool | None = None,
    jobs: int = 1,
    client: Any = None,
) -> Analysis:
    """Everything from articles to an `Analysis`.

    `source`: a file, a folder, a glob, an archive, several of them, or a DataFrame. `registry` and `codebook` are CSV
    files or tables; None takes `speakers.csv` and `topics.csv` beside the source where they lie there, False goes
    without. `corrections` likewise (`corrections.csv`): what people put right, see `apply_corrections`; what became of
    each is in `problems`. `columns`, `dates`: see `read_articles`. `duplicates`: "drop" makes no sentences and
    statements of an article that is a copy of another, "keep" treats it like any other; it stays in `articles` either
    way. Articles not in English have sentences, but no statements and no tone. `tone`: "news", "vader" or a lexicon of
    your own (see `score_tone`). `progress`: a bar on a terminal and in a notebook that a person runs. `cache`: a folder
    in which the tables are kept, so that the same input is not parsed twice; True: MEDIA_ANALYSIS_CACHE, or a folder
    .media-analysis-cache here. `jobs`: so many processes do the work; `client`: the workers of a dask.distributed
    Client do (they must reach this machine's temporary folder; see `scale.extract` for other stores); with corrections
    it is done here in one piece. The tables are the same. Raises SourceError where there is nothing to read.
    """
    if duplicates not in DUPLICATES:
        raise ValueError(f"duplicates may be {' or '.join(DUPLICATES)}; got {duplicates}.")
    registry, codebook = beside(source, registry, "speakers.csv"), beside(source, codebook, "topics.csv")
    corrections = beside(source, corrections, "corrections.csv")
    options = {"text_column": text_column, "columns": columns, "dates": dates}
    researchers = {"registry": registry, "codebook": codebook, "metadata": metadata, "tone": tone}
    work = partial(_parse, corrections=corrections)
    if (jobs > 1 or client is not None) and corrections is None:
        work = partial(_parse_parts, jobs=jobs, client=client)
    work = partial(work, source, options, duplicates=duplicates, progress=progress, **researchers)
    researchers["corrections"] = corrections
    store = open_cache(cache)
    key = _key(source, {**options, "duplicates": duplicates}, researchers) if store else None
    if store is None or key is None:
        return work()
    found = store.load(key, Analysis.load)
    if found is None:
        found = work()
        store.save(key, partial(_kept, found))
    return found


def _kept(study: Analysis, folder: Path) -> bool:
    """Write the tables; False where they do not come back as they were (carried columns may hold anything)."""
    study.save(folder)
    return study.equals(Analysis.load(folder))


def _key(source: Any, options: Mapping[str, Any], researchers: Mapping[str, Any]) -> str | None:
    """What an Analysis depends on; None where a file cannot be read, which another day may be otherwise."""
    try:
        if isinstance(source, pd.DataFrame):
            files: Any = digest_of(source)
        else:
            roots, seen = list(expand(source)), tables.Problems()
            sidecar = metadata_beside([root for root, _ in roots])
            found = [(name, digest_of(path) if is_read(path) else None) for path, name in files_in(roots, seen)]
            files = [found, seen.rows, digest_of(sidecar)]
        tone = researchers["tone"]
        named = {"tone": tone} if is_named(tone) else {}
        files_of = {name: content for name, content in researchers.items() if name not in named}
        given = {n: [Path(c).name if isinstance(c, str | Path) else None, digest_of(c)] for n, c in files_of.items()}
        asked = {**options, "columns": list((options["columns"] or {}).items())}
        return key_of({"work": "analyse", "corpus": _name(source), "files": files, **asked, **named, "given": given})
    except (OSError, TypeError, AttributeError):
        return None


def _parse(
    source: Any,
    options: Mapping[str, Any],
    *,
    registry: Any,
    codebook: Any,
    corrections: Any,
    metadata: Any,
    tone: Any,
    duplicates: str,
    progress: bool,
) -> Analysis:
    problems = tables.Problems()
    known, by_hand = load_registry(registry), load_corrections(corrections)
    lexicon_of(tone)  # a lexicon that cannot be read is told before the long work
    articles = read_articles(source, metadata=metadata, **options, problems=problems, progress=progress)
    counted = counted_articles(articles, duplicates)
    found = find_statements(counted, problems=problems, progress=progress)
    named = name_speakers(found, articles, registry=known, problems=problems)
    names = people_words(named)
    sentences = score_tone(split_sentences(counted), articles, lexicon=tone, names=names)
    statements = score_tone(date_statements(named, articles), lexicon=tone, names=names)
    topics = tables.make("topics", []) if codebook is None else find_topics(statements, load_codebook(codebook))
    statements, topics = apply_corrections(statements, topics, by_hand, registry=known, problems=problems)
    return Analysis(
        articles=articles,
        sentences=sentences,
        statements=statements,
        speakers=count_speakers(statements, registry=known),
        topics=topics,
        problems=with_files(problems.table(), articles),
        settings=settings_of(
            source, registry=registry, codebook=codebook, corrections=corrections, tone=tone, duplicates=duplicates
        ),
    )


def _parse_parts(source: Any, options: Mapping[str, Any], **asked: Any) -> Analysis:
    """As `_parse`, part by part by several processes or a cluster; corrections are laid over a whole alone."""
    from .scale.extract import extract

    with tempfile.TemporaryDirectory(prefix="media-analysis-") as room:
        found = {name: False if asked[name] is None else asked[name] for name in ("registry", "codebook")}
        extract(source, room, **options, **asked | found)
        return Analysis.load(room)


def counted_articles(articles: pd.DataFrame, duplicates: str) -> pd.DataFrame:
    """The articles of which sentences and statements are made."""
    return articles if duplicates == "keep" else articles[articles["duplicate_of"].isna()]


def settings_of(
    source: Any, *, registry: Any, codebook: Any, tone: Any, duplicates: str, corrections: Any = None
) -> dict[str, Any]:
    """What a methods paragraph has to name of a study."""
    return {
        "version": __version__,
        "corpus": _name(source),
        "tone": tone if is_named(tone) else _fingerprint(tone),
        "duplicates": duplicates,
        "registry": _fingerprint(registry),
        "codebook": _fingerprint(codebook),
        "corrections": _fingerprint(corrections),
        "lexicons": lexicon.digests(),
        "model": model_digest(),
    }


def read_codebook(source: Any, codebook: str | Path | pd.DataFrame | bool | None = None) -> pd.DataFrame:
    """One row per pattern of the codebook that `analyse` takes for these arguments; no row where it takes none.

    Columns: topic, pattern, exclude.
    """
    at = beside(source, codebook, "topics.csv")
    return load_codebook(pd.DataFrame(columns=["topic", "pattern"]) if at is None else at).table


def is_named(tone: Any) -> bool:
    """Is it one of the lexicons of tone that are shipped, and no file or table of one's own?"""
    return isinstance(tone, str) and tone in LEXICONS


def compare_duplicates(study: Analysis) -> pd.DataFrame:
    """Two rows, drop and keep: what the study would count without and with the copies among its articles.

    Statements are those in speech or writing; those of the copies are found for this table.
    """
    dropped = study.articles[study.articles["duplicate_of"].notna()]
    of_copies = {"sentences": split_sentences(dropped), "statements": tables.said(find_statements(dropped))}
    rows = []
    for way in DUPLICATES:
        row: dict[str, Any] = {"duplicates": way}
        articles = study.articles if way == "keep" else study.articles.drop(dropped.index)
        row |= {"articles": len(articles), "words": int(articles["word_count"].sum())}
        for name, more in of_copies.items():
            own = getattr(study, name) if name == "sentences" else tables.said(study.statements)
            own = own[~own["article_id"].isin(dropped["article_id"])]
            row[name] = len(own) + (len(more) if way == "keep" else 0)
        rows.append(row)
    return pd.DataFrame(rows)


def with_files(problems: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Problems found after reading know their article; add its file."""
    files = dict(zip(articles["article_id"].tolist(), articles["file"].tolist(), strict=True))
    return problems.assign(file=problems["file"].fillna(problems["article_id"].map(files)).astype("str"))


def _name(source: Any) -> str:
    if isinstance(source, pd.DataFrame):
        return "a DataFrame"
    roots = [Path(p) for p in ([source] if isinstance(source, str | os.PathLike) else source)]
    return ", ".join("/".join(r.resolve().parts[-2:]) if r.name == "articles" else r.resolve().name for r in roots)


def _fingerprint(source: Any) -> str | None:
    """Name and digest of a researcher's file, or of a table's rows as CSV."""
    if source is None:
        return None
    if isinstance(source, pd.DataFrame):
        return f"a table (sha256 {lexicon.digest(source.to_csv(index=False).encode())})"
    return f"{Path(source).name} (sha256 {lexicon.digest(Path(source).read_bytes())})"
