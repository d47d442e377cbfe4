"""What the bank reports: returned transfers take their payment back, differences are named."""

import pytest

from naikkelas.intake import actions as intake
from naikkelas.intake import queries
from naikkelas.monev.models import Finding
from naikkelas.programmes import queries as programme_queries
from naikkelas.programmes.models import Recipient
from tests.conftest import NOW
from tests.factories.money import applied, looked, money_table, payment, recipient
from tests.slices.test_money_import import LATER, counts, money, province, told  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def transfer(name, **more) -> dict[str, str]:
    return {"document_no": "SP2D-7", "name": name, "amount_idr": "12.000.000", "status": "Berhasil"} | more


def test_a_returned_transfer_takes_the_payment_back_and_leaves_a_finding(province, money):  # noqa: F811
    for name in ("Siti Aminah", "Budi Santoso"):
        recipient(money, province, name)
    applied(
        province, looked(province, money_table("sp2d", [payment("Siti Aminah"), payment("Budi Santoso")]))
    )
    file = money_table(
        "hasil_transfer",
        [transfer("Siti Aminah"), transfer("Budi Santoso", status="RETUR", reference="TRX-2")],
    )
    delivery = looked(province, file)
    assert counts(delivery) == (0, 1, 1, 0, 0)
    assert (delivery.summary["file_idr"], delivery.summary["amount_idr"]) == (24_000_000, -12_000_000)
    assert Finding.objects.count() == 0
    applied(province, delivery)
    budi = Recipient.objects.get(name="Budi Santoso")
    assert programme_queries.balance_of(budi).disbursed_idr == 0
    (finding,) = Finding.objects.all()
    assert (finding.recipient_id, finding.amount_idr, finding.state) == (
        budi.pk,
        12_000_000,
        "not_followed_up",
    )
    assert "TRX-2" in finding.condition
    assert "Budi" not in finding.condition
    assert counts(looked(province, file)) == (0, 0, 2, 0, 0)
    (held,) = intake.money_depends_on(delivery=queries.delivery(delivery.pk), by=province, at=NOW)
    assert held["kind"] == "returned"


def test_differences_between_bank_and_ledger_are_named(province, money):  # noqa: F811
    for name in ("Siti Aminah", "Budi Santoso"):
        recipient(money, province, name)
    applied(province, looked(province, money_table("sp2d", [payment("Siti Aminah")])))
    rows = [
        transfer("Siti Aminah", amount_idr="11.990.000"),
        transfer("Budi Santoso", document_no=""),
        transfer("Orang Lain"),
        transfer("Budi Santoso", document_no="SP2D-8", paid_on="04/09/2019", status="entahlah"),
    ]
    delivery = looked(province, money_table("hasil_transfer", rows))
    assert told(delivery) == {
        2: [("Jumlah (Rp)", "money_row.paid_otherwise")],
        3: [("Nomor SP2D", "money_row.nothing_paid")],
        4: [("Nama Penerima", "money_row.recipient")],
        5: [("Status", "cell.choice")],
    }
    (problem,) = queries.money_lines(delivery)[0]["problems"]
    assert problem["params"]["off"] == -10_000
