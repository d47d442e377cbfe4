"""Duties to report: which form goes from whom to whom, and by which day. The table stands in obligations.toml."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from naikkelas.kit.bilingual import Text
from naikkelas.kit.periods import Quarter
from naikkelas.rules import rule_set, workdays

HEAD, _TABLES = rule_set.load(__file__)


@dataclass(frozen=True)
class Obligation:
    """One line of the table. `case` is whose money it is about (empty: not about money); `level` that of the area whose
    office sends it, or whose Bappeda does (`elsewhere`). Without `workdays` and `months` the source sets no day."""

    id: str
    report: str
    case: str
    level: str
    sender: Text
    receiver: Text
    copy: Text | None
    workdays: int | None
    months: int | None
    mark: rule_set.Mark
    elsewhere: bool

    @property
    def every(self) -> Literal["quarter", "year"]:
        return "year" if self.months else "quarter"

    def due_on(self, period: Quarter) -> date | None:
        """The last day for the report of a quarter; for a yearly one, of the year of that quarter."""
        if self.months:
            return date(period.year + 1, self.months, monthrange(period.year + 1, self.months)[1])
        return workdays.add_workdays(period.last_day, self.workdays) if self.workdays else None

    def late_workdays(self, period: Quarter, sent_on: date) -> int:
        """How many working days after its day a report was sent; 0 when in time or when no day is set."""
        due = self.due_on(period)
        return max(0, workdays.workdays_between(due, sent_on)) if due else 0


def _read(row: dict[str, Any]) -> Obligation:
    return Obligation(
        id=row["id"],
        report=row["report"],
        case=row["case"],
        level=row["level"],
        sender=Text(**row["sender"]),
        receiver=Text(**row["receiver"]),
        copy=Text(**row["copy"]) if "copy" in row else None,
        workdays=row.get("workdays"),
        months=row.get("months"),
        mark=row.get("mark", HEAD.mark),
        elsewhere=row.get("elsewhere", False),
    )


OBLIGATIONS = {row["id"]: _read(row) for row in _TABLES["obligations"]}


def of(report: str, case: str = "", level: str = "") -> list[Obligation]:
    """The duties that a report of a case fulfils, at a level where one is given."""
    return [
        each
        for each in OBLIGATIONS.values()
        if each.report == report and each.case == case and level in ("", each.level)
    ]
