"""The word lists that researchers edit: whole, tidy, each row with its reason, and read as they stand."""

import csv
import io
from pathlib import Path

import pytest

import analysis
from analysis import lexicon, tables

FOLDER = Path(analysis.__file__).parent / "lexicons"
KEYS = {
    "abbreviations": ("abbreviation",),
    "alphabets": ("language", "encoding"),
    "boilerplate": ("match", "pattern"),
    "collectives": ("word",),
    "coding_words": ("about", "written"),
    "column_names": ("ours", "name"),
    "countries": ("country",),
    "cue_nouns": ("word",),
    "cues": ("lemma", "kind"),
    "date_words": ("words", "kind"),
    "english_words": ("word",),
    "function_words": ("word",),
    "given_names": ("names",),
    "organisations": ("word",),
    "roles": ("role",),
    "sentence_starters": ("word",),
    "tone_overlay": ("word",),
    "toward_weights": ("relation",),
    "toward_words": ("word",),
}
HEADERS = {
    "abbreviations": "abbreviation,follows,note",
    "alphabets": "language,encoding,letters,note",
    "boilerplate": "part,match,pattern,note",
    "collectives": "word,kind,note",
    "coding_words": "about,ours,written,note",
    "column_names": "ours,name,language,note",
    "countries": "country,adjectives,seats,note",
    "cue_nouns": "word,mode,note",
    "cues": "lemma,forms,kind,mode,frame,note",
    "date_words": "words,kind,value,unit,note",
    "english_words": "word,note",
    "function_words": "word,classes,note",
    "given_names": "names,note",
    "organisations": "word,match,note",
    "roles": "role,group,gender,note",
    "sentence_starters": "word,note",
    "tone_overlay": "word,value,kind,reason,source",
    "toward_weights": "relation,weight,reason,source",
    "toward_words": "word,value,reason,source",
}
CLOSED = [
    ("abbreviations", "follows", {"name", "number", "other"}),
    ("boilerplate", "part", {"boilerplate", "byline", "correction", "kicker", "tags", "timestamp"}),
    ("boilerplate", "match", {"line", "start", "end", "form"}),
    ("coding_words", "about", {"column", "yes", "kind", "tone", "topic", "speaker", "undecided"}),
    ("column_names", "language", {"en", "de", "es", "fr"}),
    ("cues", "kind", {"verb", "phrase"}),
    ("cues", "mode", {"speech", "writing", "thought"}),
    ("date_words", "unit", {"day", "week", "weekend", "month", "year", ""}),
    (
        "date_words",
        "kind",
        {
            *{"month", "weekday", "number", "unit", "publication", "either", "named", "name", "bound", "plan", "rough"},
            *{"relative clause", "determiner", "occasion", "saying"},
        },
    ),
    ("collectives", "kind", {"group", "organisation", "unnamed"}),
    ("roles", "gender", {"male", "female", ""}),
]
each_list = pytest.mark.parametrize("name", sorted(KEYS))


def rows(name: str) -> list[list[str]]:
    text = (FOLDER / f"{name}.csv").read_bytes().decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_every_list_in_the_folder_is_looked_at_here():
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(KEYS)


@each_list
def test_a_list_has_its_header(name):
    assert ",".join(rows(name)[0]) == HEADERS[name]


@each_list
def test_every_row_has_a_cell_for_every_column(name):
    header, *body = rows(name)
    assert body
    assert [row for row in body if len(row) != len(header)] == []


@each_list
def test_the_words_to_look_for_are_never_empty(name):
    assert [row for row in lexicon.load(name) if not all(row[key] for key in KEYS[name])] == []


@each_list
def test_no_row_occurs_twice(name):
    keys = [tuple(row[key] for key in KEYS[name]) for row in lexicon.load(name)]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


@each_list
def test_no_cell_begins_or_ends_with_a_blank(name):
    # “subscribe to ” is a beginning of lines, where the blank keeps “subscribe together” out.
    cells = [(row, cell) for row in lexicon.load(name) for key, cell in row.items() if key != "pattern"]
    assert [row for row, cell in cells if cell != cell.strip()] == []
    begin = [row for row in lexicon.load(name) if row.get("match") != "end"]
    assert [row for row in begin if row.get("pattern", "") != row.get("pattern", "").lstrip()] == []


@each_list
def test_every_row_says_why_it_is_there(name):
    reasons = [column for column in lexicon.load(name)[0] if column in {"note", "source", "reason"}]
    assert reasons
    assert [row for row in lexicon.load(name) if not all(row[column] for column in reasons)] == []


@pytest.mark.parametrize(("name", "column", "allowed"), CLOSED)
def test_a_closed_column_holds_nothing_else(name, column, allowed):
    assert lexicon.column(name, column) <= allowed


def test_every_abbreviation_ends_with_a_stop():
    assert [word for word in lexicon.column("abbreviations", "abbreviation") if not word.endswith(".")] == []


def test_boilerplate_is_written_as_it_is_compared_in_lower_case():
    assert [p for p in lexicon.column("boilerplate", "pattern") if p != p.lower()] == []


def test_whole_lines_are_written_without_the_marks_that_matching_strips():
    lines = lexicon.column("boilerplate", "pattern", match="line")
    assert [line for line in lines if line != line.strip(" .:!»>-")] == []


def test_no_form_of_a_verb_reports_under_two_lemmas():
    forms = [form for row in lexicon.load("cues") if row["kind"] == "verb" for form in row["forms"].split()]
    assert sorted({form for form in forms if forms.count(form) > 1}) == []


def test_every_verb_has_its_lemma_among_its_forms():
    verbs = [row for row in lexicon.load("cues") if row["kind"] == "verb"]
    assert [row["lemma"] for row in verbs if row["lemma"].split()[0] not in row["forms"].split()] == []


def test_sentence_starters_are_capitalised_words():
    assert [word for word in lexicon.column("sentence_starters", "word") if not word[0].isupper()] == []


def test_loading_gives_every_row_of_the_file_by_column():
    assert [list(row.values()) for row in lexicon.load("cues")] == rows("cues")[1:]


def test_a_column_can_be_narrowed_by_other_columns():
    assert "see also" in lexicon.column("boilerplate", "pattern", match="line")
    assert "see also" not in lexicon.column("boilerplate", "pattern", match="start")


def test_a_word_of_several_classes_is_found_under_each():
    assert "after" in lexicon.function_words("subordinator") & lexicon.function_words("outer preposition")


def test_several_classes_are_taken_together():
    both = lexicon.function_words("be", "modal")
    assert both == lexicon.function_words("be") | lexicon.function_words("modal")


def test_a_class_that_does_not_exist_has_no_words():
    assert lexicon.function_words("nonsense") == frozenset()


def test_a_fingerprint_changes_with_a_single_letter():
    assert lexicon.digest(b"say,says") != lexicon.digest(b"say,said")


def test_every_list_has_a_fingerprint_of_its_own():
    found = lexicon.digests()
    assert list(found) == sorted(KEYS)
    assert len(set(found.values())) == len(found)
    assert all(found[name] == lexicon.digest((FOLDER / f"{name}.csv").read_bytes()) for name in KEYS)


def test_every_column_that_a_table_may_bring_is_one_of_ours():
    assert lexicon.column("column_names", "ours") <= set(tables.TABLES["articles"].names)


def test_a_name_of_a_column_means_one_thing():
    names = [row["name"] for row in lexicon.load("column_names")]
    assert sorted({name for name in names if names.count(name) > 1}) == []
