"""Reading markets: the file of one, its requirements and works, and what is needed to judge the asset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from naikkelas.accounts import access
from naikkelas.programmes.models import (
    Allocation,
    MarketAddendum,
    MarketCheck,
    MarketCount,
    MarketManager,
    MarketPackage,
    MarketPhoto,
    MarketPoint,
    MarketProject,
    MarketStep,
    MarketWeek,
    MarketYear,
    Programme,
    Recipient,
)
from naikkelas.programmes.queries import ledger
from naikkelas.reference.programme_types import Stage, all_types
from naikkelas.rules import market_progress, market_requirements
from naikkelas.rules.market_idle import AssetFacts
from naikkelas.rules.market_progress import Package, Week

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

TYPE = "market_revitalisation"
PROPOSED, DOCUMENTS_CHECKED, DECIDED, CONTRACTED, CONSTRUCTION, HANDED_OVER, GRANTED, MANAGED = (
    "proposed", "documents_checked", "decided", "contracted", "construction", "handed_over", "granted", "managed",
)  # fmt: skip


def stages() -> tuple[Stage, ...]:
    return all_types()[TYPE].stages


def needed_before(stage: str) -> list[str]:
    """The stages that come before one. After the hand-over of works the rest has no order: markets are often managed
    before the grant is done."""
    order = [s.id for s in stages()]
    return order[: min(order.index(stage), order.index(HANDED_OVER) + 1)]


def furthest(reached: set[str]) -> str:
    return next(s.id for s in reversed(stages()) if s.id in reached)


def markets() -> QuerySet[MarketProject]:
    return MarketProject.objects.select_related("facility", "programme", "recipient")


def markets_visible_to(user: User) -> QuerySet[MarketProject]:
    return access.visible(user, markets(), "facility__area_id")


def file_of(recipient: Recipient) -> int | None:
    """The number of a recipient's file, where it is a market that has one."""
    return MarketProject.objects.filter(recipient=recipient).values_list("pk", flat=True).first()


def unfiled_recipients(user: User) -> QuerySet[Recipient]:
    """Markets that decrees named and that have no file yet."""
    rows = Recipient.objects.filter(
        allocation__ceiling__programme__type_id=TYPE, facility__isnull=False, market_project=None
    )
    return access.visible(user, rows.select_related("facility", "allocation__ceiling__programme"))


def market_programmes(user: User) -> QuerySet[Programme]:
    """Programmes of markets that this person may enter proposals for: those over the area of duty, and within it."""
    code = user.area_id
    over = [code[:2], code[:5], "0"] if code != "0" else ["0"]
    rows = Programme.objects.filter(type_id=TYPE)
    return (rows.filter(area_id__in=over) | access.visible(user, rows)).distinct().order_by("-year", "name")


def allocations_for(project: MarketProject) -> list[Allocation]:
    """Allocations of the programme from which this market may be paid."""
    rows = Allocation.objects.filter(ceiling__programme=project.programme_id).select_related("ceiling")
    return [row for row in rows.order_by("id") if project.facility.area_id.startswith(row.area_id)]


# ── requirements ──


def rules_of(project: MarketProject) -> market_requirements.MarketRequirements:
    return market_requirements.rule_sets()[project.requirements]


def checks_of(project: MarketProject) -> QuerySet[MarketCheck]:
    return project.checks.order_by("id")


def check_states(project: MarketProject) -> dict[str, str]:
    return dict(project.checks.values_list("requirement", "state"))


@dataclass(frozen=True)
class RequirementLine:
    """A requirement with what was found of it; `check` None where nobody has looked yet."""

    requirement: market_requirements.Requirement
    check: MarketCheck | None

    @property
    def state(self) -> str:
        return self.check.state if self.check else MarketCheck.State.MISSING.value

    @property
    def blocks(self) -> bool:
        return self.requirement.mandatory and self.state == MarketCheck.State.MISSING


def requirement_lines(project: MarketProject) -> list[RequirementLine]:
    found = {check.requirement: check for check in project.checks.all()}
    return [RequirementLine(r, found.get(r.id)) for r in rules_of(project).requirements]


def steps_of(project: MarketProject) -> QuerySet[MarketStep]:
    return project.steps.order_by("reached_on", "id")


def open_stages(project: MarketProject) -> list[Stage]:
    """Stages that may be recorded next, as far as their order goes."""
    reached = set(project.steps.values_list("stage", flat=True))
    return [s for s in stages() if s.id not in reached and set(needed_before(s.id)) <= reached]


# ── works ──


def packages_of(project: MarketProject) -> QuerySet[MarketPackage]:
    return project.packages.select_related("commitment").order_by("id")


def addenda_of(package: MarketPackage) -> QuerySet[MarketAddendum]:
    return package.addenda.select_related("commitment").order_by("id")


def addenda_visible_to(user: User) -> QuerySet[MarketAddendum]:
    rows = MarketAddendum.objects.select_related("package__project__facility", "commitment")
    return access.visible(user, rows, "package__project__facility__area_id")


def contracted_idr(project: MarketProject) -> int:
    """What the contracts for a market bind together, in rupiah."""
    return ledger.total(ledger.contracts_for(project.recipient)) if project.recipient else 0


