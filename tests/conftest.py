"""What the tests share: a study of the project's corpus, articles from a sentence, statements without an article."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from hypothesis import settings

import analysis as ma
from analysis import tables

mpl.use("Agg")
# The same examples on every run and machine, however slow; none kept between runs.
settings.register_profile("project", deadline=None, derandomize=True, database=None, max_examples=40)
settings.register_profile("long", settings.get_profile("project"), max_examples=1000)  # what .ci/run asks for
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "project"))

PROJECT = Path(__file__).resolve().parent.parent


# What these files make is dear (a whole report, a benchmark run): each runs on one worker, and so makes it once.
TOGETHER = ("test_report.py", "test_benchmark.py", "test_tone_benchmark.py", "test_torture.py", "test_jupyterlab.py")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """For `--dist loadgroup`; by file name, as pytest-xdist 3.8 does not find its own groups under pytest 9.2."""
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((name for name in TOGETHER if name in nodeid), nodeid)

    return ByFile(config, log)


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the checkout."""
    return PROJECT


@pytest.fixture(scope="session")
def study() -> ma.Analysis:
    """The project's own corpus, analysed afresh."""
    return ma.analyse(PROJECT / "data" / "articles")


@pytest.fixture(scope="session")
def report_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh report of the project's own corpus: figures, report.html, tables/ and notebooks/."""
    from analysis.report import make_report

    out = tmp_path_factory.mktemp("report")
    make_report(PROJECT / "data" / "articles", out)
    return out


@pytest.fixture(scope="session")
def article() -> Callable[..., pd.DataFrame]:
    """article(text, published="2024-05-10", …): the table of one article, its id “a” unless given."""

    def make(text: str, **fields: object) -> pd.DataFrame:
        return ma.read_articles(pd.DataFrame([{"article_id": "a", "text": text, **fields}]))

    return make


@pytest.fixture(scope="session")
def attribute(article: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """attribute(text, registry=None, problems=None, **fields): the statements of a text, with their speakers."""

    def make(text: str, *, registry: object = None, problems: object = None, **fields: object) -> pd.DataFrame:
        found = article(text, **fields)
        return ma.name_speakers(ma.find_statements(found), found, registry=registry, problems=problems)

    return make


@pytest.fixture(scope="session")
def statements_of() -> Callable[..., pd.DataFrame]:
    """statements_of([{"speaker": …, "date": …}, …]): a valid table of statements, one made up row for each mapping."""

    def make(rows: list[dict[str, object]]) -> pd.DataFrame:
        usual = {
            "article_id": "a",
            "paragraph": 0,
            "kind": "direct",
            "mode": "speech",
            "text": "We will rebuild the bridge.",
            "spans": [[0, 27]],
            "speaker_kind": "person",
            "speaker_basis": "named",
            "confidence": 0.9,
            "date_basis": "given",
            "tone": 0.25,
            "tone_reporting": -0.1,
            "tone_label": "positive",
        }
        records = [{**usual, "statement_id": f"{row.get('article_id', 'a')}:{i}", **row} for i, row in enumerate(rows)]
        return tables.check(tables.make("statements", records), "statements")

    return make


ARGUMENTS = """--no-sandbox --disable-dev-shm-usage --disable-gpu --no-first-run --disable-background-networking
--disable-component-update --disable-sync""".split()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium without a window; where there is none the test is skipped, in CI it fails."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        why = "no chromium on this machine: apt-get install chromium"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        running.close()
