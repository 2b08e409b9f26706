"""brat stand-off: out and back the same statements, counted in characters, over lines and pieces."""

from __future__ import annotations

import zipfile

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis as ma
from analysis import tables
from analysis.validation.standoff import from_utf16, utf16

KEPT = [
    "article_id",
    "kind",
    "mode",
    "spans",
    "cue",
    "cue_start",
    "cue_end",
    "mention",
    "mention_start",
    "mention_end",
    "speaker",
]
TEXT = (
    "🙂 The bridge is closed.\n\n“It will close,” Anna Lind said, “and soon.”\n\n"
    "Lind said that it\nrains and stressed that it pours.\r\n\r\n“We are sorry,” she\tadded.\n"
)


@pytest.fixture(scope="module")
def study():
    rows = [{"article_id": "a/1 é", "text": TEXT}, {"article_id": "b", "text": "Nobody said a word."}]
    return ma.analyse(pd.DataFrame(rows))


def same(found, statements):
    """The words may have a space where the article has the end of a line."""
    for name in KEPT:
        ours, theirs = (
            frame[name].astype(object).where(frame[name].notna(), None).tolist() for frame in (statements, found)
        )
        ours, theirs = ([" ".join(v.split()) if isinstance(v, str) else v for v in values] for values in (ours, theirs))
        assert ours == theirs, name


@pytest.mark.parametrize("inception", [False, True])
def test_out_and_back_they_are_the_same_statements(study, tmp_path, inception):
    assert len(study.statements) == 4
    assert max(map(len, study.statements["spans"])) == 2
    ma.write_brat(study.statements, study.articles, tmp_path, inception=inception)
    found, problems = ma.read_brat(tmp_path)
    assert problems.empty
    same(found, study.statements)
    assert found.attrs["articles"] == ["a/1 é", "b"]
    tables.check(found, "statements")


def test_every_annotation_has_its_words_at_its_offsets_as_brat_demands(study, tmp_path):
    ma.write_brat(study.statements, study.articles, tmp_path)
    path = tmp_path / "a%2F1 %C3%A9.ann"
    text = path.with_suffix(".txt").read_bytes().decode("utf-8")
    assert len(text) == len(TEXT)
    bound = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line.startswith("T")]
    assert len(bound) >= 8
    for _, places, words in bound:
        spans = [tuple(map(int, piece.split())) for piece in places.split(" ", 1)[1].split(";")]
        assert " ".join(text[a:b] for a, b in spans) == words
        assert "\n" not in "".join(text[a:b] for a, b in spans)


def test_the_lines_are_those_of_the_format(study, tmp_path):
    ma.write_brat(study.statements, study.articles, tmp_path)
    lines = (tmp_path / "a%2F1 %C3%A9.ann").read_text("utf-8").splitlines()
    assert lines[0] == "T1\tStatement 25 41;58 69\t“It will close,” “and soon.”"
    assert "A1\tKind T1 direct" in lines
    assert "#1\tAnnotatorNotes T1\tAnna Lind" in lines
    assert "R1\tcued_by Arg1:T1 Arg2:T2" in lines
    assert "Statement\n" in (tmp_path / "annotation.conf").read_text("utf-8")


def test_inception_gets_one_archive_each_and_counts_as_java_does(study, tmp_path):
    written = ma.write_brat(study.statements, study.articles, tmp_path, inception=True)
    assert [path.name for path in written] == ["a%2F1 %C3%A9.zip", "b.zip"]
    with zipfile.ZipFile(written[0]) as archive:
        assert archive.namelist() == ["a%2F1 %C3%A9.txt", "a%2F1 %C3%A9.ann"]
        assert archive.read("a%2F1 %C3%A9.ann").decode("utf-8").startswith("T1\tStatement 26 42;59 70\t")


def test_two_runs_write_the_same_bytes(study, tmp_path):
    for inception in (False, True):
        one, two = (
            [p.read_bytes() for p in ma.write_brat(study.statements, study.articles, tmp_path / n, inception=inception)]
            for n in ("one", "two")
        )
        assert one == two


def test_what_an_annotator_added_is_read_and_what_is_broken_is_told(tmp_path):
    (tmp_path / "a.txt").write_text("Lind said it rains.", encoding="utf-8")
    (tmp_path / "a.ann").write_text(
        "T1\tStatement 10 18\tit rains\nT2\tSpeaker 0 4\tLind\nR1\tsaid_by Arg1:T1 Arg2:T2\nA1\tKind T1 sideways\n"
        "T3\tStatement 0 4\tAnna\nE1\tEvent:T1\n",
        encoding="utf-8",
    )
    found, problems = ma.read_brat(tmp_path)
    assert found[["text", "mention"]].to_numpy().tolist() == [["it rains", "Lind"]]
    assert found["kind"].isna().all()
    assert [m.split(":")[0] for m in problems["message"]] == ["line 5", "line 6", "T1"]
    assert "the words “Anna” do not stand there" in problems["message"][0]


def test_an_ann_without_its_text_is_told_and_a_folder_without_any_is_an_error(tmp_path):
    (tmp_path / "a.ann").write_text("", encoding="utf-8")
    with pytest.raises(ma.SourceError, match=r"no .ann file with its .txt beside it"):
        ma.read_brat(tmp_path)
    (tmp_path / "b.ann").write_text("", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Rain.", encoding="utf-8")
    found, problems = ma.read_brat(tmp_path)
    assert found.empty
    assert found.attrs["articles"] == ["b"]
    assert problems["file"].tolist() == ["a.ann"]


@settings(max_examples=100)  # each writes files
@given(
    st.text(st.sampled_from("ab 🙂\n\r\u2028é\t"), min_size=1, max_size=40), st.lists(st.integers(0, 40), max_size=6)
)
def test_any_text_with_any_spans_comes_back(tmp_path_factory, text, places):
    marks = sorted({min(p, len(text)) for p in places})
    spans = [[a, b] for a, b in zip(marks[::2], marks[1::2], strict=False) if a < b]
    spans = [s for i, s in enumerate(spans) if not i or s[0] > spans[i - 1][1]]
    row = {
        "statement_id": "a:0",
        "article_id": "a",
        "paragraph": 0,
        "kind": "direct",
        "text": "",
        "spans": spans,
        "confidence": 1.0,
        "tone": 0.0,
        "tone_reporting": 0.0,
    }
    statements = tables.make("statements", [row] if spans else [])
    for inception in (False, True):
        folder = tmp_path_factory.mktemp("brat")
        ma.write_brat(statements, pd.DataFrame({"article_id": ["a"], "text": [text]}), folder, inception=inception)
        found, problems = ma.read_brat(folder)
        assert problems.empty
        assert found["spans"].tolist() == statements["spans"].tolist()


@given(st.text(max_size=30), st.integers(0, 30))
def test_offsets_are_counted_as_java_does_and_back(text, offset):
    offset = min(offset, len(text))
    assert utf16(text, offset) == len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2
    assert from_utf16(text, utf16(text, offset)) == offset
