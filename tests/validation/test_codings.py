"""Sheets that come back: sorted, cut, mangled. Every row is used or told, and nothing raises."""

from __future__ import annotations

import io
import itertools
import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis as ma
from analysis.validation.codings import read_codings
from analysis.workbooks import Sheet, write_workbook


def told(codings):
    return codings.problems[["code", "severity"]].to_numpy().tolist()


def test_a_sheet_as_it_should_be_is_used_to_the_last_row(sample, filled):
    codings = read_codings(list(filled().values()), sample)
    assert codings.account["rows"].tolist() == codings.account["used"].tolist()
    assert told(codings) == []
    assert len(codings.answers) == 5 * len(sample.items)
    assert codings.coders == ["coder A"]


def test_rows_in_another_order_say_the_same(sample, filled):
    frame = filled()["statements"]
    sorted_by_article = frame.sort_values("context")
    assert read_codings(sorted_by_article, sample).answers.equals(read_codings(frame, sample).answers)


def test_rows_that_are_missing_are_told_once(sample, filled):
    codings = read_codings(filled()["statements"].iloc[5:], sample)
    assert told(codings) == [["no-answer", "info"]]
    assert codings.problems["message"][0].endswith("5 of 24 statements: S0001, S0002, S0003, S0004, S0005")


def test_a_row_without_an_answer_is_not_coded(sample, filled):
    frame = filled(S0002=dict.fromkeys(("statement", "kind", "speaker", "tone", "topic")))["statements"]
    codings = read_codings(frame, sample)
    assert codings.account[["rows", "used", "reported", "not_coded"]].to_numpy().tolist() == [[24, 23, 1, 1]]
    assert "1 rows without an answer: S0002" in codings.problems["message"][0]


def test_an_id_that_was_cut_is_found_by_the_words(sample, filled):
    frame = filled()["statements"]
    codings = read_codings(frame.assign(item=frame["item"].str[:3]), sample)
    assert codings.account["used"].tolist() == [24]
    assert set(codings.problems["code"]) == {"item-mended"}


def test_without_marks_and_id_the_words_of_two_statements_of_a_sentence_do_not_tell(article):
    found = article("Lind said that it rains and stressed that it pours.")
    statements = ma.name_speakers(ma.find_statements(found), found)
    sample = ma.sample_for_coding(statements, 5, articles=found, whole=0)
    assert len(sample.items) == 2
    bare = sample.items["context"].str.replace("[»«]", "", regex=True)
    sheet = pd.DataFrame({"item": [None, None], "context": bare, "statement": ["yes", "no"]})
    codings = read_codings(sheet, sample)
    assert codings.account["used"].tolist() == [0]
    assert told(codings) == [["unknown-row", "error"]] * 2
    marked = read_codings(sheet.assign(context=sample.items["context"]), sample)
    assert marked.answers["value"].tolist() == ["yes", "no"]


def test_a_column_that_was_sorted_alone_is_noticed(sample, filled):
    frame = filled()["statements"]
    frame["item"] = frame["item"].tolist()[::-1]
    codings = read_codings(frame, sample)
    assert codings.account["used"].tolist() == [0]
    assert set(codings.problems["code"]) == {"mixed-up-row"}
    assert "a column was sorted without the others" in codings.problems["message"][0]


def test_the_same_row_twice_counts_once_and_two_unlike_rows_count_as_none(sample, filled):
    frame = filled()["statements"]
    again = frame.iloc[[0, 1]].copy()
    again.loc[again.index[1], "tone"] = "positive" if frame.loc[1, "tone"] != "positive" else "negative"
    codings = read_codings(pd.concat([frame, again]), sample)
    assert codings.account[["used", "reported"]].to_numpy().tolist() == [[24, 2]]
    assert told(codings) == [["coded-twice", "info"], ["coded-twice", "warning"]]
    of_second = codings.answers[codings.answers["item"] == "S0002"]
    assert "tone" not in set(of_second["question"])
    assert "kind" in set(of_second["question"])


def test_who_calls_it_no_statement_says_nothing_more_of_it(sample, filled):
    codings = read_codings(filled(S0003={"statement": "no"})["statements"], sample)
    assert codings.answers.loc[codings.answers["item"] == "S0003", "value"].tolist() == ["no"]
    assert "only the no counts" in codings.problems["message"][0]


