"""Sampling for coding: the same sample anywhere, known probabilities, every stratum seen, whole articles whole."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as ma
from analysis import tables
from analysis.validation.sampling import _chances, _systematic


def ids(sample):
    return sample.items["statement_id"].tolist()


def test_the_order_of_the_rows_makes_no_difference(draw, study):
    forwards = draw(10)
    backwards = draw(10, statements=study.statements.iloc[::-1], articles=study.articles.iloc[::-1])
    assert ids(forwards) == ids(backwards)
    assert forwards.sentences.equals(backwards.sentences)
    assert forwards.items["probability"].tolist() == backwards.items["probability"].tolist()


def test_another_seed_draws_others(draw):
    assert ids(draw(10, whole=0)) != ids(draw(10, whole=0, seed=1))


def test_as_many_are_drawn_as_were_asked_for_and_all_if_there_are_fewer(draw, study):
    assert len(draw(10, whole=0).items) == 10
    everything = draw(1000, whole=0)
    assert len(everything.items) == len(tables.said(study.statements))
    assert set(everything.items["probability"]) == {1.0}


def test_thoughts_are_not_drawn(draw, study):
    thinking = study.statements.assign(mode=pd.Categorical(["thought"] * len(study.statements), tables.MODES))
    assert draw(10, statements=thinking, whole=1).items.empty


def test_every_statement_of_a_whole_article_is_there(draw, study):
    sample = draw(1, whole=2)
    whole = set(sample.sentences["article_id"])
    said = tables.said(study.statements)
    assert set(said.loc[said["article_id"].isin(whole), "statement_id"]) <= set(ids(sample))
    assert set(sample.sentences["probability"]) == {0.25}


def test_copies_and_foreign_articles_are_not_read_whole(draw, study):
    articles = study.articles.copy()
    articles.loc[0, "duplicate_of"] = "a1"
    articles.loc[1, "language"] = "de"
    chosen = set(draw(1, whole=100, articles=articles).sentences["article_id"])
    assert chosen == {f"a{i}" for i in range(2, 8)}


@given(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=80), st.integers(1, 100), st.floats(0, 1))
def test_the_probabilities_add_up_to_the_size_and_none_is_above_one(strata, n, power):
    chances = _chances(strata, n, power)
    assert np.isclose(chances.sum(), min(n, len(strata)))
    assert (chances <= 1 + 1e-12).all()
    assert (chances > 0).all()
    assert len({(s, round(c, 9)) for s, c in zip(strata, chances, strict=True)}) == len(set(strata))


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=60), st.integers(1, 60), st.integers(0, 5))
def test_every_stratum_gets_its_share_to_within_one(strata, n, seed):
    frame = pd.DataFrame({"statement_id": [f"s{i}" for i in range(len(strata))], "stratum": strata})
    chances = _chances(strata, n, 0.5)
    drawn = _systematic(frame, chances, seed)
    assert drawn.sum() == min(n, len(strata))
    for stratum in set(strata):
        inside = np.array(strata) == stratum
        assert abs(drawn[inside].sum() - chances[inside].sum()) <= 1 + 1e-9


def test_over_many_seeds_a_statement_is_drawn_as_often_as_its_probability_says():
    strata = ["a"] * 30 + ["b"] * 6 + ["c"]
    frame = pd.DataFrame({"statement_id": [f"s{i}" for i in range(len(strata))], "stratum": strata})
    chances = _chances(strata, 9, 0.5)
    often = sum(_systematic(frame, chances, seed).astype(int) for seed in range(2000)) / 2000
    assert np.abs(often - chances).max() < 0.05


def test_a_rare_kind_is_drawn_more_often_than_in_proportion_unless_asked_otherwise(draw, study):
    kinds = Counter(tables.said(study.statements)["kind"])
    assert kinds["mixed"] < kinds["indirect"] + kinds["direct"]
    proportional, even = (draw(9, whole=0, by=["kind"], power=power).items["kind"].tolist() for power in (1, 0))
    assert even.count("mixed") == 3
    assert proportional.count("mixed") <= even.count("mixed")


def test_a_column_that_is_not_there_is_named(draw):
    with pytest.raises(tables.TableError, match="no column desk to sample by; there are statement_id"):
        draw(5, by=["desk"])
    with pytest.raises(tables.TableError, match="sample_for_coding needs the columns article_id, text; got article_id"):
        draw(5, articles=pd.DataFrame({"article_id": ["a0"]}))
    with pytest.raises(ValueError, match="needs statements or whole articles to sample; got n=0, whole=0"):
        draw(0, whole=0)


def test_what_was_saved_comes_back(sample, tmp_path):
    sample.save(tmp_path)
    again = ma.CodingSample.load(tmp_path)
    pd.testing.assert_frame_equal(again.items, sample.items, check_dtype=False)
    pd.testing.assert_frame_equal(again.sentences, sample.sentences, check_dtype=False)
    assert (again.topics, dict(again.settings)) == (sample.topics, dict(sample.settings))


def test_a_key_that_is_missing_or_broken_is_named(sample, tmp_path):
    with pytest.raises(ma.SourceError, match=r"items.csv is missing; give the folder into which `validate sample`"):
        ma.CodingSample.load(tmp_path)
    sample.save(tmp_path)
    (tmp_path / "key" / "sample.json").write_text("{", encoding="utf-8")
    with pytest.raises(ma.SourceError, match=r"sample.json cannot be read"):
        ma.CodingSample.load(tmp_path)
