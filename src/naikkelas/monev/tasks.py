"""What monev does in the background: load one thing, call one action."""

import contextlib

from django.conf import settings
from django.tasks import task

from naikkelas.kit import clock
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions
from naikkelas.registry import actions as registry
from naikkelas.trail.actions import SYSTEM


@task()
def look_for_doubles() -> None:
    """Compare what is new or changed in the registry, and see whether somebody received twice what is given once, or
    reported less than was transferred."""
    at, area = clock.now(), settings.NAIKKELAS_PROVINCE
    with contextlib.suppress(
        Refused
    ):  # kept, and said on the page of doubles; the rest is looked at all the same
        registry.link_enterprises(by=SYSTEM, at=at, area=area)
    registry.link_cooperatives(by=SYSTEM, at=at, area=area)
    actions.open_double_aid(area=area, by=SYSTEM, at=at)
    actions.open_from_reports(area=area, by=SYSTEM, at=at)
