"""Two who decide at once: exactly one wins, the other is told, on both engines."""

from functools import partial

import pytest

from naikkelas.intake import actions as intake
from naikkelas.monev import actions
from naikkelas.monev.models import CycleArea, Finding, FollowUp, Visit
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import filled, person, road, send
from tests.slices.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def _loaded(made, count: int) -> list[CycleArea]:
    """The area as each of several deciders has it on the screen."""
    return [CycleArea.objects.get(pk=made.area.pk) for _ in range(count)]


def test_of_many_who_accept_or_return_at_once_one_wins():
    made = road()
    for turn in range(1, 6):
        reason = "tiga lokasi tidak dapat dicapai"
        actions.send_area(cycle_area=_loaded(made, 1)[0], reason=reason, by=made.officer, at=NOW)
        second = person("province")
        calls = []
        for n, seen in enumerate(_loaded(made, 8)):
            by = made.province if n % 2 else second
            calls.append(
                partial(actions.accept_area, cycle_area=seen, by=by, at=NOW)
                if n < 4 and turn == 5
                else partial(
                    actions.return_area, cycle_area=seen, reason=f"alasan nomor {n} ya", by=by, at=NOW
                )
            )
        given, refused = at_once(calls)
        assert (len(given), {r.kind.code for r in refused}, len(refused)) == (1, {"area.decided"}, 7)
        area = CycleArea.objects.get(pk=made.area.pk)
        assert area.state == given[0].state
        assert area.decided_by_id == given[0].decided_by_id
        assert area.version == 2 * turn
        assert Event.objects.filter(action__in=["area.accepted", "area.returned"]).count() == turn


def test_of_two_who_send_at_once_one_wins():
    made = road()
    calls = [
        partial(
            actions.send_area,
            cycle_area=seen,
            reason="tiga lokasi tidak dapat dicapai",
            by=made.officer,
            at=NOW,
        )
        for seen in _loaded(made, 4)
    ]
    given, refused = at_once(calls)
    assert (len(given), len(refused)) == (1, 3)
    assert Event.objects.filter(action="area.sent").count() == 1


def test_of_two_who_close_a_finding_at_once_one_wins_and_the_actor_never():
    made = road()
    other = person("province")
    finding = actions.open_by_hand(
        area="18.01", title="Aset terbengkalai", condition="Kios dikunci sejak Januari", criterion="", recommendation="",
        severity="high", amount_idr=None, by=made.officer, at=NOW,
    )  # fmt: skip
    actions.act(
        finding=finding,
        text="Kios dibuka kembali",
        evidence_name="a.pdf",
        evidence=b"%PDF-1.4",
        by=made.province,
        at=NOW,
    )
    close = partial(actions.close, finding=finding, text="Sudah dilihat", at=NOW)
    given, refused = at_once(
        [partial(close, by=by) for by in (made.province, other, other, made.province, other)]
    )
    assert len(given) == 1
    assert {r.kind.code for r in refused} <= {"finding.closed", "approval.maker_is_checker"}
    stored = Finding.objects.get(pk=finding.pk)
    assert (stored.state, stored.closed_by) == ("resolved", other)
    assert FollowUp.objects.filter(finding=finding, kind="closed").count() == 1


def test_of_two_who_verify_and_return_a_visit_at_once_one_wins():
    made = road()
    send(made.enumerator, filled(made.planned_with("cooperative")))
    intake.read_waiting(at=NOW)
    visit = Visit.objects.get()
    seen = [Visit.objects.get(pk=visit.pk) for _ in range(4)]
    calls = [
        partial(actions.verify_visits, visits=[seen[0]], by=made.officer, at=NOW),
        partial(actions.reject_visit, visit=seen[1], reason="foto tidak terbaca", by=made.officer, at=NOW),
        partial(actions.verify_visits, visits=[seen[2]], by=made.officer, at=NOW),
        partial(actions.reject_visit, visit=seen[3], reason="foto tidak terbaca", by=made.officer, at=NOW),
    ]
    given, refused = at_once(calls)
    done = [g for g in given if g != 0]
    assert len(done) == 1, (given, refused)
    assert Event.objects.filter(action__in=["visit.verified", "visit.rejected"]).count() == 1
