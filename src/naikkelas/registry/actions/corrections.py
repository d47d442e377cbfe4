"""Changing what is held on persons at their request: right values, or nothing shown any more."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import connection, transaction

from naikkelas import vault
from naikkelas.engine import text_search
from naikkelas.kit.problems import Kind, Refused
from naikkelas.kit.text import squeeze
from naikkelas.registry.actions.access import log_access
from naikkelas.registry.actions.shown import find_by
from naikkelas.registry.models import Enterprise, LinkMark, Person, PersonAccess
from naikkelas.rules import person_nik as rules_person_nik
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import between

PHONE = Kind(
    "person.phone",
    "Nomor telepon belum benar. Tulis misalnya 081234567890 atau +6281234567890.",
    "The telephone number is not right. Write it as 081234567890 or +6281234567890.",
)
EMAIL = Kind("person.email", "Alamat surel tidak lengkap.", "The email address is not complete.")
NAME = Kind("person.name", "Nama paling sedikit dua huruf.", "A name has at least two letters.")
SEX = Kind("person.sex", "Pilih laki-laki atau perempuan.", "Choose man or woman.")
_PHONE = re.compile(r"[1-9][0-9]{6,12}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@transaction.atomic
def correct_persons(
    *, person_ids: list[int], changes: dict[str, str], area: str, by: Actor, at: datetime, reason: str, held: bool = False
) -> dict[str, dict[str, str]]:  # fmt: skip
    """Write right values (name, phone, email, sex, person_nik) into all entries of one person.

    `held`: the registry held these before, so that they are not checked, and may be none. Returns what changed: {field:
    {before, after}}; nothing where all was right already. Raises Refused.
    """
    values = changes if held else {name: _valid(name, value) for name, value in changes.items()}
    persons = list(Person.objects.select_for_update().filter(pk__in=person_ids).order_by("id"))
    seal = vault.current().seal
    changed: dict[str, dict[str, str]] = {}
    for person in persons:
        for name, after in values.items():
            before = _held(person, name)
            if before != after:
                changed.setdefault(name, {"before": before, "after": after})
                _put(person, name, after, seal)
        person.save()
    if not changed:
        return {}
    renew_found_by(person_ids)
    note(
        by=by,
        at=at,
        action="person.corrected",
        on=("person", person_ids[0]),
        area=area,
        changes={name: [] for name in sorted(changed)},
    )
    log_access(
        person_ids=person_ids, kind=PersonAccess.Kind.CORRECTED, area=area, place="registry-request-detail", by=by, at=at,
        reason=reason,
    )  # fmt: skip
    return changed


def _valid(name: str, value: str) -> str:
    value = squeeze(value)
    if name == "person_nik":
        rules_person_nik.demand(value)
    elif name == "name" and len(value) < 2:
        raise Refused(NAME)
    elif name == "phone" and value:
        value = _phone(value)
    elif name == "email" and value and not _EMAIL.fullmatch(value):
        raise Refused(EMAIL)
    elif name == "sex" and value not in ("f", "m"):
        raise Refused(SEX)
    return value


def _phone(value: str) -> str:
    """As imports bring it to one form (instruments.fields.Phone): +62 and the digits after the zero."""
    digits = re.sub(r"^0?", "", re.sub(r"^\+?62", "0", re.sub(r"[^0-9+]", "", value)))
    if not _PHONE.fullmatch(digits):
        raise Refused(PHONE)
    return f"+62{digits}"


def _held(person: Person, name: str) -> str:
    if name == "person_nik":
        return vault.current().seal.open(person.nik_sealed) if person.nik_sealed else ""
    return getattr(person, name)


def _put(person: Person, name: str, value: str, seal: vault.Seal) -> None:
    if name == "person_nik":
        person.nik_sealed, person.nik_index = (
            (seal.close(value), seal.index(value)) if value else (None, None)
        )
    else:
        setattr(person, name, value)


def renew_found_by(person_ids: list[int]) -> None:
    """Bring in step what finds the enterprises of persons: words searched, match keys, and marks of linking."""
    rows = list(Enterprise.objects.filter(owner_id__in=person_ids).select_related("owner"))
    for row in rows:
        find_by(row)
    Enterprise.objects.bulk_update(rows, ["name_key", "search_text", "match_key"])
    ids = [row.pk for row in rows]
    LinkMark.objects.filter(enterprise_id__in=ids).delete()  # to be compared anew by the next run
    with connection.cursor() as cursor:
        text_search.renew(cursor, connection.vendor, Enterprise._meta.db_table, "search_text", ids)


@transaction.atomic
def restrict_persons(*, person_ids: list[int], restricted: bool, area: str, by: Actor, at: datetime) -> None:
    """Keep the data of a person and show them no longer, or show them again."""
    Person.objects.filter(pk__in=person_ids).update(restricted_at=at if restricted else None)
    action = "person.restricted" if restricted else "person.unrestricted"
    told = between({"restricted": not restricted}, {"restricted": restricted})
    note(by=by, at=at, action=action, on=("person", person_ids[0]), area=area, **told)
