"""Annotations of whole articles as codings: found by both is yes, by the machine alone no, by people alone missed."""

from __future__ import annotations

import pytest

import analysis as ma
from analysis import tables
from analysis.validation.annotations import overlap


def test_two_statements_are_the_same_if_they_share_half_of_their_characters():
    assert overlap([[0, 10]], [[0, 10]]) == 1
    assert overlap([[0, 10]], [[5, 10]]) == 0.5
    assert overlap([[0, 4], [6, 10]], [[20, 30]]) == 0


@pytest.fixture
def marked(study, sample):
    """The machine's statements of two of the whole articles: one taken out, one added, one with another speaker."""
    whole = sorted(set(sample.sentences["article_id"]))[:2]
    found = study.statements[study.statements["article_id"].isin(whole)].reset_index(drop=True)
    rows = tables.records(found.drop(index=0))
    rows[0]["speaker"] = "Somebody Else"
    text = study.articles.set_index("article_id").loc[whole[1], "text"]
    rows.append(
        {**rows[-1], "statement_id": f"{whole[1]}:9", "spans": [[0, 20]], "text": text[:20], "kind": "indirect"}
    )
    made = tables.make("statements", rows)
    made.attrs["articles"] = whole
    return made


def test_they_become_a_coding_sheet_like_any_other(marked, sample):
    sheets = ma.as_codings(marked, sample, "brat team")
    found = ma.agreement(list(sheets.values()), sample, resamples=0)
    values = found.extraction.set_index("figure")
    assert values.loc["precision", "value"] == pytest.approx(5 / 6)
    assert values.loc["precision", "n"] == 6
    assert values.loc["recall", "value"] == pytest.approx(5 / 6)
    assert values.loc["speaker right", "value"] == pytest.approx(4 / 5)
    missed = sheets["articles"][sheets["articles"]["missed"] == "yes"]
    assert missed["first_words"].tolist() == ["The bridge of"]
    assert missed["coder"].tolist() == ["brat team"]


def test_an_article_that_nobody_annotated_stays_blank(marked, sample):
    sheets = ma.as_codings(marked, sample, "brat team")
    others = ~sheets["statements"]["article"].isin(marked.attrs["articles"])
    assert others.any()
    assert sheets["statements"].loc[others, "statement"].isna().all()


def test_each_annotator_has_rows_of_their_own(marked, sample):
    both = marked.assign(coder=["1", "2", "1", "2", "1", "2"][: len(marked)])
    both.attrs = marked.attrs
    sheets = ma.as_codings(both, sample, "team")
    assert sheets["statements"]["coder"].value_counts().to_dict() == {"1": len(sample.items), "2": len(sample.items)}
