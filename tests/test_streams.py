"""Large tables row by row: the same rows, problems and encodings as when they are read whole."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from made_corpus import made, write_lines

import analysis as ma
from analysis import readers, sources, streams
from analysis.errors import Rejected

HEAD = "id,text,note\n"
ROWS = "".join(f'{n},"“Number {n},” Anna Lind said.\nÄnderung, ""wie immer"".",é\n' for n in range(300))
FILES = {
    "plain.csv": (HEAD + ROWS).encode(),
    "marked.csv": ("\ufeff" + HEAD + ROWS).encode("utf-8"),
    "windows.csv": (HEAD + ROWS).encode("cp1252"),
    "utf-16.csv": (HEAD + ROWS).encode("utf-16"),
    "sep.csv": ("sep=;\r\n" + (HEAD + ROWS.replace(",", ";")).replace("\n", "\r\n")).encode(),
    "blank.csv": ("\n\n" + HEAD + "\n" + ROWS).encode(),
    "stray.csv": (HEAD + ROWS + '7,"never closed\n8,“Yes”, she said.,\n9,a text,x\n').encode(),
    "damaged.csv": (HEAD + ROWS).encode().replace("Ä".encode(), b"\xc3", 1),
    "cut.csv": (HEAD + ROWS + "301,é").encode()[:-1],
    "binary.csv": bytes(range(256)) * 20,
    "lines.jsonl": b'{"text": "One\xe2\x80\xa8line."}\n\nnone\n{"text": "Two."}\r\n[1]\n{"text": "No end."}',
    "broken.parquet": b"PAR1 and no more",
}


def read(path: Path, monkeypatch: pytest.MonkeyPatch, streamed: int) -> tuple[pd.DataFrame, list[dict[str, object]]]:
    monkeypatch.setattr(sources, "STREAMED", streamed)
    problems = ma.Problems()
    return ma.read_articles(path, problems=problems), problems.rows


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("piece", [7, 1 << 20])
def test_row_by_row_is_as_whole(name: str, piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    monkeypatch.setattr(streams, "_PIECE", piece)
    whole, said = read(path, monkeypatch, 10**9)
    streamed, also_said = read(path, monkeypatch, 0)
    pd.testing.assert_frame_equal(streamed, whole)
    assert also_said == said


@pytest.mark.parametrize("name", ["made.jsonl", "made.csv", "made.parquet"])
def test_a_made_corpus_is_the_same(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, articles = tmp_path / name, made(250)
    if path.suffix == ".jsonl":
        write_lines(articles, path)
    elif path.suffix == ".csv":
        articles.to_csv(path, index=False)
    else:
        articles.to_parquet(path, row_group_size=30)
    whole, said = read(path, monkeypatch, 10**9)
    streamed, also_said = read(path, monkeypatch, 0)
    pd.testing.assert_frame_equal(streamed, whole)
    assert also_said == said
    assert len(whole) == 250


def test_a_table_over_the_limit_of_what_is_held_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_lines(made(20), tmp_path / "made.jsonl")
    small = {k: r._replace(most=100) if r.table else r for k, r in readers.READERS.items()}
    monkeypatch.setattr(sources, "READERS", small)
    assert read(path, monkeypatch, 10**9)[1][0]["code"] == "too-large"
    assert len(read(path, monkeypatch, 0)[0]) == 20
    assert sources.is_read(path)


def test_a_mark_that_is_never_closed_swallows_no_more_than_an_article(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_LONGEST_ROW", 2_000)
    rows = list(readers.read_csv((HEAD + '1,"open,\n' + "2,a text,x\n" * 500).encode(), lambda *_: None))
    assert [r.place for r in rows if r.rejected] == ["row 2"]
    assert len(rows) == 501


def test_a_line_without_end_is_rejected_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LONGEST_LINE", 50)
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "one"}\n' + "x" * 60)
    lines = streams.read_lines(path, lambda *_: None, newline="\n")
    assert next(lines) == '{"text": "one"}\n'
    with pytest.raises(Rejected, match="line 2 has more than 50 characters, so nothing was read from there on"):
        next(lines)
