"""Letters about findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from naikkelas.accounts import access
from naikkelas.reports.models import Letter

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.monev.models import Finding


def letters_visible_to(user: User) -> QuerySet[Letter]:
    """What the office of the own area wrote, or one below; and what was written to it about its findings."""
    rows = Letter.objects.filter(pk__in=access.visible(user, Letter.objects.all()).values("pk"))
    asked = access.visible(user, Letter.objects.all(), "findings__area_id")
    return (rows | Letter.objects.filter(pk__in=asked.values("pk"))).annotate(count=Count("findings"))


def letters_about(finding: Finding) -> QuerySet[Letter]:
    return finding.letters.order_by("-id")
