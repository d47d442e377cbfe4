"""The reports that exist, and those that were issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from naikkelas.accounts import access
from naikkelas.kit.collect import collect
from naikkelas.reports.models import Issue
from naikkelas.reports.report import Report

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


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
