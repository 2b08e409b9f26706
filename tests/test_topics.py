"""Topics: a codebook's patterns, and hits that lead back to words."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as ma
from analysis.sources import SourceError
from analysis.tables import TableError, check
from analysis.text import reading_copy
from analysis.topics import Codebook, count_patterns, find_topics, load_codebook


def codebook(**patterns: list[str]) -> Codebook:
    return Codebook(
        pd.DataFrame([(t, p) for t, found in patterns.items() for p in found], columns=["topic", "pattern"])
    )


def excluding(pattern: str, exclude: str | None) -> Codebook:
    return Codebook(pd.DataFrame([("t", pattern, exclude)], columns=["topic", "pattern", "exclude"]))


def hits(text: str, book: Codebook) -> list[str]:
    return [" … ".join(text[s:e] for s, e in hit) for found in book.find(text) for hit in found.hits]


def test_the_longest_phrase_is_one_hit_and_not_several() -> None:
    book = codebook(t=["operation", "special operation", "special"])
    assert hits("The special operation went on.", book) == ["special operation"]


def test_words_that_stand_near_are_one_hit_even_where_one_alone_is_a_pattern() -> None:
    book = codebook(t=["gas", "gas near/5 prices"])
    assert hits("Gas at high prices, and gas.", book) == ["Gas … prices", "gas"]


def test_what_is_excluded_is_no_hit_and_the_rest_of_the_text_is() -> None:
    book = excluding("strike*", "lightning strike*; strike a deal")
    text = "The strikes go on after a lightning strike, until they strike a deal."
    assert hits(text, book) == ["strikes"]
    assert hits("A lightning strike.", book) == []


def test_an_exclusion_may_be_any_pattern() -> None:
    assert hits("Hunger drove him to strike; the dockers strike.", excluding("strike", "hunger near/5 strike")) == [
        "strike"
    ]
    assert hits("The us in US.", excluding("us", "US")) == ["us"]


def test_an_empty_exclusion_excludes_nothing() -> None:
    for empty in (None, "", " ; "):
        assert hits("They strike.", excluding("strike", empty)) == ["strike"]


def test_a_text_may_have_several_topics_in_the_order_of_the_codebook() -> None:
    book = codebook(war=["war"], trade=["goods"])
    assert [found.topic for found in book.find("Goods move in a war.")] == ["war", "trade"]


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


def test_spans_are_the_hits_in_the_article_also_of_split_quotations(
    article: Callable[..., pd.DataFrame], attribute: Callable[..., pd.DataFrame]
) -> None:
    text = "“Gas is scarce,” said Anna Lind, the mayor of Halden, “and the prices of gas rise.”"
    said = attribute(text)
    row = find_topics(said, codebook(energy=["gas near/9 price*", "gas"])).iloc[0]
    assert [text[start:end] for start, end in row["spans"]] == ["Gas", "prices", "gas"]
    assert row["terms"] == ["gas", "gas … prices"]


def test_a_phrase_over_the_seam_of_a_split_quotation_has_two_spans(statements_of: Callable[..., pd.DataFrame]) -> None:
    said = statements_of([{"text": "the armed forces", "spans": [[4, 13], [40, 46]]}])
    assert find_topics(said, codebook(war=["armed forces"]))["spans"][0] == [[8, 13], [40, 46]]


def test_spans_that_are_not_those_of_the_words_are_left_out(statements_of: Callable[..., pd.DataFrame]) -> None:
    said = statements_of([{"text": "war and war", "spans": [[0, 99]]}])
    assert find_topics(said, codebook(war=["war"]))[["hits", "spans"]].to_numpy().tolist() == [[2, []]]


def test_every_span_of_the_corpus_is_a_word_that_was_hit(study: ma.Analysis) -> None:
    texts = dict(zip(study.articles["article_id"], study.articles["text"], strict=True))
    for row in study.topics.to_dict("records"):
        written = [texts[row["article_id"]][start:end].lower() for start, end in row["spans"]]
        assert {term.lower() for term in row["terms"]} == set(written)
        assert row["hits"] == len(written)


@given(st.text(max_size=300))
def test_no_text_can_stop_the_search(text: str) -> None:
    book = codebook(t=["war*", "U.S.", "armed forces", "'quoted'", "a* near/3 b*"])
    for found in book.find(text):
        for hit in found.hits:
            assert all(0 <= start < end <= len(text) for start, end in hit)


@given(st.lists(st.sampled_from(["gas", "prices", "GAS", "rise,", "“Gas”", "—", "of"]), max_size=30))
def test_each_word_is_in_one_hit_of_a_topic_at_most(words: list[str]) -> None:
    text = " ".join(words)
    for found in codebook(t=["gas", "gas price*", "gas near/3 price*", "price*"]).find(text):
        places = sorted(place for hit in found.hits for place in hit)
        assert all(a[1] <= b[0] for a, b in pairwise(places))


def test_articles_are_searched_in_time_that_grows_with_their_length() -> None:
    book = Codebook(
        pd.DataFrame(
            [("t", "a*", "a* near/9 b*"), ("t", "a* near/9 b*", None), ("t", "*a*b*c", None)],
            columns=["topic", "pattern", "exclude"],
        )
    )

    def seconds(text: str) -> float:
        begin = time.process_time()
        book.find(text)
        return time.process_time() - begin

    for unit in ("a", "a ", "ab", "a b ", "a-", "abc", "a\n\n", "b a a "):
        short, long = (min(seconds(unit * (n // len(unit))) for _ in range(3)) for n in (20_000, 80_000))
        assert long < 10 * max(short, 0.005), unit  # four times the text; sixteen would be quadratic


@pytest.mark.parametrize("row", [("war", None), (None, "war"), ("war", "  "), ("  ", "war")])
def test_a_row_that_is_not_filled_in_is_named(row: tuple[str | None, str | None]) -> None:
    with pytest.raises(TableError, match=r"codebook of topics, row 3: topic and pattern must both be filled in"):
        Codebook(pd.DataFrame([("war", "invasion"), row], columns=["topic", "pattern"]))


def test_lines_that_a_spreadsheet_left_empty_are_passed_over_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "topics.csv"
    file.write_text("topic,pattern,note\nwar,invasion,\n\n,,\nwar,near/5 war,\n", encoding="utf-8")
    with pytest.raises(TableError) as error:
        load_codebook(file)
    assert str(error.value) == (
        f"{file}: codebook of topics, row 5, pattern “near/5 war”: near/ needs words on both sides: gas* near/5 price*"
    )


def test_an_exclusion_that_cannot_be_read_is_named_with_its_column() -> None:
    with pytest.raises(TableError, match=r"codebook of topics, row 2, exclude “\*”: a \* alone finds every word"):
        excluding("strike", "lightning strike; *")


def test_a_codebook_without_patterns_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"the codebook of topics needs the columns topic, pattern; got topic, word"):
        load_codebook(pd.DataFrame({"topic": ["war"], "word": ["war"]}))
    (tmp_path / "topics.csv").write_text("topic;pattern\nwar;war\n", encoding="utf-8")
    with pytest.raises(
        TableError, match=r"topics\.csv: codebook of topics needs the columns topic, pattern; got topic;p"
    ):
        load_codebook(tmp_path / "topics.csv")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.csv: there is no such file \(codebook of topics\)"):
        load_codebook(tmp_path / "none.csv")


def test_each_row_of_a_codebook_has_its_hits_and_what_hangs_on_it_alone(
    statements_of: Callable[..., pd.DataFrame],
) -> None:
    book = pd.DataFrame(
        [("war", "war", None), ("war", "war crime*", None), ("war", "tank*", "think tank*"), ("trade", "goods", None)],
        columns=["topic", "pattern", "exclude"],
    )
    said = statements_of(
        [{"text": t} for t in ("War, a war crime.", "A war.", "Tanks and a think tank.", "A think tank.", "Tea.")]
        + [{"text": "goods", "mode": "thought"}]
    )
    table = count_patterns(said, book)
    assert table.drop(columns="exclude").to_numpy().tolist() == [
        ["war", "war", 3, 2, 1, ["war (2)"]],
        ["war", "war crime*", 1, 1, 0, ["war crime (1)"]],
        ["war", "tank*", 1, 1, 1, ["tanks (1)"]],
        ["trade", "goods", 0, 0, 0, []],
    ]


def test_patterns_can_be_counted_in_articles(study: ma.Analysis, project: Path) -> None:
    table = count_patterns(study.articles, project / "data" / "topics.csv")
    assert table["articles"].max() == 2
    assert len(table) == len(load_codebook(project / "data" / "topics.csv").rows)
