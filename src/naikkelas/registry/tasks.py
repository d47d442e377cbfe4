"""What the registry does in the background."""

from django.conf import settings
from django.tasks import Task, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from naikkelas.kit import clock
from naikkelas.registry import actions
from naikkelas.trail.actions import SYSTEM


def once(wanted: Task) -> bool:
    """Put a task without arguments into the queue, unless it waits there already: it will see what is there by then."""
    if DBTaskResult.objects.filter(task_path=wanted.module_path, status=TaskResultStatus.READY).exists():
        return False
    wanted.enqueue()
    return True


@task()
def check_quality() -> None:
    """Look at the whole registry by the rules of quality: after an import, or because somebody asked."""
    actions.check_quality(by=SYSTEM, at=clock.now(), area=settings.NAIKKELAS_PROVINCE)
