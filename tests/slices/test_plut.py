"""A PLUT from its opening to the results of its clients: logged, corrected, linked, merged, erased."""

from datetime import date, time, timedelta

import pytest

from naikkelas.intake import actions as intake
from naikkelas.intake.models import Delivery
from naikkelas.kit.problems import Refused
from naikkelas.places import actions as place_actions
from naikkelas.programmes import actions
from naikkelas.programmes.queries import plut, plut_results
from naikkelas.registry import actions as registry
from naikkelas.registry.models import EnterpriseYear
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import cooperative, enterprise, person
from tests.factories.plut import DAY, OPENED, TODAY, Centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Centre:
    return Centre()


def refused(code: str, act, *args, **values) -> None:
    with pytest.raises(Refused) as refusal:
        act(*args, **values)
    assert refusal.value.kind.code == code


# ── the centre ──


def test_a_plut_stands_in_one_building_of_its_area(centre):
    facility = centre.row.facility
    refused("plut.known", actions.add_plut, facility=facility, area="18", **centre.common)
    other = place_actions.add_facility(kind="plut", name="PLUT Lain", area="18.02", **centre.common)
    refused("plut.outside", actions.add_plut, facility=other, area="18.01", **centre.common)
    market = place_actions.add_facility(kind="market", name="Pasar", area="18.02", **centre.common)
    refused("plut.facility", actions.add_plut, facility=market, area="18", **centre.common)


def test_grant_hours_budget_and_equipment_are_refused_where_they_cannot_be(centre):
    change = {"centre": centre.row, **centre.common}
    refused("plut.grant_day", actions.change_plut, values={"grant_status": "done"}, **change)
    refused("plut.future", actions.change_plut, values={"grant_on": date(2020, 3, 14)}, **change)
    refused("plut.hours", actions.change_plut, values={"opens": time(16), "closes": time(8)}, **change)
    money = {"year": 2019, "source": "apbd_province", "planned_idr": 10, **change}
    refused("plut.budget", actions.set_plut_budget, **money | {"realised_idr": 11})
    refused("plut.source", actions.set_plut_budget, **money | {"source": "wakaf"})
    item = {"name": "Meja", "quantity": 0, "condition": "good", "supplied_by": "province"}
    refused("plut.numbers", actions.add_plut_item, values=item, **change)


def test_a_budget_is_corrected_and_the_trail_keeps_what_stood(centre):
    for planned, realised in ((100, 0), (100, 40), (90, 45)):
        actions.set_plut_budget(
            centre=centre.row,
            year=2019,
            source="dak",
            planned_idr=planned,
            realised_idr=realised,
            **centre.common,
        )
    assert [(b.planned_idr, b.realised_idr) for b in plut.budgets_of(centre.row)] == [(90, 45)]
    told = Event.objects.filter(action="plut.budget_set").order_by("id").last()
    assert told.details["before"] == [100, 40]


# ── services ──


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"served_on": date(2020, 3, 14)}, "plut.service_future"),
        ({"served_on": OPENED - timedelta(days=1)}, "plut.no_contract"),
        ({"minutes": 4}, "plut.minutes"),
        ({"minutes": 721}, "plut.minutes"),
        ({"topic": " KUR "}, "plut.topic"),
        ({"field": "finances"}, "plut.field"),
    ],
)
def test_a_service_that_cannot_be_is_refused(centre, values, code):
    client = enterprise(person("regency"))
    refused(code, centre.serve, client, **values)
    assert not plut.services().exists()


def test_a_consultant_serves_at_the_own_plut_and_clients_come_from_its_area(centre):
    other = Centre.__new__(Centre)
    other.by, other.common = centre.by, centre.common
    facility = place_actions.add_facility(kind="plut", name="PLUT Dua", area="18.02.01", **centre.common)
    other.row = actions.add_plut(facility=facility, area="18.02", **centre.common)
    other.consultant = other.hire("it")
    client = enterprise(person("regency"))
    refused("plut.client_outside", other.serve, client)
    refused("plut.other_consultant", centre.serve, client, consultant=other.consultant)


def test_a_correction_stands_in_the_place_of_the_former_and_a_withdrawal_is_taken_back(centre):
    first = centre.serve(enterprise(person("regency")))
    second = actions.correct_service(service=first, values={"minutes": 120}, **centre.common)
    assert [s.minutes for s in plut.services()] == [120]
    refused("plut.not_standing", actions.correct_service, service=first, values={}, **centre.common)
    refused("plut.stands", actions.restore_service, service=first, **centre.common)
    actions.withdraw_service(service=second, **centre.common)
    assert not plut.services().exists()
    actions.restore_service(service=second, **centre.common)
    assert [s.pk for s in plut.line_of_service(first)] == [second.pk, first.pk]
    assert plut.sums(plut.services()) == plut.Sums(1, 120, 1)


