"""Quotation marks of every system, in pairs, nested, wrong, missing and by the hundred thousand."""

import time
import timeit
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.quotations import find_quotations
from analysis.text import paragraph_spans

ANY = settings(deadline=None, max_examples=60, derandomize=True)
MARKED = st.lists(
    st.sampled_from(
        ["“", "”", '"', "„", "«", "»", "''", "``", "'", "’", "‘", " ", "\n", ".", ",", "s", "Lind", "no", "("]
    )
).map("".join)


def quoted(text: str) -> list[str]:
    found, _ = find_quotations(text, paragraph_spans(text))
    return [text[q.inner_start : q.inner_end].strip() for q in found]


def seconds(text: str) -> float:
    """The processor's time for one reading, the best of three."""
    return min(
        timeit.repeat(lambda: find_quotations(text, paragraph_spans(text)), timer=time.process_time, number=1, repeat=3)
    )


def strays(text: str) -> list[str]:
    _, found = find_quotations(text, paragraph_spans(text))
    return [stray.mark for stray in found]


@pytest.mark.parametrize(
    "text",
    [
        "“We will go,” Lind said.",
        '"We will go," Lind said.',
        "„We will go,“ Lind said.",
        "„We will go,” Lind said.",
        "« We will go, » Lind said.",
        "«We will go,» Lind said.",
        "»We will go,« Lind said.",
        "``We will go,'' Lind said.",
        "''We will go,'' Lind said.",
        "‘‘We will go,’’ Lind said.",
        "‘We will go,’ Lind said.",
        "'We will go,' Lind said.",
    ],
)
def test_a_quotation_is_found_in_every_system_of_marks(text):
    assert quoted(text) == ["We will go,"]
    assert strays(text) == []


@pytest.mark.parametrize(
    "text", ["It began “long ago“, she said.", "It began ”long ago”, she said.", "It began ”long ago“, she said."]
)
def test_marks_of_the_wrong_shape_are_read_by_their_place(text):
    assert quoted(text) == ["long ago"]


@pytest.mark.parametrize(
    "text", ['Lind said:"We go."', 'Lind said,"We go."', '"We go."Lind said', "Lind (“We go.”) left", '—"We go."—']
)
def test_a_missing_space_outside_the_marks_does_no_harm(text):
    assert quoted(text) == ["We go."]


def test_a_split_quotation_is_two_quotations():
    assert quoted('"We go," Lind said, "at dawn."') == ["We go,", "at dawn."]


def test_the_span_includes_the_marks_and_the_inner_span_does_not():
    text = "Lind said “yes” twice."
    (found,), _ = find_quotations(text, [(0, len(text))])
    assert (text[found.start : found.end], text[found.inner_start : found.inner_end]) == ("“yes”", "yes")


def test_single_marks_inside_double_ones_belong_to_the_outer_quotation():
    assert quoted("“She told me ‘never’ twice,” Lind said.") == ["She told me ‘never’ twice,"]


def test_double_marks_inside_double_ones_belong_to_the_outer_quotation():
    assert quoted("“She told me “never” twice,” Lind said.") == ["She told me “never” twice,"]


def test_straight_marks_inside_straight_ones_belong_to_the_outer_quotation():
    assert quoted('"She told me "never" twice," Lind said.') == ['She told me "never" twice,']


@pytest.mark.xfail(strict=True, reason="single marks are not looked for in a paragraph that has double ones")
def test_double_marks_inside_british_single_ones_belong_to_the_outer_quotation():
    assert quoted("‘She told me “never” twice,’ Lind said.") == ["She told me “never” twice,"]


def test_an_apostrophe_is_no_mark():
    assert quoted("It’s the mayor’s bridge, and the workers’ too; rock ’n’ roll of the ’90s.") == []


def test_an_apostrophe_inside_a_british_quotation_does_not_end_it():
    assert quoted("‘It’s Lind’s bridge,’ Holm said.") == ["It’s Lind’s bridge,"]


def test_a_plural_possessive_inside_a_british_quotation_does_not_end_it():
    assert quoted("'The workers' pay is low,' Holm said.") == ["The workers' pay is low,"]


def test_british_scare_quotes_are_quotations_too():
    assert quoted("Lind called the plan ‘a disgrace’ and left.") == ["a disgrace"]


@pytest.mark.parametrize("mark", ["“", '"', "„", "«"])
def test_each_paragraph_of_a_long_quotation_may_open_with_a_mark(mark):
    text = f"{mark}First, the bridge.\n\n{mark}Then, the road.\n\n{mark}Last, the port,” Lind said. {mark}All of it.”"
    assert quoted(text) == ["First, the bridge.", "Then, the road.", "Last, the port,", "All of it."]
    assert strays(text) == []


