"""Every table's columns, types and meanings, declared once.

The stages of the library meet here: each makes or widens one of these tables, `check` says whether a table is what
it claims to be, and `codebook_page` writes the page that people read (docs/codebook.md).
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pandas as pd

from .errors import TableError
from .typed import typed

KINDS = ("direct", "mixed", "indirect")
MODES = ("speech", "writing", "thought")
SPEAKER_KINDS = ("person", "organisation", "group", "unnamed")
SPEAKER_BASES = ("named", "alias", "role", "pronoun", "continued", "transcript", "corrected", "none")
PUBLISHED_BASES = ("given", "inferred", "text", "filename", "none")
DATE_BASES = ("given", "dateline", "weekday", "relative", "explicit", "published", "none")
DATE_PRECISIONS = ("day", "week", "month", "year", "none")
TONE_LABELS = ("negative", "neutral", "positive")
SEVERITIES = ("info", "warning", "error")


@dataclass(frozen=True)
class Column:
    """One column: `dtype` is a pandas dtype, "list" (of anything, kept as Python lists) or "category"."""

    name: str
    dtype: str
    meaning: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: its row unit in words, and its columns in order."""

    row: str
    columns: tuple[Column, ...]
    open_ended: bool = False  # further columns of the input may follow the declared ones

    @property
    def names(self) -> list[str]:
        """The declared column names, in order."""
        return [column.name for column in self.columns]


_ARTICLE = Column("article_id", "str", "the article: the id that the input gave, else the file's name without ending")
_PARAGRAPH = Column("paragraph", "int64", "number of the paragraph in the article, from 0; the headline line counts")
_START = Column("start", "int64", "first character in the article's `text`")
_END = Column("end", "int64", "one past the last character in the article's `text`")

