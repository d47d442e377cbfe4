"""A finding from opening to closing: another person closes it than the one who acted, with evidence."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from naikkelas import vault
from naikkelas.intake import actions as intake
from naikkelas.monev import actions, queries
from naikkelas.monev.models import Finding, Visit
from naikkelas.rules.follow_up import answer_due_on
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import filled, person, road, send
from tests.slices.test_programmes_money import refusal

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


@pytest.fixture
def officer():
    return person("regency")


@pytest.fixture
def province():
    return person("province")


@pytest.fixture
def finding(officer):
    return actions.open_by_hand(
        area="18.01", title="Kios dikunci", condition="Dua puluh kios dikunci sejak Januari", criterion="Permendag 37/2017",
        recommendation="Buka kembali", severity="high", amount_idr=5_000_000, by=officer, at=NOW,
    )  # fmt: skip


def act(finding, by, evidence=b"%PDF-1.4 berita acara", text="Kios dibuka kembali 12 Maret"):
    return actions.act(
        finding=finding, text=text, evidence_name="berita-acara.pdf", evidence=evidence, by=by, at=NOW
    )


def test_a_finding_opened_by_hand_is_numbered_and_due(finding, officer):
    assert finding.number == f"T2020-{finding.pk:04d}"
    assert (finding.opened_on, finding.opened_by, finding.state) == (
        date(2020, 3, 13),
        officer,
        "not_followed_up",
    )
    assert finding.due_on == answer_due_on(date(2020, 3, 13))
    assert Event.objects.get(action="finding.opened").area_code == "18.01"


@pytest.mark.parametrize(
    ("title", "condition"), [("Kios", "Dua puluh kios dikunci"), ("Kios dikunci", "dikunci"), ("   ", " ")]
)
def test_a_finding_says_what_was_seen(officer, title, condition):
    refusal(
        "finding.text", actions.open_by_hand, area="18.01", title=title, condition=condition, criterion="", recommendation="",
        severity="low", amount_idr=None, by=officer, at=NOW,
    )  # fmt: skip
    assert Finding.objects.count() == 0


def test_the_way_to_the_end_needs_action_evidence_and_another_person(finding, officer, province):
    def close(by):
        return actions.close(finding=finding, text="Dilihat di lapangan", by=by, at=LATER)

    refusal("finding.not_acted", close, province)
    refusal("finding.text", act, finding, officer, text="sudah")
    act(finding, officer, evidence=None)
    refusal("finding.evidence", close, province)
    step = act(finding, officer)
    assert vault.current().blobs.get(step.evidence_sha256) == b"%PDF-1.4 berita acara"
    assert refusal("approval.maker_is_checker", close, officer).status == 403
    closed = close(province)
    assert (closed.state, closed.closed_by, closed.closed_on) == ("resolved", province, date(2020, 3, 16))
    refusal("finding.closed", close, province)
    refusal("finding.closed", act, finding, officer)
    assert [s.kind for s in queries.steps_of(finding)] == ["action", "action", "closed"]
    told = Event.objects.filter(object_type="finding").values_list("action", flat=True)
    assert sorted(told) == ["finding.action", "finding.action", "finding.closed", "finding.opened"]


def test_an_action_that_does_not_settle_it_goes_back(finding, officer, province):
    refusal(
        "finding.not_acted", actions.send_back, finding=finding, text="belum cukup bukti", by=province, at=NOW
    )
    act(finding, officer)
    refusal("finding.text", actions.send_back, finding=finding, text="belum", by=province, at=NOW)
    actions.send_back(finding=finding, text="foto tidak memperlihatkan kios", by=province, at=NOW)
    finding.refresh_from_db()
    assert (finding.state, finding.returned) == ("in_progress", True)  # "belum sesuai", art. 6
    refusal("finding.not_acted", actions.close, finding=finding, text="x", by=province, at=NOW)


def test_the_database_itself_keeps_maker_and_checker_apart(finding, officer):
    """Whoever writes past the actions meets the same rule."""
    act(finding, officer)
    rows = Finding.objects.filter(pk=finding.pk)
    with pytest.raises(IntegrityError, match="closed_by_another"), transaction.atomic():
        rows.update(state="resolved", closed_by=officer, closed_on=date(2020, 3, 16))
    with pytest.raises(IntegrityError, match="closed_when_closed"), transaction.atomic():
        rows.update(state="resolved")
    assert rows.get().state == "in_progress"


def test_a_rule_opens_a_finding_from_a_visit_and_names_no_person():
    made = road()
    planned = made.planned_with("novice_entrepreneur")
    xml = filled(planned, business_status="closed")
    assert send(made.enumerator, xml).status_code == 201
    intake.read_waiting(at=NOW)
    found = list(Finding.objects.filter(visit__planned=planned))
    assert "novice_entrepreneur.business_closed" in {f.rule for f in found}
    for finding in found:
        assert finding.area_id == planned.area_id
        assert finding.opened_by is None
        assert made.enterprise.owner.name not in finding.title + finding.condition + finding.recommendation
        assert finding.due_on > finding.opened_on


def test_a_returned_visit_takes_its_untouched_findings_with_it():
    made = road()
    planned = made.planned_with("novice_entrepreneur")
    send(made.enumerator, filled(planned, business_status="closed"))
    intake.read_waiting(at=NOW)
    visit = Visit.objects.get(planned=planned)
    opened = visit.findings.count()
    assert opened >= 1
    actions.reject_visit(visit=visit, reason="lokasi bukan tempat usaha", by=made.officer, at=NOW)
    assert visit.findings.filter(state="withdrawn", closed_by=made.officer).count() == opened
    assert queries.open_findings(Finding.objects.filter(visit=visit)).count() == 0


def test_findings_count_as_overdue_from_the_day_after_the_deadline(finding):
    rows = queries.open_findings(Finding.objects.all())
    assert rows.filter(due_on__lt=finding.due_on).count() == 0
    assert rows.filter(due_on__lt=finding.due_on + timedelta(days=1)).count() == 1
