"""Quarters and days as offices write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.kit.days import MONTHS, NotADay, day_text, parse_day
from naikkelas.kit.periods import NotAPeriod, Quarter

quarters = st.builds(Quarter, st.integers(1000, 2998), st.integers(1, 4))
days = st.dates(date(1000, 1, 1), date(9998, 12, 31))


@given(quarters)
def test_a_quarter_is_read_back_from_all_its_writings(quarter: Quarter):
    for written in (str(quarter), quarter.slug, f" {quarter.year}-tw{quarter.number} "):
        assert Quarter.parse(written) == quarter


@given(quarters)
def test_next_and_previous_undo_each_other_and_leave_no_day_out(quarter: Quarter):
    assert quarter.next.previous == quarter == quarter.previous.next
    assert quarter < quarter.next
    assert quarter.last_day + timedelta(days=1) == quarter.next.first_day
    assert 90 <= (quarter.last_day - quarter.first_day).days + 1 <= 92


@given(days)
def test_every_day_lies_in_its_quarter(day: date):
    quarter = Quarter.of(day)
    assert quarter.first_day <= day <= quarter.last_day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2019",
        "2019-Q0",
        "2019-Q5",
        "19-Q4",
        "0019-Q4",
        "9019-Q4",
        "2019Q4",
        "2019-4",
        "2019-Q4-1",
        "２０１９-Q4",
    ],
)
def test_what_names_no_quarter_is_refused(text: str):
    with pytest.raises(NotAPeriod):
        Quarter.parse(text)


def test_a_quarter_is_named_in_both_languages():
    assert Quarter(2019, 4).label() == "Triwulan IV 2019"
    assert Quarter(2019, 4).label("en") == "Quarter 4 of 2019"


@given(days, st.sampled_from(["id", "en"]))
def test_a_day_is_read_back_from_every_form_that_offices_use(day: date, lang: str):
    month = MONTHS[lang][day.month - 1]
    for written in (
        day.isoformat(), f"{day.isoformat()} 00:00:00", f"{day.isoformat()}T00:00:00.000", f"{day:%d/%m/}{day.year} 00:00:00",
        f"{day.year}/{day.month}/{day.day}", f"{day:%d/%m/}{day.year}",
        f"{day.day}-{day.month}-{day.year}", f"{day.day}.{day.month}.{day.year}", day_text(day, lang),
        f"{day.day}-{month[:3]}-{day.year}", f" {day.day}  {month.upper()} {day.year} ",
    ):  # fmt: skip
        assert parse_day(written) == day, written


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("17 Agt 1945", date(1945, 8, 17)), ("5 Pebruari 2020", date(2020, 2, 5)), ("9 Nop 2019", date(2019, 11, 9)),
        ("05/03/2020", date(2020, 3, 5)), ("29/02/2020", date(2020, 2, 29)),
    ],
)  # fmt: skip
def test_the_day_stands_before_the_month_and_old_spellings_are_known(written: str, day: date):
    assert parse_day(written) == day


@pytest.mark.parametrize(
    "text",
    [
        "", "kemarin", "31/02/2020", "29/02/2019", "32/01/2020", "01/13/2020", "5 Maretan 2020", "2020-3", "5/3/20", "43831",
        "2020-03-05 13:00:00", "0000-01-01", "５/３/2020", "12²3/01/2020", "1/²/2020",
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(text: str):
    with pytest.raises(NotADay):
        parse_day(text)


@given(st.text(max_size=30))
def test_any_text_is_either_a_day_or_refused(text: str):
    try:
        found = parse_day(text)
    except NotADay:
        return
    assert isinstance(found, date)
