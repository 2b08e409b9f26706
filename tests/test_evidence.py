"""What each word says about a person, and in which relation to the name it stands."""

from __future__ import annotations

import time

from analysis.evidence import Evidence, Sentence, weigh
from analysis.tone import scorer_of


def evidence(text: str, first: int, last: int) -> dict[str, tuple[str, ...]]:
    return {e.word: e.relations for e in Sentence(text, scorer_of().hits(text)).evidence(first, last)}


def test_the_doer_and_the_one_it_is_done_to() -> None:
    text = "Anna Lind criticized Tom Berger sharply"
    assert evidence(text, 0, 2)["criticized"][-1] == "criticism:subject"
    assert evidence(text, 3, 5)["criticized"][-1] == "criticism:object"
    assert evidence("Anna Lind was criticized by Tom Berger", 0, 2)["criticized"][-1] == "criticism:object"
    assert evidence("Anna Lind was criticized by Tom Berger", 5, 7)["criticized"][-1] == "criticism:subject"


def test_what_stands_between_is_told() -> None:
    found = evidence("Anna Lind spoke, but Tom Berger, a fraud, left", 0, 2)["fraud"]
    assert {"contrast", "name between", "nearer to another"} <= set(found)
    assert found[-1] == "wrong:near"


def test_whose_quotation_it_is_and_who_speaks() -> None:
    found = evidence('Anna Lind said the bridge was "a disaster"', 0, 2)["disaster"]
    assert {"word quoted", "own speech"} <= set(found)
    assert "same quotation" in evidence('"Lind is a disaster" he said', 0, 1)["disaster"]


def test_a_word_that_leans_counts_only_beside_a_person() -> None:
    assert evidence("Police came to Anna Lind", 3, 5)["police"][-1].startswith("leaning")


def test_nothing_said_is_nothing_weighed() -> None:
    assert weigh([]) == 0
    assert weigh([Evidence("fraud", -2.4, 1, ("wrong:subject",))]) < 0


def test_a_long_sentence_takes_a_moment() -> None:
    text = "Anna Lind, a fraud, " * 5_000
    start = time.process_time()
    sentence = Sentence(text, scorer_of().hits(text))
    for first in range(0, 20_000, 40):
        sentence.evidence(first, first + 2)
    assert time.process_time() - start < 10
