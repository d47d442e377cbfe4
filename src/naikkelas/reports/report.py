"""What a report of the catalogue is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from naikkelas.analytics.scope import Scope
from naikkelas.kit.bilingual import Text
from naikkelas.reports.figures import Figures

OWN_AREAS = ("province", "regency")


@dataclass(frozen=True)
class Asked:
    """What an issue is asked for: area and quarter, its number, the moment, and the case where the report has cases."""

    scope: Scope
    number: str
    at: datetime
    case: str = ""


@dataclass(frozen=True)
class Case:
    """One of the cases of a report: whose money it is about, and for which levels of area it is issued."""

    name: Text
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """`gather` works the figures out; `template` is the Typst file that sets them. A report without `cases` is issued for
    the `levels`; a `yearly` one tells the whole year of the quarter that is asked. Figures of a `frozen` one are kept when the
    monev of its quarter is accepted, and it is issued from those."""

    id: str
    version: int
    title: Text
    about: Text
    legal_source: str
    gather: Callable[[Asked], Figures]
    template: str
    levels: tuple[str, ...] = OWN_AREAS
    cases: Mapping[str, Case] = field(default_factory=dict)
    yearly: bool = False
    frozen: bool = False

    def levels_of(self, case: str) -> tuple[str, ...]:
        return self.cases[case].levels if case else self.levels
