"""Topics that statements suggest: the same every time, and none where there is too little to find any in."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis.topic_discovery import Discovered, compare_topics, discover_topics, suggest_topics, typical_statements
from analysis.topics import find_topics, load_codebook

Statements = Callable[..., pd.DataFrame]
HARBOUR = ("The harbour needs a crane", "A crane fell into the harbour", "Ferry and harbour", "The ferry waits")
SCHOOL = ("A school without teachers", "Teachers leave the school", "The school needs lessons", "Lessons for teachers")
EITHER = [*HARBOUR, *SCHOOL] * 4
BOOK = load_codebook(pd.DataFrame([("port", "harbour"), ("port", "ferry")], columns=["topic", "pattern"]))


@pytest.fixture
def said(statements_of: Statements) -> pd.DataFrame:
    return statements_of([{"text": t, "article_id": f"a{i % 5}", "speaker": "Ada Crane"} for i, t in enumerate(EITHER)])


@pytest.fixture
def found(said: pd.DataFrame) -> Discovered:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return discover_topics(said, k=2)


def test_words_that_stand_together_make_a_topic(found: Discovered) -> None:
    school, port = sorted(map(set, found.topics["words"]), key=lambda words: "harbour" in words)
    assert {"school", "teachers", "lessons"} <= school
    assert {"harbour", "ferry"} <= port
    assert not {"harbour", "ferry"} & school


def test_the_words_of_those_who_speak_are_no_topic(found: Discovered) -> None:
    assert not any("crane" in words for words in found.topics["words"]), "Ada Crane speaks"


def test_a_statement_belongs_to_one_topic_whose_words_it_has(found: Discovered, said: pd.DataFrame) -> None:
    assert found.statements["statement_id"].is_unique
    texts = dict(zip(said["statement_id"], said["text"].str.lower(), strict=True))
    for row in found.statements.to_dict("records"):
        assert row["terms"]
        assert all(word in texts[row["statement_id"]] for word in row["terms"])
        assert 0 < row["weight"] <= 1
    assert found.topics["statements"].sum() == len(found.statements)
    assert found.topics["of"].unique().tolist() == [len(said)]
    assert found.topics["statements"].is_monotonic_decreasing


def test_any_order_of_rows_and_any_number_of_threads_give_the_same_topics(
    found: Discovered, said: pd.DataFrame
) -> None:
    from threadpoolctl import threadpool_limits

    for threads in (1, 2):
        with threadpool_limits(threads):
            again = discover_topics(said.sample(frac=1, random_state=3), k=2)
        assert_frame_equal(again.topics, found.topics)
        assert_frame_equal(again.statements, found.statements)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_too_few_statements_are_told_and_stop_nothing(said: pd.DataFrame, count: int) -> None:
    few = said.head(count)
    none = discover_topics(few)
    assert repr(none).startswith("No topics can be discovered: ")
    assert "each topic needs 10 of them" in repr(none)
    topics = find_topics(few, BOOK)
    assert compare_topics(none, topics).empty
    assert suggest_topics(none, topics).columns.tolist() == ["topic", "pattern", "note"]
    assert typical_statements(none, few).empty


def test_there_is_a_topic_for_every_ten_statements_at_most(said: pd.DataFrame) -> None:
    assert len(discover_topics(said, k=20).topics) <= 3


def test_statements_that_are_all_alike_are_one_topic_without_a_warning(statements_of: Statements) -> None:
    alike = statements_of([{"text": "The harbour tunnel opens again"}] * 40)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert discover_topics(alike).topics["statements"].tolist() == [40]


def test_what_does_not_converge_has_no_topics_and_no_warning(
    said: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.topic_discovery._ITERATIONS", 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert repr(discover_topics(said)) == "No topics can be discovered: the statements are too much alike."


def test_texts_that_are_missing_or_no_words_are_passed_over(statements_of: Statements) -> None:
    texts = [None, "", "12 %", "…"] * 5 + EITHER
    assert len(discover_topics(statements_of([{"text": t} for t in texts]), k=2).topics) == 2


def test_less_than_one_topic_is_refused(said: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="discover_topics looks for k = 1 topics or more; got 0"):
        discover_topics(said, k=0)


def test_what_the_codebook_misses_comes_first(found: Discovered, said: pd.DataFrame) -> None:
    table = compare_topics(found, find_topics(said, BOOK))
    assert "school" in table["words"][0]
    assert table[["uncovered", "closest_statements"]].to_numpy().tolist() == [[16, 0], [0, 16]]
    assert table["closest"].fillna("none").tolist() == ["none", "port"]


def test_suggestions_are_rows_of_a_codebook(found: Discovered, said: pd.DataFrame) -> None:
    rows = suggest_topics(found, find_topics(said, BOOK))
    assert rows["pattern"].is_unique, "each word is suggested for one topic"
    assert rows["topic"].str.startswith("suggestion: ").all()
    assert "of them without a topic" in rows["note"][0]
    assert not {"harbour", "ferry"} & set(rows["pattern"]), "the codebook finds them already"
    grown = load_codebook(pd.concat([BOOK.table, rows], ignore_index=True))
    assert find_topics(said, grown)["statement_id"].nunique() == len(said)


def test_typical_statements_have_most_of_a_topics_words(found: Discovered, said: pd.DataFrame) -> None:
    table = typical_statements(found, said, n=1)
    assert len(table) == len(found.topics)
    most = found.statements.assign(held=found.statements["terms"].map(len)).groupby("topic")["held"].max()
    assert table["terms"].map(len).tolist() == most[table["topic"]].tolist()
