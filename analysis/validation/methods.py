"""The validation paragraph of a methods section: how the sample was drawn, who agreed how far, what is found."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from .. import tables
from ..tone_means import MIN_ARTICLES
from .agreement import ALL, SENTENCE, Agreement
from .codings import GOLD, MACHINE
from .questions import ABOUT

CALLED = {
    "statement": "being a statement",
    SENTENCE: "whether a sentence reports a statement",
    **{question: question for question in ABOUT},
}
_SAME, _LOW = 0.9, 0.5  # from this share of same answers on, and below this alpha, the text says why
_FIGURES = ("precision", "recall", "F1")


def describe_agreement(found: Agreement) -> str:
    """Plain text, ready to paste; every number comes from the tables of `found`."""
    if not found.settings["coders"]:
        return (
            "No coded sheets were given, so that nothing is known of how right the automated coding is. Draw a sample "
            "with “python -m analysis validate sample ARTICLES --out coding”, have two people fill in its sheets, and "
            "put the folder coding beside the articles."
        )
    parts = [_sample(found), _coders(found), _machine(found), _extraction(found), _rows(found)]
    return " ".join(part for part in parts if part)


def _sample(found: Agreement) -> str:
    about = found.settings
    by = ", ".join(about.get("by", [])) or "nothing"
    return (
        f"Of {about.get('statements')} statements in speech or writing, {about.get('drawn')} were drawn for coding by "
        f"systematic sampling from {about.get('strata')} strata (by {by}; shares by the power "
        f"{about.get('power')} of a stratum's size; seed {about.get('seed')}), and of {about.get('articles')} articles "
        f"{about.get('whole_articles')} were read whole for what the machine missed."
    )


def _coders(found: Agreement) -> str:
    people = found.settings["coders"]
    if len(people) < 2:
        return f"They were coded by one person ({people[0]}); how far people agree is not known."
    name = ALL if len(people) > 2 else " – ".join(people)
    rows = found.table[(found.table["between"] == name) & (found.table["units"] > 0)]
    said = "; ".join(_alpha(row) for row in tables.records(rows))
    resampled = _resampled(rows)
    return (
        f"{len(people)} people coded them alone ({', '.join(people)}). Their agreement, as Krippendorff's alpha "
        f"(95 % interval of {found.settings['resamples']} draws of {resampled}): {said}."
    )


def _machine(found: Agreement) -> str:
    who = _reference(found)
    rows = found.table[(found.table["between"] == f"{who} – {MACHINE}") & (found.table["units"] > 0)]
    if rows.empty:
        return ""
    return f"Between {_named(who)} and the machine: " + "; ".join(_alpha(row) for row in tables.records(rows)) + "."


def _extraction(found: Agreement) -> str:
    who = _reference(found)
    rows = found.extraction[found.extraction["reference"] == who]
    main = [_share(row) for row in tables.records(rows) if row["figure"] in _FIGURES]
    about = [_share(row) for row in tables.records(rows) if row["figure"] not in _FIGURES]
    text = (
        f"Against {_named(who)}, and weighted back to the corpus by the inverse of each statement's probability of "
        f"being drawn, the machine has a {', '.join(main)} (95 % intervals from {found.settings['resamples']} draws of "
        f"{_resampled(rows)})."
    )
    return text + (f" Of the statements that it finds, it has {', '.join(about)}." if about else "")


def _rows(found: Agreement) -> str:
    account = found.account
    left = int(account["reported"].sum() - account["not_coded"].sum())
    odd = f"; {left} could not be used and are listed" if left else ""
    return (
        f"{int(account['used'].sum())} of {int(account['rows'].sum())} rows of the coding sheets were used, "
        f"{int(account['not_coded'].sum())} were left empty{odd}."
    )


def _reference(found: Agreement) -> str:
    return GOLD if found.settings["gold"] else str(found.settings["coders"][0])


def _named(who: str) -> str:
    return "the adjudicated codings" if who == GOLD else who


def _resampled(rows: pd.DataFrame) -> str:
    """What the intervals draw, and what that means where there are too few articles."""
    if set(rows["resampled"]) <= {"articles"}:
        return "whole articles"
    return f"statements and sentences, as under {MIN_ARTICLES} articles cannot be drawn from"


def _alpha(row: dict[str, Any]) -> str:
    name, same = CALLED[row["question"]], f"{100 * row['agreement']:.0f} % the same, n = {row['units']}"
    if row["alpha"] is None or math.isnan(row["alpha"]):
        return f"{name} not defined, as only one answer occurs ({same})"
    interval = "" if math.isnan(row["low"]) else f" ({row['low']:.2f} to {row['high']:.2f})"
    rare = ", nearly all one answer, which leaves alpha little to go by" if _one_sided(row) else ""
    return f"{name} {row['alpha']:.2f}{interval} ({row['level']}; {same}{rare})"


def _one_sided(row: dict[str, Any]) -> bool:
    """Much the same answers and yet hardly an alpha: what is rare is not seen often enough to agree on."""
    return bool(row["agreement"] >= _SAME and row["alpha"] < _LOW)


def _share(row: dict[str, Any]) -> str:
    interval = "" if math.isnan(row["low"]) else f", {100 * row['low']:.0f} to {100 * row['high']:.0f}"
    value = "unknown" if math.isnan(row["value"]) else f"{100 * row['value']:.0f} %"
    name = "the " + row["figure"] if row["figure"] not in _FIGURES else f"{row['figure']} of"
    return f"{name} {value} (n = {row['n']}{interval})"
