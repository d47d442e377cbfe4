"""What is kept of lists of money: a person is taken out of them, and their files go when their time is over."""

from datetime import timedelta

import pytest

from naikkelas import vault
from naikkelas.intake import actions as intake
from naikkelas.intake import queries, tasks
from naikkelas.intake.models import Delivery
from naikkelas.kit.needles import Needles
from naikkelas.programmes.models import Disbursement
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories.money import applied, looked, money_table, payment, recipient
from tests.slices.test_money_import import money, province  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
FILE = money_table("sp2d", [payment("Siti Aminah Wijaya"), payment("Budi Santoso")])


def test_a_person_is_taken_out_of_a_list_that_waits(province, money):  # noqa: F811
    for name in ("Siti Aminah Wijaya", "Budi Santoso"):
        recipient(money, province, name)
    delivery = looked(province, FILE)
    former = {delivery.sha256, delivery.staged_sha256, *delivery.summary["preview"].values()}
    let_go: list[str] = []
    whom = intake.Whom((), (), (), (), (), Needles(words=("Siti Aminah Wijaya",)))
    intake.erase_from_deliveries(whom=whom, release=let_go.extend, by=SYSTEM, at=NOW)
    delivery.refresh_from_db()
    assert former <= set(let_go)
    assert queries.staged(delivery)["name"].to_list() == ["Budi Santoso"]
    assert b"Siti" not in vault.current().blobs.get(delivery.sha256)
    assert "preview" not in delivery.summary


def test_a_list_that_was_entered_is_taken_back_even_when_its_files_are_gone(province, money):  # noqa: F811
    for name in ("Siti Aminah Wijaya", "Budi Santoso"):
        recipient(money, province, name)
    delivery = applied(province, looked(province, FILE))
    later = NOW + timedelta(days=4_000)
    _count, files = intake.retire_spreadsheets(before=later, area="18", by=SYSTEM, at=later)
    assert delivery.sha256 in files
    assert set(delivery.summary["preview"].values()) <= set(files)
    kept = queries.delivery(delivery.pk)
    assert "preview" not in kept.summary
    intake.undo_money(delivery=kept, reason="salah", by=province, at=NOW)
    assert sum(Disbursement.objects.values_list("amount_idr", flat=True)) == 0


def test_a_list_whose_reading_was_interrupted_is_taken_up_again(province, money):  # noqa: F811
    recipient(money, province, "Budi Santoso")
    delivery = intake.receive_money(
        filename="a.csv", content=money_table("sp2d", [payment("Budi Santoso")]), by=province, at=NOW
    )
    Delivery.objects.filter(pk=delivery.pk).update(state="looking")
    assert [d.pk for d in queries.interrupted()] == [delivery.pk]
    tasks.look_at_money.func(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.summary["new"]) == ("looked", 1)
