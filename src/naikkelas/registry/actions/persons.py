"""Persons: entering one, and showing one whole number with a reason."""

from datetime import datetime

from django.db import transaction

from naikkelas import vault
from naikkelas.kit.problems import Kind, Refused
from naikkelas.kit.text import squeeze
from naikkelas.registry.models import Person
from naikkelas.rules import person_nik as rules_person_nik
from naikkelas.trail.actions import Actor, note

REASON_NEEDED = Kind(
    "person.reason",
    "Tulis alasan melihat NIK lengkap (paling sedikit 10 huruf); alasan dicatat dalam jejak.",
    "Write why the whole NIK must be seen (at least 10 characters); the reason is kept in the trail.",
)


@transaction.atomic
def enrol_person(
    *,
    name: str,
    by: Actor,
    at: datetime,
    area: str,
    person_nik: str = "",
    sex: str = "",
    phone: str = "",
    synthetic: bool = False,
) -> Person:
    """Enter one person. Raises Refused when the NIK is impossible."""
    fault = rules_person_nik.fault(person_nik) if person_nik else None
    if fault:
        raise Refused(fault, value="…")
    seal = vault.current().seal
    person = Person.objects.create(
        name=squeeze(name),
        nik_sealed=seal.close(person_nik) if person_nik else None,
        nik_index=seal.index(person_nik) if person_nik else None,
        sex=sex,
        phone=phone,
        synthetic=synthetic,
    )
    note(by=by, at=at, action="person.enrolled", on=("person", person.pk), area=area)
    return person


@transaction.atomic
def reveal_nik(*, person: Person, reason: str, area: str, by: Actor, at: datetime) -> str:
    """Return the whole NIK; who asked and why is written first. Raises Refused without a reason."""
    if len(reason.strip()) < 10:
        raise Refused(REASON_NEEDED)
    note(
        by=by,
        at=at,
        action="person.nik_revealed",
        on=("person", person.pk),
        area=area,
        reason=reason.strip()[:300],
    )
    return vault.current().seal.open(person.nik_sealed) if person.nik_sealed else ""
