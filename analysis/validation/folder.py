"""The folder `coding` of a study: the key of its sample, and all sheets that came back into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from ..corrections import COLUMNS
from ..sources import beside
from .adjudication import corrections_from
from .agreement import Agreement, agreement
from .codings import GOLD
from .sample import KEY, CodingSample

_SHEETS = {".csv", ".xlsx"}
_OTHERS = {"corrections.csv"}  # what else may lie in the folder


@dataclass(frozen=True)
class Coding:
    """A sample and its sheets; without a folder of codings both are empty."""

    sample: CodingSample
    sheets: list[Path] = field(default_factory=list)

    def agreement(self, **options: Any) -> Agreement:
        """`agreement` of all sheets."""
        return agreement(self.sheets, self.sample, **options)

    def corrections(self) -> pd.DataFrame:
        """What the sheets of the coder “gold” (`gold….csv`, `gold….xlsx`) put right; no rows where there are none."""
        decided = [path for path in self.sheets if path.stem.casefold().startswith(GOLD)]
        return corrections_from(decided, self.sample) if decided else pd.DataFrame(columns=list(COLUMNS))


def load_coding(articles: Any, folder: str | Path | None = None) -> Coding:
    """The codings in `folder`, else in a folder `coding` beside the articles, if there is one."""
    found = Path(folder) if folder is not None else _beside(articles)
    if found is None:
        items, sentences = (
            pd.DataFrame(columns=list(n)) for n in (CodingSample.ITEM_COLUMNS, CodingSample.SENTENCE_COLUMNS)
        )
        return Coding(CodingSample(items, sentences, pd.DataFrame(columns=["speaker", "forms"])))
    sheets = sorted(p for p in found.iterdir() if p.suffix.lower() in _SHEETS and p.name not in _OTHERS)
    return Coding(CodingSample.load(found), sheets)


def _beside(articles: Any) -> Path | None:
    key = beside(articles, None, f"coding/{KEY}/sample.json")
    return None if key is None else Path(key).parent.parent
