"""A sample that was drawn for coding: what coders see, and the key that they do not.

`save` writes a sheet for each coder, and the folder `key` beside them: what the machine says of each item and the
probability with which it was drawn. Agreement is computed against this key, not against tables of a later run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd

from ..errors import SourceError
from ..exports import read_cells, write_table, write_text
from .sheets import write_coding

KEY = "key"


@dataclass(frozen=True, repr=False)
class CodingSample:
    """`items`: one row per statement to code, with the machine's answers. `sentences`: those of the whole articles.

    `speakers`: the forms of each speaker's name, by which coders' names are read; `topics`: the codebook's topics.
    """

    items: pd.DataFrame
    sentences: pd.DataFrame
    speakers: pd.DataFrame
    topics: list[str] = field(default_factory=list)
    settings: Mapping[str, Any] = field(default_factory=dict)

    ITEM_COLUMNS: ClassVar[tuple[str, ...]] = (
        "item",
        "statement_id",
        "article_id",
        "drawn",
        "stratum",
        "probability",
        "spans",
        "words",
        "context",
        "kind",
        "speaker",
        "tone",
        "topic",
    )
    SENTENCE_COLUMNS: ClassVar[tuple[str, ...]] = (
        "item",
        "sentence_id",
        "article_id",
        "probability",
        "start",
        "end",
        "context",
        "statements",
    )

    def __repr__(self) -> str:
        whole = self.sentences["article_id"].nunique()
        return f"CodingSample: {len(self.items)} statements, {len(self.sentences)} sentences of {whole} whole articles"

    def questions(self) -> list[str]:
        """What is asked of a statement: topics only where there is a codebook."""
        return ["statement", "kind", "speaker", "tone", *(["topic"] if self.topics else [])]

    def save(
        self, folder: str | Path, coders: Sequence[str] = ("coder A", "coder B"), file_format: str = "xlsx"
    ) -> list[Path]:
        """A sheet for each coder (xlsx; csv: two files each and the instructions), and the key; gives the sheets.

        Raises SourceError where a sheet of that name is there already, as it may have been coded, and where the key of
        another sample is, as its sheets could not be read any more. More coders of the same sample may be added.
        """
        place = Path(folder)
        self._refuse_other_key(place)
        written = write_coding(self, place, coders, file_format)
        key = place / KEY
        write_table(self.items, key / "items.csv")
        write_table(self.sentences, key / "sentences.csv")
        write_table(self.speakers, key / "speakers.csv")
        about = {**self.settings, "topics": self.topics}
        text = json.dumps(about, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        write_text(key / "sample.json", text)
        return written

    def _refuse_other_key(self, place: Path) -> None:
        if (place / KEY / "items.csv").exists():
            there = type(self).load(place)
            if there.items["context"].tolist() != self.items["context"].tolist() or (
                there.sentences["context"].tolist() != self.sentences["context"].tolist()
            ):
                raise SourceError(f"{place / KEY} is the key of another sample; name another folder for this one")

    @classmethod
    def load(cls, folder: str | Path) -> CodingSample:
        """The sample whose key `save` wrote into `folder`; SourceError names what is missing or broken."""
        place = Path(folder)
        place = place / KEY if (place / KEY).is_dir() else place
        items = _read(place / "items.csv", cls.ITEM_COLUMNS, lists=("spans",))
        sentences = _read(place / "sentences.csv", cls.SENTENCE_COLUMNS, lists=("statements",))
        speakers = _read(place / "speakers.csv", ["speaker", "forms"], lists=("forms",))
        try:
            about = json.loads((place / "sample.json").read_text(encoding="utf-8"))
            topics = about.pop("topics")
            items = items.assign(probability=items["probability"].astype(float))
            numbers = {c: sentences[c].astype(float) for c in ("probability", "start", "end")}
            return cls(items, sentences.assign(**numbers), speakers, topics, about)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise _broken(place / "sample.json", error) from None


def _read(path: Path, columns: Sequence[str], lists: Sequence[str]) -> pd.DataFrame:
    try:
        frame = read_cells(path)[list(columns)]
        return frame.assign(**{c: [json.loads(v) if isinstance(v, str) else [] for v in frame[c]] for c in lists})
    except (OSError, ValueError, KeyError) as error:
        raise _broken(path, error) from None


def _broken(path: Path, error: Exception) -> SourceError:
    why = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({str(error)[:60]})"
    return SourceError(
        f"{path} {why}; give the folder into which `validate sample` wrote the sheets, with its folder {KEY} untouched"
    )