def test_a_contract_keeps_its_services_inside(centre):
    centre.serve(enterprise(person("regency")))
    change = {"consultant": centre.consultant, **centre.common}
    refused("plut.served_beyond", actions.change_contract, values={"ends_on": date(2019, 10, 31)}, **change)
    actions.change_contract(values={"ends_on": date(2019, 11, 30)}, **change)


def test_many_services_are_entered_all_or_none(centre):
    client, guest = enterprise(person("regency")), centre.guest()
    good = {
        "consultant": centre.consultant,
        "field": "finance",
        "served_on": DAY,
        "minutes": 60,
        "topic": "Laporan",
    }
    rows = [good | {"client": client}, good | {"client": guest, "minutes": 1}]
    refused(
        "plut.minutes", actions.enrol_services, centre=centre.row, rows=rows, source="uji", **centre.common
    )
    assert not plut.services().exists()
    rows[1]["minutes"] = 30
    assert actions.enrol_services(centre=centre.row, rows=rows, source="uji", **centre.common) == 2
    assert plut.sums(plut.services()) == plut.Sums(2, 90, 2)


# ── guests ──


def test_a_guest_is_linked_and_all_services_follow_and_come_back(centre):
    guest, client = centre.guest(), enterprise(person("regency"))
    centre.serve(guest)
    centre.serve(guest, served_on=DAY + timedelta(days=7))
    assert list(centre.clients()) == [("guest", guest.pk)]
    actions.link_guest(guest=guest, record=client, **centre.common)
    centre.serve(client, served_on=DAY + timedelta(days=9))
    found = centre.clients()
    assert list(found) == [("enterprise", client.pk)]
    assert (found["enterprise", client.pk].services, found["enterprise", client.pk].first_on) == (3, DAY)
    refused("plut.guest_linked", actions.link_guest, guest=guest, record=client, **centre.common)
    actions.unlink_guest(guest=guest, **centre.common)
    assert {key: c.services for key, c in centre.clients().items()} == {
        ("enterprise", client.pk): 1, ("guest", guest.pk): 2
    }  # fmt: skip


def test_a_guest_is_forgotten_at_their_wish_and_stays_counted(centre):
    guest = centre.guest()
    centre.serve(guest, result="Zulfikarno puas")
    actions.forget_guest(guest=guest, **centre.common)
    guest.refresh_from_db()
    row = plut.services().get()
    assert "Zulfikarno" not in f"{guest.guest_name}{row.topic}{row.result}"
    assert plut.sums(plut.services()) == plut.Sums(1, 90, 1)


# ── results ──


def year(client, number: int, sales: int, **values) -> None:
    EnterpriseYear.objects.update_or_create(
        enterprise=client, year=number, superseded_at=None,
        defaults={
            "annual_sales_idr": sales, "size_class": "unknown", "class_reason": "annual_sales_idr", "rule_set": "uu_20_2008",
            "judged_as_of": date(number, 12, 31), "evidence": "document", "source": "uji", "recorded_at": NOW, **values,
        },
    )  # fmt: skip


def test_what_followed_the_first_service_is_told_and_what_came_before_is_not(centre):
    client = enterprise(person("regency"))
    year(client, 2018, 250_000_000, workers_male=1, workers_female=1)
    year(client, 2019, 350_000_000, workers_male=2, workers_female=3)
    centre.serve(client)
    for number, issued in (("9120001234567", date(2019, 12, 1)), ("9120001234568", date(2019, 10, 1))):
        values = {"kind": "other", "status": "issued", "number": number, "issued_on": issued}
        registry.add_facilitation(what="credential", enterprise=client, values=values, **centre.common)
    for amount, on in ((25_000_000, date(2019, 12, 2)), (40_000_000, DAY - timedelta(days=1))):
        values = {"kind": "kur", "amount_idr": amount, "obtained_on": on}
        actions.record_financing(centre=centre.row, client=client, values=values, **centre.common)
    found = centre.clients()["enterprise", client.pk]
    assert [c.number for c in found.licences] == ["9120001234567"]
    assert found.financing_idr == 25_000_000
    assert (found.direction, found.change.reason, found.change.rule_set) == (
        "up",
        "micro>small",
        "uu_20_2008",
    )
    assert (found.workers_change, found.sales_change_idr) == (3, 100_000_000)
    totals = plut_results.totals_of(centre.clients())
    assert (totals.up, totals.compared, totals.licences, totals.financing_idr) == (1, 1, 1, 25_000_000)


def test_the_change_of_thresholds_in_2021_raises_and_lowers_nobody(centre):
    client = enterprise(person("regency"))
    year(client, 2018, 1_000_000_000)  # small by the law of 2008, micro by that of 2021
    year(client, 2021, 1_100_000_000)
    centre.serve(client)
    found = plut_results.clients(plut.services(), date(2022, 1, 31))["enterprise", client.pk]
    assert (found.direction, found.change.rule_set, found.change.flags) == (
        "same", "pp_7_2021", ("reclassified_by_rule",)
    )  # fmt: skip
    assert plut_results.totals_of({("enterprise", client.pk): found}).by_rule == 1


