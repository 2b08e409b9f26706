"""Events from a researcher's file: days, what lasted, and what is wrong with a row."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.events import read_events
from analysis.sources import SourceError
from analysis.tables import TableError


def test_events_come_in_the_order_of_time_and_last_a_day_unless_an_end_is_given(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text(
        "date,label,end,note\n2024-03-08,“Bridge” closed,,\n2024-03-01,Strike,2024-03-04,by the pilots\n", "utf-8"
    )
    events = read_events(tmp_path / "events.csv")
    assert events["label"].tolist() == ["Strike", "“Bridge” closed"]
    assert events["end"].dt.strftime("%m-%d").tolist() == ["03-04", "03-08"]
    assert events["note"].tolist()[0] == "by the pilots"


def test_date_and_label_are_enough() -> None:
    assert read_events(pd.DataFrame({"date": ["2024-03-01"], "label": ["Vote"]}))["end"].notna().all()


def test_events_are_taken_from_beside_the_articles(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    assert read_events(articles=tmp_path / "articles").empty
    (tmp_path / "events.csv").write_text("date,label\n2024-03-01,Vote\n", "utf-8")
    assert read_events(articles=tmp_path / "articles")["label"].tolist() == ["Vote"]


def test_no_file_is_no_events() -> None:
    events = read_events()
    assert events.columns.tolist() == ["date", "end", "label", "note"]
    assert events["date"].dtype == "datetime64[us]"
    assert events.empty


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("soon,Vote,", r"events, row 3: .*soon.* is not a date; write it as YYYY-MM-DD"),
        (",Vote,", r"events, row 3: date must be filled in, as YYYY-MM-DD"),
        ("2024-03-01,,", r"events, row 3: label must say what happened"),
        ("2024-03-01,Vote,2024-02-01", r"events, row 3: end 2024-02-01 is before date 2024-03-01"),
    ],
)
def test_a_row_that_is_wrong_is_named_with_its_mend(tmp_path: Path, row: str, words: str) -> None:
    (tmp_path / "events.csv").write_text(f"date,label,end\n2024-01-01,New year,\n{row}\n", "utf-8")
    with pytest.raises(TableError, match=words):
        read_events(tmp_path / "events.csv")


def test_a_file_that_is_not_there_or_lacks_a_column_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.csv: there is no such file \(events\)"):
        read_events(tmp_path / "nowhere.csv")
    with pytest.raises(TableError, match=r"the table of events needs the columns date, label; got day"):
        read_events(pd.DataFrame({"day": ["2024-01-01"]}))
