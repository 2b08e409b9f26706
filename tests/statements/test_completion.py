"""Statements end to end: forms that the tagger finds and forms that the rules around it find."""

import pandas as pd
import pytest

import analysis.statements as st


def statements(text: str) -> list[dict]:
    table = st.find_statements(pd.DataFrame([{"article_id": "a", "text": text}]))
    for row in table.to_dict("records"):
        assert " ".join(text[s:e] for s, e in row["spans"]) == row["text"]
    return table.to_dict("records")


BODY = (
    "\n\nThe city council met on Tuesday evening for two hours and heard from several people who live by the harbour."
)


def test_split_quotation_is_one_statement() -> None:
    (one,) = statements("“We are ready,” the mayor said on Monday, “and we will not wait any longer.”")
    assert (one["kind"], one["mention"], one["cue"], len(one["spans"])) == ("direct", "the mayor", "said", 2)


def test_second_quotation_of_a_paragraph_goes_on() -> None:
    (one,) = statements(
        "“We are ready,” said Anna Lind, the mayor of the port. “We will not wait any longer than that.”"
    )
    assert len(one["spans"]) == 2


def test_headline_with_a_colon() -> None:
    one = statements("Kremlin: Putin will not go to the summit" + BODY)[0]
    assert (one["mention"], one["text"]) == ("Kremlin", "Putin will not go to the summit")


def test_inverted_order_without_marks() -> None:
    found = statements(
        "The bridge will be closed for repairs until June, said the ministry’s spokesperson Oleh Bondar."
    )
    assert [row["mention"] for row in found] == ["the ministry’s spokesperson Oleh Bondar"]


def test_direct_speech_without_marks() -> None:
    text = "We have been ready for a long time. There is no reason for us to wait. We will go on Friday, Lind said."
    (one,) = statements(text)
    assert (one["kind"], one["text"]) == ("direct", text[: text.index(", Lind")])


def test_quotation_that_nobody_introduces_is_carried_on() -> None:
    text = "“We are ready for this,” Anna Lind said.\n\n“There is no reason for any of us to wait until the summer.”"
    first, second = statements(text)
    assert second["speaker_basis"] == "continued"
    assert first["mention"] == "Anna Lind"


def test_relayed() -> None:
    (one,) = statements("According to the Kremlin, Putin confirmed that the talks would go on in Minsk.")
    assert (one["mention"], one["relayed_by"]) == ("Putin", "the Kremlin")


@pytest.mark.parametrize(
    "text",
    [
        "The ministry declined to comment on the report.",
        "She did not say whether the ships would leave.",
        "The so-called “special operation” began in winter and did not end in spring.",
        "",
        "\n \n",
    ],
)
def test_no_statement(text: str) -> None:
    assert statements(text) == []


def test_signature_behind_a_quotation() -> None:
    (one,) = statements("“I have never been to a meeting like that in my life.” ― Anna Lind, 34, Malmö")
    assert (one["mention"], one["cue"], one["kind"]) == ("Anna Lind", "―", "direct")


def test_transcript() -> None:
    text = "LIND: We will go there in May.\n\nQUESTION: Who told you that?\n\nLIND: Nobody told me that. I read it."
    found = statements(text)
    assert [row["mention"] for row in found] == ["LIND", "QUESTION", "LIND"]
    assert found[2]["text"] == "Nobody told me that. I read it."
