"""03/04/2022: one rule for a corpus, never in silence."""

import pandas as pd
import pytest

import analysis as ma

TEXT = "Mayor Anna Lind said the bridge would open."


def read(dates, order=None, column="date", **more):
    problems = ma.Problems()
    frame = pd.DataFrame({"text": [f"{TEXT} {n}" for n in range(len(dates))], column: dates, **more})
    found = ma.read_articles(frame, dates=order, problems=problems)
    days = [None if pd.isna(d) else d.date().isoformat() for d in found["published"]]
    return days, [(p["code"], p["severity"]) for p in problems.rows], [p["message"] for p in problems.rows]


@pytest.mark.parametrize(
    ("proof", "day", "name"), [("13/04/2022", "2022-04-03", "day first"), ("04/13/2022", "2022-03-04", "month first")]
)
def test_another_date_of_the_column_decides_and_the_rule_is_told(proof, day, name):
    days, codes, messages = read(["03/04/2022", proof])
    assert days[0] == day
    assert codes == [("date-order", "warning")]
    assert "1 dates of the column date, the first 03/04/2022 (DataFrame, row 0)" in messages[0]
    assert f"were read {name}, as {proof} (DataFrame, row 1) can be nothing else" in messages[0]


def test_the_rule_holds_for_every_file_of_a_corpus(tmp_path):
    for name, day in (("a", "03/04/2022"), ("b", "05/04/2022"), ("c", "13/04/2022")):
        (tmp_path / f"{name}.csv").write_text(f'Datum,Volltext\n{day},"{TEXT} {name}"\n', encoding="utf-8")
    found = ma.read_articles(tmp_path, problems=ma.Problems())
    assert [d.day for d in found["published"]] == [3, 5, 13]


def test_without_a_proof_the_day_is_unknown_and_the_mend_is_told():
    days, codes, messages = read(["03/04/2022", "2022-03-04"])
    assert days == [None, "2022-03-04"]
    assert codes == [("date-unknown", "warning")]
    assert "no date of its column decides it: write it as YYYY-MM-DD, or say dates= (--dates)" in messages[0]


def test_a_column_with_both_orders_decides_nothing():
    days, _, messages = read(["03/04/2022", "13/04/2022", "04/13/2022"])
    assert days == [None, "2022-04-13", "2022-04-13"]
    assert "its column has both orders" in messages[0]


def test_columns_decide_for_themselves():
    problems = ma.Problems()
    rows = {"text": [TEXT, f"{TEXT} 2"], "date": ["03/04/2022", "13/04/2022"], "updated": ["03/04/2022", "04/13/2022"]}
    found = ma.read_articles(pd.DataFrame(rows), problems=problems)
    assert found["published"].astype(str).tolist() == ["2022-04-03", "2022-04-13"]
    assert found["updated"].astype(str).tolist() == ["2022-03-04", "2022-04-13"]


@pytest.mark.parametrize(("order", "day"), [("day-first", "2022-04-03"), ("month-first", "2022-03-04")])
def test_the_caller_may_decide_and_is_believed(order, day):
    days, codes, messages = read(["03/04/2022", "13/04/2022"], order)
    assert days == [day, "2022-04-13"]
    assert codes == [("date-order", "info")]
    assert "as asked" in messages[0]


def test_an_order_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="dates may be day-first or month-first; got european"):
        read(["03/04/2022"], "european")


@pytest.mark.parametrize("serial", [44624, 44624.0, "44624", "44624.75"])
def test_excels_count_of_days_is_read_and_told(serial):
    days, codes, messages = read([serial])
    assert days == ["2022-03-04"]
    assert codes == [("date-serial", "warning")]
    assert "Excel's count of days" in messages[0]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("4. März 2022", "2022-03-04"),
        ("Freitag, 4. März 2022", "2022-03-04"),
        ("4 de marzo de 2022", "2022-03-04"),
        ("le 4 mars 2022", "2022-03-04"),
        ("1er août 2022", "2022-08-01"),
        ("31.12.2022 14:30", "2022-12-31"),
        ("12/31/2022 2:30 PM", "2022-12-31"),
    ],
)
def test_german_spanish_and_french_dates_are_read(written, day):
    assert read([written])[0] == [day]


def test_published_and_updated_are_kept_apart_in_columns_and_in_the_text():
    row = ma.read_articles(
        pd.DataFrame({"text": [TEXT], "date": ["2022-03-04"], "Date Modified": ["2022-03-09"]})
    ).iloc[0]
    assert (row["published"].day, row["updated"].day) == (4, 9)
    text = f"Bridge to open\n\nPublished March 4, 2022\n\nUpdated March 9, 2022\n\n{TEXT}"
    row = ma.read_articles(pd.DataFrame({"text": [text]})).iloc[0]
    assert (row["published"].day, row["updated"].day, row["published_basis"]) == (4, 9, "text")
    row = ma.read_articles(pd.DataFrame({"text": [text.replace("Published March 4, 2022\n\n", "")]})).iloc[0]
    assert pd.isna(row["published"])
    assert row["updated"].day == 9
