"""The registry of speakers: a researcher's file, which always wins, and says where it is wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from analysis.registry import Registry, load_registry, read_table
from analysis.sources import SourceError
from analysis.tables import TableError

HEADER = "name,form,kind,role,affiliation,gender,valid_from,valid_to,note\n"
OFFICE = (
    "Clara Voss,prime minister,,,,,2020-01-01,2022-06-30,\n"
    "Tom Berger,prime minister,,,,,2022-07-01,,\n"
    "Clara Voss,Clara Voss,person,leader,Norland,female,,,\n"
    "Clara Voss,Voss,person,,,,,,\n"
)


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    path = tmp_path / "speakers.csv"
    path.write_text(HEADER + OFFICE, encoding="utf-8")
    return load_registry(path)


def holder(registry: Registry, words: str, day: dt.date | None) -> str | None:
    entry = registry.find(words, day)
    return entry.name if entry else None


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2019, 12, 31), None),
        (dt.date(2020, 1, 1), "Clara Voss"),
        (dt.date(2022, 6, 30), "Clara Voss"),
        (dt.date(2022, 7, 1), "Tom Berger"),
        (dt.date(2030, 1, 1), "Tom Berger"),
    ],
)
def test_an_office_is_whoever_held_it_on_the_day(registry: Registry, day: dt.date, name: str | None) -> None:
    assert holder(registry, "the prime minister", day) == name


def test_an_office_that_two_have_held_is_nobody_on_an_unknown_day(registry: Registry) -> None:
    assert holder(registry, "the prime minister", None) is None


def test_a_name_needs_no_day(registry: Registry) -> None:
    assert holder(registry, "Voss", None) == "Clara Voss"


def test_case_curly_apostrophes_and_articles_do_not_matter() -> None:
    known = load_registry(pd.DataFrame({"name": ["Tom Berger"], "form": ["mayor's spokesman"]}))
    assert holder(known, "The Mayor’s spokesman", None) == "Tom Berger"


def test_the_longest_form_wins() -> None:
    rows = [("Ann Fox", "minister"), ("Tom Berger", "finance minister")]
    known = load_registry(pd.DataFrame(rows, columns=["name", "form"]))
    assert holder(known, "the finance minister", None) == "Tom Berger"
    assert holder(known, "the minister", None) == "Ann Fox"


def test_a_name_that_follows_the_office_is_somebody_else(registry: Registry) -> None:
    assert holder(registry, "Prime Minister Mira Sand", dt.date(2021, 1, 1)) is None


def test_a_possessive_names_somebody_else(registry: Registry) -> None:
    assert holder(registry, "Voss’s lawyer", None) is None
    assert holder(registry, "the prime minister’s husband", dt.date(2021, 1, 1)) is None


def test_about_gives_what_is_filled_in_and_the_kind(registry: Registry) -> None:
    about = load_registry(pd.DataFrame({"name": ["Fox "], "form": ["Fox"], "kind": [None], "role": ["poet"]})).about(
        "Fox"
    )
    assert dict(about) == {"name": "Fox", "form": "Fox", "role": "poet", "kind": "person"}
    assert registry.about("Nobody") == {}


def test_missing_cells_of_any_sort_are_empty_cells() -> None:
    frame = pd.DataFrame({"name": ["Fox"], "form": ["Fox"], "kind": [pd.NA], "valid_from": [pd.NaT], "role": [None]})
    assert holder(load_registry(frame), "Fox", dt.date(2024, 1, 1)) == "Fox"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (",Voss,,,,,,,", "row 3: name and form must both be filled in"),
        ("Clara Voss,,,,,,,,", "row 3: name and form must both be filled in"),
        ("Clara Voss,Voss,human,,,,,,", "row 3: kind may be person, organisation, group, unnamed; got human"),
        ("Clara Voss,Voss,,,,,someday,,", "row 3: “someday” is not a date; write it as YYYY-MM-DD"),
        ("Clara Voss,Voss,,,,,03/04/2020,,", "row 3: “03/04/2020” may be day/month or month/day"),
        ("Clara Voss,Voss,,,,,2022-01-01,2021-01-01,", "row 3: valid_to 2021-01-01 is before valid_from 2022-01-01"),
    ],
)
def test_a_bad_row_is_named_by_its_line(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "speakers.csv"
    path.write_text(HEADER + "Ann Fox,Fox,,,,,,,\n" + row + "\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"^speakers registry, ") as error:
        load_registry(path)
    assert message in str(error.value)


def test_a_registry_without_forms_says_what_it_needs() -> None:
    with pytest.raises(TableError, match=r"the speakers registry needs the columns name, form; got name, alias"):
        load_registry(pd.DataFrame({"name": ["Fox"], "alias": ["Foxy"]}))


def test_no_registry_knows_nobody() -> None:
    assert load_registry(None).find("Clara Voss", None) is None


def test_a_registry_is_taken_as_it_is(registry: Registry) -> None:
    assert load_registry(registry) is registry


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nobody\.csv: there is no such file \(speakers registry\)"):
        load_registry(tmp_path / "nobody.csv")


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes("name,form\nJosé,José\n".encode("latin-1"))
    with pytest.raises(SourceError, match=r"latin\.csv: cannot be read as a CSV file in UTF-8"):
        read_table(path, "speakers registry")


def test_a_file_from_a_spreadsheet_with_its_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "speakers.csv"
    path.write_bytes(("\ufeff" + HEADER + OFFICE).encode("utf-8"))
    assert holder(load_registry(path), "Clara Voss", None) == "Clara Voss"


def test_an_empty_line_is_passed_over_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "speakers.csv"
    path.write_text("name,form\nClara Voss,Voss\n\n,\nAnna Lind,\n", encoding="utf-8")
    with pytest.raises(TableError, match="speakers registry, row 5: name and form must both be filled in"):
        load_registry(path)
