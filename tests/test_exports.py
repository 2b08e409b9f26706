"""Tables to files and back: the same words, the same types, whole or not at all."""

import csv
import json

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.exports import FORMATS, read_table, write_table, write_whole
from analysis.tables import TABLES, make

FEWER = settings(max_examples=40)
NASTY = [
    *[
        "a\nb",
        "a\rb",
        "a\r\nb",
        "\r",
        "\n",
        "\0",
        "a\0b",
        "\x1a",
        "\x1c",
        "\u2028",
        "\x85",
        "\ufeff",
        "\ufeffx",
        " x ",
        "\t",
    ],
    *[
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "'=1",
        "''=1",
        "'",
        "''",
        "'tis",
        "'-",
        '"',
        '""',
        'a"b',
        '"a',
        "a,b",
        "a;b",
    ],
    *[
        "NA",
        "nan",
        "None",
        "null",
        "NULL",
        "#N/A",
        "true",
        "1.0",
        "007",
        "1e5",
        "inf",
        "\\",
        "\\n",
        "#",
        "🙂",
        "é",
        "e\u0301",
    ],
]
WORDS = st.one_of(
    st.sampled_from(NASTY),
    st.text(
        st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\r\n\t\0'\"=+-@,; ")),
        max_size=12,
    ),
)
each_format = pytest.mark.parametrize("ending", FORMATS)
ARTICLE = {
    "article_id": "a",
    "file": "a.txt",
    "word_count": 3,
    "published_basis": "given",
    "sha256": "0",
    "text": "Lind left.",
}


@each_format
@pytest.mark.parametrize("words", NASTY)
def test_nasty_words_come_back_as_they_were(tmp_path, ending, words):
    frame = make("problems", [{"file": words, "message": words, "severity": "info", "start": 7}, {"message": "next"}])
    write_table(frame, tmp_path / f"t.{ending}")
    pd.testing.assert_frame_equal(read_table(tmp_path / f"t.{ending}", "problems"), frame)


@pytest.mark.parametrize("ending", FORMATS)
@given(st.lists(st.fixed_dictionaries({}, optional={"file": WORDS, "message": WORDS, "start": st.integers(0, 10**6)})))
@example([{"message": "a\rb"}, {}])
def test_any_table_of_words_comes_back_as_it_was(tmp_path_factory, ending, records):
    path = tmp_path_factory.mktemp("t") / f"t.{ending}"
    frame = make("problems", records)
    write_table(frame, path)
    pd.testing.assert_frame_equal(read_table(path, "problems"), frame)


@pytest.mark.parametrize("ending", FORMATS)
@FEWER
@given(st.lists(WORDS, max_size=4), st.dates(pd.Timestamp("1700-01-01").date(), pd.Timestamp("2200-01-01").date()))
def test_lists_and_days_come_back_as_they_were(tmp_path_factory, ending, tags, day):
    path = tmp_path_factory.mktemp("t") / f"t.{ending}"
    parts = [{"part": "headline", "start": 0, "end": 4}]
    frame = make(
        "articles", [{**ARTICLE, "tags": tags, "published": day, "parts": parts}, {**ARTICLE, "article_id": "b"}]
    )
    write_table(frame, path)
    pd.testing.assert_frame_equal(read_table(path, "articles"), frame)


@each_format
@pytest.mark.parametrize("name", sorted(TABLES))
def test_an_empty_table_comes_back_with_its_types(tmp_path, ending, name):
    frame = make(name, [])
    write_table(frame, tmp_path / f"t.{ending}")
    pd.testing.assert_frame_equal(read_table(tmp_path / f"t.{ending}", name), frame)


@each_format
@pytest.mark.parametrize("name", ["articles", "sentences", "statements", "speakers", "topics", "problems"])
def test_the_tables_of_a_study_come_back_as_they_were(tmp_path, ending, name, study):
    frame = getattr(study, name)
    write_table(frame, tmp_path / f"t.{ending}")
    pd.testing.assert_frame_equal(read_table(tmp_path / f"t.{ending}", name), frame)


@each_format
def test_carried_columns_come_back_in_every_format(tmp_path, ending):
    frame = make("articles", [{**ARTICLE, "desk": "City", "postcode": "00501"}])
    write_table(frame, tmp_path / f"t.{ending}")
    assert read_table(tmp_path / f"t.{ending}", "articles")[["desk", "postcode"]].values.tolist() == [["City", "00501"]]


