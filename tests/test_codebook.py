"""The codebook page says what every column means, and the page in docs/ is the one that the code makes."""

import csv
import io

import pandas as pd
import pytest

from analysis import tables
from analysis.codebook import EDITED, codebook_page

PAGE = codebook_page()


def section(name: str) -> str:
    """The part of the page under the heading of one table or file."""
    return PAGE.split(f"\n## {name}\n", 1)[1].split("\n#", 1)[0]


def header(path) -> list[str]:
    return next(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_the_page_in_the_docs_is_up_to_date(project):
    assert (project / "docs" / "codebook.md").read_text(encoding="utf-8") == PAGE


@pytest.mark.parametrize("name", sorted(tables.TABLES))
def test_every_column_of_every_table_is_explained_in_its_section(name):
    for column in tables.TABLES[name].columns:
        assert f"| {column.name} | " in section(name)
        assert column.meaning in section(name)


@pytest.mark.parametrize("name", sorted(tables.TABLES))
def test_every_table_says_what_its_rows_are(name):
    assert f"One row per {tables.TABLES[name].row}." in section(name)


def test_every_value_of_a_closed_vocabulary_is_listed():
    assert "one of direct, mixed, indirect" in section("statements")
    assert "one of info, warning, error" in section("problems")


def test_only_the_table_of_articles_says_that_further_columns_follow():
    assert [n for n in tables.TABLES if "Every further column of the input follows" in section(n)] == ["articles"]


def test_every_table_in_the_data_folder_is_explained(project):
    assert {path.name for path in (project / "data").glob("*.csv")} <= set(EDITED)


@pytest.mark.parametrize("name", sorted(EDITED))
def test_every_column_of_the_data_is_explained(project, name):
    explained = EDITED[name][1]
    place = project / "data" if (project / "data" / name).exists() else project / "data" / "coding"
    assert header(place / name) == list(explained)
    assert all(f"| {column} | {meaning} |" in section(name) for column, meaning in explained.items())


def test_every_column_of_the_committed_tables_is_explained(project):
    for path in sorted((project / "data" / "tables").glob("*.csv")):
        known = {*tables.TABLES[path.stem].names, *EDITED["articles.csv"][1]}
        assert set(header(path)) <= known, path.name


def test_every_row_of_a_table_on_the_page_has_as_many_cells_as_its_header():
    blocks = [b.splitlines() for b in PAGE.split("\n\n") if b.startswith("| ")]
    assert len(blocks) == len(tables.TABLES) + len(EDITED)
    for block in blocks:
        assert {line.count("|") for line in block} == {block[0].count("|")}


def test_the_page_tells_the_truth_about_formulas_days_and_lists(tmp_path):
    from analysis.exports import write_table

    row = {"article_id": "a", "text": "=1+1", "tags": ["x", "y"], "published": "2022-03-04", "word_count": 1}
    write_table(tables.make("articles", [row]), tmp_path / "articles.csv")
    cells = pd.read_csv(tmp_path / "articles.csv", dtype=str).iloc[0]
    assert (cells["text"], cells["tags"], cells["published"]) == ("'=1+1", '["x", "y"]', "2022-03-04")
