"""Reading copies, words and spans: whatever the text holds, offsets stay offsets into it."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text import (
    WORD,
    in_joined,
    in_source,
    join_spans,
    lines,
    paragraph_spans,
    reading_copy,
    trim,
    without,
    words,
)

ANY = settings(deadline=None, max_examples=60, derandomize=True)
TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("“”‘’'\"…–—\u00a0\u2028\x85\x0b\x0c\r\n\t .!?🙂ß")), max_size=80
)


@ANY
@given(TEXTS)
def test_a_reading_copy_has_the_length_of_the_text(text):
    assert len(reading_copy(text)) == len(text)


@ANY
@given(TEXTS)
def test_a_reading_copy_of_a_reading_copy_is_the_same(text):
    assert reading_copy(reading_copy(text)) == reading_copy(text)


@pytest.mark.parametrize("mark", "“”„‟«»″＂")
def test_every_double_mark_reads_as_a_straight_one(mark):
    assert reading_copy(mark) == '"'


@pytest.mark.parametrize("mark", "’‘‛ʼ`´")
def test_every_single_mark_reads_as_an_apostrophe(mark):
    assert reading_copy(mark) == "'"


def test_letters_digits_and_emoji_are_read_as_they_stand():
    text = "Élodie Lind paid 20 € for 3 brötchen 🙂 in Kraków"
    assert reading_copy(text) == text


def test_no_break_and_thin_spaces_read_as_spaces():
    assert reading_copy("20\u00a0000\u202fpeople\u2009came") == "20 000 people came"


def test_contractions_and_hyphenated_numbers_are_one_word():
    assert words("They don’t expect twenty-one lorries.") == ["They", "don’t", "expect", "twenty-one", "lorries"]


@ANY
@given(TEXTS | st.text("ab9'’.-_ é\n"))
def test_words_are_the_same_beside_a_letter_outside_ascii(text):
    assert words(text) == words(text + " é")[:-1] == WORD.findall(text)


def test_marks_and_underscores_are_no_words():
    assert words("— “…” __ ?! ") == []


def test_trim_drops_white_space_at_both_ends():
    text = "a  \t Anna Lind \n b"
    start, end = trim(text, 1, len(text) - 1)
    assert text[start:end] == "Anna Lind"


def test_trimming_white_space_alone_leaves_an_empty_span():
    start, end = trim("a   b", 1, 4)
    assert start == end


@ANY
@given(TEXTS, st.integers(0, 80), st.integers(0, 80))
def test_trim_stays_inside_the_span_it_was_given(text, one, other):
    low, high = sorted((min(one, len(text)), min(other, len(text))))
    start, end = trim(text, low, high)
    assert low <= start <= end <= high
    assert text[start:end] == text[low:high].strip()


@ANY
@given(TEXTS)
def test_lines_hold_everything_that_is_not_white_space(text):
    spans = lines(text)
    assert "".join("".join(text[s:e].split()) for s, e in spans) == "".join(text.split())
    assert all(text[s:e] == text[s:e].strip() != "" for s, e in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\u2028", "\x85", "\n \n"])
def test_every_kind_of_line_ending_ends_a_line(ending):
    text = f"Lind spoke.{ending}Holm listened."
    assert [text[s:e] for s, e in lines(text)] == ["Lind spoke.", "Holm listened."]


def test_joined_spans_give_the_words_of_a_split_quotation():
    assert join_spans("“We go,” she said, “at dawn.”", [(1, 7), (20, 28)]) == "We go, at dawn."


def test_what_is_left_around_holes_comes_in_order():
    assert without((0, 20), [(12, 15), (3, 5)]) == [(0, 3), (5, 12), (15, 20)]


def test_a_hole_over_everything_leaves_nothing():
    assert without((4, 9), [(0, 20)]) == []


@ANY
@given(st.integers(0, 30), st.integers(0, 30), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)), max_size=5))
def test_what_is_left_is_every_place_outside_the_holes(start, length, pairs):
    holes = [(a, a + n) for a, n in pairs]
    left = without((start, start + length), holes)
    kept = [i for s, e in left for i in range(s, e)]
    assert kept == [i for i in range(start, start + length) if not any(a <= i < b for a, b in holes)]


def test_lines_are_paragraphs():
    text = "Lind spoke.\nHolm listened.\n\n\nBerg slept."
    assert [text[s:e] for s, e in paragraph_spans(text)] == ["Lind spoke.", "Holm listened.", "Berg slept."]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_wrapped_at_a_width_make_one_paragraph(newline):
    first = (
        "Mayor Anna Lind said on Friday that the harbour bridge|would open to lorries before the end of summer and|"
        "that the ferry would go on until the autumn storms."
    )
    second = "She gave no date, but the council will meet on Monday|to hear from the engineers who built the pillars."
    text = f"{first}||{second}|".replace("|", newline)
    assert [text[s:e] for s, e in paragraph_spans(text)] == [p.replace("|", newline) for p in (first, second)]


def test_short_quoted_lines_are_not_taken_for_wrapped_text():
    text = "“Yes,” Lind said.\n“No,” Holm said.\n\n“Perhaps,” Berg said.\n“Never,” Lind said."
    assert len(paragraph_spans(text)) == 4


@ANY
@given(TEXTS)
def test_paragraphs_cover_the_text_in_order(text):
    spans = paragraph_spans(text)
    assert "".join("".join(text[s:e].split()) for s, e in spans) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_a_place_in_joined_words_is_a_place_in_the_source_piece_by_piece() -> None:
    text, spans = "“We go,” she said, “at dawn.”", [(1, 7), (20, 28)]
    joined = join_spans(text, spans)
    start = joined.index("go")
    assert in_source(spans, start, start + 2) == [(4, 6)]
    assert [text[s:e] for s, e in in_source(spans, start, joined.index("dawn"))] == ["go,", "at "]
    assert in_source(spans, 6, 7) == [], "the space that joins them is in no source"
    assert in_source((), 0, 5) == []


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5)), max_size=5), st.integers(0, 30), st.integers(0, 30))
def test_the_way_back_from_the_source_finds_the_same_words(gaps: list[tuple[int, int]], a: int, b: int) -> None:
    spans, at = [], 0
    for gap, length in gaps:
        spans.append((at + gap, at + gap + length))
        at += gap + length
    text = "".join(chr(97 + i % 26) for i in range(at))
    joined = join_spans(text, spans)
    start, end = sorted((min(a, len(joined)), min(b, len(joined))))
    there = in_source(spans, start, end)
    assert "".join(text[s:e] for s, e in there) == joined[start:end].replace(" ", "")
    back = [span for s, e in there for span in in_joined(spans, s, e)]
    assert [joined[s:e] for s, e in back] == [text[s:e] for s, e in there]
