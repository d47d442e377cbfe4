"""What the columns and rows of lists of programmes are called, and how their values and problems are told."""

from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from naikkelas import vault
from naikkelas.instruments.registry_fields import AREA_FIELDS
from naikkelas.kit import days, money
from naikkelas.places import queries as places
from naikkelas.rules import person_nik
from naikkelas.web import words
from naikkelas.web.intake.labels import LIST_FIELDS
from naikkelas.web.programmes.plut_forms import hours_minutes

STATES = {
    "new": (_("New"), "blue"),
    "changed": (_("Changes what stands"), "yellow"),
    "same": (_("Stands already"), "secondary"),
    "doubtful": (_("Waits for your decision"), "yellow"),
    "bad": (_("To mend"), "red"),
}
ENTRIES = {
    "ceiling": _("Ceiling (pagu)"),
    "revision": _("Revision"),
    "commitment": _("Contract or decree"),
    "recipient": _("Named recipient"),
    "disbursement": _("Disbursement (SP2D)"),
    "returned": _("Transfer returned by the bank"),
    "application": _("Proposal"),
    "service": _("Service of a PLUT"),
}
_FINEST = {"regency": 5, "district": 8, "village": 13, "area_code": 13}
_AMOUNTS = frozenset({"left", "asked", "used", "stands", "off", "sum", "planned", "least", "most"})
_YES_NO = ("trained", "bookkept")
_WORDS = {
    "kind": "recipient_kind", "education": "education", "occupation": "occupation", "id_card": "id_card",
    "business_kind": "business_kind", "licence": "startup_licence", "account_state": "account_state", "field": "plut_field",
    "sex": "sex",
}  # fmt: skip
"""By which words a choice is told."""
STATUSES = {"done": _("done"), "returned": _("returned")}


def heading(delivery, field: str) -> str:
    """The sender's heading of a field; our own word where it was told beside the file."""
    return delivery.summary["heads"].get(field) or str(LIST_FIELDS.get(field, field))


def cell(row: dict[str, Any], field: str) -> str:
    """A value as it was understood; of a number of a person what may be shown."""
    if field in AREA_FIELDS:
        code = row.get("area_code") or ""
        length = _FINEST[field]
        return places.name_of(code[:length]) if len(code) >= length else ""
    if field == "person_nik":
        sealed = row.get("nik_sealed")
        return person_nik.masked(vault.current().seal.open(sealed)) if sealed else ""
    if field in ("account", "account_no", "tax_id"):
        end = row.get(f"{field}_end")
        return f"••••{end}" if end else ""
    value = row.get(field)
    return "" if value in (None, "") else _told(field, value)


def _told(field: str, value: Any) -> str:
    lang = get_language()
    if field.endswith("_idr"):
        return money.number(int(value), lang)
    if field == "source":
        return str(words.label("source", value))
    if field == "status":
        return str(STATUSES[value])
    if field in ("hours", "minutes"):
        return hours_minutes(int(value))
    if field in _YES_NO:
        return str(_("yes") if value == "yes" else _("no"))
    if field in _WORDS:
        return str(words.label(_WORDS[field], value))
    return days.day_text(value, lang) if isinstance(value, date) else str(value)


def held(delivery) -> tuple[str, str]:
    """How much a list holds, and by how much the ledger moved when it was entered; neither where it was not read."""
    lang, summary = get_language(), delivery.summary
    if "file_idr" not in summary:  # looked at before the whole was counted
        return "", ""
    if summary["record"] == "service":
        return f"{hours_minutes(summary['file_minutes'])} {_('hours')}", ""
    whole, moved = money.rupiah(summary["file_idr"], lang), summary["amount_idr"]
    if summary["record"] == "application" or delivery.state != "applied":
        return whole, ""
    if not moved:
        return whole, str(_("ledger unchanged"))
    return whole, f"{_('ledger')} {'+' if moved > 0 else ''}{money.rupiah(moved, lang)}"


def problem_text(problem: dict[str, Any], *, hidden: bool) -> str:
    """The sentence of a problem with its remedy, amounts as they are read."""
    lang = get_language()
    told = {k: _amount(v, lang) if k in _AMOUNTS else v for k, v in problem["params"].items()}
    if problem["code"].startswith("sum."):
        told["value"] = _amount(told["value"], lang)
    if hidden and "value" in told:
        told["value"] = "••••••"
    return problem[lang if lang == "id" else "en"].format(**told)


def _amount(value: Any, lang: str | None) -> str:
    return money.number(int(value), lang or "id")
