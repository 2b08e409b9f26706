"""The statements behind a mean, and the way back to the article."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

import analysis as ma
from analysis.drivers import driving_statements, show_driving
from analysis.reading_view import anchor
from analysis.tables import TableError


def test_the_ends_of_each_speakers_tone_are_shown(statements_of: Callable[..., pd.DataFrame]) -> None:
    tones = [-0.8, -0.2, 0.0, 0.3, 0.6]
    table = statements_of([{"speaker": "Voss", "tone": t} for t in tones] + [{"speaker": "Lind", "tone": 0.1}])
    found = driving_statements(table, n=1, groups=1)
    assert found[["speaker", "side", "tone"]].to_numpy().tolist() == [
        ["Voss", "most negative", -0.8],
        ["Voss", "most positive", 0.6],
    ]


def test_thoughts_and_the_unattributed_drive_nothing(statements_of: Callable[..., pd.DataFrame]) -> None:
    table = statements_of([{"speaker": "Voss", "mode": "thought", "tone": 0.9}, {"speaker": None, "tone": 0.9}])
    assert driving_statements(table).empty


def test_every_row_leads_to_its_place(study: ma.Analysis) -> None:
    driving = driving_statements(study.statements)
    page = show_driving(driving, study.articles, study.statements).content
    links, ids = re.findall(r'href="#([^"]*)"', page), re.findall(r' id="([^"]*)"', page)
    assert len(links) == len(driving) > 4
    assert set(links) <= set(ids)
    assert len(ids) == len(set(ids))
    first = driving["statement_id"].iloc[0]
    statement = study.statements.set_index("statement_id").loc[first]
    words = study.articles.set_index("article_id").loc[statement["article_id"], "text"][statement["spans"][0][0] :][:12]
    after = re.sub(r"<[^>]*>", "", page.split(f'id="{anchor(first)}"></span>')[1])
    assert ma.display.html.unescape(after).startswith(words)


def test_ids_are_plain_and_different() -> None:
    ids = [anchor(s) for s in ("a:1", "a-1", "a 1", 'ä"<:1')]
    assert len(set(ids)) == 4
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", i) for i in ids)


def test_no_statements_are_an_empty_page(study: ma.Analysis) -> None:
    nothing = study.statements.head(0)
    assert "no rows" in show_driving(driving_statements(nothing), study.articles, nothing).content


def test_the_errors_teach() -> None:
    with pytest.raises(TableError, match=r"driving_statements needs the columns speaker, .*; got id"):
        driving_statements(pd.DataFrame({"id": [1]}))
