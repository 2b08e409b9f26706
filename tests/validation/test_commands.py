"""The whole loop from the command line: sample, code, agree, merge, decide, correct; export and import."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import analysis as ma
from analysis.__main__ import main


@pytest.fixture
def articles(corpus, tmp_path: Path) -> Path:
    """The small corpus as a folder of files, with a codebook beside it."""
    folder = tmp_path / "study" / "articles"
    folder.mkdir(parents=True)
    for name, text in zip(corpus["article_id"], corpus["text"], strict=True):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder.parent / "topics.csv").write_text("topic,pattern\ntraffic,bridge*\nsport,goal*\n", encoding="utf-8")
    return folder


def run(capsys, *arguments):
    status = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def code(path: Path, key: Path, **other):
    """Fill in a sheet with the machine's answers, but for those of `other`."""
    frame = pd.read_csv(path, dtype=object)
    if "statement" in frame.columns:
        machine = pd.read_csv(key / "items.csv", dtype=object, keep_default_na=False).set_index("item")
        frame["statement"] = "yes"
        for question in ("kind", "speaker", "tone", "topic"):
            frame[question] = machine.loc[frame["item"], question].to_numpy()
        for question, answer in other.items():
            frame.loc[0, question] = answer
    else:
        frame["missed"] = "no"
    frame.to_csv(path, index=False, encoding="utf-8-sig")


def test_the_loop_ends_in_tables_that_people_put_right(capsys, articles, tmp_path):
    out, key = tmp_path / "coding", tmp_path / "coding" / "key"
    sampled = ("validate", "sample", articles, "--out", out, "-n", 10, "--whole", 2, "--format", "csv", "--coders")
    status, said, _ = run(capsys, *sampled, "Ann", "Bob")
    assert (status, said.split(":")[0]) == (0, "CodingSample")
    assert '"sport"' in (key / "sample.json").read_text("utf-8"), "a topic that was never found may be coded"
    sheets = [out / f"{who}-{kind}.csv" for who in ("Ann", "Bob") for kind in ("statements", "articles")]
    for sheet in sheets:
        code(sheet, key, tone="positive" if "Ann" in sheet.name else "negative")

    status, said, errors = run(capsys, "validate", "agree", *sheets, "--key", out, "--out", tmp_path / "result")
    assert (status, errors) == (0, "")
    assert "2 people coded them alone (Ann, Bob)" in said
    names = {path.name for path in (tmp_path / "result").iterdir()}
    assert {"agreement.csv", "extraction.csv", "disagreements.csv", "methods.txt", "agreement-figure.png"} <= names

    status, said, _ = run(capsys, "validate", "merge", *sheets, "--key", out, "--out", out / "gold.csv")
    assert said.startswith("1 rows to decide, see the column codings")
    gold = out / "gold-statements.csv"
    frame = pd.read_csv(gold, dtype=object)
    frame.loc[0, ["tone", "speaker"]] = ["neutral", "The Mayor"]
    frame.to_csv(gold, index=False)

    beside = articles.parent / "corrections.csv"
    status, said, _ = run(capsys, "validate", "correct", gold, "--key", out, "--out", beside)
    assert status == 0
    assert run(capsys, "extract", articles, "--out", tmp_path / "after")[0] == 0
    after = ma.Analysis.load(tmp_path / "after")
    corrected = pd.read_csv(beside)["statement_id"][0]
    assert after.statements.set_index("statement_id").loc[corrected, "speaker"] == "The Mayor"
    assert "correction-applied" in set(after.problems["code"])
    assert after.settings["corrections"].startswith("corrections.csv")


def test_rows_that_could_not_be_used_are_named_and_the_status_is_1(capsys, articles, tmp_path):
    out = tmp_path / "coding"
    run(capsys, "validate", "sample", articles, "--out", out, "-n", 3, "--whole", 0, "--format", "csv")
    sheet = out / "coder-A-statements.csv"
    code(sheet, out / "key")
    frame = pd.read_csv(sheet, dtype=object)
    frame.loc[0, ["item", "context"]] = ["Q9", "other words"]
    frame.to_csv(sheet, index=False)
    status, _, errors = run(capsys, "validate", "agree", sheet, "--key", out, "--out", tmp_path / "result")
    assert status == 1
    assert errors.startswith("not used: coder-A-statements.csv: row 2: the item “Q9” is not of this sample")


def test_tables_that_extract_wrote_can_be_sampled(capsys, articles, tmp_path):
    run(capsys, "extract", articles, "--out", tmp_path / "tables")
    status, *_ = run(capsys, "validate", "sample", tmp_path / "tables", "--out", tmp_path / "coding", "-n", 4)
    assert status == 0
    assert (tmp_path / "coding" / "coder-A.xlsx").is_file()


@pytest.mark.parametrize("form", ["brat", "inception", "labelstudio"])
def test_out_to_a_tool_and_back_as_a_table_and_as_a_coding_sheet(capsys, articles, tmp_path, form):
    tool = tmp_path / "tool"
    assert run(capsys, "validate", "export", articles, "--format", form, "--out", tool)[0] == 0
    status, said, _ = run(capsys, "validate", "import", tool, "--format", form, "--out", tmp_path / "back.csv")
    assert (status, said.split(" statements")[0]) == (0, "24")
    run(capsys, "validate", "sample", articles, "--out", tmp_path / "coding", "-n", 5, "--whole", 2)
    options = ("--key", tmp_path / "coding", "--out", tmp_path / "sheet.csv")
    assert run(capsys, "validate", "import", tool, "--format", form, *options)[0] == 0
    sheets = [tmp_path / "sheet-statements.csv", tmp_path / "sheet-articles.csv"]
    options = ("--key", tmp_path / "coding", "--out", tmp_path / "result")
    status, said, _ = run(capsys, "validate", "agree", *sheets, *options)
    assert status == 0
    assert "precision of 100 %" in said
    assert "recall of 100 %" in said


def test_a_key_that_is_not_there_is_a_wrong_call(capsys, tmp_path):
    status, _, errors = run(capsys, "validate", "agree", "a.csv", "--key", tmp_path, "--out", tmp_path / "out")
    assert status == 2
    assert "give the folder into which `validate sample` wrote the sheets" in errors


def test_asking_for_help_imports_nothing_heavy(capsys):
    with pytest.raises(SystemExit):
        main(["validate", "sample", "--help"])
    assert "articles to read whole" in capsys.readouterr().out
