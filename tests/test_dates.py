"""Days in the fields of tables; today's date plays no part."""

import calendar
import datetime as dt
import importlib
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.dates import _LANGUAGES, DayError, parse_day

ANY = settings(deadline=None, max_examples=60, derandomize=True)
DAY = dt.date(2022, 3, 4)  # a Friday


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
    "value",
    [
        "4. März 2022",
        "Freitag, 4. März 2022, 10:30 Uhr",
        "viernes, 4 de marzo de 2022",
        "4 mars 2022 à 10h30",
        "4 marzo 2022",
        "4 de março de 2022",
        "4 maart 2022",
        "4 marca 2022",
        "4 марта 2022 г.",
        "4 березня 2022",
        "2022年3月4日",
        "4 مارس 2022",
    ],
)
def test_a_day_is_read_in_the_languages_that_people_write(value):
    assert parse_day(value) == DAY


def test_no_word_for_a_month_means_two_in_the_languages_that_are_read():
    meanings: dict[str, set[str]] = {}
    for language in _LANGUAGES:
        words = importlib.import_module(f"dateparser.data.date_translation_data.{language}").info
        for month in calendar.month_name[1:]:
            for word in words[month.lower()]:
                meanings.setdefault(word.lower().rstrip("."), set()).add(month)
    assert {word: months for word, months in meanings.items() if len(months) > 1} == {}


@pytest.mark.parametrize("value", ["März 2022", "4 марта", "heute", "vor 3 Tagen", "вчера", "10 h 30"])
def test_what_only_todays_date_could_complete_is_refused_in_any_language(value):
    with pytest.raises(DayError, match="write it as YYYY-MM-DD"):
        parse_day(value)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Adak"])
def test_the_time_zone_of_the_machine_moves_no_day(zone):
    code = (
        "from analysis.dates import parse_day; print(parse_day('4 mars 2022 à 23h30'), parse_day('4 Mar 2022 23:30'))"
    )
    environment = {**os.environ, "TZ": zone}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.split() == ["2022-03-04", "2022-03-04"]


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
