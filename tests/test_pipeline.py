"""The whole way in one call, saved and loaded again."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import analysis as ma
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
