"""Corrections by hand: applied where the words still stand, told where not, and nothing else is touched."""

from __future__ import annotations

import pandas as pd
import pytest

import analysis as ma
from analysis import tables
from analysis.corrections import apply_corrections, load_corrections

TEXT = (
    "“It will close,” Anna Lind said.\n\n“We are sorry,” Lind added.\n\n"
    "The ministry said it was “shocked” by the decision.\n"
)


@pytest.fixture(scope="module")
def study():
    return ma.analyse(pd.DataFrame([{"article_id": "a", "text": TEXT, "published": "2024-05-10"}]))


def row(study, number, column, value, **more):
    statement = study.statements.iloc[number]
    return {
        "statement_id": statement["statement_id"],
        "column": column,
        "value": value,
        "words": statement["text"],
        **more,
    }


def corrected(study, *rows):
    problems = tables.Problems()
    found = load_corrections(pd.DataFrame(rows))
    statements, topics = apply_corrections(study.statements, study.topics, found, problems=problems)
    tables.check(statements, "statements")
    return statements, topics, problems.table()


def test_a_value_is_put_in_and_nothing_else_changes(study):
    statements, _, problems = corrected(study, row(study, 1, "kind", "mixed", reason="half of it"))
    assert statements["kind"].tolist() == ["direct", "mixed", *study.statements["kind"].tolist()[2:]]
    others = [c for c in statements.columns if c != "kind"]
    pd.testing.assert_frame_equal(statements[others], study.statements[others])
    assert problems[["code", "message"]].to_numpy().tolist() == [
        ["correction-applied", "kind of a:1: direct → mixed (half of it)"]
    ]
    assert problems["start"][0] == study.statements["spans"][1][0][0]


def test_a_speaker_takes_the_kind_of_that_name_along(study):
    statements, _, _ = corrected(study, row(study, 2, "speaker", "Anna Lind"), row(study, 0, "speaker", "unknown"))
    assert statements.loc[2, ["speaker", "speaker_kind", "speaker_basis"]].tolist() == [
        "Anna Lind",
        "person",
        "corrected",
    ]
    assert statements.loc[0, ["speaker", "speaker_kind"]].isna().all()
    assert statements.loc[0, "speaker_basis"] == "none"


def test_what_is_no_statement_is_left_out_and_the_others_keep_their_ids(study):
    statements, _, problems = corrected(study, row(study, 1, "statement", "no"))
    assert statements["statement_id"].tolist() == ["a:0", "a:2"]
    assert problems["message"][0] == "statement of a:1: yes → no (no reason given)"


def test_topics_are_given_whole(study):
    topics = tables.make(
        "topics", [{"statement_id": "a:0", "article_id": "a", "topic": "roads", "hits": 1, "terms": ["close"]}]
    )
    problems = tables.Problems()
    rows = load_corrections(pd.DataFrame([row(study, 0, "topic", "roads; money"), row(study, 1, "topic", "money")]))
    _, after = apply_corrections(study.statements, topics, rows, problems=problems)
    assert after[["statement_id", "topic", "hits"]].to_numpy().tolist() == [
        ["a:0", "money", 0],
        ["a:0", "roads", 1],
        ["a:1", "money", 0],
    ]
    _, none = apply_corrections(
        study.statements, topics, load_corrections(pd.DataFrame([row(study, 0, "topic", "none")]))
    )
    assert none.empty


def test_a_date_is_given(study):
    statements, _, _ = corrected(study, row(study, 0, "date", "2024-05-08"))
    assert statements.loc[0, ["date", "date_basis"]].tolist() == [pd.Timestamp("2024-05-08"), "given"]


def test_a_correction_of_other_words_is_not_applied(study):
    changed = {**row(study, 0, "kind", "mixed"), "words": "It will stay open,"}
    statements, _, problems = corrected(study, changed)
    assert statements["kind"][0] == "direct"
    assert problems[["code", "severity"]].to_numpy().tolist() == [["correction-stale", "warning"]]
    assert "its words are now ““It will close,””; look at it again" in problems["message"][0]


def test_a_statement_that_got_another_number_is_found_by_its_words(study):
    moved = {**row(study, 1, "kind", "mixed"), "statement_id": "a:7"}
    statements, _, problems = corrected(study, moved)
    assert statements["kind"][1] == "mixed"
    assert "kind of a:1 (was a:7): direct → mixed" in problems["message"][0]


def test_a_statement_that_is_gone_is_told(study):
    _, _, problems = corrected(study, {"statement_id": "b:0", "column": "kind", "value": "mixed", "words": "No."})
    assert problems["code"].tolist() == ["correction-unknown"]
    assert problems["article_id"].isna().all()


def test_a_correction_that_changes_nothing_is_told(study):
    _, _, problems = corrected(study, row(study, 0, "kind", "direct"))
    assert problems["code"].tolist() == ["correction-idle"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"column": "mood"}, "row 2: column may be statement, kind, mode, tone_label, speaker, date, topic; got mood"),
        ({"value": "sideways"}, "row 2: kind may be direct, mixed, indirect; got sideways"),
        ({"value": ""}, "row 2: value must be filled in"),
        ({"column": "date", "value": "soon"}, "row 2: "),
    ],
)
def test_a_row_that_is_wrong_is_named(study, change, why):
    with pytest.raises(tables.TableError, match=why):
        load_corrections(pd.DataFrame([{**row(study, 0, "kind", "mixed"), **change}]))


def test_two_rows_for_one_cell_are_named(study):
    rows = pd.DataFrame([row(study, 0, "kind", "mixed"), row(study, 0, "kind", "indirect")])
    with pytest.raises(tables.TableError, match="rows 2 and 3 both give kind of a:0; keep one of them"):
        load_corrections(rows)


def test_a_file_without_the_columns_is_named(tmp_path):
    (tmp_path / "corrections.csv").write_text("id,kind\na:0,mixed\n", encoding="utf-8")
    with pytest.raises(
        tables.TableError, match=r"corrections.csv needs the columns statement_id, column, value, words"
    ):
        load_corrections(tmp_path / "corrections.csv")


def test_the_file_beside_the_articles_is_taken_and_goes_into_the_settings(study, tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(TEXT, encoding="utf-8")
    pd.DataFrame([row(study, 0, "kind", "mixed")]).to_csv(tmp_path / "corrections.csv", index=False)
    after = ma.analyse(tmp_path / "articles")
    assert after.statements["kind"][0] == "mixed"
    assert after.settings["corrections"].startswith("corrections.csv (sha256 ")
    without = ma.analyse(tmp_path / "articles", corrections=False)
    assert without.statements["kind"][0] == "direct"
    assert without.settings["corrections"] is None
