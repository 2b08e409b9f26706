"""Whom a surname or an office stands for, of the people that an article names."""

from __future__ import annotations

from analysis.names import parse_mention, people
from analysis.people import People
from analysis.text import reading_copy


def cast(text: str) -> People:
    copy = reading_copy(text)
    return People(list(people(copy, 0, len(copy))))


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
