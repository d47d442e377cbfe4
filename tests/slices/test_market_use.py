"""A market after it was built: who manages it, how it is used and what it earns; and the rule that finds what lies idle."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from naikkelas.kit.problems import Refused
from naikkelas.monev import actions as monev
from naikkelas.monev.models import Finding
from naikkelas.monev.queries import markets as assets
from naikkelas.programmes import actions
from naikkelas.programmes.actions.market_use import COUNTS
from naikkelas.programmes.models import MarketCount
from naikkelas.programmes.queries import market as markets
from tests.conftest import NOW
from tests.factories.markets import AMOUNT, built, proposed
from tests.factories.registry import cooperative

pytestmark = pytest.mark.django_db
FULL = {
    "kiosks_built": 16, "kiosks_let": 12, "kiosks_open": 9, "stalls_built": 46, "stalls_let": 40, "stalls_open": 31,
    "traders_male": 22, "traders_female": 35, "traders_members": 30,
}  # fmt: skip
LATER = datetime(2020, 7, 1, 3, 0, tzinfo=UTC)


def counted(market, day=date(2020, 2, 28), at=NOW, **values):
    given = dict.fromkeys(COUNTS, 0) | FULL | values
    return actions.count_market(
        project=market.project, counted_on=day, values=given, by=market.province, at=at
    )


def test_a_count_of_the_same_day_corrects_the_former():
    market = built()
    counted(market)
    row = counted(market, kiosks_open=10)
    assert (row.built, row.let, row.open, row.traders) == (62, 52, 41, 57)
    assert MarketCount.objects.get() == row


@pytest.mark.parametrize(
    "wrong",
    [
        {"kiosks_let": 17},
        {"stalls_open": 47},
        {"traders_members": 58},
        {"pitches_open": 1},
        {"traders_male": -1},
    ],
)
def test_a_count_that_cannot_be_is_refused_by_the_action_and_by_the_database(wrong):
    market = built()
    with pytest.raises(Refused) as refusal:
        counted(market, **wrong)
    assert refusal.value.kind.code == "market.count"
    with pytest.raises(IntegrityError), transaction.atomic():
        MarketCount.objects.create(
            project=market.project, counted_on=date(2020, 1, 1), **dict.fromkeys(COUNTS, 0) | FULL | wrong
        )


def test_income_and_cost_of_a_year():
    market = built()
    money = {
        "rent_idr": 9_000_000,
        "levy_idr": 5_400_000,
        "parking_idr": 2_100_000,
        "other_idr": 0,
        "cost_idr": 17_000_000,
    }
    common = {"project": market.project, "by": market.province, "at": NOW}
    row = actions.record_market_year(year=2019, values=money, **common)
    assert (row.income_idr, row.surplus_idr) == (16_500_000, -500_000)
    for year, values, code in (
        (2021, money, "market.year"),
        (2019, money | {"cost_idr": -1}, "market.negative"),
    ):
        with pytest.raises(Refused) as refusal:
            actions.record_market_year(year=year, values=values, **common)
        assert refusal.value.kind.code == code


def test_one_manager_at_a_time_and_the_former_one_ends():
    market = built()
    first, second = (
        cooperative(market.province, name=name, legal_no=no)
        for name, no in (("Satu", "AHU-1"), ("Dua", "AHU-2"))
    )
    common = {"project": market.project, "by": market.province, "at": NOW}
    actions.appoint_market_manager(cooperative=first, from_on=date(2019, 10, 1), **common)
    for coop, day, code in (
        (first, date(2019, 11, 1), "market.same_manager"),
        (second, date(2019, 9, 1), "market.manager_day"),
    ):
        with pytest.raises(Refused) as refusal:
            actions.appoint_market_manager(cooperative=coop, from_on=day, **common)
        assert refusal.value.kind.code == code
    actions.appoint_market_manager(cooperative=second, from_on=date(2020, 1, 1), **common)
    assert markets.manager_of(market.project).cooperative == second
    assert list(markets.managers_of(market.project).values_list("from_on", "to_on")) == [
        (date(2020, 1, 1), None), (date(2019, 10, 1), date(2020, 1, 1)),
    ]  # fmt: skip


def test_the_grant_is_in_process_before_it_is_a_stage():
    market = built()
    common = {"project": market.project, "by": market.province, "at": NOW}
    project = actions.set_market_grant(state="in_process", document_no="B-31", **common)
    assert (project.grant, project.grant_document_no) == ("in_process", "B-31")
    with pytest.raises(Refused) as refusal:
        actions.set_market_grant(state="done", **common)
    assert refusal.value.kind.code == "market.grant_state"
    market.meet("handed_over")
    market.reach("handed_over")
    market.meet("granted")
    market.reach("granted", document_no="BA-9")
    with pytest.raises(Refused):
        actions.set_market_grant(state="none", **common)


def test_no_grant_is_in_process_before_the_market_stands():
    market = proposed()
    common = {"project": market.project, "by": market.province, "at": NOW}
    with pytest.raises(Refused) as refusal:
        actions.set_market_grant(state="in_process", document_no="B-31", **common)
    assert (refusal.value.kind.code, refusal.value.status) == ("market.grant_early", 409)
    assert market.fresh().grant == "none"
    assert actions.set_market_grant(state="none", **common).grant == "none"


def test_an_idle_market_opens_each_finding_once_with_the_money_that_was_paid():
    market = built()  # stands since 9 June 2019
    run = {"area": "18", "by": market.province}
    assert monev.open_idle_markets(**run, at=datetime(2019, 8, 8, 3, 0, tzinfo=UTC)) == 0
    assert monev.open_idle_markets(**run, at=datetime(2019, 8, 9, 3, 0, tzinfo=UTC)) == 1
    counted(market, day=date(2020, 6, 20), at=LATER, kiosks_open=0, stalls_open=3)
    assert monev.open_idle_markets(**run, at=LATER) == 2
    assert monev.open_idle_markets(**run, at=LATER) == 0
    found = {f.rule: f for f in Finding.objects.all()}
    assert set(found) == {
        "market_idle.not_handed_over", "market_idle.not_granted", "market_idle.left_empty",
    }  # fmt: skip
    assert {f.amount_idr for f in found.values()} == {AMOUNT}
    assert {f.recipient for f in found.values()} == {market.fresh().recipient}
    assert found["market_idle.left_empty"].condition == (
        "Hanya 3 dari 62 kios, los, dan lapak yang dipakai, 388 hari sesudah selesai (9 Juni 2019). "
        "Uang yang sudah dicairkan: Rp\u00a0950.000.000."
    )
    assert "usulan naikkelas" in found["market_idle.left_empty"].criterion


def test_a_market_in_use_and_handed_on_is_in_order():
    market = built()
    for stage in ("handed_over", "granted"):
        market.meet(stage)
        market.reach(stage)
    counted(market)
    assert assets.asset_of(market.fresh(), date(2020, 3, 13)).decision.verdict == "in_order"
    assert monev.open_idle_markets(area="18", by=market.province, at=NOW) == 0
