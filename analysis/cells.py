"""Texts in spreadsheet cells: none that a spreadsheet would run as a formula, none cut off, each back as it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

LONGEST = 32_767  # characters that a cell of .xlsx can hold
_RISKY = re.compile(r"'*[=+\-@\t\r]")  # apostrophes too, so that reading can tell ours from the text's own
_CONTINUED = re.compile(r"(.+) \(continued (\d+)\)\Z", re.DOTALL)


def risky(text: str) -> bool:
    """Would a spreadsheet take the text for a formula, or has it apostrophes that look like ours?"""
    return _RISKY.match(text) is not None


def defuse(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if risky(text) else text


def undefuse(text: str) -> str:
    """The text that `defuse` was given."""
    return text[1:] if text.startswith("'") and risky(text) else text


def continued(name: str, number: int) -> str:
    """The name of the column that holds the rest of a text too long for one cell; numbers from 2."""
    return f"{name} (continued {number})"


def rejoin(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with every text that was cut over several columns in one piece again."""
    if not any(name.endswith(")") and _CONTINUED.match(name) for name in row):
        return dict(row)
    out: dict[str, Any] = {}
    for name, value in row.items():
        match = _CONTINUED.match(name)
        if match and isinstance(out.get(match[1]), str | None) and match[1] in out:
            out[match[1]] = value if out[match[1]] is None else out[match[1]] + (value or "")
        else:
            out[name] = value
    return out
