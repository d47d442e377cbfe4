"""Retention: what is due goes, kind by kind; statistics, money and trail stay."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from naikkelas.accounts import actions as accounts
from naikkelas.intake import actions as intake
from naikkelas.monev import actions as monev
from naikkelas.privacy import queries
from naikkelas.privacy.actions import sweep
from naikkelas.privacy.models import RetentionRun
from naikkelas.registry import actions as registry
from naikkelas.rules import retention
from naikkelas.trail.actions import Actor, note


def retain(*, area: str, by: Actor, at: datetime, dry_run: bool = False) -> RetentionRun:
    """Remove what is due on the day of `at`; `dry_run`: only count it. Safe to run again at any time."""
    day = timezone.localdate(at)
    if dry_run:
        return RetentionRun.objects.create(at=at, dry_run=True, counts=queries.due_counts(day))
    before = {kind: queries.start_of(retention.due_before(kind, day)) for kind in retention.DAYS}
    common = {"area": area, "by": by, "at": at}
    with transaction.atomic():
        lists, files = intake.retire_spreadsheets(before=before["raw_deliveries"], **common)
        forms = intake.retire_submissions(before=before["submission_bodies"], **common)
        attachments, more = intake.retire_attachments(before=before["photos"], **common)
        visits, photos = monev.retire_photos(before=before["photos"], **common)
        exports = list(queries.old_exports(before["exports"]))
        files += more + photos + [row.export_sha256 for row in exports]
        queries.old_exports(before["exports"]).update(export_sha256="")
        counts = {
            "raw_deliveries": lists,
            "submission_bodies": forms,
            "photos": attachments + visits,
            "access_log": registry.retire_accesses(before=before["access_log"], **common),
            "exports": len(exports),
            "citizen_contacts": monev.retire_contacts(before=before["citizen_contacts"], **common),
            "closed_accounts": accounts.retire_accounts(before=before["closed_accounts"], **common),
        }
        run = RetentionRun.objects.create(at=at, counts=counts)
        note(on=("retention", run.pk), action="retention.run", **common, **counts)
    run.files = sweep.drop_files(files)
    run.save(update_fields=["files"])
    if any(counts.values()):
        sweep.compact()
    return run
