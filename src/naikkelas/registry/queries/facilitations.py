"""Reading credentials and branding events. Lists start from a *_visible_to, so that nobody sees beyond the area of duty."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, Max, Q, QuerySet, Sum, When

from naikkelas.engine import text_search
from naikkelas.kit.text import folded
from naikkelas.places import queries as places
from naikkelas.registry.models import BrandingEvent, Credential, Enterprise

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

SOON_DAYS = (30, 90, 180)
AUTHORITIES_NUMBERS = ("nib", "pirt", "halal", "bpom", "sni", "qris")
"""Kinds whose number an authority gives: it holds no name, as a brand or a shop may."""


def credentials() -> QuerySet[Credential]:
    """Every credential that stands."""
    return Credential.objects.filter(superseded_at=None)


def branding() -> QuerySet[BrandingEvent]:
    """Every branding event that stands."""
    return BrandingEvent.objects.filter(superseded_at=None)


def what_of(record: Credential | BrandingEvent) -> str:
    return "credential" if isinstance(record, Credential) else "branding"


def visible_to(user: User, what: str) -> QuerySet[Any]:
    """All rows of the area of duty, the former and withdrawn too: for the page of one record."""
    rows = Credential.objects.all() if what == "credential" else BrandingEvent.objects.all()
    return places.within(rows, user.area_id, "enterprise__area_id").select_related("enterprise__owner")


def standing_of_line(model: type[Credential] | type[BrandingEvent], first: int) -> Any:
    """The row that stands of the line that began with `first`; None where it was withdrawn."""
    rows = model.objects.filter(superseded_at=None)
    return rows.filter(pk=first).first() or rows.filter(first_id=first).first()


def line_of(record: Credential | BrandingEvent) -> list[Any]:
    """Every row of a record's line, newest first."""
    first = record.first_id or record.pk
    rows = type(record).objects
    return [*rows.filter(first_id=first).order_by("-id"), *rows.filter(pk=first)]


def credentials_of(enterprise: Enterprise) -> QuerySet[Credential]:
    return credentials().filter(enterprise=enterprise).order_by("kind", "-recorded_at", "-id")


def branding_of(enterprise: Enterprise) -> QuerySet[BrandingEvent]:
    return branding().filter(enterprise=enterprise).order_by("-held_on", "-id")


def ending(rows: QuerySet[Credential], today: date, within: str) -> QuerySet[Credential]:
    """Issued credentials whose last day is past ('past'), or comes within so many days ('30', '90', '180')."""
    issued = rows.filter(status="issued", expires_on__isnull=False)
    if within == "past":
        return issued.filter(expires_on__lt=today)
    return issued.filter(expires_on__gte=today, expires_on__lte=today + timedelta(days=int(within)))


def ending_counts(rows: QuerySet[Credential], today: date) -> dict[str, int]:
    """{past | 30 | 90 | 180: how many}; those within 90 days hold those within 30."""
    last = today + timedelta(days=SOON_DAYS[-1])
    soon = rows.filter(status="issued", expires_on__lte=last)
    return soon.aggregate(
        past=Count("id", filter=Q(expires_on__lt=today)),
        **{
            f"in_{days}": Count(
                "id", filter=Q(expires_on__gte=today, expires_on__lte=today + timedelta(days=days))
            )
            for days in SOON_DAYS
        },
    )


def counts_by(rows: QuerySet[Any], *fields: str) -> list[dict[str, Any]]:
    """[{field…, n}] of rows, by fields in their order."""
    return list(rows.order_by().values(*fields).annotate(n=Count("id")).order_by(*fields))


def helpers(rows: QuerySet[Any], most: int = 60) -> list[str]:
    """Who helped, the most frequent first."""
    named = rows.exclude(facilitated_by="").order_by().values("facilitated_by").annotate(n=Count("id"))
    return [row["facilitated_by"] for row in named.order_by("-n", "facilitated_by")[:most]]


def named_programmes(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """(number, name) of the programmes that rows name, by name."""
    named = rows.filter(programme_no__isnull=False).order_by().values("programme_no")
    found = named.annotate(name=Max("programme_name")).order_by("name")
    return [(str(row["programme_no"]), row["name"]) for row in found]


def search_credentials(rows: QuerySet[Credential], text: str) -> QuerySet[Credential]:
    """By an authority's number (whole, or its beginning) or by who helped: nothing that may be a name of a person."""
    by_number = _numbered(text) & Q(kind__in=AUTHORITIES_NUMBERS)
    return rows.filter(Q(facilitated_by__icontains=text) | by_number)


def _numbered(text: str) -> Q:
    number = text_search.compact(text)
    plain = Q(number__istartswith=number) if number else Q()
    return Q(number__istartswith=text) | plain


def search_branding(rows: QuerySet[BrandingEvent], text: str) -> QuerySet[BrandingEvent]:
    return rows.filter(facilitated_by__icontains=text)


def search_with_names(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """By any number, who helped, or the beginning of the enterprise's name: for who may see persons."""
    found = Q(facilitated_by__icontains=text)
    if rows.model is Credential:
        found |= _numbered(text)
    if key := folded(text):
        found |= Q(enterprise__name_key__startswith=key)
    return rows.filter(found)


def branding_summary(rows: QuerySet[BrandingEvent]) -> list[dict[str, Any]]:
    """By kind: events, enterprises, cost, and sales of a month before and after of those events that know both."""
    both = Q(sales_before_idr__isnull=False, sales_after_idr__isnull=False)
    risen = both & Q(sales_after_idr__gt=F("sales_before_idr"))
    return list(
        rows.order_by()
        .values("kind")
        .annotate(
            events=Count("id"),
            enterprises=Count("enterprise", distinct=True),
            cost_idr=Sum("cost_idr"),
            compared=Count("id", filter=both),
            risen=Count("id", filter=risen),
            before_idr=Sum(Case(When(both, then="sales_before_idr"))),
            after_idr=Sum(Case(When(both, then="sales_after_idr"))),
        )
        .order_by("kind")
    )
