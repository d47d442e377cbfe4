"""The life of a market, stage by stage: nothing is reached while a mandatory requirement is missing, unless a reason is
stated, which stays with the stage."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from naikkelas import vault
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import actions as place_actions
from naikkelas.places import queries as places
from naikkelas.programmes.actions.money import OUTSIDE, UNKNOWN_AREA, name_recipient
from naikkelas.programmes.actions.programmes import WRONG_STAGE, reached
from naikkelas.programmes.models import (
    Allocation,
    MarketCheck,
    MarketPackage,
    MarketProject,
    MarketStep,
    Milestone,
    Programme,
    Recipient,
)
from naikkelas.programmes.queries import market as queries
from naikkelas.rules import market_requirements
from naikkelas.rules.market_progress import FULL_BP
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import between, without

PHYSICAL_FULL = "physical_full"
"""What lacks at the hand-over of works that do not stand at 100 percent: no document, but a reason is needed too."""
NOT_A_MARKET = Kind(
    "market.programme",
    "Program ini bukan program revitalisasi pasar.",
    "This programme does not revitalise markets.",
)
IN_FUTURE = Kind(
    "market.in_future",
    "Tanggal {day} belum tiba. Catat setelah terjadi, atau perbaiki tanggalnya.",
    "The day {day} has not come yet. Record it once it has happened, or correct the day.",
)
NOT_NEXT = Kind(
    "market.not_next",
    "Tahap “{stage}” belum dapat dicatat: tahap sebelumnya, “{before}”, belum tercapai.",
    "Stage “{stage}” cannot be recorded yet: the stage before it, “{before}”, was not reached.",
)
REACHED = Kind(
    "market.reached",
    "Tahap ini sudah tercatat. Batalkan dahulu bila salah.",
    "This stage is recorded already. Take it back first where it is wrong.",
)
BEFORE_FORMER = Kind(
    "market.before_former",
    "Tanggal tahap ini lebih awal daripada tahap sebelumnya ({day}). Periksa kedua tanggal.",
    "The day of this stage lies before that of the former one ({day}). Check both days.",
)
LACKING = Kind(
    "market.lacking",
    "Persyaratan wajib belum lengkap: {names}. Lengkapi dahulu, atau tulis alasan (paling sedikit 10 huruf) mengapa tahap ini "
    "tetap dicatat.",
    "Mandatory requirements are missing: {names}. Complete them first, or write the reason (at least 10 characters) why this "
    "stage is recorded all the same.",
)
GRADE_NEEDED = Kind(
    "market.grade",
    "Pilih nilai dokumen: A, B, atau C.",
    "Choose the grade of the documents: A, B or C.",
)
BY_DECREE = Kind(
    "market.by_decree",
    "Penetapan dicatat dengan SK, alokasi, dan nilainya.",
    "The decision is recorded with its decree, allocation and amount.",
)
OTHER_PROGRAMME = Kind(
    "market.allocation",
    "Alokasi itu milik program lain. Pilih alokasi program pasar ini.",
    "That allocation belongs to another programme. Choose one of this market's programme.",
)
NO_PACKAGE = Kind(
    "market.no_package",
    "Catat dahulu paket pekerjaan dengan kontraknya.",
    "Record the package of works with its contract first.",
)
NO_MANAGER = Kind(
    "market.no_manager",
    "Tunjuk dahulu koperasi pengelolanya.",
    "Appoint the managing cooperative first.",
)
NO_REQUIREMENT = Kind(
    "market.requirement",
    "Persyaratan “{name}” tidak ada dalam daftar pasar ini.",
    "Requirement “{name}” is not in this market's list.",
)
REMARK_NEEDED = Kind(
    "market.not_needed_why",
    "Tulis mengapa persyaratan ini tidak diperlukan (paling sedikit 10 huruf).",
    "Write why this requirement is not needed (at least 10 characters).",
)
NOT_LAST = Kind(
    "market.not_last",
    "Hanya tahap terakhir yang dapat dibatalkan, dan penetapan (SK) tidak dapat dibatalkan di sini.",
    "Only the last stage can be taken back, and not the decision by decree.",
)
REASON_NEEDED = Kind(
    "market.reason",
    "Tulis alasannya (paling sedikit 10 huruf).",
    "Write the reason (at least 10 characters).",
)
KNOWN_ALREADY = Kind(
    "market.known",
    "Pasar ini sudah mempunyai berkas dalam program ini.",
    "This market has a file in this programme already.",
)


_FILE = ("stage", "grade", "grant", "granted_on", "grant_document_no", "band")
_CHECK = ("state", "document_no", "document_on", "remark", "file_name")


@dataclass(frozen=True)
class Paper:
    """A file that came with a requirement."""

    name: str
    content: bytes


@transaction.atomic
def propose_market(
    *, programme: Programme, name: str, area: str, proposer: str, proposed_on: date, by: Actor, at: datetime,
    address: str = "", latitude: float | None = None, longitude: float | None = None, requested_idr: int | None = None,
    document_no: str = "", remark: str = "", synthetic: bool = False,
) -> MarketProject:  # fmt: skip
    """Enter a proposal: the market as a facility, and the file of its revitalisation. Raises Refused."""
    _market_type(programme)
    if not places.covers(programme.area_id, area):
        raise Refused(OUTSIDE, area=places.place_of(area), within=places.name_of(programme.area_id))
    if places.find(area) is None:
        raise Refused(UNKNOWN_AREA, area=area)
    not_in_future(proposed_on, at)
    facility = place_actions.add_facility(
        kind="market", name=name, area=area, address=address, latitude=latitude, longitude=longitude, by=by, at=at,
        synthetic=synthetic,
    )  # fmt: skip
    project = MarketProject.objects.create(
        programme=programme, facility=facility, proposer=proposer, requested_idr=requested_idr, synthetic=synthetic,
        stage=queries.PROPOSED, requirements=market_requirements.in_force(proposed_on).id,
    )  # fmt: skip
    MarketStep.objects.create(
        project=project,
        stage=queries.PROPOSED,
        reached_on=proposed_on,
        document_no=document_no,
        remark=remark,
    )
    told(project, "proposed", by, at, name=name)
    return project


@transaction.atomic
def open_market_file(*, recipient: Recipient, by: Actor, at: datetime) -> MarketProject:
    """Begin the file of a market that was named in a decree without one: its milestones become its stages."""
    programme = recipient.allocation.ceiling.programme
    _market_type(programme)
    known = MarketProject.objects.filter(programme=programme, facility=recipient.facility_id)
    if recipient.facility_id is None or known.exists():
        raise Refused(KNOWN_ALREADY, status=409)
    milestones = list(recipient.milestones.order_by("reached_on", "id"))
    project = MarketProject.objects.create(
        programme=programme, facility=recipient.facility, recipient=recipient, proposer="", synthetic=recipient.synthetic,
        stage=queries.furthest({m.stage for m in milestones} | {queries.PROPOSED}),
        requirements=market_requirements.in_force(recipient.decree_on).id,
    )  # fmt: skip
    MarketStep.objects.bulk_create(
        MarketStep(project=project, stage=m.stage, reached_on=m.reached_on, remark=m.note) for m in milestones
    )
    for missing in {queries.PROPOSED, queries.DECIDED} - {m.stage for m in milestones}:
        MarketStep.objects.create(project=project, stage=missing, reached_on=recipient.decree_on)
    told(project, "file_opened", by, at)
    return project


@transaction.atomic
def check_requirement(
    *, project: MarketProject, requirement: str, state: str, by: Actor, at: datetime, document_no: str = "",
    document_on: date | None = None, remark: str = "", paper: Paper | None = None,
) -> MarketCheck:  # fmt: skip
    """Say of one requirement that it is met, missing or not needed. A file that was there stays unless another comes."""
    locked = lock(project)
    if not queries.rules_of(locked).known(requirement) or state not in MarketCheck.State.values:
        raise Refused(NO_REQUIREMENT, name=requirement)
    if state == MarketCheck.State.NOT_NEEDED and len(remark.strip()) < 10:
        raise Refused(REMARK_NEEDED)
    not_in_future(document_on, at)
    values = {
        "state": state,
        "document_no": document_no.strip(),
        "document_on": document_on,
        "remark": remark.strip(),
    }
    known = MarketCheck.objects.filter(project=locked, requirement=requirement)
    before = known.values(*_CHECK).first() or dict.fromkeys(_CHECK)
    if paper is not None:
        values |= {"file_name": paper.name[-150:], "file_sha256": vault.current().blobs.put(paper.content)}
    row, _new = MarketCheck.objects.update_or_create(project=locked, requirement=requirement, defaults=values)
    told(
        locked, "requirement_checked", by, at, requirement=requirement,
        **without(between(before, {n: getattr(row, n) for n in _CHECK}), "file_name"),
    )  # fmt: skip
    return row


@transaction.atomic
def reach_market_stage(
    *, project: MarketProject, stage: str, reached_on: date, by: Actor, at: datetime, document_no: str = "",
    remark: str = "", reason: str = "", grade: str = "",
) -> MarketStep:  # fmt: skip
    """Record that a market reached its next stage. Raises Refused where it may not yet."""
    locked = lock(project)
    if stage == queries.DECIDED:
        raise Refused(BY_DECREE)
    lacking, before = _may_reach(locked, stage, reached_on, reason, at), standing(locked)
    _stage_needs(locked, stage, grade)
    if stage == queries.DOCUMENTS_CHECKED:
        locked.grade = grade
    if stage == queries.GRANTED:
        locked.grant, locked.granted_on = MarketProject.Grant.DONE, reached_on
        locked.grant_document_no = document_no
    step = MarketStep.objects.create(
        project=locked, stage=stage, reached_on=reached_on, document_no=document_no.strip(), remark=remark.strip(),
        lacking=lacking, reason=reason.strip() if lacking else "",
    )  # fmt: skip
    _stand_at(locked)
    _mirror(locked, step, by, at)
    told(
        locked, "stage_reached", by, at, reached=stage, lacking=lacking, reason=step.reason, document=step.document_no,
        **between(before, standing(locked)),
    )  # fmt: skip
    return step


@transaction.atomic
def decide_market(
    *, project: MarketProject, allocation: Allocation, amount_idr: int, decree_no: str, decree_on: date, by: Actor,
    at: datetime, reason: str = "", plan: str = "",
) -> MarketProject:  # fmt: skip
    """Record the decree that grants the money: the market becomes a recipient of the allocation. Raises Refused."""
    locked = lock(project)
    if allocation.ceiling.programme_id != locked.programme_id:
        raise Refused(OTHER_PROGRAMME)
    lacking, before = _may_reach(locked, queries.DECIDED, decree_on, reason, at), standing(locked)
    locked.recipient = name_recipient(
        allocation=allocation, kind=Recipient.Kind.FACILITY, name=locked.facility.name, area=locked.facility.area_id,
        amount_idr=amount_idr, decree_no=decree_no, decree_on=decree_on, facility=locked.facility, plan=plan,
        synthetic=locked.synthetic, by=by, at=at,
    )  # fmt: skip
    MarketStep.objects.create(
        project=locked, stage=queries.DECIDED, reached_on=decree_on, document_no=decree_no, lacking=lacking,
        reason=reason.strip() if lacking else "",
    )  # fmt: skip
    _stand_at(locked)
    for step in locked.steps.order_by("reached_on", "id"):
        _mirror(locked, step, by, at)
    told(
        locked, "decided", by, at, decree=decree_no, amount_idr=amount_idr, lacking=lacking,
        **between(before, standing(locked)),
    )  # fmt: skip
    return locked


@transaction.atomic
def take_back_market_stage(*, project: MarketProject, reason: str, by: Actor, at: datetime) -> None:
    """Take back the stage that was recorded last and should not have been. What it said stays in the trail."""
    locked = lock(project)
    if len(reason.strip()) < 10:
        raise Refused(REASON_NEEDED)
    step = locked.steps.order_by("-id").first()
    if step is None or step.stage in (queries.PROPOSED, queries.DECIDED):
        raise Refused(NOT_LAST, status=409)
    before = standing(locked)
    if step.stage == queries.GRANTED:
        locked.grant, locked.granted_on, locked.grant_document_no = MarketProject.Grant.IN_PROCESS, None, ""
    Milestone.objects.filter(recipient=locked.recipient_id, stage=step.stage).delete()
    step.delete()
    _stand_at(locked)
    told(
        locked, "stage_taken_back", by, at, reached=step.stage, reached_on=str(step.reached_on), reason=reason.strip(),
        **between(before, standing(locked)),
    )  # fmt: skip


# ── what the other files of markets use too ──


def lock(project: MarketProject) -> MarketProject:
    MarketProject.objects.select_for_update().get(pk=project.pk)
    return MarketProject.objects.select_related("facility", "programme", "recipient").get(pk=project.pk)


def standing(project: MarketProject) -> dict[str, object]:
    """What the trail tells of a file before and after a step."""
    return {name: getattr(project, name) for name in _FILE}


def told(project: MarketProject, step: str, by: Actor, at: datetime, **more: object) -> None:
    note(
        by=by,
        at=at,
        action=f"market.{step}",
        on=("market", project.pk),
        area=project.facility.area_id,
        **more,
    )


def not_in_future(day: date | None, at: datetime) -> None:
    if day is not None and day > timezone.localdate(at):
        raise Refused(IN_FUTURE, day=day.isoformat())


def _market_type(programme: Programme) -> None:
    if programme.type_id != queries.TYPE:
        raise Refused(NOT_A_MARKET)


def _may_reach(project: MarketProject, stage: str, day: date, reason: str, at: datetime) -> list[str]:
    """The requirements that lack and for which a reason stands. Raises Refused."""
    names = {s.id: s.name.id for s in queries.stages()}
    if stage not in names:
        raise Refused(WRONG_STAGE, stage=stage)
    reached = {step.stage: step.reached_on for step in project.steps.all()}
    if stage in reached:
        raise Refused(REACHED, status=409)
    needed = queries.needed_before(stage)
    open_before = next((s for s in needed if s not in reached), None)
    if open_before:
        raise Refused(NOT_NEXT, status=409, stage=names[stage], before=names[open_before])
    not_in_future(day, at)
    former = max((reached[s] for s in needed), default=day)
    if day < former:
        raise Refused(BEFORE_FORMER, day=former.isoformat())
    rules = queries.rules_of(project)
    lacking = {r.id: r.name.id for r in rules.lacking(stage, queries.check_states(project))}
    if stage == queries.HANDED_OVER and (project.actual_bp or 0) < FULL_BP:
        lacking[PHYSICAL_FULL] = "fisik 100%"
    if lacking and len(reason.strip()) < 10:
        raise Refused(LACKING, names="; ".join(lacking.values()))
    return list(lacking)


def _stage_needs(project: MarketProject, stage: str, grade: str) -> None:
    if stage == queries.DOCUMENTS_CHECKED and grade not in market_requirements.GRADES:
        raise Refused(GRADE_NEEDED)
    works = MarketPackage.objects.filter(project=project, kind=MarketPackage.Kind.WORKS)
    if stage == queries.CONTRACTED and not works.exists():
        raise Refused(NO_PACKAGE)
    if stage == queries.MANAGED and queries.manager_of(project) is None:
        raise Refused(NO_MANAGER)


def _stand_at(project: MarketProject) -> None:
    project.stage = queries.furthest(set(project.steps.values_list("stage", flat=True)))
    project.save()


def _mirror(project: MarketProject, step: MarketStep, by: Actor, at: datetime) -> None:
    """The stage as a milestone of the recipient, which the figures of all programmes count."""
    if project.recipient is None:
        return
    physical = {s.id: s.physical for s in queries.stages()}[step.stage]
    reached(
        recipient=project.recipient, stage=step.stage, reached_on=step.reached_on,
        physical_percent=(project.actual_bp or 0) // 100 if physical else None, remark=step.remark[:200], by=by, at=at,
    )  # fmt: skip
