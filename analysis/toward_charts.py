"""Tone toward persons to figures: who is written of how, and who speaks of whom how.

Takes the table `toward` (see `score_tone_toward`); what stands in nobody's statement is the reporters' own words.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from . import tables
from .figures import axes, drawn_again, empty, finish, top
from .style import DARK, PALETTE, RULE, TONE, short_names, style
from .tone_charts import Look, bars_note, draw_dots, extremes, held_back, stacked
from .tone_means import MIN_ARTICLES, mean_tone

REPORTERS = "reporters' own words"
_NEEDED = ["person", "article_id", "sentence_id", "statement_id", "speaker", "tone"]


@drawn_again
def plot_tone_toward(
    toward: pd.DataFrame, *, n: int = 12, minimum: int = 3, resamples: int = 1000, ax: Axes | None = None
) -> Axes:
    """Mean tone toward each person: in the reporters' words beside what speakers say, with n and intervals."""
    tables.require(toward, _NEEDED, "plot_tone_toward")
    with style():
        written = toward[toward["statement_id"].isna()]
        spoken = toward[toward["statement_id"].notna()]
        kept = mean_tone(written, "person", resamples=resamples, minimum=minimum).head(n)
        others = mean_tone(spoken, "person", resamples=resamples).set_index("person").reindex(kept["person"])
        few = others["n"].fillna(0) < minimum
        others[["mean", "low", "high"]] = others[["mean", "low", "high"]].mask(few)
        others = others.reset_index()
        rows = stacked({"reporters": kept, "speakers": others}, "person", "words")
        ax = axes(ax, 1.9 + 0.36 * max(2, len(kept)))
        title = "Tone toward persons: as reporters write of them, as speakers speak of them"
        if kept.empty:
            return empty(ax, title, f"No person is named {minimum} times in the reporters' own words.", rows)
        looks = {
            Look("D", "white", PALETTE[5], -0.14, REPORTERS): kept,
            Look("o", PALETTE[0], PALETTE[0], 0.16, "what speakers say"): others,
        }
        draw_dots(ax, looks, "person", "negative  ←  mean tone toward the person  →  positive")
        caption = (
            f"{_base(toward)}. n: mentions; what speakers say needs {minimum} too. {bars_note(kept, others)}"
            f"{held_back(written, 'person', minimum)}"
        )
        return finish(ax, title, caption, extremes("Reporters write", kept, "person"), rows)


def _base(toward: pd.DataFrame) -> str:
    return (
        f"n = {len(toward)} mentions of {toward['person'].nunique()} persons in {toward['sentence_id'].nunique()} "
        f"sentences of {toward['article_id'].nunique()} articles"
    )


@drawn_again
def plot_toward_matrix(
    toward: pd.DataFrame, *, n: int = 8, minimum: int = 3, resamples: int = 1000, ax: Axes | None = None
) -> Axes:
    """Who speaks of whom how: speakers down, persons across; mean, interval and n in each cell.

    The `n` persons named most and the `n` speakers who name them most; the first line is the reporters' own words.
    Cells under `minimum` mentions show their n alone.
    """
    tables.require(toward, _NEEDED, "plot_toward_matrix")
    with style():
        unknown = int((toward["statement_id"].notna() & toward["speaker"].isna()).sum())
        who = toward["speaker"].astype(object).where(toward["statement_id"].notna(), REPORTERS)
        use = toward.assign(who=who).dropna(subset="who")
        persons = top(use["person"], n)
        use = use[use["person"].isin(persons)]
        speakers = top(use.loc[use["who"] != REPORTERS, "who"], n)
        lines = [REPORTERS, *speakers] if (use["who"] == REPORTERS).any() else speakers
        rows = _cells(use, lines, resamples)
        ax = axes(ax, 2.3 + 0.56 * max(2, len(lines)))
        title = "Who speaks of whom, and in which tone"
        if rows.empty:
            return empty(ax, title, "No person is named in a sentence.", rows)
        _draw_cells(ax, rows, lines, persons, minimum)
        few = int((rows["n"] < minimum).sum())
        noun = "mention" if unknown == 1 else "mentions"
        caption = (
            f"{_base(toward)}. Cells: mean tone toward the person, its 95 % interval from resampling articles (none "
            f"under {MIN_ARTICLES} articles), and n; {few} cells with fewer than {minimum} mentions show n alone. "
            f"Orange: negative, blue: positive. {unknown} {noun} inside words whose speaker is unknown not drawn."
        )
        return finish(ax, title, caption, _most(rows, minimum), rows)


def _cells(use: pd.DataFrame, lines: list[str], resamples: int) -> pd.DataFrame:
    parts = [mean_tone(use[use["who"] == line], "person", resamples=resamples).assign(speaker=line) for line in lines]
    columns = ["speaker", "person", "mean", "low", "high", "n", "articles"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def _most(rows: pd.DataFrame, minimum: int) -> str:
    known = rows[rows["n"] >= minimum].sort_values(["mean", "speaker", "person"], kind="stable")
    if known.empty:
        return f"No pair has {minimum} mentions."
    low, high = known.iloc[0], known.iloc[-1]
    return (
        f"Most positive: {high['speaker']} on {high['person']} ({high['mean']:+.2f}, n = {high['n']}); "
        f"least: {low['speaker']} on {low['person']} ({low['mean']:+.2f}, n = {low['n']})."
    )


def _draw_cells(ax: Axes, rows: pd.DataFrame, lines: list[str], persons: list[str], minimum: int) -> None:
    ax.grid(False)
    small = len(persons) > 4
    joint = "\n" if small else " "  # narrow cells: an interval on two lines
    for row in rows.to_dict("records"):
        x, y = persons.index(row["person"]), lines.index(row["speaker"])
        enough = row["n"] >= minimum
        face = TONE(np.clip(row["mean"], -0.5, 0.5) + 0.5) if enough else "white"
        ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=face, edgecolor=RULE, lw=0.6))
        words = f"n = {row['n']}"
        if enough:
            interval = "" if pd.isna(row["low"]) else f"\n{row['low']:+.2f}{joint}to {row['high']:+.2f}"
            words = f"{row['mean']:+.2f}{interval}\n{words}"
        dark = enough and abs(row["mean"]) > 0.25
        ax.text(
            x,
            y,
            words,
            ha="center",
            va="center",
            fontsize="x-small" if small else "small",
            color="white" if dark else DARK,
        )
    ax.set_xlim(-0.5, len(persons) - 0.5)
    ax.set_ylim(len(lines) - 0.5, -0.5)
    ax.set_yticks(range(len(lines)), short_names(lines, 26))
    upright = len(persons) > 4
    ax.set_xticks(range(len(persons)), short_names(persons, 24), rotation=90 if upright else 0, fontsize="small")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_ylabel("who speaks")
    ax.set_xlabel("of whom")
