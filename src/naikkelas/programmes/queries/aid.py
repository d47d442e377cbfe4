"""Aid as seen from who received it: enterprises, cooperatives, persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from naikkelas.places import queries as places
from naikkelas.programmes.models import Recipient
from naikkelas.programmes.queries.ledger import in_decrees, with_standing
from naikkelas.programmes.queries.money import with_disbursed
from naikkelas.programmes.queries.types import types

if TYPE_CHECKING:
    from naikkelas.registry.models import Enterprise, Person


def aid_of_enterprises(ids: list[int]) -> int:
    """How many recipients are these enterprises, or the persons who own them."""
    return _count_in("enterprise_id", ids) + _count_in("person__enterprises", ids, enterprise=None)


def aid_of_cooperatives(ids: list[int]) -> int:
    return _count_in("cooperative_id", ids)


def _count_in(field: str, ids: list[int], **narrower: object) -> int:
    return sum(
        Recipient.objects.filter(**{f"{field}__in": ids[n : n + 10_000]}, **narrower).count()
        for n in range(0, len(ids), 10_000)
    )


def some_aid_among(record: str, ids: list[int], most: int) -> list[Recipient]:
    """The first recipients that are among these enterprises (or their owners) or cooperatives."""
    fields = ("enterprise_id", "person__enterprises") if record == "enterprise" else ("cooperative_id",)
    found: dict[int, Recipient] = {}
    for field in fields:
        for n in range(0, len(ids), 10_000):
            if len(found) >= most:
                break
            rows = Recipient.objects.filter(**{f"{field}__in": ids[n : n + 10_000]}).select_related("area")
            found |= {r.pk: r for r in rows.order_by("id")[:most]}
    return list(found.values())[:most]


def _with_money(rows: QuerySet[Recipient]) -> QuerySet[Recipient]:
    """With what the decree gives now and what of it was paid: who was withdrawn is still told, with nothing."""
    return with_standing(with_disbursed(rows))


def aid_to(record: object) -> QuerySet[Recipient]:
    """Aid received by an enterprise, cooperative or facility, over all programmes and years."""
    kind = type(record).__name__.lower()
    return _with_money(Recipient.objects.filter(**{kind: record})).order_by("decree_on")


def aid_of_persons(ids: list[int]) -> QuerySet[Recipient]:
    """Aid that decrees gave to these persons or their enterprises."""
    mine = Q(person_id__in=ids) | Q(enterprise__owner_id__in=ids)
    return _with_money(Recipient.objects.filter(mine)).order_by("decree_on", "id")


def aid_to_owner_of(enterprise: Enterprise) -> QuerySet[Recipient]:
    """Aid over all programmes and years to the person who owns an enterprise: by record, or by the same NIK."""
    return _with_money(Recipient.objects.filter(same_person(enterprise.owner))).order_by("decree_on")


def same_person(person: Person) -> Q:
    same = Q(person=person) | Q(enterprise__owner=person)
    if person.nik_index:
        same |= Q(person__nik_index=person.nik_index) | Q(enterprise__owner__nik_index=person.nik_index)
    return same


def doubled_aid(code: str) -> list[list[Recipient]]:
    """Recipients below a region whom a once-only programme names more than once, each person's in order of the decrees.

    The same person is the same NIK, else the same record of a person.
    """
    once = [t.id for t in types().values() if t.once_per_person]
    kind = "allocation__ceiling__programme__type_id"
    rows = places.within(Recipient.objects.filter(**{f"{kind}__in": once}), code, "area_id")
    who = ("person_id", "person__nik_index", "enterprise__owner_id", "enterprise__owner__nik_index")
    persons: dict[tuple[str, str], list[int]] = {}
    # of hundreds of thousands a few are named twice: only those are read whole
    for pk, of_kind, person, nik_index, owner, owners_index in (
        in_decrees(rows).order_by("decree_on", "id").values_list("pk", kind, *who).iterator()
    ):
        one, index = (person, nik_index) if person else (owner, owners_index)
        if one is not None:
            persons.setdefault((of_kind, index or f"person {one}"), []).append(pk)
    twice = [ids for ids in persons.values() if len(ids) > 1]
    related = ("person", "enterprise__owner", "allocation__ceiling__programme")
    found = Recipient.objects.select_related(*related).in_bulk([pk for ids in twice for pk in ids])
    return [[found[pk] for pk in ids] for ids in twice]
