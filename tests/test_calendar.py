"""This file is the tests of the calendars: sessions, clocks, and what periods may mean."""
from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimcheck.claim import Period
from claimcheck.market import REASONS, Unverifiable, Window
from claimcheck.market.calendar import Calendar, sessions
from claimcheck.market.calendar.anchors import WEEKDAYS, back
from claimcheck.market.calendar.sessions import load
from claimcheck.market.calendar.windows import MOST, SHAPES

NEW_YORK = ZoneInfo("America/New_York")
CALENDAR = Calendar()


def ny(*when: int) -> datetime:
    return datetime(*when, tzinfo=NEW_YORK)


def windows(period: Period, written: datetime, exchange: str = "XNYS", dated: str = "time") -> tuple[Window, ...]:
    found = CALENDAR.windows(period, written, dated, exchange)
    assert not isinstance(found, Unverifiable), found
    return found


def first(period: Period, written: datetime, exchange: str = "XNYS", dated: str = "time") -> tuple[date, date, date]:
    window = windows(period, written, exchange, dated)[0]
    return window.base, window.first, window.last


def usual(period: Period, written: datetime, exchange: str = "XNYS", dated: str = "time") -> set[tuple[date, date]]:
    return {(window.base, window.last) for window in windows(period, written, exchange, dated) if window.usual}


# --- sessions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("exchange", "day", "open_"), [
    ("XNYS", date(2012, 10, 26), True),
    ("XNYS", date(2012, 10, 29), False),  # Hurricane Sandy
    ("XNYS", date(2012, 10, 30), False),
    ("XNYS", date(2012, 10, 31), True),
    ("XNYS", date(2025, 1, 9), False),  # mourning for President Carter
    ("XNYS", date(2001, 9, 14), False),
    ("XNYS", date(2001, 9, 17), True),
    ("XNYS", date(2013, 7, 3), True),  # a half day
    ("XHKG", date(2025, 1, 28), True),  # a half day
    ("XHKG", date(2025, 1, 29), False),  # Lunar New Year
    ("XHKG", date(2025, 1, 31), False),
    ("XHKG", date(2025, 2, 3), True),
    ("XSHG", date(2025, 1, 27), True),
    ("XSHG", date(2025, 1, 28), False),
    ("XSHG", date(2025, 2, 4), False),
    ("XSHG", date(2025, 2, 5), True),
    ("XTKS", date(2013, 1, 2), False),
    ("XLON", date(2012, 6, 5), False),  # the Queen's jubilee
    ("24/5", date(2013, 1, 1), True),
    ("24/7", date(2025, 2, 16), True),
])
def test_holidays(exchange, day, open_):
    assert CALENDAR.is_session(exchange, day) is open_
    assert CALENDAR.knows(exchange, day, day)


def test_lookups():
    assert CALENDAR.sessions("XNYS", date(2012, 10, 26), date(2012, 10, 31)) == (date(2012, 10, 26), date(2012, 10, 31))
    assert CALENDAR.sessions("XNYS", date(2012, 10, 29), date(2012, 10, 30)) == ()
    assert CALENDAR.previous("XNYS", date(2012, 10, 31)) == date(2012, 10, 26)
    assert CALENDAR.previous("XNYS", date(2012, 10, 29)) == date(2012, 10, 26)
    assert CALENDAR.previous("XNYS", date(2012, 10, 31), 2) == date(2012, 10, 25)
    assert CALENDAR.at_or_before("XHKG", date(2025, 2, 1)) == date(2025, 1, 28)
    assert CALENDAR.at_or_before("XHKG", date(2025, 2, 3)) == date(2025, 2, 3)


@pytest.mark.parametrize("day", [date(1950, 6, 1), date(1996, 6, 3), date(2099, 6, 1)])
def test_outside_the_known_years_weekdays_stand_in(day):
    assert not CALENDAR.knows("XTKS", day, day) or day.year > 2000
    assert CALENDAR.at_or_before("XTKS", day) == day


def test_an_unknown_exchange_gets_weekdays_and_says_so():
    window = windows(Period("day"), ny(2013, 6, 10, 19, 10), "XXXX")[0]
    assert window.last == date(2013, 6, 10) and "holidays of XXXX not known" in window.how


