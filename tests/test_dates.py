"""Days in fields and in sentences; today's date plays no part in either."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.dates import DayError, find_dates, parse_day

ANY = settings(deadline=None, max_examples=60, derandomize=True)
DAY = dt.date(2022, 3, 4)  # a Friday
WEEK = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def days(text: str, published: dt.date | None = DAY) -> list[tuple[str, str, str]]:
    return [(text[d.start : d.end], d.day.isoformat(), d.basis) for d in find_dates(text, 0, len(text), published)]


@pytest.mark.parametrize(
    "value",
    [
        "2022-03-04",
        "2022-3-4",
        "2022/03/04",
        "2022.03.04",
        "20220304",
        20220304,
        " 2022-03-04 ",
        "2022-03-04 23:30:00",
        "2022-03-04T23:30:00Z",
        "4 March 2022",
        "4th of March, 2022",
        "March 4, 2022",
        "Mar. 4, 2022",
        "MARCH 4 2022",
        "Friday, March 4, 2022",
        "Fri, 04 Mar 2022 10:00:00 +0000",
        "4 Mar 2022 10:00 GMT",
        DAY,
        dt.datetime(2022, 3, 4, 23, 30),
        pd.Timestamp("2022-03-04 10:00"),
        np.datetime64("2022-03-04"),
    ],
)
def test_a_day_is_read_in_the_forms_that_people_write(value):
    assert parse_day(value) == DAY


@pytest.mark.parametrize(
    ("value", "day"), [("31/12/2022", 31), ("12/31/2022", 31), ("31.12.2022", 31), ("12-12-2022", 12)]
)
def test_numbers_are_read_where_only_one_order_is_possible(value, day):
    assert parse_day(value) == dt.date(2022, 12, day)


@pytest.mark.parametrize("value", ["03/04/2022", "3.4.2022", "03-04-2022"])
def test_day_and_month_that_could_be_swapped_are_refused_with_the_mend(value):
    with pytest.raises(DayError, match=r"may be day/month or month/day; write it as YYYY-MM-DD"):
        parse_day(value)


@pytest.mark.parametrize("value", [None, "", "  ", float("nan"), pd.NaT, pd.NA])
def test_an_empty_field_is_no_day(value):
    assert parse_day(value) is None


@pytest.mark.parametrize(
    "value",
    ["March 2022", "March 4", "Friday", "10:00", "2022", "03/04/22", "4 March '22", "4 March 75", "today", "yesterday"],
)
def test_what_only_todays_date_could_complete_is_refused(value):
    with pytest.raises(DayError, match="write it as YYYY-MM-DD"):
        parse_day(value)


@pytest.mark.parametrize(
    "value", ["2022-13-45", "31 June 2022", "20221301", "soon", "44624", 1646352000, "9" * 40, "n/a"]
)
def test_what_is_no_date_is_refused_with_the_mend(value):
    with pytest.raises(DayError, match="write it as YYYY-MM-DD"):
        parse_day(value)


@pytest.mark.parametrize(
    "value",
    [
        "2022-03-03T23:30:00-05:00",
        "2022-03-03 23:30:00 -0500",
        "Thu, 03 Mar 2022 23:30:00 -0500",
        "3 March 2022 23:30 EST",
        "March 5, 2022 00:30 CET",
        pd.Timestamp("2022-03-03 23:30", tz="America/New_York"),
    ],
)
def test_a_time_with_a_zone_names_the_day_in_utc(value):
    assert parse_day(value) == DAY


@ANY
@given(st.dates(dt.date(1500, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_back_from_what_we_write(day):
    assert parse_day(day.isoformat()) == day
    assert parse_day(day.strftime("%d %B %Y")) == day


@ANY
@given(st.text(st.sampled_from("0123456789/-. :TZ+aprmyJFMun,'")))
def test_any_field_gives_a_day_or_nothing_or_a_reason(text):
    try:
        found = parse_day(text)
    except DayError as error:
        found = str(error)
    assert found is None if not text.strip() else isinstance(found, dt.date) or "YYYY-MM-DD" in str(found)


@pytest.mark.parametrize("published", [DAY + dt.timedelta(days=n) for n in range(7)])
@pytest.mark.parametrize("weekday", range(7))
def test_a_weekday_is_the_last_such_day_up_to_publication(weekday, published):
    ((words, day, basis),) = days(f"Lind said on {WEEK[weekday]} that it would hold.", published)
    found = dt.date.fromisoformat(day)
    assert (words, basis, found.weekday()) == (WEEK[weekday], "weekday", weekday)
    assert 0 <= (published - found).days <= 6


@pytest.mark.parametrize("which", ["last", "previous"])
def test_last_friday_said_on_a_friday_is_a_week_back(which):
    assert days(f"Lind left {which} Friday.") == [(f"{which} Friday", "2022-02-25", "weekday")]


def test_this_friday_said_on_a_friday_is_the_day_itself():
    assert days("Lind spoke this Friday.") == [("this Friday", "2022-03-04", "weekday")]


def test_next_monday_dates_nothing_that_was_said():
    assert days("The talks begin next Monday.") == []


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", "2022-03-04"),
        ("yesterday", "2022-03-03"),
        ("the day before yesterday", "2022-03-02"),
        ("two days ago", "2022-03-02"),
        ("10 days ago", "2022-02-22"),
        ("a week earlier", "2022-02-25"),
        ("three weeks ago", "2022-02-11"),
        ("the day before", "2022-03-03"),
    ],
)
def test_relative_words_count_from_the_day_of_publication(words, day):
    assert days(f"Lind left {words}.") == [(words, day, "relative")]


@pytest.mark.parametrize("words", ["two days before the vote", "the day before the vote", "a week before his visit"])
def test_days_before_an_event_do_not_count_from_publication(words):
    assert days(f"Lind spoke {words}.") == []


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("March 3", "2022-03-03"),
        ("3 March", "2022-03-03"),
        ("3rd of March", "2022-03-03"),
        ("MARCH 3", "2022-03-03"),
        ("March 4", "2022-03-04"),
        ("March 5", "2021-03-05"),
        ("Dec. 31", "2021-12-31"),
        ("May 9", "2021-05-09"),
    ],
)
def test_a_day_without_a_year_is_the_last_such_day_up_to_publication(words, day):
    assert days(f"Lind said on {words}: it will hold.") == [(words, day, "explicit")]


@pytest.mark.parametrize(
    "words", ["March 3, 2021", "3 March 2021", "March 3rd, 2021", "2021-03-03", "3rd of March, 2021"]
)
@pytest.mark.parametrize("published", [DAY, None])
def test_a_day_with_its_year_needs_no_day_of_publication(words, published):
    assert days(f"On {words} Lind left.", published) == [(words, "2021-03-03", "explicit")]


@pytest.mark.parametrize(
    "words", ["today", "on Friday", "yesterday", "two days ago", "on March 3", "last Monday", "the day before"]
)
def test_without_a_day_of_publication_nothing_is_resolved(words):
    assert days(f"Lind spoke {words}.", None) == []


@pytest.mark.parametrize(
    "text",
    [
        "Lind may 5 times refuse.",
        "They march 3 miles.",
        "In March 2022 she left.",
        "On 31 June she left.",
        "up March 30%",
        "on Fridays",
    ],
)
def test_words_that_look_like_dates_are_none(text):
    assert days(text) == []


@ANY
@given(
    st.lists(
        st.sampled_from(
            ["Friday", "March", " ", "3", ",", "2021", "last", "ago", "days", "a", "of", "the day before", "\n", "5:15"]
        )
    ),
    st.one_of(st.none(), st.dates(dt.date(1900, 1, 1))),
)
def test_found_dates_are_in_bounds_in_order_and_trimmed(parts, published):
    text = " ".join(parts)
    end = 0
    for found in find_dates(text, 0, len(text), published):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == text[found.start : found.end].strip()
        end = found.end
