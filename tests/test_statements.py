"""`find_statements` on newspaper sentences: what is a statement, whose, and which words are its content."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis as ma
from analysis import tables


def found(text):
    """(kind, mention, cue, content) of each statement in a text; None where there is no mention or cue."""
    articles = pd.DataFrame({"article_id": ["a"], "text": [text]})
    rows = tables.said(ma.find_statements(articles), thoughts=True)[["kind", "mention", "cue", "text"]].astype(object)
    return [tuple(v if isinstance(v, str) else None for v in row) for row in rows.itertuples(index=False)]


ONE = {
    "subject, verb, that": (
        "The minister said that the bridge would stay closed until May.",
        ("indirect", "The minister", "said", "that the bridge would stay closed until May"),
    ),
    "no that": (
        "Anna Lind said the harbour was safe.",
        ("indirect", "Anna Lind", "said", "the harbour was safe"),
    ),
    "quotation first": (
        "“We will rebuild the bridge,” Lind said.",
        ("direct", "Lind", "said", "“We will rebuild the bridge,”"),
    ),
    "inverted": (
        "“We will rebuild the bridge,” said Anna Lind, the mayor.",
        ("direct", "Anna Lind", "said", "“We will rebuild the bridge,”"),
    ),
    "inverted without quotation marks": (
        "The bridge will be rebuilt next year, said Mayor Anna Lind at the opening.",
        ("indirect", "Mayor Anna Lind", "said", "The bridge will be rebuilt next year"),
    ),
    "quotation after the verb": (
        'Mr. Okoye replied: "Nobody asked us."',
        ("direct", "Mr. Okoye", "replied", '"Nobody asked us."'),
    ),
    "according to, in front": (
        "According to the harbour board, two ships were damaged.",
        ("indirect", "the harbour board", "According to", "two ships were damaged"),
    ),
    "according to, at the end": (
        "Two ships were damaged in the storm, according to the harbour board.",
        ("indirect", "the harbour board", "according to", "Two ships were damaged in the storm"),
    ),
    "split quotation": (
        "“The bridge,” Lind said, “was never safe.”",
        ("direct", "Lind", "said", "“The bridge,” “was never safe.”"),
    ),
    "addressee between verb and that": (
        "Lind told reporters in Oslo on Friday that the bridge was safe.",
        ("indirect", "Lind", "told", "that the bridge was safe"),
    ),
    "question mark inside the marks": (
        "“Who will pay for this?” the mayor asked.",
        ("direct", "the mayor", "asked", "“Who will pay for this?”"),
    ),
    "several sentences in one quotation": (
        "“We waited. Nobody came. We left,” Lind said.",
        ("direct", "Lind", "said", "“We waited. Nobody came. We left,”"),
    ),
    "apposition between name and verb": (
        "Anna Lind, the deputy mayor of Bergen, said the plan had failed.",
        ("indirect", "Anna Lind", "said", "the plan had failed"),
    ),
    "adverb between name and verb": (
        "The Kremlin has repeatedly said that it wants talks.",
        ("indirect", "The Kremlin", "said", "that it wants talks"),
    ),
    "weekday in front": (
        "On Friday Lind announced that she would resign.",
        ("indirect", "Lind", "announced", "that she would resign"),
    ),
    "infinitive as content": (
        "The union vowed to strike before the election.",
        ("indirect", "The union", "vowed", "to strike before the election"),
    ),
    "called for": (
        "The bishops called for an end to the fighting.",
        ("indirect", "The bishops", "called for", "an end to the fighting"),
    ),
    "guillemets": (
        "« Nous sommes prêts », the minister said.",
        ("direct", "the minister", "said", "« Nous sommes prêts »"),
    ),
    "low and high marks": (
        "„We are ready“, the minister said.",
        ("direct", "the minister", "said", "„We are ready“"),
    ),
    "British single marks beside apostrophes": (
        "'We don't know the workers' names,' Lind said.",
        ("direct", "Lind", "said", "'We don't know the workers' names,'"),
    ),
    "wrong closing mark": (
        "Lind said the plan was made “a long time ago“ by others.",
        ("mixed", "Lind", "said", "the plan was made “a long time ago“ by others"),
    ),
    "quotation inside a clause": (
        "Lind said the plan was “a disaster.”",
        ("mixed", "Lind", "said", "the plan was “a disaster.”"),
    ),
    "a label in front of a quotation": (
        "Lind: “We are done.”",
        ("direct", "Lind", ":", "“We are done.”"),
    ),
    "two names as one subject": (
        "Lind and Okoye said that they would appeal.",
        ("indirect", "Lind and Okoye", "said", "that they would appeal"),
    ),
    "a thought": (
        "Residents fear that the dam will break.",
        ("indirect", "Residents", "fear", "that the dam will break"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), ONE.values(), ids=ONE.keys())
def test_one_statement(text, expected):
    (one,) = found(text)
    assert (one[0], *one[2:]) == (expected[0], *expected[2:])
    assert expected[1] in one[1]


def test_coordinated_cues_are_two_statements_of_one_speaker():
    one, two = found("Lind said that the bridge was safe and stressed that nobody was hurt.")
    assert (one[1], one[3]) == ("Lind", "that the bridge was safe")
    assert (two[1], two[3]) == ("Lind", "that nobody was hurt")


def test_a_participle_reports_for_the_subject_of_its_sentence():
    (one,) = found("Lind also walked along the dam, noting that it was built in 1970.")
    assert one == ("indirect", "Lind", "noting", "that it was built in 1970")


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        (
            "Several ministers of the coalition, including Anna Lind, said the budget would not be touched.",
            "Several ministers of the coalition",
        ),
        (
            "Some of the unions, such as the dockers and the nurses, warned that the strike would last until Friday.",
            "Some of the unions",
        ),
    ],
)
def test_those_named_as_examples_are_no_part_of_the_mention(text, mention):
    (one,) = found(text)
    assert one[1] == mention


def test_who_relays_is_not_who_says():
    articles = pd.DataFrame(
        {"article_id": ["a"], "text": ["According to the palace, the king confirmed that he was ill."]}
    )
    (row,) = ma.find_statements(articles).to_dict("records")
    assert (row["mention"], row["relayed_by"], row["text"]) == ("the king", "the palace", "that he was ill")


def test_headline_with_a_colon_is_what_its_first_words_say():
    text = (
        "Oslo: Bridge will stay closed until May\n\nThe bridge over the fjord is closed, and all traffic goes by ferry."
    )
    assert found(text) == [("indirect", "Oslo", ":", "Bridge will stay closed until May")]


def test_a_quotation_over_two_paragraphs_is_one_statement():
    text = "“We waited for two days,” Lind said. “Then the water came.\n\n“Nobody had warned us of the flood.”"
    (one,) = found(text)
    assert (
        " ".join(one[3].split())
        == "“We waited for two days,” “Then the water came. “Nobody had warned us of the flood.”"
    )


def test_direct_speech_without_marks_is_the_whole_paragraph():
    (one,) = found("There are debates. We must listen to them. We will explain it patiently, Lind said.")
    assert one == ("direct", "Lind", "said", "There are debates. We must listen to them. We will explain it patiently")


def test_a_quotation_that_nobody_introduces_goes_on_from_the_last_speaker():
    text = "“We are ready for the winter,” Lind said.\n\n“The stores are full, and the roads are open.”"
    articles = pd.DataFrame({"article_id": ["a"], "text": [text]})
    rows = ma.find_statements(articles)
    assert rows["speaker_basis"].tolist() == ["none", "continued"]


def test_an_unclosed_mark_costs_its_own_statement_only():
    text = "“We are ready, Lind said.\n\n“The roads are open,” Okoye said."
    assert ("direct", "Okoye", "said", "“The roads are open,”") in found(text)


def test_what_was_talked_about_is_not_what_was_said():
    articles = pd.DataFrame({"article_id": ["a"], "text": ["Anna Lind spoke about the second round of the talks."]})
    assert tables.said(ma.find_statements(articles)).empty


@pytest.mark.xfail(strict=True, reason="the tagger takes the object of wrote for what was written")
def test_a_title_of_a_work_is_no_statement():
    assert found("She wrote her thesis on the film “The Wages of Fear” in 1998.") == []


NONE = {
    "scare quotes": "The so-called “special operation” has entered its third week.",
    "a title of a work": "Her thesis was on the film “The Wages of Fear” of 1953.",
    "declined to comment": "The company declined to comment on the report.",
    "did not say": "Lind did not say whether she would run again.",
    "would not say": "Lind would not say when the bridge would open.",
    "without specifying": "The company closed the plant without specifying what had happened.",
    "hypothetical": "Lind could say that the bridge was safe.",
    "a noun that looks like a verb": "The report was published on Friday.",
    "capitals of a name": "The United States and Canada signed a treaty.",
    "passive": "The suspect is said to be abroad.",
    "an infinitive": "It is hard to say what happened.",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE.keys())
def test_no_statement(text):
    assert found(text) == []


def test_a_thought_has_its_mode():
    articles = pd.DataFrame(
        {"article_id": ["a"], "text": ["Lind believes that the dam will hold. Lind wrote that it would."]}
    )
    assert ma.find_statements(articles)["mode"].astype(str).tolist() == ["thought", "writing"]


def test_reporting_words_leave_out_content_and_cue():
    articles = pd.DataFrame({"article_id": ["a"], "text": ["“We are done,” Lind said angrily in Oslo."]})
    assert ma.find_statements(articles)["reporting"].tolist() == ["Lind angrily in Oslo."]


def test_tag_lines_and_link_lines_hold_no_statement():
    text = "Lind said that the bridge was safe.\n\nLind, Oslo, Bridges\nRead more: Lind said it was unsafe"
    assert len(found(text)) == 1


def test_a_missing_column_is_named():
    with pytest.raises(ma.TableError, match=r"find_statements needs the columns article_id, text; got id, body\."):
        ma.find_statements(pd.DataFrame({"id": ["a"], "body": ["text"]}))


def test_a_stray_mark_is_a_problem_with_its_place():
    problems = ma.Problems()
    ma.find_statements(pd.DataFrame({"article_id": ["a"], "text": ["The pipe is 5 inches” wide."]}), problems=problems)
    (row,) = problems.table().to_dict("records")
    assert (row["code"], row["article_id"], row["start"]) == ("stray-quotation-mark", "a", 20)


def test_of_many_stray_marks_the_first_ones_are_told_and_how_many_more_there_are():
    problems = ma.Problems()
    text = "The pipe is 5 inches” wide.\n" * 30
    ma.find_statements(pd.DataFrame({"article_id": ["a"], "text": [text]}), problems=problems)
    told = problems.table()
    assert told["code"].tolist() == ["stray-quotation-mark"] * 21
    assert told["start"].tolist() == [20 + 28 * i for i in range(21)]
    assert told["message"].iloc[-1].startswith("10 more quotation marks from here on have no partner")


def test_a_row_of_marks_is_one_stray_and_its_message_is_short():
    problems = ma.Problems()
    text = f"The town waited.\n{'“' * 1000}\nIt rained."
    ma.find_statements(pd.DataFrame({"article_id": ["a"], "text": [text]}), problems=problems)
    (row,) = problems.table().to_dict("records")
    assert row["start"] == 17
    assert row["message"].startswith("the quotation mark ““““““… has no partner")


_PIECES = [
    "Lind",
    "said",
    "that",
    "“",
    "”",
    '"',
    "'",
    "the bridge",
    ",",
    ".",
    ":",
    "\n\n",
    "and stressed",
    "according to",
    "«",
    "»",
    "he",
    "?",
    "—",
]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join) | st.text(max_size=200))
def test_any_text_gives_spans_that_give_the_words_back(text):
    articles = pd.DataFrame({"article_id": ["a"], "text": [text]})
    rows = ma.find_statements(articles)
    ma.check(rows, "statements")
    for row in rows.to_dict("records"):
        assert all(0 <= s < e <= len(text) for s, e in row["spans"])
        assert " ".join(text[s:e] for s, e in row["spans"]) == row["text"]
        for name in ("cue", "mention"):
            if isinstance(row[name], str):
                assert text[row[f"{name}_start"] : row[f"{name}_end"]] == row[name]


def test_a_headline_without_a_stop_does_not_run_into_the_first_sentence():
    text = (
        "Harbour to close for winter\nThe harbour will close in May, Mayor Anna Lind said. “We cannot pay,” she added."
    )
    assert [one[3] for one in found(text)] == ["The harbour will close in May", "“We cannot pay,”"]
