"""Copies of an article, word for word or nearly: the earliest stands for them all."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as ma
from analysis.duplicates import LEAST_WORDS, THRESHOLD, bands_of, find_copies, likeness, shingles, sketch

WIRE = (
    "The harbour bridge will open to lorries before the end of the summer, Mayor Anna Lind said on Friday. "
    "Workers have painted its four pillars blue and yellow, and the ferry company has sold two of its three boats. "
    "Shops on the northern bank expect more guests, while fishermen fear for the quiet of the bay where they sleep. "
    "The council pays for one half of the work and the harbour for the other, with a loan that runs for ten years."
)
OTHER = (
    "The choir of the harbour school won the first prize of a contest in Vienna on Saturday night. Its conductor told "
    "reporters that the children had practised every day since January, and that two of them had lost their voices on "
    "the train. The prize is a week at the sea, which many of them have never seen from any other shore than this one."
)


def copies(*articles: tuple[str, str | None]) -> list[tuple[int, int]]:
    rows = [{"text": text, "published": day} for text, day in articles]
    return sorted((place, original) for place, (original, _) in find_copies(rows).items())


@pytest.mark.parametrize(
    "copy", [WIRE, f"  {WIRE} ", WIRE.replace(". ", ".\n\n"), WIRE.replace("said on Friday", "announced Friday")]
)
def test_wire_copy_is_found_exact_or_edited(copy):
    assert copies((WIRE, None), (OTHER, None), (copy, None)) == [(2, 0)]


def test_a_headline_and_a_credit_more_are_still_a_copy():
    assert copies((WIRE, None), (f"Bridge to open early\n\n{WIRE}\n\nReporting by Jan Holm", None)) == [(1, 0)]


def test_half_an_article_or_a_shared_quotation_is_no_copy():
    assert copies((WIRE, None), (WIRE[: len(WIRE) // 2], None), (f"{OTHER} {WIRE[:101]}", None)) == []


def test_short_texts_are_copies_only_word_for_word():
    short = "Nobody spoke on day one of the talks."
    assert len(short.split()) < LEAST_WORDS
    assert copies((short, None), (short.replace("one", "two"), None), (short, None)) == [(2, 0)]


def test_the_earliest_by_day_stands_for_all_and_undated_ones_come_last():
    assert copies((WIRE, None), (WIRE, "2024-05-02"), (f"{WIRE} Ends.", "2024-05-01")) == [(0, 2), (1, 2)]


def test_a_copy_of_a_near_copy_stands_for_the_same_original():
    near = f"{WIRE} Ends."
    assert copies((WIRE, "2024-05-01"), (near, "2024-05-02"), (near, "2024-05-03")) == [(1, 0), (2, 0)]


def test_nothing_is_a_copy_of_a_copy():
    chain = [WIRE]
    for word in ("painted", "ferry", "northern", "fishermen", "council", "harbour for", "loan", "lorries"):
        chain.append(chain[-1].replace(word, "changed"))
    found = dict(copies(*((text, None) for text in chain)))
    assert found
    assert not set(found.values()) & set(found)


def test_likeness_is_the_exact_share_of_runs_of_words():
    one, two = shingles("a b c d e f"), shingles("A b, c d e – g")
    assert likeness(one, two) == pytest.approx(1 / 3)
    assert likeness(shingles("a b"), shingles("a b")) == 0


@pytest.mark.parametrize("common", [0, 300, 700, 1000])
def test_sketches_agree_as_far_as_the_texts_are_alike(common):
    one, other = np.arange(1000, dtype=np.uint32), np.arange(1000 - common, 2000 - common, dtype=np.uint32)
    assert np.mean(sketch(one) == sketch(other)) == pytest.approx(likeness(one, other), abs=0.12)


def test_texts_as_alike_as_copies_have_a_band_in_common_and_others_hardly_ever():
    found = [np.arange(start, start + 1000, dtype=np.uint32) for start in range(0, 10**8, 10**6)]
    changed = [np.concatenate([own[:-170], own[-170:] + np.uint32(5000)]) for own in found]
    assert all(np.any(bands_of(a) == bands_of(b)) for a, b in zip(found, changed, strict=True))
    assert not any(np.any(bands_of(a) == bands_of(b)) for a, b in pairwise(found))


def test_what_has_no_runs_of_words_has_no_bands():
    assert not bands_of(shingles("Too short.")).any()


def test_the_table_says_who_is_a_copy_and_how_like():
    problems = ma.Problems()
    frame = pd.DataFrame({"id": ["x", "y", "z"], "text": [WIRE, f"{WIRE} Ends.", OTHER]})
    found = ma.read_articles(frame, problems=problems)
    assert found["duplicate_of"].fillna("").tolist() == ["", "x", ""]
    (row,) = problems.rows
    assert (row["code"], row["severity"], row["article_id"]) == ("duplicate", "info", "y")
    assert "nearly the same text as x (9" in row["message"]


def test_dropped_copies_stay_in_the_table_and_make_no_statements():
    frame = pd.DataFrame({"id": ["x", "y"], "text": [WIRE, f"{WIRE} Ends."]})
    dropped, kept = ma.analyse(frame), ma.analyse(frame, duplicates="keep")
    assert len(dropped.articles) == len(kept.articles) == 2
    assert set(dropped.statements["article_id"]) == set(dropped.sentences["article_id"]) == {"x"}
    assert set(kept.statements["article_id"]) == {"x", "y"}
    assert dropped.settings["duplicates"] == "drop"
    with pytest.raises(ValueError, match="duplicates may be drop or keep; got first"):
        ma.analyse(frame, duplicates="first")


@pytest.mark.parametrize("way", ["drop", "keep"])
def test_the_difference_that_copies_make_is_a_table(way):
    frame = pd.DataFrame({"id": ["x", "y", "z"], "text": [WIRE, f"{WIRE} Ends.", OTHER]})
    table = ma.compare_duplicates(ma.analyse(frame, duplicates=way)).set_index("duplicates")
    kept = ma.analyse(frame, duplicates="keep")
    assert table.loc["drop", "articles"] == 2
    assert table.loc["keep", "articles"] == 3
    assert table.loc["keep", "sentences"] == len(kept.sentences)
    assert table.loc["keep", "statements"] == len(kept.statements[kept.statements["mode"] != "thought"])
    assert table.loc["drop", "statements"] < table.loc["keep", "statements"]


WORDS = st.lists(st.sampled_from([*WIRE.split()[:40], "x", "y"]), min_size=LEAST_WORDS, max_size=60).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_every_copy_is_as_like_as_it_says_and_points_to_an_original(texts):
    found = find_copies([{"text": text, "published": None} for text in texts])
    for place, (original, share) in found.items():
        assert original not in found
        assert original < place
        exact = " ".join(texts[place].split()) == " ".join(texts[original].split())
        assert exact or share == likeness(shingles(texts[place]), shingles(texts[original])) >= THRESHOLD
