"""Reading official status beside the computed one: the difference, decrees, groups, early warnings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Substr

from naikkelas.accounts import access
from naikkelas.registry.models import (
    ActivityVerdict,
    ActivityWarning,
    Cooperative,
    CooperativeTag,
    CooperativeUnit,
    CooperativeYear,
    DecreedStatus,
    StatusDecree,
)
from naikkelas.rules.cooperative_activity import COUNTS_AS_ACTIVE
from naikkelas.rules.cooperative_warning import WarningFacts

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

UNITS = (
    "unit_office", "unit_grocery", "unit_savings_loan", "unit_clinic", "unit_pharmacy", "unit_storage", "unit_logistics",
)  # fmt: skip
"""The seven units that a village's Merah Putih cooperative must run (Inpres 9/2025, Juklak Menkop 01/2025)."""
GROUPS = tuple(value for value in Cooperative.Group.values if value)
TAGS = (*GROUPS, "farming", "sharia", *UNITS)


# ── official against computed ──


def differing(rows: QuerySet[Cooperative], value: str = "") -> QuerySet[Cooperative]:
    """Cooperatives whose official and computed status do not agree. `value`: 'lapsed' (official active, computed not),
    'revived' (official inactive, computed active) or both."""
    lapsed = Q(official_status="active") & ~Q(computed_status__in=COUNTS_AS_ACTIVE)
    revived = Q(official_status="inactive", computed_status__in=COUNTS_AS_ACTIVE)
    return rows.filter({"lapsed": lapsed, "revived": revived}.get(value, lapsed | revived))


def by_regency(rows: QuerySet[Cooperative]) -> list[dict]:
    """How many differ in each kabupaten/kota, and in which direction: [{code, lapsed, revived}]."""
    counted = (
        differing(rows)
        .annotate(regency=Substr("area_id", 1, 5))
        .order_by()
        .values_list("regency", "official_status")
        .annotate(n=Count("id"))
    )
    found: dict[str, Counter] = defaultdict(Counter)
    for regency, status, number in counted:
        found[regency]["lapsed" if status == "active" else "revived"] += number
    return [
        {"code": code, "lapsed": c["lapsed"], "revived": c["revived"], "all": c.total()}
        for code, c in sorted(found.items())
    ]


def reasons_of(ids: Iterable[int]) -> dict[int, str]:
    """The reason of the newest verdict on each cooperative."""
    rows = ActivityVerdict.objects.filter(cooperative_id__in=ids).order_by("as_of", "id")
    return dict(rows.values_list("cooperative_id", "reason"))


def decrees_visible_to(user: User) -> QuerySet[StatusDecree]:
    return access.visible(user, StatusDecree.objects.select_related("area", "recorded_by", "withdrawn_by"))


def line_counts(decrees: list[int]) -> dict[int, int]:
    """How many cooperatives each decree names."""
    counted = DecreedStatus.objects.filter(decree__in=decrees).order_by().values_list("decree")
    return dict(counted.annotate(n=Count("id")))


def lines_of(decree: StatusDecree) -> QuerySet[DecreedStatus]:
    return decree.lines.select_related("cooperative").order_by("cooperative__name_key", "id")


def decrees_on(cooperative: Cooperative) -> QuerySet[DecreedStatus]:
    """What decrees said of a cooperative, newest first; withdrawn ones too."""
    return cooperative.decreed.select_related("decree").order_by("-decree__decided_on", "-id")


def named_by_number(rows: QuerySet[Cooperative], numbers: list[str]) -> tuple[list[Cooperative], list[str]]:
    """Cooperatives by legal or cooperative number, and the numbers that belong to none or to several."""
    found = rows.filter(Q(legal_no__in=numbers) | Q(cooperative_nik__in=numbers)).exclude(
        legal_no="", cooperative_nik=""
    )
    by_number: dict[str, list[Cooperative]] = defaultdict(list)
    for cooperative in found:
        for number in {cooperative.legal_no, cooperative.cooperative_nik} - {""}:
            by_number[number].append(cooperative)
    known = {number for number in numbers if len(by_number[number]) == 1}
    chosen = {by_number[number][0].pk: by_number[number][0] for number in numbers if number in known}
    return list(chosen.values()), [number for number in numbers if number not in known]


