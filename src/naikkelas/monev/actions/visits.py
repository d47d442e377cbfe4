"""Visits: record what came in, verify it, or give it back to the enumerator."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone

from naikkelas.accounts import access
from naikkelas.engine import bulk
from naikkelas.instruments.forms import questionnaires
from naikkelas.instruments.questionnaire import Facts, FindingRule
from naikkelas.instruments.records import VisitRecord
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.actions.deciding import settled
from naikkelas.monev.actions.findings import open_by_rule, stand_again, withdraw_all
from naikkelas.monev.models import CycleArea, PlannedVisit, Visit, VisitFact
from naikkelas.monev.queries.editing import obstacle
from naikkelas.monev.queries.progress import end_of
from naikkelas.notices.actions import notify
from naikkelas.programmes import queries as programmes
from naikkelas.trail.actions import note
from naikkelas.trail.changing import about_to, between, together

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

UNKNOWN_CODE = Kind(
    "visit.unknown_code",
    "Kode kunjungan “{code}” tidak ada dalam rencana. Pilih kunjungan yang benar lalu lepaskan.",
    "Visit code “{code}” is not in any plan. Choose the right visit and release it.",
)
OTHER_INSTRUMENT = Kind(
    "visit.other_instrument",
    "Kunjungan {code} direncanakan dengan instrumen lain. Pilih kunjungan yang benar.",
    "Visit {code} was planned with another instrument. Choose the right visit.",
)
OUTSIDE = Kind(
    "visit.outside",
    "Kunjungan {code} di luar wilayah tugas petugas yang mengirim.",
    "Visit {code} lies outside the area of duty of the enumerator who sent it.",
)
ALREADY = Kind(
    "visit.already",
    "Kunjungan {code} sudah ada isiannya. Bandingkan keduanya, lalu pilih mana yang dihitung.",
    "Visit {code} has a filled form already. Lay both side by side, then choose which one counts.",
)
AREA_LOCKED = Kind(
    "visit.area_locked",
    "Kunjungan {code} datang setelah hasil wilayah diterima dan terkunci.",
    "Visit {code} came after the work of its area was accepted and locked.",
)
REPLACED = Kind(
    "visit.replaced",
    "Kunjungan {code} sudah diganti dengan yang lain. Pilih kunjungan yang benar, atau tolak isian ini.",
    "Visit {code} was replaced by another. Choose the right visit, or refuse this form.",
)
NO_DAY = Kind(
    "visit.no_day",
    "Tanggal kunjungan tidak terbaca.",
    "The day of the visit could not be read.",
)
OTHER_VISIT = Kind(
    "visit.edit_other",
    "Perbaikan ini untuk kunjungan {code}, bukan kunjungan yang diperbaikinya.",
    "This edit is for visit {code}, not for the visit that it edits.",
)
EDIT_OF_VERIFIED = Kind(
    "visit.edit_of_verified",
    "Kunjungan {code} sudah diverifikasi. Lepaskan perbaikan ini bila lebih benar; kunjungannya lalu diverifikasi ulang.",
    "Visit {code} was verified already. Release this edit if it is better; the visit is then verified anew.",
)


class Doubtful(Exception):
    """A submission that a person must look at before it can count."""

    def __init__(self, kind: Kind, **params: Any) -> None:
        super().__init__(kind.text("en", **params))
        self.kind, self.params = kind, params


@transaction.atomic
def record_visit(
    *, record: VisitRecord, photos: list[dict[str, str]], by: User, at: datetime, synthetic: bool = False,
    received_at: datetime | None = None,
) -> Visit:  # fmt: skip
    """Record a filled form as the visit it was planned as, with its facts and the findings they open.

    Raises Doubtful when a person must decide first. `by` is the enumerator whose phone sent it; `received_at`: when it was
    safe here, which may be long before a person let it be read.
    """
    planned = PlannedVisit.objects.select_for_update(of=("self",)).select_related("cycle_area").filter(
        code=record.visit_code
    ).first()  # fmt: skip
    acceptable(planned, record, by, taken=planned is not None and _is_taken(planned))
    visit = unsaved(planned, record, photos, by, received_at or at)
    visit.save()
    keep_facts([(visit, record.facts)])
    planned.state = PlannedVisit.State.VISITED
    planned.save(update_fields=["state"])
    note(by=by, at=at, action="visit.recorded", on=("visit", visit.pk), area=visit.area_id, code=planned.code)
    for rule in rules_opened(visit, record):
        open_by_rule(visit=visit, rule=rule, facts=record.facts, by=by, at=at, synthetic=synthetic)
    return visit


def rules_opened(visit: Visit, record: VisitRecord) -> list[FindingRule]:
    """The findings that a visit opens: none where it is made again as a check, as the first has opened them."""
    if visit.state == Visit.State.AGAIN:
        return []
    return questionnaires()[record.instrument].opened(record.facts)


@transaction.atomic
def revise_visit(
    *, visit_id: int, record: VisitRecord, photos: list[dict[str, str]], by: User, at: datetime, insist: bool = False,
    synthetic: bool = False,
) -> Visit:  # fmt: skip
    """Let an edited form take the place of what a visit said; it waits to be verified (again). The former versions stay
    with the deliveries. Raises Doubtful when a person must decide first; `insist` says that one did.
    """
    visit = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("planned__cycle_area__cycle")
        .get(pk=visit_id)
    )
    if visit.state == Visit.State.REJECTED:  # made again by mending the form that was given back
        return record_visit(record=record, photos=photos, by=by, at=at, synthetic=synthetic)
    planned = visit.planned
    if record.visit_code != planned.code:
        raise Doubtful(OTHER_VISIT, code=record.visit_code[:40])
    acceptable(planned, record, by, taken=_is_taken(planned, but=visit.pk))
    if visit.state == Visit.State.VERIFIED and not insist:
        raise Doubtful(EDIT_OF_VERIFIED, code=planned.code)
    visit.started_at, visit.ended_at, visit.received_at = record.started_at, record.ended_at, at
    visit.flags = [*_flags(planned, record, by, at), *_edits_of(visit, "edited")]
    was = {"state": visit.state, "visited_on": visit.visited_on}
    _rewrite(visit, record, photos, at)
    note(
        by=by, at=at, action="visit.revised", on=("visit", visit.pk), area=visit.area_id, code=planned.code,
        **between(was, {"state": visit.state, "visited_on": visit.visited_on}),
    )  # fmt: skip
    _reopen(visit, record, by, at, synthetic)
    return visit


@transaction.atomic
def edit_visit(
    *, visit_id: int, record: VisitRecord, photos: list[dict[str, str]], reason: str, changed: int, by: User, at: datetime,
    synthetic: bool = False,
) -> Visit:  # fmt: skip
    """Let what an officer edited take the place of what a visit said. When it was made and came in stays, and whose it is;
    it waits to be verified (again), and its enumerator is told. `changed`: how many answers.

    Raises Refused with the remedy where it may not be edited any more, Doubtful where the edit says too little.
    """
    visit, planned = _editable(visit_id, record)
    was = visit.state
    acceptable(planned, record, by, taken=_is_taken(planned, but=visit.pk))
    visit.flags = [
        *_flags(planned, record, visit.enumerator, visit.received_at),
        *_edits_of(visit, "edited_office"),
    ]
    _rewrite(visit, record, photos, at)
    note(
        by=by, at=at, action="visit.edited", on=("visit", visit.pk), area=visit.area_id, code=planned.code, reason=reason[:300],
        answers=changed, changes={"state": [was, visit.state]} if was != visit.state else {},
    )  # fmt: skip
    _reopen(visit, record, by, at, synthetic)
    notify(
        kind="visit.edited", to=visit.enumerator, about=("visit", visit.pk), by=by, at=at, name=planned.code
    )  # fmt: skip
    return visit


@transaction.atomic
def exchange_visit(
    *, visit_id: int, record: VisitRecord, photos: list[dict[str, str]], enumerator: User, received_at: datetime,
    reason: str, by: User, at: datetime, synthetic: bool = False,
) -> Visit:  # fmt: skip
    """Let another submission for the same visit count, as an officer chose: what it says, whose it is, when it was made and
    came in. The visit waits to be verified (again), and both enumerators are told. Raises as `edit_visit` does.
    """
    visit, planned = _editable(visit_id, record)
    former = visit.enumerator
    acceptable(planned, record, enumerator, taken=_is_taken(planned, but=visit.pk))
    visit.enumerator, visit.received_at = enumerator, received_at
    visit.started_at, visit.ended_at = record.started_at, record.ended_at
    visit.flags = [*_flags(planned, record, enumerator, received_at), *_edits_of(visit, "chosen")]
    visit.visited_on, was = record.visited_on, visit.state
    told = about_to(visit, "enumerator", "visited_on", "received_at")
    _rewrite(visit, record, photos, at)
    note(
        by=by, at=at, action="visit.exchanged", on=("visit", visit.pk), area=visit.area_id, code=planned.code,
        reason=reason[:300],
        **together(told, between({"state": was}, {"state": visit.state})),
    )  # fmt: skip
    _reopen(visit, record, by, at, synthetic)
    for user in {former, enumerator}:
        notify(
            kind="visit.exchanged", to=user, about=("visit", visit.pk), by=by, at=at, name=planned.code
        )  # fmt: skip
    return visit


def _editable(visit_id: int, record: VisitRecord) -> tuple[Visit, PlannedVisit]:
    """A visit, locked, which the office may still let say something else. Raises Refused with the remedy, or Doubtful."""
    visit = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("planned__cycle_area__cycle", "enumerator")
        .get(pk=visit_id)
    )
    if stands_against := obstacle(visit):
        raise Refused(stands_against, status=409, code=visit.planned.code)
    if record.visit_code != visit.planned.code:
        raise Doubtful(OTHER_VISIT, code=record.visit_code[:40])
    return visit, visit.planned


def _edits_of(visit: Visit, now: str) -> list[str]:
    """The flags that say who changed what a visit says since it was sent, this time included."""
    return [flag for flag in ("edited", "edited_office", "chosen") if flag == now or flag in visit.flags]


def _rewrite(visit: Visit, record: VisitRecord, photos: list[dict[str, str]], at: datetime) -> None:
    """Put what an edit says in the place of what a visit said; its plausibility is to be judged anew."""
    visit.instance_id, visit.form_version, visit.visited_on = (
        record.instance_id,
        record.form_version,
        record.visited_on,
    )
    visit.latitude, visit.longitude, visit.accuracy_m = record.point or (None, None, None)
    visit.answers, visit.photos = record.answers, photos
    visit.state, visit.decided_at, visit.decided_by = _arriving(visit.planned), None, None
    visit.judged_at = None
    if visit.trouble:
        settled(visit.pk, at)
        visit.trouble = Visit.Trouble.MENDED
    visit.save()
    visit.facts.all().delete()
    keep_facts([(visit, record.facts)])
    PlannedVisit.objects.filter(pk=visit.planned_id).update(state=PlannedVisit.State.VISITED)


def _reopen(visit: Visit, record: VisitRecord, by: User, at: datetime, synthetic: bool) -> None:
    """Findings follow the edit: what no longer holds is taken back where nobody acted yet, what holds now is opened,
    once more where it was taken back before."""
    holding = {f"{visit.instrument}.{rule.id}": rule for rule in rules_opened(visit, record)}
    withdraw_all(
        findings=visit.findings.exclude(rule__in=list(holding)).exclude(rule=""),
        text="Isian kunjungan diperbaiki; temuan tidak lagi berlaku.",
        by=by,
        at=at,
    )
    stand_again(
        findings=visit.findings.filter(rule__in=list(holding)),
        text="Isian kunjungan diperbaiki; temuan berlaku lagi.",
        by=by,
        at=at,
    )
    known = set(visit.findings.values_list("rule", flat=True))
    for name, rule in holding.items():
        if name not in known:
            open_by_rule(visit=visit, rule=rule, facts=record.facts, by=by, at=at, synthetic=synthetic)


def unsaved(
    planned: PlannedVisit, record: VisitRecord, photos: list[dict[str, str]], by: User, arrived: datetime
) -> Visit:
    return Visit(
        planned=planned,
        instance_id=record.instance_id,
        instrument=record.instrument,
        form_version=record.form_version,
        area_id=planned.area_id,
        enumerator=by,
        visited_on=record.visited_on,
        started_at=record.started_at,
        ended_at=record.ended_at,
        latitude=record.point[0] if record.point else None,
        longitude=record.point[1] if record.point else None,
        accuracy_m=record.point[2] if record.point else None,
        answers=record.answers,
        photos=photos,
        flags=_flags(planned, record, by, arrived),
        received_at=arrived,
        state=_arriving(planned),
    )


def _arriving(planned: PlannedVisit) -> str:
    return Visit.State.AGAIN if planned.again_of_id else Visit.State.RECEIVED


def _is_taken(planned: PlannedVisit, *, but: int = 0) -> bool:
    """Whether a visit stands for what was planned."""
    return planned.visits.exclude(state=Visit.State.REJECTED).exclude(pk=but).exists()


def acceptable(planned: PlannedVisit | None, record: VisitRecord, by: User, *, taken: bool) -> None:
    """Raises Doubtful where a person must decide; `taken`: a visit stands there already."""
    code = record.visit_code[:40]
    if planned is None:
        raise Doubtful(UNKNOWN_CODE, code=code)
    if planned.instrument != record.instrument:
        raise Doubtful(OTHER_INSTRUMENT, code=code)
    if not access.covers(by, planned.area_id):
        raise Doubtful(OUTSIDE, code=code)
    # what is made again changes no figure: accepted work may still be checked
    if planned.cycle_area.state == CycleArea.State.ACCEPTED and not planned.again_of_id:
        raise Doubtful(AREA_LOCKED, code=code)
    if planned.state == PlannedVisit.State.REPLACED:
        raise Doubtful(REPLACED, code=code)
    if taken:
        raise Doubtful(ALREADY, code=code)
    if record.visited_on is None:
        raise Doubtful(NO_DAY)
    if record.doubts:
        kind, params = record.doubts[0]
        raise Doubtful(kind, **params)


def _flags(planned: PlannedVisit, record: VisitRecord, by: User, at: datetime) -> list[str]:
    """What a verifier should look at; never a reason to refuse."""
    flags = _late(planned, at)
    today = timezone.localdate(at)
    if record.visited_on > today + timedelta(days=1):
        flags.append("future_day")
    if record.visited_on < planned.cycle_area.cycle.opens_on:
        flags.append("before_cycle")
    if record.started_at and record.ended_at and record.ended_at < record.started_at:
        flags.append("ends_before_start")
    if record.point is None:
        flags.append("no_location")
    if planned.assigned_to_id not in (None, by.pk):
        flags.append("other_enumerator")
    if planned.again_of_id and planned.again_of.enumerator_id == by.pk:
        flags.append("same_enumerator")
    received, used = record.facts.get("amount_received"), record.facts.get("use_total_idr")
    if isinstance(received, int) and isinstance(used, int) and used > received:
        flags.append("used_more_than_received")
    if planned.recipient and isinstance(received, int) and received != programmes.standing(planned.recipient):
        flags.append("amount_differs")
    return flags


def _late(planned: PlannedVisit, at: datetime) -> list[str]:
    """Late data is kept and says that it is late."""
    flags = []
    if planned.again_of_id:
        return ["after_due"] if at > end_of(planned.due_on, planned.area_id) else flags
    if at > end_of(planned.cycle_area.due_on, planned.area_id):
        flags.append("after_due")
    if planned.cycle_area.state == CycleArea.State.SENT:
        flags.append("after_sent")
    return flags


def keep_facts(found: Iterable[tuple[Visit, Facts]]) -> None:
    """Keep the facts of visits that are kept: some forty rows for each, too many to make an object of every one."""
    rows = [
        (
            visit.pk,
            name,
            value if isinstance(value, int) else None,
            value if isinstance(value, str) else None,
        )
        for visit, facts in found
        for name, value in facts.items()
        if value is not None
    ]
    with connection.cursor() as cursor:
        columns = ("visit_id", "name", "number", "word")
        bulk.insert(cursor, connection.vendor, VisitFact._meta.db_table, columns, rows)


@transaction.atomic
def renew_photos(*, visit_id: int, photos: list[dict[str, str]], by: User, at: datetime) -> Visit:
    """Take over the photos that a phone sent after the visit itself."""
    visit = Visit.objects.select_for_update().get(pk=visit_id)
    if visit.photos != photos:
        visit.photos, visit.judged_at = photos, None
        told = about_to(visit, "photos")
        visit.save(update_fields=["photos", "judged_at"])
        note(
            by=by,
            at=at,
            action="visit.photos_added",
            on=("visit", visit.pk),
            area=visit.area_id,
            changes={name: [len(value) for value in pair] for name, pair in told["changes"].items()},
        )
    return visit