def test_who_fills_in_the_rest_holds_it_for_a_statement(sample, filled):
    codings = read_codings(filled(S0003={"statement": None})["statements"], sample)
    first = codings.answers[codings.answers["item"] == "S0003"].set_index("question")["value"]
    assert first["statement"] == "yes"
    assert "it is read as yes" in codings.problems["message"][0]


def test_an_answer_that_nobody_can_read_is_told_with_its_place(sample, filled):
    codings = read_codings(filled(S0004={"kind": "sideways"})["statements"], sample)
    assert codings.problems["message"][0].startswith("row 5 (S0004): “sideways” is no answer to kind")


def test_columns_under_other_names_are_read_and_others_told(sample, filled):
    frame = filled()["statements"].rename(columns={"tone": "Sentiment", "speaker": "Who", "coder": "Initials"})
    codings = read_codings(frame.assign(mood="tired"), sample)
    assert set(codings.answers["question"]) == {"statement", "kind", "speaker", "tone", "topic"}
    assert codings.problems["message"].tolist() == ["the column “mood” is none of ours and is not read"]


def test_a_header_that_was_sorted_among_the_rows_is_found(sample, filled):
    frame = filled()["statements"]
    rows = frame.to_numpy().tolist()
    mixed = pd.DataFrame([*rows[1:], list(frame.columns)], columns=[f"c{i}" if i else "x" for i in range(10)])
    mixed.columns = rows[0]
    codings = read_codings(mixed, sample)
    assert codings.account[["rows", "used"]].to_numpy().tolist() == [[24, 24]]


def test_two_names_for_one_coder_are_one(sample, filled):
    first, second = filled("Ann")["statements"].iloc[:10], filled("ann ")["statements"].iloc[10:]
    assert read_codings([first, second], sample).coders == ["Ann"]


def test_a_coder_who_is_called_like_the_machine_stays_a_coder(sample, filled):
    assert read_codings(filled("Machine")["statements"], sample).coders == ["Machine (coder)"]
    assert read_codings(filled("Gold ")["statements"], sample).coders == ["gold"]


def test_an_article_is_read_if_one_cell_of_it_is_filled_in(sample, filled):
    frame = filled()["articles"]
    frame["missed"] = None
    assert read_codings(frame, sample).read.empty
    frame.loc[0, "missed"] = "no"
    codings = read_codings(frame, sample)
    of_first = sample.sentences[sample.sentences["article_id"] == sample.sentences["article_id"][0]]
    assert codings.read["item"].tolist() == of_first["item"].tolist()
    assert codings.account["used"].tolist() == [len(of_first)]


def test_two_statements_missed_in_one_sentence_are_two(sample, filled):
    frame = filled(A01_001={"missed": "yes", "speaker": "Lind", "first_words": "it rains"})["articles"]
    more = frame.iloc[[0, 0]].copy()
    more["first_words"] = ["it pours", "it rains"]
    codings = read_codings(pd.concat([frame, more]), sample)
    assert codings.missed["first_words"].tolist() == ["it rains", "it pours"]
    assert told(codings) == [["missed-twice", "info"]]


