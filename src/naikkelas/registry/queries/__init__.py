"""Reading the registry. Every list starts from a *_visible_to, so that nobody sees beyond the area of duty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import (
    Count,
    FilteredRelation,
    Func,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower, Replace

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.engine import text_search
from naikkelas.engine.typos import Vocabulary
from naikkelas.kit.text import folded
from naikkelas.places import queries as places
from naikkelas.registry.models import (
    ActivityVerdict,
    ClassChange,
    Cooperative,
    CooperativeYear,
    Enterprise,
    EnterpriseYear,
    Person,
    PersonAccess,
)
from naikkelas.registry.queries.doubles import (
    apart_of,
    aparts_visible_to,
    asked,
    compared_cooperatives,
    compared_records,
    decided_of_band,
    double_counts,
    doubles,
    doubles_across,
    doubles_touching,
    doubles_visible_to,
    every_apart,
    every_merge,
    former_values,
    link_candidates,
    link_marks,
    merged_among,
    merges_into,
    merges_visible_to,
    moved_by,
    newest_link_run,
    record_exists,
    refused_link_run,
)
from naikkelas.registry.queries.formal import formal_state, held_by
from naikkelas.registry.queries.health import (
    assessments_of,
    assessments_visible_to,
    balances_of,
    facts_known,
    kuk_facts,
    predicate_counts,
    predicates_by_regency,
    some_cooperatives,
    standing_assessments,
)
from naikkelas.registry.queries.matching import (
    cooperatives_changed_since,
    enterprises_changed_since,
    known_cooperatives,
    known_enterprises,
    parts,
    sources_since,
)
from naikkelas.registry.queries.persons import (
    accesses_to,
    enterprises_of,
    known_ids,
    known_numbers,
    masked_nik,
    person,
    persons,
    restricted_enterprises,
    same_person,
)
from naikkelas.registry.queries.quality import (
    issues_about,
    issues_of,
    issues_visible_to,
    named_issues,
    newest_quality_run,
    open_by_rule,
    open_issues,
    quality_runs,
    quality_scores,
    records_of,
)
from naikkelas.rules import person_nik as rules_person_nik

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


def enterprises_visible_to(user: User) -> QuerySet[Enterprise]:
    return access.visible(user, Enterprise.objects.all())


def cooperatives_visible_to(user: User) -> QuerySet[Cooperative]:
    return access.visible(user, Cooperative.objects.all())


def search(queryset: QuerySet, text: str) -> QuerySet:
    """Keep the rows whose words begin with those of `text`; all rows where `text` holds no word.

    Whose data are restricted is not found by words: they hold the name.
    """
    table = queryset.model._meta.db_table
    found = text_search.match_sql(connection.vendor, table, "search_text", text)
    if found is None:
        return queryset
    sql, params = found
    if queryset.model is Enterprise:
        queryset = queryset.exclude(
            owner_id__in=Person.objects.filter(restricted_at__isnull=False).values("id")
        )
    return queryset.filter(pk__in=RawSQL(sql, params))  # noqa: S611 - the text travels as a parameter


def search_names(queryset: QuerySet, text: str) -> QuerySet:
    """Keep the cooperatives whose name holds `text`, or whose number begins with it.

    For who may not see persons, whose names are among the words of `search`.
    """
    found = Q(name_key__contains=folded(text))
    number = text_search.compact(text)
    if len(number) >= 4 and any(c.isdigit() for c in number):
        queryset = queryset.alias(legal_compact=_compact("legal_no"))
        found |= Q(cooperative_nik__startswith=number) | Q(legal_compact__startswith=number)
    return queryset.filter(found)


def _compact(field: str) -> Func:
    """A number of a row as `text_search.compact` writes it."""
    written: Func = Lower(field)
    for mark in "./- ":
        written = Replace(written, Value(mark), Value(""))
    return written


def vocabulary(of: type, *, names: bool) -> Vocabulary:
    """The words by which a record of the registry is found; `names`: those of its own name alone, without persons'."""
    if names:
        uses = Counter(word for key in of.objects.values_list("name_key", flat=True) for word in key.split())
        return Vocabulary(uses)
    with connection.cursor() as cursor:
        words = text_search.vocabulary(cursor, connection.vendor, of._meta.db_table, "search_text")
    return Vocabulary(words)


def years_of(enterprise: Enterprise) -> QuerySet[EnterpriseYear]:
    """The facts that stand today, newest year first."""
    return enterprise.years.filter(superseded_at=None).select_related("recorded_by").order_by("-year")


def corrected_years_of(enterprise: Enterprise) -> QuerySet[EnterpriseYear]:
    """The facts that stood before they were corrected, newest correction first."""
    rows = enterprise.years.filter(superseded_at__isnull=False).select_related("recorded_by")
    return rows.order_by("-superseded_at", "-pk")


def changes_of(enterprise: Enterprise) -> QuerySet[ClassChange]:
    return enterprise.changes.order_by("-to_year")


def book_years_of(cooperative: Cooperative) -> QuerySet[CooperativeYear]:
    return cooperative.years.filter(superseded_at=None).order_by("-book_year")