@pytest.mark.xfail(strict=True, reason="British single marks are paired within a paragraph only")
def test_british_quotations_run_over_paragraphs_too():
    assert quoted("‘First, the bridge.\n\n‘Then, the road,’ Lind said.") == ["First, the bridge.", "Then, the road,"]


def test_a_long_quotation_may_go_on_in_a_paragraph_without_an_opening_mark():
    assert quoted("“First, the bridge.\n\nThen, the road,” Lind said.") == ["First, the bridge.", "Then, the road,"]


def test_paragraph_numbers_say_where_a_quotation_stands():
    text = "Lind spoke.\n\n“Yes,” she said."
    (found,), _ = find_quotations(text, paragraph_spans(text))
    assert found.paragraph == 1


def test_a_closing_mark_that_nothing_opened_costs_nothing_else():
    text = "We will go,” Lind said. “Soon,” Holm said."
    assert quoted(text) == ["Soon,"]
    assert strays(text) == ["”"]


def test_an_opening_mark_that_nothing_closes_costs_its_own_quotation_only():
    text = "“We will go, Lind said. “Soon,” Holm said.\n\nThe town waited.\n\n“Now,” Berg said."
    assert quoted(text) == ["Soon,", "Now,"]
    assert strays(text) == ["“"]


def test_of_two_open_marks_the_last_one_runs_on_below():
    text = "“We will go, Lind said. “First, the bridge.\n\n“Then, the road,” Holm said."
    assert quoted(text) == ["First, the bridge.", "Then, the road,"]
    assert strays(text) == ["“"]


def test_an_unclosed_mark_never_reaches_past_a_paragraph_without_marks():
    text = "“We will go, Lind said.\n\nThe town waited.\n\nThe road is long,” Holm said."
    assert quoted(text) == []
    assert strays(text) == ["“", "”"]


@pytest.mark.parametrize("row", ["““““““", "””””””””", '""""""', "'" * 6, "«»«»«»", "`" * 500])
def test_a_row_of_marks_is_an_ornament_and_opens_nothing(row):
    text = f"{row} We will go. {row}\n“Soon,” Lind said."
    assert quoted(text) == ["Soon,"]
    assert strays(text) == [row, row]


def test_a_row_of_marks_does_not_end_a_quotation():
    text = "“We will go, Lind said. ”””””””” “Soon,” Holm said."
    assert quoted(text) == ["Soon,"]
    assert strays(text) == ["“", "””””””””"]


def test_marks_of_nested_quotations_may_stand_side_by_side():
    text = "“She told me, ‘He said “never”’” was all that Lind recalled."
    assert quoted(text) == ["She told me, ‘He said “never”’"]


def test_inches_are_no_quotation():
    assert quoted('A 6" nail held, Lind said. "It held."') == ["It held."]


def test_a_text_without_marks_has_no_quotations():
    assert quoted("Lind said the bridge would open.") == []


@ANY
@given(MARKED)
def test_quotations_are_in_bounds_in_order_and_apart(text):
    paragraphs = paragraph_spans(text)
    found, _ = find_quotations(text, paragraphs)
    for q in found:
        start, end = paragraphs[q.paragraph]
        assert start <= q.start <= q.inner_start <= q.inner_end <= q.end <= end
    assert all(a.end <= b.start for a, b in pairwise(found))


@ANY
@given(MARKED)
def test_a_stray_is_a_mark_of_the_text_outside_every_pair(text):
    found, left = find_quotations(text, paragraph_spans(text))
    edges = {q.start for q in found} | {q.inner_end for q in found if q.inner_end < q.end}
    assert all(text.startswith(stray.mark, stray.start) for stray in left)
    assert edges.isdisjoint(stray.start for stray in left)


@ANY
@given(MARKED)
def test_an_unclosed_mark_takes_no_quotation_from_later_paragraphs(text):
    plain = f"The town waited.\n\n{text.replace(chr(10), ' ')}\n\nThe rain fell.\n\n“Yes,” Lind said."
    assert quoted(plain)[-1] == "Yes,"


@pytest.mark.parametrize("unit", ["“", '"', "« ", "“a ", "“a” ", "'", "'as' ", "'as ", "“Lind said.\n", '"\n', "’’"])
def test_time_grows_with_the_length_of_the_text(unit):
    short, long = unit * 20_000, unit * 80_000
    assert seconds(long) < 12 * max(seconds(short), 0.05)  # four times the text; sixteen would be quadratic
