"""The explorer without a browser: what its controls lead to (tests/test_jupyterlab.py uses it in one)."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import analysis as ma
from analysis import explorer
from analysis.display import Page
from analysis.explorer import Explorer
from analysis.selection import select_statements

VIEWS = ("corpus", "tone", "topics", "timeline")
HOSTILE = "<script>document.title='owned'</script>=HYPERLINK(\"//evil.example\")"


@pytest.fixture
def made(study: ma.Analysis, tmp_path: Path) -> Explorer:
    return Explorer(study, "timeline", tmp_path)


def shown(output: Any) -> str:
    return "".join(one["data"]["text/html"] for one in output.outputs)


def rows(made: Explorer) -> int:
    return shown(made.table).partition("<tbody>")[2].count("<tr>")


@pytest.mark.parametrize("what", VIEWS)
def test_where_nobody_watches_it_is_the_chart_of_all_statements(what: str, study: ma.Analysis) -> None:
    first, second = ma.explore(study, what), ma.explore(study, what)
    assert isinstance(first, Page)
    assert first.content.startswith('<img alt="')
    assert first == second, "the same bytes each time"


def test_where_a_person_watches_it_is_a_widget(study: ma.Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explorer, "watched", lambda: True)
    found = ma.explore(study)
    assert isinstance(found, Explorer)
    bundle = found._repr_mimebundle_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == found.box.model_id
    assert bundle["text/html"].startswith('<img alt="'), "for who can show no widgets"


def test_without_ipywidgets_it_is_the_chart(study: ma.Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explorer, "watched", lambda: True)
    monkeypatch.setattr(explorer, "find_spec", lambda name: None)
    assert isinstance(ma.explore(study), Page)


@pytest.mark.parametrize("what", VIEWS)
def test_a_choice_redraws_chart_and_rows(what: str, study: ma.Analysis, tmp_path: Path) -> None:
    made = Explorer(study, what, tmp_path)
    before, all_rows = shown(made.chart), rows(made)
    made.speakers.value = ("Dmitry Peskov",)
    chosen = select_statements(study, speakers=["Dmitry Peskov"])
    assert shown(made.chart) != before
    assert rows(made) == len(chosen) < all_rows
    assert f"n = {len(chosen)} statements" in made.status.value
    assert f"of {all_rows} in all" in made.status.value


def test_all_controls_have_labels_and_choose(made: Explorer, study: ma.Analysis) -> None:
    controls = [made.outlets, made.find, made.speakers, made.topics, made.kinds, made.first, made.last]
    assert all(c.description for c in [*controls, made.words, made.order, made.open, made.reset, made.save, made.name])
    made.topics.value = (made.topics.options[0][1],)
    made.kinds.value = ("direct",)
    made.first.value, made.last.value = dt.date(2022, 1, 1), dt.date(2022, 12, 31)
    wanted = {"topics": [made.topics.options[0][1]], "kinds": ["direct"], "first": "2022-01-01", "last": "2022-12-31"}
    assert made.choice == wanted
    assert "without undated ones" in made.status.value
    code = re.sub(r"<[^>]*>", "", made.code.value).replace("&#x27;", "'").partition(": ")[2]
    again = eval(code, {"ma": ma, "study": study})  # the line that the explorer shows
    pd.testing.assert_frame_equal(again, made.chosen)


def test_what_matches_nothing_is_a_sentence(made: Explorer) -> None:
    made.words.value = "zeppelin"
    assert "Nothing matches: none of 25 statements" in made.status.value
    assert shown(made.chart) == shown(made.table) == ""
    made.save.click()
    assert list(made.figures.iterdir()) == []
    made.reset.click()
    assert made.choice == {}
    assert rows(made) == 25


def test_a_part_of_a_name_finds_the_speaker_and_keeps_who_is_chosen(made: Explorer) -> None:
    made.speakers.value = ("Kremlin",)
    made.find.value = "PUT"
    assert [value for _, value in made.speakers.options] == ["Vladimir Putin", "Kremlin"]
    assert made.speakers.value == ("Kremlin",)
    made.find.value = ""
    assert len(made.speakers.options) == 5


def test_the_unknown_can_be_chosen(
    statements_of: Callable[..., pd.DataFrame], study: ma.Analysis, tmp_path: Path
) -> None:
    table = statements_of([{"speaker": "Lind"}, {"speaker": None}, {"speaker": None}])
    made = Explorer(replace(study, statements=table), "corpus", tmp_path)
    assert made.speakers.options == (("Lind (1)", "Lind"), ("not attributed (2)", None))
    made.speakers.value = (None,)
    assert rows(made) == 2


def test_a_row_opens_its_article_at_the_sentence(made: Explorer, study: ma.Analysis) -> None:
    one = study.statements.iloc[2]
    assert f'<button type="button" class="ma-link" value="{one["statement_id"]}">' in shown(made.table)
    made.open.value = one["statement_id"]
    page = shown(made.article)
    place = re.search(r'<span id="([^"]*)"></span>', page)
    assert place is not None
    assert page.count(place[1]) == 2, "where the sentence is, and in the script that goes there"
    assert one["statement_id"] in page[place.end() : place.end() + 400]
    made.open.value = "nobody:1"
    assert "There is no such statement" in shown(made.article)


def test_the_order_decides_what_is_first(made: Explorer) -> None:
    made.order.value = "most negative first"
    assert made.chosen["tone"].tolist()[0] == made.chosen["tone"].min()
    made.order.value = "latest first"
    assert made.chosen["date"].tolist()[0] == made.chosen["date"].max()


def test_many_statements_are_cut_and_it_is_said(
    made: Explorer, monkeypatch: pytest.MonkeyPatch, study: ma.Analysis
) -> None:
    monkeypatch.setattr(explorer, "_MOST", 10)
    made.redraw()
    assert rows(made) == 10
    assert "The first 10 of 25 statements" in shown(made.table)


def test_a_figure_is_saved_with_its_rows(made: Explorer) -> None:
    made.speakers.value = ("Kremlin",)
    made.name.value = "../my: figure"
    made.save.click()
    assert sorted(p.name for p in made.figures.iterdir()) == ["my-figure.csv", "my-figure.png", "my-figure.svg"]
    assert "Saved" in made.status.value
    assert len(pd.read_csv(made.figures / "my-figure.csv")) == 3


@pytest.mark.parametrize("what", VIEWS)
def test_hostile_names_and_texts_stay_text(
    what: str, statements_of: Callable[..., pd.DataFrame], study: ma.Analysis, tmp_path: Path
) -> None:
    article_id = study.articles["article_id"].iloc[0]
    table = statements_of([{"speaker": HOSTILE, "text": HOSTILE, "article_id": article_id, "cue": HOSTILE}] * 3)
    table["statement_id"] = [f"{HOSTILE}:{i}" for i in range(3)]
    topics = pd.DataFrame({"statement_id": table["statement_id"], "article_id": article_id, "topic": HOSTILE})
    made = Explorer(replace(study, statements=table, topics=topics), what, tmp_path)
    made.open.value = f"{HOSTILE}:1"
    made.speakers.value = (HOSTILE,)
    pages = [made.status.value, made.code.value, *map(shown, (made.chart, made.table, made.article))]
    assert all("<script>document.title" not in page for page in pages)
    assert sum(page.count("<script") for page in pages) == 2, "the table's and the one that goes to the sentence"
    assert rows(made) == 3


def test_only_what_is_drawn_can_be_asked_for(study: ma.Analysis) -> None:
    with pytest.raises(ValueError, match="explore draws corpus, tone, topics, timeline; got words"):
        ma.explore(study, "words")


def test_importing_it_does_not_import_ipywidgets(project: Path) -> None:
    code = "import sys, analysis, analysis.explorer; print('ipywidgets' in sys.modules, 'IPython' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False False"
