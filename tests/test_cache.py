"""Work kept between runs: the same tables, never a stale one, and no harm from a damaged folder."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import analysis as ma
from analysis import cache, pipeline

TEXT = "OSLO, May 3 -- “The bridge will open in June,” Mayor Anna Lind said on Friday."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "one.txt").write_text(TEXT, encoding="utf-8")
    (folder / "articles.csv").write_text("file,outlet,published\none.txt,Harbour Post,2024-05-03\n", encoding="utf-8")
    (folder / "speakers.csv").write_text("name,form\nAnna Lind,the mayor\n", encoding="utf-8")
    (folder / "topics.csv").write_text("topic,pattern\nbridges,bridge\n", encoding="utf-8")
    return folder


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often articles were parsed since the test began: the length of the list."""
    times: list[int] = []
    work = pipeline._parse

    def counted(*arguments: Any, **options: Any) -> ma.Analysis:
        times.append(1)
        return work(*arguments, **options)

    monkeypatch.setattr(pipeline, "_parse", counted)
    return times


def entries(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.is_dir())


def test_the_second_time_nothing_is_parsed_and_the_tables_are_the_same(
    corpus: Path, tmp_path: Path, parsed: list[int]
) -> None:
    kept = tmp_path / "kept"
    plain, first, second = (ma.analyse(corpus, cache=c) for c in (None, kept, kept))
    assert len(parsed) == 2
    assert plain.equals(first)
    assert first.equals(second)
    assert second.settings["corpus"] == "study"


@pytest.mark.parametrize("project_corpus", ["data/articles"])
def test_a_real_corpus_comes_back_to_the_last_type(
    project: Path, project_corpus: str, study: ma.Analysis, tmp_path: Path, parsed: list[int]
) -> None:
    for _ in range(2):
        found = ma.analyse(project / project_corpus, cache=tmp_path)
        for name in pipeline.TABLES:
            pd.testing.assert_frame_equal(getattr(found, name), getattr(study, name))
    assert len(parsed) == 1


