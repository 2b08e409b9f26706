"""The names that coders write for one speaker, as one: “Peskov” and “Dmitry Peskov, the Kremlin's spokesman”.

By the forms in which the corpus names its speakers. What stands for nobody in the corpus stays as it was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from ..names import bare
from .questions import UNKNOWN, fold


class SpeakerNames:
    """Reads names against a table of `speaker` and `forms`, and of the articles in which each speaks."""

    def __init__(self, speakers: pd.DataFrame, spoke_in: Mapping[str, Iterable[str]]) -> None:
        self._canonical = {_plain(name): name for name in speakers["speaker"].tolist()}
        self._forms: dict[str, set[str]] = {}
        for name, forms in zip(speakers["speaker"].tolist(), speakers["forms"].tolist(), strict=True):
            for form in forms:
                self._forms.setdefault(_plain(form), set()).add(name)
        self._spoke_in = {article: set(names) for article, names in spoke_in.items()}

    def read(self, written: str, article: str) -> str:
        """The name used throughout; the written one where it stands for nobody, or for several, in the corpus."""
        if written == UNKNOWN:
            return written
        said = _plain(written)
        if said in self._canonical:
            return self._canonical[said]
        for found in (self._forms.get(said, set()), self._by_part(said)):
            here = found & self._spoke_in.get(article, set())
            if len(here or found) == 1:
                return next(iter(here or found))
        self._canonical[said] = written  # so that a second coder's spelling of it is the same name
        return written

    def _by_part(self, said: str) -> set[str]:
        """Speakers whose name ends with these words (a surname), or stands in them (beside an office).

        Names alone: “citizens” is not yet “many petitions from citizens”.
        """
        ours = [(plain, name) for plain, name in self._canonical.items() if name[:1].isupper()]
        return {
            name for plain, name in ours if plain.endswith(f" {said}") or (" " in plain and f" {plain} " in f" {said} ")
        }


def _plain(name: str) -> str:
    """The name without case, articles and marks."""
    return " ".join(fold(bare(name)).replace(",", " ").replace(".", " ").split())