TABLES: Mapping[str, Table] = {
    "articles": Table(
        "article",
        (
            _ARTICLE,
            Column("file", "str", "the file it came from, relative to the folder that was read"),
            Column("outlet", "str", "the outlet, as given"),
            Column("url", "str", "the address, as given"),
            Column("headline", "str", "the headline: as given, else the article's first line where that is one"),
            Column("byline", "str", "who wrote it: as given, else from a line “By NAME”"),
            Column("published", "datetime64[us]", "day of publication (UTC, no time of day); empty where unknown"),
            Column(
                "published_basis",
                "category",
                "how the day is known: given by the input, inferred by a person, stated in the text or the file's name",
                PUBLISHED_BASES,
            ),
            Column("updated", "datetime64[us]", "day of the last change (UTC), as given or stated in the text"),
            Column("dateline_place", "str", "the place of a dateline like “PARIS, March 3 (Reuters) -”, as printed"),
            Column("dateline_date", "datetime64[us]", "its day; the year by the day of publication"),
            Column(
                "language",
                "str",
                "language: as given, else told by its words (ISO 639-1); empty where the text is too short to tell",
            ),
            Column("tags", "list", "topic tags: as given, and those of a tag line under the article"),
            Column("word_count", "int64", "words in headline and body, without tag lines and boilerplate"),
            Column("sha256", "str", "SHA-256 of the original bytes of the file, or of the text for a row of a table"),
            Column(
                "duplicate_of",
                "str",
                "article_id of the earliest article with this text, or nearly this text",
            ),
            Column(
                "parts",
                "list",
                "{part, start, end} of headline, kicker, byline, dateline, timestamp, tags, correction, boilerplate",
            ),
            Column(
                "text",
                "str",
                "the decoded source (mojibake undone, see problems), never rewritten; every offset points into it",
            ),
        ),
        open_ended=True,
    ),
    "sentences": Table(
        "sentence",
        (
            Column("sentence_id", "str", "{article_id}:{n}"),
            _ARTICLE,
            _PARAGRAPH,
            _START,
            _END,
            Column("text", "str", "the sentence, as it stands in the article"),
            Column(
                "in_quote", "float64", "share of its characters (without white space) inside quotation marks, 0 to 1"
            ),
            Column("tone", "float64", "VADER compound of the sentence, -1 to 1"),
        ),
    ),
    "statements": Table(
        "reported statement",
        (
            Column("statement_id", "str", "{article_id}:{n}, in the order of the text"),
            _ARTICLE,
            _PARAGRAPH,
            Column(
                "kind",
                "category",
                "direct: at least 90 % of the content's characters inside quotation marks, or first-person speech "
                "printed without any; mixed: 10 to 90 %; indirect: less",
                KINDS,
            ),
            Column(
                "mode",
                "category",
                "by the cue, after Semino and Short (2004): speech, writing or thought; empty where no list knows the "
                "cue: something is attributed, but nothing shows that it was said",
                MODES,
            ),
            Column("text", "str", "the content: its spans joined by a space"),
            Column("spans", "list", "[start, end] of each piece of the content in the article's `text`"),
            Column(
                "cue", "str", "the word or mark that reports: said, according to, a colon; empty where there is none"
            ),
            Column("cue_start", "Int64", "first character of the cue"),
            Column("cue_end", "Int64", "one past the cue"),
            Column("mention", "str", "the words that name the speaker there: “the Kremlin spokesman”, “he”"),
            Column("mention_start", "Int64", "first character of the mention"),
            Column("mention_end", "Int64", "one past the mention"),
            Column("speaker", "str", "who the mention stands for, under one name for the corpus; empty where unknown"),
            Column("speaker_kind", "category", "what the speaker is", SPEAKER_KINDS),
            Column(
                "speaker_basis",
                "category",
                "how the speaker was found: named there; another form of the name (alias); an office (role); pronoun; "
                "carried on from the statement before; a transcript's label; put right by a person; none",
                SPEAKER_BASES,
            ),
            Column(
                "confidence",
                "float64",
                "chance that words and mention are right, 0 to 1: calibrated on coded articles where the tagger found "
                "the statement, a fixed guess where a rule did",
            ),
            Column("relayed_by", "str", "who passes the statement on, where the article hears it second hand"),
            Column("reporting", "str", "the journalist's words around it: the sentence without content and cue"),
            Column(
                "date",
                "datetime64[us]",
                "day of the statement, or the first day of the week, month or year in which it was made (see "
                "`date_precision`); never after publication; empty where unknown",
            ),
            Column(
                "date_basis",
                "category",
                "how the day is known: given, from the dateline, a weekday, a relative word, a date in the sentence, "
                "or the article's day of publication",
                DATE_BASES,
            ),
            Column(
                "date_precision",
                "category",
                "how long the time is that begins on `date` and holds the statement: day; week (“last week”, “over the "
                "weekend”, March 3-5); month (“in April”); year (“in 2019”); none where the day is unknown",
                DATE_PRECISIONS,
            ),
            Column("tone", "float64", "own words: mean VADER compound over the sentences of the content, -1 to 1"),
            Column("tone_reporting", "float64", "the journalist's words: mean VADER compound of `reporting`, -1 to 1"),
            Column(
                "tone_label", "category", "of `tone`: negative to -0.05, positive from 0.05, else neutral", TONE_LABELS
            ),
        ),
    ),
    "speakers": Table(
        "speaker",
        (
            Column("speaker", "str", "the name used for the speaker throughout"),
            Column("speaker_kind", "category", "what the speaker is", SPEAKER_KINDS),
            Column("role", "str", "office, from the registry"),
            Column("affiliation", "str", "country, party or house, from the registry"),
            Column("forms", "list", "how the corpus names the speaker, most frequent first"),
            Column("statements", "int64", "number of statements in speech or writing"),
            Column("articles", "int64", "number of articles with such a statement"),
        ),
    ),
    "topics": Table(
        "statement (or article) and topic",
        (
            Column("statement_id", "str", "the statement; empty where whole articles were searched"),
            _ARTICLE,
            Column("topic", "str", "the topic, as the codebook names it"),
            Column("hits", "int64", "how often its patterns occur, each word counted once"),
            Column(
                "terms", "list", "the words that were hit, most frequent first; “gas … prices” where two stand near"
            ),
            Column("spans", "list", "[start, end] of each word or phrase that was hit, in the article's `text`"),
        ),
    ),
    "toward": Table(
        "sentence and mention of a person (made by `score_tone_toward`, not saved with the others)",
        (
            Column("sentence_id", "str", "the sentence"),
            _ARTICLE,
            Column("person", "str", "who is named there"),
            Column("mention", "str", "the words that name the person"),
            Column("start", "int64", "first character of the mention in the article's `text`"),
            Column("end", "int64", "one past the mention"),
            Column("statement_id", "str", "the statement in whose content it stands; empty in the reporter's words"),
            Column("speaker", "str", "who says so; empty in the reporter's words and where unknown"),
            Column("tone", "float64", "tone of the sentence toward the person, -1 to 1"),
            Column(
                "tone_label", "category", "of `tone`: negative to -0.2, positive from 0.1, else neutral", TONE_LABELS
            ),
        ),
    ),
    "problems": Table(
        "thing that went wrong or was doubtful",
        (
            Column("file", "str", "the file (and row) it concerns"),
            Column("article_id", "str", "the article it concerns; empty where there is none"),
            Column("start", "Int64", "the character in the article's `text`; empty where it is about the whole"),
            Column("code", "str", "what kind of problem, one word"),
            Column(
                "severity", "category", "error: rejected; warning: read, look at it; info: good to know", SEVERITIES
            ),
            Column("message", "str", "what it is and how to mend it"),
        ),
    ),
}


