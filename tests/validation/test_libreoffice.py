"""A sheet that LibreOffice opened and saved is the sheet that was coded: five hundred statements, lists, bold words."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

import analysis as ma

STATEMENTS = 500


@pytest.fixture(scope="module")
def soffice():
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        why = "no LibreOffice on this machine: apt-get install libreoffice-calc"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    return program


@pytest.fixture(scope="module")
def large():
    """A sample of five hundred statements with what spreadsheets stumble over."""
    odd = ["=1+1", "+49 30", "-", "@all", "’90s", "3/4", "1e5", "TRUE", "🙂", "a\tb", "1.03", "007"]
    rows = [
        {
            "article_id": f"{i:03}",
            "text": f"It rained for {i} days.\n\n“We have {odd[i % len(odd)]} of {i} bridges,” Anna Lind said.\n",
        }
        for i in range(STATEMENTS)
    ]
    study = ma.analyse(pd.DataFrame(rows))
    return ma.sample_for_coding(study.statements, STATEMENTS, articles=study.articles, whole=20)


def coded(path: Path, sample: ma.CodingSample, tones: list[str]) -> None:
    book = load_workbook(path, rich_text=True)
    sheet = book["statements"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for number, kind in enumerate(sample.items["kind"].tolist(), start=2):
        answers = {
            "statement": "yes",
            "kind": kind,
            "speaker": "Lind",
            "tone": tones[number % len(tones)],
            "note": "a = b",
        }
        for name, answer in answers.items():
            sheet.cell(number, column[name]).value = answer
    articles = book["articles"]
    column = {cell.value: cell.column for cell in articles[1]}
    for row in range(2, articles.max_row + 1):
        articles.cell(row, column["missed"]).value = "no"
    book.save(path)


def test_five_hundred_statements_survive_the_way_through_libreoffice(soffice, large, tmp_path):
    assert len(large.items) == STATEMENTS
    sheets = large.save(tmp_path)
    coded(sheets[0], large, ["neutral", "positive"])
    coded(sheets[1], large, ["neutral", "positive", "neutral", "negative"])
    saved = tmp_path / "saved"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", saved, *sheets]
    subprocess.run([str(c) for c in command], check=True, capture_output=True, timeout=300)
    found = ma.agreement([saved / path.name for path in sheets], large, resamples=50)
    assert found.problems.empty
    assert found.account["rows"].tolist() == found.account["used"].tolist() == [500, 40, 500, 40]
    tone = found.table[(found.table["question"] == "tone") & (found.table["between"] == "coder A – coder B")]
    assert tone["agreement"].tolist() == [0.75]
    assert (found.extraction.set_index("figure").loc[["precision", "recall", "speaker right"], "value"] == 1).all()
    before, after = (load_workbook(path, rich_text=True) for path in (sheets[0], saved / sheets[0].name))
    assert len(after["statements"].data_validations.dataValidation) == len(
        before["statements"].data_validations.dataValidation
    )
    contexts = [str(row[2].value) for row in after["statements"].iter_rows(min_row=2)]
    assert [" ".join(c.split()) for c in contexts] == large.items["context"].tolist()
    assert any(getattr(part, "font", None) is not None and part.font.b for part in after["statements"]["C2"].value)
    assert {cell.data_type for row in after["statements"].iter_rows() for cell in row} <= {"s", "n"}
