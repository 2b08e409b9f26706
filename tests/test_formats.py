"""The same three articles in every format: three articles and copies of them, with the same statements in all."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as ma
from analysis.cells import defuse
from analysis.encodings import undo_mojibake
from analysis.exports import FORMATS, write_table
from analysis.readers import READERS

ARTICLES = [
    {
        "title": "Harbour bridge to open early",
        "date": "2024-05-10",
        "desk": "City",
        "text": "“The bridge will open before the summer,” Mayor Anna Lind said on Friday.\n"
        "Lorries have waited for it for three years, and the harbour paid for most of the work.\n"
        "The ferry company promised that it would keep one boat. “Nobody will be left behind,” Peter Holm said.",
    },
    {
        "title": "Café owners fear the “night rule”",
        "date": "2024-05-11",
        "desk": "Business",
        "text": "Café owners in the old town have asked the council to drop its night rule and its early hour.\n"
        "“We cannot live on breakfast,” Señora Eva Berg said – and her guests agreed.\n"
        "The council’s spokesman said that the rule was not up for debate.",
    },
    {
        "title": "School choir wins in Vienna",
        "date": "2024-05-12",
        "desk": "Culture",
        "text": "The choir of the harbour school won the first prize of a contest in Vienna on Saturday.\n"
        "Its conductor, Tom Berger, told reporters that the children had practised every day since January.\n"
        "“They sang as if nobody was watching,” he said.",
    },
]


ARTICLES = [{**one, "text": f"{one['title']}\n\n{one['text']}"} for one in ARTICLES]


def page(article: dict[str, str]) -> str:
    body = "".join(f"<p>{line}</p>" for line in article["text"].split("\n")[2:])
    return (
        f'<html lang="en"><head><meta charset="utf-8"><title>{article["title"]}</title>'
        f'<meta property="article:published_time" content="{article["date"]}"></head>'
        f"<body><article><h1>{article['title']}</h1>{body}</article></body></html>"
    )


def write_all(folder: Path) -> None:
    """Every format that is read, with the three articles in each."""
    folder.mkdir()
    frame = pd.DataFrame(ARTICLES)
    for n, article in enumerate(ARTICLES):
        for ending in ("txt", "md"):
            (folder / f"{n}.{ending}").write_text(article["text"], encoding="utf-8")
        for ending in ("html", "htm"):
            (folder / f"{n}.{ending}").write_text(page(article), encoding="utf-8")
    frame.to_csv(folder / "a.csv", index=False)
    frame.to_csv(folder / "a.tsv", index=False, sep="\t")
    frame.to_parquet(folder / "a.parquet")
    frame.to_excel(folder / "a.xlsx", index=False)
    lines = "\n".join(json.dumps(article) for article in ARTICLES)
    (folder / "a.jsonl").write_text(lines, encoding="utf-8")
    (folder / "a.json").write_text(json.dumps({"articles": ARTICLES}), encoding="utf-8")
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        archive.write(folder / "a.csv", "inside/a.csv")


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formats") / "all"
    write_all(folder)
    return folder


def said(study: ma.Analysis) -> list[tuple[str, ...]]:
    """What was said, whoever printed it."""
    columns = ["text", "speaker", "cue", "mention", "kind", "mode"]
    return sorted(tuple(map(str, row)) for row in study.statements[columns].to_numpy().tolist())


def test_one_folder_of_every_format_gives_three_articles_and_copies(everything: Path) -> None:
    study = ma.analyse(everything)
    copies = 4 * 3 + 8 * 3 - 3
    assert (study.problems["severity"] == "error").sum() == 0
    assert len(study.articles) == 36
    assert study.articles["duplicate_of"].notna().sum() == copies
    assert len(said(study)) == len(said(ma.analyse(pd.DataFrame(ARTICLES))))
    assert len(said(study)) >= 6


@pytest.mark.parametrize(
    "name", "*.txt *.md *.html *.htm *.csv *.tsv *.parquet *.xlsx *.jsonl *.json *.gz *.zip".split()
)
def test_each_format_gives_the_same_statements(everything: Path, name: str) -> None:
    study = ma.analyse(str(everything / name))
    assert len(study.articles) == 3
    assert said(study) == said(ma.analyse(pd.DataFrame(ARTICLES)))
    assert sorted(study.articles["headline"]) == sorted(article["title"] for article in ARTICLES)


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.xlsx", "a.jsonl", "a.json", "*.html"])
def test_days_come_from_the_columns_and_further_columns_are_carried(everything: Path, name: str) -> None:
    found = ma.read_articles(str(everything / name))
    assert found["published"].astype(str).tolist() == ["2024-05-10", "2024-05-11", "2024-05-12"]
    assert set(found["published_basis"]) == {"given"}
    if "html" not in name:
        assert found["desk"].tolist() == ["City", "Business", "Culture"]


def test_every_reader_is_tried_here(everything: Path) -> None:
    assert {p.suffix for p in everything.iterdir()} == {*READERS, ".gz", ".zip"}


@pytest.mark.parametrize("ending", FORMATS)
def test_what_we_export_is_read_again_as_it_was(tmp_path: Path, ending: str) -> None:
    texts = ["=1+1 is two.", "-5 degrees", "@lind left", "'=no", "+ and\tmore", "“Go,” said Lind.\r\nShe left."]
    one = ma.read_articles(pd.DataFrame({"text": texts, "tags": [["=a", "b"]] * 6, "desk": ["=x"] * 6}))
    write_table(one, tmp_path / f"articles.{ending}")
    again = ma.read_articles(tmp_path / f"articles.{ending}")
    for column in ("text", "tags", "desk", "article_id", "published_basis"):
        assert again[column].tolist() == one[column].tolist(), column


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ROWS = st.lists(st.fixed_dictionaries({"text": TEXTS, "note": TEXTS, "title": TEXTS}), min_size=1, max_size=4)


@pytest.mark.parametrize("ending", FORMATS)
@given(ROWS)
def test_any_table_of_texts_is_read_from_every_format_with_nothing_lost(
    tmp_path_factory: pytest.TempPathFactory, ending: str, rows: list[dict[str, str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any.{ending}"
    write_table(pd.DataFrame(rows).astype(object), path)
    problems = ma.Problems()
    found = ma.read_articles(path, problems=problems)
    kept = defuse if ending == "csv" else str  # a CSV that does not look like ours keeps the apostrophes in it
    wanted = [(text, kept(row["note"])) for row in rows if (text := undo_mojibake(kept(row["text"]))[0]).strip()]
    rejected = [row for row in problems.rows if row["severity"] == "error"]
    if [row["code"] for row in rejected] == ["binary"]:  # a CSV that is half control characters
        return
    assert len(found) + len(rejected) == len(rows)
    notes = found["note"].fillna("").tolist() if wanted else []
    assert list(zip(found["text"], notes, strict=True)) == wanted


@given(st.lists(st.lists(st.one_of(TEXTS, st.none()), min_size=3, max_size=3), min_size=1, max_size=4))
def test_any_data_frame_of_texts_is_read_with_exact_offsets(rows: list[list[str | None]]) -> None:
    frame = pd.DataFrame(rows, columns=["text", "title", "date"], dtype=object)
    problems = ma.Problems()
    found = ma.read_articles(frame, problems=problems)
    assert found["text"].tolist() == [row[0] for row in rows if row[0] and row[0].strip()]
    assert len(found) + sum(row["severity"] == "error" for row in problems.rows) == len(rows)
    for text, parts in zip(found["text"], found["parts"], strict=True):
        spans = [(part["start"], part["end"]) for part in parts]
        assert all(0 <= start < end <= len(text) for start, end in spans)
    for row in ma.split_sentences(found).to_dict("records"):
        text = found.set_index("article_id")["text"][row["article_id"]]
        assert text[row["start"] : row["end"]] == row["text"]
