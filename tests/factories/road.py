"""The road of one cycle: people, a programme with money, a recipient, a cycle with planned visits."""

from dataclasses import dataclass
from datetime import date

from naikkelas.accounts.models import User
from naikkelas.kit.periods import Quarter
from naikkelas.monev import actions as monev
from naikkelas.monev.models import Cycle, CycleArea, PlannedVisit
from naikkelas.programmes import actions as programmes
from naikkelas.programmes.models import Programme, Recipient
from naikkelas.registry.models import Cooperative, Enterprise
from tests.conftest import NOW
from tests.factories.people import enumerator, person
from tests.factories.registry import cooperative, enterprise


@dataclass
class Road:
    """One kabupaten (Lampung Selatan unless told otherwise) inside the province's cycle of 2019-Q4."""

    province: User
    officer: User
    enumerator: User
    enterprise: Enterprise
    cooperative: Cooperative
    programme: Programme
    recipient: Recipient
    cycle: Cycle
    area: CycleArea

    @property
    def planned(self) -> list[PlannedVisit]:
        return list(self.area.planned.order_by("id"))

    def planned_with(self, instrument: str) -> PlannedVisit:
        return self.area.planned.get(instrument=instrument)


def road(area: str = "18.01", *, assigned: bool = True) -> Road:
    """A running cycle: one recipient of start-up capital, one drawn cooperative, one drawn enterprise, all assigned."""
    province, officer, field = person("province"), person("regency", area), enumerator(area)
    firm, coop = enterprise(officer, area), cooperative(officer, area)
    programme = programmes.add_programme(
        type_id="startup_capital", name=f"Modal awal {area}", year=2019, area="18", by=province, at=NOW
    )
    ceiling = programmes.set_ceiling(
        programme=programme, source="apbn_dekon", year=2019, amount_idr=24_000_000, document_no="DIPA-1", by=province, at=NOW
    )  # fmt: skip
    allocation = programmes.allocate(ceiling=ceiling, area=area, amount_idr=24_000_000, by=province, at=NOW)
    recipient = programmes.name_recipient(
        allocation=allocation, kind="person", name=firm.owner.name, area=firm.area_id, amount_idr=12_000_000,
        decree_no="08/2019", decree_on=date(2019, 7, 1), person=firm.owner, enterprise=firm, by=province, at=NOW,
    )  # fmt: skip
    programmes.disburse(
        recipient=recipient, amount_idr=12_000_000, paid_on=date(2019, 9, 2), document_no="SP2D-1", by=province, at=NOW
    )  # fmt: skip
    cycle = monev.add_cycle(
        name=f"Monev {area}", area="18", quarter=Quarter(2019, 4), opens_on=date(2020, 2, 10), due_workdays=60,
        monitored=[programme], by=province, at=NOW,
    )  # fmt: skip
    monev.draw(cycle=cycle, cooperatives=1, enterprises=1, seed="uji", by=province, at=NOW)
    monev.publish(cycle=cycle, by=province, at=NOW)
    cycle_area = cycle.areas.get(area_id=area)
    if assigned:
        monev.assign(visits=cycle_area.planned.all(), to=field, by=officer, at=NOW)
    return Road(province, officer, field, firm, coop, programme, recipient, cycle, cycle_area)