def test_holidays_before_the_known_years_are_said_to_be_unknown():
    found = windows(Period("month", anchor="1990-08"), datetime(1990, 9, 3, tzinfo=UTC), "XTKS", "day")
    assert "holidays of XTKS not known" in found[0].how


def test_calendar_pickles_and_the_cache_changes_nothing(tmp_path):
    cached = pickle.loads(pickle.dumps(Calendar(tmp_path)))
    late = ny(sessions.built().year + 1, 6, 10, 19, 10)  # beyond the shipped table
    asked = (Period("month", grain="month", count=1, trailing=True), late, "time", "XHKG")
    expected = CALENDAR.windows(*asked)
    assert cached.windows(*asked) == expected
    assert [path.name for path in (tmp_path / "calendars").iterdir()] == ["XHKG-near.json"]
    load.cache_clear()
    assert cached.windows(*asked) == expected
    (tmp_path / "calendars" / "XHKG-near.json").write_text('{"days": [1')
    load.cache_clear()
    assert cached.windows(*asked) == expected


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").write_text("")
    load.cache_clear()
    assert Calendar(tmp_path / "file").is_session("XNYS", date(2013, 6, 10))


# --- the implied day --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("exchange", "written", "session", "closed"), [
    ("XNYS", ny(2013, 6, 10, 19, 10), date(2013, 6, 10), True),  # an evening wrap
    ("XNYS", ny(2013, 6, 11, 0, 40), date(2013, 6, 10), True),  # after midnight
    ("XNYS", ny(2013, 6, 10, 12, 0), date(2013, 6, 10), False),
    ("XNYS", ny(2013, 6, 10, 6, 50), date(2013, 6, 7), True),  # Monday before the opening
    ("XNYS", ny(2013, 6, 8, 12, 0), date(2013, 6, 7), True),
    ("XNYS", ny(2013, 7, 3, 13, 30), date(2013, 7, 3), True),  # the half day ends at one
    ("XNYS", ny(2013, 7, 4, 12, 0), date(2013, 7, 3), True),
    ("XNYS", ny(2012, 10, 30, 12, 0), date(2012, 10, 26), True),
    ("XTKS", ny(2013, 6, 9, 21, 0), date(2013, 6, 10), False),  # Sunday evening in New York
    ("XTKS", ny(2013, 6, 10, 16, 0), date(2013, 6, 10), True),
    ("XMIL", ny(2013, 6, 10, 4, 41), date(2013, 6, 10), False),
    ("XHKG", datetime(2025, 1, 28, 5, 0, tzinfo=UTC), date(2025, 1, 28), True),  # half day, closed at noon there
    ("24/5", ny(2013, 6, 10, 19, 10), date(2013, 6, 10), False),
    ("24/5", ny(2013, 1, 7, 19, 10), date(2013, 1, 7), True),  # past midnight UTC, still the writer's Monday
    ("24/5", ny(2013, 6, 9, 19, 0), date(2013, 6, 10), False),  # Sunday evening, Wellington has begun the week
    ("24/5", ny(2013, 6, 9, 15, 0), date(2013, 6, 7), True),
    ("24/7", ny(2025, 2, 16, 12, 0), date(2025, 2, 16), False),
    ("CMES", ny(2013, 6, 10, 15, 0), date(2013, 6, 10), False),
])
def test_the_implied_day(exchange, written, session, closed):
    window = windows(Period("day"), written, exchange)[0]
    assert (window.last, window.closed, window.usual) == (session, closed, True)
    assert window.base == CALENDAR.previous(exchange, session)


def test_while_the_market_is_open_the_session_before_is_another_reading():
    found = windows(Period("day"), ny(2013, 6, 10, 12, 0))
    assert [(w.last, w.usual, w.closed) for w in found] == [
        (date(2013, 6, 10), True, False), (date(2013, 6, 7), False, True)]
    assert [w.usual for w in windows(Period("day"), ny(2013, 6, 10, 9, 50))] == [True, True]


