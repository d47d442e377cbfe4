"""Taking one person out of visits and findings; the facts that figures are made of stay."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from naikkelas.kit.needles import Needles
from naikkelas.monev import queries
from naikkelas.monev.models import (
    ContactAttempt,
    Finding,
    FindingPhoto,
    FollowUp,
    PlannedVisit,
    Remark,
    Replacement,
    Visit,
    VisitComment,
    VisitPhoto,
)
from naikkelas.monev.queries import citizens
from naikkelas.trail.actions import Actor, note

_TEXTS = ("title", "condition", "criterion", "cause", "effect", "recommendation")


@transaction.atomic
def erase_from_visits(
    *,
    person_ids: list[int],
    needles: Needles,
    release: Callable[[list[str]], None],
    area: str,
    by: Actor,
    at: datetime,
) -> dict[str, int]:
    """Take label, answers, place, photos and evidence out of visits to a person, and the person out of findings of these
    and of findings about the aid; `release` is told the files let go."""
    planned = queries.planned_of_persons(person_ids)
    for row in planned:
        row.label = row.code
        row.save(update_fields=["label"])
    visits = list(Visit.objects.filter(planned__in=planned.order_by()))
    for visit in visits:
        release([p[k] for p in visit.photos for k in ("original", "shown", "sha256") if p.get(k)])
        visit.answers, visit.photos = [], []
        visit.latitude = visit.longitude = visit.accuracy_m = None
        visit.note, visit.answers_sha256 = needles.struck(visit.note, shared=True), ""
        visit.save(
            update_fields=[
                "answers",
                "photos",
                "latitude",
                "longitude",
                "accuracy_m",
                "note",
                "answers_sha256",
            ]
        )
    _erase_looked(visits, needles)
    for model in (ContactAttempt, Replacement):
        for tried in model.objects.filter(planned__in=planned.order_by()).exclude(remark=""):
            tried.remark = needles.struck(tried.remark, shared=True)[:300]
            tried.save(update_fields=["remark"])
    for remark in Remark.objects.filter(visit__in=visits):
        remark.text = needles.struck(remark.text, shared=True)[:500]
        remark.save(update_fields=["text"])
    findings = list(queries.findings_of_persons(person_ids))
    for finding in findings:
        for name in _TEXTS:
            limit = Finding._meta.get_field(name).max_length
            setattr(finding, name, needles.struck(getattr(finding, name), shared=True)[:limit])
        finding.save(update_fields=list(_TEXTS))
    steps = list(FollowUp.objects.filter(finding__in=findings))
    for step in steps:
        # what a scan or photo shows cannot be struck out, so the file goes
        release([step.evidence_sha256] if step.evidence_sha256 else [])
        step.text = needles.struck(step.text, shared=True)
        step.evidence_name = step.evidence_sha256 = ""
        step.save(update_fields=["text", "evidence_name", "evidence_sha256"])
    reports = _erase_reports(person_ids, findings, needles, release)
    counts = {
        "citizen_reports": reports, "visits": len(visits), "findings": len(findings),
        "planned": PlannedVisit.objects.filter(pk__in=planned.order_by()).count(),
    }  # fmt: skip
    if any(counts.values()):
        note(by=by, at=at, action="visits.redacted", on=("person", person_ids[0]), area=area, **counts)
    return counts


def _erase_looked(visits: list[Visit], needles: Needles) -> None:
    """What was noted while visits were looked through: marks of photos, and a person's name in comments."""
    VisitPhoto.objects.filter(visit__in=visits).delete()
    for comment in VisitComment.objects.filter(visit__in=visits):
        comment.text = needles.struck(comment.text, shared=True)[:500]
        comment.save(update_fields=["text"])


def _erase_reports(
    person_ids: list[int], findings: list[Finding], needles: Needles, release: Callable[[list[str]], None]
) -> int:
    """Take a person out of what citizens told about the grant, and let go the photos of findings. Returns how many reports."""
    reports = list(citizens.about_persons(person_ids))
    for report in reports:
        release([p["sha256"] for p in report.photos])
        report.text, report.reply = (needles.struck(t, shared=True) for t in (report.text, report.reply))
        report.photos, report.contact_sealed = [], None
        report.save(update_fields=["text", "reply", "photos", "contact_sealed"])
    shown = FindingPhoto.objects.filter(
        finding__in=[f.pk for f in findings] + [r.finding_id for r in reports if r.finding_id]
    )
    release([photo.sha256 for photo in shown])
    shown.delete()
    return len(reports)


@transaction.atomic
def retire_photos(*, before: datetime, area: str, by: Actor, at: datetime) -> tuple[int, list[str]]:
    """Let go the photos of old visits. Returns of how many visits, and the files."""
    rows = list(queries.old_photos(before).values_list("id", "photos"))
    files = [
        p[k] for _pk, photos in rows for p in photos for k in ("original", "shown", "sha256") if p.get(k)
    ]
    Visit.objects.filter(pk__in=[pk for pk, _photos in rows]).update(photos=[])
    VisitPhoto.objects.filter(visit__in=[pk for pk, _photos in rows]).delete()
    if rows:
        note(by=by, at=at, action="retention.photos", on=("retention", at.date()), area=area, count=len(rows))
    return len(rows), files
