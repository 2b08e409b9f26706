"""One row per speaker and person: in how many statements the speaker names the person.

Takes the table `toward` (see `score_tone_toward`), which says where each person is named and in whose words, and the
statements, which say when. A mention in the reporters' own words is nobody's statement and is not counted here.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from . import tables
from .figures import UNKNOWN, axes, base, drawn_again, empty, finish, grouped, others, rest, so_many, top, unattributed
from .matrix import draw_matrix
from .period_charts import count_pairs_over_time
from .registry import load_registry
from .sources import beside
from .style import short_names, style

_DARK = 4  # so many statements make the darkest cell, or as many as the highest has
_TITLE = "Who speaks about whom"


def find_people(speakers: pd.DataFrame, registry: Any = None, *, articles: Any = None) -> pd.DataFrame:
    """One row per person to look for in what is said: the persons who speak, and those whom only the registry knows.

    `registry`: a CSV file or a table; None takes `speakers.csv` beside `articles` where one lies there. Columns:
    speaker and speaker_kind, as `score_tone_toward` takes them.
    """
    tables.require(speakers, ["speaker", "speaker_kind"], "find_people")
    at = beside(articles, registry, "speakers.csv") if registry is None and articles is not None else registry
    known = load_registry(at)
    listed = [name for name in known.table["name"].dropna().tolist() if known.about(name).get("kind") == "person"]
    names = [*speakers.loc[speakers["speaker_kind"] == "person", "speaker"].tolist(), *listed]
    return pd.DataFrame({"speaker": pd.array(list(dict.fromkeys(names)), dtype="str"), "speaker_kind": "person"})


def count_about(
    toward: pd.DataFrame, statements: pd.DataFrame, *, every: str | None = None, thoughts: bool = False
) -> pd.DataFrame:
    """One row per speaker and person: `statements` that name the person, of how many (`of`), `share`, and `articles`.

    With `every` (day, week, month, quarter, year) one row per period and pair that occurs, with true zeros:
    `statements` alone. A missing speaker is a statement that is not attributed.
    """
    named = _named(toward, statements, thoughts, "count_about")
    if every is not None:
        return count_pairs_over_time(named, "speaker", "person", every, thoughts=thoughts)
    columns = ["speaker", "person"]
    pairs = named.assign(speaker=named["speaker"].astype(object)).groupby(columns, dropna=False, sort=True)
    table = pairs.agg(statements=("statement_id", "nunique"), articles=("article_id", "nunique")).reset_index()
    said = tables.said(statements, thoughts=thoughts)
    totals = said["speaker"].value_counts()
    of = table["speaker"].map(totals).fillna(said["speaker"].isna().sum()).astype("int64")
    table = table.assign(of=of, share=(table["statements"] / of).round(4))
    table = table[[*columns, "statements", "of", "share", "articles"]]
    return table.sort_values(["statements", *columns], ascending=[False, True, True], ignore_index=True)


def _named(toward: pd.DataFrame, statements: pd.DataFrame, thoughts: bool, caller: str) -> pd.DataFrame:
    """One row per statement and person that it names: the statement's columns and `person`."""
    tables.require(toward, ["statement_id", "person"], caller)
    tables.require(statements, ["statement_id", "article_id", "speaker", "date", "mode"], caller)
    pairs = toward[["statement_id", "person"]].dropna().drop_duplicates()
    return tables.said(statements, thoughts=thoughts).merge(pairs, on="statement_id", how="inner")


@drawn_again
def plot_about(toward: pd.DataFrame, statements: pd.DataFrame, *, n: int = 8, ax: Axes | None = None) -> Axes:
    """Who names whom how often: speakers down, persons across; statements in the cells, more of them darker."""
    with style():
        named = _named(toward, statements, False, "plot_about")
        use = tables.said(statements)
        rows = count_about(toward, statements)
        ax = axes(ax, 2.4 + 0.34 * max(2, min(n, named["speaker"].nunique()) + 2))
        if named.empty:
            return empty(ax, _TITLE, "No statement names a person.", rows)
        persons = top(named["person"], n)
        shown = named[named["person"].isin(persons)]
        names = top(shown["speaker"], n)
        lanes = grouped(shown, "speaker", names)
        order = [lane for lane in [*names, others(shown, "speaker", names), UNKNOWN] if lane in set(lanes)]
        columns = pd.Index(persons)
        cells = pd.crosstab(lanes, shown["person"].astype(object)).reindex(index=order, columns=columns, fill_value=0)
        speaking = use[use["speaker"].isin(shown["speaker"].dropna()) | use["speaker"].isna()]
        totals = grouped(speaking, "speaker", names).value_counts().reindex(order)
        highest = max(_DARK, int(cells.reindex(names).to_numpy().max(initial=0)))  # not of the sum of the others
        words = [f"{name}  (n = {totals[lane]})" for name, lane in zip(short_names(order, 36), order, strict=True)]
        shades = (cells / highest).clip(upper=1).to_numpy(dtype=float)
        draw_matrix(ax, cells.to_numpy(), shades, words, persons, totals.to_numpy()[:, None], darkest=1)
        ax.set(ylabel="who speaks", xlabel="about whom")
        left, unnamed = rest(shown, "speaker", names), rest(named, "person", persons)
        caption = (
            f"{base(use)}; {unattributed(use)}; {named['statement_id'].nunique()} statements name a person. Cells: "
            "statements that name the person, more of them darker; n: all statements of the line. A statement may name "
            "several." + (f" Others: {left}." if left else "") + (f" Persons not drawn: {unnamed}." if unnamed else "")
        )
        known = rows.dropna(subset="speaker")
        alt = "Nobody's statement names a person."
        if len(known):
            most = known.iloc[0]
            said = so_many(most["statements"], "statement")
            alt = f"Most often: {most['speaker']} about {most['person']} ({said})."
        return finish(ax, _TITLE, caption, alt, rows)
