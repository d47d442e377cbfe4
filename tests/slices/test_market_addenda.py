"""Addenda to a package's contract: days, value, plan and deviation, limits, and taking one back."""

from datetime import UTC, date, datetime

import pytest

from naikkelas.kit.problems import Refused
from naikkelas.programmes import actions, queries
from tests.conftest import NOW
from tests.slices.test_market_works import begun

pytestmark = pytest.mark.django_db
WHY = "Hujan tiga minggu berturut-turut"


def addendum(market, package, **changes):
    given = {
        "number": "ADD-1", "signed_on": date(2019, 5, 27), "ends_on": date(2019, 6, 23), "amount_idr": 900_000_000, "reason": WHY,
    }  # fmt: skip
    return actions.add_market_addendum(package=package, by=market.province, at=NOW, **given | changes)


def weeks(package):
    return list(package.weeks.order_by("number").values_list("planned_bp", flat=True))


def test_more_days_move_the_plan_that_is_left_and_the_deviation_with_it():
    market = begun()
    package = market.weeks(2_500, 4_500)
    assert (market.fresh().deviation_bp, market.project.band) == (-500, "behind")
    addendum(market, package)
    package.refresh_from_db()
    assert package.ends_on == date(2019, 6, 23)
    # two weeks have run; the half that is left now takes four weeks
    assert weeks(package) == [2_500, 5_000, 6_250, 7_500, 8_750, 10_000]
    actions.record_market_week(package=package, number=3, actual_bp=6_200, by=market.province, at=NOW)
    assert (market.fresh().deviation_bp, market.project.band) == (-50, "on_plan")


def test_a_change_of_value_stands_in_the_ledger_and_weighs_in_the_curve():
    market = begun()
    package = market.weeks(2_500)
    row = addendum(market, package, ends_on=package.ends_on, amount_idr=940_000_000)
    assert queries.net(package.commitment) == 940_000_000
    assert row.commitment is not None
    assert (row.commitment.amount_idr, row.commitment.document_no) == (40_000_000, "ADD-1")
    assert weeks(package) == [2_500, 5_000, 7_500, 10_000]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": "hujan"}, "market.reason"),
        ({"signed_on": date(2019, 5, 5)}, "addendum.days"),
        ({"signed_on": date(2020, 3, 14)}, "addendum.days"),
        ({"ends_on": date(2019, 5, 13)}, "addendum.days"),
        ({"ends_on": date(2019, 9, 2)}, "addendum.nothing"),
        ({"ends_on": date(2019, 5, 20)}, "market.plan_shorter"),
        ({"amount_idr": 990_000_001}, "addendum.over_limit"),
        ({"amount_idr": 950_000_001}, "market.over_decree"),
        ({"amount_idr": 0}, "money.not_positive"),
    ],
)
def test_what_no_addendum_may_do(changes, code):
    market = begun()
    package = market.weeks(2_500, 4_500, 5_000)
    with pytest.raises(Refused) as refusal:
        addendum(market, package, **changes)
    assert refusal.value.kind.code == code
    package.refresh_from_db()
    assert (package.ends_on, queries.net(package.commitment)) == (date(2019, 9, 2), 900_000_000)


def test_the_newest_is_taken_back_exactly_and_its_number_is_free_again():
    market = begun()
    package = market.weeks(2_500)
    first = addendum(market, package, amount_idr=910_000_000)
    second = addendum(market, package, number="ADD-2", ends_on=date(2019, 7, 7), amount_idr=905_000_000)
    later = {
        "reason": "Salah mencatat adendumnya",
        "by": market.province,
        "at": datetime(2020, 3, 13, 4, tzinfo=UTC),
    }
    with pytest.raises(Refused, match="newer addendum"):
        actions.take_back_market_addendum(addendum=first, **later)
    actions.take_back_market_addendum(addendum=second, **later)
    package.refresh_from_db()
    assert (package.ends_on, queries.net(package.commitment)) == (date(2019, 6, 23), 910_000_000)
    actions.take_back_market_addendum(addendum=first, **later)
    package.refresh_from_db()
    assert (package.ends_on, queries.net(package.commitment)) == (date(2019, 9, 2), 900_000_000)
    assert weeks(package) == [2_500, 5_000, 7_500, 10_000]
    addendum(market, package)


def test_an_addendum_of_a_package_is_not_taken_back_line_by_line():
    market = begun()
    package = market.weeks(2_500)
    row = addendum(market, package, amount_idr=910_000_000)
    assert row.commitment is not None
    line = queries.lines().get(kind="commitment", record_id=row.commitment.pk)
    with pytest.raises(Refused) as refusal:
        actions.take_back(line=line, reason="Salah catat", by=market.province, at=NOW)
    assert refusal.value.kind.code == "money.by_addendum"