def test_before_the_opening_the_session_to_come_is_a_stretch():
    found = windows(Period("day"), ny(2013, 6, 10, 6, 50))
    assert [(w.last, w.usual) for w in found] == [(date(2013, 6, 7), True), (date(2013, 6, 10), False)]


def test_after_the_close_there_is_one_reading():
    assert len(windows(Period("day"), ny(2013, 6, 10, 17, 0))) == 1


@pytest.mark.parametrize("dated", ["day", "assumed"])
def test_a_date_alone_admits_that_day_and_the_one_before(dated):
    found = windows(Period("day"), datetime(2013, 6, 10, tzinfo=UTC), dated=dated)
    assert [(w.last, w.usual) for w in found] == [(date(2013, 6, 10), True), (date(2013, 6, 7), True)]


def test_a_closing_price_of_an_open_session_is_the_one_before():
    found = windows(Period("point", part="close"), ny(2013, 6, 10, 12, 0))
    assert [(w.last, w.usual) for w in found] == [(date(2013, 6, 7), True), (date(2013, 6, 10), False)]


# --- days named -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("anchor", "written", "exchange", "session"), [
    ("monday", ny(2013, 6, 10, 19, 10), "XNYS", date(2013, 6, 10)),
    ("monday", ny(2013, 6, 10, 6, 50), "XNYS", date(2013, 6, 10)),  # published early, updated since
    ("monday", ny(2013, 6, 11, 0, 30), "XNYS", date(2013, 6, 10)),
    ("friday", ny(2013, 6, 10, 19, 10), "XNYS", date(2013, 6, 7)),
    ("monday", ny(2013, 6, 9, 21, 0), "XTKS", date(2013, 6, 10)),
    ("tuesday", ny(2013, 6, 10, 16, 0), "XTKS", date(2013, 6, 4)),  # it is Tuesday in Tokyo, before the opening
    ("monday", ny(2013, 6, 9, 19, 0), "24/5", date(2013, 6, 10)),
    ("monday", ny(2013, 6, 9, 18, 30), "CMES", date(2013, 6, 10)),
    ("yesterday", ny(2013, 6, 11, 12, 0), "XNYS", date(2013, 6, 10)),
    ("day-before", ny(2013, 6, 10, 19, 10), "XNYS", date(2013, 6, 7)),
    ("2013-06-05", ny(2013, 6, 10, 19, 10), "XNYS", date(2013, 6, 5)),
    ("--06-05", ny(2013, 6, 10, 19, 10), "XNYS", date(2013, 6, 5)),
    ("--06-12", ny(2013, 6, 10, 19, 10), "XNYS", date(2012, 6, 12)),
    ("--02-29", ny(2013, 6, 10, 19, 10), "XNYS", date(2012, 2, 29)),
    ("today", ny(2013, 6, 10, 19, 10), "XNYS", date(2013, 6, 10)),
])
def test_days_named(anchor, written, exchange, session):
    window = windows(Period("day", anchor=anchor), written, exchange)[0]
    assert (window.last, window.usual) == (session, True)


def test_a_holiday_named_leaves_only_stretches():
    found = windows(Period("day", anchor="monday"), ny(2012, 10, 31, 19, 0))
    assert [(w.last, w.usual) for w in found] == [(date(2012, 10, 26), False), (date(2012, 10, 31), False)]


@pytest.mark.parametrize(("period", "reason"), [
    (Period("unknown"), "vague-period"),
    (Period("since", anchor="event"), "vague-period"),
    (Period("since", anchor="level"), "vague-period"),
    (Period("range"), "vague-period"),
    (Period("range", grain="week", trailing=True), "vague-period"),  # the past few weeks
    (Period("day", anchor="2013-02-30"), "vague-period"),
    (Period("day", anchor="2013-06-11"), "in-the-future"),
    (Period("month", anchor="2013-07"), "in-the-future"),
    (Period("since", anchor="2014"), "in-the-future"),
    (Period("year", anchor="2014"), "in-the-future"),
    (Period("range", anchor="2013-06-03", until="2013-06-20"), "in-the-future"),
    (Period("since", anchor="1851"), "history-too-short"),
    (Period("year", grain="year", count=300, trailing=True), "history-too-short"),
])
def test_why_there_is_no_window(period, reason):
    found = CALENDAR.windows(period, ny(2013, 6, 10, 19, 10), "time", "XNYS")
    assert isinstance(found, Unverifiable) and found.reason == reason


