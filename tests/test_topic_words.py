"""Words that many statements share."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.topic_words import content_words, frequent_words


def test_content_words_are_no_function_words_reporting_verbs_or_numbers() -> None:
    assert content_words("They said that the Harbour’s 2024 budget, they added, was FAR too low.") == {"budget"}


def test_frequent_words_count_statements_and_leave_dull_words_out(statements_of: Callable[..., pd.DataFrame]) -> None:
    said = statements_of(
        [
            {"text": "The harbour, the Harbour! said"},
            {"text": "Our harbour and bridge", "article_id": "b"},
            {"text": "A bridge over the canal", "article_id": "b"},
            {"text": "harbour canal", "mode": "thought"},
            {"text": None},
        ]
    )
    table = frequent_words(said)
    assert table.to_numpy().tolist() == [["bridge", 2, 1], ["harbour", 2, 2]], "canal is in one statement only"


def test_no_statement_has_no_frequent_words(statements_of: Callable[..., pd.DataFrame]) -> None:
    assert frequent_words(statements_of([])).empty
