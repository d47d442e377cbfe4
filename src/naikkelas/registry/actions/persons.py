"""Persons: entering one, and showing one whole number with a reason."""

from datetime import datetime

from django.db import transaction

from naikkelas import vault
from naikkelas.kit.problems import Kind, Refused
from naikkelas.kit.text import squeeze
from naikkelas.registry.actions.access import log_access
from naikkelas.registry.models import Person, PersonAccess
from naikkelas.rules import person_nik as rules_person_nik
from naikkelas.trail.actions import Actor, note

REASON_NEEDED = Kind(
    "person.reason",
    "Tulis alasan melihat NIK lengkap (paling sedikit 10 huruf); alasan dicatat dalam jejak.",
    "Write why the whole NIK must be seen (at least 10 characters); the reason is kept in the trail.",
)


RESTRICTED = Kind(
    "person.restricted",
    "Data orang ini dibatasi: tidak ditampilkan lagi sampai pembatasan dicabut. Lihat permohonannya.",
    "The data of this person are restricted: they are not shown until that is lifted. See the request.",
)
SEARCH_REASON_NEEDED = Kind(
    "person.search_reason",
    "Tulis alasan mencari orang ini (paling sedikit 10 huruf); alasan dicatat.",
    "Write why you look for this person (at least 10 characters); the reason is kept.",
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
    if person_nik:
        rules_person_nik.demand(person_nik)
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
def person_of_nik(
    *, person_nik: str, name: str, area: str, place: str, reason: str, by: Actor, at: datetime, sex: str = "",
    synthetic: bool = False,
) -> Person:  # fmt: skip
    """The entry that has a NIK, or a new one. Raises Refused when the NIK is impossible.

    Nothing of an entry that was there is changed or given back to who typed the number; that it was found is logged.
    """
    rules_person_nik.demand(person_nik)
    found = Person.objects.filter(nik_index=vault.current().seal.index(person_nik)).order_by("id").first()
    if found is None:
        return enrol_person(
            name=name, person_nik=person_nik, sex=sex, area=area, by=by, at=at, synthetic=synthetic
        )
    log_access(
        person_ids=[found.pk],
        kind=PersonAccess.Kind.FOUND,
        area=area,
        place=place,
        by=by,
        at=at,
        reason=reason,
    )
    return found


@transaction.atomic
def reveal_nik(*, person: Person, reason: str, area: str, by: Actor, at: datetime) -> str:
    """Return the whole NIK; who asked and why is written first. Raises Refused without a reason."""
    _demand_reason(reason, REASON_NEEDED)
    if person.restricted_at:
        raise Refused(RESTRICTED)
    note(
        by=by,
        at=at,
        action="person.nik_revealed",
        on=("person", person.pk),
        area=area,
        reason=reason.strip()[:300],
    )
    log_access(
        person_ids=[person.pk], kind=PersonAccess.Kind.REVEALED, area=area, place="registry-person-reveal", by=by, at=at,
        reason=reason,
    )  # fmt: skip
    return vault.current().seal.open(person.nik_sealed) if person.nik_sealed else ""


@transaction.atomic
def find_by_nik(*, person_nik: str, reason: str, area: str, by: Actor, at: datetime) -> list[int]:
    """Ids of the persons with a NIK; that it was looked for, and why, is written. Raises Refused.

    The number itself is written nowhere. Who asks sees of them what lies in the area of duty.
    """
    _demand_reason(reason, SEARCH_REASON_NEEDED)
    rules_person_nik.demand(person_nik)
    index = vault.current().seal.index(person_nik)
    found = list(Person.objects.filter(nik_index=index).order_by("id").values_list("id", flat=True))
    log_access(
        person_ids=found,
        kind=PersonAccess.Kind.FOUND,
        area=area,
        place="registry-person-find",
        by=by,
        at=at,
        reason=reason,
    )
    note(by=by, at=at, action="person.looked_for", on=("person", found[0] if found else "-"), area=area,
         reason=reason.strip()[:300], found=len(found))  # fmt: skip
    return found


def _demand_reason(reason: str, kind: Kind) -> None:
    if len(reason.strip()) < 10:
        raise Refused(kind)
    if rules_person_nik.written_in(reason):
        raise Refused(rules_person_nik.WRITTEN_OUT)
