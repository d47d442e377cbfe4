"""Taking persons out of proposals and of what they reported: who it was goes, sums and verdicts stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from naikkelas.kit.needles import STRUCK
from naikkelas.programmes.models import (
    Application,
    ApplicationFile,
    ApplicationPlan,
    ReportLine,
    ReportLink,
    ReportStep,
)
from naikkelas.programmes.queries import startup as queries
from naikkelas.trail.actions import Actor, note


@transaction.atomic
def erase_applications(
    *, person_ids: list[int], release: Callable[[list[str]], None], area: str, by: Actor, at: datetime
) -> int:
    """Strike persons out of their proposals and reports; `release` is told the files first. Returns how many rows."""
    applications = Application.objects.filter(person_id__in=person_ids)
    reports = queries.reports_of_persons(person_ids)
    ids, report_ids = (
        list(applications.values_list("id", flat=True)),
        list(reports.values_list("id", flat=True)),
    )
    release([sha for _name, sha in queries.files_of_persons(person_ids)])
    recipients = list(reports.values_list("recipient_id", flat=True))
    applications.update(
        name=STRUCK,
        phone="",
        tax_id_sealed=None,
        training_by="",
        business_name="",
        product="",
        business_address="",
        licence_no="",
        bank="",
        account_sealed=None,
        account_end="",
    )
    ApplicationPlan.objects.filter(application_id__in=ids).update(what="")
    ApplicationFile.objects.filter(application_id__in=ids).delete()
    reports.update(
        name=STRUCK,
        business_address="",
        phone="",
        email="",
        business_name="",
        product="",
        bank="",
        use_told="",
        marketing="",
    )
    ReportLine.objects.filter(report_id__in=report_ids).update(remark="", file_name="", file_sha256="")
    ReportStep.objects.filter(report_id__in=report_ids).update(note="")
    ReportLink.objects.filter(recipient_id__in=recipients).delete()
    if ids or report_ids:
        note(
            by=by, at=at, action="application.redacted", on=("person", person_ids[0]), area=area, applications=len(ids),
            reports=len(report_ids),
        )  # fmt: skip
    return len(ids) + len(report_ids)
