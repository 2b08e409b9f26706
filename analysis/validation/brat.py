"""Statements as brat stand-off files and back, an article in `.txt` and its annotations in `.ann`; INCEpTION reads them
as zip archives (its format “brat basic”, import only).

A statement is a text-bound annotation, of several pieces where it has several spans, with the attributes Kind and Mode
and the speaker's name as a note; its cue and its mention are annotations of their own, joined to it by relations.

brat counts characters, INCEpTION counts as Java does. Neither can mark over the end of a line: in the `.txt` line ends
inside a statement are spaces. The text keeps its length, so that every offset is one into the article as it was.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pandas as pd

from .. import tables
from ..errors import SourceError
from ..exports import write_text, write_whole
from ..spreadsheets import entry
from ..text import Span
from .standoff import (
    CUE,
    CUED_BY,
    MENTION,
    SAID_BY,
    STATEMENT,
    as_statements,
    by_article,
    from_utf16,
    single,
    spans_of,
    statement_row,
    utf16,
)

_BREAKS = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " "))
_INSIDE = str.maketrans(dict.fromkeys("\n\r\t", " "))
_TEXT_BOUND = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t?(.*)")
_RELATION = re.compile(r"R\d+\t(\S+) Arg1:(T\d+) Arg2:(T\d+)")
_ATTRIBUTE = re.compile(r"[AM]\d+\t(\S+) (T\d+) (\S+)")
_NOTE = re.compile(r"#\d+\tAnnotatorNotes (T\d+)\t(.*)")
_CONFIGURATION = {
    "annotation.conf": f"[entities]\n{STATEMENT}\n{CUE}\n{MENTION}\n\n[relations]\n"
    f"{CUED_BY}\tArg1:{STATEMENT}, Arg2:{CUE}\n{SAID_BY}\tArg1:{STATEMENT}, Arg2:{MENTION}\n"
    "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\n"
    f"Kind\tArg:{STATEMENT}, Value:{'|'.join(tables.KINDS)}\nMode\tArg:{STATEMENT}, Value:{'|'.join(tables.MODES)}\n",
}


def write_brat(
    statements: pd.DataFrame, articles: pd.DataFrame, folder: str | Path, *, inception: bool = False
) -> list[Path]:
    """Two files for each article and brat's configuration, or a zip for each with `inception`; gives their paths.

    In INCEpTION give the layer Span the features Kind and Mode first, and switch on `format.brat-basic.enabled`.
    """
    tables.require(statements, ["article_id", "spans", "kind", "speaker"], "write_brat")
    tables.require(articles, ["article_id", "text"], "write_brat")
    written = []
    for article, source, held in by_article(statements, articles):
        text = _text(source, held)
        lines = "".join(f"{line}\n" for line in _annotations(text, held, utf16 if inception else _as_is))
        name = _file_name(article)
        files = {f"{name}.txt": text, f"{name}.ann": lines}
        written += _zipped(Path(folder, f"{name}.zip"), files) if inception else _plain_files(Path(folder), files)
    return written if inception else [*written, *_plain_files(Path(folder), _CONFIGURATION)]


def _as_is(text: str, offset: int) -> int:  # noqa: ARG001
    return offset


def _file_name(article: str) -> str:
    """The article's id as a file name on every system, to be read back: a slash as %2F."""
    name = quote(article, safe=" ()+,=@[]")
    return "%2E" + name[1:] if name.startswith(".") else name


def _plain_files(folder: Path, files: Mapping[str, str]) -> list[Path]:
    for name, content in files.items():
        write_text(folder / name, content)
    return [folder / name for name in files]


def _zipped(path: Path, files: Mapping[str, str]) -> list[Path]:
    def write(temporary: Path) -> None:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(entry(name), content.encode("utf-8"))

    write_whole(path, write)
    return [path]