def newest_verdict(cooperative: Cooperative) -> ActivityVerdict | None:
    return cooperative.verdicts.order_by("-as_of", "-id").first()


def facts_on(day: date) -> QuerySet[EnterpriseYear]:
    """The facts of years that ended by `day`, as they stand today."""
    return EnterpriseYear.objects.filter(superseded_at=None, judged_as_of__lte=day)


def class_changes() -> QuerySet[ClassChange]:
    return ClassChange.objects.all()


def with_two_years(first: int, second: int) -> QuerySet[Enterprise]:
    """Every enterprise beside its facts of two years, as `first` and `second`; these are missing where none stand."""
    return Enterprise.objects.annotate(
        first=FilteredRelation("years", condition=Q(years__year=first, years__superseded_at=None)),
        second=FilteredRelation("years", condition=Q(years__year=second, years__superseded_at=None)),
    )


def facts_since(year: int) -> QuerySet[EnterpriseYear]:
    """The facts of that year and of each later one, of the enterprises that have facts of it."""
    return EnterpriseYear.objects.filter(
        superseded_at=None,
        year__gte=year,
        enterprise__years__year=year,
        enterprise__years__superseded_at=None,
    )


def years_known() -> list[int]:
    """The years of which facts stand, the newest first."""
    rows = EnterpriseYear.objects.filter(superseded_at=None).order_by().values_list("year", flat=True)
    return sorted(rows.distinct(), reverse=True)


def all_cooperatives() -> QuerySet[Cooperative]:
    return Cooperative.objects.all()


def all_enterprises() -> QuerySet[Enterprise]:
    return Enterprise.objects.all()


def status_counts(code: str) -> dict[str, dict[str, int]]:
    """Cooperatives below a region by kabupaten/kota: {code: {registered, active, inactive, …}}."""
    rows = places.within(Cooperative.objects.all(), code, "area_id").values_list("area_id", "official_status")
    counts: dict[str, dict[str, int]] = {}
    for (area, status), number in _counted(rows):
        held = counts.setdefault(area[:5], {"registered": 0})
        held["registered"] += number
        held[status] = held.get(status, 0) + number
    return counts


def _counted(rows: QuerySet) -> Iterable[tuple[tuple, int]]:
    return [(tuple(row[:-1]), row[-1]) for row in rows.annotate(n=Count("id"))]


def persons_with(nik_index: str) -> QuerySet[Person]:
    return Person.objects.filter(nik_index=nik_index)


def old_accesses(before: datetime) -> QuerySet[PersonAccess]:
    return PersonAccess.objects.filter(at__lt=before)


def oldest_access() -> datetime | None:
    return PersonAccess.objects.order_by("id").values_list("at", flat=True).first()


def exports_covering(areas: list[str]) -> QuerySet[PersonAccess]:
    """List exports with names that covered one of these areas, newest first."""
    above = {code for area in areas for code in ("0", area[:2], area[:5], area[:8], area)}
    rows = PersonAccess.objects.filter(person_id=None, kind=PersonAccess.Kind.EXPORTED)
    return rows.filter(area_code__in=above).order_by("-at", "-id")


def statistics() -> dict[str, list[tuple]]:
    """What must be the same before and after: enterprises and facts by area, class, sector, sex and year."""
    enterprises = Enterprise.objects.values_list("area_id", "size_class", "sector", "owner__sex")
    years = EnterpriseYear.objects.filter(superseded_at=None).values_list("year", "size_class")
    return {
        "enterprises": sorted(
            enterprises.annotate(n=Count("id"), sales=Sum("annual_sales_idr"), workers=Sum("workers"))
        ),
        "licensed": list(
            Enterprise.objects.exclude(nib="")
            .values_list("area_id")
            .annotate(n=Count("id"))
            .order_by("area_id")
        ),
        "years": list(
            years.annotate(n=Count("id"), sales=Sum("annual_sales_idr"), capital=Sum("capital_idr")).order_by(
                "year", "size_class"
            )
        ),
    }


def borne_by_others(text: str, person_ids: list[int]) -> bool:
    """Whether somebody else has this name, or another enterprise this name or address."""
    others = Enterprise.objects.exclude(owner_id__in=person_ids)
    return (
        Person.objects.filter(name__iexact=text).exclude(pk__in=person_ids).exists()
        or others.filter(name__iexact=text).exists()
        or others.filter(address__iexact=text).exists()
    )


def any_synthetic(code: str) -> bool:
    """Whether anything below a region was made by the demonstration."""
    return places.within(Enterprise.objects.filter(Q(synthetic=True)), code, "area_id").exists()


def some_enterprises(code: str, count: int) -> list[Enterprise]:
    """The first enterprises below a region, one from each part of it, with their owners."""
    rows = places.within(Enterprise.objects.select_related("owner"), code, "area_id").order_by("id")
    ids = list(rows.values_list("id", flat=True))
    step = max(1, len(ids) // count)
    return list(rows.filter(id__in=ids[::step][:count]))
