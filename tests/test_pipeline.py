"""The whole way in one call, saved and loaded again."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import analysis as ma
from analysis import exports
from analysis.pipeline import TABLES
from analysis.sources import SourceError
from analysis.tables import TableError, check

TEXT = "“It will close,” Anna Lind said.\n\n“We are sorry for the sanctions,” Lind added on Monday."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study's folder: articles/, with speakers.csv and topics.csv beside it."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "speakers.csv").write_text("name,form,role\nAnna Lind-Berg,Lind,mayor\n", encoding="utf-8")
    (tmp_path / "topics.csv").write_text("topic,pattern\ntrade,sanction*\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", TABLES)
def test_every_table_of_the_corpus_is_what_it_claims_to_be(study: ma.Analysis, name: str) -> None:
    check(getattr(study, name), name)


@pytest.mark.parametrize("file_format", ["parquet", "csv", "jsonl", "xlsx"])
def test_what_was_saved_is_loaded_again(study: ma.Analysis, tmp_path: Path, file_format: str) -> None:
    study.save(tmp_path, file_format)
    again = ma.Analysis.load(tmp_path)
    assert again.settings == study.settings
    for name in TABLES:
        assert_frame_equal(getattr(again, name), getattr(study, name), check_index_type=False)


def test_saving_twice_writes_the_same_bytes(study: ma.Analysis, tmp_path: Path) -> None:
    for run in ("one", "two"):
        study.save(tmp_path / run)
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes(), file.name


def test_the_committed_tables_are_those_of_today(study: ma.Analysis, project: Path, tmp_path: Path) -> None:
    study.save(tmp_path, "csv")
    committed = project / "data" / "tables"
    assert sorted(p.name for p in committed.iterdir()) == sorted(p.name for p in tmp_path.iterdir())
    for file in sorted(tmp_path.iterdir()):
        assert file.read_text("utf-8") == (committed / file.name).read_text("utf-8"), f"{file.name}: run make report"


def test_registry_and_codebook_are_taken_from_beside_the_articles(folder: Path) -> None:
    for source in (folder, folder / "articles", folder / "articles" / "one.txt"):
        registry = folder / "speakers.csv" if source.is_file() else None
        found = ma.analyse(source, registry=registry)
        assert set(found.statements["speaker"]) == {"Anna Lind-Berg"}, source
    assert ma.analyse(folder).topics["topic"].tolist() == ["trade"]


def test_the_codebook_that_is_taken_can_be_read(folder: Path) -> None:
    assert ma.read_codebook(folder).to_numpy().tolist() == [["trade", "sanction*", ""]]
    assert ma.read_codebook(folder, False).columns.tolist() == ["topic", "pattern", "exclude"]
    assert ma.read_codebook(folder, False).empty
    given = pd.DataFrame({"topic": ["regret"], "pattern": ["sorry"], "exclude": ["so sorry"]})
    assert ma.read_codebook(folder, given).to_numpy().tolist() == [["regret", "sorry", "so sorry"]]


def test_false_goes_without_them(folder: Path) -> None:
    found = ma.analyse(folder / "articles", registry=False, codebook=False)
    assert set(found.statements["speaker"]) == {"Anna Lind"}
    assert found.topics.empty
    assert found.settings["registry"] is None


def test_they_may_be_tables(folder: Path) -> None:
    registry = pd.DataFrame({"name": ["A. L."], "form": ["Lind"]})
    codebook = pd.DataFrame({"topic": ["regret"], "pattern": ["sorry"]})
    found = ma.analyse(pd.DataFrame({"text": [TEXT]}), registry=registry, codebook=codebook)
    assert set(found.statements["speaker"]) == {"A. L."}
    assert found.topics["topic"].tolist() == ["regret"]
    assert str(found.settings["registry"]).startswith("a table (sha256 ")


def test_settings_tell_what_made_the_tables(study: ma.Analysis) -> None:
    assert study.settings["version"] == ma.__version__
    assert study.settings["tone"] == "news"
    assert str(study.settings["registry"]).startswith("speakers.csv (sha256 ")


def test_the_order_of_the_files_changes_nothing(folder: Path) -> None:
    two = folder / "articles" / "two.txt"
    two.write_text("“No,” Tom Berger said.", encoding="utf-8")
    one = folder / "articles" / "one.txt"
    forth, back = ma.analyse([one, two]), ma.analyse([two, one])
    key = "statement_id"
    assert_frame_equal(
        forth.statements.sort_values(key, ignore_index=True), back.statements.sort_values(key, ignore_index=True)
    )
    assert_frame_equal(forth.speakers, back.speakers)


def test_a_problem_found_in_an_article_names_its_file(folder: Path) -> None:
    text = "“No,” Anna Lind said.\n\n“Yes,” Peter Lind said.\n\n“Perhaps,” Lind said."
    (folder / "articles" / "two.txt").write_text(text, encoding="utf-8")
    problems = ma.analyse(folder / "articles", registry=False).problems
    row = problems[problems["code"] == "ambiguous-name"].iloc[0]
    assert (row["file"], row["article_id"]) == ("two.txt", "two")


def test_an_article_of_nothing_that_is_said_has_empty_tables() -> None:
    found = ma.analyse(pd.DataFrame({"text": ["Nobody spoke."]}))
    for name in TABLES:
        check(getattr(found, name), name)
    assert found.statements.empty


def test_every_span_of_the_corpus_gives_its_words_back(study: ma.Analysis) -> None:
    texts = study.articles.set_index("article_id")["text"]
    for row in study.statements.to_dict("records"):
        text = texts[row["article_id"]]
        assert " ".join(text[s:e] for s, e in row["spans"]) == row["text"]
        for part in ("cue", "mention"):
            if isinstance(row[part], str):
                assert text[row[f"{part}_start"] : row[f"{part}_end"]] == row[part]
    for row in study.sentences.to_dict("records"):
        assert texts[row["article_id"]][row["start"] : row["end"]] == row["text"]


def test_the_errors_teach(tmp_path: Path, study: ma.Analysis) -> None:
    with pytest.raises(SourceError, match=r"nowhere: there is no such file or folder"):
        ma.analyse(tmp_path / "nowhere")
    with pytest.raises(SourceError, match=r"has no table articles \(articles\.parquet, \.csv, \.jsonl or \.xlsx\)"):
        ma.Analysis.load(tmp_path)
    with pytest.raises(ValueError, match=r"tables are saved as parquet, csv, jsonl, xlsx; got ods"):
        study.save(tmp_path, "ods")
    with pytest.raises(TableError, match=r"the speakers registry needs the columns name, form; got who"):
        ma.analyse(pd.DataFrame({"text": [TEXT]}), registry=pd.DataFrame({"who": ["x"]}))


def test_an_analysis_shows_itself(study: ma.Analysis) -> None:
    assert "2 articles" in repr(study)
    assert "2 articles" in study._repr_html_()
    assert study.overview()["rows"].iloc[0] == 2


def test_saving_again_replaces_the_tables_of_the_run_before(study: ma.Analysis, tmp_path: Path) -> None:
    assert study.save(tmp_path, "csv") == []
    (tmp_path / "notes.txt").write_text("mine")
    removed = study.save(tmp_path, "xlsx")
    assert removed == [f"{name}.csv" for name in TABLES]
    kept = {*(f"{name}.xlsx" for name in TABLES), "analysis.json", "notes.txt"}
    assert {p.name for p in tmp_path.iterdir()} == kept
    assert study.save(tmp_path, "xlsx") == []
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_table_that_did_not_come_from_here_is_never_overwritten(study: ma.Analysis, tmp_path: Path) -> None:
    (tmp_path / "articles.csv").write_text("file,outlet\n")
    for file_format in ("csv", "parquet"):
        with pytest.raises(
            SourceError, match=r"holds articles\.csv, which did not come from here .* an empty or a new"
        ):
            study.save(tmp_path, file_format)
    assert [p.name for p in tmp_path.iterdir()] == ["articles.csv"]
    assert (tmp_path / "articles.csv").read_text() == "file,outlet\n"


def test_a_save_that_fails_leaves_the_tables_of_before(
    study: ma.Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.save(tmp_path, "csv")
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    write = exports.write_table

    def full(frame: pd.DataFrame, path: Path) -> None:
        if path.name.startswith("speakers"):
            raise OSError("no space left")
        write(frame, path)

    monkeypatch.setattr(exports, "write_table", full)
    with pytest.raises(OSError, match="no space left"):
        study.save(tmp_path, "jsonl")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_folder_that_a_stopped_run_left_says_so_and_can_be_run_into_again(
    study: ma.Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.save(tmp_path, "csv")

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(exports.shutil, "move", stopped)
        with pytest.raises(KeyboardInterrupt):
            study.save(tmp_path, "csv")
    with pytest.raises(SourceError, match=r"is not whole: .* run it again"):
        ma.Analysis.load(tmp_path)
    study.save(tmp_path, "csv")
    assert len(ma.Analysis.load(tmp_path).articles) == 2
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_globs_zips_and_folders_may_be_mixed(folder: Path) -> None:
    import shutil

    shutil.make_archive(str(folder / "more"), "zip", folder / "articles")
    (folder / "two.md").write_text("“No,” Tom Berger said.", encoding="utf-8")
    found = ma.analyse([str(folder / "*.md"), folder / "more.zip", str(folder / "art*")])
    assert found.articles["file"].tolist() == ["two.md", "more.zip/one.txt", "articles/one.txt"]
    assert found.articles["duplicate_of"].notna().tolist() == [False, False, True]
    with pytest.raises(SourceError, match=r"\*\.rst: no file is called like this"):
        ma.analyse(str(folder / "*.rst"))


def test_a_file_that_is_named_twice_is_read_once_and_told(folder: Path) -> None:
    found = ma.analyse([folder / "articles", folder / "articles" / "one.txt"])
    assert len(found.articles) == 1
    assert found.problems["code"].tolist() == ["named-twice"]


def test_the_columns_may_be_named() -> None:
    frame = pd.DataFrame({"Meldung": [TEXT], "Tag": ["03/04/2022"], "text": ["a note"]})
    found = ma.analyse(frame, columns={"text": "Meldung", "published": "Tag"}, dates="day-first")
    assert found.articles["text"].tolist() == [TEXT]
    assert found.articles["input_text"].tolist() == ["a note"]
    assert found.articles["published"].astype(str).tolist() == ["2022-04-03"]
    with pytest.raises(SourceError, match="there is no column titel to fill"):
        ma.analyse(frame, columns={"titel": "Tag"})


def test_the_wikinews_export_is_read_whole(project: Path) -> None:
    export = project.parent / "shared" / "corpora" / "wikinews_2019.csv"
    if not export.is_file():
        pytest.skip("the Wikinews export is not on this machine")
    problems = ma.Problems()
    found = ma.read_articles(export, problems=problems)
    assert len(found) == 171
    assert not [row for row in problems.rows if row["severity"] == "error"]
    assert found[["headline", "published", "url", "text"]].notna().all().all()
    assert set(found["published_basis"]) == {"given"}
    assert found["url"].str.startswith("https://").all()
    with export.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert found["text"].tolist() == [row["text"] for row in rows]
    assert found["headline"].tolist() == [row["title"].strip() for row in rows]
    assert found["published"].astype(str).tolist() == [row["date"] for row in rows]


def test_tables_that_were_loaded_are_saved_as_before_in_any_format(study: ma.Analysis, tmp_path: Path) -> None:
    study.save(tmp_path / "parquet")
    study.save(tmp_path / "first", "csv")
    ma.Analysis.load(tmp_path / "parquet").save(tmp_path / "again", "csv")
    for file in (tmp_path / "first").iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes(), file.name
