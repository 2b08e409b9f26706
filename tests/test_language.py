"""What language an article is in, and what becomes of one that is not in English."""

import pandas as pd
import pytest

import analysis as ma
from analysis import language
from analysis.language import detect, is_english, tell

ENGLISH = (
    "“The bridge will open before the summer,” Mayor Anna Lind said on Friday in the town hall of the old harbour."
)
FOREIGN = {
    "de": "„Die Brücke wird noch vor dem Sommer eröffnet“, sagte die Bürgermeisterin am Freitag im Rathaus der Stadt.",
    "fr": "« Le pont ouvrira avant l’été », a déclaré la maire vendredi devant les habitants du vieux port.",
    "es": "«El puente abrirá antes del verano», dijo la alcaldesa el viernes ante los vecinos del puerto viejo.",
    "ru": "«Мост откроется до лета», заявила мэр в пятницу на встрече с жителями старого порта в здании думы.",
}


@pytest.mark.parametrize(("code", "text"), [("en", ENGLISH), *FOREIGN.items()])
def test_a_sentence_or_two_tell_the_language(code, text):
    assert detect(text) == code


QUOTING = (
    "„The bridge will open before the summer“, sagte die Bürgermeisterin am Freitag im Rathaus der alten Hafenstadt "
    "vor vielen Bürgern, die seit Jahren auf eine Antwort der Verwaltung warten und den Umweg über die Insel leid sind."
)


@pytest.mark.parametrize(("text", "asked"), [(ENGLISH, False), (ENGLISH.upper(), False), (QUOTING, True)])
def test_the_model_is_asked_only_where_english_words_are_few(text, asked, monkeypatch):
    calls = []

    class Model:
        def classify(self, sample):
            calls.append(sample)
            return "de", 1.0

    monkeypatch.setattr(language, "_identifier", Model)
    assert detect(text) == ("de" if asked else "en")
    assert bool(calls) == asked


def test_a_quotation_in_english_does_not_make_an_article_english():
    assert detect(QUOTING) == "de"


@pytest.mark.parametrize(
    "text", ["", "Lind left.", "“No,” Anna Lind said.", "Ja.", "1 2 3 4 5 6 7 8 9 10 11 12 13 14", "x y " * 20]
)
def test_too_little_text_is_no_language_rather_than_a_guess(text):
    assert detect(text) is None


@pytest.mark.parametrize(
    "language", ["en", "EN", "en-GB", "en_US", "eng", "English", "English (UK)", None, float("nan")]
)
def test_english_has_many_names_and_unknown_is_read(language):
    assert is_english(language)


@pytest.mark.parametrize("language", ["de", "de-AT", "German", "enm", "fr"])
def test_other_languages_are_not_english(language):
    assert not is_english(language)


def test_what_the_input_says_wins_and_what_says_nothing_is_filled():
    frame = pd.DataFrame({"text": [ENGLISH] * 4, "Language": ["de", "en-GB", "unknown", None], "n": range(4)})
    assert ma.read_articles(frame)["language"].tolist() == ["de", "en-GB", "en", "en"]


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_an_article_in_another_language_is_kept_marked_told_and_left_out(text):
    study = ma.analyse(pd.DataFrame({"id": ["a", "b"], "text": [ENGLISH, text]}))
    assert study.articles["article_id"].tolist() == ["a", "b"]
    assert set(study.statements["article_id"]) == {"a"}
    tone = study.sentences.groupby("article_id")["tone"].count()
    assert tone["a"] >= 1
    assert tone["b"] == 0
    row = study.problems[study.problems["code"] == "not-english"].iloc[0]
    assert (row["article_id"], row["severity"], row["file"]) == ("b", "warning", "DataFrame, row 1")
    assert "say en in a column language if it is English" in row["message"]


def test_the_same_text_has_the_same_language_in_whatever_company():
    assert [detect(t) for t in (ENGLISH, *FOREIGN.values())] == [detect(t) for t in (ENGLISH, *FOREIGN.values())]


def test_what_is_given_stands_and_the_rest_is_told():
    rows = [
        {"language": "pt", "text": ENGLISH},
        {"language": None, "text": ENGLISH},
        {"language": None, "text": "Oui."},
    ]
    tell(rows)
    assert [row["language"] for row in rows] == ["pt", "en", None]
