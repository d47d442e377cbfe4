"""A market's file as far as a test needs it: Lampung Selatan, Rp 950 million, one package of four weeks."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from naikkelas.accounts.models import User
from naikkelas.places import queries as places
from naikkelas.programmes import actions
from naikkelas.programmes.models import Allocation, MarketPackage, MarketProject
from naikkelas.programmes.queries import market as queries
from naikkelas.rules.market_requirements import in_force
from tests.conftest import NOW
from tests.factories.people import person

AMOUNT = 950_000_000
DAYS = {
    "documents_checked": date(2018, 12, 20), "site_seen": date(2019, 1, 24), "contracted": date(2019, 5, 6),
    "construction": date(2019, 5, 13), "handed_over": date(2019, 9, 5), "granted": date(2019, 12, 2),
    "managed": date(2020, 1, 6), "monitored": date(2020, 3, 2),
}  # fmt: skip
DECREE = date(2019, 4, 15)


@dataclass
class Market:
    project: MarketProject
    allocation: Allocation
    province: User

    def fresh(self) -> MarketProject:
        self.project = queries.markets().get(pk=self.project.pk)
        return self.project

    def meet(self, stage: str) -> None:
        """Every requirement of a stage, with a number."""
        for requirement in in_force(date(2018, 11, 12)).requirements:
            if requirement.stage == stage:
                actions.check_requirement(
                    project=self.project, requirement=requirement.id, state="met", document_no=f"1/{requirement.id}",
                    by=self.province, at=NOW,
                )  # fmt: skip

    def reach(self, stage: str, **more: Any) -> None:
        if stage == "documents_checked":
            more = {"grade": "B"} | more
        actions.reach_market_stage(
            project=self.fresh(), stage=stage, reached_on=more.pop("on", None) or DAYS[stage], by=self.province, at=NOW, **more
        )  # fmt: skip

    def decide(self, **more: Any) -> MarketProject:
        actions.decide_market(
            project=self.fresh(), allocation=self.allocation, amount_idr=AMOUNT, decree_no="12/SK/2019", decree_on=DECREE,
            by=self.province, at=NOW, **more,
        )  # fmt: skip
        return self.fresh()

    def package(self, **more: Any) -> MarketPackage:
        given = {
            "kind": "works", "name": "Pembangunan", "contractor": "CV Uji", "contract_no": "KTR-1", "signed_on": date(2019, 5, 6),
            "amount_idr": 900_000_000, "starts_on": date(2019, 5, 13), "ends_on": date(2019, 9, 2),
        }  # fmt: skip
        return actions.add_market_package(project=self.fresh(), by=self.province, at=NOW, **given | more)

    def pay(self, amount_idr: int, number: str = "SP2D-1") -> None:
        actions.disburse(
            recipient=self.fresh().recipient, amount_idr=amount_idr, paid_on=date(2019, 8, 20), document_no=number,
            by=self.province, at=NOW,
        )  # fmt: skip

    def weeks(self, *actual: int, plan: tuple[int, ...] = (2_500, 5_000, 7_500, 10_000)) -> MarketPackage:
        package = MarketPackage.objects.filter(project=self.project).order_by("id").first() or self.package()
        actions.plan_market_weeks(package=package, planned_bp=plan, by=self.province, at=NOW)
        for number, share in enumerate(actual, 1):
            actions.record_market_week(
                package=package, number=number, actual_bp=share, by=self.province, at=NOW
            )
        return package


def proposed(area: str = "18.01") -> Market:
    """A proposal, in a programme with an allocation for its kabupaten/kota."""
    province = person("province")
    programme = actions.add_programme(
        type_id="market_revitalisation", name=f"Pasar {area}", year=2019, area="18", by=province, at=NOW
    )
    ceiling = actions.set_ceiling(
        programme=programme, source="apbn_tp", year=2019, amount_idr=AMOUNT, document_no="DIPA-1", by=province, at=NOW
    )  # fmt: skip
    allocation = actions.allocate(ceiling=ceiling, area=area, amount_idr=AMOUNT, by=province, at=NOW)
    village = places.below(area, "village").order_by("code").first()
    project = actions.propose_market(
        programme=programme, name="Pasar Uji", area=village.code if village else area, proposer="Koperasi Uji",
        proposed_on=date(2018, 11, 12), requested_idr=AMOUNT, by=province, at=NOW,
    )  # fmt: skip
    return Market(project, allocation, province)


def decided(area: str = "18.01") -> Market:
    """Through the check of documents and the site to the decree, with every requirement met."""
    market = proposed(area)
    for stage in ("documents_checked", "site_seen"):
        market.meet(stage)
        market.reach(stage)
    market.meet("decided")
    market.decide()
    return market


def built(area: str = "18.01") -> Market:
    """Decided, contracted, paid in full, and finished in four weeks (the last one ends on 9 June 2019)."""
    market = decided(area)
    market.package()
    for stage in ("contracted", "construction"):
        market.meet(stage)
        market.reach(stage)
    market.weeks(2_500, 5_000, 7_500, 10_000)
    market.pay(AMOUNT)
    market.fresh()
    return market
