"""Means of tone: whole articles are drawn, n stands beside, small n is withheld and named."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import analysis as ma
from analysis.tables import TableError
from analysis.tone_means import mean_tone, tone_difference, tone_over_time, withheld


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


def test_who_is_left_out_can_be_named() -> None:
    rows = pd.concat([said(3), said(1, "Berger").head(2), said(1, "Lind").head(1)], ignore_index=True)
    assert withheld(rows, "speaker", 3) == "Berger (2), Lind (1)"
    assert withheld(rows, "speaker", 3, named=1) == "Berger (2) and 1 more"
    assert withheld(rows, "speaker", 1) == ""


def test_a_difference_has_an_interval_of_its_own() -> None:
    low = said(20).assign(speaker="Berger", tone=lambda t: t["tone"] - 0.5)
    row = tone_difference(pd.concat([said(20), low], ignore_index=True), "speaker", "Voss", "Berger").iloc[0]
    assert row["difference"] == pytest.approx(0.5, abs=1e-3)
    assert row["low"] == pytest.approx(0.5, abs=1e-3), "the articles are drawn together: each is half a point apart"
    assert (row["n_a"], row["n_b"], row["articles"]) == (60, 60, 20)


def test_two_who_do_not_differ_have_zero_inside() -> None:
    rows = pd.concat([said(20), said(20, "Berger", 2)], ignore_index=True)
    row = tone_difference(rows, "speaker", "Voss", "Berger").iloc[0]
    assert row["low"] < 0 < row["high"]


def test_under_five_articles_a_difference_has_no_interval() -> None:
    rows = pd.concat([said(20), said(4, "Berger", 2)], ignore_index=True)
    assert tone_difference(rows, "speaker", "Voss", "Berger")[["low", "high"]].isna().all(axis=None)


def test_a_trend_has_a_row_for_every_period() -> None:
    rows = said(12).assign(date=pd.to_datetime(["2024-01-10"] * 18 + ["2024-03-05"] * 18))
    table = tone_over_time(rows, every="month")
    assert table["period"].dt.strftime("%Y-%m").tolist() == ["2024-01", "2024-02", "2024-03"]
    assert table["n"].tolist() == [18, 0, 18]
    assert table["mean"].isna().tolist() == [False, True, False]
    assert (table["low"] <= table["mean"]).iloc[[0, 2]].all()


def test_nothing_dated_is_an_empty_trend() -> None:
    assert tone_over_time(said(2).assign(date=pd.NaT), every="year").empty


def test_the_errors_teach() -> None:
    with pytest.raises(TableError, match=r"mean_tone needs the columns party, tone, article_id; got tone"):
        mean_tone(pd.DataFrame({"tone": [0.1]}), "party")
    with pytest.raises(ValueError, match=r"tone_over_time takes every day, week, month, quarter, year; got hour"):
        tone_over_time(said(2), every="hour")
    with pytest.raises(ValueError, match=r"tone_difference found no tone for 'Lind' in the column speaker"):
        tone_difference(said(2), "speaker", "Voss", "Lind")
