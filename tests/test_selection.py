"""Which statements a choice keeps."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

import analysis as ma
from analysis.selection import select_statements

ARTICLES = pd.DataFrame(
    {
        "article_id": ["a", "b", "c"],
        "outlet": ["Harbour Post", "Gazette", None],
        "published": ["2024-05-03", "2024-05-10", None],
        "text": [
            "“The bridge will open in June,” Mayor Anna Lind said. “It isn’t safe,” engineer Jonas Berger warned.",
            "Anna Lind said that taxes would fall. “The road is closed,” police chief Eva Voss told reporters.",
            "“We are ready,” an official said. Anna Lind hoped that the rain would stop.",
        ],
    }
)
CODEBOOK = pd.DataFrame({"topic": ["traffic", "traffic", "money"], "pattern": ["bridge", "road", "tax*"]})


@pytest.fixture(scope="module")
def small() -> ma.Analysis:
    found = ma.analyse(ARTICLES, codebook=CODEBOOK)
    assert len(ma.said(found.statements)) == 5
    return found


def starts(small: ma.Analysis, **choice: Any) -> list[str]:
    """The first two words of each statement chosen."""
    return [" ".join(text.strip("“").split()[:2]) for text in select_statements(small, **choice)["text"]]


ALL = ["The bridge", "It isn’t", "that taxes", "The road", "We are"]


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ({}, ALL),
        ({"outlets": ["Gazette"]}, ALL[2:4]),
        ({"outlets": [None]}, ALL[4:]),
        ({"outlets": ["Harbour Post", None]}, [*ALL[:2], ALL[4]]),
        ({"speakers": ["Anna Lind"]}, [ALL[0], ALL[2]]),
        ({"speakers": []}, []),
        ({"topics": ["traffic"]}, [ALL[0], ALL[3]]),
        ({"topics": [None]}, [ALL[1], ALL[4]]),
        ({"topics": ["money", None]}, [ALL[1], ALL[2], ALL[4]]),
        ({"topics": ["money", None], "speakers": ["Anna Lind"]}, [ALL[2]]),
        ({"kinds": ["indirect"]}, [ALL[2]]),
        ({"first": "2024-05-04"}, ALL[2:4]),
        ({"last": dt.date(2024, 5, 3)}, ALL[:2]),
        ({"first": "2024-05-03", "last": "2024-05-03"}, ALL[:2]),
        ({"words": "ISN'T safe"}, [ALL[1]]),
        ({"words": "open BRIDGE"}, [ALL[0]]),
        ({"words": "  "}, ALL),
        ({"words": "zeppelin"}, []),
    ],
)
def test_a_choice_keeps_what_fits_all_of_it(choice: dict[str, Any], kept: list[str], small: ma.Analysis) -> None:
    assert starts(small, **choice) == kept


def test_the_rows_are_those_of_the_study(small: ma.Analysis) -> None:
    before = small.statements.copy()
    chosen = select_statements(small, speakers=["Anna Lind"])
    pd.testing.assert_frame_equal(chosen, small.statements.loc[chosen.index])
    pd.testing.assert_frame_equal(small.statements, before)


def test_a_day_that_is_none_is_told(small: ma.Analysis) -> None:
    with pytest.raises(ValueError, match="a day is written as 2024-05-31; got spring"):
        select_statements(small, first="spring")
