"""Precision, recall and F1 by hand: weighted by probability, drawn by article, honest where nothing is wrong."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.validation.extraction import measure_extraction


def key(rows):
    """rows: (article, probability, whole, kind)."""
    columns = ["article_id", "probability", "whole", "kind"]
    frame = pd.DataFrame(rows, columns=columns).assign(speaker="Lind", tone="neutral", topic=None)
    return frame.assign(item=[f"S{i}" for i in range(len(rows))])


def figures(items, reference, missed=(), read=()):
    rows = measure_extraction(items, reference, missed, set(read), resamples=200)
    return {row["figure"]: row for row in rows}


def test_a_statement_counts_for_as_many_as_it_was_drawn_for():
    items = key([("a", 1.0, 1.0, "direct"), ("b", 0.25, 1.0, "mixed")])
    found = figures(items, {("S0", "statement"): "yes", ("S1", "statement"): "no"})
    assert found["precision"]["value"] == pytest.approx(1 / (1 + 4))
    assert found["precision"]["n"] == 2


def test_recall_is_that_of_the_articles_that_were_read():
    items = key([("a", 1.0, 0.5, "direct"), ("a", 1.0, 0.5, "direct"), ("b", 1.0, 0.5, "direct")])
    answers = {(f"S{i}", "statement"): "yes" for i in range(3)}
    found = figures(items, answers, missed=[("a", 0.5)], read={"a"})
    assert found["recall"]["value"] == pytest.approx(2 / 3)
    assert found["recall"]["n"] == 3
    precision, recall = found["precision"]["value"], found["recall"]["value"]
    assert found["F1"]["value"] == pytest.approx(2 * precision * recall / (precision + recall))


def test_without_a_whole_article_recall_is_unknown():
    items = key([("a", 1.0, 1.0, "direct")])
    found = figures(items, {("S0", "statement"): "yes"})
    assert found["recall"]["value"] != found["recall"]["value"]
    assert found["F1"]["value"] != found["F1"]["value"]


def test_what_is_no_statement_has_no_right_kind():
    items = key([("a", 1.0, 1.0, "direct"), ("a", 1.0, 1.0, "direct"), ("b", 1.0, 1.0, "mixed")])
    answers = {("S0", "statement"): "yes", ("S1", "statement"): "no", ("S2", "statement"): "yes"}
    kinds = {("S0", "kind"): "direct", ("S1", "kind"): "direct", ("S2", "kind"): "indirect"}
    assert figures(items, {**answers, **kinds})["kind right"] == {
        **figures(items, {**answers, **kinds})["kind right"],
        "value": 0.5,
        "n": 2,
    }


def test_where_all_are_right_the_interval_says_how_few_they_are():
    items = key([("a", 1.0, 1.0, "direct")] * 10)
    found = figures(items, {(f"S{i}", "statement"): "yes" for i in range(10)})["precision"]
    assert (found["value"], found["high"]) == (1.0, 1.0)
    assert found["low"] == pytest.approx(0.692, abs=0.001)  # Clopper and Pearson: 10 of 10


def test_from_five_articles_on_articles_are_drawn():
    items = key([(f"a{i % 6}", 1.0, 1.0, "direct") for i in range(30)])
    answers = {(f"S{i}", "statement"): "no" if i % 6 == 0 else "yes" for i in range(30)}
    found = figures(items, answers)["precision"]
    assert found["resampled"] == "articles"
    assert found["value"] == pytest.approx(25 / 30)
    assert found["low"] < found["value"] < found["high"]
