"""No regular expression of the package backtracks without bound: text that repeats anything is read in linear time."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest

import analysis
from analysis.statements import completion

_CHARACTERS = "aA1 .,'\"-_(:“/>\n"
_HEADS = ("", "AB", "By ", '"')
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in Path(analysis.__file__).parent.rglob("*.py"))


def compiled() -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns of all modules for text, by name; those that are made on first use too."""
    for info in pkgutil.walk_packages(analysis.__path__, "analysis."):
        if not info.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(info.name)).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield name, value
    yield "_inverted()", completion._inverted()


PATTERNS = {pattern: name for name, pattern in compiled()}


def readings(name: str, pattern: re.Pattern[str]) -> Iterator[Callable[[str], object]]:
    """The ways in which the package uses a pattern: over the whole text, or at one place only."""
    yield pattern.match
    if re.search(rf"\b{re.escape(name)}\.(?:finditer|findall|search|sub|split)\b", SOURCE):
        yield lambda text: sum(1 for _ in pattern.finditer(text))


def seconds(read: Callable[[str], object], head: str, unit: str, length: int) -> float:
    text = head + unit * (length // len(unit)) + "\0"
    begin = time.process_time()
    read(text)
    return time.process_time() - begin


@pytest.mark.parametrize("pattern", [pytest.param(p, id=f"{i}-{name}") for i, (p, name) in enumerate(PATTERNS.items())])
def test_no_pattern_backtracks_without_bound(pattern: re.Pattern[str]) -> None:
    words = [word + " " for word in re.findall(r"[A-Za-z]{2,}", pattern.pattern)[:12]]
    units = [*_CHARACTERS, *map("".join, product(_CHARACTERS, repeat=2)), *words]
    for read in readings(PATTERNS[pattern], pattern):
        slowest = sorted((seconds(read, head, unit, 400), head, unit) for unit in units for head in _HEADS)[-3:]
        for _, head, unit in slowest:
            short = min(seconds(read, head, unit, 4_000) for _ in range(3))
            long = min(seconds(read, head, unit, 16_000) for _ in range(3))
            assert long < 10 * max(short, 0.005), (head, unit)  # four times the text; sixteen would be quadratic


def test_a_pattern_that_backtracks_is_noticed() -> None:
    slow = re.compile(r"(?:a+-?)+b")
    assert seconds(slow.match, "", "a", 20) > 10 * max(seconds(slow.match, "", "a", 5), 0.0005)