def require(frame: pd.DataFrame, columns: Iterable[str], caller: str) -> None:
    """Raise TableError unless `frame` has `columns`; the text says what `caller` needs and what it got."""
    wanted = list(columns)
    if not isinstance(frame, pd.DataFrame):
        raise TableError(f"{caller} needs a table with the columns {', '.join(wanted)}; got {type(frame).__name__}.")
    if any(column not in frame.columns for column in wanted):
        got = ", ".join(map(str, frame.columns)) or "no columns"
        raise TableError(f"{caller} needs the columns {', '.join(wanted)}; got {got}.")


def said(statements: pd.DataFrame, *, thoughts: bool = False) -> pd.DataFrame:
    """The statements that analyses and figures count: speech and writing; `thoughts` too if asked for."""
    return statements[statements["mode"].isin(["speech", "writing", *(["thought"] if thoughts else [])])]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as dicts by column name."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Fewer searches for cycles of objects while rows are made: a tenth of the time, and rows hold no cycles."""
    usual = gc.get_threshold()
    if usual[0]:  # else somebody has switched the search off
        gc.set_threshold(max(usual[0], 100_000), *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def make(name: str, records: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """A table of that name from one mapping a row; missing values may be left out."""
    table = TABLES[name]
    columns: dict[str, list[Any]] = {column: [] for column in table.names}
    if table.open_ended:
        records = list(records)
        columns |= {key: [] for row in records for key in row if key not in columns}
    remaining = iter(records)
    with seldom_collecting():
        while rows := list(islice(remaining, 1000)):  # a long article has many, and dicts take more room than columns
            for column, values in columns.items():
                values += [row.get(column) for row in rows]
    made = {c.name: typed(columns.pop(c.name), c.dtype, c.values, f"{name}.{c.name}") for c in table.columns}
    return pd.DataFrame({**made, **{c: pd.Series(v, dtype=object).infer_objects() for c, v in columns.items()}})


def conform(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The same rows with every declared column present (missing ones empty), in order and of its declared type."""
    table = TABLES[name]
    out = {column.name: _conformed(frame, column, name) for column in table.columns}
    extra = [c for c in frame.columns if c not in out] if table.open_ended else []
    return pd.DataFrame({**out, **{c: frame[c].infer_objects() for c in extra}}, index=frame.index)


def _conformed(frame: pd.DataFrame, column: Column, table: str) -> Any:
    held = frame[column.name] if column.name in frame.columns else None
    if held is not None and column.dtype != "list" and _is_typed(held, column):
        return held.array
    values = [None] * len(frame) if held is None else held.tolist()
    return typed(values, column.dtype, column.values, f"{table}.{column.name}")


def check(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Give `frame` back if it is a table of that name: columns, types, vocabularies, unique ids. Else TableError."""
    if name not in TABLES:
        raise TableError(f"there is no table {name}; there are {', '.join(TABLES)}.")
    table = TABLES[name]
    require(frame, table.names, f"the table {name}")
    for column in table.columns:
        if not _is_typed(frame[column.name], column):
            raise TableError(f"{name}.{column.name} should be {column.dtype}; got {frame[column.name].dtype}.")
    key = {"articles": "article_id", "sentences": "sentence_id", "statements": "statement_id", "speakers": "speaker"}
    if name in key and not frame[key[name]].is_unique:
        twice = frame[key[name]][frame[key[name]].duplicated()].iloc[0]
        raise TableError(f"{name}.{key[name]} should be unique; {twice} occurs more than once.")
    return frame


def _is_typed(values: pd.Series, column: Column) -> bool:
    if str(values.dtype) != ("object" if column.dtype == "list" else column.dtype):
        return False
    return column.dtype != "category" or tuple(values.cat.categories) == column.values


class Problems:
    """Collects what went wrong or was doubtful: every stage takes one as `problems=` and adds rows to it."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def add(
        self,
        code: str,
        message: str,
        *,
        severity: str = "warning",
        file: str | None = None,
        article_id: str | None = None,
        start: int | None = None,
    ) -> None:
        """Add one row; see the table `problems` for what the fields mean."""
        row = {"file": file, "article_id": article_id, "start": start}
        self.rows.append({**row, "code": code, "severity": severity, "message": message})

    def table(self) -> pd.DataFrame:
        """The rows so far as the table `problems`, in the order in which they were found."""
        return make("problems", self.rows)
