"""Loading the list of regions, bringing in boundaries, entering facilities."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

import shapely
from django.db import transaction
from django.db.models import QuerySet
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from naikkelas.kit.problems import Kind, Refused
from naikkelas.places.models import NATION, Boundary, Facility, Region, RegionChange, RegionCrosswalk
from naikkelas.places.queries import forget, refresh
from naikkelas.reference import regions as published
from naikkelas.trail.actions import Actor, note

NOT_GEOJSON = Kind(
    "boundaries.not_geojson",
    "Berkas bukan GeoJSON berisi FeatureCollection. Simpan lapisan batas sebagai GeoJSON (EPSG:4326) lalu coba lagi.",
    "The file is not GeoJSON with a FeatureCollection. Save the boundary layer as GeoJSON (EPSG:4326) and try again.",
)
NO_GEOMETRY = Kind(
    "boundaries.geometry",
    "Fitur ke-{number} ({code}) tidak berisi geometri yang benar. Perbaiki di aplikasi peta; tidak ada batas yang disimpan.",
    "Feature {number} ({code}) holds no proper geometry. Mend it in the map program; no boundary was stored.",
)
NO_POLYGON = Kind(
    "boundaries.polygon",
    "Fitur ke-{number} ({code}) bukan poligon yang punya luas. Batas wilayah harus poligon; tidak ada batas yang disimpan.",
    "Feature {number} ({code}) is no polygon with an area. An outline must be one; no boundary was stored.",
)
OUTSIDE = Kind(
    "boundaries.outside",
    "Fitur ke-{number} ({code}) berada di luar Indonesia. Simpan koordinat sebagai derajat bujur/lintang (EPSG:4326); "
    "tidak ada batas yang disimpan.",
    "Feature {number} ({code}) lies outside Indonesia. Save coordinates as degrees of longitude/latitude (EPSG:4326); "
    "no boundary was stored.",
)
NO_CODES = Kind(
    "boundaries.no_codes",
    "Tidak satu pun fitur berkode wilayah Kemendagri (properti code, kode, KODE_KD atau id). "
    "Tambahkan kolom kode, misalnya 18.01.",
    "No feature carries a Kemendagri region code (property code, kode, KODE_KD or id). Add a code column, for example 18.01.",
)
_CODE_PROPERTIES = ("code", "kode", "kode_kemendagri", "KODE_KD", "kdpkab", "kdppum", "kdcpum")
# degrees; about 200 m for a kabupaten, 100 m below it: smaller than a pixel of the maps they are drawn on
_TOLERANCE = {"province": 0.004, "regency": 0.002, "district": 0.001, "village": 0.0005}

_GRID = 0.0001  # degrees


@transaction.atomic
def sync_regions(*, province: str, by: Actor, at: datetime) -> int:
    """Load or renew the nation, all provinces and kabupaten/kota, and one province down to its villages.

    Codes that the list no longer has are retired by date, never deleted. Returns how many regions stand now.
    """
    nation = Region(code=NATION, name="Indonesia", kind="nation", level="nation", list_id=published.LIST_ID)
    wanted = [nation]
    for level in ("province", "regency"):
        wanted += map(_region, published.rows(level))
    for level in ("district", "village"):
        wanted += map(_region, published.rows(level, province))
    lines = RegionCrosswalk.objects.filter(change__state=RegionChange.State.APPLIED)
    ended, renamed = _decided(lines)
    wanted = [region for region in wanted if region.code not in ended]
    for region in wanted:
        old_name, new_name = renamed.get(region.code, ("", ""))
        if region.name == old_name:
            region.name = new_name
    Region.objects.bulk_create(
        wanted,
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "kind", "level", "parent", "bps_code", "list_id", "valid_to"],
    )
    codes = {region.code for region in wanted} | set(lines.values_list("new_code", flat=True))
    loaded = Region.objects.filter(
        valid_to=None, level__in=("nation", "province", "regency")
    ) | Region.objects.filter(valid_to=None, code__startswith=f"{province}.")
    gone = [code for code in loaded.values_list("code", flat=True) if code not in codes]
    Region.objects.filter(code__in=gone).update(valid_to=at.date())
    forget()
    note(
        by=by,
        at=at,
        action="regions.synced",
        on=("regions", published.LIST_ID),
        area=province,
        count=len(wanted),
    )
    transaction.on_commit(refresh)
    return len(wanted)


def _decided(lines: QuerySet[RegionCrosswalk]) -> tuple[set[str], dict[str, tuple[str, str]]]:
    """What changes entered here know better than a list that was printed before them: codes that ended, and names."""
    rows = lines.order_by("change__effective_on", "change_id", "id")
    ended: set[str] = set()
    names: dict[str, tuple[str, str]] = {}
    for _change, group in groupby(rows, key=lambda line: line.change_id):
        held = list(group)
        ended |= {line.old_code for line in held}
        ended -= {line.new_code for line in held}
        for line in held:
            if line.old_code == line.new_code and line.old_name != line.new_name:
                first = names.get(line.old_code, (line.old_name, ""))[0]
                names[line.old_code] = (first, line.new_name)
    return ended, names


def _region(row: published.RegionRow) -> Region:
    return Region(
        code=row.code,
        name=row.name,
        kind=row.kind,
        level=row.level,
        parent_id=row.parent or NATION,
        bps_code=row.bps_code,
        list_id=published.LIST_ID,
    )


@transaction.atomic
def import_boundaries(*, collection: object, source: str, by: Actor, at: datetime) -> dict[str, int]:
    """Store the outlines of a GeoJSON FeatureCollection, matched by region code, made valid and simplified.

    All or nothing. Returns {"stored": n, "unknown": n of features whose code is no region we have}.
    Raises Refused naming the feature that cannot be used.
    """
    parts: dict[str, list[BaseGeometry]] = {}
    unknown = 0
    levels = dict(Region.objects.values_list("code", "level"))
    for number, feature in enumerate(_features(collection), 1):
        code = _code(feature)
        if code not in levels:
            unknown += 1
            continue
        outline = _outline(feature, number, code, _TOLERANCE.get(levels[code], 0.002))
        parts.setdefault(code, []).append(outline)
    if not parts:
        raise Refused(NO_CODES)
    Boundary.objects.bulk_create(
        # some offices keep an island as a feature of its own: what bears one code is one outline
        (
            Boundary(
                region_id=code, geometry=mapping(shapely.union_all(held)), source=source[:200], imported_at=at
            )
            for code, held in parts.items()
        ),
        update_conflicts=True,
        unique_fields=["region"],
        update_fields=["geometry", "source", "imported_at"],
    )
    note(
        by=by,
        at=at,
        action="boundaries.imported",
        on=("boundaries", source[:80]),
        area=NATION,
        count=len(parts),
    )
    return {"stored": len(parts), "unknown": unknown}


def _features(collection: object) -> Iterable[dict]:
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features:
        raise Refused(NOT_GEOJSON)
    return features


def _code(feature: object) -> str:
    if not isinstance(feature, dict):
        return ""
    held = feature.get("properties")
    properties = held if isinstance(held, dict) else {}
    candidates = [properties.get(name) for name in _CODE_PROPERTIES] + [feature.get("id")]
    return next((str(value).strip() for value in candidates if value), "")


def _outline(feature: dict, number: int, code: str, tolerance: float) -> BaseGeometry:
    """A feature's polygons: valid, simplified, on a grid of some ten metres."""
    where = {"number": number, "code": code}
    try:
        geometry = shape(feature["geometry"])
        west, south, east, north = geometry.bounds or (0, 0, 0, 0)
    # whatever somebody nests where numbers should be
    except (LookupError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as error:
        raise Refused(NO_GEOMETRY, **where) from error
    if geometry.is_empty or geometry.geom_type not in ("Polygon", "MultiPolygon"):
        raise Refused(NO_POLYGON, **where)
    if not (90 <= west <= east <= 145 and -15 <= south <= north <= 10):
        raise Refused(OUTSIDE, **where)
    simple = shapely.make_valid(geometry).simplify(tolerance, preserve_topology=True)
    # mending leaves lines and points where a polygon had folded upon itself
    areas = [part for part in shapely.get_parts(shapely.set_precision(simple, _GRID)) if part.area]
    flat = [p for part in areas for p in shapely.get_parts(part)]
    if not flat:
        raise Refused(NO_POLYGON, **where)
    return shapely.union_all(flat)


@transaction.atomic
def add_facility(
    *,
    kind: str,
    name: str,
    area: str,
    by: Actor,
    at: datetime,
    address: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    synthetic: bool = False,
) -> Facility:
    """Enter a market or PLUT."""
    facility = Facility.objects.create(
        kind=kind,
        name=name,
        area_id=area,
        address=address,
        latitude=latitude,
        longitude=longitude,
        synthetic=synthetic,
    )
    note(by=by, at=at, action="facility.added", on=("facility", facility.pk), area=area, name=name)
    return facility
