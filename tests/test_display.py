"""Tables as HTML: every text escaped, everything shown, and one script that makes them sort and search."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.display import Link, script, show_table


class Cells(HTMLParser):
    """The words of every cell, the tags, and the attributes that could run something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "td":
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells:
            self.cells[-1] += data


HOSTILE = [
    "<script>document.title = 'owned'</script>",
    '"><img src=x onerror=alert(1)>',
    "</td></tr></table><script src=//evil.example></script>",
    '=HYPERLINK("http://evil.example";"click")',
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    "&lt;b&gt;",
]
TAGS = {"style", "div", "label", "input", "p", "span", "table", "thead", "tbody", "tr", "th", "td", "button", "a"}
ATTRIBUTES = {"class", "type", "role", "scope", "title", "value", "href"}


@pytest.mark.parametrize("sortable", ["", "statements"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str, sortable: str) -> None:
    frame = pd.DataFrame({"text": [text], text: [Link(text)], "link": [Link(text, text)]})
    found = Cells(show_table(frame, sortable=sortable).content)
    assert found.tags <= TAGS
    assert found.attributes <= ATTRIBUTES
    assert found.cells[:2] == [text, text]


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5))
def test_a_sortable_table_holds_every_text_whole(texts: list[str]) -> None:
    page = show_table(pd.DataFrame({"text": pd.Series(texts, dtype=object)}), sortable="statements").content
    found = Cells(page)
    assert found.tags <= TAGS
    assert [c.split("\r")[0] for c in found.cells] == [t.split("\r")[0] for t in texts]  # HTML has no carriage return


def test_a_table_for_reading_cuts_long_texts_and_keeps_them_in_the_tooltip() -> None:
    text = "The bridge will open. " * 20
    cut, whole = (show_table(pd.DataFrame({"text": [text]}), sortable=s).content for s in ("", "statements"))
    assert f'title="{text}"' in cut
    assert text not in re.sub(r'title="[^"]*"', "", cut)
    assert f"<td>{text}</td>" in whole


def test_a_heading_says_whether_its_column_sorts_by_number() -> None:
    page = show_table(pd.DataFrame({"tone": [None, -0.5], "speaker": ["Lind", None]}), sortable="statements").content
    assert '<th scope="col" class="n"><button type="button">tone</button></th>' in page
    assert '<th scope="col"><button type="button">speaker</button></th>' in page


def test_how_many_rows_there_are_is_said() -> None:
    frame = pd.DataFrame({"n": range(30)})
    assert "20 of 30 rows" in show_table(frame).content
    assert "30 rows" in show_table(frame, 30, sortable="statements").content
    assert "no rows" in show_table(frame.head(0), sortable="statements").content


def test_a_cell_leads_to_its_place_or_opens_its_statement() -> None:
    frame = pd.DataFrame({"id": [Link("a:1", "s-1"), Link("a:2")]})
    page = show_table(frame).content
    assert '<td><a href="#s-1">a:1</a></td>' in page
    assert '<td><button type="button" class="ma-link" value="a:2">a:2</button></td>' in page


def test_the_script_can_stand_in_a_page() -> None:
    assert "</" not in script(), "nothing in it ends the element that it stands in"
    assert "http" not in script()
    assert not re.search(r"innerHTML|eval\(|document\.write|fetch\(", script()), "it moves and hides rows, no more"
