"""Two records beside each other, field by field, as people read them."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from naikkelas.kit import days
from naikkelas.places import queries as places
from naikkelas.registry import queries
from naikkelas.registry.choosing import proposed_choices
from naikkelas.web import words

LABELS: dict[str, Promise | str] = {
    "name": _("Name"), "area": _("Area"), "address": _("Address"), "registration_no": _("Registration number of the sender"),
    "nib": "NIB", "kbli": "KBLI", "sector": _("Sector"), "product": _("Main product"), "legal_form": _("Legal form"),
    "founded_on": _("Founded"), "market": _("Reach of the market"), "home_food_permit": _("Home food permit (PIRT)"),
    "halal_no": _("Halal certificate"), "trademark": _("Trademark"), "point": _("Position"), "owner_name": _("Owner's name"),
    "person_nik": _("Person's NIK"), "sex": _("Sex"), "born_year": _("Year of birth"), "phone": _("Telephone"),
    "email": _("E-mail"), "tax_id": "NPWP", "legal_no": _("Legal no."), "cooperative_nik": _("Cooperative no. (NIK)"),
    "kind": _("Kind"), "group": _("Group"), "chair": _("Chair"), "official_status": _("Official status"),
}  # fmt: skip
REASONS = {
    "same": "", "only_one": _("known to one only"), "finer": _("names the village"), "newer": _("renewed later"),
}  # fmt: skip
_WORDS = {
    "sector": "sector", "legal_form": "legal_form", "market": "market", "sex": "sex", "kind": "cooperative_kind",
    "group": "cooperative_group", "official_status": "status",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One field of both: what each says, and which is proposed (0 the first, 1 the second)."""

    field: str
    label: Promise | str
    values: tuple[str, str]
    chosen: int
    reason: Promise | str
    differs: bool


def lines(first: Any, second: Any, survivor: Any) -> list[Line]:
    """All fields of two records; `survivor` is one of them, whose number stays."""
    absorbed = second if survivor.pk == first.pk else first
    choices = proposed_choices(survivor, absorbed)
    found = []
    for name, choice in choices.items():
        side = choice.side if survivor.pk == first.pk else 1 - choice.side
        values = (text_of(first, name), text_of(second, name))
        differs = choice.reason != "same"
        if any(values):
            found.append(Line(name, LABELS[name], values, side, REASONS[choice.reason], differs))
    return found


def text_of(record: Any, name: str) -> str:
    """A field of a record as a page shows it; personal numbers masked."""
    owner = getattr(record, "owner", None)
    special = {
        "area": lambda: places.place_of(record.area_id),
        "point": lambda: (
            f"{record.latitude:.5f}, {record.longitude:.5f}" if record.latitude is not None else ""
        ),
        "owner_name": lambda: owner.name,
        "person_nik": lambda: queries.masked_nik(owner),
        "tax_id": lambda: "••••" if owner.tax_id_sealed else "",
        "legal_no": lambda: " · ".join(t for t in (record.legal_no, _day(record.legal_on)) if t),
        "official_status": lambda: " · ".join(
            t for t in (words.label("status", record.official_status), record.official_decree) if t
        ),
        "founded_on": lambda: _day(record.founded_on),
    }
    if name in special:
        return special[name]()
    holder = record if hasattr(record, name) else owner
    value = getattr(holder, name)
    if value in (None, ""):
        return ""
    return words.label(_WORDS[name], str(value)) if name in _WORDS else str(value)


def _day(value: Any) -> str:
    return days.day_text(value, "en" if (get_language() or "id").startswith("en") else "id") if value else ""
