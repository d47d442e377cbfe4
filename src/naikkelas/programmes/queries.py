"""Reading programmes and their money."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from naikkelas.accounts import access
from naikkelas.places import queries as places
from naikkelas.programmes.models import Allocation, Ceiling, Disbursement, Milestone, Programme, Recipient
from naikkelas.reference.programme_types import ProgrammeType, all_types

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.registry.models import Enterprise, Person


def programmes_visible_to(user: User) -> QuerySet[Programme]:
    """Programmes of the area of duty, and those of an area above it that give money inside it."""
    own = access.visible(user, Programme.objects.all())
    if user.area.level in ("nation", "province"):
        return own
    given = access.visible(user, Allocation.objects.all()).values("ceiling__programme")
    return Programme.objects.filter(pk__in=given) | own


def recipients_visible_to(user: User) -> QuerySet[Recipient]:
    return access.visible(user, Recipient.objects.select_related("allocation__ceiling__programme"))


def type_of(programme: Programme) -> ProgrammeType | None:
    return all_types().get(programme.type_id)


def ceilings_of(programme: Programme) -> QuerySet[Ceiling]:
    return programme.ceilings.order_by("year", "source")


def allocations_of(programme: Programme, code: str) -> QuerySet[Allocation]:
    """The programme's allocations inside a region, with what was disbursed of each."""
    rows = places.within(Allocation.objects.filter(ceiling__programme=programme), code, "area_id")
    return rows.select_related("area", "ceiling").annotate(
        disbursed_idr=Coalesce(Sum("recipients__disbursements__amount_idr"), 0),
        recipient_count=Count("recipients", distinct=True),
    ).order_by("area_id")  # fmt: skip


def recipients_of(programme: Programme, code: str) -> QuerySet[Recipient]:
    rows = places.within(Recipient.objects.filter(allocation__ceiling__programme=programme), code, "area_id")
    return with_disbursed(rows).order_by("area_id", "name")


def with_disbursed(rows: QuerySet[Recipient]) -> QuerySet[Recipient]:
    return rows.select_related("area", "allocation__ceiling__programme").annotate(
        disbursed_idr=Coalesce(Sum("disbursements__amount_idr"), 0)
    )


def disbursements_of(recipient: Recipient) -> QuerySet[Disbursement]:
    return recipient.disbursements.order_by("paid_on", "id")


def milestones_of(recipient: Recipient) -> QuerySet[Milestone]:
    return recipient.milestones.order_by("reached_on", "id")


def totals(code: str, year: int, until: date) -> list[dict]:
    """Per programme of a year: allocated to a region and disbursed in it by a day, in rupiah, with recipients."""
    inside = places.within(Allocation.objects.filter(ceiling__year=year), code, "area_id")
    allocated = inside.values(programme=F("ceiling__programme_id")).annotate(total=Sum("amount_idr"))
    paid = places.within(
        Disbursement.objects.filter(recipient__allocation__ceiling__year=year, paid_on__lte=until),
        code,
        "recipient__area_id",
    ).values(programme=F("recipient__allocation__ceiling__programme_id"))
    disbursed = {row["programme"]: row["total"] for row in paid.annotate(total=Sum("amount_idr"))}
    named = Programme.objects.in_bulk([row["programme"] for row in allocated])
    rows = [
        {
            "programme": named[row["programme"]],
            "allocated_idr": row["total"],
            "disbursed_idr": disbursed.get(row["programme"], 0),
        }
        for row in allocated
    ]
    order = list(all_types())
    return sorted(
        rows,
        key=lambda r: (
            order.index(r["programme"].type_id) if r["programme"].type_id in order else 99,
            r["programme"].pk,
        ),
    )


def ceiling_total(code: str, year: int) -> int:
    """All ceilings of programmes below a region for a year, in rupiah."""
    rows = places.within(Ceiling.objects.filter(year=year), code, "programme__area_id")
    return rows.aggregate(total=Coalesce(Sum("amount_idr"), 0))["total"]


def ledger_total() -> int:
    """Everything disbursed, in rupiah."""
    return Disbursement.objects.aggregate(total=Coalesce(Sum("amount_idr"), 0))["total"]


def allocations() -> QuerySet[Allocation]:
    return Allocation.objects.all()


def disbursements() -> QuerySet[Disbursement]:
    return Disbursement.objects.all()


def recipients() -> QuerySet[Recipient]:
    return Recipient.objects.all()


def programmes_of_year(code: str, year: int) -> QuerySet[Programme]:
    """Programmes of a province that have a ceiling in a year."""
    rows = places.within(Programme.objects.filter(ceilings__year=year), code, "area_id")
    return rows.distinct().order_by("id")


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


def aid_to(record: object) -> QuerySet[Recipient]:
    """Aid received by an enterprise, cooperative or facility, over all programmes and years."""
    kind = type(record).__name__.lower()
    return with_disbursed(Recipient.objects.filter(**{kind: record})).order_by("decree_on")


def aid_of_persons(ids: list[int]) -> QuerySet[Recipient]:
    """Aid that decrees gave to these persons or their enterprises."""
    mine = Q(person_id__in=ids) | Q(enterprise__owner_id__in=ids)
    return with_disbursed(Recipient.objects.filter(mine)).order_by("decree_on", "id")


def aid_to_owner_of(enterprise: Enterprise) -> QuerySet[Recipient]:
    """Aid over all programmes and years to the person who owns an enterprise: by record, or by the same NIK."""
    return with_disbursed(Recipient.objects.filter(_same_person(enterprise.owner))).order_by("decree_on")


def _same_person(person: Person) -> Q:
    same = Q(person=person) | Q(enterprise__owner=person)
    if person.nik_index:
        same |= Q(person__nik_index=person.nik_index) | Q(enterprise__owner__nik_index=person.nik_index)
    return same


def doubled_aid(code: str) -> list[list[Recipient]]:
    """Recipients below a region whom a once-only programme names more than once, each person's in order of the decrees.

    The same person is the same NIK, else the same record of a person.
    """
    once = [t.id for t in all_types().values() if t.once_per_person]
    rows = places.within(
        Recipient.objects.filter(allocation__ceiling__programme__type_id__in=once), code, "area_id"
    ).select_related("person", "enterprise__owner", "allocation__ceiling__programme")
    persons: dict[tuple[str, str], list[Recipient]] = {}
    for row in rows.order_by("decree_on", "id"):
        person = row.person or (row.enterprise.owner if row.enterprise else None)
        if person is not None:
            key = person.nik_index or f"person {person.pk}"
            persons.setdefault((row.allocation.ceiling.programme.type_id, key), []).append(row)
    return [named for named in persons.values() if len(named) > 1]


def stage_counts(programme: Programme, code: str, until: date) -> list[dict[str, object]]:
    """How many recipients inside a region reached each stage of the programme's type by a day."""
    kind = type_of(programme)
    rows = places.within(
        Milestone.objects.filter(recipient__allocation__ceiling__programme=programme, reached_on__lte=until),
        code,
        "recipient__area_id",
    )
    reached = dict(rows.values_list("stage").annotate(n=Count("id")))
    return [{"name": s.name.id, "count": reached.get(s.id, 0)} for s in (kind.stages if kind else ())]


def ceiling_sum() -> int:
    """All ceilings of all years, in rupiah: what the ledger has to account for."""
    return Ceiling.objects.aggregate(total=Coalesce(Sum("amount_idr"), 0))["total"]