# ── groups ──


def in_group(rows: QuerySet[Cooperative], tag: str) -> QuerySet[Cooperative]:
    """Cooperatives whose main group it is, or that carry it as a further tag; of a unit, those that run it."""
    if tag in UNITS:
        return rows.filter(
            Exists(CooperativeUnit.objects.filter(cooperative=OuterRef("pk"), kind=tag, state="open"))
        )
    if tag == "sharia":
        return rows.filter(Q(sharia=True) | _tagged(tag))
    return rows.filter(Q(group=tag) | _tagged(tag)) if tag in GROUPS else rows.filter(_tagged(tag))


def in_no_group(rows: QuerySet[Cooperative]) -> QuerySet[Cooperative]:
    return rows.filter(
        ~Exists(CooperativeTag.objects.filter(cooperative=OuterRef("pk"))), group="", sharia=False
    )


def _tagged(tag: str) -> Exists:
    return Exists(CooperativeTag.objects.filter(cooperative=OuterRef("pk"), tag=tag))


def tags_of(cooperative: Cooperative) -> list[str]:
    """Its groups, the main one first."""
    held = set(cooperative.tags.values_list("tag", flat=True)) | ({"sharia"} if cooperative.sharia else set())
    return ([cooperative.group] if cooperative.group else []) + [
        tag for tag in TAGS if tag in held and tag != cooperative.group
    ]


@dataclass
class GroupLine:
    """One group: how many cooperatives, how many official active, with meeting, and their members."""

    tag: str
    count: int = 0
    active: int = 0
    met: int = 0
    members: int = 0


def group_lines(rows: QuerySet[Cooperative]) -> list[GroupLine]:
    """Every group that has a cooperative. One with several groups counts in each of them."""
    further = CooperativeTag.objects.filter(cooperative__in=rows.order_by()).exclude(
        tag=F("cooperative__group")
    )
    open_units = CooperativeUnit.objects.filter(cooperative__in=rows.order_by(), state="open")
    counted = [
        *_grouped(open_units, "kind", "cooperative__"),
        *_grouped(rows.exclude(group=""), "group", ""),
        *_grouped(further, "tag", "cooperative__"),
        *_grouped(rows.filter(sharia=True).exclude(_tagged("sharia")), "sharia", ""),
    ]
    lines = {tag: GroupLine(tag) for tag in TAGS}
    for tag, number, active, met, members in counted:
        line = lines.get("sharia" if tag is True else tag)
        if line:
            line.count, line.active = line.count + number, line.active + active
            line.met, line.members = line.met + met, line.members + (members or 0)
    return [line for line in lines.values() if line.count]


def _grouped(rows: QuerySet, column: str, path: str) -> QuerySet:
    return (
        rows.order_by()
        .values_list(column)
        .annotate(
            n=Count("pk"),
            official=Count("pk", filter=Q(**{f"{path}official_status": "active"})),
            met=Count("pk", filter=Q(**{f"{path}computed_status": "active_rat"})),
            all_members=Sum(f"{path}members"),
        )
    )


@dataclass(frozen=True)
class UnitLine:
    """One unit of a cooperative by its kind; `unit` None where nothing is known of it."""

    kind: str
    unit: CooperativeUnit | None


def units_of(cooperative: Cooperative) -> list[UnitLine]:
    """All seven, in their order."""
    held = {unit.kind: unit for unit in cooperative.units.all()}
    return [UnitLine(kind, held.get(kind)) for kind in UNITS]


def unit_states(rows: QuerySet[Cooperative]) -> list[dict[str, str | int]]:
    """Of each kind of unit, how many cooperatives plan, run and have closed it; kinds that nobody has are left out."""
    counted = CooperativeUnit.objects.filter(cooperative__in=rows.order_by()).order_by()
    found: dict[str, Counter] = defaultdict(Counter)
    for kind, state, number in counted.values_list("kind", "state").annotate(n=Count("pk")):
        found[kind][state] = number
    return [
        {"kind": kind, **{s: found[kind][s] for s in ("planned", "open", "closed")}}
        for kind in UNITS
        if kind in found
    ]


