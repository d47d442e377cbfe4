"""What the columns and rows of lists of money are called, and how their values and problems are told."""

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
}
FIELDS = {
    "document_no": _("Document"),
    "dated_on": _("Day of the document"),
    "paid_on": _("Day of payment"),
    "name": _("Name"),
    "decree_no": _("Decree (SK)"),
    "contract_no": _("Contract"),
    "line_code": _("Code of the budget line"),
    "amount_idr": _("Amount (IDR)"),
    "source": _("Source of money"),
    "year": _("Budget year"),
    "programme": _("Programme"),
}
_FINEST = {"regency": 5, "district": 8, "village": 13, "area_code": 13}
_AMOUNTS = frozenset({"left", "asked", "used", "stands", "off", "sum"})
STATUSES = {"done": _("done"), "returned": _("returned")}


def heading(delivery, field: str) -> str:
    """The sender's heading of a field; our own word where it was told beside the file."""
    return delivery.summary["heads"].get(field) or str(FIELDS.get(field, field))


def cell(row: dict[str, Any], field: str) -> str:
    """A value as it was understood."""
    lang = get_language()
    if field in AREA_FIELDS:
        code = row.get("area_code") or ""
        length = _FINEST[field]
        return places.name_of(code[:length]) if len(code) >= length else ""
    if field == "person_nik":
        sealed = row.get("nik_sealed")
        return person_nik.masked(vault.current().seal.open(sealed)) if sealed else ""
    if field == "account":
        end = row.get("account_end")
        return f"••••{end}" if end else ""
    value = row.get(field)
    if value in (None, ""):
        return ""
    if field.endswith("_idr"):
        return money.number(int(value), lang)
    if field == "source":
        return str(words.label("source", value))
    if field == "status":
        return str(STATUSES[value])
    if field == "kind":
        return str(words.label("recipient_kind", value)) if value else ""
    return days.day_text(value, lang) if isinstance(value, date) else str(value)


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
