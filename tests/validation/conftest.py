"""What the tests of validation share: a small corpus of our own, a sample of it, and sheets that somebody filled in."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import analysis as ma
from analysis.validation.sheets import sentence_rows, statement_rows

TOWNS = ("Lindau", "Marbach", "Ostrava", "Tromsø", "Kaunas", "Graz", "Évora", "Pécs")
MAYORS = ("Anna Lind", "Bruno Maas", "Clara Novak", "Dag Olsen")


@pytest.fixture(scope="session")
def corpus() -> pd.DataFrame:
    """Eight short articles of three statements and a sentence without one, two outlets, four mayors."""
    rows = []
    for i, town in enumerate(TOWNS):
        mayor = MAYORS[i % len(MAYORS)]
        text = (
            f"The bridge of {town} was closed on Monday after {i + 3} days of rain.\n\n"
            f"“We will rebuild the bridge of {town},” Mayor {mayor} said.\n\n"
            f"{mayor} said that the repair in {town} would cost {i + 2} million euros.\n\n"
            f"The council of {town} said it was “deeply worried” about the winter.\n"
        )
        rows.append(
            {
                "article_id": f"a{i}",
                "outlet": "Post" if i % 2 else "Herald",
                "published": f"2024-05-{i + 10}",
                "text": text,
            }
        )
    return pd.DataFrame(rows)


@pytest.fixture(scope="session")
def study(corpus: pd.DataFrame) -> ma.Analysis:
    codebook = pd.DataFrame({"topic": ["traffic", "money", "weather"], "pattern": ["bridge*", "euros", "winter"]})
    return ma.analyse(corpus, codebook=codebook)


@pytest.fixture(scope="session")
def draw(study: ma.Analysis) -> Callable[..., ma.CodingSample]:
    """draw(n=…, whole=…, …): a sample of the small corpus."""

    def make(n: int = 100, **options: object) -> ma.CodingSample:
        usual = {"statements": study.statements, "articles": study.articles, "topics": study.topics, "whole": 3}
        return ma.sample_for_coding(n=n, **{**usual, **options})

    return make


@pytest.fixture(scope="session")
def sample(draw: Callable[..., ma.CodingSample]) -> ma.CodingSample:
    return draw()


@pytest.fixture(scope="session")
def filled(sample: ma.CodingSample) -> Callable[..., dict[str, pd.DataFrame]]:
    """filled(coder, **{item: {column: answer}}): the two sheets with the machine's own answers, but for those given."""

    def make(coder: str = "coder A", **other: dict[str, object]) -> dict[str, pd.DataFrame]:
        statements, sentences = statement_rows(sample, coder), sentence_rows(sample, coder)
        statements["statement"] = "yes"
        for question in ("kind", "speaker", "tone", "topic"):
            statements[question] = sample.items[question].tolist()
        sentences["missed"] = "no"
        for frame in (statements, sentences):
            for item, answers in other.items():
                at = frame.index[frame["item"] == item.replace("_", "-")]
                for column, answer in answers.items():
                    if len(at) and column in frame.columns:
                        frame.loc[at, column] = answer
        return {"statements": statements, "articles": sentences}

    return make
