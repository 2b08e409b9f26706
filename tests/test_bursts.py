"""Bursts: more articles than a speaker's usual share, whatever else the corpus does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from analysis.bursts import find_bursts
from analysis.tables import TableError

Statements = Callable[..., pd.DataFrame]
MONDAY = pd.Timestamp("2024-01-01")


def said(speaker: str | None, week: int, articles: int, each: int = 1) -> list[dict[str, object]]:
    """In so many articles of a week the speaker says `each` things."""
    day = MONDAY + pd.Timedelta(weeks=week)
    rows = {"speaker": speaker, "date": day}
    return [{**rows, "article_id": f"w{week}n{i}"} for i in range(articles) for _ in range(each)]


def steady(speaker: str = "Holm", weeks: int = 20, articles: int = 10) -> list[dict[str, object]]:
    return [row for week in range(weeks) for row in said(speaker, week, articles)]


def bursts(table: pd.DataFrame) -> list[tuple[str, int]]:
    found = table[table["burst"].astype(bool)]
    return [(s, (p - MONDAY).days // 7) for s, p in found[["speaker", "period"]].itertuples(index=False)]


def test_a_week_with_many_more_articles_than_usual_is_a_burst(statements_of: Statements) -> None:
    lind = [row for week in range(20) for row in said("Lind", week, 8 if week == 7 else 1)]
    assert bursts(find_bursts(statements_of(steady() + lind))) == [("Lind", 7)]


def test_one_long_interview_is_no_burst(statements_of: Statements) -> None:
    lind = [row for week in range(20) for row in said("Lind", week, 1, each=40 if week == 7 else 1)]
    assert bursts(find_bursts(statements_of(steady() + lind))) == []


def test_a_week_that_the_corpus_covers_thickly_is_no_burst_against_all_articles(statements_of: Statements) -> None:
    rows = [row for week in range(10) for row in said("Lind", week, 12 if week == 4 else 2)]
    rows += [row for week in range(10) for row in said("Holm", week, 60 if week == 4 else 10)]
    table = statements_of(rows)
    assert bursts(find_bursts(table)) == []
    assert ("Lind", 4) in bursts(find_bursts(table, baseline="days"))


def test_fewer_than_three_articles_are_never_a_burst(statements_of: Statements) -> None:
    table = statements_of(steady(weeks=50) + said("Lind", 7, 2))
    assert bursts(find_bursts(table, level=1.0)) != []
    assert "Lind" not in find_bursts(table)["speaker"].tolist(), "with two articles in all there is nothing to test"


def test_chance_alone_seldom_makes_a_burst(statements_of: Statements) -> None:
    marked = 0
    for seed in range(20):
        random = np.random.default_rng(seed)
        rows = [
            {"speaker": f"P {random.integers(6)}", "date": MONDAY + pd.Timedelta(weeks=int(w)), "article_id": f"a{i}"}
            for i, w in enumerate(random.integers(0, 25, 200))
        ]
        marked += bool(bursts(find_bursts(statements_of(rows))))
    assert marked <= 2, "five of a hundred charts at most"


def test_a_day_outside_the_corpus_is_not_tested(statements_of: Statements) -> None:
    table = statements_of([*steady(), *({**row, "date": pd.Timestamp("1999-05-03")} for row in said("Holm", 0, 9))])
    articles = pd.DataFrame({"published": [MONDAY, MONDAY + pd.Timedelta(weeks=20)]})
    assert find_bursts(table, articles, baseline="days")["period"].min() == MONDAY
    assert find_bursts(table)["period"].min() < MONDAY, "without the articles nobody knows the window"


def test_what_is_expected_is_the_share_of_all_articles(statements_of: Statements) -> None:
    rows = said("Holm", 0, 3) + said("Holm", 1, 9) + said("Lind", 0, 3) + said("Lind", 1, 1)
    found = find_bursts(statements_of(rows)).set_index(["speaker", "period"])
    assert found.loc[("Lind", MONDAY), "expected"] == 1.0  # 4 articles, a quarter of all articles in that week
    assert found.loc[("Lind", MONDAY), ["statements", "articles"]].tolist() == [3, 3]


def test_the_chosen_speakers_alone_are_tested_and_fewer_tests_are_corrected_for(statements_of: Statements) -> None:
    table = statements_of(steady() + steady("Berg") + [r for w in range(9) for r in said("Lind", w, 1 + 2 * (w == 3))])
    alone = find_bursts(table, among=["Lind"])
    assert set(alone["speaker"]) == {"Lind"}
    everybody = find_bursts(table)
    assert alone["p"].min() <= everybody.loc[everybody["speaker"] == "Lind", "p"].min()


@pytest.mark.parametrize("rows", [[], [{"speaker": "Lind", "date": pd.NaT}], [{"speaker": None, "date": MONDAY}] * 9])
def test_with_nobody_to_test_there_are_no_rows(statements_of: Statements, rows: list[dict[str, object]]) -> None:
    found = find_bursts(statements_of(rows))
    assert found.empty
    assert found.columns.tolist() == ["speaker", "period", "statements", "articles", "expected", "p", "burst"]


def test_a_wrong_call_is_told() -> None:
    with pytest.raises(TableError, match=r"find_bursts needs the columns speaker, date, mode, article_id; got id"):
        find_bursts(pd.DataFrame({"id": [1]}))
    with pytest.raises(ValueError, match=r"the baseline of find_bursts may be articles or days; got weeks"):
        find_bursts(pd.DataFrame(), baseline="weeks")
    with pytest.raises(ValueError, match=r"find_bursts looks at every day, week, month, quarter, year; got hour"):
        find_bursts(pd.DataFrame(), every="hour")
