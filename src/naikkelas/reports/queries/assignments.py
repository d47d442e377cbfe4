"""Reading duty letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.reports.models import AssignmentLetter

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.monev.models import Team


def letters_visible_to(user: User) -> QuerySet[AssignmentLetter]:
    return access.visible(user, AssignmentLetter.objects.select_related("team__cycle_area", "issued_by"))


def letters_of(team: Team) -> QuerySet[AssignmentLetter]:
    return AssignmentLetter.objects.filter(team=team).select_related("issued_by").order_by("-id")


def letter_bytes(letter: AssignmentLetter) -> bytes:
    """The PDF as it was issued."""
    return vault.current().blobs.get(letter.pdf_sha256)
