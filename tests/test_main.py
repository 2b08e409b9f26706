"""The command line: what it writes, what it says, and with which status it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import analysis as ma
from analysis.__main__ import main
from analysis.pipeline import TABLES
from analysis.remake import home

NOTEBOOKS = home() / "notebooks"
GOOD = "“It will close,” Anna Lind said.\n\n“We are sorry,” Lind added on Monday.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with one article, and four files that are none."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(32)) * 40)
    (folder / "columns.csv").write_text("who,what\nLind,nothing\n", encoding="utf-8")
    (folder / "broken.json").write_text('{"text": "“It', encoding="utf-8")
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[str], list[str]]:
    """Exit status, and the lines on stdout and stderr."""
    status = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err.splitlines()


@pytest.mark.parametrize("file_format", ["parquet", "csv", "jsonl", "xlsx"])
def test_extract_writes_the_six_tables(
    capsys: pytest.CaptureFixture[str], corpus: Path, tmp_path: Path, file_format: str
) -> None:
    out = tmp_path / "out"
    status, said, errors = run(capsys, "extract", corpus / "good.txt", "--out", out, "--format", file_format)
    assert (status, errors) == (0, [])
    assert said == [f"1 articles, 2 statements (0 not attributed), 1 speakers, 0 problems: {out}"]
    assert {p.name for p in out.iterdir()} == {*(f"{name}.{file_format}" for name in TABLES), "analysis.json"}
    assert ma.Analysis.load(out).statements["speaker"].tolist() == ["Anna Lind", "Anna Lind"]


def test_what_is_rejected_is_named_in_one_line_each_and_the_rest_is_done(
    capsys: pytest.CaptureFixture[str], corpus: Path, tmp_path: Path
) -> None:
    status, said, errors = run(capsys, "extract", corpus, "--out", tmp_path / "out")
    assert status == 1
    assert said[0].startswith("1 articles, 2 statements")
    assert [line.split(":")[1].strip().split(",")[0] for line in errors] == [
        "binary.txt",
        "broken.json",
        "columns.csv",
        "empty.txt",
    ]
    assert "rejected: empty.txt: the file is empty; leave it out or get it again" in errors
    assert any("no column text, body, content or the like among who, what" in line for line in errors)
    problems = ma.Analysis.load(tmp_path / "out").problems
    assert (problems["severity"] == "error").sum() == 4


@pytest.mark.parametrize("name", ["empty.txt", "binary.txt", "columns.csv", "broken.json"])
def test_a_file_that_is_no_article_leaves_empty_tables_and_status_1(
    capsys: pytest.CaptureFixture[str], corpus: Path, tmp_path: Path, name: str
) -> None:
    status, _, errors = run(capsys, "extract", corpus / name, "--out", tmp_path / "out")
    assert status == 1
    assert len(errors) == 1
    assert errors[0].startswith(f"rejected: {name}")
    assert ma.Analysis.load(tmp_path / "out").articles.empty


def test_a_folder_that_is_not_there_or_empty_is_a_wrong_call(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    for name, why in (("nowhere", "there is no such file or folder"), ("empty", "the folder holds no files")):
        status, said, errors = run(capsys, "extract", tmp_path / name, "--out", tmp_path / "out")
        assert (status, said, len(errors)) == (2, [], 1)
        assert errors[0].startswith(f"media-analysis: {tmp_path / name}: {why}")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("option", "text", "why"),
    [
        ("--speakers", None, "there is no such file (speakers registry)"),
        ("--topics", None, "there is no such file (codebook of topics)"),
        ("--speakers", "who\nLind\n", "the speakers registry needs the columns name, form; got who"),
        ("--topics", "topic,pattern\nwar,\n", "codebook of topics, row 2: topic and pattern must both be filled in"),
    ],
)
def test_a_researchers_file_that_is_wrong_is_a_wrong_call(
    capsys: pytest.CaptureFixture[str], corpus: Path, tmp_path: Path, option: str, text: str | None, why: str
) -> None:
    table = tmp_path / "table.csv"
    if text is not None:
        table.write_text(text, encoding="utf-8")
    status, _, errors = run(capsys, "extract", corpus / "good.txt", "--out", tmp_path / "out", option, table)
    assert (status, len(errors)) == (2, 1)
    assert why in errors[0]


def test_a_place_that_cannot_be_written_to_is_named(
    capsys: pytest.CaptureFixture[str], corpus: Path, tmp_path: Path
) -> None:
    status, _, errors = run(capsys, "extract", corpus / "good.txt", "--out", corpus / "good.txt")
    assert (status, len(errors)) == (2, 1)
    assert "good.txt" in errors[0]


def test_the_text_column_and_the_tone_can_be_chosen(
    capsys: pytest.CaptureFixture[str], corpus: Path, tmp_path: Path
) -> None:
    (corpus / "columns.csv").write_text("who;what\nx;“The United States agreed,” Anna Lind said.\n", encoding="utf-8")
    call = ("extract", corpus / "columns.csv", "--text-column", "what", "--format", "csv")
    for tone in ("news", "vader"):
        assert run(capsys, *call, "--tone", tone, "--out", tmp_path / tone)[0] == 0
    news, vader = (pd.read_csv(tmp_path / tone / "statements.csv")["tone"][0] for tone in ("news", "vader"))
    assert vader > news


@pytest.mark.parametrize(
    "arguments", [[], ["dance"], ["extract", "x"], ["extract", "x", "--out", "y", "--format", "loud"]]
)
def test_a_call_that_cannot_be_understood_is_status_2(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "error: " in capsys.readouterr().err


def test_help_is_given_without_loading_anything_heavy(project: Path) -> None:
    code = (
        "import sys\nfrom analysis.__main__ import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "finally:\n    print([m for m in ('pandas', 'numpy', 'matplotlib', 'nbconvert') if m in sys.modules])"
    )
    for arguments in (["--help"], ["report", "--help"], ["extract", "--help"], ["--version"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], cwd=project, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[-1] == "[]"


def test_the_module_can_be_run(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "--version"], cwd=project, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"media-analysis {ma.__version__}"


def test_report_makes_a_page_of_any_corpus_and_markup_in_it_stays_text(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "one.txt").write_text(GOOD, encoding="utf-8")
    nasty = '“<script>alert(1)</script> is no answer,” Tom "O’Hara" Berger said. “<img src=x>,” Mayor <b>Fox said.\n'
    (corpus / "two <i>.txt").write_text(nasty, encoding="utf-8")
    status, said, errors = run(capsys, "report", corpus, "--out", tmp_path / "out")
    assert status == 0, errors
    assert said[0].startswith("2 articles, ")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert page.count("<script") == 1, "the page's own; the articles’ is text"
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<img src=x" not in page
    assert "<i>" not in page
    assert (tmp_path / "out" / "tables" / "statements.csv").is_file()
    assert (tmp_path / "out" / "statement-timeline.png").is_file()
    made, ours = (sorted(p.name for p in at.glob("[0-9]*.ipynb")) for at in (tmp_path / "out" / "notebooks", NOTEBOOKS))
    assert made == ours


def test_report_of_nothing_readable_says_so(capsys: pytest.CaptureFixture[str], corpus: Path, tmp_path: Path) -> None:
    status, said, errors = run(capsys, "report", corpus / "empty.txt", "--out", tmp_path / "out")
    assert (status, said) == (1, [])
    assert "rejected: empty.txt: the file is empty; leave it out or get it again" in errors
    assert not (tmp_path / "out" / "report.html").exists()


def test_benchmark_without_its_folder_says_what_is_missing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, _, errors = run(capsys, "benchmark", tmp_path)
    assert status == 2
    assert "score.py is missing; give the folder that holds PolNeAR's articles and score.py" in errors[0]


def test_a_tone_lexicon_that_is_none_is_status_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It will close.", encoding="utf-8")
    assert main(["extract", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out"), "--tone", "loud"]) == 2
    assert "knows the lexicons news, vader, and the CSV of your own (word, value); got loud" in capsys.readouterr().err


def test_a_tone_lexicon_of_ones_own_is_a_csv(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“It will close,” Anna Lind said.", encoding="utf-8")
    (tmp_path / "own.csv").write_text("word,value\nclose,-2\n", encoding="utf-8")
    out = tmp_path / "out"
    call = ["extract", str(tmp_path / "a.txt"), "--out", str(out), "--format", "csv"]
    assert main([*call, "--tone", str(tmp_path / "own.csv")]) == 0
    assert pd.read_csv(out / "statements.csv")["tone"][0] < -0.3


def test_an_out_that_holds_tables_of_yours_is_a_wrong_call_before_any_work(
    capsys: pytest.CaptureFixture[str], corpus: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "articles.csv").write_text("file,outlet\n", encoding="utf-8")
    status, said, errors = run(capsys, "extract", corpus / "good.txt", "--out", out, "--format", "csv")
    assert (status, said) == (2, [])
    assert "holds articles.csv, which did not come from here" in errors[0]
    assert [p.name for p in out.iterdir()] == ["articles.csv"]


def test_running_again_in_another_format_says_what_it_removes(
    capsys: pytest.CaptureFixture[str], corpus: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run(capsys, "extract", corpus / "good.txt", "--out", out, "--format", "csv")
    status, _, errors = run(capsys, "extract", corpus / "good.txt", "--out", out, "--format", "xlsx")
    assert status == 0
    assert errors == [f"removed from {out}, as they are of an earlier run: {', '.join(f'{n}.csv' for n in TABLES)}"]
    assert len(ma.Analysis.load(out).statements) == 2


def test_columns_dates_and_copies_are_options(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, project: Path
) -> None:
    text = GOOD.replace("\n", " ") * 4
    table = tmp_path / "table.csv"
    table.write_text(f'Meldung,Tag\n"{text}",03/04/2022\n"{text}",04/04/2022\n', encoding="utf-8")
    options = ["--column", "text=Meldung", "--column", "published=Tag", "--dates", "day-first", "--duplicates", "keep"]
    status, _, errors = run(capsys, "extract", table, "--out", tmp_path / "out", *options)
    assert (status, errors) == (0, [])
    found = ma.Analysis.load(tmp_path / "out")
    assert found.articles["published"].astype(str).tolist() == ["2022-04-03", "2022-04-04"]
    assert found.articles["duplicate_of"].notna().tolist() == [False, True]
    assert set(found.statements["article_id"]) == {"table-1", "table-2"}


@pytest.mark.parametrize("given", ["text", "=x", "text="])
def test_a_column_without_its_equals_sign_is_a_wrong_call(capsys: pytest.CaptureFixture[str], given: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["extract", "x", "--out", "y", "--column", given])
    assert ended.value.code == 2
    assert "should be OURS=NAME, as text=Volltext" in capsys.readouterr().err


def test_a_name_with_a_line_end_is_told_on_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a\nb\x1b.txt").write_bytes(b"")
    status, _, errors = run(capsys, "extract", tmp_path, "--out", tmp_path / "out")
    assert status == 1
    assert errors == ["rejected: a\\nb\\x1b.txt: the file is empty; leave it out or get it again"]


def test_a_command_that_is_stopped_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("analysis.pipeline.analyse", stopped)
    assert main(["extract", "data/articles", "--out", "nowhere"]) == 130
    assert capsys.readouterr().err.endswith("media-analysis: stopped\n")
