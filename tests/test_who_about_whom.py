"""Who names whom in what they say: counted by statement, in speech and writing, attributed or not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import analysis as ma
from analysis.figures import plotted
from analysis.tables import TableError, make
from analysis.who_about_whom import count_about, find_people, plot_about

Statements = Callable[..., pd.DataFrame]


@pytest.fixture
def table(statements_of: Statements) -> pd.DataFrame:
    day = pd.Timestamp("2024-01-10")
    return statements_of(
        [
            {"speaker": "Lind", "date": day},
            {"speaker": "Lind", "date": day + pd.Timedelta(days=60)},
            {"speaker": "Lind", "date": day, "mode": "thought"},
            {"speaker": None, "date": day},
            {"speaker": "Holm", "date": pd.NaT},
        ]
    )


def toward(*pairs: tuple[int | None, str]) -> pd.DataFrame:
    """Mentions: in which statement (by number; None: the reporters' words), of whom."""
    return make(
        "toward",
        [
            {
                "sentence_id": "a:0",
                "article_id": "a",
                "person": who,
                "mention": who,
                "start": 0,
                "end": 1,
                "statement_id": None if at is None else f"a:{at}",
                "tone": 0.0,
            }
            for at, who in pairs
        ],
    )


def test_statements_are_counted_not_mentions(table: pd.DataFrame) -> None:
    counts = count_about(toward((0, "Berg"), (0, "Berg"), (1, "Berg"), (1, "Holm")), table)
    assert counts[["speaker", "person", "statements", "of"]].to_numpy().tolist() == [
        ["Lind", "Berg", 2, 2],
        ["Lind", "Holm", 1, 2],
    ]
    assert counts["share"].tolist() == [1.0, 0.5]


def test_thoughts_and_the_reporters_words_are_nobodys_statement(table: pd.DataFrame) -> None:
    assert count_about(toward((None, "Berg"), (2, "Berg")), table).empty
    assert count_about(toward((2, "Berg")), table, thoughts=True)["statements"].tolist() == [1]


def test_the_unattributed_have_a_row_of_their_own(table: pd.DataFrame) -> None:
    counts = count_about(toward((3, "Berg")), table)
    assert counts["speaker"].isna().tolist() == [True]
    assert counts[["statements", "of"]].to_numpy().tolist() == [[1, 1]]
    assert "not attributed  (n = 1)" in [t.get_text() for t in plot_about(toward((3, "Berg")), table).get_yticklabels()]


def test_over_time_each_pair_has_every_period_and_the_undated_a_row(table: pd.DataFrame) -> None:
    counts = count_about(toward((0, "Berg"), (1, "Berg"), (4, "Lind")), table, every="month")
    lind = counts[counts["speaker"] == "Lind"]
    assert lind["period"].dt.strftime("%Y-%m").tolist() == ["2024-01", "2024-02", "2024-03"]
    assert lind["statements"].tolist() == [1, 0, 1]
    assert counts.loc[counts["period"].isna(), ["speaker", "statements"]].to_numpy().tolist() == [["Holm", 1]]


def test_the_figure_says_who_speaks_most_of_whom(table: pd.DataFrame) -> None:
    ax = plot_about(toward((0, "Berg"), (1, "Berg"), (4, "Lind"), (4, "Berg")), table)
    assert plotted(ax).alt == "Who speaks about whom. Most often: Lind about Berg (2 statements)."
    assert sorted(text.get_text() for text in ax.texts) == ["1", "1", "2"]
    assert plotted(plot_about(toward(), table)).alt == "Who speaks about whom. No statement names a person."


def test_persons_and_speakers_without_a_place_are_named(table: pd.DataFrame) -> None:
    ax = plot_about(toward((0, "Berg"), (1, "Berg"), (4, "Berg"), (4, "Voss")), table, n=1)
    assert "Others: Holm (1). Persons not drawn: Voss (1)." in plotted(ax).caption


def test_the_corpus_counts_as_many_statements_as_name_somebody(study: ma.Analysis) -> None:
    found = ma.score_tone_toward(study.sentences, study.speakers, study.statements)
    said = ma.said(study.statements)
    named = found[found["statement_id"].isin(said["statement_id"])]
    pairs = named[["statement_id", "person"]].drop_duplicates()
    assert count_about(found, study.statements)["statements"].sum() == len(pairs) > 0


def test_people_are_those_who_speak_and_those_of_the_registry(study: ma.Analysis, project: Path) -> None:
    people = find_people(study.speakers, articles=project / "data" / "articles")
    assert {"Vladimir Putin", "Joe Biden"} <= set(people["speaker"])
    assert "Kremlin" not in set(people["speaker"])
    assert people["speaker"].is_unique
    assert set(find_people(study.speakers)["speaker"]) <= set(study.speakers["speaker"])


def test_missing_columns_are_named(table: pd.DataFrame) -> None:
    with pytest.raises(TableError, match=r"count_about needs the columns statement_id, person; got id"):
        count_about(pd.DataFrame({"id": [1]}), table)
    with pytest.raises(TableError, match=r"plot_about needs the columns statement_id, person; got id"):
        plot_about(pd.DataFrame({"id": [1]}), table)
