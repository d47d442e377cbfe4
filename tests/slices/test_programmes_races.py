"""Money under many hands at once: never a rupiah over the limit, on both engines."""

from functools import partial

import pytest
from django.db.models import Sum

from naikkelas.programmes import actions
from naikkelas.programmes.models import Allocation, Ceiling, Disbursement, Programme, Recipient
from tests.conftest import NOW
from tests.factories import person
from tests.slices.races import at_once
from tests.slices.test_programmes_money import PAID_ON, allocate, disburse, named

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_allocations_at_once_never_exceed_their_ceiling():
    """Then fifty recipients of one allocation, then fifty payments of one decree."""
    by = person("province")
    programme = actions.add_programme(
        type_id="startup_capital", name="Modal", year=2019, area="18", by=by, at=NOW
    )
    ceiling = actions.set_ceiling(
        programme=programme, source="dak", year=2019, amount_idr=24_500_000, document_no="D", by=by, at=NOW
    )
    given, refused = at_once([partial(allocate, ceiling, by, 1_000_000)] * 50)
    assert (len(given), len(refused)) == (24, 26)
    assert {r.kind.code for r in refused} == {"money.over_ceiling"}
    assert Allocation.objects.aggregate(total=Sum("amount_idr"))["total"] == 24_000_000

    one = given[0]
    given, refused = at_once([partial(named, one, by, 130_000)] * 10)
    assert (len(given), len(refused)) == (7, 3)
    assert Recipient.objects.aggregate(total=Sum("amount_idr"))["total"] == 910_000

    someone = given[0]
    given, refused = at_once([partial(disburse, someone, by, 50_000, f"SP2D-{n}") for n in range(10)])
    assert (len(given), len(refused)) == (2, 8)
    assert Disbursement.objects.aggregate(total=Sum("amount_idr"))["total"] == 100_000


def test_the_same_entry_made_twice_at_once_stands_once():
    """Payment order, its reversal and a ceiling: one hand wins, the others are told."""
    by = person("province")
    programme = actions.add_programme(
        type_id="startup_capital", name="Modal", year=2019, area="18", by=by, at=NOW
    )
    set_ceiling = partial(
        actions.set_ceiling,
        programme=programme,
        source="dak",
        year=2019,
        amount_idr=9_000_000,
        document_no="D",
        by=by,
        at=NOW,
    )
    given, refused = at_once([set_ceiling] * 6)
    assert (len(given), {r.kind.code for r in refused}) == (1, {"ceiling.exists"})
    recipient = named(allocate(given[0], by, 9_000_000), by, 9_000_000)
    paid, refused = at_once([partial(disburse, recipient, by, 1_000_000)] * 6)
    assert (len(paid), {r.kind.code for r in refused}) == (1, {"money.document"})
    back, refused = at_once(
        [partial(actions.reverse, disbursement=paid[0], reason="salah", by=by, at=NOW)] * 6
    )
    assert (len(back), {r.kind.code for r in refused}) == (1, {"money.reversed"})
    assert Disbursement.objects.aggregate(total=Sum("amount_idr"))["total"] == 0
    assert (Programme.objects.count(), Ceiling.objects.count(), Disbursement.objects.count()) == (1, 1, 2)
    assert Disbursement.objects.get(reverses=None).paid_on == PAID_ON
