"""Patterns of a codebook: what may be typed, and what it finds."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text import reading_copy
from analysis.topic_patterns import Anchors, Pattern, PatternError, folded


def hits(text: str, pattern: str) -> list[str]:
    copy = reading_copy(text)
    return [" … ".join(text[s:e] for s, e in hit) for hit in Pattern(pattern).find(copy, folded(copy))]


def test_a_word_is_found_whole_in_any_case() -> None:
    assert hits("Trade grew. Traders and fair trade did not, nor did trades.", "trade") == ["Trade", "trade"]


def test_a_star_stands_for_the_rest_of_a_word() -> None:
    found = hits("Sanctions were sanctioned without sanction; unsanctioned.", "sanction*")
    assert found == ["Sanctions", "sanctioned", "sanction"]


def test_a_star_may_stand_anywhere_in_a_word() -> None:
    assert hits("A steuer, the Einkommensteuer, steuerfrei.", "*steuer") == ["steuer", "Einkommensteuer"]
    assert hits("organise, organize, organ", "organi*e") == ["organise", "organize"]
    assert hits("abcbc, abc, ab", "a*b*c") == ["abcbc", "abc"]


def test_stars_work_inside_a_phrase() -> None:
    assert hits("Economic policy, economical policies, policy.", "econom* polic*") == [
        "Economic policy",
        "economical policies",
    ]


def test_a_star_alone_between_words_is_any_one_word() -> None:
    text = "minister of home affairs, minister of state-owned affairs, minister of affairs"
    assert hits(text, "minister of * affairs") == [text[:24], text[26:57]]


def test_a_phrase_may_break_over_a_line_and_a_no_break_space() -> None:
    assert hits("armed\nforces and armed\u00a0forces", "armed forces") == ["armed\nforces", "armed\u00a0forces"]


def test_a_word_all_in_capitals_minds_its_case() -> None:
    assert hits("Tell us what the US said.", "US") == ["US"]
    assert hits("tell us what the US said.", "us") == ["us", "US"]
    assert hits("NATO and nato", "NATO") == ["NATO"]


def test_in_a_phrase_only_the_words_in_capitals_mind_their_case() -> None:
    assert hits("US Troops met us troops.", "US troop*") == ["US Troops"]


def test_a_curly_apostrophe_matches_a_straight_one() -> None:
    assert hits("the people’s bank", "people's bank") == ["people’s bank"]
    assert hits("the people's bank", "people’s bank") == ["people's bank"]


def test_signs_in_a_pattern_are_signs_and_no_code() -> None:
    assert hits("It cost $5 (five) today.", "(five)") == ["(five)"]
    assert hits("It cost $5 today.", "$5") == ["$5"]
    assert hits("aaa", "a+") == []


def test_letters_of_any_alphabet_fold() -> None:
    assert hits("ÄRZTE und Ärzte", "ärzte") == ["ÄRZTE", "Ärzte"]
    assert hits("İstanbul’da SAVAŞ, savaş", "savaş") == ["SAVAŞ", "savaş"]


def test_near_finds_both_in_either_order() -> None:
    assert hits("Gas prices. The price of natural gas. Gas.", "gas near/4 price*") == ["Gas … prices", "price … gas"]


@pytest.mark.parametrize(("between", "found"), [(0, True), (4, True), (5, False)])
def test_near_counts_the_words_from_one_to_the_other(between: int, found: bool) -> None:
    text = "Gas " + "don't " * between + "prices"
    assert bool(hits(text, "gas near/5 prices")) is found


def test_near_counts_from_the_end_of_a_phrase() -> None:
    assert hits("natural gas of high price", "natural gas near/3 price") == ["natural gas … price"]
    assert hits("natural gas of very high price", "natural gas near/3 price") == []


def test_near_pairs_each_place_once() -> None:
    assert hits("gas price price", "gas near/3 price") == ["gas … price"]
    assert hits("war after war after war", "war near/3 war") == ["war … war"]
    assert hits("war", "war near/3 war") == []


@pytest.mark.parametrize(
    ("pattern", "mend"),
    [
        ("\u200b", "there is no word in it"),
        ("*", "a * alone finds every word; write some letters with it: sanction*"),
        ("** forces", "a * alone finds every word"),
        ("armed *", "a * alone finds every word"),
        ("gas near/3 *", "a * alone finds every word"),
        ("gas near/ price", "near/ needs a number of words from 1 to 50: near/5"),
        ("gas near/0 price", "near/ needs a number of words from 1 to 50"),
        ("gas near/x price", "near/ needs a number of words from 1 to 50"),
        ("gas near/51 price", "near/ needs a number of words from 1 to 50"),
        ("near/5 price", "near/ needs words on both sides: gas* near/5 price*"),
        ("gas near/5", "near/ needs words on both sides"),
        ("a near/5 b near/5 c", "near/ stands once in a pattern; write two rows"),
        ("“armed forces”", "write a phrase without quotation marks: armed forces"),
        ("gas OR oil", "OR means nothing in a pattern; write a row of its own for each alternative"),
        ("gas AND price", "AND means nothing in a pattern; for two words that stand close, write near/5 between them"),
        ("strike NOT lightning", "NOT means nothing in a pattern; write what does not count into the column exclude"),
    ],
)
def test_what_cannot_be_read_says_how_to_write_it(pattern: str, mend: str) -> None:
    with pytest.raises(PatternError) as error:
        Pattern(pattern)
    assert mend in str(error.value)


def test_near_without_a_slash_and_words_in_capitals_are_words() -> None:
    assert hits("a camp near the border", "near the border") == ["near the border"]
    assert hits("TRICK OR TREAT", "TRICK OR TREAT") == ["TRICK OR TREAT"]


@given(st.characters(exclude_categories=()))
def test_folding_moves_no_offset(character: str) -> None:
    assert len(folded(character + "a")) == 2


_WORDS = st.sampled_from(["gas", "Gas", "GAS", "gasps", "U.S.", "us", "US-led", "price’s", "armed", "forces", "İ", "ſ"])
_PATTERNS = ("gas*", "GAS", "us", "US", "U.S.", "price's", "armed forces", "*s", "gas near/3 us", "US-led gas", "’")


@given(st.lists(st.tuples(_WORDS, st.sampled_from([" ", "\n", "\u00a0", "\u200b", "—", ", "])), max_size=12))
def test_texts_are_passed_over_only_where_nothing_can_be_found(pieces: list[tuple[str, str]]) -> None:
    text = "".join(word + gap for word, gap in pieces)
    patterns = [Pattern(written) for written in _PATTERNS]
    among = Anchors(patterns).among(text)
    copy = reading_copy(text)
    for number, pattern in enumerate(patterns):
        assert number in among or not pattern.find(copy, folded(copy)), pattern.written


@given(st.text(min_size=1, max_size=30))
def test_no_pattern_can_stop_the_search(written: str) -> None:
    try:
        pattern = Pattern(written)
    except PatternError:
        assert not written.strip() or "*" in written or '"' in reading_copy(written)
        return
    copy = reading_copy("The port (old) said: “no, U.S. goods*”.")
    pattern.find(copy, folded(copy))


@pytest.mark.parametrize("written", ["a*", "*a", "a*b*c", "*a*b", "a * b", "a* b*", "aa aa aa", "a near/9 b", "A* B"])
def test_time_grows_with_the_length_of_any_text(written: str) -> None:
    pattern = Pattern(written)

    def seconds(unit: str, length: int) -> float:
        text = unit * (length // len(unit))
        begin = time.process_time()
        pattern.find(text, folded(text))
        return time.process_time() - begin

    for unit in ("a", "ab", "a ", "aa ", "a b ", "a-", "a'", " ", "\n", "A B", "a" * 500 + " "):
        short, long = (min(seconds(unit, n) for _ in range(3)) for n in (20_000, 80_000))
        assert long < 10 * max(short, 0.005), unit  # four times the text; sixteen would be quadratic


def test_the_words_that_are_remembered_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.topic_patterns._REMEMBERED", 10)
    anchors = Anchors([Pattern("gas*")])
    for i in range(50):
        assert anchors.among(f"word{i} gas{i}") == {0}
    assert len(anchors._idle) + len(anchors._telling) <= 12
