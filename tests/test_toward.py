"""Tone toward persons: what is said of one is not said of another, and what one says is not said of oneself."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import analysis as ma
from analysis.tables import TableError, check
from analysis.toward import label_toward, score_tone_toward, tone_toward


def toward(sentence: str, name: str, **options: object) -> float:
    start = sentence.index(name)
    return tone_toward(sentence, start, start + len(name), **options)  # type: ignore[arg-type]


def table(*texts: str, article_id: str = "a") -> pd.DataFrame:
    rows, start = [], 0
    for i, text in enumerate(texts):
        rows.append({"sentence_id": f"{article_id}:{i}", "article_id": article_id, "start": start, "text": text})
        start += len(text) + 1
    return pd.DataFrame(rows, columns=["sentence_id", "article_id", "start", "text"])


@pytest.mark.parametrize(
    ("sentence", "better", "worse"),
    [
        ("Anna Lind criticized Tom Berger over the bridge.", "Anna Lind", "Tom Berger"),
        ("Tom Berger was criticized by Anna Lind.", "Anna Lind", "Tom Berger"),
        ("Anna Lind praised Tom Berger on Monday.", "Tom Berger", "Anna Lind"),
        ("Anna Lind accused Tom Berger of fraud.", "Anna Lind", "Tom Berger"),
        ("Anna Lind won the vote; Tom Berger was indicted on Friday.", "Anna Lind", "Tom Berger"),
        ("While Anna Lind spoke of the harbour, the corrupt Tom Berger lied.", "Anna Lind", "Tom Berger"),
    ],
)
def test_two_people_of_one_sentence_are_told_apart(sentence: str, better: str, worse: str) -> None:
    assert toward(sentence, better) > toward(sentence, worse)


def test_what_a_person_says_weighs_less_than_what_is_said_of_the_person() -> None:
    said = toward("Anna Lind said the bridge was a disaster.", "Anna Lind")
    was = toward("Anna Lind as mayor was a disaster.", "Anna Lind")
    assert was < said < 0


def test_a_negation_turns_it_round() -> None:
    assert toward("Anna Lind isn’t corrupt.", "Anna Lind") > toward("Anna Lind is corrupt.", "Anna Lind")


def test_what_stands_far_off_weighs_less() -> None:
    near = toward("Anna Lind failed on Monday in the council of the harbour town of Oslo.", "Anna Lind")
    far = toward("Anna Lind was on Monday in the council of the harbour town of Oslo, which failed.", "Anna Lind")
    assert near < far <= 0


def test_a_name_that_is_named_with_another_shares_what_is_said() -> None:
    sentence = "The council praised Anna Lind and Tom Berger."
    assert toward(sentence, "Anna Lind") == toward(sentence, "Tom Berger") > 0.1


@pytest.mark.xfail(strict=True, reason="irony is beyond a word list")
def test_irony_is_no_praise() -> None:
    assert toward("“What a brilliant success,” critics said of Anna Lind as the bridge fell.", "Anna Lind") < 0


@given(st.text(max_size=150), st.integers(0, 150), st.integers(0, 150))
def test_any_text_and_any_place_has_a_tone_in_range(text: str, start: int, end: int) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    assert -1 <= tone_toward(text, start, end) <= 1


def test_a_row_is_a_sentence_and_a_mention() -> None:
    sentences = table("Anna Lind met Tom Berger.", "Lind was late.", "Nobody came.")
    before = sentences.copy(deep=True)
    rows = check(score_tone_toward(sentences, ["Anna Lind", "Tom Berger"]), "toward")
    assert_frame_equal(sentences, before)
    assert rows[["sentence_id", "person", "mention"]].to_numpy().tolist() == [
        ["a:0", "Anna Lind", "Anna Lind"],
        ["a:0", "Tom Berger", "Tom Berger"],
        ["a:1", "Anna Lind", "Lind"],
    ]
    text = " ".join(sentences["text"])
    assert [text[s:e] for s, e in zip(rows["start"], rows["end"], strict=True)] == rows["mention"].tolist()


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Lind’s plan failed.", ["Lind"]),
        ("(Lind) was late.", ["Lind"]),
        ("President Lind was late.", ["Lind"]),
        ("Yesterday Lind was late.", ["Lind"]),
        ("Maria Lind was late.", []),
        ("Lind Berger was late.", []),
        ("The linden was late.", []),
    ],
)
def test_a_surname_is_taken_where_it_can_only_be_hers(sentence: str, found: list[str]) -> None:
    assert score_tone_toward(table(sentence), ["Anna Lind"])["mention"].tolist() == found


def test_a_surname_of_two_is_nobodys() -> None:
    rows = score_tone_toward(table("Lind met Anna Lind."), ["Anna Lind", "Maria Lind"])
    assert rows["mention"].tolist() == ["Anna Lind"]


def test_of_a_table_of_speakers_the_persons_with_full_names_are_looked_for() -> None:
    speakers = pd.DataFrame(
        {"speaker": ["Anna Lind", "Kremlin", "Friday"], "speaker_kind": ["person", "organisation", "person"]}
    )
    assert score_tone_toward(table("On Friday the Kremlin met Lind."), speakers)["person"].tolist() == ["Anna Lind"]


def test_who_says_it_stands_beside_it(statements_of: Callable[..., pd.DataFrame]) -> None:
    sentences = table("Tom Berger said Anna Lind was corrupt.", "Lind left.")
    statements = statements_of([{"speaker": "Tom Berger", "spans": [[16, 37]], "text": "Anna Lind was corrupt"}])
    rows = score_tone_toward(sentences, ["Anna Lind", "Tom Berger"], statements)
    by = rows.set_index(["sentence_id", "person"])
    assert by.loc[("a:0", "Anna Lind"), "speaker"] == "Tom Berger"
    assert by.loc[("a:0", "Anna Lind"), "statement_id"] == "a:0"
    assert pd.isna(by.loc[("a:0", "Tom Berger"), "statement_id"])
    assert pd.isna(by.loc[("a:1", "Anna Lind"), "statement_id"])


def test_labels_change_at_the_stated_thresholds() -> None:
    assert list(label_toward(pd.Series([-0.2, -0.19, 0.09, 0.1]))) == ["negative", "neutral", "neutral", "positive"]


def test_nobody_found_is_an_empty_table() -> None:
    check(score_tone_toward(table("Nobody came."), ["Anna Lind"]), "toward")
    check(score_tone_toward(table(), []), "toward")


def test_the_errors_teach() -> None:
    with pytest.raises(TableError, match=r"score_tone_toward needs the columns sentence_id, .*; got body"):
        score_tone_toward(pd.DataFrame({"body": ["x"]}), ["Anna Lind"])
    with pytest.raises(TableError, match=r"needs a list of names or the table of speakers; got one string"):
        score_tone_toward(table("x"), "Anna Lind")


def test_the_corpus_has_mentions_that_stand_where_they_say(study: ma.Analysis) -> None:
    rows = score_tone_toward(study.sentences, study.speakers, study.statements)
    texts = study.articles.set_index("article_id")["text"]
    assert len(rows) > 10
    assert all(texts[a][s:e] == m for a, s, e, m in rows[["article_id", "start", "end", "mention"]].to_numpy())
