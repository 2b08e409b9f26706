"""Statements as Label Studio tasks (JSON) and back: each piece of a statement a region, its kind and speaker with it.

Label Studio has no regions of several pieces: the further pieces of a statement are regions joined by a relation. It
counts characters; older versions counted as JavaScript does, which is noticed by the words that go along.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from .. import tables
from ..errors import SourceError
from ..exports import write_text
from ..text import Span
from ..version import __version__
from .standoff import (
    CUE,
    CUED_BY,
    MENTION,
    SAID_BY,
    STATEMENT,
    as_statements,
    by_article,
    place,
    single,
    spans_of,
    statement_row,
)

_GOES_ON = "goes_on"
_TO = {"to_name": "text"}
TASKS, CONFIGURATION = "tasks.json", "labeling.xml"
_XML = f"""<View>
  <Labels name="label" toName="text">
    <Label value="{STATEMENT}" background="#0072B2"/>
    <Label value="{CUE}" background="#E69F00"/>
    <Label value="{MENTION}" background="#009E73"/>
  </Labels>
  <Text name="text" value="$text"/>
  <Choices name="kind" toName="text" perRegion="true" whenTagName="label" whenLabelValue="{STATEMENT}">
{"".join(f'    <Choice value="{kind}"/>' + chr(10) for kind in tables.KINDS)}  </Choices>
  <Choices name="mode" toName="text" perRegion="true" whenTagName="label" whenLabelValue="{STATEMENT}">
{"".join(f'    <Choice value="{mode}"/>' + chr(10) for mode in tables.MODES)}  </Choices>
  <TextArea name="speaker" toName="text" perRegion="true" whenTagName="label" whenLabelValue="{STATEMENT}"
            placeholder="who says it"/>
  <Relations>
    <Relation value="{CUED_BY}"/>
    <Relation value="{SAID_BY}"/>
    <Relation value="{_GOES_ON}"/>
  </Relations>
