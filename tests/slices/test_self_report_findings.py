"""What a recipient's own report tells against ledger and plan opens findings by rule, each once."""

from datetime import date

import pytest

from naikkelas.monev import actions as monev
from naikkelas.monev.models import Finding
from naikkelas.programmes import actions
from tests.conftest import NOW
from tests.factories.startup import paid_recipient, startup
from tests.slices.test_startup_reports import LINE, move, save

pytestmark = pytest.mark.django_db


def line(category: str, amount_idr: int) -> dict:
    return LINE | {"category": category, "amount_idr": amount_idr}


PLAIN = line("working_capital", 5_000_000)
AS_PLANNED = (line("working_capital", 5_000_000), line("equipment", 5_000_000), line("promotion", 2_000_000))


def send(recipient):
    return monev.send_report(recipient=recipient, by=actions.RECIPIENT, at=NOW)


def test_a_whole_gift_used_as_planned_opens_nothing():
    recipient = paid_recipient()
    save(recipient, *AS_PLANNED)
    send(recipient)
    assert not Finding.objects.exists()


def test_less_received_than_transferred_is_a_finding_of_the_missing_money():
    recipient = paid_recipient()
    save(recipient, PLAIN, received_idr=11_500_000)
    send(recipient)
    finding = recipient.findings.get()
    assert (finding.rule, finding.amount_idr, finding.severity) == (
        "self_report.received_less",
        500_000,
        "high",
    )
    assert "12.000.000" in finding.condition
    assert "11.500.000" in finding.condition
    assert recipient.name not in finding.condition + finding.recommendation
    assert finding.area_id == recipient.area_id


@pytest.mark.parametrize(
    ("lines", "stake"),
    [
        ((line("working_capital", 6_200_000),), None),  # 10 percent of the plan more: within the limit
        ((line("working_capital", 6_200_001),), 1_200_001),
        ((line("other", 1_000_000),), None),
        ((line("other", 2_000_000), line("rent", 3_000_000)), 5_000_000),
        ((line("promotion", 100_000),), None),  # not used yet is no other use
    ],
)
def test_use_beyond_the_plan_by_more_than_the_limit_is_a_finding_of_what_went_elsewhere(lines, stake):
    recipient = paid_recipient()
    save(recipient, *lines)
    send(recipient)
    found = dict(Finding.objects.values_list("rule", "amount_idr"))
    assert found == ({"self_report.use_departs": stake} if stake else {})


def test_a_finding_stays_when_the_report_is_given_back_and_opens_only_once():
    way = startup()
    recipient = paid_recipient(way)
    save(recipient, PLAIN, received_idr=11_000_000)
    report = send(recipient)
    move(way.officer, report, "draft", "Tulis dua belas juta sesuai SK")
    save(recipient, PLAIN, received_idr=12_000_000)
    send(recipient)
    assert recipient.findings.get().amount_idr == 1_000_000
    assert monev.open_from_reports(area="18", by=way.officer, at=NOW) == 0


def test_reports_that_were_sent_before_the_rule_are_found_by_area_and_drafts_are_not():
    way = startup()
    sent, draft = paid_recipient(way), paid_recipient(startup())
    for recipient in (sent, draft):
        save(recipient, PLAIN, received_idr=11_000_000)
    actions.send_report(recipient=sent, by=actions.RECIPIENT, at=NOW)
    assert monev.open_from_reports(area="18.02", by=way.officer, at=NOW) == 0
    assert monev.open_from_reports(area="18", by=way.officer, at=NOW) == 1
    assert Finding.objects.get().recipient == sent


def test_without_a_plan_there_is_nothing_to_depart_from():
    way = startup()
    named = actions.name_recipient(
        allocation=way.allocation, kind="person", name="Penerima lama", area="18.01.06.2018", amount_idr=10_000_000,
        decree_no="Lama", decree_on=date(2019, 7, 1), by=way.province, at=NOW,
    )  # fmt: skip
    actions.disburse(
        recipient=named, amount_idr=10_000_000, paid_on=date(2019, 9, 2), document_no="SP2D-lama", by=way.province, at=NOW
    )  # fmt: skip
    save(named, received_idr=10_000_000)
    send(named)
    assert not Finding.objects.exists()
