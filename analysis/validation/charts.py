"""Agreement as figures: alpha with its interval for each question, and who answered what where another said else."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .. import tables
from ..figures import axes, drawn_again, empty, finish, legend_above
from ..style import DARK, GREY, PALETTE, RULE, shorten, style
from .agreement import ALL, Agreement
from .codings import GOLD, MACHINE
from .methods import CALLED

_FIRM, _TENTATIVE = 0.8, 0.667  # Krippendorff (2019, ch. 12): rely on from .800, tentatively from .667
_MARKERS = "osD^v<>P"


@drawn_again
def plot_agreement(found: Agreement, *, ax: Axes | None = None) -> Axes:
    """Krippendorff's alpha and its 95 % interval: a row per question, marks for people and machine.

    Of more than two coders all are taken together; where codings were adjudicated (gold), those are compared with the
    machine in the coders' place.
    The two lines are the thresholds that Krippendorff names for reliance and for tentative conclusions.
    """
    with style():
        table = _drawn(found)
        title = "Agreement on what was coded"
        if table.empty:
            return empty(
                axes(ax, 1.6), title, "No coded sheets were given, so that there is nothing to compare.", table
            )
        questions = [q for q in CALLED if q in set(table["question"])]
        pairs = [p for p in dict.fromkeys(table["between"]) if p in set(table["between"])]
        ax = axes(ax, 2.0 + (0.16 * len(pairs) + 0.3) * len(questions))
        for value, words in ((_FIRM, " reliable from .80"), (_TENTATIVE, "tentatively from .67 ")):
            ax.axvline(value, color=GREY, linewidth=0.9, linestyle=(0, (4, 2)), zorder=1)
            ax.text(value, -0.62, words, fontsize=7, color="#555555", ha="left" if value == _FIRM else "right")
        step = 0.72 / max(1, len(pairs))
        compared = {q: table.loc[table["question"] == q, "between"].tolist() for q in questions}
        for i, pair in enumerate(pairs):
            rows = table[table["between"] == pair]
            asked = [(questions.index(q), compared[q]) for q in rows["question"]]
            y = [_height(at, among.index(pair), len(among), step) for at, among in asked]
            _draw_pair(ax, rows, y, PALETTE[i % len(PALETTE)], _MARKERS[i % len(_MARKERS)], pair)
        sizes = {q: table.loc[table["question"] == q, "units"] for q in questions}
        ax.set_yticks(range(len(questions)), [_label(q, int(n.min()), int(n.max())) for q, n in sizes.items()])
        ax.set_ylim(len(questions) - 0.45, -0.75)
        lowest = float(np.nanmin([0.0, *table["low"].astype(float), *table["alpha"].astype(float)]))
        ax.set_xlim(max(-1.0, math.floor(lowest * 10) / 10) - 0.03, 1.04)
        ax.set_xlabel("Krippendorff’s alpha (1: no disagreement; 0: as by chance)")
        legend_above(ax, ncols=3)
        return finish(ax, title, _agreement_caption(found, table), _agreement_alt(table), table)


def _drawn(found: Agreement) -> pd.DataFrame:
    """The comparisons of a figure; the table has all of them."""
    people = found.settings["coders"]
    among = {ALL} if len(people) > 2 else {" – ".join(people)}
    against = {f"{who} – {MACHINE}" for who in ([GOLD] if found.settings["gold"] else people)}
    table = found.table[(found.table["units"] > 0) & found.table["between"].isin(among | against)]
    return table.reset_index(drop=True)


def _height(question: int, place: int, of: int, step: float) -> float:
    """Where a pair's mark stands: around the line of its question."""
    return question + (place - (of - 1) / 2) * step


def _draw_pair(ax: Axes, rows: pd.DataFrame, y: list[float], colour: str, marker: str, name: str) -> None:
    value = rows["alpha"].astype(float).to_numpy()
    low, high = (rows[c].astype(float).to_numpy() for c in ("low", "high"))
    ax.hlines(y, low, high, color=colour, linewidth=1.4)
    ax.plot(value, y, marker, color=colour, markersize=5, label=shorten(name, 34), linestyle="none")
    for at, v in zip(y, value, strict=True):
        if np.isnan(v):
            ax.text(0.0, at, "not defined: one answer only", fontsize=7, va="center", color=colour)


def _label(question: str, least: int, most: int) -> str:
    n = f"{least}" if least == most else f"{least}–{most}"
    words = {"statement": "a statement?", "sentence": "sentence reports\na statement?"}.get(question, question)
    return f"{words}  (n = {n})"


