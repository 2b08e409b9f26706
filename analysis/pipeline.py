"""The whole way in one call: articles to an `Analysis`, the tables of one corpus with what made them.

Notebooks, the report and the command line all go through `analyse`.
"""

from __future__ import annotations

import html
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from . import exports, lexicon, tables
from .articles import read_articles
from .corrections import apply_corrections, load_corrections
from .registry import load_registry
from .sentences import split_sentences
from .sources import expand
from .speakers import count_speakers, name_speakers
from .statements import find_statements, model_digest
from .timeline import date_statements, window
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
    progress: bool = False,
) -> Analysis:
    """Everything from articles to an `Analysis`.

    `source`: a file, a folder, a glob, an archive, several of them, or a DataFrame. `registry` and `codebook` are CSV
    files or tables; None takes `speakers.csv` and `topics.csv` beside the source where they lie there, False goes
    without. `corrections` likewise (`corrections.csv`): what people put right, see `apply_corrections`; what became of
    each is in `problems`. `columns`, `dates`: see `read_articles`. `duplicates`: "drop" makes no sentences and
    statements of an article that is a copy of another, "keep" treats it like any other; it stays in `articles` either
    way. Articles not in English have sentences, but no statements and no tone. `tone`: "news", "vader" or a lexicon of
    your own (see `score_tone`). Raises SourceError where there is nothing to read.
    """
    if duplicates not in DUPLICATES:
        raise ValueError(f"duplicates may be {' or '.join(DUPLICATES)}; got {duplicates}.")
    problems = tables.Problems()
    registry_at, codebook_at = beside(source, registry, "speakers.csv"), beside(source, codebook, "topics.csv")
    corrections_at = beside(source, corrections, "corrections.csv")
    known, by_hand = load_registry(registry_at), load_corrections(corrections_at)
    lexicon_of(tone)  # a lexicon that cannot be read is told before the long work
    articles = read_articles(
        source,
        metadata=metadata,
        text_column=text_column,
        columns=columns,
        dates=dates,
        problems=problems,
        progress=progress,
    )
    counted = articles if duplicates == "keep" else articles[articles["duplicate_of"].isna()]
    found = find_statements(counted, problems=problems, progress=progress)
    named = name_speakers(found, articles, registry=known, problems=problems)
    names = people_words(named)
    sentences = score_tone(split_sentences(counted), articles, lexicon=tone, names=names)
    statements = score_tone(date_statements(named, articles), lexicon=tone, names=names)
    topics = tables.make("topics", []) if codebook_at is None else find_topics(statements, load_codebook(codebook_at))
    statements, topics = apply_corrections(statements, topics, by_hand, registry=known, problems=problems)
    return Analysis(
        articles=articles,
        sentences=sentences,
        statements=statements,
        speakers=count_speakers(statements, registry=known),
        topics=topics,
        problems=_with_files(problems.table(), articles),
        settings={
            "version": __version__,
            "corpus": _name(source),
            "tone": tone if isinstance(tone, str) and tone in LEXICONS else _fingerprint(tone),
            "duplicates": duplicates,
            "registry": _fingerprint(registry_at),
            "codebook": _fingerprint(codebook_at),
            "corrections": _fingerprint(corrections_at),
            "lexicons": lexicon.digests(),
            "model": model_digest(),
        },
    )


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


def _with_files(problems: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Problems found after reading know their article; add its file."""
    files = dict(zip(articles["article_id"].tolist(), articles["file"].tolist(), strict=True))
    return problems.assign(file=problems["file"].fillna(problems["article_id"].map(files)).astype("str"))


def beside(source: Any, given: Any, name: str) -> Any:
    """What was given; else the file of that name beside the source, or in a study's folder; else None."""
    if given is not None and not isinstance(given, bool):
        return given
    if given is False or isinstance(source, pd.DataFrame):
        return None
    roots = [root for root, _ in expand(source)]
    places = [r / name if (r / "articles").is_dir() else r.parent / name for r in roots]
    return next((place for place in places if place.is_file()), None)


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