def decreed_idr(project: MarketProject) -> int:
    """What the decree gives now, in rupiah."""
    return ledger.standing(project.recipient) if project.recipient else 0


def weeks_of(package: MarketPackage) -> QuerySet[MarketWeek]:
    return package.weeks.order_by("number")


def curve_of(project: MarketProject) -> list[Week]:
    """Plan and actual of the whole works by day."""
    rows = MarketWeek.objects.filter(package__project=project, package__kind=MarketPackage.Kind.WORKS)
    weeks: dict[int, list[Week]] = {}
    amounts: dict[int, int] = {}
    for row in rows.select_related("package__commitment").order_by("package_id", "number"):
        if row.package_id not in amounts:
            amounts[row.package_id] = ledger.net(row.package.commitment)
        weeks.setdefault(row.package_id, []).append(Week(row.ends_on, row.planned_bp, row.actual_bp))
    return market_progress.curve([Package(amounts[pk], weeks[pk]) for pk in weeks])


def works_until(recipients: list[int], until: date) -> dict[int, int]:
    """How much of the works stood on a day, in basis points, of those recipients whose works are followed by weeks: by the
    last week that was reported by then, nought before the first."""
    found: dict[int, int] = {}
    for project in MarketProject.objects.filter(recipient__in=recipients):
        points = curve_of(project)
        if points and project.recipient_id:
            newest = market_progress.newest([p for p in points if p.ends_on <= until])
            found[project.recipient_id] = (newest.actual_bp or 0) if newest else 0
    return found


def points_of(project: MarketProject) -> list[tuple[MarketPoint, list[MarketPhoto]]]:
    """The camera points, each with its photos from the oldest to the newest."""
    found: dict[int, list[MarketPhoto]] = {}
    for photo in MarketPhoto.objects.filter(point__project=project).order_by("taken_on", "id"):
        found.setdefault(photo.point_id, []).append(photo)
    return [(point, found.get(point.pk, [])) for point in project.points.order_by("id")]


# ── use ──


def manager_of(project: MarketProject) -> MarketManager | None:
    return project.managers.filter(to_on=None).select_related("cooperative").first()


def managers_of(project: MarketProject) -> QuerySet[MarketManager]:
    return project.managers.select_related("cooperative").order_by("-from_on", "-id")


def counts_of(project: MarketProject) -> QuerySet[MarketCount]:
    return project.counts.order_by("-counted_on")


def years_of(project: MarketProject) -> QuerySet[MarketYear]:
    return project.years.order_by("-year")


def disbursed_idr(project: MarketProject) -> int:
    return ledger.total(project.recipient.disbursements.all()) if project.recipient else 0


def asset_facts(project: MarketProject, as_of: date) -> tuple[AssetFacts, date | None]:
    """What officers recorded of the asset by a day, and the day of the count that it rests on."""
    reached = dict(project.steps.filter(reached_on__lte=as_of).values_list("stage", "reached_on"))
    count = project.counts.filter(counted_on__lte=as_of).order_by("-counted_on").first()
    facts = AssetFacts(
        built_on=project.built_on,
        handed_over_on=reached.get(HANDED_OVER),
        granted_on=reached.get(GRANTED),
        stalls=count.built if count else None,
        used=count.open if count else None,
    )
    return facts, count.counted_on if count else None


# ── filters of the list ──


def reached(rows: QuerySet[MarketProject], stage: str, *, yes: bool) -> QuerySet[MarketProject]:
    steps = MarketStep.objects.filter(project=OuterRef("pk"), stage=stage)
    return rows.filter(Exists(steps) if yes else ~Exists(steps))


def unfinished_business(rows: QuerySet[MarketProject], what: str) -> QuerySet[MarketProject]:
    """Built markets that wait for something: the hand-over of works, the grant, a manager."""
    built = rows.filter(built_on__isnull=False) | reached(rows, HANDED_OVER, yes=True)
    if what == "manager":
        standing = MarketManager.objects.filter(project=OuterRef("pk"), to_on=None)
        return built.filter(~Exists(standing))
    if what == "grant":
        return built.exclude(grant=MarketProject.Grant.DONE)
    return reached(built, HANDED_OVER, yes=False)


def is_built(project: MarketProject) -> bool:
    """Whether the works stand, or were handed over."""
    return project.built_on is not None or project.steps.filter(stage=HANDED_OVER).exists()


def search_markets(rows: QuerySet[MarketProject], text: str) -> QuerySet[MarketProject]:
    return rows.filter(facility__name__icontains=text) | rows.filter(proposer__icontains=text)


# ── parts of a file, each inside the area of duty of its market ──


def packages_visible_to(user: User) -> QuerySet[MarketPackage]:
    rows = MarketPackage.objects.select_related(
        "commitment__allocation__ceiling", "project__facility", "project__programme"
    )
    return access.visible(user, rows, "project__facility__area_id")


def points_visible_to(user: User) -> QuerySet[MarketPoint]:
    return access.visible(
        user, MarketPoint.objects.select_related("project__facility"), "project__facility__area_id"
    )


def photos_visible_to(user: User) -> QuerySet[MarketPhoto]:
    rows = MarketPhoto.objects.select_related("point__project__facility")
    return access.visible(user, rows, "point__project__facility__area_id")
