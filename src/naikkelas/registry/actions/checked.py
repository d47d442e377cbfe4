"""The registry as the rules of quality see it: one row a record, with the facts that rules.quality names.

Numbers of persons stay inside: of a NIK only what it says (fault, sex, year of birth) becomes a fact.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import polars as pl
import shapely
from django.db.models import OuterRef, QuerySet, Subquery
from shapely.geometry import shape

from naikkelas import vault
from naikkelas.engine import frames
from naikkelas.places import queries as places
from naikkelas.registry.models import Cooperative, CooperativeYear, Enterprise, EnterpriseYear
from naikkelas.rules import cooperative_activity, person_nik, size_class

_TEXT, _INT, _DAY, _REAL = pl.String, pl.Int64, pl.Date, pl.Float64
_ENTERPRISE = {
    "id": _INT, "area_id": _TEXT, "nib": _TEXT, "kbli": _TEXT, "sector": _TEXT, "size_class": _TEXT, "founded_on": _DAY,
    "facts_year": _INT, "annual_sales_idr": _INT, "workers": _INT, "latitude": _REAL, "longitude": _REAL,
    "address": _TEXT, "owner__phone": _TEXT, "owner__sex": _TEXT, "owner__born_year": _INT, "owner__nik_index": _TEXT,
    "sales_before_idr": _INT, "owner__nik_sealed": pl.Binary,
}  # fmt: skip
_COOPERATIVE = {
    "id": _INT, "area_id": _TEXT, "legal_no": _TEXT, "legal_on": _DAY, "cooperative_nik": _TEXT,
    "certificate_until": _DAY, "official_status": _TEXT, "computed_status": _TEXT, "members": _INT,
    "last_rat_year": _INT, "secondary": pl.Boolean, "address": _TEXT, "phone": _TEXT, "book_year": _INT,
    "assets_idr": _INT, "equity_idr": _INT,
}  # fmt: skip
_CHUNK = 20_000
LOWEST, HIGHEST = (-11.0, 95.0), (6.1, 141.1)
"""Latitude and longitude between which Indonesia lies."""


def frames_on(day: date, province: str) -> dict[str, pl.DataFrame]:
    """The frames of both kinds of records, as they stand on a day."""
    return {"enterprise": enterprises(day, province), "cooperative": cooperatives(day, province)}


def enterprises(day: date, province: str, only: int | None = None) -> pl.DataFrame:
    """Every enterprise, or only the one with an id."""
    before = EnterpriseYear.objects.filter(
        enterprise_id=OuterRef("pk"), year=OuterRef("facts_year") - 1, superseded_at=None
    )
    rows = Enterprise.objects.annotate(sales_before_idr=Subquery(before.values("annual_sales_idr")[:1]))
    frame = _read(rows, _ENTERPRISE, only, _with_nik)
    frame = _placed(frame.rename({"owner__sex": "sex", "owner__nik_index": "nik_index"}), province)
    return _classed(
        frame.with_columns(
            *_calendar(day),
            pl.col("founded_on").dt.year().cast(_INT).alias("founded_year"),
            pl.when(pl.col("address") != "").then(True).alias("has_address"),
            pl.when(pl.col("owner__phone") != "").then(True).alias("has_phone"),
            (day.year - pl.col("owner__born_year")).alias("owner_age"),
            (pl.col("owner__born_year") % 100).alias("birth_year_digits"),
            (pl.col("annual_sales_idr").cast(_TEXT).str.strip_chars_end("0").str.len_chars() == 1).alias(
                "sales_one_digit"
            ),
            *_points(frame),
        ).drop("address", "owner__phone", "owner__born_year", "latitude", "longitude")
    )


def cooperatives(day: date, province: str, only: int | None = None) -> pl.DataFrame:
    """Every cooperative with its newest book year, or only the one with an id."""
    newest = CooperativeYear.objects.filter(cooperative_id=OuterRef("pk"), superseded_at=None)
    newest = newest.filter(assets_idr__isnull=False).order_by("-book_year")
    columns = ("book_year", "assets_idr", "equity_idr")
    rows = Cooperative.objects.annotate(**{c: Subquery(newest.values(c)[:1]) for c in columns})
    frame = _placed(_read(rows, _COOPERATIVE, only), province)
    due = next(r for r in cooperative_activity.rule_sets().values() if r.head.in_force(day))
    return frame.with_columns(
        *_calendar(day),
        pl.lit(due.last_due_book_year(day), _INT).alias("rat_due_year"),
        pl.col("legal_on").dt.year().cast(_INT).alias("legal_year"),
        pl.when(pl.col("legal_no") != "")
        .then(pl.format("{} {}", pl.col("regency"), pl.col("legal_no").str.to_lowercase()))
        .alias("legal_key"),
        pl.when(pl.col("address") != "").then(True).alias("has_address"),
        pl.when(pl.col("phone") != "").then(True).alias("has_phone"),
    ).drop("address", "phone")


def _calendar(day: date) -> list[pl.Expr]:
    return [pl.lit(day).alias("today"), pl.lit(day.year, _INT).alias("this_year")]


def _read(
    rows: QuerySet,
    schema: dict[str, Any],
    only: int | None,
    mended: Callable[[pl.DataFrame], pl.DataFrame] = lambda part: part,
) -> pl.DataFrame:
    """Rows in portions, so that no more than one of them stands in memory as Python values; empty text is missing."""
    rows = rows.order_by("id").values_list(*schema)
    if only is not None:
        rows = rows.filter(id=only)
    parts, held = [], []
    for row in rows.iterator(chunk_size=_CHUNK):
        held.append(row)
        if len(held) == _CHUNK:
            parts.append(mended(pl.DataFrame(held, schema=schema, orient="row")))
            held = []
    parts.append(mended(pl.DataFrame(held, schema=schema, orient="row")))
    return pl.concat(parts).with_columns(pl.col(pl.String).replace("", None))


def _with_nik(part: pl.DataFrame) -> pl.DataFrame:
    """What each NIK says, in the place of the sealed number."""
    seal = vault.current().seal
    told = [
        (None, None, None) if sealed is None else _said(seal.open(sealed))
        for sealed in part["owner__nik_sealed"]
    ]
    schema = {"nik_fault": _TEXT, "nik_sex": _TEXT, "nik_birth_year": _INT}
    return pl.concat(
        [part.drop("owner__nik_sealed"), pl.DataFrame(told, schema=schema, orient="row")], how="horizontal"
    )


def _said(number: str) -> tuple[str | None, str | None, int | None]:
    """(fault, sex, last two digits of the birth year) of a NIK."""
    fault = person_nik.fault(number)
    if fault is not None:
        return fault.code, None, None
    return None, "f" if int(number[6:8]) > 40 else "m", int(number[10:12])


def _placed(frame: pl.DataFrame, province: str) -> pl.DataFrame:
    """Kabupaten/kota, kecamatan, how fine the area is, and whether today's list has it."""
    levels = ("province", "regency", "district", "village")
    listed = {
        code
        for level in levels
        for code in places.below(province, level).filter(valid_to=None).values_list("code", flat=True)
    }
    fineness = {2: "province", 5: "regency", 8: "district", 13: "village"}
    area = pl.col("area_id")
    return frame.with_columns(
        area.str.slice(0, 2).alias("province"),
        area.str.slice(0, 5).alias("regency"),
        pl.when(area.str.len_chars() > 5).then(area.str.slice(0, 8)).alias("district"),
        area.str.len_chars().replace_strict(fineness, default=None, return_dtype=_TEXT).alias("place_level"),
        # areas of other provinces are not looked up: their lists were not asked for
        pl.when(area.str.starts_with(province)).then(area.is_in(sorted(listed))).alias("place_listed"),
    )


