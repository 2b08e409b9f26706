"""Days and periods in words; today's date plays no part."""

import datetime as dt
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.date_words import find_dates

DAY = dt.date(2022, 3, 4)  # a Friday
WEEK = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
ONE_DAY = dt.timedelta(days=1)


def dates(text: str, published: dt.date | None = DAY) -> list[tuple[str, str, str, str]]:
    found = find_dates(text, 0, len(text), published)
    return [(text[d.start : d.end], d.day.isoformat(), d.basis, d.precision) for d in found]


def days(text: str, published: dt.date | None = DAY) -> list[tuple[str, str, str]]:
    return [found[:3] for found in dates(text, published)]


@pytest.mark.parametrize("which", ["", "last ", "previous ", "this past ", "this "])
@pytest.mark.parametrize("weekday", WEEK)
def test_a_weekday_is_the_last_such_day_up_to_publication_on_each_day_of_a_year(which, weekday):
    # Told apart from the arithmetic of the module: go back day by day until the calendar's own name fits.
    for number in range(366):
        published = dt.date(2024, 1, 1) + number * ONE_DAY
        expected = published - ONE_DAY if which in {"last ", "previous ", "this past "} else published
        while expected.strftime("%A") != weekday:
            expected -= ONE_DAY
        ((words, day, basis),) = days(f"Lind spoke {which}{weekday}.", published)
        assert (words, day, basis) == (f"{which}{weekday}", expected.isoformat(), "weekday")


@pytest.mark.parametrize("weekday", WEEK)
def test_a_weekday_of_last_week_lies_in_the_calendar_week_before(weekday):
    for number in range(14):
        published = DAY + number * ONE_DAY
        ((_, day, _),) = days(f"Lind spoke on {weekday} last week.", published)
        year, week, _ = (published - 7 * ONE_DAY).isocalendar()
        assert dt.date.fromisoformat(day) == dt.date.fromisocalendar(year, week, WEEK.index(weekday) + 1)


@pytest.mark.parametrize("words", ["next Monday", "on Monday week", "the following Friday", "this coming Sunday"])
def test_weekdays_to_come_date_nothing(words):
    assert days(f"The talks begin {words}.") == []


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", "2022-03-04"),
        ("tonight", "2022-03-04"),
        ("this morning", "2022-03-04"),
        ("earlier today", "2022-03-04"),
        ("overnight", "2022-03-04"),
        ("earlier in the day", "2022-03-04"),
        ("yesterday", "2022-03-03"),
        ("last night", "2022-03-03"),
        ("late yesterday", "2022-03-03"),
        ("the day before yesterday", "2022-03-02"),
        ("two days ago", "2022-03-02"),
        ("10 days ago", "2022-02-22"),
        ("a day earlier", "2022-03-03"),
        ("the day before", "2022-03-03"),
        ("the previous day", "2022-03-03"),
        ("twelve days ago", "2022-02-20"),
    ],
)
def test_relative_words_count_from_the_day_of_publication(words, day):
    assert dates(f"Lind left {words}.") == [(words, day, "relative", "day")]


@pytest.mark.parametrize(
    ("words", "day", "precision"),
    [
        ("this week", "2022-02-28", "week"),
        ("last week", "2022-02-21", "week"),
        ("the week before last", "2022-02-14", "week"),
        ("a week ago", "2022-02-21", "week"),
        ("three weeks ago", "2022-02-07", "week"),
        ("a fortnight ago", "2022-02-14", "week"),
        ("earlier in the week", "2022-02-28", "week"),
        ("over the weekend", "2022-02-26", "week"),
        ("last weekend", "2022-02-26", "week"),
        ("this month", "2022-03-01", "month"),
        ("last month", "2022-02-01", "month"),
        ("two months ago", "2022-01-01", "month"),
        ("three months earlier", "2021-12-01", "month"),
        ("this year", "2022-01-01", "year"),
        ("last year", "2021-01-01", "year"),
        ("a year earlier", "2021-01-01", "year"),
        ("20 years ago", "2002-01-01", "year"),
        ("two decades ago", "2002-01-01", "year"),
    ],
)
def test_a_period_is_told_by_its_first_day_and_its_length(words, day, precision):
    assert dates(f"Lind left {words}.") == [(words, day, "relative", precision)]


@pytest.mark.parametrize(
    ("published", "under_way", "over"),
    [("2022-03-04", "02-26", "02-26"), ("2022-03-05", "03-05", "02-26"), ("2022-03-06", "03-05", "02-26")],
)
def test_over_the_weekend_may_be_this_one_and_last_weekend_is_over(published, under_way, over):
    day = dt.date.fromisoformat(published)
    assert days("Lind met them over the weekend.", day)[0][1] == f"2022-{under_way}"
    assert days("Lind met them last weekend.", day)[0][1] == f"2022-{over}"


@pytest.mark.parametrize(
    "words",
    ["tomorrow", "next week", "later this month", "next year", "a week from now", "next weekend", "later today"],
)
def test_what_lies_ahead_lies_after_the_day_of_publication(words):
    assert all(day > DAY.isoformat() for _, day, _ in days(f"The talks begin {words}."))


