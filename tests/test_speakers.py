"""Who a mention stands for, asked with newspaper sentences."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import analysis as ma
from analysis.names import parse_mention
from analysis.tables import Problems, TableError, check

Attribute = Callable[..., pd.DataFrame]


def who(statements: pd.DataFrame) -> list[str | None]:
    return [name if isinstance(name, str) else None for name in statements["speaker"]]


def basis(statements: pd.DataFrame) -> list[str]:
    return statements["speaker_basis"].astype(str).tolist()


def test_a_surname_stands_for_the_full_name_given_before(attribute: Attribute) -> None:
    found = attribute("Clara Voss said the budget was sound.\n\n“We will not raise taxes,” Voss said.")
    assert who(found) == ["Clara Voss", "Clara Voss"]
    assert basis(found) == ["named", "alias"]


def test_an_office_stands_for_whoever_the_article_names_with_it(attribute: Attribute) -> None:
    found = attribute("Mayor Tom Berger said the bridge would close.\n\n“We are sorry,” the mayor said.")
    assert who(found) == ["Tom Berger", "Tom Berger"]
    assert basis(found) == ["named", "role"]


def test_two_holders_of_one_office_are_told_apart_by_country(attribute: Attribute) -> None:
    text = "German Chancellor Greta Holm and French President Luc Moreau met. "
    found = attribute(text + "“We agree,” the French president said. “We do,” the chancellor said.")
    assert who(found) == ["Luc Moreau", "Greta Holm"]


def test_a_pronoun_stands_for_the_speaker_before(attribute: Attribute) -> None:
    found = attribute("Clara Voss said the bridge would close. She said it would reopen in June.")
    assert who(found) == ["Clara Voss", "Clara Voss"]
    assert basis(found)[1] == "pronoun"


def test_a_pronoun_goes_back_to_a_person_of_its_gender(attribute: Attribute) -> None:
    text = "Queen Anna Lind said the harbour was open. King Olaf Berg said it was deep. "
    found = attribute(text + "“It is cold,” she said. “It is warm,” he said.")
    assert who(found) == ["Anna Lind", "Olaf Berg", "Anna Lind", "Olaf Berg"]


def test_a_title_given_once_tells_the_gender_later(attribute: Attribute) -> None:
    text = "Queen Anna Lind met King Olaf Berg. Lind said the harbour was open. Berg said it was deep. "
    assert who(attribute(text + "“It is cold,” she said."))[-1] == "Anna Lind"


@pytest.mark.xfail(strict=True, reason="no list of first names: who is neither titled nor registered has no gender")
def test_a_first_name_tells_the_gender(attribute: Attribute) -> None:
    found = attribute("“We won,” said Anna Lind. “I doubt it,” said Tom Berger. “We will see,” she said.")
    assert who(found)[-1] == "Anna Lind"


def test_it_stands_for_an_organisation_and_they_for_a_group(attribute: Attribute) -> None:
    assert (
        who(attribute("The White House said the bill was good. “It will be signed,” it said.")) == ["White House"] * 2
    )
    assert who(attribute("Analysts said the price would rise. They said it would double.")) == ["analysts"] * 2


def test_a_pronoun_with_nobody_before_it_is_nobody(attribute: Attribute) -> None:
    found = attribute("“It is late,” she said.")
    assert who(found) == [None]
    assert basis(found) == ["none"]


def test_a_pronoun_does_not_point_back_over_many_paragraphs(attribute: Attribute) -> None:
    filler = "The bridge is old.\n\n" * 5
    assert who(attribute(f"Clara Voss said it was late.\n\n{filler}“It is cold,” she said.")) == ["Clara Voss", None]


def test_two_people_of_one_surname_give_the_nearest_and_a_problem(attribute: Attribute) -> None:
    problems = Problems()
    text = "“We are closing,” Anna Lind said.\n\n“We are opening,” Peter Lind said.\n\n“Nothing is sure,” Lind said."
    found = attribute(text, problems=problems)
    assert who(found) == ["Anna Lind", "Peter Lind", "Peter Lind"]
    row = problems.table().iloc[0]
    assert (row["code"], row["article_id"], row["severity"]) == ("ambiguous-name", "a", "warning")
    assert text[row["start"] :].startswith("Lind said.")
    assert "Lind" in row["message"]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The Kremlin said the talks would go on.", "Kremlin"),
        ("Downing Street denied that the minister would resign.", "Downing Street"),
        ("Moscow said that the talks would go on.", "Moscow"),
        ("The Ministry of Trade and Industry said that the port was open.", "Ministry of Trade and Industry"),
    ],
)
def test_a_place_that_stands_for_who_decides_there_is_an_organisation(
    attribute: Attribute, sentence: str, name: str
) -> None:
    found = attribute(sentence)
    assert who(found) == [name]
    assert found["speaker_kind"].tolist() == ["organisation"]


@pytest.mark.parametrize("sentence", ["Two officials said the dam was safe.", "Witnesses said they heard a bang."])
def test_several_people_are_a_group(attribute: Attribute, sentence: str) -> None:
    assert attribute(sentence)["speaker_kind"].tolist() == ["group"]


def test_two_named_people_are_a_group_and_neither_alone(attribute: Attribute) -> None:
    found = attribute("Mira Sand and Tom Berger said the vote was unfair.")
    assert who(found) == ["Mira Sand and Tom Berger"]
    assert found["speaker_kind"].tolist() == ["group"]


@pytest.mark.parametrize(
    "sentence",
    [
        "A source familiar with the talks said a deal was close.",
        "“It is close,” said a person familiar with the talks.",
    ],
)
def test_a_source_without_a_name_is_unnamed(attribute: Attribute, sentence: str) -> None:
    assert attribute(sentence)["speaker_kind"].tolist() == ["unnamed"]


def test_a_spokesman_is_not_the_spokesman_whom_the_article_names(attribute: Attribute) -> None:
    found = attribute("Spokesman Tom Berger left on Monday. A spokesman said the line would reopen.")
    assert found["speaker_kind"].tolist() == ["unnamed"]


def test_somebody_of_somebody_is_not_that_person(attribute: Attribute) -> None:
    found = attribute("Tom Berger came to court. Tom Berger’s lawyer said it was late.")
    assert who(found) == [None]


def test_the_registry_wins_over_what_the_article_suggests(attribute: Attribute) -> None:
    registry = pd.DataFrame({"name": ["Clara Voss-Hale"], "form": ["Voss"], "kind": ["person"]})
    found = attribute("Clara Voss said the budget was sound. “It is,” Voss said.", registry=registry)
    assert who(found) == ["Clara Voss-Hale", "Clara Voss-Hale"]


@pytest.mark.parametrize(("day", "name"), [("2021-05-01", "Clara Voss"), ("2023-05-01", "Tom Berger"), (None, None)])
def test_an_office_of_the_registry_is_dated_by_the_article(attribute: Attribute, day: str | None, name: str) -> None:
    rows = [("Clara Voss", None, "2022-06-30"), ("Tom Berger", "2022-07-01", None)]
    registry = pd.DataFrame(rows, columns=["name", "valid_from", "valid_to"]).assign(form="prime minister")
    assert who(attribute("The prime minister said it was late.", registry=registry, published=day)) == [name]


def test_who_passes_it_on_goes_by_the_same_name(attribute: Attribute) -> None:
    registry = pd.DataFrame({"name": ["Health Agency of Norland"], "form": ["Health Agency"], "kind": ["organisation"]})
    found = attribute("According to the Health Agency, Clara Voss confirmed that it was late.", registry=registry)
    assert found["relayed_by"].tolist() == ["Health Agency of Norland"]
    assert who(found) == ["Clara Voss"]


def test_same_rows_same_order_and_the_input_untouched(article: Attribute) -> None:
    articles = article("“We won,” said Anna Lind. The mayor said it was late.")
    statements = ma.find_statements(articles).iloc[::-1]
    before = statements.copy(deep=True)
    named = ma.name_speakers(statements, articles)
    assert_frame_equal(statements, before)
    assert named["statement_id"].tolist() == statements["statement_id"].tolist()
    assert named.index.tolist() == statements.index.tolist()
    check(named.sort_index(), "statements")


def test_every_statement_of_the_corpus_keeps_its_row_when_its_article_is_missing(study: ma.Analysis) -> None:
    named = ma.name_speakers(study.statements, study.articles.head(1))
    assert len(named) == len(study.statements)
    assert named.loc[named["article_id"] != study.articles["article_id"][0], "speaker"].isna().all()


def test_missing_columns_are_named() -> None:
    with pytest.raises(TableError, match=r"name_speakers needs the columns article_id, .*; got id"):
        ma.name_speakers(pd.DataFrame({"id": [1]}), pd.DataFrame())


def test_count_speakers_counts_statements_articles_and_forms(attribute: Attribute) -> None:
    registry = pd.DataFrame({"name": ["Clara Voss"], "form": ["Clara Voss"], "kind": [None], "role": ["minister"]})
    found = attribute(
        "Clara Voss said it was late. She said it twice. “It is,” Voss said. NATO said no.", registry=registry
    )
    table = check(ma.count_speakers(found, registry=registry), "speakers").set_index("speaker")
    assert table.index[0] == "Clara Voss"
    assert table.loc["Clara Voss", ["statements", "articles", "role", "speaker_kind"]].tolist() == [
        3,
        1,
        "minister",
        "person",
    ]
    assert table.loc["Clara Voss", "forms"] == ["Clara Voss", "Voss"]


def test_thoughts_and_the_unattributed_are_not_counted_as_anybodys(statements_of: Attribute) -> None:
    found = statements_of([{"speaker": "Voss"}, {"speaker": "Voss", "mode": "thought"}, {"speaker": None}])
    table = ma.count_speakers(found)
    assert table[["speaker", "statements"]].to_numpy().tolist() == [["Voss", 1]]


def test_initials_before_the_lines_of_an_interview_stand_for_who_is_named_in_full(attribute) -> None:
    text = (
        "We spoke with Natasha Holm about penguins.\n\nQ: When do they come?\n\nNH: They come in May.\n\n"
        "Q: And when do they leave?\n\nNH: They leave in autumn."
    )
    found = attribute(text)
    assert found.loc[found["mention"] == "NH", "speaker"].tolist() == ["Natasha Holm", "Natasha Holm"]
    assert set(found.loc[found["mention"] == "NH", "speaker_basis"].astype(str)) == {"transcript"}


def test_a_mention_that_runs_into_its_clause_is_still_the_name() -> None:
    assert parse_mention("Anna Lind who").name == "Anna Lind"
