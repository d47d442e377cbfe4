"""The recipient's own report: who may open it, what may be written, and its way through the office."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from naikkelas import vault
from naikkelas.kit.problems import Refused
from naikkelas.programmes import actions
from naikkelas.programmes.models import ReportLink, SelfReport
from naikkelas.programmes.queries import startup as queries
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories.startup import DECREE, JPEG, judge, paid_recipient, proposal, startup

pytestmark = pytest.mark.django_db
VALUES = {
    "name": "Calon Uji",
    "business_address": "Jl. Uji 1",
    "phone": "0812",
    "business_name": "Keripik",
    "product": "Keripik pisang",
    "received_idr": 12_000_000,
    "received_on": date(2019, 9, 2),
    "working_capital_idr": 7_000_000,
    "investment_idr": 5_000_000,
    "workers_before": 1,
    "workers_after": 3,
    "sales_before_idr": 5_000_000,
    "sales_after_idr": 8_000_000,
    "profit_before_idr": 1_000_000,
    "profit_after_idr": 2_000_000,
    "marketing": "Warung dan daring",
}
LINE = {
    "used_on": date(2019, 9, 20),
    "category": "working_capital",
    "amount_idr": 7_000_000,
    "remark": "Pisang",
}


def save(recipient, *lines, **values) -> SelfReport:
    return actions.save_report(
        recipient=recipient, values=VALUES | values, lines=lines or [LINE], by=actions.RECIPIENT, at=NOW
    )


def send(recipient) -> SelfReport:
    return actions.send_report(recipient=recipient, by=actions.RECIPIENT, at=NOW)


def move(way_by, report, to, remark=""):
    return actions.move_report(report=report, to=to, remark=remark, by=way_by, at=NOW)


def test_link_and_code_are_derived_and_stand_nowhere():
    way = startup()
    link = actions.issue_link(recipient=paid_recipient(way), by=way.officer, at=NOW)
    token, code = queries.token_of(link), queries.code_of(link)
    assert len(token) == 52
    assert len(code) == 9
    assert queries.open_link(token, NOW) == link
    held = str(list(ReportLink.objects.values())) + str(list(Event.objects.values()))
    assert token not in held
    assert code not in held
    assert code.replace("-", "").lower() not in held


def test_only_the_code_of_the_letter_opens_it_however_it_is_written():
    way = startup(places=2)
    link = actions.issue_link(recipient=paid_recipient(way), by=way.officer, at=NOW)
    other = actions.issue_link(recipient=paid_recipient(startup()), by=way.officer, at=NOW)

    def opens(code):
        return actions.open_with_code(link=link, code=code, by=actions.RECIPIENT, at=NOW)

    code = queries.code_of(link)
    assert opens(code)
    assert opens(f" {code.lower().replace('-', ' ')} ")
    assert not opens(queries.code_of(other))
    assert not opens("")
    assert not opens(code[:-1])


def test_a_link_ends_by_time_by_revoking_and_by_the_next_letter():
    way = startup()
    recipient = paid_recipient(way)
    first = actions.issue_link(recipient=recipient, by=way.officer, at=NOW)
    token = queries.token_of(first)
    assert queries.open_link(token, NOW + timedelta(days=180)) is None
    second = actions.issue_link(recipient=recipient, by=way.officer, at=NOW)
    assert queries.open_link(token, NOW) is None
    assert queries.open_link(queries.token_of(second), NOW) == second
    actions.revoke_link(recipient=recipient, by=way.officer, at=NOW)
    assert queries.open_link(queries.token_of(second), NOW) is None
    assert queries.open_link("", NOW) is None


def test_before_a_transfer_there_is_nothing_to_report():
    way = startup()
    row = proposal(way)
    judge(way)
    (row,) = actions.decide_call(
        call=way.call, chosen={row.pk: None}, decree_no="1", decree_on=DECREE, by=way.province, at=NOW
    )
    with pytest.raises(Refused, match="Nothing was transferred"):
        actions.issue_link(recipient=row.recipient, by=way.officer, at=NOW)


def test_a_draft_is_kept_with_receipts_and_sent_when_it_is_whole():
    way = startup()
    recipient = paid_recipient(way)
    report = save(recipient, LINE | {"receipt": ("nota.jpg", JPEG)}, marketing="")
    (line,) = queries.lines_of(report)
    assert vault.current().blobs.get(line.file_sha256) == JPEG
    with pytest.raises(Refused, match="marketing"):
        send(recipient)
    report = save(recipient, LINE | {"keep": line.pk, "amount_idr": 6_000_000})
    (kept,) = queries.lines_of(report)
    assert (kept.amount_idr, kept.file_sha256) == (6_000_000, line.file_sha256)
    sent = send(recipient)
    assert (sent.state, sent.sent_at) == ("unconfirmed", NOW)
    for again in (lambda: save(recipient), lambda: send(recipient)):
        with pytest.raises(Refused, match="with the office"):
            again()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"amount_idr": 0}, "more than zero"),
        ({"category": "party"}, "what it was for"),
        ({"used_on": date(2020, 3, 14)}, "after today"),
        ({"used_on": date(2019, 9, 1)}, "before the money was transferred"),
        ({"remark": "NIK 9901011502801234"}, "Do not write a NIK"),
    ],
)
def test_purchases_that_cannot_be(line, message):
    with pytest.raises(Refused, match=message):
        save(paid_recipient(), LINE | line)


def test_more_used_than_received_and_too_many_lines_are_refused():
    recipient = paid_recipient()
    save(recipient, LINE | {"amount_idr": 12_000_001})
    with pytest.raises(Refused, match="exceed the money received"):
        send(recipient)
    with pytest.raises(Refused, match="At most 60"):
        save(recipient, *[LINE] * 61)
    with pytest.raises(Refused, match="Do not write a NIK"):
        save(recipient, marketing="lihat KTP 9901 0115 0280 1234")


def test_the_office_takes_it_step_by_step_to_verified():
    way = startup()
    recipient = paid_recipient(way)
    save(recipient)
    report = send(recipient)
    with pytest.raises(Refused, match="cannot go"):
        move(way.officer, report, "verified")
    for to in ("received", "processing", "verified"):
        report = move(way.officer, report, to, "Diperiksa sesuai nota")
        assert report.state == to
    assert recipient.milestones.get(stage="reported").reached_on == NOW.date()
    assert [s.state for s in queries.steps_of(report)] == [
        "unconfirmed",
        "received",
        "processing",
        "verified",
    ]
    with pytest.raises(Refused, match="cannot go"):
        move(way.officer, report, "draft", "Sudah selesai diperiksa")


def test_verified_purchases_go_into_the_ledger_once_and_without_the_recipients_words():
    way = startup(places=2)
    recipient, by_hand = paid_recipient(way), paid_recipient(startup())
    actions.record_use(
        recipient=by_hand, category="rent", amount_idr=4, used_on=date(2019, 9, 9), receipt_no="N1", by=way.officer, at=NOW
    )  # fmt: skip
    for each in (recipient, by_hand):
        save(each)
        report = send(each)
        for to in ("received", "processing", "verified"):
            report = move(way.officer, report, to)
    (use,) = recipient.uses.all()
    assert (use.category, use.amount_idr, use.used_on, use.remark) == (
        "working_capital",
        7_000_000,
        date(2019, 9, 20),
        "",
    )
    assert by_hand.uses.get().receipt_no == "N1"


def test_a_report_given_back_says_why_and_can_be_written_again():
    way = startup()
    recipient = paid_recipient(way)
    save(recipient)
    report = send(recipient)
    with pytest.raises(Refused, match="what the recipient must mend"):
        move(way.officer, report, "draft", "x")
    move(way.officer, report, "draft", "Nota mesin belum ada, lampirkan fotonya")
    assert save(recipient).state == "draft"
    assert queries.steps_of(report).last().note.startswith("Nota mesin")


def test_who_has_not_reported_is_listed_and_use_stands_by_category():
    way = startup(places=2)
    done, waits = paid_recipient(way), paid_recipient(startup())
    small = LINE | {"amount_idr": 2_000_000}
    report = save(done, small, LINE | {"category": "equipment", "amount_idr": 1_000_000}, LINE)
    send(done)
    rows = queries.not_reported(queries.recipients_visible(way.province))
    assert list(rows) == [waits]
    assert queries.used_by_category(report) == {"working_capital": 9_000_000, "equipment": 1_000_000}
    assert queries.planned_by_category(queries.application_of(done)) == {
        "working_capital": 5_000_000, "equipment": 5_000_000, "promotion": 2_000_000
    }  # fmt: skip


def test_a_payment_taken_back_does_not_count_as_the_day_of_transfer():
    way = startup()
    recipient = paid_recipient(way)
    first = recipient.disbursements.get()
    actions.reverse(disbursement=first, reason="Rekening salah", by=way.province, at=NOW)
    actions.disburse(
        recipient=recipient, amount_idr=12_000_000, paid_on=date(2019, 10, 5), document_no="SP2D-baru", by=way.province, at=NOW
    )  # fmt: skip
    assert queries.recipients_visible(way.province).get(pk=recipient.pk).paid_on == date(2019, 10, 5)


def test_who_gave_the_only_payment_back_reports_nothing():
    way = startup()
    recipient = paid_recipient(way)
    actions.reverse(disbursement=recipient.disbursements.get(), reason="Retur bank", by=way.province, at=NOW)
    with pytest.raises(Refused) as refused:
        actions.issue_link(recipient=recipient, by=way.officer, at=NOW)
    assert refused.value.kind.code == "report.not_paid"


def test_stages_bear_the_day_of_the_office_before_seven_in_the_morning():
    early = datetime(2020, 3, 13, 5, 0, tzinfo=ZoneInfo("Asia/Jakarta"))  # the 12th in Greenwich
    way = startup()
    row = proposal(way)
    actions.judge_applications(call=way.call, applications=[row], by=way.officer, at=early)
    (row,) = actions.decide_call(
        call=way.call,
        chosen={row.pk: None},
        decree_no="SK-1",
        decree_on=early.date(),
        by=way.province,
        at=early,
    )
    recipient = row.recipient
    assert recipient is not None
    actions.disburse(
        recipient=recipient, amount_idr=12_000_000, paid_on=date(2019, 9, 2), document_no="S", by=way.province, at=early
    )  # fmt: skip
    save(recipient)
    report = actions.send_report(recipient=recipient, by=actions.RECIPIENT, at=early)
    for step in ("received", "processing", "verified"):
        report = move(way.officer, report, step)
    reached = dict(recipient.milestones.values_list("stage", "reached_on"))
    assert (reached["checked"], reached["reported"]) == (early.date(), early.date())
