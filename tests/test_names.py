"""Names, offices and pronouns, read off the words alone."""

from __future__ import annotations

import pytest

from analysis.names import bare, parse_mention, people
from analysis.text import reading_copy


def named(text: str) -> list[str]:
    copy = reading_copy(text)
    return [person.name for person in people(copy, 0, len(copy))]


@pytest.mark.parametrize(
    ("words", "kind", "name"),
    [
        ("Clara Voss", "person", "Clara Voss"),
        ("Finance Minister Clara Voss", "person", "Clara Voss"),
        ("Voss", "person", "Voss"),
        ("Dr. Ines O’Neill", "person", "Ines O'Neill"),
        ("Harbour Board chairwoman Anna Lind", "person", "Anna Lind"),
        ("The Harbour Board’s Anna Lind", "person", "Anna Lind"),
        ("Health and Human Services Secretary Ann Fox", "person", "Ann Fox"),
        ("the White House", "organisation", "White House"),
        ("Downing Street", "organisation", "Downing Street"),
        ("The Ministry of Trade and Industry", "organisation", "Ministry of Trade and Industry"),
        ("the Bank of Norland", "organisation", "Bank of Norland"),
        ("the finance ministry", "organisation", "finance ministry"),
        ("NATO", "organisation", "NATO"),
        ("France", "organisation", "France"),
        ("Two officials", "group", "two officials"),
        ("Witnesses", "group", "witnesses"),
        ("Mira Sand and Tom Berger", "group", "Mira Sand and Tom Berger"),
        ("France and Germany", "group", "France and Germany"),
        ("a source familiar with the talks", "unnamed", "source familiar with the talks"),
        ("a spokesman", "unnamed", "spokesman"),
    ],
)
def test_a_mention_says_what_kind_of_speaker_it_names(words: str, kind: str, name: str) -> None:
    mention = parse_mention(words)
    assert (mention.kind, mention.name) == (kind, name)


@pytest.mark.parametrize(("word", "gender"), [("he", "male"), ("She", "female"), ("they", ""), ("It", "")])
def test_a_pronoun_is_a_pronoun_with_its_gender(word: str, gender: str) -> None:
    mention = parse_mention(word)
    assert (mention.kind, mention.gender) == ("pronoun", gender)


def test_an_office_without_a_name_is_a_person_yet_to_be_found() -> None:
    mention = parse_mention("the French president")
    assert mention.kind == "person"
    assert mention.name == ""
    assert "France" in mention.qualifiers


@pytest.mark.parametrize("words", ["", "   ", "“", "…", "the"])
def test_words_that_name_nobody_do_no_harm(words: str) -> None:
    assert parse_mention(words).kind == "unknown"


def test_bare_takes_article_and_possessive_off() -> None:
    assert bare("the Kremlin’s") == "Kremlin"
    assert bare("Her husband") == "husband"


def test_a_full_name_has_two_words_or_more() -> None:
    assert named("Clara Voss met Berger.") == ["Clara Voss"]


def test_particles_belong_to_the_name() -> None:
    assert named("Officials met Jean-Luc van der Berg there.") == ["Jean-Luc van der Berg"]


def test_a_word_that_opens_the_sentence_is_not_part_of_the_name() -> None:
    assert named("But Clara Voss stayed.") == ["Clara Voss"]
    assert named("After Clara Voss left, nobody spoke.") == ["Clara Voss"]


def test_organisations_are_no_people() -> None:
    assert named("The White House and the Harbour Board met.") == []