# --- around the session -----------------------------------------------------------------------------------------


def test_before_the_opening_of_the_day_of_writing():
    assert first(Period("premarket"), ny(2013, 6, 10, 8, 0)) == (date(2013, 6, 7), date(2013, 6, 10), date(2013, 6, 10))
    assert first(Period("premarket"), ny(2013, 6, 8, 8, 0))[2] == date(2013, 6, 7)


def test_after_hours_moves_start_from_that_sessions_own_close():
    found = windows(Period("afterhours"), ny(2013, 6, 10, 19, 10))
    day, following = date(2013, 6, 10), date(2013, 6, 11)
    assert [(w.base, w.last, w.usual) for w in found] == [(day, day, True), (day, following, False)]
    found = windows(Period("afterhours"), ny(2013, 6, 10, 12, 0))  # noon: the evening before
    assert found[0].base == date(2013, 6, 7)


# --- weeks to years ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("period", "written", "base", "last"), [
    # weeks run from last Friday's close
    (Period("week"), ny(2013, 6, 7, 17, 0), date(2013, 5, 31), date(2013, 6, 7)),
    (Period("week", anchor="this-week"), ny(2013, 6, 8, 12, 0), date(2013, 5, 31), date(2013, 6, 7)),
    (Period("week", anchor="this-week"), ny(2013, 6, 5, 17, 0), date(2013, 5, 31), date(2013, 6, 5)),
    (Period("week"), ny(2013, 6, 10, 8, 0), date(2013, 5, 31), date(2013, 6, 7)),
    (Period("week", anchor="last-week"), ny(2013, 6, 5, 17, 0), date(2013, 5, 24), date(2013, 5, 31)),
    (Period("week", anchor="last-week"), ny(2013, 6, 9, 12, 0), date(2013, 5, 31), date(2013, 6, 7)),
    (Period("week", anchor="2013-05-15"), ny(2013, 6, 5, 17, 0), date(2013, 5, 8), date(2013, 5, 15)),
    (Period("week", grain="week", count=1, trailing=True), ny(2013, 6, 5, 17, 0), date(2013, 5, 29), date(2013, 6, 5)),
    (Period("range", grain="week", count=3, trailing=True), ny(2013, 6, 5, 17, 0), date(2013, 5, 15), date(2013, 6, 5)),
    # months, quarters, years of the calendar
    (Period("month", anchor="this-month"), ny(2013, 6, 5, 17, 0), date(2013, 5, 31), date(2013, 6, 5)),
    (Period("month", anchor="last-month"), ny(2013, 6, 5, 17, 0), date(2013, 4, 30), date(2013, 5, 31)),
    (Period("range", anchor="--05"), ny(2013, 8, 5, 17, 0), date(2013, 4, 30), date(2013, 5, 31)),
    (Period("range", anchor="--10"), ny(2013, 8, 5, 17, 0), date(2012, 9, 28), date(2012, 10, 31)),
    (Period("quarter", anchor="Q1"), ny(2013, 8, 5, 17, 0), date(2012, 12, 31), date(2013, 3, 28)),
    (Period("quarter", anchor="2012-Q4"), ny(2013, 8, 5, 17, 0), date(2012, 9, 28), date(2012, 12, 31)),
    (Period("quarter", anchor="this-quarter"), ny(2013, 8, 5, 17, 0), date(2013, 6, 28), date(2013, 8, 5)),
    (Period("quarter", anchor="last-quarter"), ny(2013, 8, 5, 17, 0), date(2013, 3, 28), date(2013, 6, 28)),
    (Period("year", anchor="2012"), ny(2013, 8, 5, 17, 0), date(2011, 12, 30), date(2012, 12, 31)),
    (Period("year", anchor="last-year"), ny(2013, 8, 5, 17, 0), date(2011, 12, 30), date(2012, 12, 31)),
    # year to date, also on the year's first session
    (Period("ytd", anchor="this-year"), ny(2013, 8, 5, 17, 0), date(2012, 12, 31), date(2013, 8, 5)),
    (Period("ytd"), ny(2013, 1, 2, 17, 0), date(2012, 12, 31), date(2013, 1, 2)),
    (Period("ytd"), ny(2013, 1, 1, 17, 0), date(2011, 12, 30), date(2012, 12, 31)),
    # counted back
    (Period("month", grain="month", count=1, trailing=True), ny(2013, 6, 10, 17, 0),
     date(2013, 5, 10), date(2013, 6, 10)),
    (Period("range", grain="month", count=3, trailing=True), ny(2013, 6, 10, 17, 0),
     date(2013, 3, 8), date(2013, 6, 10)),
    (Period("year", grain="year", count=1, trailing=True), ny(2013, 6, 10, 17, 0), date(2012, 6, 8), date(2013, 6, 10)),
    (Period("range", grain="session", count=3, trailing=True), ny(2013, 6, 10, 17, 0),
     date(2013, 6, 5), date(2013, 6, 10)),
    (Period("range", grain="day", count=5, trailing=True), ny(2013, 6, 10, 17, 0), date(2013, 6, 3), date(2013, 6, 10)),
    (Period("year"), ny(2012, 12, 31, 17, 0), date(2011, 12, 30), date(2012, 12, 31)),
    # from and to, since
    (Period("range", anchor="2013-01-03", until="2013-02-05"), ny(2013, 6, 10, 17, 0),
     date(2013, 1, 3), date(2013, 2, 5)),
    (Period("range", anchor="--03", until="--05"), ny(2013, 6, 10, 17, 0), date(2013, 2, 28), date(2013, 5, 31)),
    (Period("range", anchor="--10", until="--03"), ny(2013, 11, 11, 17, 0), date(2012, 9, 28), date(2013, 3, 28)),
    (Period("range", anchor="Q4", until="2009-Q1"), ny(2013, 6, 10, 17, 0), date(2008, 9, 30), date(2009, 3, 31)),
    (Period("range", anchor="--10-09", until="2009-03-09"), ny(2013, 6, 10, 17), date(2008, 10, 9), date(2009, 3, 9)),
    (Period("range", anchor="2008-10-09", until="--03-09"), ny(2013, 6, 10, 17), date(2008, 10, 9), date(2009, 3, 9)),
    (Period("since", anchor="--05"), ny(2013, 6, 10, 17, 0), date(2013, 4, 30), date(2013, 6, 10)),
    (Period("since", anchor="--05", part="end"), ny(2013, 6, 10, 17, 0), date(2013, 5, 31), date(2013, 6, 10)),
    (Period("since", anchor="--05-15"), ny(2013, 6, 10, 17, 0), date(2013, 5, 15), date(2013, 6, 10)),
    (Period("since", anchor="thursday"), ny(2013, 6, 10, 17, 0), date(2013, 6, 6), date(2013, 6, 10)),
    (Period("since", anchor="2008"), ny(2013, 6, 10, 17, 0), date(2007, 12, 31), date(2013, 6, 10)),
])
def test_the_first_reading_of_a_span(period, written, base, last):
    window = windows(period, written)[0]
    assert (window.base, window.last, window.usual, window.closed) == (base, last, True, True)


