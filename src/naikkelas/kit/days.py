"""Days as Indonesian offices write them."""

import re
from datetime import date, datetime, timedelta

MONTHS = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_SHORT = {"agt": 8, "ags": 8, "agust": 8, "sept": 9, "nop": 11, "nopember": 11, "pebruari": 2, "peb": 2}
MONTH_NUMBERS = (
    {name.lower(): n for names in MONTHS.values() for n, name in enumerate(names, 1)}
    | {name.lower()[:3]: n for names in MONTHS.values() for n, name in enumerate(names, 1)}
    | _SHORT
)
_PART = r"([0-9]{1,2}|[A-Za-z]+)"
_DMY = re.compile(rf"([0-9]{{1,2}})[/.\- ]{_PART}[/.\- ]([0-9]{{4}})")
_DMYY = re.compile(r"([0-9]{1,2})[/.\- ]([A-Za-z]+)[/.\- ]([0-9]{2})")
_YMD = re.compile(rf"([0-9]{{4}})[/.\- ]{_PART}[/.\- ]([0-9]{{1,2}})")
_BEFORE = re.compile(r"^[^0-9]*, ?")
"""A day of the week or the place of birth: "Senin, 5 Maret 2020", "Kalianda, 2 Januari 1980"."""
_MIDNIGHT = re.compile(r"[Tt ]00:00:00(?:\.0+)?$")


class NotADay(ValueError):
    """The text is not a calendar day in a form that offices use."""


def parse_day(text: str, latest: date = date.max) -> date:
    """Read '05/03/2020', '5 Maret 2020', '5-Mar-2020': day before month, as in Indonesia; or '2020-03-05', year first.

    A year of two digits is understood only beside a month in letters, '5-Mar-20': one of this century, unless that is a
    year after `latest`.
    """
    bare = _BEFORE.sub("", _MIDNIGHT.sub("", " ".join(text.split())))
    if ymd := _YMD.fullmatch(bare):
        year, name, day = ymd.groups()
    elif dmy := _DMY.fullmatch(bare):
        day, name, year = dmy.groups()
    elif short := _DMYY.fullmatch(bare):
        day, name, year = short.groups()
        year = f"{20 if 2000 + int(year) <= latest.year else 19}{year}"
    else:
        raise NotADay(text)
    try:
        return date(int(year), int(name) if name.isdigit() else MONTH_NUMBERS.get(name.lower(), 0), int(day))
    except ValueError as error:
        raise NotADay(text) from error


def day_text(day: date, lang: str = "id") -> str:
    """date(2020, 3, 5) → '5 Maret 2020'."""
    return f"{day.day} {MONTHS[lang][day.month - 1]} {day.year}"


def moment_text(moment: datetime, lang: str = "id") -> str:
    """A moment of the reader's own zone: '5 Maret 2020 16.15'."""
    return f"{day_text(moment.date(), lang)} {moment:%H.%M}"


def add_months(day: date, months: int) -> date:
    """The same day so many months later, the last of the month where that day does not exist: 31 Jan + 1 → 28 Feb."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
