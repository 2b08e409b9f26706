"""The methods paragraph of a study: what was read, found and left out, with versions and fingerprints."""

from __future__ import annotations

from . import lexicon, tables
from .duplicates import SHINGLE
from .duplicates import THRESHOLD as THRESHOLD_COPY
from .language import in_english
from .pipeline import Analysis
from .timeline import window
from .tone import THRESHOLD
from .tone_lexicon import overlay
from .tone_means import MIN_ARTICLES


def describe_methods(study: Analysis) -> str:
    """Plain text, ready to paste; every number comes from the tables of `study`."""
    return " ".join(
        [
            _corpus(study),
            _statements(study),
            _speakers(study),
            _tone(study),
            _topics(study),
            *_corrections(study),
            _versions(study),
        ]
    )


def _corpus(study: Analysis) -> str:
    articles = study.articles
    copies, rejected = int(articles["duplicate_of"].notna().sum()), int((study.problems["severity"] == "error").sum())
    foreign = int((~in_english(articles)).sum())
    bases = articles["published_basis"].value_counts()
    how = ", ".join(f"{basis} {count}" for basis, count in bases[bases > 0].items())
    text = (
        f"The corpus “{study.settings.get('corpus', 'unnamed')}” has {len(articles)} articles with "
        f"{int(articles['word_count'].sum()):,} words, published {window(articles['published'])} (basis: {how})."
    )
    if copies:
        kept = (
            "are counted like the others" if study.settings.get("duplicates") == "keep" else "have no statements here"
        )
        text += (
            f" {copies} of them are copies of an earlier one, word for word or with at least {THRESHOLD_COPY:.0%} of "
            f"the runs of {SHINGLE} words in common (column duplicate_of), and {kept}."
        )
    if foreign:
        text += f" {foreign} are not in English and have no statements and no tone (column language)."
    return text + (f" {rejected} inputs were rejected; see the table problems." if rejected else "")


def _statements(study: Analysis) -> str:
    said = tables.said(study.statements)
    kinds = said["kind"].value_counts()
    counted = ", ".join(f"{int(kinds.get(kind, 0))} {kind}" for kind in ("direct", "mixed", "indirect"))
    thoughts = int((study.statements["mode"] == "thought").sum())
    others = len(study.statements) - len(said) - thoughts
    return (
        f"Reported statements were found by a tagger trained on coded news (model sha256 "
        f"{study.settings.get('model')}), with rules for quotations that nobody introduces, headlines and transcripts: "
        f"{len(said)} statements "
        f"({counted}); {thoughts} reports of thought (believes, wants) and {others} attributions "
        "whose cue no list knows are in the tables and left out of the figures."
    )


def _speakers(study: Analysis) -> str:
    said = tables.said(study.statements)
    unknown = int(said["speaker"].isna().sum())
    share = f"{100 * unknown / len(said):.0f} %" if len(said) else "none"
    registry = study.settings.get("registry")
    asked = f"the registry {registry}" if registry else "no registry"
    return (
        f"They were attributed to {len(study.speakers)} speakers by name, office and pronoun within each article, with "
        f"{asked}; {unknown} ({share}) could not be attributed and are shown as such."
    )


def _tone(study: Analysis) -> str:
    held = lexicon.digests()["tone_overlay"]
    used = {
        "vader": "with its stock lexicon and nothing corrected",
        "news": "read through plain quotation marks and apostrophes, with proper names masked and "
        f"{len(overlay())} words and phrases of lexicons/tone_overlay.csv (sha256 {held}) in place of VADER's values",
    }
    chosen = str(study.settings.get("tone"))
    how = used.get(chosen, f"with the lexicon {chosen}, read through plain marks and with proper names masked")
    return (
        f"Tone is VADER's compound score (vaderSentiment 3.3.2) per sentence, {how}, averaged over the sentences of "
        f"a statement, own words apart from the reporting around them; labels at ±{THRESHOLD}. Intervals of means are "
        f"95 % percentiles of 1,000 seeded resamples of whole articles, none under {MIN_ARTICLES} articles."
    )


def _topics(study: Analysis) -> str:
    codebook = study.settings.get("codebook")
    if not codebook:
        return "No codebook of topics was given."
    said = tables.said(study.statements)
    covered = said["statement_id"].isin(study.topics["statement_id"]).sum()
    return f"Topics are those of the codebook {codebook}; {covered} of {len(said)} statements have at least one."


def _corrections(study: Analysis) -> list[str]:
    given = study.settings.get("corrections")
    if not given:
        return []
    counts = study.problems["code"].value_counts()
    applied, stale = (int(counts.get(f"correction-{kind}", 0)) for kind in ("applied", "stale"))
    left = f"; {stale} were not, as the words have changed" if stale else ""
    return [f"{applied} corrections by people were laid over the tables ({given}){left}."]


def _versions(study: Analysis) -> str:
    lexicons = ", ".join(f"{name} {sha}" for name, sha in study.settings.get("lexicons", {}).items())
    return f"media-analysis {study.settings.get('version')}; lexicons (sha256, first 12 digits): {lexicons}."
