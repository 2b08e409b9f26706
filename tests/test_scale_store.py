"""Entries are whole or not there; parts end where their articles say so."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_corpus import made

from analysis.errors import SourceError
from analysis.scale import parts, place
from analysis.scale.store import Store, open_store
from analysis.sources import read_documents
from analysis.tables import Problems


@pytest.mark.parametrize("where", ["folder", "memory://{}/store", "file://{}/store"])
def test_an_entry_comes_back_from_anywhere(tmp_path: Path, where: str) -> None:
    root = str(tmp_path)
    store = open_store(where.format(root if where.startswith("file") else tmp_path.name) if "://" in where else root)
    digest = store.save("one", {"value.json": b'{"a": 1}', "more.txt": b"x"})
    assert store.digest("one") == digest
    assert store.json("one") == {"a": 1}
    assert store.read("one", "more.txt") == b"x"
    assert store.digest("two") is None
    store.save("two", {})
    store.keep_only(["two"])
    assert store.digest("one") is None
    assert store.digest("two") is not None


@pytest.mark.parametrize("cut", [0, 10, 100, -1])
def test_a_damaged_entry_is_none(tmp_path: Path, cut: int) -> None:
    store = Store(str(tmp_path))
    store.save("one", {"value.json": b"[" + b"1," * 200 + b"1]"})
    path = tmp_path / "one.zip"
    path.write_bytes(path.read_bytes()[:cut])
    assert store.digest("one") is None
    path.write_bytes(b"no zip")
    assert store.digest("one") is None


def test_the_same_value_has_the_same_key_and_texts_are_never_committed(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    assert store.keep("job", {"b": 1, "a": [2]}) == store.keep("job", {"a": [2], "b": 1})
    assert (tmp_path / "store" / ".gitignore").read_text() == "*\n"


def test_the_extra_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)
    with pytest.raises(SourceError, match=r"s3://x: the package fsspec is missing; .* 'media-analysis\[scale\]'"):
        place.place_of("s3://x")


def test_parts_hold_the_documents_and_an_article_more_changes_one_of_them(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    articles = made(120)
    documents = list(read_documents(articles, problems=Problems()))
    found = list(parts.cut(documents, store, 12))
    assert [d for part in found for d in parts.documents_of(store, part.key)] == documents
    assert all(6 <= part.articles <= 24 for part in found[:-1])
    without = [d for place_, d in enumerate(documents) if place_ != 40]
    shared = {part.key for part in parts.cut(without, store, 12)} & {part.key for part in found}
    assert len(shared) >= len(found) - 3


def test_a_part_of_long_articles_ends_sooner(tmp_path: Path) -> None:
    articles = made(4).assign(text=["x y " * 240_000 + str(n) for n in range(4)])
    documents = read_documents(articles, problems=Problems())
    assert [part.articles for part in parts.cut(documents, open_store(str(tmp_path)))] == [3, 1]
