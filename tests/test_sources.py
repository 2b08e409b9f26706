"""Files of every kind, whole and broken: what is read, what is turned away, and what is said about it."""

import hashlib
import json
import os

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import tables
from analysis.articles import read_articles
from analysis.encodings import decode, undo_mojibake
from analysis.sources import SourceError, read_documents

TEXT = "Mayor Anna Lind said the bridge would open."


@pytest.fixture
def read(tmp_path):
    """read({file: text or bytes}, …): the documents by file, and the problems as (file, code, severity)."""

    def make(files, inside="", **options):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        problems = tables.Problems()
        found = {d.file: d for d in read_documents(tmp_path / inside, problems=problems, **options)}
        return found, [(p["file"], p["code"], p["severity"]) for p in problems.rows]

    return make


def texts(found):
    return {file: document.text for file, document in found.items()}


def test_a_missing_folder_is_named():
    with pytest.raises(SourceError, match="nowhere: there is no such file or folder"):
        list(read_documents("nowhere", problems=tables.Problems()))


def test_an_empty_folder_says_which_kinds_are_read(read):
    with pytest.raises(SourceError, match=r"the folder holds no files; these kinds are read: \.txt"):
        read({})


def test_an_empty_table_in_memory_has_nothing_to_read():
    with pytest.raises(SourceError, match="no rows"):
        read_articles(pd.DataFrame({"text": []}))


def test_files_come_in_the_order_of_their_names(read):
    found, problems = read({"b.txt": TEXT, "a/z.txt": TEXT, "c.md": TEXT})
    assert list(found) == ["a/z.txt", "b.txt", "c.md"]
    assert problems == []


def test_hidden_files_and_lock_files_are_left_out(read):
    assert list(read({".DS_Store": b"\0", "~$notes.txt": TEXT, ".git/a.txt": TEXT, "a.txt": TEXT})[0]) == ["a.txt"]