def _agreement_caption(found: Agreement, table: pd.DataFrame) -> str:
    about = found.settings
    drawn = "whole articles" if set(table["resampled"]) <= {"articles"} else "statements or sentences (few articles)"
    return (
        f"{_sampled(found)}, coded by {', '.join(about['coders'])}. Bars: 95 % intervals from {about['resamples']} "
        f"draws of {drawn}, none where nobody disagrees. Statement, sentence and speaker: nominal; kind and tone: "
        "ordinal; topic: sets (MASI). Beyond the first two questions, only what both take for a statement is compared."
        + (" Gold: what was decided." if about["gold"] else "")
    )


def _sampled(found: Agreement) -> str:
    """How much of the corpus was coded, for captions."""
    about = found.settings
    return (
        f"{about.get('drawn')} of {about.get('statements')} statements and {about.get('whole_articles')} of "
        f"{about.get('articles')} articles, {about.get('window')}, {about.get('unattributed')} of the statements not "
        "attributed by the machine"
    )


def _agreement_alt(table: pd.DataFrame) -> str:
    said = [
        f"{row['question']}, {row['between']}: "
        + ("not defined" if row["alpha"] is None or math.isnan(row["alpha"]) else f"{row['alpha']:.2f}")
        for row in tables.records(table)
    ]
    return "Alpha: " + "; ".join(said) + "."


@drawn_again
def plot_confusion(
    found: Agreement, question: str = "tone", *, between: tuple[str, str] | None = None, ax: Axes | None = None
) -> Axes:
    """Answers of one (rows) against those of another (columns) to `question`: numbers, shaded by share of the row.

    `between`: two names out of the coders, gold and machine; None takes gold (else the first coder) and the machine.
    ValueError where they were not compared on that question.
    """
    tables.require(found.confusion, ["question", "first", "second", "first_says", "second_says", "n"], "plot_confusion")
    people = found.settings["coders"]
    title = f"{CALLED.get(question, question).capitalize()}, answer by answer"
    with style():
        if not people:
            nothing = "No coded sheets were given, so that there is nothing to compare."
            return empty(axes(ax, 1.6), title, nothing, found.confusion)
        first, second = between or (GOLD if found.settings["gold"] else people[0], MACHINE)
        rows = found.confusion
        rows = rows[(rows["question"] == question) & (rows["first"] == first) & (rows["second"] == second)]
        if rows.empty:
            known = found.confusion[["question", "first", "second"]].drop_duplicates().to_numpy().tolist()
            listed = "; ".join(f"{q}: {a}, {b}" for q, a, b in known) or "none"
            raise ValueError(f"{first} and {second} were not compared on {question}; there are {listed}.")
        counts = _square(rows, question)
        ax = axes(ax, 1.9 + 0.42 * len(counts))
        _draw_cells(ax, counts, first, second)
        right, n = int(np.trace(counts.to_numpy())), int(counts.to_numpy().sum())
        caption = (
            f"n = {n}; {_sampled(found)}. Rows: {first}, columns: {second}. Shade: "
            "share of the row. What is not on the diagonal is a disagreement; each is listed with its sentence."
        )
        alt = f"{first} and {second} give the same answer for {right} of {n}."
        return finish(ax, title, caption, alt, rows)


def _square(rows: pd.DataFrame, question: str) -> pd.DataFrame:
    from .questions import QUESTIONS

    asked = QUESTIONS.get(question)
    order: list[Any] = list(asked.values) if asked and asked.values else []
    values = order or sorted({*rows["first_says"], *rows["second_says"]})
    wide = rows.pivot(index="first_says", columns="second_says", values="n")
    return wide.reindex(index=values, columns=values).fillna(0).astype(int)


def _draw_cells(ax: Axes, counts: pd.DataFrame, first: str, second: str) -> None:
    held = counts.to_numpy()
    totals = held.sum(axis=1, keepdims=True)
    shares = np.divide(held, totals, out=np.zeros(held.shape), where=totals > 0)
    ax.grid(False)
    ax.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for y, x in np.ndindex(held.shape):
        colour = "white" if shares[y, x] > 0.55 else DARK if held[y, x] else RULE
        ax.text(x, y, str(held[y, x]), ha="center", va="center", fontsize=9, color=colour)
    ax.set_yticks(range(len(counts)), [f"{v}  (n = {t})" for v, t in zip(counts.index, totals[:, 0], strict=True)])
    ax.set_xticks(range(len(counts)), counts.columns.tolist())
    ax.set_ylabel(first)
    ax.set_xlabel(second)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