def test_a_file_that_is_not_there_is_an_error(sample):
    with pytest.raises(ma.SourceError, match=r"nowhere.xlsx: there is no such coding sheet"):
        read_codings("nowhere.xlsx", sample)


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", b"PK\x03\x04 no"), ("a.csv", b""), ("a.ods", b"PK"), ("a.csv", b"\x00\x01" * 99)]
)
def test_a_file_that_is_no_sheet_is_told(sample, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    codings = read_codings(tmp_path / name, sample)
    assert codings.answers.empty
    assert codings.problems["severity"].tolist() == ["error"]


def test_a_sheet_of_something_else_is_told_with_its_rows(sample):
    codings = read_codings(pd.DataFrame({"who": ["Lind"], "what": ["nothing"]}), sample)
    assert codings.account[["rows", "used", "reported"]].to_numpy().tolist() == [[2, 0, 2]]
    assert "put the header back" in codings.problems["message"][0]


# What can happen to a sheet between two people and a mail server. Each takes the rows, the header first, and chance.


def shuffled(rows, chance):
    chance.shuffle(body := rows[1:])
    return [rows[0], *body]


def dropped(rows, chance):
    return [rows[0], *(row for row in rows[1:] if chance.random() > 0.3)]


def doubled(rows, chance):
    return [*rows, *(list(row) for row in rows[1:] if chance.random() < 0.3)]


def header_lost(rows, chance):
    return rows[1:]


def header_moved(rows, chance):
    at = chance.randrange(len(rows))
    return [*rows[1 : at + 1], rows[0], *rows[at + 1 :]]


def title_above(rows, chance):
    return [["Coding of May", *[None] * (len(rows[0]) - 1)], *rows]


def renamed(rows, chance):
    return [
        [chance.choice([name, str(name).upper(), f"{name} ", "x", None, 7, "tone", "Id"]) for name in rows[0]],
        *rows[1:],
    ]


def column_lost(rows, chance):
    at = chance.randrange(len(rows[0]))
    return [row[:at] + row[at + 1 :] for row in rows]


def column_sorted(rows, chance):
    at = chance.randrange(len(rows[0]))
    column = [row[at] for row in rows[1:]]
    chance.shuffle(column)
    return [rows[0], *([*row[:at], value, *row[at + 1 :]] for row, value in zip(rows[1:], column, strict=True))]


JUNK = [
    "",
    " ",
    None,
    "???",
    "=1+1",
    -1,
    3.0,
    1e300,
    True,
    "yes/no",
    "Direct ",
    "indirct",
    "\x07",
    "🙂" * 50,
    "’",
    "NaN",
    "a;b;c",
]


def junk(rows, chance):
    return [rows[0], *([chance.choice(JUNK) if chance.random() < 0.1 else v for v in row] for row in rows[1:])]


def ids_cut(rows, chance):
    return [rows[0], *([str(row[0])[: chance.randrange(6)], *row[1:]] for row in rows[1:])]


MANGLES = [
    shuffled,
    dropped,
    doubled,
    header_lost,
    header_moved,
    title_above,
    renamed,
    column_lost,
    column_sorted,
    junk,
    ids_cut,
]


def as_csv(rows, chance):
    delimiter, encoding = (
        chance.choice(",;\t|"),
        chance.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1", "cp1250"]),
    )
    lines = io.StringIO()
    pd.DataFrame(rows).to_csv(lines, sep=delimiter, header=False, index=False)
    return "sheet.csv", lines.getvalue().encode(encoding, "replace")


def as_xlsx(rows, chance, path):
    write_workbook([Sheet("statements", [], rows, [9.0])], path / "made.xlsx")
    return "sheet.xlsx", (path / "made.xlsx").read_bytes()


def accounted(codings):
    """Rows that the problems speak of: one each where they are told one by one."""
    each = codings.problems["code"].isin(["unknown-row", "mixed-up-row", "coded-twice", "broken-row"]).sum()
    return int(each) + int(codings.account["not_coded"].sum())


numbers = itertools.count()


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(MANGLES), max_size=4),
    st.integers(0, 10_000),
    st.sampled_from(["table", "csv", "xlsx", "torn"]),
)
def test_whatever_happened_to_a_sheet_every_row_is_used_or_told(sample, filled, tmp_path_factory, mangles, seed, form):
    chance = random.Random(seed)
    name = chance.choice(["statements", "articles"])
    frame = filled()[name]
    rows = [list(frame.columns), *frame.to_numpy().tolist()]
    for mangle in mangles:
        rows = mangle(rows, chance) if len(rows) > 1 and rows[0] else rows
    given_rows = sum(any(v is not None and str(v).strip() for v in row) for row in rows)
    folder = tmp_path_factory.getbasetemp() / f"mangled-{next(numbers)}"
    folder.mkdir()
    if form == "table":
        source = pd.DataFrame(rows[1:], columns=rows[0]) if rows and rows[0] else pd.DataFrame()
    else:
        file, content = as_csv(rows, chance) if form == "csv" else as_xlsx(rows, chance, folder)
        source = folder / file
        source.write_bytes(content if form != "torn" else content[: chance.randrange(len(content))])
    codings = read_codings(source, sample)
    account = codings.account
    assert (account["rows"] == account["used"] + account["reported"]).all()
    if account["reported"].sum():
        whole = codings.problems["code"].isin(["no-header", "no-item"]).any()
        assert whole or accounted(codings) == account["reported"].sum()
    if form in {"table", "xlsx"}:
        assert account["rows"].sum() in {given_rows, given_rows - 1}, "all rows, but for the header where there is one"
    elif account.empty:
        assert (codings.problems["severity"] == "error").any()
    found = ma.agreement(source, sample, resamples=10)
    assert found.account.equals(account)
    ma.describe_agreement(found)
