"""Bytes to text: which encoding a file is in, and mojibake undone. Nothing else about a text is ever changed here.

The decoded text is the source that every offset points into, so whatever was doubtful about it is told.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

import charset_normalizer

from . import lexicon
from .errors import Rejected, Tell

_MARKED = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
SAMPLE = 200_000  # bytes that an encoding is told by
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LINE = re.compile(r"[^\r\n]*[\r\n]*")
_ASCII, _MARKS = bytes(range(128)), "€‚„…•–—™‘’“”\u00a0£§©«®°·»¼½¾¿¡".encode("cp1252")
_BINARY = "this is not text but binary data; save it as UTF-8 text"


def _quiet(code: str, message: str) -> None:
    """Tell nobody."""


def decode(raw: bytes, tell: Tell = _quiet, *, stated: str | None = None) -> str:
    """The text of a file: UTF-8 (or 16 and 32 by their marks), else the stated or likeliest encoding.

    Rejected if binary.
    """
    sample = raw[:SAMPLE]
    try:
        text, fault = raw.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        text, fault = "", error
    encoding, note = encoding_of(sample, fault, stated)
    if fault is not None or encoding != "utf-8-sig":
        text = raw.decode(encoding, "replace")
    check_text(len(text), count_controls(text))
    if note is None and "\ufffd" in text:
        lost = text.count("\ufffd") - raw.decode(encoding, "ignore").count("\ufffd")
        note = damage(encoding, lost) if lost else None
    if note is not None:
        tell(*note)
    return text


def count_controls(text: str) -> int:
    """How many control characters there are, line ends and tabs aside."""
    return sum(1 for _ in _CONTROL.finditer(text))


def check_text(characters: int, controls: int) -> None:
    """Rejected where so many of the characters are control characters that this is no text."""
    if controls > 3 + characters // 20:
        raise Rejected("binary", _BINARY)


def damage(encoding: str, lost: int) -> tuple[str, str]:
    """What to tell of a text with U+FFFD for what is no character in its encoding, as where a file was cut short."""
    return "damaged-text", f"{lost} places are no {encoding[:6].upper()} and stand as \ufffd; get a whole copy"


def encoding_of(
    sample: bytes, fault: UnicodeDecodeError | None, stated: str | None = None
) -> tuple[str, tuple[str, str] | None]:
    """The encoding of a file that begins with `sample`, and what to tell where it was guessed.

    `fault`: what in the whole file is not UTF-8. Rejected if binary.
    """
    marked = next((encoding for mark, encoding in _MARKED.items() if sample.startswith(mark)), _plain_utf16(sample))
    if marked is not None:
        return marked, None
    if fault is None or _mostly_utf8(sample, fault):
        return "utf-8-sig", None
    if sample.count(0) > len(sample) // 100:
        raise Rejected("binary", _BINARY)
    if stated is not None and _is_known(stated):
        return stated, None
    encoding = _encoding(sample)
    message = f"read as {encoding}, which is likely but not certain; save it as UTF-8 if letters are wrong"
    return encoding, ("encoding", message)


def _is_known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name not in {"utf-8", "utf-7"} and bool("a".encode(encoding))
    except (LookupError, ValueError):
        return False


def _plain_utf16(sample: bytes) -> str | None:
    """UTF-16 without its mark, where nearly every other byte is zero: plain Latin letters, at least a line of them."""
    even, odd = sample[0::2], sample[1::2]
    if len(sample) < 32:
        return None
    if even.count(0) > 0.9 * len(even) and not odd.count(0):
        return "utf-16-be"
    return "utf-16-le" if odd.count(0) > 0.9 * len(odd) and not even.count(0) else None


def _mostly_utf8(sample: bytes, error: UnicodeDecodeError) -> bool:
    """Damaged UTF-8 rather than another encoding: most of what is not ASCII in it are whole characters."""
    whole = sum(ord(c) > 127 for c in sample.decode("utf-8", "ignore"))
    broken = sample.decode("utf-8", "replace").count("\ufffd")
    cut_short = error.end >= len(error.object) and error.reason == "unexpected end of data"
    return whole >= 1 if cut_short else whole > 4 * broken


def _encoding(sample: bytes) -> str:
    """The likeliest encoding of bytes that are not UTF-8.

    Where most letters are plain ones, the Windows encoding in which the others make up one alphabet best;
    charset-normalizer, which takes French for Polish as often as not, is asked about all else.
    """
    letters = sample.translate(None, _ASCII + _MARKS)
    if len(letters) <= max(2, len(re.findall(rb"[A-Za-z]", sample)) // 3):
        return max(_alphabets(), key=lambda encoding: _fit(letters, encoding))
    best = charset_normalizer.from_bytes(sample).best()
    if best is None:
        raise Rejected("binary", "this is not text in any encoding we know; save it as UTF-8 text")
    return best.encoding


@cache
def _alphabets() -> dict[str, list[frozenset[str]]]:
    found: dict[str, list[frozenset[str]]] = {}
    for row in lexicon.load("alphabets"):
        found.setdefault(row["encoding"], []).append(frozenset(row["letters"] + row["letters"].upper()))
    return found


def _fit(letters: bytes, encoding: str) -> int:
    """How many of the letters belong to the alphabet that has most of them."""
    text = letters.decode(encoding, "replace")
    return max(sum(c in alphabet for c in text) for alphabet in _alphabets()[encoding])


_USUAL = "“”‘’–—…\xa0"  # beside ASCII most news has but these, which alone are never mojibake


# A character beyond ASCII is two bytes at least, so two letters beyond ASCII in a row where it was decoded wrongly: but
# where the second became a blank (Ã for à), or is lost, or a byte stands for itself.
_MAYBE_WRONG = re.compile(r"[^\x00-\x7f][^\x00-\x7f]|[\x80-\x9fÃÂŒœ]")


def _is_odd(text: str) -> bool:
    """Are there characters that most news has not? A few replacements tell sooner than a search does."""
    if text.isascii():
        return False
    for mark in _USUAL:
        text = text.replace(mark, "")
    return not text.isascii()


def undo_mojibake(text: str) -> tuple[str, int]:
    """The text with what was decoded wrongly before it reached us (â€œ for “) put right, and in how many lines."""
    if not _is_odd(text):
        return text, 0
    from ftfy import TextFixerConfig, fix_encoding
    from ftfy.badness import is_bad

    asked = TextFixerConfig(explain=False)
    lines = _LINE.findall(text)
    fixed = [
        fix_encoding(line, asked) if _is_odd(line) and _MAYBE_WRONG.search(line) and is_bad(line) else line
        for line in lines
    ]
    return "".join(fixed), sum(a != b for a, b in zip(lines, fixed, strict=True))
