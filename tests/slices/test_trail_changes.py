"""The trail tells what a change turned into what; what is about a person is left out."""

import pytest

from naikkelas.monev import actions
from naikkelas.monev.models import Finding, Visit
from naikkelas.trail.changing import about_to, between, without
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import person, road
from tests.slices.test_monev_review import sent

pytestmark = pytest.mark.django_db


def changes(action: str) -> list[dict]:
    return [e.details.get("changes") for e in Event.objects.filter(action=action).order_by("id")]


def test_each_step_of_a_finding_tells_before_and_after():
    officer, actor, judge = person("regency"), person("regency"), person("province")
    finding = actions.open_by_hand(
        area="18.01", title="Kios dikunci", condition="Dua puluh kios dikunci", criterion="", recommendation="",
        severity="high", amount_idr=None, by=officer, at=NOW,
    )  # fmt: skip
    actions.complete(
        finding=finding,
        cause_code="rules_unclear",
        cause="",
        effect="Sepi",
        severity="low",
        by=officer,
        at=NOW,
    )
    actions.act(
        finding=finding,
        text="kios sudah dibuka",
        evidence_name="ba.pdf",
        evidence=b"%PDF-1.4 bukti",
        by=actor,
        at=NOW,
    )
    actions.close(finding=finding, text="diperiksa di lapangan", by=judge, at=NOW)
    assert changes("finding.completed") == [
        {"cause_code": ["", "rules_unclear"], "effect": ["", "Sepi"], "severity": ["high", "low"]}
    ]
    assert changes("finding.action") == [{"state": ["not_followed_up", "in_progress"]}]
    assert changes("finding.closed") == [{"state": ["in_progress", "resolved"]}]
    assert Finding.objects.get().state == "resolved"


def test_visits_and_areas_tell_their_states():
    made = road()
    area = sent(made)
    actions.return_area(cycle_area=area, reason="foto kuitansi belum ada", by=made.province, at=NOW)
    assert changes("visit.verified") == [{"state": ["received", "verified"]}] * Visit.objects.count()
    assert changes("area.sent") == [{"state": ["open", "sent"]}]
    assert changes("area.returned") == [{"state": ["sent", "returned"]}]
    assert changes("visit.assigned")[0] == {"assigned_to_id": [None, made.enumerator.pk]}


def test_nothing_is_told_where_nothing_changes_and_no_value_about_a_person():
    officer = person("regency")
    assert about_to(officer, "name") == {}
    told = between({"phone": "0811", "opens": "08:00"}, {"phone": "0812", "opens": "09:00"})
    assert without(told, "phone") == {"changes": {"phone": [], "opens": ["08:00", "09:00"]}}