def test_the_founding_example():
    """Mid-February 2025, Hong Kong: three readings of the past month, to either of the two closes."""
    past_month = Period("month", grain="month", count=1, trailing=True)
    written = datetime(2025, 2, 18, tzinfo=UTC)
    found = usual(past_month, written, "XHKG", "day")
    assert {(date(2025, 1, 17), date(2025, 2, 18)), (date(2025, 1, 17), date(2025, 2, 17)),
            (date(2025, 1, 21), date(2025, 2, 18)), (date(2025, 1, 15), date(2025, 2, 18))} <= found
    assert CALENDAR.dates(past_month, written, "day", "XHKG") == (date(2025, 1, 17), date(2025, 2, 18))
    assert windows(past_month, written, "XHKG", "day")[0].how == "17 Jan to 18 Feb close, same day last month"


def test_last_week_said_on_a_sunday_is_either_week():
    found = usual(Period("week", anchor="last-week"), ny(2013, 6, 9, 12, 0))
    assert {(date(2013, 5, 31), date(2013, 6, 7)), (date(2013, 5, 24), date(2013, 5, 31))} <= found


def test_last_week_said_on_a_friday_is_seldom_this_one():
    found = windows(Period("week", anchor="last-week"), ny(2013, 6, 7, 17, 0))
    assert [(w.last, w.usual) for w in found[:2]] == [(date(2013, 5, 31), True), (date(2013, 6, 7), False)]


