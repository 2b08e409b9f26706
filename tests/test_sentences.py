"""Where a sentence ends, and how much of it stands inside quotation marks."""

import time
import timeit

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import tables
from analysis.layout import layouts
from analysis.sentences import sentence_spans, split_sentences
from analysis.text import reading_copy

ANY = settings(deadline=None, max_examples=60, derandomize=True)
PROSE = st.lists(
    st.sampled_from(
        "Lind said|U.S.|Mr.|“|”|\"|…|?|!|.|,|'|’|No. 10|\n|\n\n|\r\n| |a.m.|PARIS - |By Jan Holm|She left.|(|)|\u2028|"
        "\u00a0|🙂|4%|Tags: a, b".split("|")
    )
).map("".join)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(reading_copy(text), 0, len(text))]


def split(text: str) -> pd.DataFrame:
    return split_sentences(pd.DataFrame({"article_id": ["a"], "text": [text]}))


def test_a_stop_before_a_capital_ends_a_sentence():
    assert sentences("Lind spoke. Holm listened.") == ["Lind spoke.", "Holm listened."]


@pytest.mark.parametrize("end", ["?", "!", "?!", "...", "…", "!!!"])
def test_other_stops_end_a_sentence_too(end):
    assert sentences(f"Will it hold{end} Holm nodded.") == [f"Will it hold{end}", "Holm nodded."]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Lind met Dr. Holm and Gov. Berg.",
        "The U.S. Senate voted on Friday.",
        "The U.N. and the E.U. agreed.",
        "Lind left No. 10 on foot.",
        "J. R. Holm and A. Lind agreed.",
        "The talks begin at 9 a.m. on Friday.",
        "The talks begin at 9 p.m. Friday.",
        "They met in St. Petersburg in May.",
        "The vote on Jan. 6 was close.",
        "Acme Inc. shares rose by 3.5 percent.",
        "Anna Lind Jr. and Lt. Col. Jan Holm were there.",
        "He paused … and went on.",
        "The plan, i.e. Holm’s plan, failed.",
    ],
)
def test_an_abbreviation_inside_a_sentence_ends_none(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("He moved to the U.S.", "The move was hard."),
        ("She rose at 9 a.m.", "The day was cold."),
        ("He lives in Washington, D.C.", "She does not."),
        ("Lind works for Acme Inc.", "He likes it."),
    ],
)
def test_an_abbreviation_may_end_a_sentence(first, second):
    assert sentences(f"{first} {second}") == [first, second]


def test_no_at_the_end_of_a_sentence_is_no_number():
    assert sentences("The answer was No. She left.") == ["The answer was No.", "She left."]


def test_a_decimal_point_ends_nothing():
    assert sentences("Prices rose 3.5 percent. Wages fell.") == ["Prices rose 3.5 percent.", "Wages fell."]


def test_a_year_may_end_one_sentence_and_begin_the_next():
    assert sentences("It was 1990. 1991 was worse.") == ["It was 1990.", "1991 was worse."]


def test_a_sentence_may_begin_with_an_accented_capital():
    assert sentences("Lind spoke. Élodie Holm left.") == ["Lind spoke.", "Élodie Holm left."]


@pytest.mark.parametrize("marks", ["“”", '""', "‘’", "''", "«»"])
@pytest.mark.parametrize("stop", ["?", "!", "…?", "…!"])
def test_a_question_in_quotation_marks_stays_with_the_clause_that_reports_it(marks, stop):
    text = f"{marks[0]}Will it hold{stop}{marks[1]} Lind asked."
    assert sentences(text) == [text]


def test_a_question_stays_with_a_reporting_clause_of_several_words():
    text = "“Will it hold?” Mayor Anna Lind asked on Friday."
    assert sentences(text) == [text]


@pytest.mark.xfail(strict=True, reason="a comma ends the search for the reporting verb")
def test_a_question_stays_with_a_reporting_clause_that_an_apposition_interrupts():
    text = "“Will it hold?” Lind, the mayor, asked."
    assert sentences(text) == [text]


def test_a_closing_mark_stays_with_its_sentence():
    assert sentences("“It will hold.” Lind left the room.") == ["“It will hold.”", "Lind left the room."]


def test_a_stop_may_stand_outside_the_closing_mark():
    assert sentences('Lind called it "over". Holm agreed.') == ['Lind called it "over".', "Holm agreed."]


def test_two_quotations_in_a_row_are_two_sentences():
    assert sentences("“We go.” “You stay.”") == ["“We go.”", "“You stay.”"]


