"""Persons by their numbers, also by those that they had before two entries were made one."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from naikkelas import vault
from naikkelas.registry.models import Enterprise, Merge, Person, PersonAccess
from naikkelas.rules import person_nik as rules_person_nik


def person(pk: int) -> Person | None:
    """The person of a number; of one that went into another, that other."""
    found = Person.objects.filter(pk=pk).first()
    if found is not None:
        return found
    merge = _standing().filter(absorbed_person_id=pk).order_by("-id").first()
    return person(merge.survivor_person_id) if merge and merge.survivor_person_id else None


def persons(ids: list[int]) -> list[Person]:
    return list(Person.objects.filter(pk__in=ids).order_by("id"))


def same_person(person: Person) -> list[Person]:
    """All entries of one human being: every import enters an owner anew, and an equal NIK says that they are one."""
    if not person.nik_index:
        return [person]
    return list(Person.objects.filter(nik_index=person.nik_index).order_by("id"))


def known_ids(persons: list[Person]) -> list[int]:
    """The numbers of persons, and of those that went into them: logs and requests keep the number of their day."""
    found: set[int] = set()
    newest = {p.pk for p in persons}
    while newest:
        found |= newest
        absorbed = (
            _standing().filter(survivor_person_id__in=newest).values_list("absorbed_person_id", flat=True)
        )
        newest = set(absorbed) - found
    return sorted(found)


def accesses_to(persons: list[Person]) -> QuerySet[PersonAccess]:
    """Who saw or took data of a person, newest first."""
    return PersonAccess.objects.filter(person_id__in=known_ids(persons)).order_by("-at", "-id")


def masked_nik(person: Person) -> str:
    """The NIK with its middle hidden; empty where none is known."""
    return rules_person_nik.masked(vault.current().seal.open(person.nik_sealed)) if person.nik_sealed else ""


def enterprises_of(persons: list[Person]) -> QuerySet[Enterprise]:
    return Enterprise.objects.filter(owner__in=persons).select_related("owner", "area").order_by("id")


def known_numbers(indexes: Collection[str]) -> set[str]:
    """Which of these NIK, as blind indexes, somebody in the registry has."""
    rows = Person.objects.filter(nik_index__in=list(indexes))
    return {index for index in rows.values_list("nik_index", flat=True) if index}


def restricted_enterprises(ids: list[int]) -> set[int]:
    """Those of some enterprises whose owner's data are restricted."""
    rows = Enterprise.objects.filter(pk__in=ids).filter(owner__restricted_at__isnull=False)
    return set(rows.values_list("pk", flat=True))


def _standing() -> QuerySet[Merge]:
    return Merge.objects.filter(undone_at=None, absorbed_person_id__isnull=False)
