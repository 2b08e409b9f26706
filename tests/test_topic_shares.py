"""Shares of topics: what they are shares of, what has no topic or no group, and intervals over articles."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis.tables import TableError
from analysis.topic_shares import count_topic_pairs, count_topics, count_uncovered
from analysis.topics import find_topics

BOOK = pd.DataFrame([("war", "war"), ("trade", "goods")], columns=["topic", "pattern"])
Statements = Callable[..., pd.DataFrame]


def counted(said: pd.DataFrame, *args: object, **options: object) -> pd.DataFrame:
    return count_topics(find_topics(said, BOOK), said, *args, **options)


@pytest.fixture
def said(statements_of: Statements) -> pd.DataFrame:
    rows = [{"speaker": "Voss", "text": t} for t in ("war and goods", "war", "tea", "milk")]
    thought = {"speaker": "Voss", "text": "war", "mode": "thought"}
    return statements_of([*rows, thought, {"speaker": None, "text": "war", "article_id": "b"}])


def test_shares_are_of_a_speakers_statements_and_no_topic_and_nobody_are_rows(said: pd.DataFrame) -> None:
    table = counted(said)
    assert table[["topic", "statements", "of", "share", "articles"]].to_numpy().tolist() == [
        ["war", 2, 4, 0.5, 1],
        ["trade", 1, 4, 0.25, 1],
        ["no topic", 2, 4, 0.5, 1],
        ["war", 1, 1, 1.0, 1],
        ["trade", 0, 1, 0.0, 1],
        ["no topic", 0, 1, 0.0, 1],
    ]
    assert table["speaker"].fillna("?").tolist() == ["Voss"] * 3 + ["?"] * 3


def test_the_corpus_as_one_has_no_group(said: pd.DataFrame) -> None:
    table = counted(said, None)
    assert table["of"].unique().tolist() == [5]
    assert dict(zip(table["topic"], table["statements"], strict=True)) == {"war": 3, "trade": 1, "no topic": 2}


def test_thoughts_are_counted_on_request(said: pd.DataFrame) -> None:
    assert counted(said, None, thoughts=True)["of"].unique().tolist() == [6]


def test_a_statement_counts_once_however_often_its_topic_is_hit(statements_of: Statements) -> None:
    table = statements_of([{"text": "war, war, war"}])
    twice = pd.concat([find_topics(table, BOOK)] * 2)
    assert count_topics(twice, table, None)["statements"].tolist() == [1, 0]


def test_outlets_and_tags_come_from_the_articles(said: pd.DataFrame) -> None:
    articles = pd.DataFrame(
        {"article_id": ["a", "b"], "outlet": ["The Gazette", None], "tags": [["Sea", "Port", "Sea"], []]}
    )
    by_outlet = counted(said, "outlet", articles=articles)
    assert by_outlet.loc[by_outlet["topic"] == "war", ["outlet", "statements"]].fillna("?").to_numpy().tolist() == [
        ["The Gazette", 2],
        ["?", 1],
    ]
    by_tag = counted(said, "tags", articles=articles)
    assert by_tag.loc[by_tag["topic"] == "war", ["tags", "statements", "of"]].fillna("?").to_numpy().tolist() == [
        ["Port", 2, 4],
        ["Sea", 2, 4],
        ["?", 1, 1],
    ]


def test_periods_come_in_order_of_time_and_the_undated_last(statements_of: Statements) -> None:
    days = ["2024-03-09", None, "2024-01-02", "2024-03-01", "2024-03-02"]
    said = statements_of([{"text": "war", "date": pd.Timestamp(d) if d else pd.NaT} for d in days])
    war = counted(said, "period", every="quarter").query("topic == 'war'")
    assert war["of"].tolist() == [4, 1]
    months = counted(said, "period").query("topic == 'war'")
    assert months["period"].tolist()[:2] == [pd.Timestamp("2024-01-01"), pd.Timestamp("2024-03-01")]
    assert months["period"].isna().tolist() == [False, False, True]
    assert months["of"].tolist() == [1, 3, 1]


def test_small_groups_are_left_out_on_request(said: pd.DataFrame) -> None:
    assert counted(said, minimum=2)["speaker"].unique().tolist() == ["Voss"]


def test_an_interval_draws_articles_and_is_missing_where_it_would_say_nothing(statements_of: Statements) -> None:
    rows = [{"text": "war" if i % 3 else "tea", "article_id": f"a{i // 2}"} for i in range(24)]
    table = counted(statements_of(rows), None).set_index("topic")
    assert table.loc["war", "low"] < table.loc["war", "share"] < table.loc["war", "high"]
    few = counted(statements_of(rows[:8]), None)
    assert few[["low", "high"]].isna().all(axis=None), "four articles"
    all_alike = counted(statements_of([{**row, "text": "war"} for row in rows]), None)
    assert all_alike[["low", "high"]].isna().all(axis=None), "every draw is the same"


def test_the_order_of_rows_changes_nothing(statements_of: Statements) -> None:
    said = statements_of(
        [{"text": t, "article_id": f"a{i}", "speaker": f"P {i % 3}"} for i, t in enumerate(["war", "tea", "goods"] * 7)]
    )
    topics = find_topics(said, BOOK)
    mixed = said.sample(frac=1, random_state=1)
    assert_frame_equal(count_topics(topics, said), count_topics(topics.iloc[::-1], mixed))


def test_nothing_counts_to_nothing(statements_of: Statements) -> None:
    for by in ("speaker", "period", None):
        assert counted(statements_of([]), by).empty
    assert count_topic_pairs(find_topics(statements_of([]), BOOK), statements_of([])).empty


def test_what_it_cannot_count_by_is_told(said: pd.DataFrame) -> None:
    with pytest.raises(TableError, match="topics cannot be counted by outlet: the statements have no such column, no"):
        counted(said, "outlet")
    with pytest.raises(TableError, match="the statements have no such column, nor do the articles"):
        counted(said, "desk", articles=pd.DataFrame({"article_id": ["a"]}))
    with pytest.raises(ValueError, match="topics are counted every day, week, month, quarter, year; got decade"):
        counted(said, "period", every="decade")
    with pytest.raises(TableError, match="counting topics needs the columns statement_id, topic; got id"):
        count_topics(pd.DataFrame({"id": []}), said)


def test_topics_that_share_statements_are_shares_of_the_first(said: pd.DataFrame) -> None:
    pairs = count_topic_pairs(find_topics(said, BOOK), said)
    assert pairs.to_numpy().tolist() == [["war", "trade", 1, 3, 0.3333], ["trade", "war", 1, 1, 1.0]]


def test_what_is_uncovered_is_counted_per_group(said: pd.DataFrame) -> None:
    table = count_uncovered(find_topics(said, BOOK), said)
    assert table.drop(columns=["low", "high"]).fillna("?").to_numpy().tolist() == [
        ["Voss", 2, 4, 0.5, 1],
        ["?", 0, 1, 0.0, 1],
    ]
