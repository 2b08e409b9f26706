"""How the sentence as a whole stands to the person whom it names."""

from __future__ import annotations

import pytest

from analysis.standing import standing
from analysis.toward import tone_toward
from analysis.valence import cut


def stands(text: str, name: str) -> list[str]:
    words = cut(text)
    first = len(text[: text.index(name)].split())
    return standing(words.raw, words.low, first, first + len(name.split()))


@pytest.mark.parametrize(
    "text",
    [
        "Berger said the harbour was a disgrace.",
        "The harbour was a disgrace, said Berger.",
        "According to Berger, it failed.",
    ],
)
def test_a_person_is_named_as_the_source(text: str) -> None:
    assert "source" in stands(text, "Berger")


def test_a_verb_that_judges_makes_no_plain_source() -> None:
    assert "source" not in stands("Berger lied that the harbour was open.", "Berger")


def test_who_is_told_something_is_not_its_source() -> None:
    assert "source" not in stands("The mayor told Berger that the harbour was shut.", "Berger")


def test_a_clause_is_about_its_subject() -> None:
    assert "predicate" in stands("Berger was slow to answer.", "Berger")
    assert "predicate" not in stands("In the room with Berger, was a clerk.", "Berger,")


def test_what_somebody_says_of_a_person() -> None:
    assert "reported" in stands("The union insisted that Berger resign.", "Berger")


def test_a_person_named_in_passing() -> None:
    assert "place" in stands("Anger grew in Berger county.", "Berger")
    assert "late" in stands("The council of the old harbour town voted against Berger", "Berger")


def test_a_transcript_names_who_speaks() -> None:
    assert "turn" in stands("BERGER: The harbour is a disgrace.", "BERGER:")


def test_possessives_and_pronouns() -> None:
    assert "owner" in stands("Berger's failures mounted.", "Berger's")
    assert "pronoun" in stands("Then she failed.", "she")


def test_a_source_is_less_meant_by_the_words_than_a_subject() -> None:
    source = tone_toward("Berger said the harbour was a disgrace.", 0, 6)
    subject = tone_toward("Berger was called a disgrace.", 0, 6)
    assert subject < source <= 0


def test_a_prize_says_something_of_who_is_given_it() -> None:
    assert tone_toward("Anna Lind won the Harbour Peace Prize.", 0, 9) > tone_toward(
        "Anna Lind saw the Harbour Clock.", 0, 9
    )
