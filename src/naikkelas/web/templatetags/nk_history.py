"""The history of one record in words: {% history "finding" finding.pk %}; every template has it, as those of nk."""

from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.accounts import queries as accounts
from naikkelas.kit import days, money
from naikkelas.trail import queries as trail
from naikkelas.web import words
from naikkelas.web.templatetags.nk import _lang

register = template.Library()
SHOWN = 20
_WORDS = {
    ("finding", "state"): "finding", ("finding", "severity"): "severity", ("finding", "cause_code"): "finding_cause",
    ("finding", "cannot_reason"): "cannot_reason", ("visit", "state"): "visit", ("cycle_area", "state"): "cycle_area",
    ("planned_visit", "state"): "planned", ("plut", "building_condition"): "condition", ("plut", "grant_status"): "grant",
    ("cooperative", "state"): "coaching", ("cooperative", "outcome"): "coaching_outcome",
    ("finding", "escalated_to"): "finding_owner",
}  # fmt: skip
"""Which words the values of a field are."""
_PERSONS = frozenset({"assigned_to_id", "leader_id"})
"""Fields that name a user: told only to who may see persons."""


@register.inclusion_tag("_components/history.html", takes_context=True)
def history(context: Any, object_type: str, object_id: object) -> dict[str, Any]:
    sees = access.may(context["request"].user, "person.see")
    lines = [
        {"event": event, "changes": _changes(event, sees)}
        for event in trail.of(object_type, object_id)[:SHOWN]
    ]
    return {"lines": lines}


def _changes(event: Any, sees: bool) -> list[tuple[str, str, str]]:
    """(field, old, new) in the language of the reader; what is about a person is masked."""
    told = event.details.get("changes", {})
    if not isinstance(told, dict):
        return []
    return [
        (_field(name), *(_text(event.object_type, name, value, sees) for value in pair))
        if pair
        else (_field(name), "•••", "•••")
        for name, pair in told.items()
    ]


def _field(name: str) -> str:
    return words.label("changed_field", name)


def _text(kind: str, name: str, value: Any, sees: bool) -> str:
    if value is None or value == "":
        return "–"
    if name in _PERSONS:
        return accounts.user_by_id(value).name if sees else "•••"
    if (kind, name) in _WORDS:
        return words.label(_WORDS[kind, name], str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return money.rupiah(value, _lang()) if name.endswith("_idr") else money.number(value, _lang())
    if name.endswith("_on") and isinstance(value, str):
        return days.day_text(date.fromisoformat(value), _lang())
    if isinstance(value, list | dict):
        return str(len(value))
    return str(value)[:300]
