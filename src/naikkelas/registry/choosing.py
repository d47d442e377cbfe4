"""Of two records that are one: the fields between which a person chooses, and which value is proposed to stay."""

from typing import Any

from django.db.models import Model

from naikkelas import vault
from naikkelas.registry.models import Cooperative, Person
from naikkelas.rules import survivorship

ENTERPRISE_FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("name",), "area": ("area_id",), "address": ("address",), "registration_no": ("registration_no",), "nib": ("nib",),
    "kbli": ("kbli", "kbli_version"), "sector": ("sector",), "product": ("product",), "legal_form": ("legal_form",),
    "founded_on": ("founded_on",), "market": ("market",), "home_food_permit": ("home_food_permit",),
    "halal_no": ("halal_no",), "trademark": ("trademark",), "point": ("latitude", "longitude"),
}  # fmt: skip
OWNER_FIELDS: dict[str, tuple[str, ...]] = {
    "owner_name": ("name",), "person_nik": ("nik_sealed", "nik_index"), "sex": ("sex",), "born_year": ("born_year",),
    "phone": ("phone",), "email": ("email",), "tax_id": ("tax_id_sealed",),
}  # fmt: skip
COOPERATIVE_FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("name",), "area": ("area_id",), "address": ("address",), "phone": ("phone",),
    "legal_no": ("legal_no", "legal_on"), "kind": ("kind",),
    "cooperative_nik": ("cooperative_nik", "certificate_until", "certificate_grade"),
    "group": ("group",), "chair": ("chair",),
    "official_status": ("official_status", "official_decree", "official_on"),
}  # fmt: skip
"""Fields that a person chooses between, each with the columns that stay together."""


def proposed_choices(survivor: Model, absorbed: Model) -> dict[str, survivorship.Choice]:
    """For each field the side that should stay (FIRST is the survivor), by rules.survivorship."""
    newer = int(absorbed.updated_at > survivor.updated_at)
    if isinstance(survivor, Cooperative):
        return survivorship.choose(COOPERATIVE_FIELDS, vars(survivor), vars(absorbed), newer=newer)
    own = survivorship.choose(ENTERPRISE_FIELDS, vars(survivor), vars(absorbed), newer=newer)
    owners = survivorship.choose(_OWNER_TOLD, _told(survivor.owner), _told(absorbed.owner), newer=newer)
    return own | owners


# a sealed value differs each time it is sealed: what is compared is the index, or the value itself
_OWNER_TOLD = OWNER_FIELDS | {"person_nik": ("nik_index",), "tax_id": ("tax_id",)}


def _told(person: Person) -> dict[str, Any]:
    """A person's columns for comparing, the tax number opened."""
    sealed = person.tax_id_sealed
    return vars(person) | {"tax_id": vault.current().seal.open(sealed) if sealed else ""}
