"""The two articles of the corpus against their hand coding: every statement, with kind, cue, mention and speaker."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

import analysis as ma
from analysis import tables

ROOT = Path(__file__).resolve().parent.parent
GOLD = list(csv.DictReader((ROOT / "tests/gold/statements.csv").read_text(encoding="utf-8").splitlines()))
SCARE = ["adjustments", "special military operation", "false information"]


@pytest.fixture(scope="module")
def study():
    return ma.analyse(ROOT / "data/articles")


def _characters(spans):
    return {i for start, end in spans for i in range(start, end)}


def _found(study, row):
    """The statement of ours that shares most of its characters with a coded one."""
    wanted = _characters(json.loads(row["spans"]))
    best, share = None, 0.0
    for one in study.statements[study.statements["article_id"] == row["article_id"]].to_dict("records"):
        ours = _characters(one["spans"])
        overlap = len(wanted & ours) / len(wanted | ours)
        best, share = (one, overlap) if overlap > share else (best, share)
    assert share >= 0.9, f"no statement with the content “{row['text'][:60]}”; the nearest shares {share:.0%}"
    return best


@pytest.mark.parametrize(
    "row", GOLD, ids=[f"{r['article_id'][:3]}-{r['mention']}-{r['cue']}".replace(" ", "_") for r in GOLD]
)
def test_statement_is_found_as_coded(study, row):
    one = _found(study, row)
    assert (one["kind"], one["cue"], one["mention"]) == (row["kind"], row["cue"], row["mention"])
    if row["speaker"]:
        assert one["speaker"] == row["speaker"]
    else:
        assert one["speaker_kind"] != "person"
    assert (one["relayed_by"] if isinstance(one["relayed_by"], str) else "") == row["relayed_by"]


def test_nothing_else_is_found(study):
    assert len(tables.said(study.statements)) == len(GOLD)


@pytest.mark.parametrize("words", SCARE)
def test_scare_quotes_are_nobodys_statement(study, words):
    contents = [text.strip("“”\"'., ") for text in study.statements["text"].tolist()]
    assert words not in contents


def test_coded_spans_give_their_words_back():
    for row in GOLD:
        text = (ROOT / "data/articles" / f"{row['article_id']}.txt").read_bytes().decode("utf-8")
        assert " ".join(text[s:e] for s, e in json.loads(row["spans"])) == row["text"]


def test_every_span_of_ours_gives_its_words_back(study):
    texts = dict(zip(study.articles["article_id"], study.articles["text"], strict=True))
    for one in study.statements.to_dict("records"):
        text = texts[one["article_id"]]
        assert " ".join(text[s:e] for s, e in one["spans"]) == one["text"]
        for name in ("cue", "mention"):
            if isinstance(one[name], str):
                assert text[one[f"{name}_start"] : one[f"{name}_end"]] == one[name]


def test_tag_line_and_link_lines_are_no_text(study):
    parts = {row["article_id"]: [p["part"] for p in row["parts"]] for row in study.articles.to_dict("records")}
    assert parts == {
        "000_b75ce7564bb9d108": ["headline", "tags"],
        "002_06b766ffa7513be7": ["boilerplate", "boilerplate"],
    }
    assert study.articles["tags"].tolist()[0] == ["Biden", "Putin", "War in Ukraine"]


def test_articles_are_byte_for_byte_what_their_hash_says(study):
    for file, sha in study.articles[["file", "sha256"]].itertuples(index=False):
        assert hashlib.sha256((ROOT / "data/articles" / file).read_bytes()).hexdigest() == sha
