"""Tone: VADER on sentences, through the reading copy, names masked, own words apart from the reporting."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.tables import TableError, check
from analysis.tone import label, score_tone, sentence_tone, text_tone

VADER = SentimentIntensityAnalyzer()


def test_a_curly_apostrophe_does_not_hide_a_negation() -> None:
    assert text_tone("He isn’t happy.") < -0.3
    assert text_tone("He isn’t happy.") == text_tone("He isn't happy.")


def test_a_curly_quotation_mark_does_not_hide_a_word() -> None:
    assert text_tone("“disaster,” he said") < -0.3


def test_names_and_offices_carry_no_tone() -> None:
    sentence = "The United States Supreme Court met the Security Council"
    assert text_tone(sentence) == 0
    assert text_tone(sentence, "vader") > 0.3


def test_a_word_of_a_name_still_counts_where_it_is_no_name() -> None:
    assert text_tone("The party is united and has the support of all.") > 0.3


def test_twenty_mild_sentences_are_as_mild_as_one() -> None:
    mild = "The weather was nice. "
    assert text_tone(mild * 20) == pytest.approx(text_tone(mild))
    assert VADER.polarity_scores(mild * 20)["compound"] > 0.95  # what the mean protects from


def test_good_and_bad_sentences_average() -> None:
    good, bad = text_tone("It was wonderful."), text_tone("It was terrible.")
    assert text_tone("It was wonderful. It was terrible.") == pytest.approx((good + bad) / 2, abs=1e-4)


@pytest.mark.parametrize("text", [None, np.nan, "", "   ", "“…”", "—"])
def test_where_there_is_no_text_there_is_no_tone(text: object) -> None:
    assert np.isnan(text_tone(text))


SENTENCES = [
    "The plan is a disaster.",
    "VADER is smart, handsome, and funny!!!",
    "The minister was not very happy with the awful result, but the talks went well.",
    "The United States Supreme Court met the Security Council.",
    "It isn't bad at all :)",
    "GREAT news for the port, kind of.",
    "Nobody was hurt.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_stock_vader_is_stock_vader(sentence: str) -> None:
    assert text_tone(sentence, "vader") == VADER.polarity_scores(sentence)["compound"]


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=80))
def test_stock_vader_is_stock_vader_on_any_plain_sentence(sentence: str) -> None:
    assert (
        sentence_tone(sentence.replace("`", "'"), "vader")
        == VADER.polarity_scores(sentence.replace("`", "'"))["compound"]
    )


@given(st.text(max_size=200))
def test_any_text_has_a_tone_in_range_or_none(text: str) -> None:
    tone = text_tone(text)
    assert np.isnan(tone) or -1 <= tone <= 1


@pytest.mark.parametrize(
    ("tone", "word"),
    [
        (-1.0, "negative"),
        (-0.05, "negative"),
        (-0.0499, "neutral"),
        (0.0, "neutral"),
        (0.05, "positive"),
        (1.0, "positive"),
    ],
)
def test_labels_change_at_the_threshold(tone: float, word: str) -> None:
    assert list(label(pd.Series([tone]))) == [word]


def test_no_tone_has_no_label() -> None:
    assert label(pd.Series([np.nan])).isna().all()


def test_own_words_and_reporting_are_scored_apart(statements_of: Callable[..., pd.DataFrame]) -> None:
    rows = statements_of([{"text": "“This is a wonderful day,”", "reporting": "the disgraced mayor lied bitterly"}])
    scored = score_tone(rows).iloc[0]
    assert scored["tone"] > 0.3
    assert scored["tone_reporting"] < -0.3
    assert scored["tone_label"] == "positive"


def test_scoring_adds_columns_and_nothing_else(statements_of: Callable[..., pd.DataFrame]) -> None:
    rows = statements_of([{"text": "It is good."}, {"text": None}, {"text": "It is bad."}]).iloc[::-1]
    before = rows.copy(deep=True)
    scored = score_tone(rows)
    assert_frame_equal(rows, before)
    tones = ["tone", "tone_reporting", "tone_label"]
    assert_frame_equal(scored.drop(columns=tones), rows.drop(columns=tones))
    check(scored, "statements")


def test_a_sentence_is_scored_whole() -> None:
    text = 'It was a disaster. Or "horrible." he said'
    sentences = pd.DataFrame({"sentence_id": ["a:0"], "text": [text]})
    assert score_tone(sentences, lexicon="vader")["tone"][0] == VADER.polarity_scores(text)["compound"]
    assert score_tone(sentences)["tone"][0] < text_tone("It was a disaster.")


def test_the_errors_teach() -> None:
    with pytest.raises(TableError, match=r"score_tone needs the columns text; got body"):
        score_tone(pd.DataFrame({"body": ["x"]}))
    with pytest.raises(
        ValueError, match=r"knows the lexicons news, vader, and the CSV of your own \(word, value\); got afinn"
    ):
        score_tone(pd.DataFrame({"text": ["x"]}), lexicon="afinn")
