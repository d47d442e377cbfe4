"""Reading a PLUT: its house, consultants and services. Services start from a *_visible_to: clients are persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Case, Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce, ExtractQuarter

from naikkelas.accounts import access
from naikkelas.kit.text import folded
from naikkelas.places import queries as places
from naikkelas.programmes.models import (
    PlutBudget,
    PlutCentre,
    PlutConsultant,
    PlutFinancing,
    PlutGuest,
    PlutItem,
    PlutService,
    PlutTarget,
)
from naikkelas.rules.plut_fields import FIELDS
from naikkelas.rules.plut_results import expected
from naikkelas.trail.columns import CodeField

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

KINDS = ("enterprise", "cooperative", "guest")
CLIENT_AREA = "client_area"
_GUEST_ALONE = Q(enterprise=None, cooperative=None)


def centres_visible_to(user: User) -> QuerySet[PlutCentre]:
    """PLUT that serve something inside the area of duty or stand there, and those of an area above that serve it too.

    What a page of a PLUT tells of its clients is narrowed by `services_visible_to` and `within`.
    """
    rows = PlutCentre.objects.select_related("facility__area", "area")
    above = rows.filter(area__in=[region.code for region in places.path(user.area_id)])
    return access.visible(user, rows) | access.visible(user, rows, "facility__area_id") | above


def all_centres() -> QuerySet[PlutCentre]:
    return PlutCentre.objects.all()


def items_of(centre: PlutCentre) -> QuerySet[PlutItem]:
    return centre.items.order_by("gone_on", "name", "id")


def budgets_of(centre: PlutCentre) -> QuerySet[PlutBudget]:
    return centre.budgets.order_by("-year", "source")


def consultants_of(centre: PlutCentre) -> QuerySet[PlutConsultant]:
    return centre.consultants.order_by("name", "id")


def in_order(rows: QuerySet[PlutConsultant]) -> list[PlutConsultant]:
    """Consultants in the order of the fields, the newest contract first."""
    at = {field: n for n, field in enumerate(FIELDS)}
    return sorted(rows.order_by("-starts_on", "id"), key=lambda c: at[c.field])


def working(rows: QuerySet[PlutConsultant], day: date) -> QuerySet[PlutConsultant]:
    """Consultants under contract on a day."""
    return rows.filter(starts_on__lte=day, ends_on__gte=day)


def targets_of(consultant: PlutConsultant) -> QuerySet[PlutTarget]:
    return consultant.targets.order_by("-year")


def guests_visible_to(user: User) -> QuerySet[PlutGuest]:
    return access.visible(user, PlutGuest.objects.select_related("centre", "area"))


# ── services ──


def services() -> QuerySet[PlutService]:
    """Every service that stands."""
    return PlutService.objects.filter(superseded_at=None)


def with_area(rows: QuerySet[PlutService]) -> QuerySet[PlutService]:
    """Services with the area of their client as the column `client_area`."""
    where = Coalesce(
        "enterprise__area_id", "cooperative__area_id", "guest__area_id", output_field=CodeField(max_length=13)
    )
    return rows.annotate(**{CLIENT_AREA: where})


def services_visible_to(user: User) -> QuerySet[PlutService]:
    """All rows whose client lies in the area of duty, the former and withdrawn too: for the page of one service."""
    return access.visible(user, with_area(PlutService.objects.all()), CLIENT_AREA)


def line_of_service(service: PlutService) -> list[PlutService]:
    """Every row of a service's line, newest first."""
    first = service.first_id or service.pk
    rows = PlutService.objects.filter(Q(first_id=first) | Q(pk=first)).select_related(
        "recorded_by", "consultant"
    )
    return list(rows.order_by("-id"))


def search_services(rows: QuerySet[PlutService], text: str) -> QuerySet[PlutService]:
    """By topic, consultant, or the beginning of a word of the client's name: for who may see persons."""
    key = folded(text)
    found = (
        Q(topic__icontains=text) | Q(consultant__name__icontains=text) | Q(guest__guest_name__icontains=text)
    )
    if key:
        found |= Q(enterprise__name_key__contains=key) | Q(cooperative__name_key__contains=key)
    return rows.filter(found)


def search_topics(rows: QuerySet[PlutService], text: str) -> QuerySet[PlutService]:
    """By consultant or the name of a cooperative: nothing that may name a person."""
    found = Q(consultant__name__icontains=text)
    if key := folded(text):
        found |= Q(cooperative__name_key__contains=key)
    return rows.filter(found)


def to_client(rows: QuerySet, kind: str, pk: int) -> QuerySet:
    """Services (or financing) of one client; a guest's own only while nobody linked it."""
    return (
        rows.filter(guest_id=pk).filter(_GUEST_ALONE)
        if kind == "guest"
        else rows.filter(**{f"{kind}_id": pk})
    )


def one_a_client(rows: QuerySet[PlutService]) -> QuerySet[PlutService]:
    """The first entered service of each client: a client of a list is its first service."""
    firsts = rows.order_by().annotate(alone=_guest()).values("enterprise", "cooperative", "alone")
    return PlutService.objects.filter(pk__in=firsts.annotate(first_pk=Min("pk")).values("first_pk"))


def _guest() -> Case:
    return Case(When(_GUEST_ALONE, then=F("guest_id")), output_field=IntegerField())