def group_by_regency(rows: QuerySet[Cooperative]) -> list[dict]:
    """Count, active, with meeting and members of some cooperatives in each kabupaten/kota."""
    counted = _grouped(rows.annotate(regency=Substr("area_id", 1, 5)), "regency", "")
    names = ("code", "count", "active", "met", "members")
    return sorted((dict(zip(names, row, strict=True)) for row in counted), key=lambda line: line["code"])


# ── early warning ──


def warned(rows: QuerySet[Cooperative]) -> QuerySet[Cooperative]:
    """Cooperatives with at least one sign of danger."""
    return rows.filter(warning__points__gt=0)


def warnings_by_regency(rows: QuerySet[Cooperative]) -> list[dict]:
    """How many cooperatives stand at each level of danger in each kabupaten/kota."""
    counted = (
        warned(rows)
        .annotate(regency=Substr("area_id", 1, 5))
        .order_by()
        .values_list("regency", "warning__level")
        .annotate(n=Count("id"))
    )
    found: dict[str, Counter] = defaultdict(Counter)
    for regency, level, number in counted:
        found[regency][level] += number
    lines = [
        {"code": code, "all": c.total(), "high": c["high"], "medium": c["medium"], "low": c["low"]}
        for code, c in found.items()
    ]
    return sorted(lines, key=lambda line: (-line["high"], -line["all"], line["code"]))


def warnings_as_of() -> date | None:
    """The oldest day of judgement among the warnings; None where none was computed yet."""
    return ActivityWarning.objects.order_by("as_of").values_list("as_of", flat=True).first()


def watched(rows: QuerySet[Cooperative]) -> QuerySet[Cooperative]:
    """Cooperatives that count as active: by decree, or by computation where no decree speaks."""
    return rows.filter(
        Q(official_status="active") | Q(official_status="unknown", computed_status__in=COUNTS_AS_ACTIVE)
    )


@dataclass
class _Gathered:
    held: dict[int, date] = field(default_factory=dict)
    reported: set[int] = field(default_factory=set)
    members: dict[int, int] = field(default_factory=dict)


def warning_facts(rows: QuerySet[Cooperative], ids: list[int]) -> dict[int, WarningFacts]:
    """What the early warning judges from, for every cooperative of `rows`; `ids` are theirs."""
    years = CooperativeYear.objects.filter(superseded_at=None, cooperative_id__in=ids)
    verdicts = ActivityVerdict.objects.filter(cooperative_id__in=ids)
    gathered: dict[int, _Gathered] = defaultdict(_Gathered)
    columns = years.values_list(
        "cooperative_id",
        "book_year",
        "rat_held_on",
        "members_male",
        "members_female",
        "assets_idr",
        "volume_idr",
    )
    for pk, year, held_on, men, women, assets, volume in columns.iterator(chunk_size=5_000):
        own = gathered[pk]
        if held_on:
            own.held[year] = held_on
        if men is not None or women is not None:
            own.members[year] = (men or 0) + (women or 0)
        if held_on or volume is not None or assets is not None or year in own.members:
            own.reported.add(year)
    lost = _not_found(verdicts, gathered)
    found = {}
    for pk, until, legal_on in rows.values_list("id", "certificate_until", "legal_on"):
        own = gathered[pk]
        found[pk] = WarningFacts(
            rat_held=tuple(sorted(own.held.items())), reported_years=tuple(sorted(own.reported)),
            members=tuple(sorted(own.members.items())), not_found=pk in lost, certificate_until=until, founded_on=legal_on,
        )  # fmt: skip
    return found


def _not_found(verdicts: QuerySet[ActivityVerdict], gathered: dict[int, _Gathered]) -> set[int]:
    """Cooperatives that the last visit did not find, and of which nothing was seen since."""
    missed: dict[int, date] = dict(
        verdicts.filter(inputs__not_found=True).order_by("as_of", "id").values_list("cooperative_id", "as_of")
    )
    later = ActivityVerdict.objects.filter(cooperative_id__in=list(missed), inputs__not_found=False)
    for pk, seen in later.values_list("cooperative_id", "inputs__evidence_on"):
        if seen and pk in missed and date.fromisoformat(seen) >= missed[pk]:
            del missed[pk]
    return {pk for pk, day in missed.items() if not any(held > day for held in gathered[pk].held.values())}
