"""Topics: a codebook's patterns, and hits that lead back to words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as ma
from analysis.sources import SourceError
from analysis.tables import TableError, check
from analysis.text import reading_copy
from analysis.topics import Codebook, count_topics, find_topics, frequent_words, load_codebook


def codebook(**patterns: list[str]) -> Codebook:
    return Codebook(
        pd.DataFrame([(t, p) for t, found in patterns.items() for p in found], columns=["topic", "pattern"])
    )


def hits(text: str, *patterns: str) -> list[str]:
    return codebook(t=list(patterns)).hits(text).get("t", [])


def test_a_word_is_found_whole_in_any_case() -> None:
    assert hits("Trade grew. Traders and fair trade did not, nor did trades.", "trade") == ["Trade", "trade"]


def test_a_star_stands_for_the_rest_of_a_word() -> None:
    assert hits("Sanctions were sanctioned without sanction; unsanctioned.", "sanction*") == [
        "Sanctions",
        "sanctioned",
        "sanction",
    ]


def test_a_phrase_may_break_over_a_line_and_a_no_break_space() -> None:
    assert hits("armed\nforces and armed\u00a0forces", "armed forces") == ["armed\nforces", "armed\u00a0forces"]


def test_the_longest_phrase_is_one_hit_and_not_several() -> None:
    assert hits("The special operation went on.", "operation", "special operation", "special") == ["special operation"]


def test_a_pattern_all_in_capitals_minds_its_case() -> None:
    assert hits("Tell us what the US said.", "US") == ["US"]
    assert hits("tell us what the US said.", "us") == ["us", "US"]


def test_a_curly_apostrophe_matches_a_straight_one() -> None:
    assert hits("the people’s bank", "people's bank") == ["people’s bank"]


def test_signs_in_a_pattern_are_signs_and_no_code() -> None:
    assert hits("It cost $5 (five) today.", "(five)") == ["(five)"]
    assert hits("aaa", "a+") == []


def test_a_text_may_have_several_topics_in_the_order_of_the_codebook() -> None:
    book = codebook(war=["war"], trade=["goods"])
    assert list(book.hits("Goods move in a war.")) == ["war", "trade"]


def test_a_statement_has_a_row_a_topic_with_hits_and_terms(statements_of: Callable[..., pd.DataFrame]) -> None:
    said = statements_of([{"text": "War is war, and NATO is no war machine."}, {"text": "Nothing."}])
    found = check(find_topics(said, codebook(war=["war", "NATO"])), "topics")
    assert found[["statement_id", "topic", "hits"]].to_numpy().tolist() == [["a:0", "war", 4]]
    assert found["terms"][0] == ["war", "NATO"]


def test_whole_articles_can_be_searched(study: ma.Analysis, project: Path) -> None:
    found = find_topics(study.articles, project / "data" / "topics.csv")
    assert set(found["article_id"]) == set(study.articles["article_id"])
    assert found["statement_id"].isna().all()


def test_every_hit_of_the_corpus_leads_back_to_words_of_its_statement(study: ma.Analysis) -> None:
    texts = study.statements.set_index("statement_id")["text"]
    assert len(study.topics)
    for row in study.topics.to_dict("records"):
        assert all(term.lower() in reading_copy(texts[row["statement_id"]]).lower() for term in row["terms"])
        assert row["hits"] >= len(row["terms"]) > 0


@given(st.text(max_size=300))
def test_no_text_can_stop_the_search(text: str) -> None:
    for words in codebook(t=["war*", "U.S.", "armed forces", "'quoted'"]).hits(text).values():
        assert all(word in text for word in words)


@given(st.text(min_size=1, max_size=30))
def test_no_pattern_can_stop_the_search(pattern: str) -> None:
    try:
        book = codebook(t=[pattern])
    except TableError:
        return
    book.hits("The port (old) said: “no, U.S. goods*”.")


@pytest.mark.parametrize("row", [("war", None), (None, "war"), ("war", "  "), ("war", "*"), ("  ", "war")])
def test_a_row_that_is_not_filled_in_is_named(row: tuple[str | None, str | None]) -> None:
    with pytest.raises(TableError, match=r"codebook of topics, row 3: topic and pattern must both be filled in"):
        Codebook(pd.DataFrame([("war", "invasion"), row], columns=["topic", "pattern"]))


def test_a_codebook_without_patterns_says_what_it_needs() -> None:
    with pytest.raises(TableError, match=r"the codebook of topics needs the columns topic, pattern; got topic, word"):
        load_codebook(pd.DataFrame({"topic": ["war"], "word": ["war"]}))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.csv: there is no such file \(codebook of topics\)"):
        load_codebook(tmp_path / "none.csv")


def test_shares_are_of_a_speakers_statements_and_no_topic_is_a_row(statements_of: Callable[..., pd.DataFrame]) -> None:
    rows = [{"speaker": "Voss", "text": t} for t in ("war and goods", "war", "tea", "milk")]
    said = statements_of(
        [*rows, {"speaker": "Voss", "text": "war", "mode": "thought"}, {"speaker": None, "text": "war"}]
    )
    counted = count_topics(find_topics(said, codebook(war=["war"], trade=["goods"])), said)
    assert counted.to_numpy().tolist() == [
        ["Voss", "no topic", 2, 4, 0.5],
        ["Voss", "trade", 1, 4, 0.25],
        ["Voss", "war", 2, 4, 0.5],
    ]


def test_frequent_words_count_statements_and_leave_dull_words_out(statements_of: Callable[..., pd.DataFrame]) -> None:
    said = statements_of(
        [
            {"text": "The harbour, the Harbour! said"},
            {"text": "Our harbour and bridge", "article_id": "b"},
            {"text": "A bridge over the canal", "article_id": "b"},
            {"text": "harbour canal", "mode": "thought"},
            {"text": None},
        ]
    )
    table = frequent_words(said)
    assert table.to_numpy().tolist() == [["bridge", 2, 1], ["harbour", 2, 2]], "canal is in one statement only"


def test_no_statement_has_no_frequent_words(statements_of: Callable[..., pd.DataFrame]) -> None:
    assert frequent_words(statements_of([])).empty
