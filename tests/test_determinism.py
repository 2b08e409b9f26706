"""The same articles give the same statements, whatever they are tagged with and by however many threads."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import onnxruntime
import pandas as pd
import pytest

import analysis as ma
from analysis.statements import features, find, network

TEXTS = [
    "Council backs bridge\n\nThe city council said on Monday that the bridge would open in May. “We have waited long "
    "enough,” Mayor Anna Lind said. Erik Holm, a shopkeeper, told the Gazette that he doubted it.",
    "“The ice is thin,” the coast guard warned. Skaters stayed at home.\n\n“Nobody should go out,” it added.",
    "Rain fell on the islands all week, and the ferries stayed in port.",
    "According to the harbour office, two ships are late. The captain, Olga Berg, wrote that the wind was to blame; "
    "her owners believe that the pilots were.\n\nBerg denied a report that the crew had gone on strike.",
    "HOLM: Will the road close?\n\nLIND: It will not.\n\nHOLM: Since when?\n\nLIND: Since noon.",
]


def articles(order: list[int]) -> pd.DataFrame:
    return pd.DataFrame({"article_id": [str(i) for i in order], "text": [TEXTS[i] for i in order]})


def statements(order: list[int]) -> dict[str, str]:
    """By article its statements as CSV."""
    table = articles(order)
    found = ma.name_speakers(ma.find_statements(table), table)
    assert list(dict.fromkeys(found["article_id"])) == [str(i) for i in order if str(i) in set(found["article_id"])]
    return {str(name): rows.to_csv(index=False) for name, rows in found.groupby("article_id")}


@pytest.fixture(scope="module")
def usual() -> dict[str, str]:
    found = statements([0, 1, 2, 3, 4])
    assert len(found) == 4
    return found


def test_an_article_has_the_same_statements_alone(usual: dict[str, str]) -> None:
    assert {k: v for i in range(5) for k, v in statements([i]).items()} == usual


@pytest.mark.parametrize("order", [[4, 3, 2, 1, 0], [2, 0, 4, 1, 3]])
def test_an_article_has_the_same_statements_in_any_order(usual: dict[str, str], order: list[int]) -> None:
    assert statements(order) == usual


@pytest.mark.parametrize("together", [1, 250, 500])
def test_an_article_has_the_same_statements_in_groups_cut_anywhere(
    usual: dict[str, str], monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(find, "_TOGETHER", together)
    assert statements([0, 1, 2, 3, 4]) == usual


@pytest.mark.parametrize("portion", [300, 400, 600])
def test_an_article_has_the_same_statements_in_portions_of_any_size(
    usual: dict[str, str], monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    assert portion > max(map(len, TEXTS))
    monkeypatch.setattr(features, "_CHUNK", portion)
    assert statements([0, 1, 2, 3, 4]) == usual
    assert statements([3, 1, 0, 2, 4]) == usual


def test_an_article_that_fits_into_a_portion_is_never_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "_CHUNK", 100)
    held = [features.Segment(article, 0, at, at + 30) for article in range(4) for at in (0, 40)]
    long = [features.Segment(4, 0, at, at + 90) for at in (0, 100)]
    portions = [[s.article for s in portion] for portion in features.chunks([*held, *long])]
    assert portions == [[0, 0], [1, 1], [2, 2], [3, 3], [4], [4]]


@pytest.mark.parametrize("threads", [1, 2])
def test_threads_change_no_statement(usual: dict[str, str], monkeypatch: pytest.MonkeyPatch, threads: int) -> None:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = threads
    network_file = (files("analysis") / "statements" / "model" / "tagger.onnx").read_bytes()
    session = onnxruntime.InferenceSession(network_file, options, providers=["CPUExecutionProvider"])
    model = network.load()._replace(session=session)
    monkeypatch.setattr(network, "load", lambda: model)
    assert statements([0, 1, 2, 3, 4]) == usual


DIGEST = """
import hashlib, sys
import analysis as ma
articles = ma.read_articles(sys.argv[1])
table = ma.name_speakers(ma.find_statements(articles), articles)
print(hashlib.sha256(table.to_csv(index=False).encode()).hexdigest())
"""


@pytest.mark.parametrize("threads", ["1", "2"])
def test_settings_of_the_machine_change_no_statement(project: Path, threads: str) -> None:
    known = ma.read_articles(project / "data" / "articles")
    table = ma.name_speakers(ma.find_statements(known), known)
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "PYTHONHASHSEED")
    settings = {**os.environ, **dict.fromkeys(names, threads)}
    command = [sys.executable, "-c", DIGEST, str(project / "data" / "articles")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=settings, cwd=project)
    assert done.stdout.strip() == hashlib.sha256(table.to_csv(index=False).encode()).hexdigest()