@pytest.mark.parametrize("blank", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_turned_away_and_the_next_one_read(read, blank):
    assert read({"a.txt": blank, "b.txt": TEXT}) == (
        {"b.txt": read({"b.txt": TEXT})[0]["b.txt"]},
        [("a.txt", "empty", "error")],
    )


@pytest.mark.parametrize(
    "raw", [bytes(range(256)) * 20, b"PK\x03\x04" + bytes(100), b"\x89PNG\r\n\x1a\n" + bytes(range(128)) * 9]
)
def test_a_binary_file_with_the_name_of_a_text_is_turned_away(read, raw):
    found, problems = read({"a.txt": raw, "b.txt": TEXT})
    assert list(found) == ["b.txt"]
    assert problems == [("a.txt", "binary", "error")]


def test_a_kind_that_is_not_read_is_turned_away_by_name(read):
    assert read({"a.pdf": b"%PDF", "b.txt": TEXT})[1] == [("a.pdf", "unsupported", "error")]


def test_a_link_to_nowhere_is_a_problem_and_no_end(read, tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    found, problems = read({"b.txt": TEXT})
    assert list(found) == ["b.txt"]
    assert problems == [("a.txt", "unreadable", "error")]


def test_a_file_name_that_is_not_utf8_is_read_with_a_replacement_character(read, tmp_path):
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text(TEXT)
    except OSError:
        pytest.skip("this file system takes no such name")
    assert list(read({})[0]) == ["caf\ufffd.txt"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(
    "text",
    [
        "“Go,” she said.",
        "The café paid £5.",
        "Lind’s plan – at €5 – passed.",
        "“We will go,” Señora Lind said at the café; the façade is new.",
    ],
)
def test_the_encodings_of_newsrooms_are_read(encoding, text):
    assert decode(text.encode(encoding)) == text


def test_utf16_is_read_in_the_byte_order_that_its_mark_names():
    assert (
        decode(b"\xfe\xff" + "“Go.”".encode("utf-16-be"))
        == decode(b"\xff\xfe" + "“Go.”".encode("utf-16-le"))
        == "“Go.”"
    )


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Мэр Анна Линд заявила, что город выстоит, и попросила жителей сохранять спокойствие.", "cp1251"),
        ("Burmistrz powiedziała, że miasto przetrwa. Władze źle oceniły ryzyko i wciąż naprawiają błąd.", "cp1250"),
    ],
)
def test_other_languages_in_their_windows_encodings_are_read(text, encoding):
    assert decode(text.encode(encoding)) == text


def test_the_hash_of_a_file_is_that_of_its_bytes(read):
    raw = TEXT.encode("utf-16")
    assert read({"a.txt": raw})[0]["a.txt"].sha256 == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_are_kept_as_they_are(read, newline):
    text = f"Lind left.{newline}Holm stayed.{newline}"
    assert texts(read({"a.txt": text})[0]) == {"a.txt": text}
    assert texts(read({"b.csv": f'text{newline}"{text}"'})[0])["b.csv, row 2"] == text


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_read_whatever_stands_between_its_cells(read, delimiter):
    found, _ = read({"a.csv": f"id{delimiter}text\n7{delimiter}Lind left.\n"})
    assert [(d.text, d.fields["article_id"]) for d in found.values()] == [("Lind left.", "7")]


@pytest.mark.parametrize("column", ["text", "Body", "CONTENT", " text "])
def test_the_column_with_the_text_is_known_by_its_usual_names(read, column):
    assert texts(read({"a.csv": f"{column}\nLind left.\n"})[0]) == {"a.csv, row 2": "Lind left."}


def test_a_table_without_a_text_column_says_what_it_has_and_what_to_do(tmp_path):
    (tmp_path / "a.csv").write_text("id,words\n1,Lind left.\n2,Holm stayed.\n")
    problems = tables.Problems()
    assert list(read_documents(tmp_path, problems=problems)) == []
    (problem,) = problems.rows
    assert problem["code"] == "no-text-column"
    assert "among id, words; name the column that holds the text" in problem["message"]


def test_the_text_column_may_be_named(read):
    assert texts(read({"a.csv": "id,words\n1,Lind left.\n"}, text_column="words")[0]) == {"a.csv, row 2": "Lind left."}


def test_further_columns_are_carried_as_they_came(read):
    found, _ = read({"a.csv": "text,Desk,postcode,word_count\nLind left.,City,00501,9\n"})
    assert found["a.csv, row 2"].fields == {"Desk": "City", "postcode": "00501", "input_word_count": "9"}


def test_columns_without_a_name_or_with_the_same_name_are_kept_apart(read):
    found, _ = read({"a.csv": ",text,note,note\n12,Lind left.,x,y\n"})
    assert found["a.csv, row 2"].fields == {"unnamed_1": "12", "note": "x", "note_4": "y"}


def test_cells_beyond_the_header_are_kept_and_missing_ones_are_empty(read):
    found, _ = read({"a.csv": "text,note\nLind left.,x,y,z\nHolm stayed.\n"})
    assert found["a.csv, row 2"].fields == {"note": "x", "surplus_cells": "y z"}
    assert found["a.csv, row 3"].fields == {"note": None}


@pytest.mark.parametrize("start", ["\n\n", "\r\n", "\ufeff"])
def test_blank_lines_and_marks_before_the_header_do_no_harm(read, start):
    assert texts(read({"a.csv": f"{start}id,text\n1,Lind left.\n"})[0]) == {"a.csv, row 2": "Lind left."}


@pytest.mark.parametrize("cell", ['"Peace now, she said', '"Peace now," she said', '"She said \\"now\\" twice"'])
def test_a_stray_quotation_mark_in_a_table_costs_its_own_row(read, cell):
    found, problems = read({"a.csv": f'id,text\n1,{cell}\n2,"Lind left."\n3,Holm stayed.\n'})
    assert texts(found) == {"a.csv, row 3": "Lind left.", "a.csv, row 4": "Holm stayed."}
    assert problems == [("a.csv, row 2", "broken-row", "error")]


def test_a_stray_quotation_mark_in_the_last_row_is_noticed(read):
    assert read({"a.csv": 'text\nLind left.\n"Holm stayed.\n'})[1] == [("a.csv, row 3", "broken-row", "error")]


def test_quotation_marks_in_a_cell_are_read_where_they_are_clear(read):
    found, _ = read({"a.csv": 'id,text\n1,Lind said "now" twice.\n2,"Lind said ""now"" twice."\n'})
    assert set(texts(found).values()) == {'Lind said "now" twice.'}
    assert len(found) == 2


def test_a_header_alone_is_no_article(read):
    assert read({"a.csv": "id,text\n"})[1] == [("a.csv", "empty", "error")]


def test_a_broken_line_of_json_costs_itself(read):
    lines = ['{"text": "Lind left."}', '{"text": "Holm', "[1, 2]", "", '{"text": 7}', "{}", '{"text": "Berg slept."}']
    found, problems = read({"a.jsonl": "\r\n".join(lines)})
    assert texts(found) == {"a.jsonl, line 1": "Lind left.", "a.jsonl, line 7": "Berg slept."}
    codes = ["broken-json", "broken-json", "empty", "no-text-column"]
    assert problems == [(f"a.jsonl, line {n}", code, "error") for n, code in zip([2, 3, 5, 6], codes, strict=True)]


def test_json_nested_beyond_reason_costs_its_line(read):
    found, problems = read({"a.jsonl": "[" * 200_000 + '\n{"text": "Lind left."}'})
    assert texts(found) == {"a.jsonl, line 2": "Lind left."}
    assert problems == [("a.jsonl, line 1", "broken-json", "error")]


def test_half_a_surrogate_pair_in_json_becomes_the_replacement_character(read):
    found, _ = read({"a.jsonl": r'{"text": "Lind \ud83d left \ud83d\ude42.", "note": ["\udc00"]}'})
    assert texts(found) == {"a.jsonl, line 1": "Lind \ufffd left 🙂."}
    assert found["a.jsonl, line 1"].fields == {"note": ["\ufffd"]}


def test_half_a_surrogate_pair_in_a_data_frame_does_not_stop_the_run():
    frame = pd.DataFrame({"text": pd.Series(["Lind \ud83d left."], dtype=object)})
    assert read_articles(frame)["text"].tolist() == ["Lind \ufffd left."]


def test_the_table_beside_the_folder_tells_what_is_known_of_each_file(read):
    sidecar = "file,outlet,published,desk\na.txt,The Post,2022-03-04,City\nb.txt,,,\n"
    found, problems = read({"articles/a.txt": TEXT, "articles/b.txt": TEXT, "articles.csv": sidecar}, "articles")
    assert found["a.txt"].fields == {"outlet": "The Post", "published": "2022-03-04", "desk": "City"}
    assert found["b.txt"].fields == {}
    assert problems == []


def test_a_studys_folder_is_read_by_its_articles(read):
    files = {"articles/a.txt": TEXT, "articles.csv": "file,outlet\na.txt,The Post\n", "speakers.csv": "name,form\n"}
    assert {f: dict(d.fields) for f, d in read(files)[0].items()} == {"a.txt": {"outlet": "The Post"}}


def test_a_row_about_a_file_that_is_not_there_is_a_warning(read):
    files = {"articles/a.txt": TEXT, "articles.csv": "outlet,file\nThe Post,gone.txt\nThe Mail\n"}
    assert read(files, "articles")[1] == [("articles.csv", "no-such-file", "warning")]


@pytest.mark.parametrize(
    ("sidecar", "words"),
    [("", "the file is empty"), (bytes(99), "binary"), ("name\na.txt\n", "needs a column file"), ('"file\n', "mark")],
)
def test_a_table_beside_the_folder_that_cannot_be_used_is_named(read, sidecar, words):
    with pytest.raises(SourceError, match=rf"articles\.csv.*{words}"):
        read({"articles/a.txt": TEXT, "articles.csv": sidecar}, "articles")


def test_a_web_page_gives_its_article_and_its_title(read):
    page = (
        f"<html><head><title>Bridge opens</title></head><body><article>{f'<p>{TEXT * 3}</p>'}</article></body></html>"
    )
    found, problems = read({"a.html": page, "b.html": "<html></html>"})
    assert TEXT in found["a.html"].text
    assert found["a.html"].fields["headline"] == "Bridge opens"
    assert problems == [("b.html", "no-article", "error")]


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(["a.txt", "b.csv", "c.jsonl", "d.tsv"]), st.binary(min_size=1, max_size=60), min_size=1
    )
)
def test_nothing_that_a_file_can_hold_stops_the_run(tmp_path_factory, files):
    folder = tmp_path_factory.mktemp("files")
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    problems = tables.Problems()
    found = tables.check(read_articles(folder, problems=problems), "articles")
    told = {p["file"].split(",")[0] for p in problems.rows if p["severity"] == "error"}
    assert {f.split(",")[0] for f in found["file"]} | told == set(files)


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20), min_size=1))
def test_articles_and_rejected_lines_make_up_the_file(tmp_path_factory, values):
    path = tmp_path_factory.mktemp("lines") / "a.jsonl"
    path.write_text("\n".join(json.dumps({"text": v}) for v in values))
    problems = tables.Problems()
    found = read_articles(path, problems=problems)
    assert found["text"].tolist() == [undo_mojibake(v)[0] for v in values if v.strip()]
    assert len(found) + sum(p["severity"] == "error" for p in problems.rows) == len(values)