def _classed(frame: pl.DataFrame) -> pl.DataFrame:
    """The class that the sales alone give by the law of the facts' year; missing where sales do not decide."""
    parts = []
    empty = pl.lit(None, _INT)
    for (year,), part in frame.partition_by("facts_year", as_dict=True, maintain_order=True).items():
        told = pl.lit(None, _TEXT)
        if year is not None and year >= size_class.first_year():
            as_of = date(year, 12, 31)
            judged = part.with_columns(empty.alias("capital_idr"), empty.alias("net_worth_idr")).select(
                frames.class_columns(size_class.in_force(as_of), as_of)
            )["size_class"]
            told = judged.replace(size_class.UNKNOWN, None)
        parts.append(part.with_columns(told.alias("class_by_sales")))
    return pl.concat(parts) if parts else frame.with_columns(pl.lit(None, _TEXT).alias("class_by_sales"))


def _points(frame: pl.DataFrame) -> Iterable[pl.Series | pl.Expr]:
    """Whether a point lies in Indonesia, and inside the boundary of its kabupaten/kota where one was imported."""
    known = pl.col("latitude").is_not_null() & pl.col("longitude").is_not_null()
    inside = pl.col("latitude").is_between(LOWEST[0], HIGHEST[0]) & pl.col("longitude").is_between(
        LOWEST[1], HIGHEST[1]
    )
    return pl.when(known).then(inside).alias("point_in_indonesia"), _inside(
        frame.with_row_index("_at").filter(known), frame.height
    )


def _inside(pointed: pl.DataFrame, height: int) -> pl.Series:
    found: list[bool | None] = [None] * height
    for (regency,), part in pointed.partition_by("regency", as_dict=True).items():
        geometry = places.boundaries(str(regency), "regency").get(str(regency))
        if geometry is None:
            continue
        # simplified outlines are off by some hundred metres: a point counts as outside only beyond a kilometre or so
        outline = shape(geometry).buffer(0.01)
        answers = shapely.contains_xy(outline, part["longitude"].to_numpy(), part["latitude"].to_numpy())
        for at, answer in zip(part["_at"].to_list(), answers.tolist(), strict=True):
            found[at] = answer
    return pl.Series("point_inside", found, dtype=pl.Boolean)
