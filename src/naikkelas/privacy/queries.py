"""Reading requests of persons, and gathering all that is held on one of them."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Min, QuerySet
from django.utils import timezone

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.accounts import queries as accounts
from naikkelas.intake import queries as intake
from naikkelas.monev import queries as monev
from naikkelas.monev.queries import citizens
from naikkelas.places import queries as places
from naikkelas.privacy.models import PersonRequest, RetentionRun
from naikkelas.programmes import queries as programmes
from naikkelas.programmes.queries import plut
from naikkelas.registry import queries as registry
from naikkelas.rules import person_requests, retention
from naikkelas.trail import queries as trail

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.registry.models import Person


def requests_visible_to(user: User) -> QuerySet[PersonRequest]:
    return access.visible(user, PersonRequest.objects.select_related("area", "opened_by", "decided_by"))


def request(pk: int) -> PersonRequest:
    return PersonRequest.objects.select_related("area").get(pk=pk)


def erasures_granted() -> list[int]:
    """Erasures that were granted and are not done yet."""
    rows = PersonRequest.objects.filter(kind=PersonRequest.Kind.ERASURE, state=PersonRequest.State.WORKING)
    return list(rows.order_by("id").values_list("id", flat=True))


def waiting(rows: QuerySet[PersonRequest]) -> QuerySet[PersonRequest]:
    return rows.filter(state__in=[PersonRequest.State.OPEN, PersonRequest.State.WORKING])


def requests_of(persons: list[Person]) -> QuerySet[PersonRequest]:
    return PersonRequest.objects.filter(person_id__in=registry.known_ids(persons)).order_by(
        "-received_on", "-id"
    )


def change_of(request: PersonRequest) -> dict[str, dict[str, str]]:
    """What a correction changed: {field: {before, after}}; empty where there was none or it was erased."""
    if request.kind != PersonRequest.Kind.CORRECTION or not request.sealed:
        return {}
    return json.loads(vault.current().seal.open(request.sealed))


def grounds_for_keeping(persons: list[Person], day: date) -> list[dict[str, str]]:
    """Why the data of a person may not be erased yet: {code, what, until}."""
    ids = [p.pk for p in persons]
    found = []
    for aid in programmes.aid_of_persons(ids):
        until = person_requests.aid_kept_until(aid.decree_on)
        if day <= until:
            found.append({"code": "aid", "what": aid.decree_no, "until": until.isoformat()})
    for finding in monev.open_findings(monev.findings_of_persons(ids)):
        found.append({"code": "finding", "what": finding.number, "until": ""})
    return found


# ── all that is held on one person ──

_PERSON = ("name", "sex", "born_year", "phone", "email")
_ENTERPRISE = (
    "name", "address", "area_id", "registration_no", "nib", "kbli", "sector", "product", "legal_form", "founded_on",
    "market", "home_food_permit", "halal_no", "trademark", "latitude", "longitude", "size_class", "source", "updated_at",
)  # fmt: skip
_YEAR = (
    "year", "annual_sales_idr", "capital_idr", "net_worth_idr", "workers_male", "workers_female", "size_class", "rule_set",
    "source", "recorded_at", "superseded_at",
)  # fmt: skip


def held_on(persons: list[Person]) -> dict[str, Any]:
    """Everything that the program holds on a person, in plain, as JSON can carry it. For the person, on request."""
    ids = [p.pk for p in persons]
    seal = vault.current().seal
    return {
        "persons": [
            _plain(p, _PERSON)
            | {
                "person_nik": seal.open(p.nik_sealed) if p.nik_sealed else "",
                "tax_id": seal.open(p.tax_id_sealed) if p.tax_id_sealed else "",
            }
            for p in persons
        ],
        "enterprises": [
            _plain(e, _ENTERPRISE)
            | {"area": places.place_of(e.area_id), "years": [_plain(y, _YEAR) for y in e.years.order_by("year", "id")]}
            for e in registry.enterprises_of(persons)
        ],
        "aid": [_aid(a) for a in programmes.aid_of_persons(ids)],
        "applications": [_application(a) for a in programmes.startup.applications_of_persons(ids)],
        "own_reports": [_own_report(r) for r in programmes.startup.reports_of_persons(ids)],
        "services": [_service(s) for s in plut.services_of_persons(ids)],
        "financing": [
            _plain(f, ("kind", "lender", "amount_idr", "obtained_on", "recorded_at", "superseded_at"))
            for f in plut.financing_of_persons(ids)
        ],
        "trainings": [_training(t) for t in programmes.trainings_of_persons(ids)],
        "visits": [_visit(v) for v in monev.visits_of_persons(ids)],
        "findings": [_finding(f) for f in monev.findings_of_persons(ids)],
        "access_log": [
            _plain(a, ("at", "actor_name", "role", "kind", "place", "reason"))
            for a in registry.accesses_to(persons)
        ],
        "requests": [
            _plain(r, ("kind", "channel", "received_on", "state", "reason", "decision", "grounds"))
            for r in requests_of(persons)
        ],
        "trail": [
            _plain(e, ("at", "actor_name", "role", "action", "details"))
            for pk in registry.known_ids(persons)
            for e in trail.of("person", pk)
        ],
    }  # fmt: skip


def _aid(aid: Any) -> dict[str, Any]:
    programme = aid.allocation.ceiling.programme
    return _plain(aid, ("name", "amount_idr", "now_idr", "decree_no", "decree_on", "plan")) | {
        "programme": f"{programme.name} {programme.year}",
        "disbursements": [
            _plain(d, ("amount_idr", "paid_on", "document_no")) for d in programmes.disbursements_of(aid)
        ],
        "milestones": [_plain(m, ("stage", "reached_on", "note")) for m in programmes.milestones_of(aid)],
    }


_APPLICATION = (
    "number",
    "name",
    "phone",
    "received_on",
    "state",
    "education",
    "occupation",
    "id_card",
    "has_tax_id",
    "trained",
    "trained_on",
    "training_by",
    "business_name",
    "business_kind",
    "product",
    "business_address",
    "started_on",
    "licence",
    "licence_no",
    "workers",
    "bookkept",
    "sales_month_idr",
    "cost_month_idr",
    "asked_idr",
    "account",
    "bank",
    "verdict",
    "points",
    "points_by",
    "rank",
    "decision_note",
)


def _application(row: Any) -> dict[str, Any]:
    seal = vault.current().seal
    return _plain(row, _APPLICATION) | {
        "call": row.call.title,
        "account_no": seal.open(row.account_sealed) if row.account_sealed else "",
        "tax_id": seal.open(row.tax_id_sealed) if row.tax_id_sealed else "",
        "plan": [_plain(p, ("category", "what", "amount_idr")) for p in row.plan.order_by("id")],
        "files": [f.file_name for f in programmes.startup.files_of(row)],
        "verdicts": [
            _plain(v, ("verdict", "rule_set", "judged_as_of", "inputs", "results", "judged_at"))
            for v in row.verdicts.order_by("id")
        ],
    }


def _training(training: Any) -> dict[str, Any]:
    cohort = training.cohort
    return _plain(training, ("state", "state_on", "reason", "founded_on")) | {
        "cohort": f"{cohort.name}, {cohort.programme.name} {cohort.programme.year}",
        "attendance": [
            {"held_on": a.session.held_on.isoformat(), "topic": a.session.topic, "present": a.present}
            for a in training.attendance.select_related("session").order_by("session__held_on", "id")
        ],
        "mentoring": [
            _plain(m, ("held_on", "mentor", "minutes", "topic", "result"))
            for m in training.mentoring.order_by("held_on", "id")
        ],
        "alumni_checks": [
            _plain(c, ("checked_on", "business", "workers", "monthly_sales_idr", "remark"))
            for c in training.checks.order_by("checked_on", "id")
        ],
    }


def _own_report(row: Any) -> dict[str, Any]:
    return _plain(row, ("state", "sent_at", *row.TOLD)) | {
        "lines": [
            _plain(line, ("used_on", "category", "amount_idr", "remark", "file_name"))
            for line in programmes.startup.lines_of(row)
        ],
        "steps": [_plain(s, ("state", "note", "at")) for s in programmes.startup.steps_of(row)],
    }


def _service(service: Any) -> dict[str, Any]:
    fields = ("served_on", "field", "minutes", "topic", "result", "follow_up", "recorded_at", "superseded_at")
    guest = service.guest
    return _plain(service, fields) | {
        "place": service.centre.facility.name,
        "consultant": service.consultant.name,
        "noted_as": _plain(guest, ("guest_name", "business", "phone")) if guest else {},
    }


def _visit(visit: Any) -> dict[str, Any]:
    fields = ("visited_on", "instrument", "state", "latitude", "longitude", "answers", "note", "received_at")
    return _plain(visit, fields) | {
        "enumerator": visit.enumerator.name,
        "photos": [p["name"] for p in visit.photos],
    }


def _finding(finding: Any) -> dict[str, Any]:
    fields = (
        "number", "title", "condition", "criterion", "cause", "effect", "recommendation", "severity", "amount_idr", "opened_on",
        "state",
    )  # fmt: skip
    return _plain(finding, fields) | {
        "steps": [_plain(s, ("kind", "at", "text", "evidence_name")) for s in monev.steps_of(finding)]
    }


def _plain(row: Any, fields: tuple[str, ...]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in fields}
    return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in values.items()}


def photos_of(persons: list[Person]) -> list[tuple[str, str]]:
    """(name, sha256) of the shown copy of every photo taken at visits to a person, and of what was attached for them."""
    visits = monev.visits_of_persons([p.pk for p in persons])
    shown = [(p["name"], p["shown"]) for v in visits for p in v.photos if p.get("shown")]
    return shown + programmes.startup.files_of_persons([p.pk for p in persons])


# ── retention ──


def old_exports(before: datetime) -> QuerySet[PersonRequest]:
    return PersonRequest.objects.filter(exported_at__lt=before).exclude(export_sha256="")


def runs() -> QuerySet[RetentionRun]:
    return RetentionRun.objects.order_by("-id")


def due_counts(day: date) -> dict[str, int]:
    """How much of each kind of data is due to go on a day."""
    before = {kind: start_of(retention.due_before(kind, day)) for kind in retention.DAYS}
    return {
        "raw_deliveries": intake.old_spreadsheets(before["raw_deliveries"]).count(),
        "submission_bodies": intake.old_submissions(before["submission_bodies"]).count(),
        "photos": intake.old_attachments(before["photos"]).count()
        + monev.old_photos(before["photos"]).count(),
        "access_log": registry.old_accesses(before["access_log"]).count(),
        "exports": old_exports(before["exports"]).count(),
        "citizen_contacts": citizens.old_contacts(before["citizen_contacts"]).count(),
        "closed_accounts": len(accounts.long_closed(before["closed_accounts"])),
    }


def next_due() -> dict[str, date | None]:
    """The day from which the oldest of each kind is due."""
    oldest = {
        "raw_deliveries": intake.oldest("spreadsheet"),
        "submission_bodies": intake.oldest("submission"),
        "photos": monev.oldest_photos(),
        "access_log": registry.oldest_access(),
        "exports": PersonRequest.objects.exclude(export_sha256="").aggregate(first=Min("exported_at"))[
            "first"
        ],
    }
    return {
        kind: retention.kept_until(kind, timezone.localdate(at)) + timedelta(days=1) if at else None
        for kind, at in oldest.items()
    }


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_default_timezone())
