"""Documents to parts: some hundred articles that follow one another in the input, as one entry of the store.

Where a part ends is told by its articles, not by counting: an article that is new or gone changes the part that it is
in, and the others stay as they were.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pyarrow as pa

from ..sources import Document
from . import carried
from .store import Store, as_arrow

ARTICLES = 100  # in a part, on average; at least half as many, at most twice as many
CHARACTERS = 2_000_000  # after which a part ends in any case
_FILE = "documents.arrow"


class Part(NamedTuple):
    """One part: its entry, how many articles it has, and the files of the first and the last."""

    key: str
    articles: int
    first: str
    last: str


def cut(documents: Iterable[Document], store: Store, size: int = ARTICLES) -> Iterator[Part]:
    """Keep the documents in parts of about `size` articles; one part is in memory at a time."""
    held: list[Document] = []
    characters = 0
    for document in documents:
        held.append(document)
        characters += len(document.text)
        if _ends(document, len(held), size) or characters >= CHARACTERS:
            yield _kept(held, store)
            held, characters = [], 0
    if held:
        yield _kept(held, store)


def _ends(document: Document, count: int, size: int) -> bool:
    half = max(1, size // 2)
    return count >= 2 * size or (count >= half and int(document.sha256[:8], 16) % half == 0)


def _kept(held: list[Document], store: Store) -> Part:
    rows = [{**d.__dict__, "fields": carried.encode(d.fields), "columns": json.dumps(dict(d.columns))} for d in held]
    digest = hashlib.sha256()
    for row in rows:
        text = row["text"].encode("utf-8", "surrogatepass")
        digest.update(json.dumps({**row, "text": len(text)}).encode())
        digest.update(text)
    key = f"part-{digest.hexdigest()[:40]}"
    if store.digest(key) is None:
        store.save(key, {_FILE: as_arrow(pa.Table.from_pylist(rows))})
    return Part(key, len(held), held[0].file, held[-1].file)


def documents_of(store: Store, key: str) -> list[Document]:
    """The documents of a part."""
    rows = store.table(key, _FILE).to_pylist()
    return [Document(**{**r, "fields": carried.decode(r["fields"]), "columns": json.loads(r["columns"])}) for r in rows]
