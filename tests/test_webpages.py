"""Saved pages: the article, and what the page says of itself wherever it says it."""

import json

import pytest

from analysis.errors import Rejected
from analysis.webpages import read_page

BODY = (
    "<p>“The harbour bridge will open before the summer,” Mayor Anna Lind said on Friday in the town hall.</p>"
    "<p>Lorries have waited for it for three years, and the harbour paid for most of the work on its pillars.</p>"
)


def page(head="", body=""):
    return (
        f"<html><head><title>Bridge | The Post</title>{head}</head><body><article>{body}{BODY}</article></body></html>"
    )


def json_ld(**fields):
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def test_json_ld_tells_days_author_outlet_tags_and_headline():
    found = read_page(
        page(
            json_ld(
                headline="Bridge to open early",
                datePublished="2024-05-10T22:30:00+02:00",
                dateModified="2024-05-12",
                author=[{"name": "Jan Holm"}, {"name": "Eva Berg"}],
                publisher={"name": "The Post"},
                keywords=["harbour", "bridge"],
                inLanguage="en",
            )
        )
    )
    assert found["headline"] == "Bridge to open early"
    assert (found["published"], found["updated"]) == ("2024-05-10T22:30:00+02:00", "2024-05-12")
    assert "Jan Holm" in found["byline"]
    assert "Eva Berg" in found["byline"]
    assert (found["outlet"], found["language"]) == ("The Post", "en")
    assert {"harbour", "bridge"} <= set(found["tags"])


def test_json_ld_in_a_graph_is_found_and_broken_json_ld_does_no_harm():
    graph = {"@graph": [{"@type": "WebSite"}, {"@type": ["Article"], "dateModified": "2024-05-12"}]}
    scripts = [f'<script type="application/ld+json">{given}</script>' for given in ('{"a":', json.dumps(graph))]
    assert read_page(page("".join(scripts)))["updated"] == "2024-05-12"


def test_opengraph_tells_what_json_ld_does_not():
    found = read_page(
        page(
            '<meta property="og:site_name" content="The Post"><meta property="og:title" content="Bridge to open">'
            '<meta property="article:published_time" content="2024-05-10"><meta name="author" content="Jan Holm">'
            '<meta property="article:modified_time" content="2024-05-11"><meta property="article:tag" content="bridge">'
            '<meta property="article:tag" content="harbour"><meta property="og:url" content="https://example.org/b">'
        )
    )
    assert found["headline"].startswith("Bridge")
    assert (found["outlet"], found["published"], found["updated"]) == ("The Post", "2024-05-10", "2024-05-11")
    assert (found["byline"], found["url"]) == ("Jan Holm", "https://example.org/b")
    assert {"bridge", "harbour"} <= set(found["tags"])


def test_time_elements_tell_the_days_where_nothing_else_does():
    body = (
        '<time class="published" datetime="2024-05-10">10 May</time><time class="updated" datetime="2024-05-11"></time>'
    )
    found = read_page(page(body=body))
    assert (found["published"], found["updated"]) == ("2024-05-10", "2024-05-11")


def test_scripts_are_no_text():
    text = read_page(page(body='<script>alert("no")</script>'))["text"]
    assert "alert" not in text
    assert "“The harbour bridge will open before the summer,”" in text


@pytest.mark.parametrize("source", ["<html></html>", "<html><body><script>x()</script></body></html>", "<", "<!--"])
def test_a_page_without_an_article_is_rejected_with_the_mend(source):
    with pytest.raises(Rejected, match=r"save the text itself as \.txt"):
        read_page(source)


def test_a_page_in_another_encoding_is_read_as_it_states(tmp_path):
    import analysis as ma

    source = page('<meta charset="windows-1251">').replace("Anna Lind", "Анна Линд").replace("“", '"').replace("”", '"')
    (tmp_path / "a.html").write_bytes(source.encode("cp1251"))
    assert "Анна Линд" in ma.read_articles(tmp_path / "a.html")["text"][0]