def test_the_start_of_a_span_that_is_not_over():
    opening = Period("range", grain="session", count=3, anchor="--06", part="start")
    assert first(opening, ny(2013, 6, 10, 17, 0)) == (date(2013, 5, 31), date(2013, 6, 3), date(2013, 6, 5))
    assert isinstance(CALENDAR.windows(opening, ny(2013, 6, 4, 17, 0), "time", "XNYS"), Unverifiable)


def test_a_stretch_upon_a_stretch_is_no_reading():
    loose = windows(Period("since", anchor="--05"), ny(2013, 6, 10, 17, 0))
    assert {w.base for w in loose if w.last == date(2013, 6, 7)} == {date(2013, 4, 30), date(2013, 5, 31)}


def test_since_a_day_with_and_without_that_days_move():
    found = usual(Period("since", anchor="2013-05-15"), ny(2013, 6, 10, 17, 0))
    assert found == {(date(2013, 5, 15), date(2013, 6, 10)), (date(2013, 5, 14), date(2013, 6, 10))}


def test_since_early_in_a_month_may_start_from_any_of_its_first_closes():
    found = usual(Period("since", anchor="--01", part="early"), ny(2025, 2, 18, 17, 0))
    assert {base for base, _ in found} == {date(2024, 12, 31), *CALENDAR.sessions(
        "XNYS", date(2025, 1, 1), date(2025, 1, 10))}


def test_while_the_market_is_open_a_span_may_end_with_the_last_close():
    found = usual(Period("ytd"), ny(2013, 6, 10, 12, 0))
    assert found == {(date(2012, 12, 31), date(2013, 6, 10)), (date(2012, 12, 31), date(2013, 6, 7))}


def test_in_the_first_days_of_january_the_old_year_is_no_year_to_date():
    assert usual(Period("ytd"), ny(2013, 1, 2, 12, 0)) == {(date(2012, 12, 31), date(2013, 1, 2))}


def test_public_dates_of_a_day_are_the_day_itself():
    assert CALENDAR.dates(Period("day"), ny(2013, 6, 10, 19, 10), "time", "XNYS") == (date(2013, 6, 10),) * 2
    assert CALENDAR.dates(Period("unknown"), ny(2013, 6, 10, 19, 10), "time", "XNYS") == (None, None)


def test_the_same_day_of_a_shorter_month():
    assert back(date(2013, 3, 31), 1) == date(2013, 2, 28)
    assert back(date(2012, 1, 15), 12) == date(2011, 1, 15)


# --- for every period, moment and exchange ------------------------------------------------------------------------

EXCHANGES = ("XNYS", "XHKG", "XSHG", "XTKS", "XLON", "XTAE", "24/5", "24/7", "CMES", "NONE")
ANCHORS = st.one_of(
    st.sampled_from(["", "", "today", "yesterday", "day-before", "week-before", "event", "level", "nonsense", "-", "Q7",
                     *WEEKDAYS, *(f"{w}-{g}" for w in ("this", "last") for g in ("week", "month", "quarter", "year"))]),
    st.builds("{}-{:02}-{:02}".format, st.one_of(st.just("-"), st.integers(1895, 2105)), st.integers(0, 13),
              st.integers(0, 32)),
    st.builds("{}-{:02}".format, st.one_of(st.just("-"), st.integers(1895, 2105)), st.integers(0, 13)),
    st.builds("{}-Q{}".format, st.integers(1895, 2105), st.integers(0, 5)),
    st.builds(str, st.integers(1895, 2105)),
    st.builds("Q{}".format, st.integers(1, 4)),
)
PERIODS = st.builds(
    Period, shape=st.sampled_from([*SHAPES, "unknown", "odd"]),
    grain=st.sampled_from(["", "", "session", "day", "week", "month", "quarter", "year"]),
    count=st.sampled_from([0, 0, 0, 1, 2, 3, 5, 12, 52, 400]), anchor=ANCHORS, until=st.one_of(st.just(""), ANCHORS),
    part=st.sampled_from(["", "early", "mid", "late", "start", "end", "open", "close", "midday", "05:26 GMT"]),
    trailing=st.booleans())
