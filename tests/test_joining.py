"""Names across articles: what goes under one name, and what stays apart."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis as ma
from analysis.joining import fold, join_names


def under(*names: str) -> dict[str, str]:
    """The joins among names of which each is used once more than the next."""
    return {j.name: j.under for j in join_names({name: len(names) - i for i, name in enumerate(names)})}


@pytest.mark.parametrize(
    ("fuller", "variant"),
    [
        ("Recep Tayyıp Yıldız", "Recep Tayyip Yildiz"),
        ("Oleksiy Bondarenko", "Alexei Bondarenko"),
        ("Pavlo Zelenko-Horsky", "Pavlo Zelenko Horskyy"),
        ("Wei Xiuying", "Xiuying Wei"),
        ("Anna Lind", "A. Lind"),
        ("Anna Lind", "Lind"),
        ("Anna Lind", "Anna Maria Lind"),
        ("Robert Okoye", "Bob Okoye"),
    ],
)
def test_a_variant_goes_under_the_more_frequent_name(fuller: str, variant: str) -> None:
    assert under(fuller, variant) == {variant: fuller}


@pytest.mark.parametrize(
    "names",
    [
        ("Anna Lind", "Erik Lind", "Lind"),  # either may be meant
        ("Anna Lind", "Agnes Lind", "A. Lind"),
        ("Anna Lind", "Anna Berg"),
        ("Pavel Novak", "Jan Novak"),
    ],
)
def test_two_people_stay_apart(names: tuple[str, ...]) -> None:
    assert under(*names) == {}


def test_the_reason_is_told() -> None:
    (one,) = join_names({"Anna Lind": 3, "Lind": 1})
    assert one.reason == "the only one of that surname in the corpus"


def test_order_of_the_input_does_not_matter() -> None:
    names = {"Anna Lind": 2, "Lind": 1, "A. Lind": 1, "Erik Berg": 1, "Berg": 4}
    assert join_names(names) == join_names(dict(reversed(names.items())))


def test_a_join_is_a_row_in_problems_and_an_alias() -> None:
    articles = ma.read_articles(
        pd.DataFrame({"text": ["Anna Lind said the port was safe.", "Lind said that the port would grow."]})
    )
    problems = ma.Problems()
    named = ma.name_speakers(ma.find_statements(articles), articles, problems=problems)
    assert named["speaker"].tolist() == ["Anna Lind", "Anna Lind"]
    assert named["speaker_basis"].astype(str).tolist() == ["named", "alias"]
    assert problems.table()["code"].tolist() == ["joined-names"]


def test_whoever_is_only_mentioned_is_another_bearer_of_the_surname() -> None:
    texts = [
        "Anna Lind said the port was safe.",
        "Lind said that the port would grow.",
        "A street is called after Erik Lind.",
    ]
    articles = ma.read_articles(pd.DataFrame({"text": texts}))
    named = ma.name_speakers(ma.find_statements(articles), articles)
    assert named["speaker"].tolist() == ["Anna Lind", "Lind"]


def test_suggestions_are_rows_that_the_registry_takes() -> None:
    articles = ma.read_articles(
        pd.DataFrame({"text": ["Mayor Anna Lind opened the port. The mayor said it was safe."]})
    )
    statements = ma.name_speakers(ma.find_statements(articles), articles)
    drafted = ma.suggest_speakers(statements)
    assert drafted[["name", "form"]].to_numpy().tolist() == [["Anna Lind", "Anna Lind"], ["Anna Lind", "mayor"]]
    assert ma.suggest_speakers(statements, registry=drafted).empty


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.dictionaries(st.text(min_size=1, max_size=20).filter(str.strip), st.integers(0, 9), max_size=12))
def test_any_names_are_joined_straight_and_never_in_a_circle(names: dict[str, int]) -> None:
    joined = {j.name: j.under for j in join_names(names)}
    assert set(joined) <= set(names)
    assert not set(joined.values()) & set(joined)


def test_folding_is_for_comparing_only() -> None:
    assert fold("Zelenskyy") == fold("Zelenskiy") == fold("ZELENSKY")
