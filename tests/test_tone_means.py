"""Means of tone: whole articles are drawn, n stands beside, small n is withheld and named."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import analysis as ma
from analysis.tone_means import mean_tone


def said(articles: int, speaker: str = "Voss", seed: int = 1) -> pd.DataFrame:
    tones = np.random.default_rng(seed).normal(0.2, 0.3, articles * 3).clip(-1, 1).round(4)
    ids = [f"a{i // 3}" for i in range(articles * 3)]
    return pd.DataFrame({"speaker": speaker, "article_id": ids, "tone": tones})


def test_a_mean_has_n_articles_and_an_interval_around_it() -> None:
    table = mean_tone(said(20), "speaker")
    row = table.iloc[0]
    assert (row["n"], row["articles"]) == (60, 20)
    assert row["mean"] == pytest.approx(said(20)["tone"].mean(), abs=1e-4)
    assert row["low"] < row["mean"] < row["high"]


def test_whole_articles_are_drawn_not_statements() -> None:
    # Within an article all statements are alike: sixty statements tell no more than their six articles.
    ids = np.repeat([f"a{i}" for i in range(6)], 10)
    alike = pd.DataFrame(
        {"speaker": "Voss", "article_id": ids, "tone": np.repeat([-0.8, -0.5, -0.2, 0.2, 0.5, 0.8], 10)}
    )
    row = mean_tone(alike, "speaker").iloc[0]
    assert row["high"] - row["low"] > 0.6


def test_under_five_articles_there_is_no_interval() -> None:
    assert mean_tone(said(4), "speaker")[["low", "high"]].isna().all(axis=None)
    assert mean_tone(said(5), "speaker")[["low", "high"]].notna().all(axis=None)


def test_an_interval_is_the_same_twice_and_for_any_order_of_rows() -> None:
    rows = pd.concat([said(9), said(7, "Berger", 2)], ignore_index=True)
    shuffled = rows.sample(frac=1, random_state=3)
    assert_frame_equal(mean_tone(rows, "speaker"), mean_tone(rows, "speaker"))
    assert_frame_equal(mean_tone(rows, "speaker"), mean_tone(shuffled, "speaker"))


def test_few_statements_are_left_out_on_request_and_unknowns_are_not_averaged() -> None:
    rows = pd.concat([said(3), said(1, "Berger").head(2), said(3).assign(speaker=None)], ignore_index=True)
    rows.loc[0, "tone"] = np.nan
    table = mean_tone(rows, "speaker", minimum=3)
    assert table[["speaker", "n"]].to_numpy().tolist() == [["Voss", 8]]


def test_tone_can_be_averaged_per_article(study: ma.Analysis) -> None:
    assert mean_tone(study.statements, "article_id")["article_id"].nunique() == 2
