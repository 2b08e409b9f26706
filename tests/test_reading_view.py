"""The reading view: an article with its marks, every character there, none of them markup."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pandas as pd
import pytest

import analysis as ma
from analysis.reading_view import show_article
from analysis.tables import TableError

VOID = {"br"}


class Reader(HTMLParser):
    """Reads a page as a browser would: text in order, open tags, and the attributes of every tag."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()
        assert self.open == [], "every tag is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        elif self.open[-1:] != ["style"]:
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, "tags do not cross"

    def handle_data(self, data: str) -> None:
        if "p" in self.open:
            self.text.append(data)

    def words(self) -> str:
        return "".join("".join(self.text).split())


def view(articles: pd.DataFrame, statements: pd.DataFrame) -> Reader:
    return Reader(show_article("a", articles, statements)._repr_html_())


def marked(text: str, article: Callable[..., pd.DataFrame], **fields: object) -> tuple[pd.DataFrame, pd.DataFrame]:
    articles = article(text, **fields)
    statements = ma.name_speakers(ma.find_statements(articles), articles)
    return articles, ma.score_tone(ma.date_statements(statements, articles))


def test_every_character_of_every_article_is_there_in_order(study: ma.Analysis) -> None:
    for row in study.articles.to_dict("records"):
        page = show_article(row["article_id"], study.articles, study.statements)
        assert Reader(page.content).words() == "".join(row["text"].split())


def test_statements_cues_and_mentions_are_marked(article: Callable[..., pd.DataFrame]) -> None:
    page = view(*marked("“It will close,” Anna Lind said.", article, published="2024-05-10"))
    classes = [attributes.get("class") for tag, attributes in page.tags if tag == "span" and attributes.get("class")]
    assert classes == ["ma-s direct", "ma-mention", "ma-cue"]
    title = next(a["title"] for _, a in page.tags if a.get("class") == "ma-s direct")
    assert title is not None
    assert title.startswith("Anna Lind · direct · tone +0.00 · 2024-05-10 (published) · a:0")


@pytest.mark.parametrize(
    ("words", "shown"),
    [("last week", "week of 2024-04-29"), ("in April", "2024-04"), ("in 2019", "2019"), ("on Monday", "2024-05-06")],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(
    article: Callable[..., pd.DataFrame], words: str, shown: str
) -> None:
    page = view(*marked(f"“It will close,” Anna Lind said {words}.", article, published="2024-05-10"))
    title = next(a["title"] for _, a in page.tags if a.get("class") == "ma-s direct")
    assert f" · {shown} (" in str(title)


def test_markup_in_an_article_is_text(article: Callable[..., pd.DataFrame]) -> None:
    text = '<script>alert("x")</script> “It is <b>late</b> & cold,” Anna Lind said.'
    page = view(*marked(text, article, headline="<img src=x onerror=alert(1)>"))
    assert {tag for tag, _ in page.tags} <= {"style", "div", "h3", "p", "span", "br"}
    assert page.words() == "".join(text.split())


def test_quotation_marks_in_a_name_do_not_end_an_attribute(
    article: Callable[..., pd.DataFrame], statements_of: Callable[..., pd.DataFrame]
) -> None:
    name = """O'Hara "Red" <b onmouseover='x'>"""
    statements = statements_of([{"speaker": name, "text": "The bridge", "spans": [[0, 10]]}])
    page = view(article("The bridge is closed."), statements)
    titles = [attributes["title"] for _, attributes in page.tags if attributes.get("title")]
    assert len(titles) == 1
    assert str(titles[0]).startswith(name)
    assert "b" not in {tag for tag, _ in page.tags}


def test_marks_that_overlap_do_not_cross_their_tags(
    article: Callable[..., pd.DataFrame], statements_of: Callable[..., pd.DataFrame]
) -> None:
    text = "The bridge & the harbour are closed for good.\nNobody knows why."
    rows = [
        {"speaker": "Voss", "spans": [[0, 20], [30, 50]], "cue_start": 15, "cue_end": 35},
        {"speaker": "Berger", "spans": [[10, 40]], "mention_start": 38, "mention_end": 60},
        {"speaker": None, "spans": [[0, len(text)]], "tone": None},
    ]
    page = view(article(text), statements_of(rows))
    assert page.words() == "".join(text.split())
    both = [str(a["title"]) for _, a in page.tags if "Voss" in str(a.get("title")) and "Berger" in str(a.get("title"))]
    assert both, "where two statements overlap the tooltip names both"


def test_who_is_not_attributed_is_said_to_be(
    article: Callable[..., pd.DataFrame], statements_of: Callable[..., pd.DataFrame]
) -> None:
    page = view(article("The bridge is closed."), statements_of([{"speaker": None, "spans": [[0, 10]], "tone": None}]))
    title = next(str(a["title"]) for _, a in page.tags if a.get("title"))
    assert title.startswith("not attributed · direct · no tone · undated")


def test_an_article_without_statements_or_text_is_shown(
    article: Callable[..., pd.DataFrame], statements_of: Callable[..., pd.DataFrame]
) -> None:
    assert view(article("Nobody said a word."), statements_of([])).words() == "Nobodysaidaword."


def test_more_speakers_than_colours_are_all_in_the_key(
    article: Callable[..., pd.DataFrame], statements_of: Callable[..., pd.DataFrame]
) -> None:
    rows = [{"speaker": f"Speaker {i}", "spans": [[i, i + 1]]} for i in range(12)]
    content = show_article("a", article("The bridge is closed."), statements_of(rows)).content
    assert all(f">Speaker {i}</span>" in content for i in range(12))


def test_the_page_loads_nothing(study: ma.Analysis) -> None:
    content = show_article(study.articles["article_id"][0], study.articles, study.statements).content
    assert "http" not in content
    assert "url(" not in content


def test_an_article_that_is_not_there_is_named_with_some_that_are(study: ma.Analysis) -> None:
    with pytest.raises(KeyError, match=r"there is no article nope; there are 000_b75ce7564bb9d108, 002_"):
        show_article("nope", study.articles, study.statements)


def test_missing_columns_are_named(study: ma.Analysis) -> None:
    with pytest.raises(TableError, match=r"show_article needs the columns .*; got id"):
        show_article("a", study.articles, pd.DataFrame({"id": [1]}))