</View>
"""


def write_labelstudio(statements: pd.DataFrame, articles: pd.DataFrame, folder: str | Path) -> list[Path]:
    """`tasks.json`, one task per article with the statements as predictions, and `labeling.xml`, its project."""
    tables.require(statements, ["article_id", "spans", "kind", "speaker"], "write_labelstudio")
    tables.require(articles, ["article_id", "text"], "write_labelstudio")
    tasks = []
    for article, text, rows in by_article(statements, articles):
        result = list(_regions(text, rows))
        prediction = {"model_version": f"media-analysis {__version__}", "result": result}
        tasks.append({"data": {"article_id": article, "text": text}, "predictions": [prediction]})
    content = json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"
    paths = {Path(folder, TASKS): content, Path(folder, CONFIGURATION): _XML}
    for path, words in paths.items():
        write_text(path, words)
    return list(paths)


def _regions(text: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    shared: set[str] = set()
    for number, row in enumerate(rows):
        pieces = [(f"s{number}-{i}", span) for i, span in enumerate(spans_of(row))]
        if not pieces:
            continue
        first = pieces[0][0]
        for name, span in pieces:
            yield _region(name, span, text, STATEMENT)
            if name != first:
                yield _relation(first, name, _GOES_ON)
        yield from _answers(first, pieces[0][1], row)
        for kind, relation, found in ((CUE, CUED_BY, single(row, "cue")), (MENTION, SAID_BY, single(row, "mention"))):
            if found is None or found[0] >= found[1]:
                continue
            name = f"{kind[0].lower()}{found[0]}-{found[1]}"
            if name not in shared:
                shared.add(name)
                yield _region(name, found, text, kind)
            yield _relation(first, name, relation)


def _region(name: str, span: Span, text: str, label: str) -> dict[str, Any]:
    value = {"start": span[0], "end": span[1], "text": text[span[0] : span[1]], "labels": [label]}
    return {"id": name, "from_name": "label", **_TO, "type": "labels", "value": value}


def _answers(name: str, span: Span, row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    where = {"start": span[0], "end": span[1]}
    for question in ("kind", "mode"):
        if isinstance(row.get(question), str):
            value = {**where, "choices": [row[question]]}
            yield {"id": name, "from_name": question, **_TO, "type": "choices", "value": value}
    if isinstance(row.get("speaker"), str):
        value = {**where, "text": [row["speaker"]]}
        yield {"id": name, "from_name": "speaker", **_TO, "type": "textarea", "value": value}


def _relation(start: str, end: str, label: str) -> dict[str, Any]:
    return {"from_id": start, "to_id": end, "type": "relation", "direction": "right", "labels": [label]}


def read_labelstudio(path: str | Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The statements of an export in Label Studio's JSON, with a column `coder`, and what could not be read.

    A task's annotations are read, each its annotator's; its predictions where nobody has annotated it. SourceError
    where the file cannot be read at all.
    """
    source = Path(path, TASKS) if Path(path).is_dir() else Path(path)
    try:
        tasks = json.loads(source.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise SourceError(
            f"{source}: cannot be read as JSON ({str(error)[:60]}); export it from Label Studio again"
        ) from None
    tasks = tasks if isinstance(tasks, list) else [tasks]
    problems = tables.Problems()
    rows: list[dict[str, Any]] = []
    articles = []
    for number, task in enumerate(tasks, start=1):
        data = task.get("data") if isinstance(task, dict) else None
        if not isinstance(data, dict) or not isinstance(data.get("text"), str):
            message = f"task {number} has no data.text; export as JSON, not as JSON-MIN"
            problems.add("broken-task", message, severity="error", file=source.name)
            continue
        article = str(data.get("article_id") or task.get("id") or number)
        articles.append(article)
        for coder, result in _results(task):
            try:
                rows += _statements(article, data["text"], result, coder, problems)
            except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
                message = f"task {number} is not as Label Studio writes it ({type(error).__name__}: {str(error)[:40]})"
                problems.add("broken-task", message, severity="error", file=source.name, article_id=article)
    return as_statements(rows, articles, coders=True), problems.table()


def _results(task: Mapping[str, Any]) -> Iterator[tuple[str | None, list[Any]]]:
    done = [a for a in task.get("annotations") or [] if isinstance(a, dict) and not a.get("was_cancelled")]
    for one in done:
        who = one.get("completed_by")
        who = who.get("email") or who.get("id") if isinstance(who, dict) else who
        yield None if who is None else str(who), one.get("result") or []
    if not done:
        for one in (task.get("predictions") or [])[:1]:
            yield None, one.get("result") or []


def _statements(
    article: str, text: str, result: list[Any], coder: str | None, problems: tables.Problems
) -> Iterator[dict[str, Any]]:
    regions: dict[str, tuple[str, Span]] = {}
    answers: dict[tuple[str, str], str] = {}
    relations: dict[str, list[tuple[str, str]]] = {}
    for one in result:
        if one["type"] == "relation":
            for label in one.get("labels") or [""]:
                relations.setdefault(one["from_id"], []).append((label, one["to_id"]))
        elif one["type"] == "labels":
            value = one["value"]
            span = place(text, int(value["start"]), int(value["end"]), str(value.get("text") or ""))
            if span is None:
                words = f"the words “{str(value.get('text'))[:40]}” do not stand there in the text"
                problems.add("broken-task", words, file=article, article_id=article)
            else:
                regions[one["id"]] = (str(value["labels"][0]), span)
        elif one["type"] in {"choices", "textarea"}:
            given = one["value"].get("choices") or one["value"].get("text") or [""]
            answers[one["id"], one["from_name"]] = str(given[0] if isinstance(given, list) else given)
    further = {to for start, led in relations.items() if start in regions for label, to in led if label == _GOES_ON}
    for name, (label, span) in regions.items():
        if label == STATEMENT and name not in further:
            led = [(relation, regions[to][1]) for relation, to in relations.get(name, []) if to in regions]
            tied = {wanted: [s for relation, s in led if relation == wanted] for wanted in (_GOES_ON, CUED_BY, SAID_BY)}
            more = {q: answers.get((name, q)) or None for q in ("kind", "mode", "speaker")}
            for question, allowed in (("kind", tables.KINDS), ("mode", tables.MODES)):
                if more[question] is not None and more[question] not in allowed:
                    message = f"{question} may be {', '.join(allowed)}; {more[question]} is left empty"
                    problems.add("broken-task", message, file=article, article_id=article, start=span[0])
                    more[question] = None
            cue, mention = (next(iter(tied[r]), None) for r in (CUED_BY, SAID_BY))
            spans = sorted([span, *tied[_GOES_ON]])
            yield statement_row(article, text, spans, cue, mention, coder=coder, **more)
