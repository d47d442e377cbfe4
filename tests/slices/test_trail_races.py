"""Many write at once, some take what they wrote back, and two link meanwhile: one chain, with every event in it once."""

from functools import partial

import pytest
from django.db import transaction

from naikkelas.trail import sealing, verifying
from naikkelas.trail.actions import SYSTEM, note
from naikkelas.trail.models import Event, Link
from tests.conftest import NOW
from tests.slices.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


class _Back(Exception):
    pass


def _write(who: int) -> None:
    for turn in range(12):
        try:
            with transaction.atomic():
                for step in range(3):
                    note(
                        by=SYSTEM,
                        at=NOW,
                        action="uji.bersama",
                        on=("uji", f"{who}-{turn}-{step}"),
                        area="18",
                        turn=turn,
                    )
                if turn % 4 == 3:
                    raise _Back
        except _Back:
            continue


def _link() -> int:
    return sum(sealing.link_waiting(whole=True) for _turn in range(25))


def test_one_chain_of_what_many_wrote_at_once():
    sealing.link_waiting(whole=True)
    before = Event.objects.count()
    given, refused = at_once([*(partial(_write, n) for n in range(6)), _link, _link])
    assert refused == []
    sealing.link_waiting(whole=True)
    assert Event.objects.count() - before == 6 * 9 * 3
    assert Link.objects.count() == Event.objects.count()
    report = verifying.verify(heads=[sealing.signed_head(NOW)])
    assert (report.ok, report.waiting) == (True, 0)
