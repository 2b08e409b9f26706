"""What is measured is made the same each time, and drawn with what it is based on."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

import analysis as ma
from analysis.__main__ import main
from analysis.scale.speed import cost_of_stages, plot_runs, shuffled

RUNS = pd.DataFrame(
    {
        "articles": [100, 1000, 100, 1000],
        "jobs": [1, 1, 2, 2],
        "seconds": [4.0, 20.0, 5.0, 12.0],
        "peak memory MB": [300, 320, 700, 720],
    }
)


def test_made_articles_are_of_the_given_sentences_and_the_same_each_time(study: ma.Analysis, tmp_path: Path) -> None:
    for name in ("one", "two"):
        shuffled(study.articles, 12, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    made = [json.loads(line) for line in (tmp_path / "one").read_text().splitlines()]
    assert len({one["id"] for one in made}) == len(made) == 12
    sentences = study.sentences["text"].tolist()
    assert all(any(sentence in one["text"] for sentence in sentences) for one in made)


def test_the_figure_says_what_it_shows() -> None:
    behind = ma.plotted(plot_runs(RUNS))
    assert "n = 4 runs of extract on 100 to 1,000 articles" in behind.caption
    assert behind.alt.endswith("1,000 articles by 1 process(es), took 20 seconds and 320 MB.")


def test_the_whole_way_costs_no_more_than_some_calls_of_vader(study: ma.Analysis, tmp_path: Path) -> None:
    shuffled(study.articles, 150, tmp_path / "made.jsonl")
    made = ma.read_articles(tmp_path / "made.jsonl")
    table = cost_of_stages(made, rounds=3).set_index("stage")["times VADER"]
    assert table["extract"] <= 13  # 5 to 7 on a quiet machine (docs/speed.md); tests run beside each other
    assert table["extract"] > table["statements"] > table["VADER"] == 1


def test_the_command_writes_the_page(project: Path, tmp_path: Path) -> None:
    articles = str(project / "data" / "articles")
    assert main(["benchmark", articles, "--speed", "--sizes", "3", "--out", str(tmp_path)]) == 0
    page = (tmp_path / "speed.md").read_text(encoding="utf-8")
    assert "| 3 | 1 |" in page
    assert "| statements |" in page
    assert "| extract |" in page
    assert (tmp_path / "images" / "speed.png").is_file()
