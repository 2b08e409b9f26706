"""The notebooks under a person's hands: every cell of each, an explorer used, and what a mistake looks like."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lab import WAIT, Lab, lab

from analysis.remake import home

pytestmark = pytest.mark.browser
NOTEBOOKS = sorted((home() / "notebooks").glob("[0-9]*.ipynb"))
EXPLORED = [path.name for path in NOTEBOOKS if "ma.explore(" in path.read_text(encoding="utf-8")]
WITHOUT = [path.name for path in NOTEBOOKS if path.name not in EXPLORED]
TIMELINE = "04-timelines.ipynb"


@pytest.fixture(scope="module")
def running(project: Path, browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with lab(project, tmp_path_factory.mktemp("lab"), browser) as made:
        yield made


def rows(explorer: Any) -> list[str]:
    """The words of the rows that are shown."""
    return [str(row.inner_text()) for row in explorer.locator(".ma-sortable tbody tr:visible").all()]


@pytest.fixture(scope="module", params=EXPLORED)
def opened(request: pytest.FixtureRequest, running: Lab) -> Lab:
    """JupyterLab with one notebook open, and run from top to bottom."""
    running.faults.clear()
    running.open(request.param)
    running.run_all_and_wait()
    return running


def picture(tab: Any, name: str) -> None:
    """Keep what is on the screen as a picture of the README, where that is asked for (`make pictures`)."""
    folder = os.environ.get("PICTURES")
    if folder:
        tab.wait_for_timeout(500)
        tab.screenshot(path=Path(folder, name), clip={"x": 0, "y": 0, "width": 1240, "height": 760})


@contextmanager
def redrawn(explorer: Any) -> Iterator[None]:
    """Wait for the table that comes after what is done here: the one that was there is marked, and has to go."""
    explorer.evaluate("(e) => e.querySelectorAll('tbody').forEach((one) => one.classList.add('old'))")
    yield
    explorer.locator("tbody.old").wait_for(state="detached", timeout=WAIT * 1000)


@pytest.fixture
def explorer(opened: Lab) -> Any:
    """The explorer of the notebook, with nothing chosen."""
    found = opened.tab.locator(".ma-explorer")
    found.locator("tbody").wait_for(timeout=WAIT * 1000)
    found.locator("tbody tr").first.scroll_into_view_if_needed()  # cells out of sight have no words
    if not found.get_by_text("The same in code: ma.select_statements(study)").is_visible():  # something is chosen
        with redrawn(found):
            found.get_by_role("button", name="Show all").click()
        found.locator("tbody").wait_for(timeout=WAIT * 1000)
    return found


TIMELINES = pytest.mark.parametrize("opened", [TIMELINE], indirect=True)


def test_a_notebook_runs_without_an_error(opened: Lab) -> None:
    assert opened.errors() == []
    assert opened.faults == []
    if opened.tab.url.endswith(TIMELINE):
        opened.tab.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTo(0, 0)")
        picture(opened.tab, "jupyterlab-parameters.png")


@pytest.mark.parametrize("opened", WITHOUT, indirect=True)
def test_a_notebook_without_an_explorer_runs_without_an_error(opened: Lab) -> None:
    assert opened.errors() == []
    assert opened.faults == []


def test_an_explorer_follows_the_speaker_that_the_keys_choose(opened: Lab, explorer: Any) -> None:
    before, all_rows = explorer.locator("img").first.get_attribute("src"), rows(explorer)
    speakers = explorer.get_by_label("Speakers")
    label = " ".join(speakers.locator("option").nth(1).text_content().split())
    speaker, count = label[:-1].rsplit(" (", 1)
    speakers.focus()
    opened.tab.keyboard.press("Home")
    opened.tab.keyboard.press("ArrowDown")
    explorer.get_by_text(f"speakers=['{speaker}']").wait_for(timeout=WAIT * 1000)
    changed = f"""(old) => document.querySelector(".ma-explorer img").src !== old
        && document.querySelectorAll(".ma-explorer tbody tr").length === {count}"""
    opened.tab.wait_for_function(changed, arg=before, timeout=WAIT * 1000)
    chosen = rows(explorer)
    if opened.tab.url.endswith(TIMELINE):
        explorer.evaluate("(e) => e.scrollIntoView()")
        picture(opened.tab, "jupyterlab-explorer.png")
    assert len(chosen) < len(all_rows)
    assert set(chosen) < set(all_rows)
    assert opened.faults == []


@TIMELINES
def test_rows_sort_search_and_open_the_article_at_the_sentence(opened: Lab, explorer: Any) -> None:
    whole = rows(explorer)
    for direction in ("ascending", "descending"):
        explorer.locator("th button", has_text="tone").click()
        explorer.locator(f"th[aria-sort={direction}]").wait_for()
        tones = [float(text) for text in explorer.locator("tbody td:nth-child(4)").all_inner_texts() if text]
        assert len(set(tones)) > 3
        assert tones == sorted(tones, reverse=direction == "descending")
    explorer.get_by_label("Search these statements").fill("PUTIN not")
    found = rows(explorer)
    assert 0 < len(found) < len(whole)
    assert all("putin" in row.lower() and "not" in row.lower() for row in found)
    first = explorer.locator("tbody tr:visible").first
    text, button = first.locator("td").nth(4).inner_text(), first.locator(".ma-link")
    statement_id = button.inner_text()
    button.click()
    place = explorer.locator(".ma-here + .ma-s").first
    place.wait_for(timeout=WAIT * 1000)
    assert place.inner_text()[:30].rstrip() in text
    assert statement_id in str(place.get_attribute("title"))
    in_sight = "(e) => e.getBoundingClientRect().top > 0 && e.getBoundingClientRect().top < innerHeight"
    opened.tab.wait_for_function(in_sight, arg=place.element_handle(), timeout=WAIT * 1000)
    picture(opened.tab, "jupyterlab-statement.png")


@TIMELINES
def test_what_matches_nothing_is_said_and_a_figure_is_saved(opened: Lab, explorer: Any) -> None:
    words = explorer.get_by_label("Words")
    with redrawn(explorer):
        words.fill("zeppelin")
        words.press("Enter")
    explorer.get_by_text("Nothing matches").wait_for(timeout=WAIT * 1000)
    assert explorer.locator("tbody, img").count() == 0
    words.fill("Putin")
    words.press("Enter")
    explorer.locator("tbody").wait_for(timeout=WAIT * 1000)
    explorer.get_by_label("Save as").fill("chosen by hand")
    explorer.get_by_role("button", name="Save figure and its CSV").click()
    explorer.get_by_text("Saved").wait_for(timeout=WAIT * 1000)
    saved = sorted(path.name for path in (opened.folder / "figures").glob("chosen*"))
    assert saved == ["chosen-by-hand.csv", "chosen-by-hand.png", "chosen-by-hand.svg"]


def test_a_wrong_path_is_told_on_one_line(running: Lab) -> None:
    path = running.folder / "notebooks" / EXPLORED[0]
    notebook = nbformat.read(path, as_version=4)
    parameters = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    parameters.source = re.sub(r'articles = "[^"]*"', 'articles = "../data/artikles"', parameters.source)
    nbformat.write(notebook, running.folder / "notebooks" / "wrong.ipynb")
    running.open("wrong.ipynb")
    running.run_all()
    running.tab.get_by_text("there is no such file or folder").wait_for(timeout=WAIT * 1000)
    assert running.errors() == ["SourceError: ../data/artikles: there is no such file or folder"]


def test_nothing_left_the_machine(running: Lab) -> None:
    assert len(running.asked) > 100
    assert running.abroad == []


def test_a_corpus_is_parsed_once_for_all_notebooks(running: Lab) -> None:
    kept = [path for path in (running.folder.parent / "kept").iterdir() if path.is_dir()]
    assert len(kept) == 1
