"""Coding sheets: nothing of the machine in them, the same bytes each time, never written over people's work."""

from __future__ import annotations

import pandas as pd
import pytest
from openpyxl import load_workbook

import analysis as ma
from analysis.validation.questions import QUESTIONS
from analysis.validation.sheets import instructions


def test_each_coder_gets_a_workbook_and_the_key_stays_beside_it(sample, tmp_path):
    written = sample.save(tmp_path, ["Ann", "Bob Miller"])
    assert [path.name for path in written] == ["Ann.xlsx", "Bob-Miller.xlsx"]
    book = load_workbook(written[1])
    assert book.sheetnames == ["instructions", "statements", "articles", "lists"]
    header, first = [[c.value for c in row] for row in book["statements"].iter_rows(max_row=2)]
    assert header == ["item", "article", "context", "statement", "kind", "speaker", "tone", "topic", "note", "coder"]
    assert first[0] == "S0001"
    assert first[-1] == "Bob Miller"


def test_what_the_machine_says_is_nowhere_in_a_sheet(sample, tmp_path):
    sample.save(tmp_path)
    book = load_workbook(tmp_path / "coder-A.xlsx")
    for name in ("statements", "articles"):
        header, *rows = book[name].iter_rows(values_only=True)
        asked = [i for i, column in enumerate(header) if column in {*QUESTIONS, "missed", "first_words", "note"}]
        assert {row[i] for row in rows for i in asked} == {None}
        assert "probability" not in header


def test_two_runs_write_the_same_bytes(draw, tmp_path):
    for folder in ("one", "two"):
        draw().save(tmp_path / folder)
    for path in sorted((tmp_path / "one").rglob("*.*")):
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes(), path.name


def test_a_sheet_that_may_have_been_coded_is_not_written_over(sample, tmp_path):
    sample.save(tmp_path, ["Ann"])
    before = (tmp_path / "Ann.xlsx").read_bytes()
    with pytest.raises(ma.SourceError, match=r"Ann.xlsx is there already and may have been coded; name another folder"):
        sample.save(tmp_path, ["Bob", "Ann"])
    assert (tmp_path / "Ann.xlsx").read_bytes() == before
    assert not (tmp_path / "Bob.xlsx").exists()


def test_a_third_coder_may_be_added_to_the_same_sample_and_to_no_other(draw, tmp_path):
    draw(9).save(tmp_path, ["Ann"])
    draw(9).save(tmp_path, ["Cara"])
    with pytest.raises(ma.SourceError, match="key is the key of another sample; name another folder"):
        draw(9, seed=1).save(tmp_path, ["Dan"])
    assert {path.name for path in tmp_path.iterdir()} == {"Ann.xlsx", "Cara.xlsx", "key"}


@pytest.mark.parametrize("names", [["Ann", "ann"], ["Ann", "…"], ["A/B", "A:B"]])
def test_two_coders_cannot_have_one_file(sample, tmp_path, names):
    with pytest.raises(ValueError, match="every coder needs a name of their own"):
        sample.save(tmp_path, names)


def test_as_csv_there_are_two_files_and_the_instructions(sample, tmp_path):
    written = sample.save(tmp_path, ["Ann"], "csv")
    assert [path.name for path in written] == ["Ann-statements.csv", "Ann-articles.csv"]
    assert pd.read_csv(written[0])["item"].tolist() == sample.items["item"].tolist()
    assert "How to code" in (tmp_path / "instructions.txt").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="written as xlsx or csv; got ods"):
        sample.save(tmp_path, ["Bob"], "ods")


def test_the_text_of_an_article_cannot_become_a_formula(article, tmp_path):
    articles = article('=HYPERLINK("http://a.example") is what the page began with.\n\n“@SUM(A1) is wrong,” Lind said.')
    statements = ma.name_speakers(ma.find_statements(articles), articles)
    sample = ma.sample_for_coding(statements, 5, articles=articles, whole=1)
    sample.save(tmp_path, ["Ann"])
    sample.save(tmp_path, ["Ann"], "csv")
    for row in load_workbook(tmp_path / "Ann.xlsx")["articles"].iter_rows():
        assert all(cell.data_type in {"s", "inlineStr", "n"} for cell in row)
    lines = (tmp_path / "Ann-articles.csv").read_text(encoding="utf-8-sig").splitlines()
    assert not any(cell.lstrip('"').startswith(("=", "@")) for line in lines for cell in line.split(","))


def test_the_instructions_explain_every_question_and_answer(sample):
    text = "\n".join("".join(run.text for run in line) for line in instructions(sample))
    for question in QUESTIONS.values():
        assert question.asks in text
        assert all(meaning in text for meaning in question.meanings)
    assert "money, traffic, weather" in text


def test_without_a_codebook_nobody_is_asked_for_topics(draw):
    sample = draw(topics=None)
    assert "topic" not in sample.questions()
    assert not any("topic" in run.text for line in instructions(sample) for run in line)
