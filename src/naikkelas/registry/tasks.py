"""What the registry does in the background."""

from django.conf import settings
from django.tasks import task

from naikkelas.kit import clock
from naikkelas.registry import actions
from naikkelas.trail.actions import SYSTEM


@task()
def check_quality() -> None:
    """Look at the whole registry by the rules of quality: after an import, or because somebody asked."""
    actions.check_quality(by=SYSTEM, at=clock.now(), area=settings.NAIKKELAS_PROVINCE)