def services_to_record(record: object) -> QuerySet[PlutService]:
    """Services that PLUT gave to an enterprise or cooperative, newest first."""
    rows = services().filter(**{type(record).__name__.lower(): record})
    return rows.select_related("centre__facility", "consultant").order_by("-served_on", "-id")


def financing_of(centre: PlutCentre, kind: str, pk: int) -> QuerySet[PlutFinancing]:
    rows = PlutFinancing.objects.filter(centre=centre, superseded_at=None)
    return to_client(rows, kind, pk).order_by("-obtained_on", "-id") if kind != "guest" else rows.none()


def financing() -> QuerySet[PlutFinancing]:
    return PlutFinancing.objects.filter(superseded_at=None)


def open_follow_ups(rows: QuerySet[PlutService], day: date) -> QuerySet[PlutService]:
    """Services with a follow-up that was due by a day, where the client was not served again since."""
    later = services().filter(served_on__gt=OuterRef("served_on"))
    due = rows.filter(follow_up_on__lte=day)
    for client in ({"enterprise": OuterRef("enterprise")}, {"cooperative": OuterRef("cooperative")}):
        due = due.exclude(Exists(later.filter(**client)))
    return due.exclude(Exists(later.filter(_GUEST_ALONE, guest=OuterRef("guest"))))


# ── sums ──


@dataclass(frozen=True)
class Sums:
    """What was done: services, minutes, and how many different clients."""

    services: int = 0
    minutes: int = 0
    clients: int = 0


_SUMS = {
    "services": Count("pk"),
    "minutes": Coalesce(Sum("minutes"), 0),
    "enterprises": Count("enterprise", distinct=True),
    "cooperatives": Count("cooperative", distinct=True),
    "guests": Count(_guest(), distinct=True),
}


def _sums(row: dict) -> Sums:
    return Sums(row["services"], row["minutes"], row["enterprises"] + row["cooperatives"] + row["guests"])


def sums(rows: QuerySet[PlutService]) -> Sums:
    return _sums(rows.order_by().aggregate(**_SUMS))


def sums_by(rows: QuerySet[PlutService], field: str) -> dict[object, Sums]:
    """Sums by a column (field, consultant)."""
    return {row[field]: _sums(row) for row in rows.order_by().values(field).annotate(**_SUMS)}


@dataclass(frozen=True)
class Achievement:
    """A consultant in a year: target, done in each quarter and in the year, and what should be done by the day asked for."""

    consultant: PlutConsultant
    target: PlutTarget | None
    quarters: tuple[Sums, ...]
    year: Sums
    due: Sums


def achievements(centre: PlutCentre, year: int, as_of: date) -> list[Achievement]:
    """Targets against realisation of every consultant who had a contract in a year."""
    had = centre.consultants.filter(starts_on__lte=date(year, 12, 31), ends_on__gte=date(year, 1, 1))
    targets = {t.consultant_id: t for t in PlutTarget.objects.filter(consultant__in=had, year=year)}
    done = services().filter(centre=centre, served_on__year=year, served_on__lte=as_of)
    whole = sums_by(done, "consultant")
    parts = done.order_by().annotate(quarter=ExtractQuarter("served_on")).values("consultant", "quarter")
    quarters = {(r["consultant"], r["quarter"]): _sums(r) for r in parts.annotate(**_SUMS)}
    return [
        Achievement(
            consultant=each,
            target=targets.get(each.pk),
            quarters=tuple(quarters.get((each.pk, n), Sums()) for n in (1, 2, 3, 4)),
            year=whole.get(each.pk, Sums()),
            due=_due(each, targets.get(each.pk), year, as_of),
        )
        for each in in_order(had)
    ]


def _due(consultant: PlutConsultant, target: PlutTarget | None, year: int, as_of: date) -> Sums:
    if target is None:
        return Sums()
    days = (consultant.starts_on, consultant.ends_on, year, as_of)
    return Sums(
        expected(target.services, *days), expected(target.minutes, *days), expected(target.clients, *days)
    )


def services_to(record: str, ids: list[int]) -> int:
    """How many records of the registry among these were served or obtained financing."""
    found: set[int] = set()
    for model in (PlutService, PlutFinancing, PlutGuest):
        for n in range(0, len(ids), 10_000):
            rows = model._default_manager.filter(**{f"{record}_id__in": ids[n : n + 10_000]})
            found.update(rows.values_list(f"{record}_id", flat=True))
    return len(found)


def services_of_persons(ids: list[int]) -> QuerySet[PlutService]:
    """Services that a PLUT gave to enterprises of these persons."""
    rows = PlutService.objects.filter(enterprise__owner_id__in=ids)
    return rows.select_related("centre__facility", "consultant", "guest").order_by("served_on", "id")


def financing_of_persons(ids: list[int]) -> QuerySet[PlutFinancing]:
    return PlutFinancing.objects.filter(enterprise__owner_id__in=ids).order_by("obtained_on", "id")


def service_count() -> tuple[int, int]:
    """Services that stand and their minutes: what must be the same before and after an erasure."""
    found = sums(services())
    return found.services, found.minutes


def within(rows: QuerySet, code: str) -> QuerySet:
    """Services of clients inside a region."""
    return places.within(with_area(rows), code, CLIENT_AREA)