CHANGES: dict[str, Callable[[Path], Any]] = {
    "a text": lambda folder: (folder / "articles" / "one.txt").write_text(TEXT + " She smiled.", encoding="utf-8"),
    "another article": lambda folder: (folder / "articles" / "two.txt").write_text(TEXT[:-3], encoding="utf-8"),
    "a file's name": lambda folder: (folder / "articles" / "one.txt").rename(folder / "articles" / "1.txt"),
    "a file that is not read": lambda folder: (folder / "articles" / "notes.docx").write_bytes(b"x"),
    "what is known of files": lambda folder: (folder / "articles.csv").write_text("file,outlet\none.txt,Gazette\n"),
    "the registry": lambda folder: (folder / "speakers.csv").write_text("name,form\nA. Lind,the mayor\n"),
    "the registry is gone": lambda folder: (folder / "speakers.csv").unlink(),
    "the codebook": lambda folder: (folder / "topics.csv").write_text("topic,pattern\nroads,road\n"),
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_whatever_the_tables_depend_on_makes_them_anew(
    change: str, corpus: Path, tmp_path: Path, parsed: list[int]
) -> None:
    kept = tmp_path / "kept"
    ma.analyse(corpus, cache=kept)
    CHANGES[change](corpus)
    found = ma.analyse(corpus, cache=kept)
    assert len(parsed) == 2
    assert found.equals(ma.analyse(corpus))


@pytest.mark.parametrize(
    "options", [{"tone": "vader"}, {"duplicates": "keep"}, {"codebook": False}, {"dates": "day-first"}]
)
def test_other_options_have_another_entry(
    options: dict[str, Any], corpus: Path, tmp_path: Path, parsed: list[int]
) -> None:
    ma.analyse(corpus, cache=tmp_path / "kept")
    found = ma.analyse(corpus, cache=tmp_path / "kept", **options)
    assert len(parsed) == 2
    assert found.equals(ma.analyse(corpus, **options))


def test_other_code_has_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache.key_of({"text": "a"})
    monkeypatch.setattr(cache, "code_digest", lambda: "another digest")
    assert cache.key_of({"text": "a"}) != before


def test_another_version_of_a_library_has_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "vaderSentiment" in cache._libraries()
    before = cache.key_of({"text": "a"})
    monkeypatch.setattr(cache, "_libraries", lambda: {"vaderSentiment": "9"})
    assert cache.key_of({"text": "a"}) != before


def test_a_table_of_numbers_is_not_one_of_digits() -> None:
    numbers, digits = pd.DataFrame({"n": [1]}, dtype=object), pd.DataFrame({"n": ["1"]}, dtype=object)
    assert cache.digest_of(numbers) != cache.digest_of(digits)
    assert cache.digest_of(numbers) == cache.digest_of(numbers.copy())


def test_a_dataframe_is_kept_too(tmp_path: Path, parsed: list[int]) -> None:
    frame = pd.DataFrame({"text": [TEXT]})
    first, second = ma.analyse(frame, cache=tmp_path), ma.analyse(frame.copy(), cache=tmp_path)
    assert len(parsed) == 1
    assert first.equals(second)


def test_what_would_not_come_back_as_it_was_is_not_kept(tmp_path: Path, parsed: list[int]) -> None:
    frame = pd.DataFrame({"text": [TEXT, TEXT[:-4]], "mixed": [{"a": 1}, 7]})
    first, second = ma.analyse(frame, cache=tmp_path), ma.analyse(frame, cache=tmp_path)
    assert len(parsed) == 2
    assert first.equals(second)
    assert entries(tmp_path) == []


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGES: dict[str, Callable[[Path], Any]] = {
    "a table cut short": lambda entry: _cut(entry / "statements.parquet"),
    "one byte changed": lambda entry: (entry / "analysis.json").write_bytes(
        (entry / "analysis.json").read_bytes().replace(b"drop", b"keep")
    ),
    "a table gone": lambda entry: (entry / "topics.parquet").unlink(),
    "no digests": lambda entry: (entry / "digests.json").unlink(),
    "digests of something else": lambda entry: (entry / "digests.json").write_text("[1]"),
    "digests cut short": lambda entry: _cut(entry / "digests.json"),
    "a folder within": lambda entry: (entry / "more").mkdir(),
    "a table that is none": lambda entry: (
        (entry / "topics.parquet").write_bytes(b"no table"),
        (entry / "digests.json").write_text(json.dumps(cache._digests(entry))),
    ),
}


@pytest.mark.parametrize("damage", list(DAMAGES))
def test_a_damaged_entry_is_made_anew(damage: str, corpus: Path, tmp_path: Path, parsed: list[int]) -> None:
    kept = tmp_path / "kept"
    first = ma.analyse(corpus, cache=kept)
    DAMAGES[damage](entries(kept)[0])
    assert ma.analyse(corpus, cache=kept).equals(first)
    assert ma.analyse(corpus, cache=kept).equals(first)
    assert len(parsed) == 2, "once at first, once for the damage, and kept again"


def test_a_run_stopped_while_it_wrote_leaves_no_entry(tmp_path: Path) -> None:
    kept = cache.Cache(tmp_path / "kept")

    def stopped(folder: Path) -> bool:
        (folder / "half").write_text("x", encoding="utf-8")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept.save("key", stopped)
    assert entries(kept.folder) == []
    assert kept.load("key", lambda entry: "something") is None


def test_the_first_of_two_runs_that_write_the_same_entry_stays(tmp_path: Path) -> None:
    kept = cache.Cache(tmp_path)
    for words in ("one", "two"):
        kept.save("key", lambda folder, words=words: bool((folder / "words").write_text(words)))
    assert kept.load("key", lambda entry: (entry / "words").read_text()) == "one"
    assert [p.name for p in entries(tmp_path)] == ["key"]


def test_a_folder_that_cannot_be_made_costs_nothing_but_time(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert len(ma.analyse(corpus, cache=tmp_path / "file" / "kept").statements) == 1


def test_the_entries_unused_for_longest_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST", 2)
    kept = cache.Cache(tmp_path)
    for age, name in enumerate(("a", "b")):
        kept.save(name, lambda folder: bool((folder / "x").write_text("x")))
        os.utime(tmp_path / name, (1000 + age, 1000 + age))
    assert kept.load("a", lambda entry: True), "now b is the one unused for longest"
    kept.save("c", lambda folder: bool((folder / "x").write_text("x")))
    assert [p.name for p in entries(tmp_path)] == ["a", "c"]


def test_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(cache.SETTING, raising=False)
    assert cache.open_cache(None) is None
    assert cache.open_cache(False) is None
    assert cache.open_cache(True) == cache.Cache(Path(cache.FOLDER))
    assert cache.open_cache("here") == cache.Cache(Path("here"))
    monkeypatch.setenv(cache.SETTING, str(tmp_path))
    assert cache.open_cache(True) == cache.Cache(tmp_path)
    monkeypatch.setenv(cache.SETTING, "")
    assert cache.open_cache(True) is None


def test_the_folder_keeps_itself_out_of_a_repository(corpus: Path, tmp_path: Path, project: Path) -> None:
    ma.analyse(corpus, cache=tmp_path / "kept")
    assert (tmp_path / "kept" / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert f"{cache.FOLDER}/" in (project / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_errors_are_told_with_and_without_a_cache(corpus: Path, tmp_path: Path) -> None:
    shutil.rmtree(corpus / "articles")
    for kept in (None, tmp_path / "kept"):
        with pytest.raises(ma.SourceError, match="there is no such file or folder"):
            ma.analyse(corpus / "articles", cache=kept)
        with pytest.raises(ma.SourceError, match=r"missing\.csv: there is no such file"):
            ma.analyse(corpus, registry=tmp_path / "missing.csv", cache=kept)
