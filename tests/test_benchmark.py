"""Accuracy on articles that people coded: floors that may only rise, and the measuring itself on a toy."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis.articles import read_articles
from analysis.benchmark import (
    FIGURES,
    FLOORS,
    PEERS,
    ablation,
    as_text,
    below_floors,
    beside_peers,
    errors,
    load,
    measure,
    predictions,
)
from analysis.sources import SourceError
from analysis.speed import ratios

FOLDER = Path(os.environ.get("MEDIA_ANALYSIS_BENCHMARK", Path(__file__).parents[2] / "shared" / "benchmark"))

needs_articles = pytest.mark.skipif(
    not (FOLDER / "polnear_dev.jsonl").is_file(),
    reason="no polnear_dev.jsonl in MEDIA_ANALYSIS_BENCHMARK (default ../shared/benchmark)",
)
needs_scorer = pytest.mark.skipif(
    not (FOLDER / "score.py").is_file(), reason="no score.py in MEDIA_ANALYSIS_BENCHMARK (default ../shared/benchmark)"
)

FIRST = "“It will close,” Anna Lind said.\n\nThe mayor said that the bridge was old."
SECOND = "Tom Berger denied that the harbour was sold."


def coded(doc_id: str, text: str, *attributions: tuple[str, str, str]) -> dict[str, object]:
    """A coded article; each attribution is content, cue and source as words of the text."""

    def spans(words: str) -> list[list[int]]:
        start = text.index(words)
        return [[start, start + len(words)]]

    return {
        "doc_id": doc_id,
        "text": text,
        "attributions": [{"content": spans(c), "cue": spans(q), "source": spans(s)} for c, q, s in attributions],
    }


GOLD = [
    coded(
        "first",
        FIRST,
        ("“It will close,”", "said", "Anna Lind"),
        ("that the bridge was old", "said", "The mayor"),
    ),
    coded("second", SECOND, ("that the harbour was sold", "denied", "Tom Berger")),
]


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A folder with two invented articles and the scorer."""
    shutil.copy(FOLDER / "score.py", tmp_path)
    lines = [json.dumps(article, ensure_ascii=False) + "\n" for article in GOLD]
    (tmp_path / "polnear_dev.jsonl").write_text("".join(lines), encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    table = measure(FOLDER, resamples=0)
    return dict(zip(table["figure"], table["percent"], strict=True))


@pytest.mark.benchmark
@needs_articles
@needs_scorer
@pytest.mark.parametrize("figure", FLOORS)
def test_a_figure_does_not_fall_below_its_floor(figure: str, measured: dict[str, float]) -> None:
    assert measured[figure] >= FLOORS[figure]


def test_every_floor_is_of_a_figure_that_is_measured_of_peers_too() -> None:
    assert set(FLOORS) <= set(FIGURES)
    assert {len(figures) for figures in PEERS.values()} == {len(FLOORS)}


def test_a_figure_below_its_floor_is_named() -> None:
    table = pd.DataFrame({"figure": list(FLOORS), "percent": [12.5] * len(FLOORS)})
    assert (
        below_floors(table)[1]
        == f"speaker right on matched: 12.5 is below its floor of {FLOORS['speaker right on matched']}"
    )
    assert below_floors(table.assign(percent=100.0)) == []


def test_our_figures_stand_above_those_of_the_peers() -> None:
    table = beside_peers(pd.DataFrame({"figure": list(FLOORS), "percent": [1.0, 2.0, 3.0, 4.0, 5.0]}))
    assert table.iloc[0].tolist() == ["this library", 1.0, 2.0, 3.0, 4.0, 5.0]
    assert table["system"].tolist()[1:] == list(PEERS)


@needs_scorer
def test_the_ablation_measures_each_rule_by_leaving_it_out(toy: Path) -> None:
    carried = coded("third", "“It is old,” Anna Lind said.\n\n“It will have to close before the winter comes.”")
    second = carried["text"][carried["text"].index("“It will") :]
    begin = carried["text"].index(second)
    spans = [("content", [0, 12]), ("cue", [23, 27]), ("source", [13, 22])]
    follow_on = {"content": [[begin, begin + len(second)]], "cue": None, "source": [[13, 22]]}
    carried["attributions"] = [{name: [span] for name, span in spans}, follow_on]
    (toy / "polnear_dev.jsonl").write_text(json.dumps(carried) + "\n", encoding="utf-8")
    found = ablation(toy).set_index("system")["detection F1, all modes"]
    assert found["everything"] == 100.0
    assert found["without quotations that nobody introduces"] < 100.0
    assert found["without headlines"] == 100.0
    assert measure(toy, resamples=0).set_index("figure")["percent"]["end-to-end F1, all modes"] == 100.0


@needs_articles
@needs_scorer
def test_statements_cost_no_more_than_a_few_calls_of_vader() -> None:
    _, gold = load(FOLDER, "dev")
    articles = read_articles(pd.DataFrame([{"article_id": a["doc_id"], "text": a["text"]} for a in gold[:30]]))
    table = ratios(articles, rounds=3).set_index("stage")["times VADER"]
    assert table["all three"] <= 8  # about 4.5 on a quiet machine (docs/benchmark.md); tests run beside each other
    assert table["all three"] >= table["statements"] > 0


def test_predictions_are_spans_of_the_text() -> None:
    found = predictions(GOLD)
    assert list(found) == ["first", "second"]
    first = found["first"][0]
    assert [FIRST[s:e] for s, e in first["content"]] == ["“It will close,”"]
    assert [FIRST[s:e] for s, e in first["cue"] or []] == ["said"]
    assert [FIRST[s:e] for s, e in first["source"] or []] == ["Anna Lind"]


def test_an_article_without_a_statement_has_an_empty_prediction() -> None:
    assert predictions([{"doc_id": "quiet", "text": "Nobody spoke."}]) == {"quiet": []}


@needs_scorer
def test_what_is_all_right_is_a_hundred_percent(toy: Path) -> None:
    table = measure(toy, resamples=50)
    assert table["figure"].tolist() == list(FIGURES)
    assert table["percent"].tolist() == [100.0] * len(FIGURES)
    assert set(table["articles"]) == {2}
    assert table.loc[table["figure"] == "end-to-end F1, all modes", ["low", "high"]].to_numpy().tolist() == [[100, 100]]


@needs_scorer
def test_what_is_half_wrong_is_less(toy: Path) -> None:
    wrong = [{**GOLD[0], "attributions": []}, GOLD[1]]
    (toy / "polnear_dev.jsonl").write_text("".join(json.dumps(a) + "\n" for a in wrong), encoding="utf-8")
    percent = measure(toy, resamples=0).set_index("figure")["percent"]
    assert percent["detection recall, all modes"] == 100.0
    assert percent["detection precision, all modes"] == pytest.approx(33.3)


@needs_scorer
def test_what_goes_wrong_is_counted_by_kind_and_cue(toy: Path) -> None:
    extra = {"source": None, "cue": [[0, 3]], "content": [[0, 9]]}
    coded = [{**GOLD[0], "attributions": []}, {**GOLD[1], "attributions": [*GOLD[1]["attributions"], extra]}]
    (toy / "polnear_dev.jsonl").write_text("".join(json.dumps(a) + "\n" for a in coded), encoding="utf-8")
    counted = errors(toy, "dev").groupby("miss")["count"].sum().to_dict()
    assert counted == {"not coded": 2, "not found": 1}


def test_a_folder_without_articles_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"score\.py is missing; give the folder that holds PolNeAR's articles"):
        load(tmp_path, "dev")
    (tmp_path / "score.py").write_text("", encoding="utf-8")
    with pytest.raises(SourceError, match=r"polnear_train\.jsonl is missing"):
        load(tmp_path, "train")


def test_the_table_is_printed_as_markdown() -> None:
    table = pd.DataFrame([("F1", 55.5, 51.9, 58.9, 84), ("P", 74.2, None, None, 84)])
    table.columns = ["figure", "percent", "low", "high", "articles"]
    assert as_text(table).splitlines()[0] == "| figure | percent | 95 % interval | articles |"
    assert as_text(table).splitlines()[2:] == ["| F1 | 55.5 | 51.9 to 58.9 | 84 |", "| P | 74.2 |  | 84 |"]
