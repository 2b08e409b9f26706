"""Names have no tone: told by their capitals, with care where any word has one."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.tone import score_tone, sentence_tone


def masked(sentence: str) -> bool:
    """Does the sentence lose the tone that it has while names count?"""
    return sentence_tone(sentence, "vader") != 0 and sentence_tone(sentence, "vader", ["names"]) == 0


@pytest.mark.parametrize(
    "sentence",
    [
        "The United States Supreme Court met the Security Council",
        "On Monday the Freedom Party met in Oslo.",
        "A report by Grant Thornton was read.",
        "The letter went to Mr Strange on Friday.",
        "Justice Department officials met on Monday.",
        "Freedom Party members met on Monday.",
    ],
)
def test_a_capital_in_mid_sentence_is_a_names(sentence: str) -> None:
    assert masked(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Happy voters met the mayor.",
        "Terrible weather closed the port of Oslo.",
        "“Great idea,” the mayor said.",
        "He said: “Wonderful.”",
        "It was over. Horrible scenes followed.",
        "The vote was a DISASTER for the mayor.",
        "GREAT VICTORY FOR LIND",
        "Great Victory for Lind as Rivals Fail",
    ],
)
def test_a_word_whose_place_gives_it_a_capital_counts(sentence: str) -> None:
    assert sentence_tone(sentence, "vader", ["names", "reading"]) != 0


def test_a_surname_that_opens_a_sentence_is_known_from_the_speakers() -> None:
    rows = pd.DataFrame({"text": ["Grant will leave on Monday."] * 2, "speaker": ["Anna Grant", None]})
    assert score_tone(rows)["tone"].tolist() == [0, 0]
    assert score_tone(rows.drop(columns="speaker"))["tone"][0] != 0
    assert score_tone(rows.drop(columns="speaker"), names=["Grant"])["tone"][0] == 0


@pytest.mark.xfail(strict=True, reason="nothing in the sentence shows that its first word is a name")
def test_a_given_name_that_opens_a_sentence_is_a_name() -> None:
    assert masked("Joy Berger met the council.")
