"""Tables are what they claim to be, and say so when they are not."""

import gc
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import tables
from analysis.tables import TABLES, Problems, TableError, check, conform, make, require

ANY = settings(deadline=None, max_examples=60, derandomize=True)
ARTICLE = {"article_id": "a", "file": "a.txt", "word_count": 3, "published_basis": "none", "text": "Lind has left."}
each_table = pytest.mark.parametrize("name", sorted(TABLES))


@each_table
def test_an_empty_table_is_a_table(name):
    assert check(make(name, []), name).columns.tolist() == TABLES[name].names


@each_table
def test_every_column_has_a_meaning_of_its_own(name):
    columns = TABLES[name].columns
    assert all(column.meaning.strip() for column in columns)
    assert len({column.name for column in columns}) == len(columns)


@each_table
def test_a_closed_vocabulary_belongs_to_a_category_and_repeats_nothing(name):
    for column in TABLES[name].columns:
        assert bool(column.values) == (column.dtype == "category")
        assert len(set(column.values)) == len(column.values)


@each_table
def test_conforming_twice_changes_nothing(name):
    once = make(name, [])
    pd.testing.assert_frame_equal(conform(once, name), once)


def test_values_that_are_left_out_are_missing():
    (row,) = make("articles", [ARTICLE]).to_dict("records")
    assert pd.isna(row["headline"])
    assert pd.isna(row["published"])
    assert row["tags"] == []


def test_further_columns_of_an_input_follow_the_declared_ones():
    found = make("articles", [{**ARTICLE, "desk": "City", "postcode": "00501"}])
    assert found.columns.tolist() == [*TABLES["articles"].names, "desk", "postcode"]
    assert found["postcode"].tolist() == ["00501"]


def test_further_columns_of_other_tables_are_dropped():
    frame = make("problems", []).assign(extra="x")
    assert conform(frame, "problems").columns.tolist() == TABLES["problems"].names


def test_conforming_leaves_its_input_alone():
    frame = pd.DataFrame({"article_id": ["a"], "tags": [("x",)], "word_count": [1.0]})
    before = frame.copy(deep=True)
    conform(frame, "articles")
    pd.testing.assert_frame_equal(frame, before)


def test_the_index_of_the_input_is_kept():
    frame = make("problems", [{"message": "x"}, {"message": "y"}])[::-1]
    assert conform(frame, "problems").index.tolist() == [1, 0]


def test_arrays_from_parquet_become_lists_all_the_way_down():
    spans = np.array([np.array([1, 2]), np.array([3, 4])], dtype=object)
    frame = make("statements", []).reindex([0]).assign(spans=pd.Series([spans]), paragraph=0)
    assert conform(frame, "statements")["spans"].tolist() == [[[1, 2], [3, 4]]]


@pytest.mark.parametrize("empty", [None, float("nan"), pd.NaT, pd.NA])
def test_an_absent_list_is_an_empty_one(empty):
    assert make("articles", [{**ARTICLE, "tags": empty}])["tags"].tolist() == [[]]


def test_a_word_outside_a_vocabulary_is_refused_with_what_is_allowed():
    with pytest.raises(TableError, match=r"problems\.severity may be info, warning, error; got dire\."):
        make("problems", [{"message": "x", "severity": "dire"}])


def test_missing_columns_are_named_with_what_there_is():
    with pytest.raises(TableError, match=r"find_statements needs the columns article_id, text; got id, body\."):
        require(pd.DataFrame(columns=["id", "body"]), ["article_id", "text"], "find_statements")


def test_a_table_without_columns_says_so():
    with pytest.raises(TableError, match="got no columns"):
        require(pd.DataFrame(), ["text"], "score_tone")


def test_what_is_no_table_is_named_by_its_kind():
    with pytest.raises(TableError, match="score_tone needs a table with the columns text; got list"):
        require(["Lind left."], ["text"], "score_tone")


def test_a_table_with_its_columns_passes_silently():
    require(pd.DataFrame(columns=["text", "more"]), ["text"], "score_tone")


def test_a_name_that_no_table_has_is_answered_with_those_that_there_are():
    with pytest.raises(TableError, match=r"there is no table quotes; there are articles, sentences"):
        check(pd.DataFrame(), "quotes")


def test_check_gives_the_same_table_back():
    frame = make("articles", [ARTICLE])
    assert check(frame, "articles") is frame


def test_check_names_a_missing_column():
    with pytest.raises(TableError, match="the table problems needs the columns file"):
        check(make("problems", []).drop(columns="code"), "problems")


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("word_count", 3.5, r"articles\.word_count should be int64; got float64"),
        ("published", "2022-03-04", r"articles\.published should be datetime64\[us\]; got str"),
        ("published_basis", "none", r"articles\.published_basis should be category; got str"),
    ],
)
def test_check_names_a_column_of_the_wrong_type(column, value, words):
    with pytest.raises(TableError, match=words):
        check(make("articles", [ARTICLE]).assign(**{column: value}), "articles")


def test_check_refuses_a_vocabulary_that_was_changed():
    frame = make("articles", [ARTICLE])
    with pytest.raises(TableError, match=r"articles\.published_basis should be category"):
        check(frame.assign(published_basis=pd.Categorical(["guess"])), "articles")


@pytest.mark.parametrize(
    ("name", "key", "row"),
    [
        ("articles", "article_id", ARTICLE),
        ("sentences", "sentence_id", {"sentence_id": "a:0", "paragraph": 0, "start": 0, "end": 1}),
        ("statements", "statement_id", {"statement_id": "a:0", "paragraph": 0}),
        ("speakers", "speaker", {"speaker": "Anna Lind", "statements": 1, "articles": 1}),
    ],
)
def test_ids_occur_once(name, key, row):
    check(make(name, [row]), name)
    with pytest.raises(TableError, match=rf"{name}\.{key} should be unique; {row[key]} occurs more than once"):
        check(make(name, [row, row]), name)


def test_problems_come_as_a_table_in_the_order_in_which_they_were_found():
    problems = Problems()
    problems.add("empty", "the file is empty", severity="error", file="b.txt")
    problems.add("stray-mark", "a mark has no partner", article_id="a", start=7)
    found = check(problems.table(), "problems")
    assert found["code"].tolist() == ["empty", "stray-mark"]
    assert found["severity"].tolist() == ["error", "warning"]
    assert found["start"].tolist() == [pd.NA, 7]


def test_no_problems_make_an_empty_table():
    assert len(check(Problems().table(), "problems")) == 0


@ANY
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "message": st.text(st.characters(exclude_categories=["Cs"])),
                "severity": st.sampled_from(tables.SEVERITIES),
            },
            optional={"start": st.integers(0, 10**9), "file": st.text(st.characters(exclude_categories=["Cs"]))},
        )
    )
)
def test_every_value_comes_back_from_a_table(records):
    found = check(make("problems", records), "problems")
    assert found["message"].tolist() == [r["message"] for r in records]
    assert found["severity"].tolist() == [r["severity"] for r in records]
    for column in ("start", "file"):
        got = found[column].astype(object).where(found[column].notna(), None).tolist()
        assert got == [r.get(column) for r in records]


def test_how_often_python_looks_for_cycles_is_as_before_even_after_an_error() -> None:
    def rows() -> Iterator[dict[str, str]]:
        yield {"code": "empty", "severity": "error", "message": "the file is empty"}
        assert gc.get_threshold()[0] >= 100_000
        raise OSError("the disk is full")

    before = gc.get_threshold()
    with pytest.raises(OSError, match="disk is full"):
        tables.make("problems", rows())
    assert gc.get_threshold() == before
