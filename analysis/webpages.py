"""The article of a saved web page, and what the page says of itself.

trafilatura finds the text and most of the metadata; what it misses is taken from JSON-LD, OpenGraph and `<time>`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree, html
from trafilatura import bare_extraction

from .errors import Rejected

# What a page calls our columns: keys of JSON-LD, then names of <meta>, in order of preference.
_JSON_LD = {
    "headline": ("headline", "name"),
    "byline": ("author",),
    "published": ("datePublished", "dateCreated"),
    "updated": ("dateModified",),
    "outlet": ("publisher",),
    "url": ("url", "mainEntityOfPage"),
    "tags": ("keywords",),
    "language": ("inLanguage",),
}
_META = {
    "headline": ("og:title", "twitter:title"),
    "byline": ("article:author", "author", "parsely-author", "byl"),
    "published": ("article:published_time", "og:article:published_time", "parsely-pub-date", "date", "pubdate"),
    "updated": ("article:modified_time", "og:updated_time", "lastmod", "last-modified"),
    "outlet": ("og:site_name", "application-name"),
    "url": ("og:url",),
    "tags": ("article:tag", "news_keywords", "keywords"),
}
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}


def read_page(source: str) -> dict[str, Any]:
    """The text and the fields of a page. Rejected where there is no article in it."""
    page: Any = bare_extraction(source, with_metadata=True, include_comments=False, date_extraction_params=_DATES)
    if page is None or not page.text:
        raise Rejected("no-article", "no article text was found in this page; save the text itself as .txt")
    found = {
        "headline": page.title,
        "byline": page.author,
        "published": page.date,
        "outlet": page.sitename,
        "url": page.url,
        "tags": list(page.tags or []) + [c for c in page.categories or [] if c not in (page.tags or [])],
        "language": page.language,
    }
    stated, own = _said_of_itself(source)
    # What a page says for machines comes first for its day and title, at which trafilatura has to guess.
    sure = {"headline": stated.get("headline"), "published": own.get("published")}
    return {"text": page.text} | {k: v for given in (own, found, sure) for k, v in given.items() if v}


def _said_of_itself(source: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What JSON-LD says of the article, and what it, <meta> and <time> say together."""
    try:
        tree = html.document_fromstring(source.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return {}, {}
    found: dict[str, Any] = {}
    for item in _json_ld(tree):
        for ours, keys in _JSON_LD.items():
            value = next((v for k in keys if (v := _plain(item.get(k), ours))), None)
            found[ours] = found.get(ours) or value
    stated = dict(found)
    metas: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if element.get("content"):
            metas.setdefault(name, []).append(element.get("content").strip())
    for ours, names in _META.items():
        values = next((metas[n] for n in names if n in metas), [])
        if values and not found.get(ours):
            found[ours] = values if ours == "tags" and len(values) > 1 else values[0]
    times = [t for t in tree.iter("time") if t.get("datetime")]
    for ours, marks in (("updated", ("updat", "modif")), ("published", ("publ", "date", "entry"))):
        if not found.get(ours):
            marked = [t for t in times if any(m in f"{t.get('class')} {t.get('itemprop')}".lower() for m in marks)]
            found[ours] = marked[0].get("datetime") if marked else None
    if not found.get("published") and len(times) == 1 and times[0].get("datetime") != found.get("updated"):
        found["published"] = times[0].get("datetime")
    found["language"] = found.get("language") or tree.get("lang")
    return stated, found


def _json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD that describe an article."""
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json" or not script.text:
            continue
        try:
            given = json.loads(script.text)
        except (ValueError, RecursionError):
            continue
        top = given if isinstance(given, list) else [given]
        graphs = [one.get("@graph") for one in top if isinstance(one, dict)]
        for item in [*top, *(i for graph in graphs if isinstance(graph, list) for i in graph)]:
            kinds = str(item.get("@type")) if isinstance(item, dict) else ""
            if "Article" in kinds or "Posting" in kinds or "Report" in kinds:
                yield item


def _plain(value: Any, ours: str) -> Any:
    """A name out of a person or an organisation, the names of several, an address out of an entity."""
    if isinstance(value, dict):
        return _plain(value.get("@id" if ours == "url" else "name"), ours)
    if isinstance(value, list):
        names = [str(n) for v in value if (n := _plain(v, ours))]
        return names if ours == "tags" else ", ".join(names)
    return value.strip() if isinstance(value, str) else None
