"""The report: the committed figures are those of today, and the page stands on its own."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from matplotlib.testing.compare import compare_images

from analysis.display import script
from analysis.remake import home
from analysis.report import make_report
from analysis.sources import SourceError

FILES = sorted((home() / "notebooks").glob("[0-9]*.ipynb"))
NOTEBOOKS = [path.name for path in FILES]
EXPLORERS = sum("ma.explore(" in path.read_text(encoding="utf-8") for path in FILES)
FIGURES = sorted(path.name for path in (home() / "figures").glob("*.png"))
TODAY = "run make report and commit what it changes"


def shown(path: Path) -> list[tuple[str, dict[str, str]]]:
    """What each code cell shows, pictures aside; the injected cell is no part of the notebook."""
    cells = nbformat.read(path, as_version=4).cells
    found = []
    for cell in cells:
        if cell.cell_type == "code" and cell.id != "injected-parameters":
            for output in cell.outputs:
                data = {k: str(v) for k, v in output.get("data", {"text/plain": output.get("text", "")}).items()}
                data = {k: re.sub(r'src="data:[^"]*"', "", v) for k, v in data.items() if not k.startswith("image/")}
                found.append((cell.id, data))
    return found


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_committed_notebook_shows_what_it_shows_today(name: str, report_dir: Path, project: Path) -> None:
    assert shown(project / "notebooks" / name) == shown(report_dir / "notebooks" / name), TODAY


def test_the_committed_figures_are_all_there_are(report_dir: Path, project: Path) -> None:
    def names(folder: Path) -> set[str]:
        return {p.name for p in folder.iterdir() if p.is_file()} - {"report.html"}  # made, not committed

    assert names(project / "figures") == names(report_dir), TODAY


@pytest.mark.parametrize("name", FIGURES)
def test_a_committed_figure_is_that_of_today(name: str, report_dir: Path, project: Path, tmp_path: Path) -> None:
    fresh, committed = report_dir / name, tmp_path / name
    shutil.copy(project / "figures" / name, committed)  # the comparison leaves files beside what it reads
    assert compare_images(str(committed), str(fresh), tol=2) is None, TODAY
    rows = Path(name).with_suffix(".csv")
    assert (project / "figures" / rows).read_text("utf-8") == (report_dir / rows).read_text("utf-8"), TODAY


class Links(HTMLParser):
    """Every tag of a page with its attributes, and the ids that it has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {k: v or "" for k, v in attrs}))

    def all(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]


@pytest.fixture(scope="module")
def page(report_dir: Path) -> str:
    return (report_dir / "report.html").read_text(encoding="utf-8")


def test_the_page_stands_on_its_own(page: str) -> None:
    links = Links(page)
    assert all(src.startswith("data:image/") for src in links.all("src"))
    assert all(href.startswith("#") for href in links.all("href"))
    assert [tag for tag, _ in links.tags].count("script") == 1
    assert not re.search(r"url\(\s*['\"]?(?!data:)", page)
    assert "@import" not in page


def test_the_page_forbids_what_it_does_not_need(page: str) -> None:
    policy = next(a["content"] for t, a in Links(page).tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    ours = page.partition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(ours.encode()).digest()).decode()
    assert policy.partition("script-src ")[2] == f"'sha256-{digest}'", "our script, and no other"
    assert ours == script()


def test_every_picture_is_told_in_words(page: str) -> None:
    pictures = [attributes for tag, attributes in Links(page).tags if tag == "img"]
    assert len(pictures) == len(FIGURES) + EXPLORERS, "the figures, and what stands for each explorer"
    assert all(len(attributes.get("alt", "")) > 30 for attributes in pictures)


