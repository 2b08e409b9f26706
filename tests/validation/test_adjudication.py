"""Two sheets to one, decisions back, corrections out: the machine's answers only give way to what was decided."""

from __future__ import annotations

import pandas as pd
import pytest

import analysis as ma


@pytest.fixture
def sheets(filled):
    one = filled(
        "A", S0001={"tone": "negative"}, S0002={"statement": "no"}, A01_001={"missed": "yes", "speaker": "Lind"}
    )
    other = filled("B", S0001={"tone": "positive", "note": "thanks"})
    return [*one.values(), *other.values()]


def test_what_both_say_is_filled_in_and_the_rest_waits(sheets, sample):
    merged = ma.merge_codings(sheets, sample)
    rows = merged["statements"].set_index("item")
    assert rows.loc["S0003", "codings"] is None
    assert rows.loc["S0003", "kind"] == sample.items["kind"][2]
    assert pd.isna(rows.loc["S0001", "tone"])
    assert rows.loc["S0001", "codings"] == "tone: A negative | B positive"
    assert rows.loc["S0001", "note"] == "B: thanks"
    assert pd.isna(rows.loc["S0002", "statement"])
    assert rows.loc["S0002", "codings"].startswith("statement: A no | B yes; kind: B ")
    missed = merged["articles"].set_index("item").loc["A01-001"]
    assert pd.isna(missed["missed"])
    assert missed["codings"] == "A: Lind"
    assert ma.open_decisions(merged) == 3


def test_one_coder_alone_decides_nothing(sample, filled):
    merged = ma.merge_codings(filled("A")["statements"], sample)
    assert merged["statements"]["statement"].isna().all()


def decide(merged):
    statements = merged["statements"].set_index("item", drop=False)
    statements.loc["S0001", ["tone", "note"]] = ["positive", "they thank"]
    statements.loc["S0002", ["statement", "note"]] = ["no", "a plan, nobody says it"]
    merged["articles"].loc[0, "missed"] = "no"
    return {"statements": statements.reset_index(drop=True), "articles": merged["articles"]}


def test_decisions_are_kept_when_sheets_are_merged_again(sheets, sample):
    decided = decide(ma.merge_codings(sheets, sample))
    again = ma.merge_codings([*sheets, *decided.values()], sample)
    assert ma.open_decisions(again) == 0
    assert again["statements"]["tone"][0] == "positive"
    assert again["statements"]["note"][0] == "they thank"


@pytest.mark.parametrize("name", ["gold.xlsx", "gold.csv"])
def test_a_decided_sheet_is_a_reference_and_gives_the_corrections(sheets, sample, tmp_path, name):
    written = ma.save_merged(decide(ma.merge_codings(sheets, sample)), sample, tmp_path / name)
    found = ma.agreement([*sheets, *written], sample, resamples=0)
    assert "gold" in set(found.extraction["reference"])
    assert "A – gold" not in set(found.table["between"])
    assert "Against the adjudicated codings" in ma.describe_agreement(found)
    corrections = ma.corrections_from(written, sample)
    was = sample.items.set_index("item")
    wanted = [[was.loc["S0002", "statement_id"], "statement", "no", "yes", "a plan, nobody says it", "gold"]]
    if was.loc["S0001", "tone"] != "positive":
        wanted.insert(
            0,
            [
                was.loc["S0001", "statement_id"],
                "tone_label",
                "positive",
                was.loc["S0001", "tone"],
                "they thank",
                "gold",
            ],
        )
    assert corrections.drop(columns="words").to_numpy().tolist() == wanted
    with pytest.raises(ma.SourceError, match="is there already"):
        ma.save_merged(ma.merge_codings(sheets, sample), sample, tmp_path / name)


def test_corrections_laid_over_the_tables_make_the_machine_right(sheets, sample, study, corpus):
    corrections = ma.corrections_from(list(decide(ma.merge_codings(sheets, sample)).values()), sample)
    after = ma.analyse(corpus, corrections=corrections)
    gone = sample.items.set_index("item").loc["S0002", "statement_id"]
    assert gone in set(study.statements["statement_id"])
    assert gone not in set(after.statements["statement_id"])
    assert set(after.problems["code"]) == {"correction-applied"}
    assert ma.corrections_from(list(decide(ma.merge_codings(sheets, sample)).values()), sample).equals(corrections)
