"""A corpus in parts: the same tables as in one piece, from any number of processes, stopped and gone on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from made_corpus import made, write_lines

import analysis as ma
from analysis.exports import FORMATS
from analysis.pipeline import TABLES
from analysis.scale import extract as scale
from analysis.scale import work
from analysis.scale.extract import extract
from analysis.sources import SourceError

CODEBOOK = pd.DataFrame({"topic": ["places", "money"], "pattern": ["harbour", "crown*"]})
REGISTRY = pd.DataFrame({"name": ["Ines Duarte-Lima"], "form": ["Duarte"], "role": ["mayor"]})


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lines(made(60), tmp_path_factory.mktemp("made") / "corpus.jsonl")


@pytest.fixture(scope="module")
def whole(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the corpus as `analyse` makes them, in every format."""
    study = ma.analyse(corpus, codebook=CODEBOOK, registry=REGISTRY)
    folder = tmp_path_factory.mktemp("whole")
    for file_format in FORMATS:
        study.save(folder / file_format, file_format)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file()}


def parts_of(corpus: Path, out: Path, **options: object) -> dict[str, bytes]:
    extract(corpus, out, **{"codebook": CODEBOOK, "registry": REGISTRY, "jobs": 1, **options})
    return files(out)


@pytest.mark.parametrize("size", [4, 200])
def test_parts_of_any_size_give_the_bytes_of_the_whole(corpus: Path, whole: Path, tmp_path: Path, size: int) -> None:
    assert parts_of(corpus, tmp_path, part_size=size) == files(whole / "parquet")


def test_two_processes_give_the_bytes_of_one_in_the_same_order(corpus: Path, whole: Path, tmp_path: Path) -> None:
    assert parts_of(corpus, tmp_path, part_size=10, jobs=2) == files(whole / "parquet")


@pytest.mark.parametrize("file_format", ["csv", "jsonl", "xlsx"])
def test_every_format_is_that_of_the_whole(corpus: Path, whole: Path, tmp_path: Path, file_format: str) -> None:
    found = parts_of(corpus, tmp_path, part_size=20, file_format=file_format)
    assert found == files(whole / file_format)


def test_what_crosses_articles_is_among_what_was_compared(whole: Path) -> None:
    study = ma.Analysis.load(whole / "parquet")
    told = set(study.problems["code"])
    assert {"id-clash", "duplicate", "date-order", "not-english", "stray-quotation-mark", "joined-names"} <= told
    assert study.speakers["articles"].max() > 5
    assert {"page", "note"} <= set(study.articles.columns)
    assert len(study.topics) > 20


def test_analyse_with_jobs_gives_the_same_study(project: Path, study: ma.Analysis) -> None:
    assert ma.analyse(project / "data" / "articles", jobs=2).equals(study)


def test_what_analyse_is_to_go_without_is_not_taken_from_beside(project: Path, tmp_path: Path) -> None:
    articles = project / "data" / "articles"
    extract(articles, tmp_path, registry=False, codebook=False, jobs=1)
    found = ma.analyse(articles, registry=False, codebook=False)
    assert ma.Analysis.load(tmp_path).equals(found)
    assert ma.analyse(articles, registry=False, codebook=False, jobs=2).equals(found)


def test_a_cache_serves_two_corpora(corpus: Path, tmp_path: Path, steps: list[str]) -> None:
    other = write_lines(made(8), tmp_path / "other.jsonl")
    for source in (corpus, other):
        parts_of(source, tmp_path / source.stem, cache=tmp_path / "kept")
    steps.clear()
    parts_of(corpus, tmp_path / "again", cache=tmp_path / "kept")
    assert steps == []
    assert not (tmp_path / "again" / ".parts").exists()


