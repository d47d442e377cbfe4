"""Taking persons out of aid: their names and plans go, decrees and amounts stay."""

from datetime import datetime

from django.db import transaction

from naikkelas.kit.needles import STRUCK
from naikkelas.programmes import queries
from naikkelas.programmes.models import AlumniCheck, Mentoring, Milestone, Participant, Recipient
from naikkelas.trail.actions import Actor, note


@transaction.atomic
def erase_recipients(*, person_ids: list[int], area: str, by: Actor, at: datetime) -> int:
    """Take a person's name and plan out of aid; decree, amounts and payments stay."""
    rows = queries.aid_of_persons(person_ids)
    ids = [row.pk for row in rows]
    Recipient.objects.filter(pk__in=ids).update(name=STRUCK, plan="")
    Milestone.objects.filter(recipient_id__in=ids).update(note="")
    trainings = [row.pk for row in queries.trainings_of_persons(person_ids)]
    Participant.objects.filter(pk__in=trainings).update(reason="")
    Mentoring.objects.filter(participant_id__in=trainings).update(result="")
    AlumniCheck.objects.filter(participant_id__in=trainings).update(remark="")
    if ids:
        note(
            by=by, at=at, action="aid.redacted", on=("person", person_ids[0]), area=area, recipients=len(ids)
        )
    return len(ids)
