"""Quarters: the period of monev cycles and of the reports of PP 39/2006."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_FORM = re.compile(r"^([12][0-9]{3})-(?:Q|T|TW)([1-4])$", re.IGNORECASE)
_ROMAN = ("I", "II", "III", "IV")


class NotAPeriod(ValueError):
    """The text does not name a quarter, as '2019-Q4' (or '2019-T4') does."""


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a year; `str()` gives '2019-Q4'."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        match = _FORM.match(text.strip())
        if not match:
            raise NotAPeriod(text)
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> "Quarter":
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    @property
    def slug(self) -> str:
        """As it stands in addresses: '2019-T4' (triwulan)."""
        return f"{self.year}-T{self.number}"

    def label(self, lang: str = "id") -> str:
        if lang == "id":
            return f"Triwulan {_ROMAN[self.number - 1]} {self.year}"
        return f"Quarter {self.number} of {self.year}"

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"