def test_a_folder_of_files_of_many_kinds_and_faults(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for n, row in enumerate(made(12).to_dict("records")):
        (folder / f"{n}.txt").write_text(row["text"], encoding="utf-8")
    made(5).to_csv(folder / "table.csv", index=False)
    (folder / "broken.json").write_text("{", encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "articles.csv").write_text("file,outlet\n1.txt,Gazette\nnone.txt,Gazette\n", encoding="utf-8")
    ma.analyse(folder).save(tmp_path / "whole")
    done = extract(folder, tmp_path / "parts", part_size=4, jobs=1)
    assert files(tmp_path / "parts") == files(tmp_path / "whole")
    assert done.rejected == 2
    assert [file for file, _ in done.first_rejected] == ["broken.json", "empty.txt"]


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps that were really done, one entry for each part."""
    done: list[str] = []

    def counted(name: str, step: Callable[..., dict[str, bytes]]) -> Callable[..., dict[str, bytes]]:
        return lambda *given: done.append(name) or step(*given)

    monkeypatch.setattr(work, "_STEPS", {name: counted(name, step) for name, step in work._STEPS.items()})
    return done


def test_a_second_run_does_nothing_again(corpus: Path, tmp_path: Path, steps: list[str]) -> None:
    first = parts_of(corpus, tmp_path, part_size=10)
    number = len(steps)
    assert number > 12
    assert parts_of(corpus, tmp_path, part_size=10) == first
    assert len(steps) == number


def test_an_article_more_costs_its_own_part(corpus: Path, tmp_path: Path, steps: list[str]) -> None:
    parts_of(corpus, tmp_path / "out", part_size=10)
    articles = made(60)
    articles.loc[31, "text"] = "“The orchard is new,” Anna Lind said. Nobody else knew of the plan, or of its price."
    changed = write_lines(articles, tmp_path / "corpus.jsonl")
    steps.clear()
    found = parts_of(changed, tmp_path / "out", part_size=10)
    assert steps.count("find") == 1
    assert found == parts_of(changed, tmp_path / "anew", part_size=10)


def test_another_codebook_finds_no_statements_anew_but_registry_does(
    corpus: Path, tmp_path: Path, steps: list[str]
) -> None:
    parts_of(corpus, tmp_path, part_size=30)
    parts = steps.count("read")
    steps.clear()
    parts_of(corpus, tmp_path, part_size=30, registry=REGISTRY.assign(role="minister"))
    assert steps.count("read") == 0
    assert steps.count("find") == parts


def test_entries_of_an_earlier_state_are_removed_and_half_written_ones_done_again(corpus: Path, tmp_path: Path) -> None:
    first = parts_of(corpus, tmp_path, part_size=10)
    store = tmp_path / ".parts"
    before = sorted(p.name for p in store.iterdir())
    entries = [p for p in store.iterdir() if p.name.startswith(("find-", "finish-", "part-"))]
    entries[0].write_bytes(entries[0].read_bytes()[:200])
    entries[1].write_bytes(b"")
    content = bytearray(entries[2].read_bytes())
    content[len(content) // 3] ^= 255
    entries[2].write_bytes(bytes(content))
    (store / "find-of-another-day.zip").write_bytes(b"PK")
    assert parts_of(corpus, tmp_path, part_size=10) == first
    assert sorted(p.name for p in store.iterdir()) == before


def test_a_process_that_dies_costs_a_retry(
    corpus: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DYING_MARK", str(tmp_path / "died"))
    found = parts_of(corpus, tmp_path / "out", part_size=20, jobs=2, work_by="dying:once")
    assert (tmp_path / "died").exists()
    assert found == files(whole / "parquet")


def test_a_part_that_kills_twice_is_a_problem_and_the_rest_is_there(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract(corpus, tmp_path / "before", part_size=20, jobs=1, registry=False, codebook=False)
    read = sorted(p.name.removesuffix(".zip") for p in (tmp_path / "before" / ".parts").glob("read-*"))
    (tmp_path / "mark").write_text(read[0])
    monkeypatch.setenv("DYING_MARK", str(tmp_path / "mark"))
    done = extract(corpus, tmp_path / "out", part_size=20, jobs=2, work_by="dying:always", codebook=False)
    found, before = (ma.Analysis.load(tmp_path / name) for name in ("out", "before"))
    pd.testing.assert_frame_equal(found.articles, before.articles)
    assert 0 < found.statements["article_id"].nunique() < before.statements["article_id"].nunique()
    row = found.problems[found.problems["code"] == "part-failed"].iloc[0]
    assert row["severity"] == "error"
    assert row["file"].startswith("corpus.jsonl, line ")
    assert "exit status 3" in row["message"]
    assert "Run it again" in row["message"]
    assert done.rejected == 1
    extract(corpus, tmp_path / "out", part_size=20, jobs=1, codebook=False)
    assert files(tmp_path / "out") == files(tmp_path / "before")


def test_parts_that_cannot_be_read_leave_empty_tables_and_say_so(corpus: Path, tmp_path: Path) -> None:
    done = extract(corpus, tmp_path, jobs=1, part_size=45, work_by="dying:refuse")
    assert done.rows["articles"] == done.rows["statements"] == 0
    assert done.rejected == done.rows["problems"] >= 1
    assert "no part for me" in done.first_rejected[0][1]


RUN = "import sys; from analysis.scale.extract import extract; extract(sys.argv[1], sys.argv[2], part_size=10, jobs=2)"


def test_a_run_that_was_killed_goes_on_to_the_same_tables(tmp_path: Path) -> None:
    corpus = write_lines(made(150), tmp_path / "corpus.jsonl")
    killed = tmp_path / "killed"
    run = subprocess.Popen([sys.executable, "-c", RUN, corpus, killed], start_new_session=True)
    store, deadline = killed / ".parts", time.monotonic() + 120
    while len(list(store.glob("find-*"))) < 3:
        assert run.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    done = {p.name: p.stat().st_mtime_ns for p in store.glob("find-*")}
    assert not (killed / "articles.parquet").exists()
    extract(corpus, killed, part_size=10, jobs=1)
    assert all((store / name).stat().st_mtime_ns == then for name, then in done.items())
    extract(corpus, tmp_path / "anew", part_size=50, jobs=1)
    assert files(killed) == files(tmp_path / "anew")


MEMORY = """
import resource, sys
from analysis.scale.extract import extract
extract(sys.argv[1], sys.argv[2], part_size=5, jobs=1)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_four_times_the_articles_take_no_more_memory(tmp_path: Path) -> None:
    line = "Die Brücke wurde am Freitag geöffnet, und niemand war schuld daran, wie der Ort {} am Abend meldete. "
    peaks = []
    for size in (15, 60):
        text = [{"text": "".join(line.format(f"{n} {i}") for i in range(600)), "id": str(n)} for n in range(size)]
        source = tmp_path / f"{size}.jsonl"
        source.write_text("\n".join(json.dumps(one) for one in text), encoding="utf-8")
        command = [sys.executable, "-c", MEMORY, source, tmp_path / f"out-{size}"]
        peaks.append(int(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    assert peaks[1] - peaks[0] < 20, peaks


@pytest.mark.parametrize("where", ["folder", "memory://{}/tables"])
def test_a_dataset_in_parts_has_the_same_rows(corpus: Path, whole: Path, tmp_path: Path, where: str) -> None:
    out = where.format(tmp_path.name) if "://" in where else tmp_path / where
    extract(corpus, out, part_size=20, jobs=1, partitioned=True, codebook=CODEBOOK, registry=REGISTRY)
    expected = ma.Analysis.load(whole / "parquet")
    if "://" in where:
        found = pd.read_parquet(f"{out}/statements")
        assert found["statement_id"].tolist() == expected.statements["statement_id"].tolist()
        return
    assert ma.Analysis.load(out).equals(expected)
    names = [p.name for p in sorted((out / "statements").iterdir())]
    assert names[0] == "part-00000.parquet"
    extract(corpus, out, part_size=200, jobs=1, codebook=CODEBOOK, registry=REGISTRY)
    assert files(out) == files(whole / "parquet")
    assert not [p for p in out.iterdir() if p.is_dir() and p.name in TABLES]


def test_what_cannot_be_is_said_before_the_work(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="tables go to an address as a dataset in parts; add --partitioned"):
        extract(corpus, "memory://tables", jobs=1)
    with pytest.raises(SourceError, match="a dataset in parts is written as parquet, not csv"):
        extract(corpus, tmp_path, jobs=1, partitioned=True, file_format="csv")
    with pytest.raises(SourceError, match=r"nosuch://x: "):
        extract(corpus, "nosuch://x", jobs=1, partitioned=True)
    (tmp_path / "statements").mkdir()
    (tmp_path / "statements" / "part-1.parquet").write_text("mine")
    with pytest.raises(SourceError, match="did not come from here"):
        extract(corpus, tmp_path, jobs=1, partitioned=True)


def test_a_large_source_is_told_by_its_bytes(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not scale.is_large(corpus)
    monkeypatch.setattr(scale, "LARGE", 1000)
    assert scale.is_large(corpus)
    assert scale.is_large([corpus.parent])
