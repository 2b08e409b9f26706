"""Tokens, their features and windows."""

import itertools

import numpy as np

from analysis.anatomy import find_parts
from analysis.layout import Layout
from analysis.statements import features
from analysis.statements.words import CLOSING, OPENING, Words

WORDS = Words([OPENING, CLOSING, "said", "the"])


def layout(text: str) -> Layout:
    return Layout("a", text, find_parts(text))


def tokens_of(text: str) -> features.Tokens:
    one = layout(text)
    return features.tokenise([one], features.segments([one]), WORDS)


def words_of(tokens: features.Tokens) -> list[str]:
    return [WORDS.lower[row] for row in tokens.rows]


def column(tokens: features.Tokens, name: str) -> list[str]:
    at = features.FEATURES.index(name)
    return [w for w, row in zip(words_of(tokens), tokens.features, strict=True) if row[at] > 0]


def test_every_token_is_the_text_at_its_offsets() -> None:
    text = "“It’s 3.5 % in the U.S.,” Anna-Lena O’Neill said…\n\nDon't—she added -- go!!!!!! 🙂 «да»"
    tokens = tokens_of(text)
    pieces = [text[s:e] for s, e in zip(tokens.start, tokens.end, strict=True)]
    assert "".join(pieces) == "".join(text.split())
    assert {"’s", "3.5", "U.S", "Anna-Lena", "O’Neill", "Don't", "!!!!!!"} <= set(pieces)


def test_a_blank_behind_a_word_makes_no_other_word() -> None:
    words = Words(["said"])
    plain, _ = words.rows(["said", "  ", "\u200b"])
    closed, blanks = words.rows(["said ", "   ", "\u200b  "])  # no word among them is new
    assert closed[0] == plain[0]
    assert blanks.tolist() == [1, 0, 0]
    assert (words.lengths(closed) + blanks).tolist() == [5, 3, 3]
    assert words.lengths(closed[:0]).dtype == words.lengths(plain).dtype == np.int64
    assert words.spaces(closed).tolist() == [False, True, True]


def test_marks_of_every_system_look_alike() -> None:
    seen = [tokens_of(f"{a}We will go there,{b} he said.") for a, b in ["“”", '""', "«»", "„“", ("''", "''")]]
    for other in seen[1:]:
        assert np.array_equal(other.features, seen[0].features)
        assert np.array_equal(other.ids[:, 0], seen[0].ids[:, 0])


def test_sentences_end_at_stops_and_not_at_abbreviations() -> None:
    assert column(tokens_of("Mr. Lee said so. “He left.” They stayed."), "sentence-start") == [
        "mr",
        "“".replace("“", '"'),
        "they",
    ]


def test_cues_are_near_only_in_their_own_sentence() -> None:
    near = column(tokens_of("It rained. Lee said it rained."), "sentence-cue")
    assert near == ["lee", "said", "it", "rained", "."]


def test_windows_hold_whole_paragraphs_and_cut_long_ones_at_sentences() -> None:
    text = "\n".join(["One two three four five six seven eight nine ten."] * 30)
    tokens = tokens_of(text)
    found = features.windows(tokens)
    assert found[0][0] == 0
    assert found[-1][1] == len(tokens.start)
    assert all(a[1] == b[0] for a, b in itertools.pairwise(found))
    assert all(tokens.segment[a] != tokens.segment[a - 1] for a, _ in found[1:])
    long = tokens_of("One two three four five six seven eight nine ten. " * 60)
    cuts = features.windows(long)
    assert all(end - begin <= features.LONGEST_WINDOW for begin, end in cuts)
    assert all(words_of(long)[begin] == "one" for begin, _ in cuts)


def test_no_tokens() -> None:
    tokens = tokens_of("")
    assert len(tokens.start) == 0
    assert features.windows(tokens) == []
