"""The reports that exist, and those that were issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from naikkelas.accounts import access
from naikkelas.kit.collect import collect
from naikkelas.kit.periods import Quarter
from naikkelas.places import queries as places
from naikkelas.reports.models import FrozenFigures, Issue
from naikkelas.reports.report import Report

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.monev.models import Freeze


def reports() -> dict[str, Report]:
    return collect("naikkelas.reports.catalogue", "REPORT")


def issues_visible_to(user: User) -> QuerySet[Issue]:
    return access.visible(user, Issue.objects.select_related("area", "issued_by").defer("figures")).order_by(
        "-id"
    )


def title_of(issue: Issue, lang: str) -> str:
    """What an issue is: its report, and the case where there are cases."""
    report = reports()[issue.report]
    title = report.title.to(lang)
    return f"{title} ({report.cases[issue.case].name.to(lang)})" if issue.case else title


def issues_about(area: str, quarters: set[tuple[int, int]]) -> QuerySet[Issue]:
    """Reports issued for these quarters over a region that an area lies in."""
    wanted = Q()
    for year, quarter in quarters:
        wanted |= Q(year=year, quarter=quarter)
    above = [region.code for region in places.path(area)]
    rows = Issue.objects.filter(wanted, area_id__in=above) if quarters else Issue.objects.none()
    return rows.defer("figures").order_by("-issued_at", "-id")


def standing_figures(report: str, case: str, area: str, period: Quarter) -> FrozenFigures | None:
    """The kept figures that a report would be issued from: all freezes that they rest on still stand."""
    rows = FrozenFigures.objects.filter(
        report=report, case=case, area_id=area, year=period.year, quarter=period.number
    ).exclude(freezes__set_aside_at__isnull=False)
    return rows.select_related("area").order_by("-id").first()


def freezes_under(issue: Issue) -> list[Freeze]:
    """The freezes that a report stands on; none where it was gathered on the day of issue."""
    if issue.frozen is None:
        return []
    rows = issue.frozen.freezes.select_related("cycle_area__area", "cycle_area__cycle")
    return list(rows.order_by("cycle_area__area_id"))
