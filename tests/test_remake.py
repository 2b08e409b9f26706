"""What is not made again, and what makes it so."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from analysis.remake import Record, digest_all, files_beside, notebook_key
from analysis.report import make_report


def notebook(folder: Path, *cells: str) -> Path:
    path = folder / "01-own.ipynb"
    nbformat.write(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell, id=str(i)) for i, cell in enumerate(cells)]),
        path,
    )
    return path


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "articles" / "a.txt"
    path.parent.mkdir()
    path.write_text("The mayor said the bridge was safe.", encoding="utf-8")
    return path


def test_the_same_cells_articles_and_parameters_have_the_same_key(tmp_path: Path, article: Path) -> None:
    key = notebook_key(notebook(tmp_path, "1 + 1"), digest_all([article]), {"every": "week"})
    assert key is not None
    assert notebook_key(notebook(tmp_path, "1 + 1"), digest_all([article]), {"every": "week"}) == key


def test_a_file_is_the_same_by_whatever_path(tmp_path: Path, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = notebook(tmp_path, "1 + 1")
    monkeypatch.chdir(tmp_path)
    assert notebook_key(path, digest_all([article]), {}) == notebook_key(
        path, digest_all([Path("articles/../articles/a.txt")]), {}
    )


def test_what_a_cell_showed_is_no_part_of_the_key(tmp_path: Path, article: Path) -> None:
    path = notebook(tmp_path, "1 + 1")
    key = notebook_key(path, digest_all([article]), {})
    ran = nbformat.read(path, as_version=4)
    ran.cells[0].outputs = [nbformat.v4.new_output("stream", text="2")]
    nbformat.write(ran, path)
    assert notebook_key(path, digest_all([article]), {}) == key


def test_another_cell_article_parameter_or_font_has_another_key(tmp_path: Path, article: Path) -> None:
    keys = [notebook_key(notebook(tmp_path, "1 + 1"), digest_all([article]), {}, fonts=[])]
    keys.append(notebook_key(notebook(tmp_path, "1 + 2"), digest_all([article]), {}, fonts=[]))
    keys.append(notebook_key(notebook(tmp_path, "1 + 1"), digest_all([article]), {"every": "week"}, fonts=[]))
    keys.append(notebook_key(notebook(tmp_path, "1 + 1"), digest_all([article]), {}, fonts=["Noto Sans CJK"]))
    article.write_text("The mayor said the bridge was closed.", encoding="utf-8")
    keys.append(notebook_key(notebook(tmp_path, "1 + 1"), digest_all([article]), {}, fonts=[]))
    assert None not in keys
    assert len(set(keys)) == 5


def test_a_file_that_a_cell_names_counts(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("a\n1\n", encoding="utf-8")
    path = notebook(tmp_path, "import pandas as pd\npd.read_csv('own.csv')")
    key = notebook_key(path, [], {})
    (tmp_path / "own.csv").write_text("a\n2\n", encoding="utf-8")
    assert notebook_key(path, [], {}) != key


@pytest.mark.parametrize("cell", ["%matplotlib inline", "x = (", "!ls"])
def test_a_notebook_whose_files_cannot_be_told_is_always_run(cell: str, tmp_path: Path) -> None:
    assert notebook_key(notebook(tmp_path, cell), [], {}) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 3}'])
def test_a_notebook_that_cannot_be_read_is_always_run(text: str, tmp_path: Path) -> None:
    (tmp_path / "01-own.ipynb").write_text(text, encoding="utf-8")
    assert notebook_key(tmp_path / "01-own.ipynb", [], {}) is None


def test_a_registry_or_a_coding_beside_the_articles_counts(tmp_path: Path, article: Path) -> None:
    assert list(files_beside(article.parent)) == []
    (tmp_path / "coding" / "key").mkdir(parents=True)
    for name in ("speakers.csv", "events.csv", "notes.csv", "coding/key/sample.json"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in files_beside(article.parent)]
    assert found == ["speakers.csv", "events.csv", "coding/key/sample.json"]


def record(folder: Path) -> Record:
    (folder / "a.png").write_bytes(b"picture")
    made = Record(folder)
    made.keep({"01-own": "k", "02-own": "l"}, [folder / "a.png"])
    return made


def test_a_notebook_is_the_same_by_its_key(tmp_path: Path) -> None:
    record(tmp_path)
    assert Record(tmp_path).same({"01-own": "k", "02-own": "m", "03-new": "n", "04-odd": None}) == {"01-own"}


def test_nothing_is_the_same_where_a_file_is_gone_or_another(tmp_path: Path) -> None:
    record(tmp_path)
    (tmp_path / "a.png").write_bytes(b"another")
    assert Record(tmp_path).same({"01-own": "k"}) == set()
    record(tmp_path)
    (tmp_path / "a.png").unlink()
    assert Record(tmp_path).same({"01-own": "k"}) == set()


def test_a_stopped_run_leaves_no_record(tmp_path: Path) -> None:
    record(tmp_path).forget()
    assert Record(tmp_path).same({"01-own": "k"}) == set()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"files": 1, "keys": {}}', '{"files": {}, "keys": {"01-own": 1}}']
)
def test_a_damaged_record_is_none(text: str, tmp_path: Path) -> None:
    record(tmp_path).place.write_text(text, encoding="utf-8")
    assert Record(tmp_path).same({"01-own": "k"}) == set()


def test_a_report_of_which_nothing_has_changed_is_not_made_again(
    report_dir: Path, project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    made = [report_dir / "report.html", *(report_dir / "notebooks").iterdir(), *report_dir.glob("*.png")]
    before = {path: path.stat().st_mtime_ns for path in made}
    page, study = make_report(project / "data" / "articles", report_dir)
    assert {path: path.stat().st_mtime_ns for path in made} == before
    assert page == report_dir.resolve() / "report.html"
    assert len(study.articles) == 2
    assert "nothing has changed" in capfd.readouterr().err
    assert json.loads(Record(report_dir).place.read_text(encoding="utf-8"))["files"]
