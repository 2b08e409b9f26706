"""The same tables from a cluster: dask.distributed with two workers, one of which is killed in the middle."""

from __future__ import annotations

import os
import signal
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from made_corpus import made, write_lines

import analysis as ma
from analysis.__main__ import main
from analysis.scale.cluster import connected
from analysis.scale.extract import extract
from analysis.sources import SourceError

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")  # of sockets and loops that the scheduler leaves when it ends


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        paths = os.environ.get("PYTHONPATH", "")
        os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(ma.__file__).parent.parent), paths])
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as found:
            os.environ["PYTHONPATH"] = paths
            yield found


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lines(made(48), tmp_path_factory.mktemp("made") / "corpus.jsonl")


def test_a_worker_that_is_killed_changes_nothing(cluster: Any, corpus: Path, tmp_path: Path) -> None:
    expected = ma.analyse(corpus)
    store, killed = tmp_path / "store", []

    def kill() -> None:
        while not list(store.glob("find-*")):
            time.sleep(0.02)
        process = next(iter(cluster.workers.values())).process.pid
        os.kill(process, signal.SIGKILL)
        killed.append(process)

    with distributed.Client(cluster) as client:
        killer = threading.Thread(target=kill, daemon=True)
        killer.start()
        done = extract(corpus, tmp_path / "out", client=client, partitioned=True, part_size=8, cache=f"file://{store}")
        killer.join(timeout=60)
    assert killed
    assert done.rejected == 0
    assert ma.Analysis.load(tmp_path / "out").equals(expected)
    assert pd.read_parquet(tmp_path / "out" / "statements")["text"].tolist() == expected.statements["text"].tolist()


def test_the_command_line_takes_a_scheduler(
    cluster: Any, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["extract", str(corpus), "--out", str(out), "--scheduler", cluster.scheduler_address]) == 0
    assert "48 articles" in capsys.readouterr().out
    assert list((out / "articles").glob("part-*.parquet"))
    assert main(["extract", str(corpus), "--out", str(tmp_path / "one"), "--jobs", "1"]) == 0
    assert ma.Analysis.load(out).equals(ma.Analysis.load(tmp_path / "one"))


def test_the_extra_that_is_missing_and_a_scheduler_that_is_not_there_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(SourceError, match="no scheduler answers there"), connected("nowhere://x"):
        pass
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(SourceError, match=r"--scheduler: the package distributed is missing; .*\[scale\]"):
        connected("tcp://127.0.0.1:1").__enter__()
