"""Text of large files line by line: the same encoding and the same lines as if the file had been read whole.

A first pass over the file tells the encoding, as `encodings.decode` does; a second one gives the lines.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from .encodings import SAMPLE, check_text, count_controls, damage, encoding_of
from .errors import Rejected, Tell

LONGEST_LINE = 50_000_000  # characters
_PIECE = 1 << 20  # bytes


def read_lines(path: Path, tell: Tell, newline: str) -> Iterator[str]:
    """The lines of a text file with their ends; `newline` as in `open`: "" for every kind of end, or one kind.

    Rejected where it is binary, or where a line is longer than any article could make it.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    encoding, note = encoding_of(sample, _fault(path))
    told: list[tuple[str, str]] = []
    characters, controls, lost = _scan(path, encoding)
    check_text(characters, controls)
    told += [note] if note is not None else []
    if lost and note is None:
        told.append(damage(encoding, lost))
    for code, message in told:
        tell(code, message)
    with path.open(encoding=encoding, errors="replace", newline=newline) as lines:
        number = 0
        while line := lines.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE:
                message = f"line {number} has more than {LONGEST_LINE:,} characters, so nothing was read from there on"
                raise Rejected("too-large", f"{message}; is it broken?")
            yield line


def _fault(path: Path) -> UnicodeDecodeError | None:
    """The first thing in the file that is not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return error
    return None


def _scan(path: Path, encoding: str) -> tuple[int, int, int]:
    """How many characters the file has, control characters among them, and places that are none in this encoding."""
    replacing = codecs.getincrementaldecoder(encoding)("replace")
    ignoring = codecs.getincrementaldecoder(encoding)("ignore")
    characters = controls = lost = 0
    with path.open("rb") as file:
        while True:
            piece = file.read(_PIECE)
            text = replacing.decode(piece, final=not piece)
            characters += len(text)
            controls += count_controls(text)
            lost += text.count("\ufffd") - ignoring.decode(piece, final=not piece).count("\ufffd")
            if not piece:
                return characters, controls, lost
