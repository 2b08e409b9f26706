"""Tone on sentences that people coded: floors that may only rise, and the measuring itself on a toy."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import analysis as ma
from analysis.sources import SourceError
from analysis.tone_benchmark import SYSTEMS, as_text, cost, load, macro_f1, measure_tone

# Percent on NewsMTSC's development parts, and the correlation by person. A floor may only rise.
OURS = "toward the person, all corrections"
FLOORS = {"rw": 66.5, "mt": 58.0, "by_person": 0.78}
FOLDER = Path(os.environ.get("MEDIA_ANALYSIS_BENCHMARK", Path(__file__).parents[2] / "shared" / "benchmark"))
needs_sentences = pytest.mark.skipif(
    not (FOLDER / "newsmtsc_dev_rw.jsonl").is_file(),
    reason="no newsmtsc_dev_rw.jsonl in MEDIA_ANALYSIS_BENCHMARK (default ../shared/benchmark)",
)


@pytest.fixture(scope="module")
def measured() -> pd.DataFrame:
    return measure_tone(FOLDER, resamples=0).set_index("system")


@pytest.mark.benchmark
@needs_sentences
@pytest.mark.parametrize("figure", FLOORS)
def test_a_figure_does_not_fall_below_its_floor(figure: str, measured: pd.DataFrame) -> None:
    assert measured.loc[OURS, figure] >= FLOORS[figure]


@pytest.mark.benchmark
@needs_sentences
def test_stock_vader_scores_what_it_is_known_to_score(measured: pd.DataFrame) -> None:
    assert measured.loc["stock VADER, whole sentence", ["rw", "mt"]].tolist() == [50.8, 52.8]


def coded(sentence: str, mention: str, polarity: int) -> dict[str, object]:
    start = sentence.index(mention)
    return {"sentence": sentence, "mention": mention, "from": start, "to": start + len(mention), "polarity": polarity}


def test_all_systems_are_measured_on_both_parts(tmp_path: Path) -> None:
    rows = [
        coded("Anna Lind was praised by the council.", "Anna Lind", 1),
        coded("Tom Berger was accused of fraud.", "Tom Berger", -1),
        coded("Tom Berger met Anna Lind on Monday.", "Anna Lind", 0),
    ]
    for part in ("train", "dev_rw", "dev_mt"):
        (tmp_path / f"newsmtsc_{part}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    table = measure_tone(tmp_path, resamples=20)
    assert table["system"].tolist() == list(SYSTEMS)
    assert table.set_index("system").loc[OURS, ["rw", "mt"]].tolist() == [100.0, 100.0]
    assert as_text(table).splitlines()[-1].startswith(f"| {OURS} | 100.0 (")


def test_macro_f1_is_the_mean_over_the_three_labels() -> None:
    gold = np.array([-1, 0, 1, 1])
    assert macro_f1(gold, gold) == 100
    assert macro_f1(gold, np.array([0, 0, 0, 0])) == pytest.approx(100 * 0.4 / 3)


def test_a_folder_without_sentences_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"newsmtsc_dev_rw\.jsonl is missing; give the folder that holds NewsMTSC"):
        load(tmp_path, "dev_rw")


def test_the_cost_is_measured_beside_vader(study: ma.Analysis) -> None:
    assert cost(study.sentences, study.statements, study.speakers, runs=1) > 0