@each_format
def test_a_carried_column_of_mixed_types_does_not_stop_the_writing(tmp_path, ending):
    frame = make("articles", [{**ARTICLE, "mixed": [1]}, {**ARTICLE, "article_id": "b", "mixed": "z"}])
    write_table(frame, tmp_path / f"t.{ending}")
    found = read_table(tmp_path / f"t.{ending}", "articles")["mixed"].tolist()
    assert found[0] in ([1], "[1]")
    assert found[1] == "z"


@each_format
def test_an_empty_text_is_told_from_a_missing_one(tmp_path, ending):
    write_table(make("problems", [{"message": ""}, {"message": None}]), tmp_path / f"t.{ending}")
    assert read_table(tmp_path / f"t.{ending}", "problems")["message"].isna().tolist() == [False, True]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=1"])
def test_no_cell_of_a_csv_is_a_formula_to_a_spreadsheet(tmp_path, words):
    write_table(make("problems", [{"message": words}]), tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["message"] == f"'{words}"


def test_a_csv_without_carriage_returns_quotes_only_what_needs_it(tmp_path):
    write_table(make("problems", [{"message": "a, b", "code": "x", "severity": "info"}]), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == b'file,article_id,start,code,severity,message\n,,,x,info,"a, b"\n'


@pytest.mark.parametrize("words", ["a\rb", "a\nb", "a\r\nb", 'a"b', "a,b", "a\u2028b"])
def test_a_csv_has_a_row_for_every_row_whoever_reads_it(tmp_path, words):
    write_table(make("problems", [{"message": words}, {"message": "next"}]), tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        assert [row["message"] for row in csv.DictReader(file)] == [words, "next"]


def test_json_lines_hold_one_object_a_line_with_plain_values(tmp_path):
    frame = make("articles", [{**ARTICLE, "text": "a\nb 🙂", "published": "2022-03-04", "tags": ["x"]}])
    write_table(frame, tmp_path / "t.jsonl")
    (line,) = (tmp_path / "t.jsonl").read_text(encoding="utf-8").splitlines()
    row = json.loads(line)
    assert (row["text"], row["published"], row["tags"], row["outlet"]) == ("a\nb 🙂", "2022-03-04", ["x"], None)
    assert "🙂" in line


def test_an_ending_that_is_not_written_is_refused_with_those_that_are(tmp_path):
    with pytest.raises(ValueError, match=r"tables are written as \.parquet, \.csv, \.jsonl, \.xlsx; got t\.ods"):
        write_table(make("problems", []), tmp_path / "t.ods")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["csv", "jsonl", "xlsx"])
def test_what_cannot_be_written_leaves_the_old_file_as_it_was(tmp_path, ending):
    path = tmp_path / f"t.{ending}"
    path.write_text("old")
    half = pd.DataFrame({"message": pd.Series(["fine", "half a pair: \ud83d"], dtype=object)})
    with pytest.raises(UnicodeEncodeError):
        write_table(half, path)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_an_interrupted_writer_leaves_nothing_behind(tmp_path):
    def interrupted(path):
        path.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "t.csv", interrupted)
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_table_is_made(tmp_path):
    write_table(make("problems", []), tmp_path / "new" / "folder" / "t.csv")
    assert (tmp_path / "new" / "folder" / "t.csv").is_file()


@each_format
def test_writing_leaves_the_table_alone(tmp_path, ending):
    frame = make("articles", [{**ARTICLE, "text": "=1", "tags": ["x"], "mixed": [1]}, {**ARTICLE, "mixed": "z"}])
    before = frame.copy(deep=True)
    write_table(frame, tmp_path / f"t.{ending}")
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_table_gives_the_same_bytes(tmp_path, ending):
    frame = make("articles", [{**ARTICLE, "text": "a\rb"}])
    write_table(frame, tmp_path / f"1.{ending}")
    write_table(frame, tmp_path / f"2.{ending}")
    assert (tmp_path / f"1.{ending}").read_bytes() == (tmp_path / f"2.{ending}").read_bytes()


@each_format
def test_times_of_day_in_a_carried_column_are_kept(tmp_path, ending):
    for when in ("2022-03-04 10:15:30", "2022-03-04 10:15:30+02:00"):
        frame = make("articles", [{**ARTICLE, "scraped": pd.Timestamp(when)}])
        write_table(frame, tmp_path / f"t.{ending}")
        assert pd.Timestamp(read_table(tmp_path / f"t.{ending}", "articles")["scraped"][0]) == pd.Timestamp(when)