@pytest.mark.parametrize("words", ["about two weeks ago", "more than a year ago", "nearly 10 days ago"])
def test_what_is_roughly_so_long_ago_is_unknown(words):
    assert days(f"Lind left {words}.") == []


@pytest.mark.parametrize("words", ["a few days ago", "several weeks earlier", "recently", "an hour ago"])
def test_what_has_no_number_of_days_is_unknown(words):
    assert days(f"Lind left {words}.") == []


@pytest.mark.parametrize(
    "words",
    [
        "two days before the vote",
        "the day before the vote",
        "a week before his visit",
        "on the eve of the vote",
        "the day after the vote",
        "two days before Lind left",
        "the day before she resigned",
    ],
)
def test_days_before_an_event_of_unknown_day_are_unknown(words):
    assert days(f"Holm spoke {words}.") == []


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("the day before Tuesday's vote", "2022-02-28"),
        ("the day after the February 20 vote", "2022-02-21"),
        ("on the eve of the March 3 vote", "2022-03-02"),
        ("two days before the vote on Sunday", "2022-02-25"),
    ],
)
def test_days_before_an_event_count_from_its_day(words, day):
    assert [found[1:] for found in dates(f"Holm spoke {words}.")] == [(day, "relative", "day")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lind left on February 10. The following day Holm left.", "2022-02-11"),
        ("Lind left on February 10, and Holm two days later.", "2022-02-12"),
        ("Lind left on February 10; the day before, Holm left.", "2022-02-09"),
        ("Lind left on Monday and returned the same day.", "2022-02-28"),
        ("Lind left in January 2021 and Holm the following month.", "2021-02-01"),
        ("Lind left in 2019, and Holm a year later.", "2020-01-01"),
        ("Lind left on February 10, and Holm a week later.", "2022-02-14"),
    ],
)
def test_the_following_day_counts_from_the_day_named_before(text, expected):
    assert days(text)[-1][1:] == (expected, "relative")


@pytest.mark.parametrize(
    "text",
    [
        "The following day Holm left.",
        "Holm left two days later.",
        "Holm left that evening.",
        "On the same day that the bridge closed, Holm left.",
    ],
)
def test_without_a_day_before_it_the_following_day_is_unknown(text):
    assert days(text) == []


def test_a_month_is_too_long_to_count_days_from():
    assert [day for _, day, _ in days("Lind left in January, and Holm two days later.")] == ["2022-01-01"]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("March 3", "2022-03-03"),
        ("3 March", "2022-03-03"),
        ("the 3rd of March", "2022-03-03"),
        ("March 3rd", "2022-03-03"),
        ("MARCH 3", "2022-03-03"),
        ("March 4", "2022-03-04"),
        ("March 5", "2021-03-05"),
        ("Dec. 31", "2021-12-31"),
        ("Sept. 5", "2021-09-05"),
        ("May 9", "2021-05-09"),
        ("February 29", "2020-02-29"),
        ("Thursday, March 3", "2022-03-03"),
        ("Monday, January 3", "2022-01-03"),
    ],
)
def test_a_day_without_a_year_is_the_last_such_day_up_to_publication(words, day):
    assert dates(f"Lind said on {words}: it will hold.") == [(words.removeprefix("the "), day, "explicit", "day")]


@pytest.mark.parametrize(
    "words",
    [
        "March 3, 2021",
        "3 March 2021",
        "March 3rd, 2021",
        "2021-03-03",
        "3rd of March, 2021",
        "Wednesday, 3 March 2021",
        "3/3/2021",
        "3.3.2021",
    ],
)
@pytest.mark.parametrize("published", [DAY, None])
def test_a_day_with_its_year_needs_no_day_of_publication(words, published):
    assert dates(f"On {words} Lind left.", published) == [(words, "2021-03-03", "explicit", "day")]


@pytest.mark.parametrize(("words", "day"), [("25/3/2021", "2021-03-25"), ("3/25/2021", "2021-03-25")])
def test_numbers_are_read_where_only_one_order_is_possible(words, day):
    assert dates(f"On {words} Lind left.") == [(words, day, "explicit", "day")]


def test_day_and_month_that_could_be_swapped_are_unknown():
    assert dates("On 5/3/2021 Lind left.") == []


@pytest.mark.parametrize(
    ("words", "day", "precision"),
    [
        ("in January", "2022-01-01", "month"),
        ("in April", "2021-04-01", "month"),
        ("in March", "2022-03-01", "month"),
        ("in early March", "2022-03-01", "month"),
        ("in late March", "2021-03-01", "month"),
        ("in mid-February", "2022-02-01", "month"),
        ("last March", "2021-03-01", "month"),
        ("this January", "2022-01-01", "month"),
        ("in March 2021", "2021-03-01", "month"),
        ("in October of last year", "2021-10-01", "month"),
        ("in 2019", "2019-01-01", "year"),
        ("in early 2019", "2019-01-01", "year"),
        ("in the spring of 2015", "2015-01-01", "year"),
    ],
)
def test_months_and_years_are_told_by_their_first_day(words, day, precision):
    assert [found[1:] for found in dates(f"Lind left {words}.")] == [(day, "explicit", precision)]


