"""Column names of researchers' tables to ours, by `lexicons/column_names.csv` or as the caller says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from . import lexicon, tables
from .errors import Rejected, SourceError

_BETWEEN = re.compile(r"[\s_\-.:/]+")


@cache
def known_names() -> dict[str, tuple[str, ...]]:
    """What exports call each of our columns, in order of preference, as `fold` leaves it."""
    found: dict[str, list[str]] = {}
    for row in lexicon.load("column_names"):
        found.setdefault(row["ours"], []).append(fold(row["name"]))
    return {ours: tuple(dict.fromkeys(names)) for ours, names in found.items()}


@lru_cache(maxsize=10_000)
def fold(name: str) -> str:
    """A name without case, accents and what joins its words: “Fecha_de Publicación” as “fecha de publicacion”."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return _BETWEEN.sub(" ", bare).strip().casefold()


def chosen(columns: Mapping[str, str] | None, text_column: str | None) -> dict[str, str]:
    """The caller's own names, by ours. SourceError for a name of ours that there is not."""
    asked = {**(columns or {}), **({"text": text_column} if text_column is not None else {})}
    unknown = sorted(set(asked) - set(known_names()))
    if unknown:
        raise SourceError(f"there is no column {unknown[0]} to fill; there are {', '.join(known_names())}")
    return asked


def name_columns(row: Mapping[str, Any], asked: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The row under our column names, every other column as it came; and what each of ours was called.

    A further column whose name is one of ours becomes `input_…`. Rejected if there is no text.
    """
    names, was = _named(tuple(row), tuple(asked.items()))
    return {new: row[key] for new, key in names.items()}, dict(was)


@lru_cache(maxsize=1_000)  # most rows have the columns of the one before
def _named(keys: tuple[str, ...], asked: tuple[tuple[str, str], ...]) -> tuple[dict[str, str], dict[str, str]]:
    """The columns by the names that they get, and what each of ours was called."""
    folded: dict[str, str] = {}
    for key in keys:
        folded.setdefault(fold(key), key)
    was: dict[str, str] = {}
    wanted = dict(asked)
    for ours, name in wanted.items():
        if name in keys:
            was[ours] = name
        elif ours == "text":
            raise Rejected("no-text-column", f"there is no column {name}; the columns are {', '.join(keys)}")
    for ours, names in known_names().items():
        found = [folded[n] for n in names if n in folded and folded[n] not in was.values()]
        if ours not in wanted and found:
            was[ours] = found[0]
    if "text" not in was:
        some = "text, body, content"
        raise Rejected(
            "no-text-column",
            f"no column {some} or the like among {_shortened(keys)}; name the column that holds the text "
            "(--text-column NAME, text_column=)",
        )
    out = dict(was)
    reserved, used = set(tables.TABLES["articles"].names), set(was.values())
    for key in keys:
        if key not in used:
            out[_free(key, f"input_{key}" if key in reserved else key, out, keys)] = key
    return out, was


def _free(key: str, name: str, taken: Mapping[str, str], keys: Sequence[str]) -> str:
    """`name` for the column `key`, with a number where another column of the input has it."""
    number, wanted = 2, name
    while name in taken or (name != key and name in keys):
        name, number = f"{wanted}_{number}", number + 1
    return name


def _shortened(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:20]) + (f" and {len(listed) - 20} more" if len(listed) > 20 else "")
