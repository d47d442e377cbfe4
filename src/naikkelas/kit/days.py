"""Days as Indonesian offices write them."""

import re
from datetime import date

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
_SHORT = {"agt": 8, "agust": 8, "nop": 11, "pebruari": 2, "peb": 2}
MONTH_NUMBERS = (
    {name.lower(): n for names in MONTHS.values() for n, name in enumerate(names, 1)}
    | {name.lower()[:3]: n for names in MONTHS.values() for n, name in enumerate(names, 1)}
    | _SHORT
)
_ISO = re.compile(r"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00:00(?:\.0+)?)?$")
_DMY = re.compile(r"^([0-9]{1,2})[/.\- ]([0-9]{1,2}|[A-Za-z]+)[/.\- ]([0-9]{4})$")


class NotADay(ValueError):
    """The text is not a calendar day in a form that offices use."""


def parse_day(text: str) -> date:
    """Read '2020-03-05', '05/03/2020', '5 Maret 2020', '5-Mar-2020': day before month, as in Indonesia."""
    bare = " ".join(text.split())
    if iso := _ISO.match(bare):
        year, month, day = (int(part) for part in iso.groups())
    elif dmy := _DMY.match(bare):
        year, day, name = int(dmy[3]), int(dmy[1]), dmy[2].lower()
        month = int(name) if name[0].isascii() and name[0].isdigit() else MONTH_NUMBERS.get(name, 0)
    else:
        raise NotADay(text)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotADay(text) from error


def day_text(day: date, lang: str = "id") -> str:
    """date(2020, 3, 5) → '5 Maret 2020'."""
    return f"{day.day} {MONTHS[lang][day.month - 1]} {day.year}"
