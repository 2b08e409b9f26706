"""Names, offices and pronouns, read off the words alone."""

from __future__ import annotations

import pytest

from analysis.names import People, bare, parse_mention, people
from analysis.text import reading_copy


def named(text: str) -> list[str]:
    copy = reading_copy(text)
    return [person.name for person in people(copy, 0, len(copy))]


def cast(text: str) -> People:
    copy = reading_copy(text)
    return People(list(people(copy, 0, len(copy))))


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


def test_the_office_before_a_name_is_not_that_of_the_name_after_it() -> None:
    found = cast("Queen Anna Lind and King Olaf Lind met the press.")
    end = 200
    assert found.by_office(parse_mention("the queen"), end) == "Anna Lind"
    assert found.by_office(parse_mention("the king"), end) == "Olaf Lind"


def test_an_office_is_found_behind_the_name_too() -> None:
    found = cast("Clara Voss, the finance minister, stayed.")
    assert found.by_office(parse_mention("the minister"), 100) == "Clara Voss"


def test_the_country_tells_two_holders_of_one_office_apart() -> None:
    found = cast("French President Luc Moreau met American President Ann Fox.")
    assert found.by_office(parse_mention("the French president"), 100) == "Luc Moreau"
    assert found.by_office(parse_mention("the American president"), 100) == "Ann Fox"


def test_an_office_that_nobody_holds_here_stands_for_nobody() -> None:
    assert cast("French President Luc Moreau stayed.").by_office(parse_mention("the Norwegian president"), 50) is None
    assert cast("Mayor Tom Berger stayed.").by_office(parse_mention("the admiral"), 50) is None


def test_a_surname_with_particles_stands_for_the_full_name() -> None:
    found = cast("Jean-Luc van der Berg came. Van der Berg left.")
    assert found.by_name("Van der Berg", 40) == ("Jean-Luc van der Berg", False)


def test_a_shared_surname_is_the_one_named_last_and_is_flagged() -> None:
    found = cast("Anna Lind stayed. Peter Lind left.")
    assert found.by_name("Lind", 16) == ("Anna Lind", True)
    assert found.by_name("Lind", 60) == ("Peter Lind", True)


def test_a_name_that_the_article_never_gives_in_full_stays_as_it_is() -> None:
    assert cast("Anna Lind stayed.").by_name("Berger", 10) == ("Berger", False)


def test_the_gender_of_an_office_is_that_of_the_person() -> None:
    found = cast("Queen Anna Lind stayed.")
    assert found.gender_of("Anna Lind") == "female"
    assert found.gender_of("Tom Berger") == ""
