"""Agreement: each question on the units that both answered, and every disagreement with its words."""

from __future__ import annotations

import pandas as pd
import pytest

import analysis as ma


@pytest.fixture(scope="module")
def found(sample, filled):
    one = filled("coder A", S0001={"tone": "negative"}, S0002={"statement": "no"})
    other = filled(
        "coder B",
        S0001={"tone": "positive"},
        S0003={"kind": "mixed", "speaker": "Maas"},
        A01_001={"missed": "yes", "kind": "indirect", "speaker": "unknown"},
    )
    return ma.agreement([*one.values(), *other.values()], sample, resamples=100)


def row(found, question, between):
    table = found.table
    return table[(table["question"] == question) & (table["between"] == between)].iloc[0]


def test_each_question_is_compared_between_coders_and_with_the_machine(found):
    pairs = found.table.groupby("question", sort=False)["between"].apply(list).to_dict()
    everybody = ["coder A – coder B", "coder A – machine", "coder B – machine"]
    assert pairs == {
        "statement": everybody[:1],
        **dict.fromkeys(["sentence", "kind", "speaker", "tone", "topic"], everybody),
    }


def test_what_one_holds_for_no_statement_is_not_compared_further(found, sample):
    n = len(sample.items)
    assert row(found, "statement", "coder A – coder B")["units"] == n
    assert row(found, "kind", "coder A – coder B")["units"] == n - 1
    assert row(found, "kind", "coder B – machine")["units"] == n


def test_the_share_of_same_answers_is_by_hand(found, sample):
    n = len(sample.items)
    assert row(found, "tone", "coder A – coder B")["agreement"] == pytest.approx((n - 2) / (n - 1))
    assert row(found, "statement", "coder A – coder B")["agreement"] == pytest.approx((n - 1) / n)


def test_the_level_fits_the_question(found):
    levels = found.table.drop_duplicates("question").set_index("question")["level"].to_dict()
    assert levels["kind"] == levels["tone"] == "ordinal"
    assert levels["speaker"] == levels["statement"] == "nominal"
    assert levels["topic"] == "sets"


def test_a_disagreement_is_listed_with_every_answer_and_the_sentence(found, sample):
    listed = found.disagreements.set_index(["item", "question"])
    assert listed.loc[("S0001", "tone"), ["coder A", "coder B"]].tolist() == ["negative", "positive"]
    assert listed.loc[("S0002", "statement"), ["coder A", "coder B", "machine"]].tolist() == ["no", "yes", "yes"]
    assert listed.loc[("A01-001", "sentence"), "coder B"] == "yes"
    assert listed.loc[("S0001", "tone"), "context"] == sample.items["context"][0]


def test_the_confusion_adds_up_to_the_units(found):
    kinds = found.confusion[(found.confusion["question"] == "kind") & (found.confusion["second"] == "machine")]
    for (first, second), rows in kinds.groupby(["first", "second"]):
        assert rows["n"].sum() == row(found, "kind", f"{first} – {second}")["units"]


def test_precision_and_recall_are_against_each_coder(found):
    values = found.extraction.set_index(["reference", "figure"])["value"]
    assert values["coder A", "precision"] < 1
    assert values["coder B", "precision"] == 1
    assert values["coder A", "recall"] == 1
    assert values["coder B", "recall"] < 1


def test_surnames_and_full_names_agree(sample, filled):
    short = filled("B")["statements"]
    short["speaker"] = short["speaker"].str.replace(r"^(Anna|Bruno|Clara|Dag) ", "", regex=True)
    found = ma.agreement([filled("A")["statements"], short], sample, resamples=0)
    assert row(found, "speaker", "A – B")["alpha"] == 1


def test_three_coders_are_compared_together_too(sample, filled):
    found = ma.agreement([filled(who)["statements"] for who in "ABC"], sample, resamples=0)
    assert "all coders" in set(found.table["between"])


def test_one_coder_is_compared_with_the_machine_alone(sample, filled):
    found = ma.agreement(filled("A")["statements"], sample, resamples=0)
    assert set(found.table["between"]) == {"A – machine"}


def test_nobody_coded_anything(sample):
    found = ma.agreement([], sample)
    assert found.table.empty
    assert ma.describe_agreement(found).startswith("No coded sheets were given")
    assert isinstance(ma.plotted(ma.plot_agreement(found)).rows, pd.DataFrame)
    ma.plot_confusion(found)


def test_the_paragraph_has_every_number(found):
    text = ma.describe_agreement(found)
    for line in found.table[found.table["between"] == "coder A – coder B"].to_dict("records"):
        assert f"n = {line['units']}" in text
        assert line["alpha"] != line["alpha"] or f"{line['alpha']:.2f}" in text
    assert "precision of" in text
    assert "seed 0" in text
    assert f"{found.account['used'].sum()} of {found.account['rows'].sum()} rows" in text


def test_the_paragraph_says_why_alpha_is_low_where_nearly_all_agree(found):
    assert "nearly all one answer" in ma.describe_agreement(found)


def test_one_coder_says_that_people_were_not_compared(sample, filled):
    text = ma.describe_agreement(ma.agreement(filled("Ann")["statements"], sample, resamples=0))
    assert "coded by one person (Ann); how far people agree is not known" in text


def test_the_charts_say_who_coded_how_much_and_what_came_out(found):
    ax = ma.plot_agreement(found)
    behind = ma.plotted(ax)
    assert len(behind.rows) == len(found.table)
    assert "24 of 24 statements and 3 of 8 articles" in behind.caption
    assert "tone, coder A – coder B: " in behind.alt
    square = ma.plotted(ma.plot_confusion(found, "kind", between=("coder A", "machine")))
    assert square.alt.endswith("coder A and machine give the same answer for 23 of 23.")


def test_a_comparison_that_was_not_made_is_named(found):
    with pytest.raises(
        ValueError, match="coder A and machine were not compared on topic; there are statement: coder A, "
    ):
        ma.plot_confusion(found, "topic")
