"""The methods paragraph: every number in it comes from the tables."""

from __future__ import annotations

import pandas as pd
import pytest

import analysis as ma
from analysis.lexicon import digests
from analysis.methods import describe_methods, window


@pytest.fixture(scope="module")
def tiny() -> ma.Analysis:
    text = "“It will close,” Anna Lind said. “Why?” somebody asked. The mayor believes that it is late."
    rows = [("one", text, "2024-05-10"), ("two", text, "2024-05-12"), ("three", "Nobody said a word.", None)]
    return ma.analyse(pd.DataFrame(rows, columns=["article_id", "text", "published"]))


def test_it_says_how_much_was_read_and_when_it_is_from(study: ma.Analysis) -> None:
    text = describe_methods(study)
    words = f"{study.articles['word_count'].sum():,} words"
    assert f"articles” has 2 articles with {words}" in text
    assert "published 2022-03-04 to 2022-07-04 (basis: inferred 2)" in text


def test_it_counts_the_statements_by_kind_and_leaves_thoughts_out(tiny: ma.Analysis) -> None:
    said = tiny.statements[tiny.statements["mode"] != "thought"]
    direct = int((said["kind"] == "direct").sum())
    thoughts = len(tiny.statements) - len(said)
    text = describe_methods(tiny)
    assert f"{len(said)} statements ({direct} direct, " in text
    assert f"{thoughts} reports of thought" in text
    assert thoughts > 0


def test_it_says_what_could_not_be_attributed(study: ma.Analysis) -> None:
    unknown = int(study.statements["speaker"].isna().sum())
    assert f"{unknown} ({100 * unknown / len(study.statements):.0f} %) could not be attributed" in describe_methods(
        study
    )


def test_it_mentions_copies(tiny: ma.Analysis) -> None:
    assert "1 of them are copies of an earlier one" in describe_methods(tiny)
    assert "and have no statements here" in describe_methods(tiny)


def test_it_names_version_files_and_fingerprints(study: ma.Analysis) -> None:
    text = describe_methods(study)
    assert f"media-analysis {ma.__version__}" in text
    assert "the registry speakers.csv (sha256 " in text
    assert "codebook topics.csv (sha256 " in text
    assert all(f"{name} {sha}" in text for name, sha in digests().items())


def test_without_registry_and_codebook_it_says_so(tiny: ma.Analysis) -> None:
    text = describe_methods(tiny)
    assert "with no registry" in text
    assert "No codebook of topics was given." in text


def test_it_says_which_lexicon_of_tone_was_used() -> None:
    frame = pd.DataFrame({"text": ["“It will close,” Anna Lind said."]})
    assert "with its stock lexicon" in describe_methods(ma.analyse(frame, tone="vader"))
    text = describe_methods(ma.analyse(frame))
    assert f"lexicons/tone_overlay.csv (sha256 {digests()['tone_overlay']}) in place of VADER's values" in text
    own = describe_methods(ma.analyse(frame, tone=pd.DataFrame({"word": ["close"], "value": [-1]})))
    assert "with the lexicon a table (sha256 " in own


def test_it_is_one_paragraph_even_of_a_corpus_without_statements() -> None:
    text = describe_methods(ma.analyse(pd.DataFrame({"text": ["Nobody said a word."]})))
    assert "\n" not in text
    assert "0 statements" in text
    assert "nan" not in text.lower().split()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (["2022-03-04", "2022-07-04", None], "2022-03-04 to 2022-07-04"),
        (["2022-03-04", "2022-03-04"], "2022-03-04"),
        ([None], "days unknown"),
        ([], "days unknown"),
    ],
)
def test_a_window_is_two_days_one_or_none(days: list[str | None], words: str) -> None:
    assert window(pd.to_datetime(pd.Series(days, dtype="object"))) == words


def test_it_says_what_people_put_right() -> None:
    article = pd.DataFrame([{"article_id": "one", "text": "“It will close,” Anna Lind said."}])
    row = {"statement_id": "one:0", "column": "kind", "value": "mixed", "words": "“It will close,”"}
    gone = {**row, "column": "mode", "value": "writing", "words": "“It will open,”"}
    text = describe_methods(ma.analyse(article, corrections=pd.DataFrame([row, gone])))
    assert "1 corrections by people were laid over the tables (a table (sha256 " in text
    assert "1 were not, as the words have changed" in text
    assert "corrections" not in describe_methods(ma.analyse(article))
