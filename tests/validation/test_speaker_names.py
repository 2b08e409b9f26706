"""Two coders' names for one speaker are one name; descriptions and people of one surname are not joined."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.validation.speaker_names import SpeakerNames

SPEAKERS = pd.DataFrame(
    {
        "speaker": ["Anna Lind", "Bruno Maas", "Clara Maas", "Ministry of Transport", "many petitions from citizens"],
        "forms": [["Lind", "the mayor of Lindau"], ["Maas"], ["Maas"], ["the ministry"], ["many petitions"]],
    }
)


@pytest.fixture
def names():
    return SpeakerNames(SPEAKERS, {"a": ["Anna Lind", "Bruno Maas"], "b": ["Clara Maas"]})


@pytest.mark.parametrize(
    "written", ["Anna Lind", "anna lind", "Lind", "LIND ", "The Mayor of Lindau", "Mayor Anna Lind"]
)
def test_the_forms_of_a_name(names, written):
    assert names.read(written, "a") == "Anna Lind"


def test_a_surname_of_two_people_is_the_one_who_speaks_in_the_article(names):
    assert names.read("Maas", "a") == "Bruno Maas"
    assert names.read("Maas", "b") == "Clara Maas"


def test_a_surname_of_two_people_in_an_article_of_neither_stays(names):
    assert names.read("Maas", "c") == "Maas"


def test_a_word_of_a_description_is_not_the_description(names):
    assert names.read("citizens", "a") == "citizens"


def test_two_spellings_of_a_new_name_are_one(names):
    assert names.read("Dag Olsen", "a") == "Dag Olsen"
    assert names.read("the dag olsen", "a") == "Dag Olsen"
    assert names.read("Olsen", "a") == "Dag Olsen"


def test_nobody_stays_nobody(names):
    assert names.read("unknown", "a") == "unknown"