def _text(source: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """The article with its line ends as brat reads them; the same length."""
    text = source.translate(_BREAKS).replace("\r\n", " \n").replace("\r", "\n")
    for row in rows:
        for start, end in [*spans_of(row), *filter(None, (single(row, "cue"), single(row, "mention")))]:
            text = text[:start] + text[start:end].translate(_INSIDE) + text[end:]
    return text


def _annotations(text: str, rows: Iterable[Mapping[str, Any]], count: Callable[[str, int], int]) -> Iterator[str]:
    bound: dict[tuple[str, tuple[Span, ...]], str] = {}
    numbers = {"R": 0, "A": 0, "#": 0}

    def number(letter: str) -> str:
        numbers[letter] += 1
        return f"{letter}{numbers[letter]}"

    for row in rows:
        spans = tuple(spans_of(row))
        if not spans:
            continue
        name = f"T{len(bound) + 1}"
        bound[f"{STATEMENT} {name}", spans] = name  # two statements of the same words are two annotations
        yield _bound(name, STATEMENT, spans, text, count)
        for attribute, value in (("Kind", row.get("kind")), ("Mode", row.get("mode"))):
            if isinstance(value, str):
                yield f"{number('A')}\t{attribute} {name} {value}"
        if isinstance(row.get("speaker"), str):
            yield f"{number('#')}\tAnnotatorNotes {name}\t{' '.join(row['speaker'].split())}"
        for kind, relation, span in ((CUE, CUED_BY, single(row, "cue")), (MENTION, SAID_BY, single(row, "mention"))):
            if span is None or span[0] >= span[1]:
                continue
            if (kind, (span,)) not in bound:
                bound[kind, (span,)] = f"T{len(bound) + 1}"
                yield _bound(bound[kind, (span,)], kind, (span,), text, count)
            yield f"{number('R')}\t{relation} Arg1:{name} Arg2:{bound[kind, (span,)]}"


def _bound(name: str, kind: str, spans: tuple[Span, ...], text: str, count: Callable[[str, int], int]) -> str:
    places = ";".join(f"{count(text, start)} {count(text, end)}" for start, end in spans)
    return f"{name}\t{kind} {places}\t{' '.join(text[start:end] for start, end in spans)}"


def read_brat(folder: str | Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The statements that were annotated, as a table `statements`, and what could not be read, as `problems`.

    `folder` holds `.ann` and `.txt` files, or zip archives of the two. SourceError where there are none.
    """
    problems = tables.Problems()
    rows: list[dict[str, Any]] = []
    articles = []
    for name, text, lines, zipped in _pairs(Path(folder), problems):
        article = unquote(name)
        articles.append(article)
        rows += _statements(article, text, lines, _counting(text, lines, zipped), problems)
    if not articles:
        raise SourceError(f"{folder}: no .ann file with its .txt beside it; give the folder that brat works in")
    return as_statements(rows, articles), problems.table()


def _pairs(folder: Path, problems: tables.Problems) -> Iterator[tuple[str, str, list[str], bool]]:
    for path in sorted([*folder.rglob("*.ann"), *folder.rglob("*.zip")]):
        try:
            if path.suffix == ".zip":
                with zipfile.ZipFile(path) as archive:
                    name = next(n for n in sorted(archive.namelist()) if n.endswith(".ann") and "/" not in n)
                    text, lines = archive.read(f"{name[:-4]}.txt"), archive.read(name)
                yield name[:-4], text.decode("utf-8"), lines.decode("utf-8").split("\n"), True
            else:
                text, lines = path.with_suffix(".txt").read_bytes(), path.read_bytes()
                yield path.stem, text.decode("utf-8"), lines.decode("utf-8").split("\n"), False
        except (OSError, ValueError, KeyError, StopIteration, zipfile.BadZipFile) as error:
            message = f"an .ann with its .txt in UTF-8 is needed ({type(error).__name__}: {str(error)[:60]})"
            problems.add("broken-brat", message, severity="error", file=path.name)


def _statements(
    article: str, text: str, lines: list[str], count: Callable[[str, int], int], problems: tables.Problems
) -> Iterator[dict[str, Any]]:
    bound: dict[str, tuple[str, list[Span]]] = {}
    relations: dict[tuple[str, str], str] = {}
    attributes: dict[tuple[str, str], str] = {}
    notes: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        line = line.rstrip("\r")
        if found := _TEXT_BOUND.fullmatch(line):
            spans = _spans(text, found[3], found[4], count)
            if spans is None:
                _tell(problems, article, number, f"the words “{found[4][:40]}” do not stand there in the text")
            else:
                bound[found[1]] = (found[2], spans)
        elif found := _RELATION.fullmatch(line):
            relations[found[2], found[1]] = found[3]
        elif found := _ATTRIBUTE.fullmatch(line):
            attributes[found[2], found[1].casefold()] = found[3]
        elif found := _NOTE.fullmatch(line):
            notes[found[1]] = found[2].strip()
        elif line.strip():
            _tell(problems, article, number, f"“{line[:40]}” is not read: no annotation of ours")
    for name, (kind, spans) in bound.items():
        if kind == STATEMENT:
            tied = {r: bound.get(relations.get((name, r), ""), ("", []))[1] for r in (CUED_BY, SAID_BY)}
            values = {q: attributes.get((name, q), "").casefold() for q in ("kind", "mode")}
            for question, allowed in (("kind", tables.KINDS), ("mode", tables.MODES)):
                if values[question] and values[question] not in allowed:
                    _tell(problems, article, None, f"{name}: {question} may be {', '.join(allowed)}; left empty")
                    values[question] = ""
            cue, mention = (s[0] if s else None for s in (tied[CUED_BY], tied[SAID_BY]))
            more = {"kind": values["kind"] or None, "mode": values["mode"] or None, "speaker": notes.get(name) or None}
            yield statement_row(article, text, spans, cue, mention, **more)


def _counting(text: str, lines: list[str], zipped: bool) -> Callable[[str, int], int]:
    """How this file counts: as more of its annotations fit; where both do, an archive as Java, else as brat."""
    found = [(match[3], match[4]) for line in lines if (match := _TEXT_BOUND.fullmatch(line.rstrip("\r")))]
    ways = (from_utf16, _as_is) if zipped else (_as_is, from_utf16)
    fits = [sum(_spans(text, places, words, way) is not None for places, words in found) for way in ways]
    return ways[0] if fits[0] >= fits[1] else ways[1]


def _spans(text: str, places: str, words: str, count: Callable[[str, int], int]) -> list[Span] | None:
    """The pieces of an annotation; None where its words do not stand there."""
    pairs = [(int(a), int(b)) for a, b in (piece.split() for piece in places.split(";"))]
    spans = [(count(text, a), count(text, b)) for a, b in pairs]
    whole = all(a < b <= len(text) for a, b in spans) and " ".join(text[a:b] for a, b in spans) == words
    return spans if whole else None


def _tell(problems: tables.Problems, article: str, line: int | None, message: str) -> None:
    where = "" if line is None else f"line {line}: "
    problems.add("broken-brat", f"{where}{message}", file=f"{article}.ann", article_id=article)
