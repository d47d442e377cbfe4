"""A service centre (PLUT) at work."""

from datetime import date

from naikkelas.places import actions as place_actions
from naikkelas.programmes import actions
from naikkelas.programmes.models import PlutGuest, PlutService
from naikkelas.programmes.queries import plut, plut_results
from naikkelas.registry.models import Enterprise
from tests.conftest import NOW
from tests.factories.people import person

OPENED, ENDS, DAY = date(2019, 3, 4), date(2020, 12, 31), date(2019, 11, 4)
TODAY = date(2020, 3, 13)


class Centre:
    """A provincial PLUT with one consultant, and who runs it."""

    def __init__(self) -> None:
        self.by = person("province")
        self.common = {"by": self.by, "at": NOW}
        facility = place_actions.add_facility(
            kind="plut", name="PLUT Uji", area="18.01.06.2018", **self.common
        )
        self.row = actions.add_plut(facility=facility, area="18", **self.common)
        self.consultant = self.hire("finance")

    def hire(self, field: str, **values):
        contract = {
            "name": f"Konsultan {field}",
            "field": field,
            "starts_on": OPENED,
            "ends_on": ENDS,
        } | values
        return actions.hire_consultant(centre=self.row, values=contract, **self.common)

    def serve(self, client, **values) -> PlutService:
        given = {
            "consultant": self.consultant, "field": "finance", "served_on": DAY, "minutes": 90, "topic": "Pengajuan KUR"
        } | values  # fmt: skip
        return actions.record_service(centre=self.row, client=client, values=given, **self.common)

    def clients(self):
        return plut_results.clients(plut.services().filter(centre=self.row), TODAY)

    def guest(self, **values) -> PlutGuest:
        given = {"guest_name": "Zulfikarno Uji", "area": "18.01"} | values
        return actions.add_guest(centre=self.row, **given, **self.common)


def plant(shop: Enterprise, name: str, phone: str) -> None:
    """Services that name a person in every text: to the enterprise, to a guest linked to it, and to one nobody linked."""
    centre = Centre()
    told = f"{name}, telp {phone}"
    linked, alone = (centre.guest(guest_name=name, business=told[:150], phone=phone) for _n in range(2))
    actions.link_guest(guest=linked, record=shop, **centre.common)
    for client in (shop, linked, alone):
        centre.serve(client, topic=f"KUR {told}", result=told, follow_up=told)
    values = {"kind": "bank", "lender": f"Bank {name}", "amount_idr": 1_000_000, "obtained_on": DAY}
    actions.record_financing(centre=centre.row, client=shop, values=values, **centre.common)
