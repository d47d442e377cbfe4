"""What a figure is about: an area, a quarter, and by which boundaries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Expression, QuerySet

from naikkelas.kit.periods import Quarter
from naikkelas.places import queries as places


@dataclass(frozen=True)
class Scope:
    """The area and quarter that a figure is about, by today's boundaries or by those at the end of the quarter."""

    code: str
    period: Quarter
    as_then: bool = False
    duty: str = places.NATION
    """The area of duty of who asks: former boundaries may reach beyond it, the answer does not."""

    @property
    def boundaries_on(self) -> date:
        return self.period.last_day if self.as_then else date.max

    def within(self, rows: QuerySet, field: str, table: str, key: str = "pk") -> QuerySet:
        """Keep the rows whose area lay in the scope. `table`, `key`: the record that has the area."""
        found = places.inside(rows, self.code, self.boundaries_on, field, table, key)
        return places.within(found, self.duty, field) if self.as_then else found

    def regency(self, field: str, table: str, key: str = "pk") -> Expression:
        """The column `regency`: in which kabupaten/kota the area lay."""
        return places.regency_on(field, self.boundaries_on, table, key)