MOMENTS = st.builds(
    lambda moment, zone: moment.replace(tzinfo=ZoneInfo(zone)),
    st.one_of(st.datetimes(datetime(2005, 1, 1), datetime(2026, 12, 31)),
              st.datetimes(datetime(1950, 1, 1), datetime(2100, 12, 31))),
    st.sampled_from(["UTC", "America/New_York", "Asia/Tokyo", "Europe/London"]))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PERIODS, MOMENTS, st.sampled_from(["time", "day", "assumed"]), st.sampled_from(EXCHANGES))
def test_every_window_is_made_of_sessions_that_had_come(period, written, dated, exchange):
    found = CALENDAR.windows(period, written, dated, exchange)
    assert found == CALENDAR.windows(period, written, dated, exchange)
    if isinstance(found, Unverifiable):
        assert found.reason in REASONS
        return
    assert 0 < len(found) <= MOST
    assert len({(window.base, window.first, window.last) for window in found}) == len(found)
    latest = max(written.date(), written.astimezone(UTC).date() + timedelta(1))
    for window in found:
        assert CALENDAR.is_session(exchange, window.base)
        assert CALENDAR.is_session(exchange, window.first)
        assert CALENDAR.is_session(exchange, window.last)
        assert window.first <= window.last and window.how
        if period.shape == "afterhours":
            assert window.base <= window.first
        else:
            assert window.base == CALENDAR.previous(exchange, window.first)
            assert window.last <= latest
        if window.closed and dated != "time":
            assert window.last <= written.date()


@settings(max_examples=150, deadline=None)
@given(MOMENTS, st.sampled_from(EXCHANGES[:-1]))
def test_a_closed_session_was_over_when_the_text_was_written(written, exchange):
    held = load(exchange, True, None)
    for at in CALENDAR.last_sessions(written, "time", exchange):
        place = held.at_or_before(at.session)
        assert at.closed is (held.closes[place] * 60 <= written.timestamp())


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 30), st.dates(date(2000, 1, 1), date(2026, 6, 30)), st.sampled_from(["XNYS", "XHKG", "XLON"]))
def test_so_many_sessions_are_so_many_sessions(count, day, exchange):
    period = Period("range", grain="session", count=count, trailing=True)
    window = CALENDAR.windows(period, datetime(day.year, day.month, day.day, tzinfo=UTC), "day", exchange)[0]
    assert len(CALENDAR.sessions(exchange, window.first, window.last)) == count


@pytest.mark.parametrize(("exchange", "deep"), [("XNYS", False), ("XHKG", False), ("XLON", True), ("24/5", False)])
def test_the_shipped_table_says_what_the_library_says(exchange, deep):
    shipped, asked = sessions._shipped(exchange, deep), sessions.asked(exchange, deep)
    begun = sessions.built().toordinal()
    past = sum(day <= begun for day in accumulate(asked["days"]))
    assert shipped["first"] == asked["first"] and shipped["zone"] == asked["zone"]
    for what in ("days", "opens", "closes"):
        assert shipped[what][:past] == asked[what][:past]


def test_the_library_is_asked_only_for_what_the_table_lacks(monkeypatch, tmp_path):
    wanted = []
    monkeypatch.setattr(sessions, "asked", lambda code, deep: wanted.append((code, deep)))
    late = sessions.built().year + 1
    calendar = Calendar(tmp_path)
    sessions.load.cache_clear()
    assert calendar.is_session("XNYS", date(2013, 6, 10)) and not wanted
    assert calendar.is_session("XNYS", date(late, 3, 10)) and wanted == [("XNYS", False)]  # and the table stands in
    sessions.load.cache_clear()
