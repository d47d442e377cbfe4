"""Reading regions, boundaries and facilities."""

from functools import lru_cache

from django.db.models import QuerySet

from naikkelas.places.models import NATION, Boundary, Facility, Region

LEVELS = tuple(Region.Level.values)


def region(code: str) -> Region:
    """Return one region. Raises Region.DoesNotExist."""
    return Region.objects.get(code=code)


def hold(code: str) -> Region:
    """Return one region, its row locked until the transaction ends: numbers given out for it never meet."""
    return Region.objects.select_for_update().get(code=code)


def find(code: str) -> Region | None:
    return Region.objects.filter(code=code).first()


def below(code: str, level: str) -> QuerySet[Region]:
    """All regions of `level` inside `code` (or `code` itself, if it is of that level), by code."""
    return within(Region.objects.filter(level=level), code, "code").order_by("code")


def children(code: str) -> QuerySet[Region]:
    return Region.objects.filter(parent_id=code).order_by("code")


def within(queryset: QuerySet, code: str, field: str) -> QuerySet:
    """Keep the rows whose `field` is the region `code` or lies below it: one range of an index."""
    if code == NATION:
        return queryset
    # '/' is the character after '.', so the range holds the code and every 'code.…', nothing else
    return queryset.filter(**{f"{field}__gte": code, f"{field}__lt": f"{code}/"})


def path(code: str) -> list[Region]:
    """The region and everything above it, from the nation down: the breadcrumb."""
    codes = [NATION] + [code[:n] for n in (2, 5, 8, 13) if len(code) >= n and code != NATION]
    return [region for region in map(known, codes) if region]


def covers(outer: str, inner: str) -> bool:
    """Whether region `inner` is `outer` or lies below it."""
    return outer == NATION or inner == outer or inner.startswith(f"{outer}.")


@lru_cache(maxsize=4096)
def known(code: str) -> Region | None:
    """`find`, kept in memory: the same for everybody until a new list of regions comes."""
    return find(code)


@lru_cache(maxsize=512)
def children_of(code: str) -> tuple[Region, ...]:
    """`children`, kept in memory."""
    return tuple(children(code))


@lru_cache(maxsize=4096)
def name_of(code: str) -> str:
    """The spoken name of a region, or its code where it is unknown. Names change only with a new list."""
    found = find(code)
    return found.title if found else code


@lru_cache(maxsize=4096)
def place_of(code: str) -> str:
    """The spoken name of a region, and below a kabupaten/kota which one it lies in."""
    return f"{name_of(code)}, {name_of(code[:5]).removeprefix('Kab. ')}" if len(code) > 5 else name_of(code)


def forget() -> None:
    """Forget what is kept in memory: a new list of regions has come."""
    for kept in (known, children_of, name_of, place_of):
        kept.cache_clear()


def boundaries(code: str, level: str) -> dict[str, dict]:
    """GeoJSON geometries by region code, of the regions of `level` inside `code`."""
    rows = within(Boundary.objects.filter(region__level=level), code, "region_id")
    return dict(rows.values_list("region_id", "geometry"))


def facilities() -> QuerySet[Facility]:
    return Facility.objects.select_related("area").order_by("name")


def named(text: str) -> QuerySet[Region]:
    """Regions down to the kecamatan whose name holds the text, larger ones first."""
    rows = Region.objects.filter(name__icontains=text, valid_to=None).exclude(level=Region.Level.VILLAGE)
    return rows.order_by("code")


def region_count() -> int:
    return Region.objects.filter(valid_to=None).count()
