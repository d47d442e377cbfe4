"""Reports of the law in the demonstration: forms issued and sent in time, one late, most not yet; targets of the office."""

from datetime import UTC, date, datetime

from naikkelas.kit.periods import Quarter
from naikkelas.ops.demo.people import People
from naikkelas.reports import actions
from naikkelas.reports.queries.duties import duty

LAST = Quarter(2019, 4)
# report, case, area, who, issued, duty, sent
ISSUED = (
    ("pp39_c", "dekon", "18", "provinsi", date(2020, 1, 7), "dekon_c-18-2019-Q4", date(2020, 1, 8)),
    ("pp39_c", "tp", "18.01", "dinas1801", date(2020, 1, 14), "tp_c-18.01-2019-Q4", date(2020, 1, 15)),
    ("pp39_a", "tp", "18.06", "dinas1806", date(2020, 1, 7), "tp_a-18.06-2019-Q4", None),
)
TARGETS = (
    ("budget_absorption", "year", 2019, 9500, 10_000, "Perjanjian Kinerja 2019 (contoh)"),
    ("cooperatives_active", "year", 2019, 4000, 10_000, "Perjanjian Kinerja 2019 (contoh)"),
    ("cooperatives_active", "plan_end", 2024, 5500, 10_000, "Renstra 2019–2024 (contoh)"),
    ("plut_clients", "year", 2019, 100, None, "Perjanjian Kinerja 2019 (contoh)"),
)


def report(everyone: People) -> None:
    """Issue, send and set through the doors that officers use."""
    province = everyone.user("provinsi")
    for indicator, horizon, year, part, whole, document in TARGETS:
        actions.set_target(
            indicator=indicator, area="18", horizon=horizon, year=year, part=part, whole=whole, source_document=document,
            by=province, at=_at(date(2019, 2, 4)),
        )  # fmt: skip
    for kind, case, area, who, issued, key, sent in ISSUED:
        by = everyone.user(who)
        actions.issue(report=kind, case=case, area=area, period=LAST, by=by, at=_at(issued))
        owed = duty(key, sent or issued)
        if sent and owed:
            actions.record_sending(
                duty=owed, letter_no=f"518/{owed.area.code.replace('.', '')}/2020 (contoh)", sent_on=sent, by=by, at=_at(sent)
            )  # fmt: skip


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, 0, tzinfo=UTC)
