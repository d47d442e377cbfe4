"""Records that may be the same: what is compared, what was found, what persons decided."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
from django.db.models import Count, OuterRef, QuerySet, Subquery

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.places import queries as places
from naikkelas.registry.models import (
    Apart,
    Cooperative,
    CooperativeCandidate,
    Enterprise,
    LinkCandidate,
    LinkMark,
    LinkRun,
    Merge,
    ProvinceAsked,
)
from naikkelas.registry.queries.matching import parts

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


def compared_records(code: str = places.NATION) -> pl.DataFrame:
    """Every enterprise below a region in the columns that linkage compares (engine.linkage.COLUMNS); the NIK as blind index."""
    from naikkelas.engine import linkage  # slow to load, and only who links needs it

    here = places.within(Enterprise.objects.filter(owner__erased_at=None), code, "area_id")
    rows = here.order_by("id").values_list(
        "id", "owner__name", "name", "product", "owner__nik_index", "nib", "owner__phone", "address", "area_id",
        "owner__born_year", "owner__sex",
    )  # fmt: skip
    schema = {name: pl.Int64 if name in ("id", "born_year") else pl.String for name in linkage.COLUMNS}
    found = pl.DataFrame(list(rows.iterator(chunk_size=20_000)), schema=schema, orient="row")
    return found.with_columns(pl.col(pl.String).replace("", None))


def link_marks() -> pl.DataFrame:
    """Columns id and digest: how each enterprise looked when it was last compared."""
    rows = LinkMark.objects.values_list("enterprise_id", "digest").iterator(chunk_size=20_000)
    return pl.DataFrame(list(rows), schema={"id": pl.Int64, "digest": pl.Int64}, orient="row")


def compared_cooperatives() -> pl.DataFrame:
    """Every cooperative in the columns that linkage compares (engine.linkage.cooperatives.COLUMNS)."""
    from naikkelas.engine.linkage import cooperatives

    rows = Cooperative.objects.order_by("id").values_list(
        "id", "name", "legal_no", "cooperative_nik", "phone", "chair", "area_id"
    )
    schema = {name: pl.Int64 if name == "id" else pl.String for name in cooperatives.COLUMNS}
    found = pl.DataFrame(list(rows), schema=schema, orient="row")
    return found.with_columns(pl.col(pl.String).replace("", None))


def newest_link_run(kind: str = "enterprise") -> LinkRun | None:
    """The last search that compared anything."""
    return LinkRun.objects.filter(kind=kind, refused=False).order_by("-id").first()


def refused_link_run(kind: str) -> LinkRun | None:
    """The last search of a kind, where it was refused and none succeeded since."""
    last = LinkRun.objects.filter(kind=kind).order_by("-id").first()
    return last if last is not None and last.refused else None


def link_candidates(threshold: float) -> QuerySet[LinkCandidate]:
    """Pairs that are the same with at least `threshold` probability, the surest first."""
    found = LinkCandidate.objects.filter(probability__gte=threshold)
    return found.select_related("first", "second").order_by("-probability", "first_id", "second_id")


def doubles(kind: str) -> QuerySet[LinkCandidate] | QuerySet[CooperativeCandidate]:
    """Pairs of records of a kind (enterprise, cooperative) that may be the same, with both records."""
    if kind == "cooperative":
        return CooperativeCandidate.objects.select_related("first", "second")
    return LinkCandidate.objects.select_related("first__owner", "second__owner")


def doubles_visible_to(user: User, kind: str) -> QuerySet:
    """Pairs of which both records lie in the area of duty: who may decide about one alone decides about neither.

    Without those of a person whose data are restricted: they are kept, and nothing is done with them.
    """
    pairs = doubles(kind)
    if kind == "enterprise":
        pairs = pairs.filter(first__owner__restricted_at=None, second__owner__restricted_at=None)
    return access.visible(user, access.visible(user, pairs, "first__area_id"), "second__area_id")


def doubles_touching(user: User, kind: str) -> QuerySet:
    """Pairs of which at least one record lies in the area of duty, with what the province was asked (`asked_area`)."""
    pairs = doubles(kind).exclude(band="apart")
    if kind == "enterprise":
        pairs = pairs.filter(first__owner__restricted_at=None, second__owner__restricted_at=None)
    return asked(
        access.visible(user, pairs, "first__area_id") | access.visible(user, pairs, "second__area_id"), kind
    )


def doubles_across(user: User, kind: str) -> QuerySet:
    """Pairs of which exactly one record lies in the area of duty: who sees one alone may only ask who sees both."""
    both = doubles_visible_to(user, kind).order_by().values("pk")
    return doubles_touching(user, kind).exclude(pk__in=both).order_by("-probability", "pk")


def asked(pairs: QuerySet, kind: str) -> QuerySet:
    """With `asked_area`: whose officer asked the province to look at the pair, if any did."""
    rows = ProvinceAsked.objects.filter(
        kind=kind, first_id=OuterRef("first_id"), second_id=OuterRef("second_id")
    )
    return pairs.annotate(asked_area=Subquery(rows.values("area_id")[:1]))


def every_merge() -> QuerySet[Merge]:
    return Merge.objects.all()


def every_apart() -> QuerySet[Apart]:
    return Apart.objects.all()


def merges_visible_to(user: User) -> QuerySet[Merge]:
    return access.visible(user, Merge.objects.select_related("by", "undone_by"))


def aparts_visible_to(user: User) -> QuerySet[Apart]:
    return access.visible(user, Apart.objects.all())


def apart_of(kind: str, first: int, second: int) -> Apart | None:
    return Apart.objects.select_related("by").filter(kind=kind, first_id=first, second_id=second).first()


def double_counts(rows: QuerySet) -> dict[str, int]:
    """Pairs by band."""
    return dict(rows.order_by().values_list("band").annotate(n=Count("id")))


def decided_of_band(user: User, code: str, kind: str, band: str) -> dict[str, int]:
    """Of the pairs of a band that persons decided: how many they merged (and left so), how many they hold apart."""
    merged = merges_visible_to(user).filter(kind=kind, band=band, undone_at=None)
    apart = aparts_visible_to(user).filter(kind=kind, band=band)
    return {
        "merged": places.within(merged, code, "area_id").count(),
        "apart": places.within(apart, code, "area_id").count(),
    }


def moved_by(merge: Merge) -> dict[str, int]:
    """What a merge moved, by kind of row (its Django label), from its sealed image."""
    if not merge.image_sealed:
        return {}
    book = json.loads(vault.current().seal.open_bytes(merge.image_sealed))
    pointing = [
        label for label, _pk, before, _after in book["changed"] if any(c.endswith("_id") for c in before)
    ]
    return {label: pointing.count(label) for label in sorted(set(pointing)) if label not in _MERGED_RECORDS}


def merges_into(enterprise_ids: list[int]) -> QuerySet[Merge]:
    """The standing merges whose images hold what went into these enterprises."""
    return Merge.objects.filter(kind="enterprise", survivor_id__in=enterprise_ids, undone_at=None)


def former_values(enterprise_ids: list[int]) -> dict[str, set[str]]:
    """By what else the persons behind these enterprises were known, before records were merged: column → values."""
    found: dict[str, set[str]] = {}
    seal = vault.current().seal
    for merge in merges_into(enterprise_ids).exclude(image_sealed=b""):
        book = json.loads(seal.open_bytes(merge.image_sealed))
        rows = [columns for label, columns in book["deleted"] if label in _MERGED_RECORDS]
        rows += [side for label, _pk, *sides in book["changed"] if label in _MERGED_RECORDS for side in sides]
        for columns in rows:
            for column, value in columns.items():
                if value and column.endswith("_sealed"):
                    found.setdefault(column, set()).add(seal.open(bytes.fromhex(value)))
                elif value and isinstance(value, str):
                    found.setdefault(column, set()).add(value)
    return found


_MERGED_RECORDS = ("registry.enterprise", "registry.cooperative", "registry.person")


def record_exists(kind: str, pk: int) -> bool:
    model = Cooperative if kind == "cooperative" else Enterprise
    return model.objects.filter(pk=pk).exists()


def merged_among(kind: str, ids: list[int]) -> int:
    """How many of these records stand in a merge that has not been taken back."""
    held: set[int] = set()
    for part in parts(ids):
        standing = Merge.objects.filter(kind=kind, undone_at=None)
        held |= set(standing.filter(survivor_id__in=part).values_list("survivor_id", flat=True))
        held |= set(standing.filter(absorbed_id__in=part).values_list("absorbed_id", flat=True))
    return len(held)
