"""The works of a market: the plan by weeks, what stands, how late that is, and photos from the same spots."""

import io
from datetime import UTC, date, datetime

import pytest
from PIL import Image

from naikkelas import vault
from naikkelas.kit.problems import Refused
from naikkelas.programmes import actions
from naikkelas.programmes.models import MarketPhoto, Milestone
from naikkelas.programmes.queries import market as markets
from tests.conftest import NOW
from tests.factories.markets import decided
from tests.factories.photos import photo

pytestmark = pytest.mark.django_db


def begun():
    market = decided()
    market.package()
    for stage in ("contracted", "construction"):
        market.meet(stage)
        market.reach(stage)
    return market


def test_a_week_gives_the_deviation_its_band_and_the_milestone():
    market = begun()
    market.weeks(2_400)
    project = market.fresh()
    assert (project.planned_bp, project.actual_bp, project.deviation_bp, project.band) == (
        2_500, 2_400, -100, "on_plan",
    )  # fmt: skip
    assert project.progress_on == date(2019, 5, 19)
    assert project.band_rule.startswith("market_progress@")
    package = market.weeks(2_400, 3_900)
    assert (market.fresh().deviation_bp, market.project.band) == (-1_100, "critical")
    assert Milestone.objects.get(stage="construction").physical_percent == 39
    actions.record_market_week(package=package, number=2, actual_bp=4_800, by=market.province, at=NOW)
    assert (market.fresh().band, market.project.built_on) == ("behind", None)
    market.weeks(2_400, 4_800, 7_500, 10_000)
    assert market.fresh().built_on == date(2019, 6, 9)


def test_two_packages_weigh_by_their_contracts():
    market = begun()
    market.weeks(2_500, 5_000, plan=(2_500, 5_000, 10_000))
    other = market.package(contract_no="KTR-2", amount_idr=50_000_000)
    actions.plan_market_weeks(package=other, planned_bp=[5_000, 10_000], by=market.province, at=NOW)
    actions.record_market_week(package=other, number=1, actual_bp=0, by=market.province, at=NOW)
    actions.record_market_week(package=other, number=2, actual_bp=5_000, by=market.province, at=NOW)
    # plan: (900 × 50 % + 50 × 100 %) / 950; what stands: 50 % of each
    assert (market.fresh().planned_bp, market.project.actual_bp) == (5_263, 5_000)


@pytest.mark.parametrize(
    "plan",
    [(), (5_000, 4_000, 10_000), (5_000, 9_900), (5_000, 10_001), (-1, 10_000), (100,) * 104 + (10_000,)],
)
def test_a_plan_rises_to_the_whole(plan):
    market = begun()
    package = market.weeks()
    with pytest.raises(Refused) as refusal:
        actions.plan_market_weeks(package=package, planned_bp=plan, by=market.province, at=NOW)
    assert refusal.value.kind.code == "market.plan"


def test_a_new_plan_keeps_reports_and_is_never_shorter_than_they_are():
    market = begun()
    package = market.weeks(2_500, 5_000, 7_000)
    with pytest.raises(Refused) as refusal:
        actions.plan_market_weeks(package=package, planned_bp=[5_000, 10_000], by=market.province, at=NOW)
    assert refusal.value.kind.code == "market.plan_shorter"
    longer = [2_000, 4_000, 6_000, 8_000, 10_000]
    assert actions.plan_market_weeks(package=package, planned_bp=longer, by=market.province, at=NOW) == 5
    assert list(package.weeks.order_by("number").values_list("planned_bp", "actual_bp")) == [
        (2_000, 2_500), (4_000, 5_000), (6_000, 7_000), (8_000, None), (10_000, None),
    ]  # fmt: skip
    assert market.fresh().deviation_bp == 1_000


def test_a_week_that_cannot_be_is_refused():
    market = begun()
    package = market.weeks(2_500, 5_000)
    early = datetime(2019, 5, 26, 3, 0, tzinfo=UTC)
    for number, share, at, code in (
        (9, 100, NOW, "market.no_week"),
        (3, 10_001, NOW, "market.share"),
        (3, 4_900, NOW, "market.fell"),
        (3, 6_000, early, "market.week_ahead"),
    ):
        with pytest.raises(Refused) as refusal:
            actions.record_market_week(
                package=package, number=number, actual_bp=share, by=market.province, at=at
            )
        assert refusal.value.kind.code == code
    week = actions.record_market_week(
        package=package, number=3, actual_bp=4_900, remark="Dinding roboh karena banjir.", by=market.province, at=NOW
    )  # fmt: skip
    assert week.deviation_bp == -2_600


def test_a_consultant_has_no_weeks():
    market = begun()
    package = market.package(contract_no="KTR-P", kind="supervision", amount_idr=10_000_000)
    with pytest.raises(Refused) as refusal:
        actions.plan_market_weeks(package=package, planned_bp=[10_000], by=market.province, at=NOW)
    assert refusal.value.kind.code == "market.no_works"


def test_a_photo_is_shown_without_hidden_data_and_stands_in_its_series_by_day():
    market = begun()
    spot = {"project": market.project, "name": "Depan", "by": market.province, "at": NOW}
    point = actions.add_market_point(**spot)
    with pytest.raises(Refused) as refusal:
        actions.add_market_point(**spot)
    assert refusal.value.kind.code == "market.point_known"
    content = photo(maker="Ponsel", gps=True)
    common = {"point": point, "by": market.province, "at": NOW}
    late = actions.add_market_photo(taken_on=date(2019, 8, 1), content=content, **common)
    other = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(other, "PNG")
    early = actions.add_market_photo(taken_on=date(2019, 6, 1), content=other.getvalue(), **common)
    assert markets.points_of(market.project) == [(point, [early, late])]
    blobs = vault.current().blobs
    assert blobs.get(late.original_sha256) == content
    with Image.open(io.BytesIO(blobs.get(late.shown_sha256))) as shown:
        assert (shown.format, dict(shown.getexif())) == ("JPEG", {})
    for bad, code in ((b"%PDF-1.4", "market.no_photo"), (content, "market.photo_known")):
        with pytest.raises(Refused) as refusal:
            actions.add_market_photo(taken_on=date(2019, 8, 2), content=bad, **common)
        assert refusal.value.kind.code == code
    actions.remove_market_photo(photo=early, reason="foto pasar lain", by=market.province, at=NOW)
    assert MarketPhoto.objects.get() == late


def test_progress_on_a_day_is_that_of_the_last_week_reported_by_then():
    market = begun()
    recipient = market.fresh().recipient_id
    assert (
        markets.works_until([recipient], date(2019, 6, 30)) == {}
    )  # not followed by weeks: its stages count
    market.weeks(2_400, 4_800)
    for day, stood in (
        (date(2019, 5, 18), 0),
        (date(2019, 5, 19), 2_400),
        (date(2019, 5, 25), 2_400),
        (date(2019, 6, 30), 4_800),
    ):
        assert markets.works_until([recipient], day) == {recipient: stood}
