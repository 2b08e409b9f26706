"""The codebook page, docs/codebook.md: every column of the tables that come out and of the files that people edit."""

from __future__ import annotations

from collections.abc import Mapping

from . import tables

# The files beside the articles, which researchers write: name -> (what it is, column -> meaning).
EDITED: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "articles.csv": (
        "What is known of each file in the folder `articles` beside it. One row per file; any further column is "
        "carried to the table articles.",
        {
            "file": "the file, relative to the folder",
            "outlet": "who published it; empty where unknown",
            "url": "its address; empty where unknown",
            "published": "day of publication, YYYY-MM-DD",
            "published_basis": "given, inferred (then say why in note), text, filename or none",
            "note": "the reason for what is inferred, or anything else",
        },
    ),
    "speakers.csv": (
        "The registry of speakers: one row per form in which the articles name somebody. It always wins over what the "
        "library would guess.",
        {
            "name": "the name to use throughout",
            "form": "words that stand for it: a name (written with capitals) or an office (“Kremlin spokesman”)",
            "kind": "person, organisation, group or unnamed; empty: person",
            "role": "the office, for the table speakers",
            "affiliation": "country, party or house, for the table speakers",
            "gender": "male or female, for pronouns; may be empty",
            "valid_from": "first day on which the form stands for the name; empty: always did",
            "valid_to": "last such day; empty: still does",
            "note": "why",
        },
    ),
    "corrections.csv": (
        "What people put right: one row per statement and column. A row is applied where the statement's words "
        "still stand; what became of each is in the table problems. `validate correct` makes it of a decided sheet.",
        {
            "statement_id": "the statement; found by its words in the article if it has another number by now",
            "column": "statement, kind, mode, tone_label, speaker, date or topic",
            "value": "what it should be; for statement: no (it is left out); unknown (no speaker), none (no topic)",
            "was": "what the machine said; may be empty",
            "words": "the statement's text when it was looked at",
            "reason": "why",
            "coder": "who says so",
        },
    ),
    "topics.csv": (
        "The codebook of topics: one row per pattern. A statement has a topic if one of its patterns occurs in it. "
        "Words are found whole, over line ends, and with curly or straight apostrophes. A topic's hits do not overlap: "
        "of those that begin together the longest counts.",
        {
            "topic": "the topic; repeat it for each of its patterns",
            "pattern": "a word or a phrase: `harbour`, `armed forces`; a star for the rest of a word: `sanction*`, "
            "`*steuer`, `econom* polic*`; alone between words for any one word: `minister of * affairs`; near/n for "
            "two words or phrases in either order, at most n words from one to the other (1: side by side; up to 50): "
            "`gas* near/5 price*`; a word all in CAPITALS is found only so written: `NATO`, `US troops`",
            "exclude": "what does not count for this pattern, several with semicolons between: `strike*` with "
            "`lightning strike*; strike* a deal`; any patterns, and a hit that overlaps one of theirs is no hit; may "
            "be empty or missing",
            "note": "why",
        },
    ),
}


def codebook_page() -> str:
    """The Markdown of docs/codebook.md."""
    lines = [
        "# Codebook",
        "",
        "This page is made from `analysis/tables.py` and `analysis/codebook.py` by `make report`; change it there.",
        "",
        "Empty means unknown: nothing is filled in by guess. Character offsets are half open: `text[start:end]`.",
        "In CSV and XLSX files lists are written as JSON, in CSV days as YYYY-MM-DD; a CSV cell that a spreadsheet",
        "takes for a formula has an apostrophe before it, which the library takes away again. A text too long for a",
        "cell of XLSX goes on in columns called `text (continued 2)` and so on.",
        "",
        "# Tables that come out",
    ]
    for name, table in tables.TABLES.items():
        unit = f"One row per {table.row}."
        more = " Every further column of the input follows, as it came." if table.open_ended else ""
        lines += ["", f"## {name}", "", unit + more, "", "| column | type | meaning |", "|---|---|---|"]
        for column in table.columns:
            kind = "one of " + ", ".join(column.values) if column.values else column.dtype
            lines.append(f"| {column.name} | {kind} | {column.meaning} |")
    lines += ["", "# Files that you edit"]
    for name, (about, columns) in EDITED.items():
        lines += ["", f"## {name}", "", about, "", "| column | meaning |", "|---|---|"]
        lines += [f"| {column} | {meaning} |" for column, meaning in columns.items()]
    return "\n".join(lines) + "\n"