def test_a_closing_bracket_stays_with_its_sentence():
    assert sentences("(Lind spoke first.) Holm left.") == ["(Lind spoke first.)", "Holm left."]


def test_a_paragraph_ends_a_sentence_without_a_stop():
    assert split("Lind spoke at length\n\nHolm listened.")["text"].tolist() == [
        "Lind spoke at length",
        "Holm listened.",
    ]


def test_the_headline_is_a_sentence_and_the_byline_is_none():
    text = "Bridge to open early\nBy Jan Holm\nMayor Anna Lind said the bridge would open. It will."
    assert split(text)["text"].tolist() == [
        "Bridge to open early",
        "Mayor Anna Lind said the bridge would open.",
        "It will.",
    ]


def test_the_dateline_belongs_to_no_sentence():
    text = "PARIS, March 3 (Reuters) - Mayor Anna Lind left. She was tired."
    assert split(text)["text"].tolist() == ["Mayor Anna Lind left.", "She was tired."]


def test_a_wrapped_line_breaks_no_sentence():
    text = (
        "Mayor Anna Lind said on Friday that the harbour bridge\nwould open to lorries before the end of summer and\n"
        "that the ferry would go on until the autumn storms.\n\nShe gave no date, but the council will meet on Monday\n"
        "to hear from the engineers who built the pillars.\n"
    )
    assert len(split(text)) == 2


@pytest.mark.parametrize(
    ("text", "share"),
    [("“We will go.”", 1.0), ("Lind will go.", 0.0), ("“Ab,” Lind.", 0.5), ("«Ab», Lind.", 0.4)],
)
def test_the_share_in_quotation_marks_counts_characters_and_marks(text, share):
    assert split(text)["in_quote"].tolist() == [share]


def test_a_sentence_inside_a_long_quotation_is_all_quoted():
    assert split("“We go. We stay. We see,” Lind said.")["in_quote"].tolist()[:2] == [1.0, 1.0]


def test_sentences_are_numbered_within_their_article():
    frame = pd.DataFrame({"article_id": ["a", "b"], "text": ["Lind left. Holm stayed.", "Berg slept."]})
    assert split_sentences(frame)["sentence_id"].tolist() == ["a:0", "a:1", "b:0"]


def test_split_sentences_says_which_columns_it_needs():
    with pytest.raises(tables.TableError, match="split_sentences needs the columns article_id, text; got id, body"):
        split_sentences(pd.DataFrame({"id": ["a"], "body": ["Lind left."]}))


def test_no_articles_give_an_empty_table_of_sentences():
    tables.check(split_sentences(tables.make("articles", [])), "sentences")


@ANY
@given(PROSE)
def test_sentences_give_their_words_back_in_order_within_their_paragraph(text):
    articles = pd.DataFrame({"article_id": ["a"], "text": [text]})
    (layout,) = layouts(articles)
    end = 0
    for row in split_sentences(articles).itertuples():
        first, last = layout.paragraphs[row.paragraph]
        assert max(end, first) <= row.start < row.end <= last
        assert text[row.start : row.end] == row.text == row.text.strip()
        assert 0 <= row.in_quote <= 1
        end = row.end


@ANY
@given(PROSE)
def test_sentences_cover_all_prose_that_is_not_blank(text):
    articles = pd.DataFrame({"article_id": ["a"], "text": [text]})
    (layout,) = layouts(articles)
    prose = "".join("".join(text[start:end].split()) for _, start, end in layout.prose)
    assert "".join("".join(t.split()) for t in split_sentences(articles)["text"]) == prose


@pytest.mark.parametrize(
    "unit", [".", "…", ". ", "?! ", '."', ".'", ".)", "A.", "U.S. Lind ", "A", "AB ", "lind ", '" ', "(“"]
)
def test_time_grows_with_the_length_of_the_paragraph(unit):
    short, long = unit * 20_000, unit * 80_000
    assert seconds(long) < 12 * max(seconds(short), 0.05)  # four times the text; sixteen would be quadratic


@pytest.mark.parametrize("tail", [".'", '"', " "])
def test_time_grows_with_the_length_of_a_run_of_stops_and_marks(tail):
    short, long = "." * 10_000 + tail * 10_000, "." * 40_000 + tail * 40_000
    assert seconds(long) < 12 * max(seconds(short), 0.05)


def seconds(text: str) -> float:
    """The processor's time for one reading, the best of three."""
    return min(timeit.repeat(lambda: sentences(text), timer=time.process_time, number=1, repeat=3))
