"""Hits shown in their statements."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

import analysis as ma
from analysis.topic_hits import show_hits
from analysis.topics import find_topics

BOOK = pd.DataFrame([("war", "war"), ("energy", "gas near/5 prices")], columns=["topic", "pattern"])


def test_the_words_that_were_hit_are_marked(statements_of: Callable[..., pd.DataFrame]) -> None:
    text = "Gas at such prices is war."
    said = statements_of([{"speaker": "Clara Voss", "text": text, "spans": [[5, 5 + len(text)]]}])
    page = show_hits(find_topics(said, BOOK), said)
    assert "<td><mark>Gas</mark> at such <mark>prices</mark> is war.</td>" in page.content
    assert "<td>Gas at such prices is <mark>war</mark>.</td>" in page.content
    assert repr(page).splitlines() == ["energy: [Gas] at such [prices] is war.", "war: Gas at such prices is [war]."]


def test_hits_in_a_split_quotation_are_marked_in_both_pieces(statements_of: Callable[..., pd.DataFrame]) -> None:
    said = statements_of([{"text": "Gas has prices", "spans": [[1, 4], [30, 40]]}])
    assert repr(show_hits(find_topics(said, BOOK), said)) == "energy: [Gas] has [prices]"


def test_the_statements_with_most_hits_come_first_and_one_topic_may_be_asked_for(
    statements_of: Callable[..., pd.DataFrame],
) -> None:
    rows = [{"text": t, "spans": [[0, len(t)]]} for t in ("war", "war, war", "war: war, war")]
    said = statements_of([*rows, {**rows[0], "mode": "thought"}])
    page = show_hits(find_topics(said, BOOK), said, topic="war")
    assert repr(page).splitlines() == ["war: [war]: [war], [war]", "war: [war], [war]"]
    assert "2 of 3 rows" in page.content
    assert repr(show_hits(find_topics(said, BOOK), said, topic="energy")) == "no hits"


def test_no_text_is_taken_for_html(statements_of: Callable[..., pd.DataFrame]) -> None:
    text = "<script>war</script> & war"
    said = statements_of([{"text": text, "spans": [[0, len(text)]], "speaker": "<b>", "article_id": "<i>"}])
    book = pd.DataFrame([("<u>", "war")], columns=["topic", "pattern"])
    content = show_hits(find_topics(said, book), said).content
    assert "&lt;script&gt;<mark>war</mark>&lt;/script&gt; &amp; <mark>war</mark>" in content
    assert not any(tag in content for tag in ("<script>", "<b>", "<i>", "<u>"))


def test_hits_of_the_corpus_are_all_marked(study: ma.Analysis) -> None:
    page = show_hits(study.topics, study.statements, n=99)
    said = study.topics["statement_id"].isin(ma.said(study.statements)["statement_id"])
    assert page.content.count("<mark>") == study.topics.loc[said, "spans"].map(len).sum() > 20
