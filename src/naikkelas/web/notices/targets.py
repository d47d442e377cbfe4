"""Where the record of a notice is looked at."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from naikkelas.accounts import access
from naikkelas.intake.queries import field_changes

_PAGES = {
    "cycle": ("monev-board", "monev.read"),
    "cycle_area": ("monev-area-detail", "monev.read"),
    "visit": ("monev-visit-detail", "monev.read"),
    "planned_visit": ("monev-planned-detail", "monev.read"),
    "finding": ("findings-finding-detail", "findings.read"),
    "citizen_report": ("findings-citizen-detail", "findings.open"),
    "delivery": ("intake-delivery-detail", "intake.import"),
    "issue": ("reports-issue-detail", "reports.read"),
    "field_change": ("intake-change-detail", "registry.edit"),
}
_LISTS = {
    "field_change": ("field-change-list", "monev.visit"),
    "taken_change": ("field-change-list", "monev.visit"),
    "webhook": ("settings-webhook-list", "webhooks.manage"),
    "duties": ("reports-duty-list", "reports.read"),
    "enterprise": ("registry-double-list", "registry.merge"),
    "cooperative": ("registry-double-list", "registry.merge"),
}


def address(user, object_type: str, object_id: str) -> str:
    """The page of a record for somebody; the start page of their work where they have no page for it."""
    name, duty = _PAGES.get(object_type, ("", ""))
    if name and access.may(user, duty):
        return reverse(name, args=[object_id])
    if object_type == "taken_change" and access.may(user, "registry.edit"):
        return _taken(user, object_id)
    name, duty = _LISTS.get(object_type, ("", ""))
    if name and access.may(user, duty):
        return reverse(name)
    return reverse("field-visit-list" if access.may(user, "monev.visit") else "home")


def _taken(user, first: str) -> str:
    """The list of what was taken over without asking, of the form and day that a notice tells of by its first change."""
    change = field_changes.visible_to(user).filter(pk=first).first()
    asked = {"state": "decided", "cara": "otomatis"}
    if change is not None and change.decided_at is not None:
        day = timezone.localdate(change.decided_at)
        asked |= {"formulir": change.delivery.instrument, "hari": day.isoformat()}
    return f"{reverse('intake-change-list')}?{urlencode(asked)}"
