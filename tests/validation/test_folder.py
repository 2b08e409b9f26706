"""The folder of codings beside the articles is found; without one there is nothing, and that is said."""

from __future__ import annotations

import pytest

import analysis as ma


def test_the_codings_of_this_project_are_read_whole(project):
    coding = ma.load_coding(project / "data" / "articles")
    assert [path.stem for path in coding.sheets] == [
        *(f"coder-{who}-{kind}" for who in "AB" for kind in ("articles", "statements")),
        "gold-articles",
        "gold-statements",
    ]
    found = coding.agreement(resamples=0)
    assert found.problems.empty
    assert found.settings["coders"] == ["coder A", "coder B"]


def test_the_committed_corrections_are_those_that_the_decided_sheet_makes(project):
    from analysis.exports import read_cells

    coding = ma.load_coding(project / "data" / "articles")
    committed = read_cells(project / "data" / "coding" / "corrections.csv")
    assert coding.corrections().to_numpy().tolist() == committed.to_numpy().tolist()


def test_the_committed_corrections_still_fit_the_statements(project):
    study = ma.analyse(project / "data" / "articles", corrections=project / "data" / "coding" / "corrections.csv")
    assert set(study.problems["code"]) == {"correction-applied"}


def test_the_committed_sample_is_that_of_today(project, study_of_project):
    coding = ma.load_coding(project / "data" / "articles")
    fresh = ma.sample_for_coding(
        study_of_project.statements,
        articles=study_of_project.articles,
        whole=2,
        topics=study_of_project.topics,
        codebook=project / "data" / "topics.csv",
    )
    for name in ("item", "statement_id", "context", "kind", "speaker", "tone", "topic"):
        assert fresh.items[name].tolist() == coding.sample.items[name].tolist(), "see data/coding/README.md"


@pytest.fixture(scope="module")
def study_of_project(project):
    return ma.analyse(project / "data" / "articles")


def test_without_codings_it_says_what_to_do(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text("It rained.", encoding="utf-8")
    coding = ma.load_coding(tmp_path / "articles")
    found = coding.agreement()
    assert coding.corrections().empty
    assert "validate sample ARTICLES --out coding" in ma.describe_agreement(found)
    assert ma.plotted(ma.plot_agreement(found)).alt.endswith("there is nothing to compare.")
