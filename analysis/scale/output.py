"""The tables of a corpus from those of its parts, one part in memory at a time.

One file a table, as `Analysis.save` writes it; or a dataset: a folder a table with a Parquet file for each part.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from .. import exports, tables
from ..arrow import as_json, from_arrow, side_by_side, to_arrow, write_parquet
from ..errors import SourceError
from .carried import Carried, decode
from .place import Place, is_remote, place_of
from .store import Store
from .work import settled_articles

_ROWS = 50_000  # of the tables that are made of all parts together, a piece


@dataclass(frozen=True)
class Pieces:
    """One table: its pieces as Arrow, or as frames, each time anew."""

    name: str
    arrow: Callable[[], Iterator[pa.Table]]
    frames: Callable[[], Iterator[pd.DataFrame]]


def of_articles(store: Store, read: Sequence[str], settled: Sequence[str]) -> Pieces:
    """The articles, with what their input carried."""
    carried = Carried(store.json(key, "about.json")["carried"] for key in read)

    def more(key: str) -> pd.DataFrame:
        return carried.columns([decode(text) for text in store.table(key, "carried.arrow")["carried"].to_pylist()])

    def frames() -> Iterator[pd.DataFrame]:
        for key, known in zip(read, store_values(store, settled), strict=True):
            own = more(key)
            own = own.assign(**{c: _in_full(own[c]) for c in carried.timed})  # what one part alone may not show
            yield pd.concat([from_arrow(settled_articles(store, key, known), "articles"), own], axis=1)

    def as_arrow() -> Iterator[pa.Table]:
        for key, known in zip(read, store_values(store, settled), strict=True):
            own = more(key)
            own = as_json(own, own.columns) if carried.as_json else own
            yield side_by_side(settled_articles(store, key, known), to_arrow(own, None, carried.types))

    return Pieces("articles", as_arrow, frames)


def _in_full(column: pd.Series) -> pd.Series:
    return pd.Series([None if pd.isna(v) else v.isoformat() for v in column], index=column.index, dtype=object)


def store_values(store: Store, keys: Sequence[str]) -> Iterator[Any]:
    """The plain values kept under the keys, one after another."""
    return (store.json(key) for key in keys)


def of_parts(store: Store, name: str, finished: Sequence[str | None]) -> Pieces:
    """A table that each part has for itself."""

    def as_arrow() -> Iterator[pa.Table]:
        return (store.table(key, f"{name}.arrow") for key in finished if key is not None)

    return Pieces(name, as_arrow, lambda: (from_arrow(piece, name) for piece in as_arrow()))


def of_frame(name: str, frame: pd.DataFrame) -> Pieces:
    """A table that is in memory."""
    return Pieces(name, lambda: iter([to_arrow(frame, name)]), lambda: iter([frame]))


def of_rows(name: str, rows: Callable[[], Iterator[Mapping[str, Any]]]) -> Pieces:
    """A table from its rows, which are made anew each time."""

    def frames() -> Iterator[pd.DataFrame]:
        held: list[Mapping[str, Any]] = []
        for row in rows():
            held.append(row)
            if len(held) == _ROWS:
                yield tables.make(name, held)
                held = []
        yield tables.make(name, held)

    return Pieces(name, lambda: (to_arrow(frame, name) for frame in frames()), frames)


def _never_none(pieces: Pieces) -> Pieces:
    """The same, with an empty piece where there is no other."""

    def filled(found: Iterator[Any], instead: Callable[[], Any]) -> Iterator[Any]:
        first = next(found, None)
        yield instead() if first is None else first
        yield from found

    def empty() -> pd.DataFrame:
        return tables.make(pieces.name, [])

    return Pieces(
        pieces.name,
        lambda: filled(pieces.arrow(), lambda: to_arrow(empty(), pieces.name)),
        lambda: filled(pieces.frames(), empty),
    )


def check_out(out: str | Path, names: Sequence[str], file_format: str, partitioned: bool) -> None:
    """Refuse before the work what would be refused after it: see `exports.check_folder`."""
    if partitioned and file_format != "parquet":
        raise SourceError(f"a dataset in parts is written as parquet, not {file_format}")
    if not is_remote(out):
        exports.check_folder(out, names)
        return
    if not partitioned:
        raise SourceError(f"{out}: tables go to an address as a dataset in parts; add --partitioned")
    place = place_of(out)
    if exports.SETTINGS not in place.names() and any(place.names(name) for name in names):
        raise SourceError(
            f"{out} holds tables that did not come from here (there is no {exports.SETTINGS} beside them)"
        )


def write_tables(
    out: str | Path, found: Sequence[Pieces], settings: Mapping[str, Any], file_format: str, partitioned: bool
) -> list[str]:
    """Write every table; gives the names of files of an earlier run that were removed."""
    found = [_never_none(pieces) for pieces in found]
    if partitioned:
        return _write_dataset(out, found, settings)
    with exports.replacing(out, [p.name for p in found], file_format, settings) as (room, stale):
        for pieces in found:
            path = room / f"{pieces.name}.{file_format}"
            if file_format == "parquet":
                write_parquet(pieces.arrow(), path)
            else:
                exports.write_pieces(pieces.frames(), path, pieces.name)
    return stale


def _write_dataset(out: str | Path, found: Sequence[Pieces], settings: Mapping[str, Any]) -> list[str]:
    """A file for each piece that has rows, `part-00000.parquet` and so on, and analysis.json at the very end."""
    place = place_of(out)
    before = [] if is_remote(out) else [p for p in exports.check_folder(out, [p.name for p in found]) if p.is_file()]
    place.write(exports.SETTINGS, exports.settings_text(exports.STOPPED).encode())
    for pieces in found:
        _write_parts(place, pieces)
    for path in before:
        path.unlink()
    place.write(exports.SETTINGS, exports.settings_text(settings).encode())
    return [path.name for path in before]


def _write_parts(place: Place, pieces: Pieces) -> None:
    written = set()
    for number, piece in enumerate(pieces.arrow()):
        if len(piece) or not number:  # the first also when it is empty: it has the columns
            held = io.BytesIO()
            write_parquet([piece], held)
            written.add(f"part-{number:05}.parquet")
            place.write(f"{pieces.name}/part-{number:05}.parquet", held.getvalue())
    for name in place.names(pieces.name):
        if name.startswith("part-") and name not in written:
            place.remove(f"{pieces.name}/{name}")