def test_no_id_is_given_twice_and_every_link_leads_somewhere(page: str) -> None:
    links = Links(page)
    ids = links.all("id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in links.all("href")} <= set(ids)


def test_the_page_has_one_title_every_question_and_the_methods(page: str) -> None:
    assert page.count("<h1") == 1
    for name in NOTEBOOKS:
        question = nbformat.read(home() / "notebooks" / name, as_version=4).cells[0].source.splitlines()[0][2:]
        assert page.count(question) >= 2, "as a heading and in the contents"
    assert '<p class="methods">The corpus “' in page


def test_without_anything_to_read_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere: there is no such file or folder"):
        make_report(tmp_path / "nowhere", tmp_path / "out")
    assert not (tmp_path / "out" / "report.html").exists()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_browser_shows_it_whole_quietly_and_alone(width: int, browser: Any, report_dir: Path) -> None:
    said: list[str] = []
    asked: list[str] = []
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto((report_dir / "report.html").as_uri(), wait_until="load")
    widths = tab.evaluate("[...document.images].map(i => i.naturalWidth)")
    overflow = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    tab.screenshot(path=report_dir / f"report-{width}.png", full_page=True)
    tab.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert len(widths) == len(FIGURES) + EXPLORERS
    assert min(widths) > 50
    assert overflow <= 0, "the page needs no scrolling sideways"


@pytest.mark.browser
def test_the_contents_lead_to_the_sections(browser: Any, report_dir: Path) -> None:
    tab = browser.new_page()
    tab.goto((report_dir / "report.html").as_uri())
    for link in tab.query_selector_all("nav a"):
        link.click()
        target = tab.evaluate("document.querySelector(':target')?.getBoundingClientRect().height")
        assert target is not None
        assert target > 0
    tab.close()


def table_rows(tab: Any) -> list[str]:
    return [str(row.inner_text()) for row in tab.locator("#statements tbody tr:visible").all()]


@pytest.mark.browser
def test_the_statements_sort_and_search_and_lead_to_their_sentences(browser: Any, report_dir: Path) -> None:
    tab = browser.new_page()
    tab.goto((report_dir / "report.html").as_uri())
    whole = table_rows(tab)
    assert len(whole) > 20
    for direction in ("ascending", "descending"):
        tab.locator("#statements th button", has_text="tone").press("Enter")
        assert tab.locator("#statements th[aria-sort]").get_attribute("aria-sort") == direction
        tones = [float(text) for text in tab.locator("#statements td:nth-child(4)").all_inner_texts() if text]
        assert len(set(tones)) > 3
        assert tones == sorted(tones, reverse=direction == "descending")
    tab.get_by_label("Search these statements").fill("PUTIN not")
    found = table_rows(tab)
    assert 0 < len(found) < len(whole)
    assert all("putin" in row.lower() and "not" in row.lower() for row in found)
    assert f"{len(found)} of these hold the words." in tab.locator("#statements [role=status]").inner_text()
    row = tab.locator("#statements tbody tr:visible").first
    text, link = row.locator("td").nth(4).inner_text(), row.locator("a")
    statement_id = link.inner_text()
    link.click()
    place = tab.locator(":target + .ma-s")
    assert place.inner_text()[:30].rstrip() in text
    assert statement_id in str(place.get_attribute("title"))
    assert tab.evaluate("document.querySelector(':target').closest('details').open")
    assert 0 <= place.bounding_box()["y"] < 720, "it is in sight"
    tab.close()


@pytest.mark.browser
def test_nothing_in_an_article_runs(browser: Any, tmp_path: Path) -> None:
    attack = "<script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\">"
    text = f"“{attack} =HYPERLINK(1) is what we know,” Mayor Anna Lind said on Friday. “We will stay,” she said."
    articles = pd.DataFrame({"id": [f"a{attack}"], "headline": [attack], "text": [text], "outlet": [attack]})
    articles.to_json(tmp_path / "hostile.jsonl", orient="records", lines=True)
    make_report(tmp_path / "hostile.jsonl", tmp_path / "out")
    tab = browser.new_page()
    tab.goto((tmp_path / "out" / "report.html").as_uri())
    tab.locator("#statements tbody a").first.click()
    assert attack in tab.locator("#statements").inner_text()
    assert tab.title().startswith("Media analysis")
    assert tab.locator("#statements img").count() == 0
    tab.close()
