"""Several decide on one finding at once: exactly one wins, the others are told; on both engines."""

from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from naikkelas.monev import actions
from naikkelas.monev.models import CitizenReport, Finding, FollowUp
from naikkelas.places.models import Facility
from naikkelas.reports import actions as reports
from naikkelas.reports.models import Letter
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories import person
from tests.factories.road import road
from tests.slices.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "diperiksa di lapangan"


def opened(by):
    return actions.open_by_hand(
        area="18.01", title="Kios dikunci", condition="Dua puluh kios dikunci", criterion="", recommendation="",
        severity="high", amount_idr=None, by=by, at=NOW,
    )  # fmt: skip


def loaded(finding, count):
    """The finding as each of several deciders has it on the screen."""
    return [Finding.objects.get(pk=finding.pk) for _ in range(count)]


def test_of_verifiers_who_close_and_return_at_once_one_wins():
    officer, one, other = person("regency"), person("province"), person("province")
    finding = opened(officer)
    actions.act(finding=finding, text=TEXT, evidence_name="a.pdf", evidence=b"%PDF-1.4", by=officer, at=NOW)
    calls = [
        partial(actions.close if n % 2 else actions.send_back, finding=seen, text=TEXT, by=(one, other)[n // 2 % 2], at=NOW)
        for n, seen in enumerate(loaded(finding, 6))
    ]  # fmt: skip
    given, refused = at_once(calls)
    assert (len(given), len(refused)) == (1, 5)
    assert {r.kind.code for r in refused} <= {"finding.closed", "finding.not_acted"}
    assert FollowUp.objects.filter(kind__in=["closed", "returned"]).count() == 1


def test_of_answers_and_a_proposal_at_once_the_proposal_shuts_the_door():
    officer, other = person("regency"), person("regency")
    finding = opened(officer)
    seen = loaded(finding, 2)
    calls = [
        partial(actions.propose_cannot, finding=row, reason="in_court", text=TEXT, evidence_name="", evidence=None, by=by, at=NOW)
        for row, by in zip(seen, (officer, other), strict=True)
    ]  # fmt: skip
    given, refused = at_once(calls)
    assert (len(given), [r.kind.code for r in refused]) == (1, ["finding.awaits_approval"])


def test_two_rounds_of_the_night_at_once_open_everything_once():
    way = road()
    from naikkelas.programmes import actions as programmes

    months = [(24_000_000 if n == 8 else 0, 0) for n in range(1, 13)]
    programmes.plan_allocation(allocation=way.recipient.allocation, months=months, by=way.province, at=NOW)
    given, refused = at_once([partial(actions.watch_findings, area="18", by=SYSTEM, at=NOW)] * 3)
    assert not refused
    assert sum(done["opened"] for done in given) == 2
    assert Finding.objects.count() == 2


def test_of_officers_who_decide_on_a_citizens_report_at_once_one_wins():
    officer = person("regency")
    market = Facility.objects.create(kind="market", name="Pasar Uji", area_id="18.01", address="")
    report = actions.take_report(
        subject=market, topic="unused", text="Kios kosong sejak Januari.", contact="", photos=[], sender="", by=actions.CITIZEN,
        at=NOW,
    )  # fmt: skip
    seen = [CitizenReport.objects.get(pk=report.pk) for _ in range(3)]
    finding = {"title": "Pasar kosong", "condition": "Kios kosong semua", "severity": "high"}
    calls = [
        partial(actions.answer_report, report=seen[0], reply=TEXT, by=officer, at=NOW),
        partial(actions.close_report, report=seen[1], reason="not_found", reply=TEXT, by=officer, at=NOW),
        partial(actions.open_finding_of_report, report=seen[2], reply=TEXT, by=officer, at=NOW, **finding),
    ]
    given, refused = at_once(calls)
    assert (len(given), [r.kind.code for r in refused]) == (1, ["citizen.decided"] * 2)
    assert Finding.objects.count() == CitizenReport.objects.filter(state="finding").count()


def test_letters_written_at_once_get_numbers_of_their_own():
    province = person("province")
    findings = [opened(province) for _ in range(4)]
    calls = [
        partial(
            reports.issue_letter, area="18", unit="18.01", findings=[f], signer="", signer_nip="", remark="", by=province, at=NOW
        )
        for f in findings
    ]  # fmt: skip
    given, refused = at_once(calls)
    assert not refused
    assert sorted(x.serial for x in given) == [1, 2, 3, 4]
    assert Letter.objects.values("number").distinct().count() == 4


def test_a_round_that_changes_nothing_takes_nobodys_turn_to_write():
    way = road()
    from naikkelas.programmes import actions as programmes

    months = [(24_000_000 if n == 8 else 0, 0) for n in range(1, 13)]
    programmes.plan_allocation(allocation=way.recipient.allocation, months=months, by=way.province, at=NOW)
    assert actions.watch_findings(area="18", by=SYSTEM, at=NOW)["opened"] == 2
    with CaptureQueriesContext(connection) as asked:
        again = actions.watch_findings(area="18", by=SYSTEM, at=NOW)
    assert not again["opened"]
    writing = ("BEGIN", "SAVEPOINT", "INSERT", "UPDATE", "DELETE")
    assert [
        q["sql"] for q in asked if q["sql"].startswith(writing) or q["sql"].endswith(("UPDATE", "KEY UPDATE"))
    ] == []