@pytest.mark.parametrize(
    ("words", "day", "basis", "precision"),
    [
        ("from March 1-3", "2022-03-01", "explicit", "week"),
        ("from 1 to 3 March", "2022-03-01", "explicit", "week"),
        ("between March 1 and 3", "2022-03-01", "explicit", "week"),
        ("from January 20 to February 2", "2022-01-20", "explicit", "month"),
        ("from January 2 through March 2", "2022-01-02", "explicit", "year"),
        ("from December 30 to January 2", "2021-12-30", "explicit", "week"),
        ("between 28 February and 3 March", "2022-02-28", "explicit", "week"),
        ("between January and March 2021", "2021-01-01", "explicit", "year"),
        ("between Monday and Wednesday", "2022-02-28", "weekday", "week"),
        ("between Monday night and Wednesday noon", "2022-02-28", "weekday", "week"),
        ("from Saturday to Tuesday", "2022-02-26", "weekday", "week"),
    ],
)
def test_a_range_is_told_by_its_first_day_and_what_holds_it(words, day, basis, precision):
    assert [found[1:] for found in dates(f"Lind met them {words}.")] == [(day, basis, precision)]


@pytest.mark.parametrize("words", ["March 5", "in May", "August 8"])
def test_a_day_whose_next_is_nearer_than_its_last_says_so(words):
    (found,) = find_dates(f"Lind left {words}", 0, 30, DAY)
    assert found.ahead


@pytest.mark.parametrize("words", ["March 3", "in December", "May 9, 2021", "last May", "on Friday"])
def test_a_day_whose_last_is_nearer_or_named_is_not_ahead(words):
    (found,) = find_dates(f"Lind left {words}", 0, 30, DAY)
    assert not found.ahead


@pytest.mark.parametrize(
    "words",
    [
        "today",
        "on Friday",
        "yesterday",
        "two days ago",
        "on March 3",
        "last Monday",
        "the day before",
        "in May",
        "last week",
    ],
)
def test_without_a_day_of_publication_nothing_is_resolved(words):
    assert dates(f"Lind spoke {words}.", None) == []


@pytest.mark.parametrize(
    "text",
    [
        "Lind may 5 times refuse.",
        "They march 3 miles.",
        "On 31 June she left.",
        "up March 30%",
        "on Fridays",
        "She won on Super Tuesday.",
        "He told NBC's “Today” so.".replace("“", '"').replace("”", '"'),
        "The Sunday Times printed it.",
        "as USA Today printed",
        "on ABC's This Week",
        "Theresa May may not",
        "They spent 2019 dollars and 2000 crowns.",
        "from 2010-2012",
        "in august company",
        "a day of protest",
    ],
)
def test_words_that_look_like_dates_are_none(text):
    assert dates(text) == []


PARTS = (
    "Friday March 3 , 2021 last ago days a of \n 5:15 in the week two before after between and to - next year 0000 "
    "following month same eve 29 February Feb. May later earlier weekend 2022-02-30 31/2/2022 99 century İ"
).split(" ")


@given(
    st.lists(st.sampled_from(PARTS), max_size=14).map(" ".join) | st.text(),
    st.none() | st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)),
)
def test_found_dates_are_in_bounds_in_order_and_trimmed(text, published):
    end = 0
    for found in find_dates(text, 0, len(text), published):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == text[found.start : found.end].strip()
        assert found.basis in {"weekday", "relative", "explicit"}
        assert found.precision in {"day", "week", "month", "year"}
        end = found.end


@given(st.lists(st.sampled_from(PARTS), max_size=14).map(" ".join), st.dates(dt.date(1900, 1, 1)))
def test_what_stands_before_a_stretch_changes_nothing_in_it(text, published):
    def told(before: str) -> list[tuple[int, dt.date, str]]:
        found = find_dates(before + text, len(before), len(before + text), published)
        return [(d.start - len(before), d.day, d.precision) for d in found]

    assert told("On Sunday, İ ") == told("")


@pytest.mark.parametrize(("zone", "clock"), [("Pacific/Kiritimati", 0), ("America/Adak", 4_000_000_000)])
def test_neither_time_zone_nor_clock_moves_a_day(zone, clock):
    text = "Lind said on Friday, yesterday, March 3, in April, last week, two days ago."
    code = (
        f"import time\ntime.time = lambda: {clock}\n"
        "import datetime as dt\nfrom analysis.date_words import find_dates\n"
        f"found = find_dates({text!r}, 0, 99, dt.date(2022, 3, 4))\n"
        "print([(d.day.isoformat(), d.precision) for d in found])"
    )
    environment = {**os.environ, "TZ": zone}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == str([(day, precision) for _, day, _, precision in dates(text)])
