"""A sentence to the words that count: VADER's figures exactly, and each correction by itself."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES

from analysis.tone import sentence_tone
from analysis.tone_lexicon import lexicon_of, stock
from analysis.valence import bare, cut, hits, reading

ORDINARY = "but no so this doubt kind of the said least at very or nor bus stop right die heart `old`".split()


def generated(count: int) -> list[str]:
    """Plain ASCII sentences in which VADER's rules meet in every order."""
    chance = random.Random(7)
    known = [word for word in stock().make_lex_dict() if word.isascii()]
    rare = [*NEGATE, *BOOSTER_DICT, *SPECIAL_CASES]
    sentences = []
    for _ in range(count):
        lists = chance.choices([ORDINARY, rare, known], [5, 3, 4], k=chance.randint(1, 16))
        words = [chance.choice(words) for words in lists]
        words = [word.upper() if chance.random() < 0.07 else word for word in words]
        sentences.append(" ".join(words) + chance.choice(["", ".", "!", "?", "!!!!!", "???", " :)"]))
    return sentences


def test_ten_thousand_plain_sentences_score_as_in_vader() -> None:
    unlike = [s for s in generated(10_000) if sentence_tone(s, "vader") != stock().polarity_scores(s)["compound"]]
    assert unlike == []


@given(st.text(max_size=120))
def test_stock_vader_is_stock_vader_on_any_text(text: str) -> None:
    assert sentence_tone(text, "vader") == stock().polarity_scores(text)["compound"]


@given(st.text(max_size=200))
def test_what_is_read_is_as_long_as_what_is_written(text: str) -> None:
    assert len(reading(text)) == len(text)


def test_words_are_cut_as_vader_cuts_them() -> None:
    assert cut("“Well,” he said: (no!) :)").low == ["“well,”", "he", "said", "no!)", ":)"] or bare("(no!)") == "(no!)"
    assert [bare(token) for token in ["disaster,", '"great"', ":)", "U.S."]] == ["disaster", "great", ":)", "U.S"]


@pytest.mark.parametrize(
    ("correction", "sentence"),
    [
        ("reading", "The mayor isn’t funny."),
        ("names", "Voters in Happy Valley met."),
        ("overlay", "The mayor was indicted."),
    ],
)
def test_each_correction_can_be_made_alone_and_changes_what_it_says(correction: str, sentence: str) -> None:
    lexicon = "news" if correction == "overlay" else "vader"
    assert sentence_tone(sentence, lexicon, [correction]) != sentence_tone(sentence, "vader")
    others = [c for c in ("reading", "names", "overlay") if c != correction]
    assert sentence_tone(sentence, "news", others) == sentence_tone(sentence, "vader")


def test_words_are_cut_alike_however_few_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = "The “worst” WINTER, the minister's (said) aide: worst!"
    expected = cut(sentence)
    monkeypatch.setattr("analysis.valence._HELD", 2)
    assert [cut(sentence) for _ in range(3)] == [expected] * 3


def test_a_dash_between_words_belongs_to_neither() -> None:
    assert sentence_tone("The plan—a disaster—was dropped.") < -0.4
    assert sentence_tone("The plan--a disaster--was dropped.") < -0.4


def test_a_phrase_counts_as_one_word_and_may_be_negated() -> None:
    found = hits(cut("She stepped down on Monday."), lexicon_of("news"), frozenset())
    assert [(hit.at, hit.valence) for hit in found] == [(1, -1.9)]
    assert sentence_tone("She never stepped down.") > 0


def test_a_phrase_may_end_in_a_possessive() -> None:
    assert sentence_tone("supreme court's ruling") == 0
    assert sentence_tone("supreme court's ruling", "vader") > 0.4


@pytest.mark.parametrize("text", ["good bad " * 20_000 + "but " + "great " * 20_000, "United " * 40_000, '"' * 80_000])
def test_a_long_sentence_takes_a_moment(text: str) -> None:
    start = time.process_time()
    sentence_tone(text)
    assert time.process_time() - start < 5
