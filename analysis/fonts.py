"""Names in any script: which fonts print them, and what stands in where none does.

DejaVu Sans comes with matplotlib and has Latin, Greek, Cyrillic, Arabic and Hebrew letters, so such figures are the
same everywhere. For other scripts those of FALLBACKS that are installed are asked in turn; a letter that none of them
has is printed as its Unicode number (U+6797), which anyone can look up, instead of an empty box.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

_OWN = "DejaVu Sans"
# The sans serif fonts that come with Linux, macOS and Windows; simplified Chinese first: most letters.
FALLBACKS = (
    *("Noto Sans CJK SC", "Noto Sans CJK TC", "Noto Sans CJK JP", "Noto Sans CJK KR", "Source Han Sans SC"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "IPAexGothic", "NanumGothic", "Droid Sans Fallback"),
    *("PingFang SC", "Hiragino Sans GB", "Hiragino Sans", "Apple SD Gothic Neo", "Arial Unicode MS"),
    *("Microsoft YaHei", "SimHei", "Yu Gothic", "MS Gothic", "Malgun Gothic"),
    *(
        "Noto Sans",
        "Noto Sans Devanagari",
        "Noto Sans Bengali",
        "Noto Sans Tamil",
        "Noto Sans Thai",
        "Noto Sans Georgian",
    ),
    *("Noto Sans Armenian", "Noto Sans Ethiopic", "Noto Sans Khmer", "Nirmala UI", "Leelawadee UI", "Unifont"),
)
_SPELLED = re.compile(r"U\+[0-9A-F]{4,6}(?![0-9A-F])")
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ISOLATE, _RELEASE, _RIGHTWARD = "\u2068", "\u2069", "\u200e"


@cache
def families() -> list[str]:
    """DejaVu Sans and the installed ones of the fallback fonts, in the order in which letters are looked for."""
    installed = {entry.name for entry in font_manager.fontManager.ttflist}
    return [_OWN, *(family for family in FALLBACKS if family in installed)]


@cache
def _letters(family: str) -> frozenset[int]:
    return frozenset(FT2Font(font_manager.findfont(family)).get_charmap())


@cache
def _printable(letter: str) -> bool:
    invisible = unicodedata.category(letter) == "Cf"
    return invisible or any(ord(letter) in _letters(family) for family in families())


def spelled(text: str) -> str:
    """The text with every letter that no font has as its number, each number a word of its own."""
    if text.isascii():
        return text
    parts: list[str] = []
    number = False
    for letter in text:
        known = letter.isspace() or _printable(letter)
        if (number or not known) and parts and not parts[-1].isspace() and not letter.isspace():
            parts.append(" ")
        parts.append(letter if known else f"U+{ord(letter):04X}")
        number = not known
    return "".join(parts)


def leftward(text: str) -> bool:
    """Does the text have letters that are written from right to left?"""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)


def printable(name: str) -> str:
    """A name for a label: `spelled`, without marks that turn the direction of writing.

    One that runs from right to left is set apart, so that the n after it stays where it stands.
    """
    if name.isascii():
        return name
    found = spelled("".join(letter for letter in name if letter not in _TURNS))
    return f"{_ISOLATE}{found}{_RELEASE}" if leftward(found) else found


def paragraph(lines: str) -> str:
    """Lines that read from left to right, whatever the names in them do."""
    return "\n".join(_RIGHTWARD + line for line in lines.split("\n")) if leftward(lines) else lines


def spells(text: str) -> bool:
    """Does a printed text have letters that stand as numbers?"""
    return bool(_SPELLED.search(text))


@cache
def _advance(letter: str, weight: str) -> float:
    if ord(letter) not in _letters(_OWN):
        return 1.0  # about what a letter of a fallback font takes
    font = FT2Font(font_manager.findfont(font_manager.FontProperties(family=_OWN, weight=weight)))
    font.set_size(100, 72)
    return float(font.load_char(ord(letter)).linearHoriAdvance) / 65536 / 100


def width(text: str, weight: str = "normal") -> float:
    """How wide one line prints, in units of the font's size."""
    return sum(_advance(letter, weight) for letter in text)


def fill(text: str, most: float, weight: str = "normal") -> str:
    """The words on lines that are at most so wide, in units of the font's size."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", weight) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines)
