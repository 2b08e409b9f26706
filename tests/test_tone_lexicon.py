"""Which words count for what: the shipped lexicons, the overlay, and a researcher's own."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis import lexicon as lexicons
from analysis.tables import TableError
from analysis.tone import score_tone, sentence_tone, text_tone
from analysis.tone_lexicon import CORRECTIONS, lexicon_of, overlay, stock


def test_the_overlay_replaces_vaders_values_and_zero_takes_a_word_out() -> None:
    news = lexicon_of("news").values
    assert news["indicted"] == overlay()["indicted"] == -2.2
    assert "party" not in news
    assert stock().lexicon["party"] == 1.7
    assert "party" in lexicon_of("vader").values


def test_values_keep_to_vaders_scale_and_kinds_are_given_where_a_word_counts() -> None:
    rows = lexicons.load("tone_overlay")
    assert all(-4 <= float(row["value"]) <= 4 for row in rows)
    assert [row["word"] for row in rows if bool(row["kind"]) != bool(float(row["value"]))] == []


def test_no_word_of_the_overlay_has_two_values() -> None:
    forms = [form for row in lexicons.load("tone_overlay") for form in row["word"].split("|")]
    assert sorted({form for form in forms if forms.count(form) > 1}) == []
    assert [form for form in forms if form != form.lower().strip()] == []


def test_a_lexicon_of_ones_own_is_a_csv_or_a_table(tmp_path: Path) -> None:
    rows = pd.DataFrame({"word": ["Deal", "walk away"], "value": [2, -1.5]})
    rows.to_csv(tmp_path / "own.csv", index=False)
    for own in (rows, tmp_path / "own.csv", str(tmp_path / "own.csv")):
        assert sentence_tone("They made a deal.", own) > 0.3
        assert sentence_tone("They will walk away.", own) < -0.2
        assert sentence_tone("It was a disaster.", own) == 0
        assert sentence_tone("They didn’t make a deal.", own) < 0
    assert score_tone(pd.DataFrame({"text": ["A deal."]}), lexicon=rows)["tone"][0] > 0


def test_two_lexicons_in_turn_each_know_their_own_words() -> None:
    one, other = (pd.DataFrame({"word": [word], "value": [2.0]}) for word in ("blunt", "terse"))
    said = "He was blunt and terse, or rather blunt."
    alone = [sentence_tone("blunt blunt", one), sentence_tone("terse", other)]
    assert [sentence_tone(said, one), sentence_tone(said, other)] == alone
    assert [sentence_tone(said, one), sentence_tone(said, other)] == alone


def test_the_overlay_goes_over_a_lexicon_of_ones_own_on_request() -> None:
    own = pd.DataFrame({"word": ["deal"], "value": [2]})
    assert sentence_tone("The mayor was indicted.", own) == 0
    assert sentence_tone("The mayor was indicted.", own, CORRECTIONS) < -0.3


@pytest.mark.parametrize(
    ("own", "message"),
    [
        (pd.DataFrame({"term": ["x"], "value": [1]}), r"needs the columns word, value; got term, value"),
        (pd.DataFrame({"word": ["x"], "value": ["much"]}), r"line 2: a word and a number are needed; got .*much"),
        (pd.DataFrame({"word": [" "], "value": [1]}), r"line 2: a word and a number are needed"),
        ("nowhere.csv", r"knows the lexicons news, vader, and the CSV of your own \(word, value\); got nowhere\.csv"),
    ],
)
def test_what_is_wrong_with_a_lexicon_is_told(own: object, message: str) -> None:
    with pytest.raises(TableError, match=message):
        lexicon_of(own)


@pytest.mark.parametrize("wrong", [["spelling"], "names"])
def test_an_unknown_correction_is_told(wrong: object) -> None:
    with pytest.raises(TableError, match=r"the corrections of tone are reading, names, overlay; got"):
        text_tone("It was good.", "news", wrong)  # type: ignore[arg-type]
