"""What privacy does in the background: load one thing, call one action."""

from datetime import timedelta

from django.tasks import task

from naikkelas.accounts.queries import user_by_id
from naikkelas.kit import clock
from naikkelas.kit.problems import Refused
from naikkelas.privacy import actions, queries
from naikkelas.trail.actions import SYSTEM


@task()
def erase(request_id: int) -> None:
    request = queries.request(request_id)
    by = user_by_id(request.decided_by_id) if request.decided_by_id else SYSTEM  # repeated after a restore
    try:
        actions.carry_out(request=request, by=by, at=clock.now())
    except Refused as refusal:
        if refusal.kind.code != "erasure.import_running":
            raise
        later = clock.now() + timedelta(minutes=2)
        erase.using(run_after=later).enqueue(request_id)


def take_up_interrupted() -> None:
    """Enqueue again the erasures that a stopped worker left in the middle."""
    for pk in queries.erasures_granted():
        erase.enqueue(pk)