def test_targets_beside_what_was_done_by_quarter(centre):
    first, second = enterprise(person("regency")), cooperative(person("regency", "18.02"), "18.02")
    actions.set_plut_target(
        consultant=centre.consultant, year=2019, clients=30, services=303, minutes=6_060, **centre.common
    )
    centre.serve(first, served_on=date(2019, 3, 29))
    centre.serve(first, served_on=date(2019, 11, 4))
    centre.serve(second, served_on=date(2019, 11, 5), minutes=60)
    centre.serve(second, served_on=date(2020, 1, 6))
    (row,) = plut.achievements(centre.row, 2019, TODAY)
    assert row.quarters == (plut.Sums(1, 90, 1), plut.Sums(), plut.Sums(), plut.Sums(2, 150, 2))
    assert (row.year, row.due) == (plut.Sums(3, 240, 2), plut.Sums(303, 6_060, 30))
    (early,) = plut.achievements(centre.row, 2019, OPENED)
    assert (early.year, early.due) == (plut.Sums(), plut.Sums(1, 20, 0))


def test_a_follow_up_is_due_until_the_client_comes_again(centre):
    client, other = enterprise(person("regency")), centre.guest()
    centre.serve(client, follow_up_on=DAY + timedelta(days=14))
    centre.serve(other, follow_up_on=DAY + timedelta(days=14))
    assert plut.open_follow_ups(plut.services(), DAY + timedelta(days=13)).count() == 0
    assert plut.open_follow_ups(plut.services(), DAY + timedelta(days=14)).count() == 2
    centre.serve(client, served_on=DAY + timedelta(days=10))
    (left,) = plut.open_follow_ups(plut.services(), TODAY)
    assert left.guest_id == other.pk
    actions.link_guest(
        guest=other, record=client, **centre.common
    )  # who was served since, under the registry's name
    assert not plut.open_follow_ups(plut.services(), TODAY).exists()


def test_a_follow_up_is_done_by_a_service_that_a_filter_leaves_out(centre):
    client = enterprise(person("regency"))
    centre.serve(client, follow_up_on=DAY + timedelta(days=14))
    centre.serve(client, served_on=DAY + timedelta(days=10), field="production")
    shown = plut.services().filter(field="finance")
    assert not plut.open_follow_ups(shown, TODAY).exists()


# ── what the registry does to clients ──


def test_services_follow_a_merged_enterprise_and_come_back(centre):
    officer = person("regency")
    keep, gone = enterprise(officer), enterprise(officer)
    guest = centre.guest()
    for client in (keep, gone, guest):
        centre.serve(client)
    actions.link_guest(guest=guest, record=gone, **centre.common)
    values = {"kind": "bank", "amount_idr": 9_000_000, "obtained_on": DAY}
    actions.record_financing(centre=centre.row, client=gone, values=values, **centre.common)
    merge = registry.merge_records(survivor=keep, absorbed=gone, choices={}, by=officer, at=NOW)
    found = centre.clients()
    assert {key: (c.services, c.financing_idr) for key, c in found.items()} == {
        ("enterprise", keep.pk): (3, 9_000_000)
    }
    registry.unmerge(merge=merge, reason="ternyata dua usaha berbeda", by=officer, at=NOW)
    found = centre.clients()
    assert {key: (c.services, c.financing_idr) for key, c in found.items()} == {
        ("enterprise", keep.pk): (1, 0), ("enterprise", gone.pk): (2, 9_000_000)
    }  # fmt: skip
    guest.refresh_from_db()
    assert guest.enterprise_id == gone.pk


def test_an_import_whose_record_was_served_is_not_taken_back(centre):
    officer = person("regency")
    centre.serve(enterprise(officer))
    refused("delivery.in_use_served", intake.undo, delivery=Delivery.objects.latest("id"), by=officer, at=NOW)


def test_an_erased_owner_is_gone_from_services_that_stay_counted(centre):
    client, guest = enterprise(person("regency")), centre.guest()
    actions.link_guest(guest=guest, record=client, **centre.common)
    centre.serve(client, topic="KUR Bu Zulfi", result="Zulfi puas", follow_up="telepon Zulfi")
    before = plut.service_count()
    actions.erase_plut_clients(person_ids=[client.owner_id], area="18.01", **centre.common)
    row = plut.services().get()
    guest.refresh_from_db()
    assert "Zulfi" not in f"{row.topic}{row.result}{row.follow_up}{guest.guest_name}"
    assert plut.service_count() == before


def test_a_target_of_a_year_without_contract_says_which_years_there_are(centre):
    with pytest.raises(Refused) as refused:
        actions.set_plut_target(
            consultant=centre.consultant, year=2031, clients=1, services=1, minutes=60, **centre.common
        )
    first, last = centre.consultant.starts_on.year, centre.consultant.ends_on.year
    assert (refused.value.kind.code, refused.value.params) == (
        "plut.target_year", {"year": 2031, "first": first, "last": last},
    )  # fmt: skip
