"""Credentials and branding events: entered, moved on, withdrawn, put back; the enterprise's numbers keep step."""

from datetime import date, timedelta

import pytest

from naikkelas import vault
from naikkelas.intake import actions as intake
from naikkelas.kit.problems import Refused
from naikkelas.registry import actions, queries
from naikkelas.registry.models import BrandingEvent, Credential, Enterprise
from naikkelas.registry.queries import facilitations
from naikkelas.trail.actions import SYSTEM
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import person
from tests.factories.registry import bring_in, enterprise_row, table

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
NIB, OTHER_NIB = "9120001234567", "9120009999999"


@pytest.fixture
def officer():
    return person("regency")


def imported(officer, **values) -> Enterprise:
    bring_in(table("umkm_baku", [enterprise_row(**values)]), by=officer)
    return Enterprise.objects.latest("id")


def entered(enterprise, officer, at=NOW, **values) -> Credential:
    return actions.add_facilitation(
        what="credential", enterprise=enterprise, by=officer, at=at,
        values={"kind": "pirt", "status": "issued", "number": "P-IRT 2061871010001-25"} | values,
    )  # fmt: skip


def standing(enterprise) -> list[tuple[str, str, str]]:
    rows = facilitations.credentials_of(enterprise)
    return [(c.kind, c.number, c.status) for c in rows]


def test_what_is_issued_shows_as_the_number_of_the_enterprise(officer):
    enterprise = imported(officer)
    entered(enterprise, officer)
    entered(enterprise, officer, kind="nib", number="9120.0012-34567")
    entered(enterprise, officer, kind="halal", number="ID1", status="applied")
    enterprise.refresh_from_db()
    assert (enterprise.home_food_permit, enterprise.nib, enterprise.halal_no) == (
        "P-IRT 2061871010001-25", NIB, "",
    )  # fmt: skip
    assert list(queries.search(queries.all_enterprises(), "91200012")) == [enterprise]
    assert Event.objects.filter(action="credential.added", object_id=str(enterprise.pk)).count() == 3


def test_the_next_step_keeps_the_former_row_and_the_file(officer):
    enterprise = imported(officer)
    first = actions.add_facilitation(
        what="credential", enterprise=enterprise, values={"kind": "halal", "status": "applied", "applied_on": date(2020, 1, 6)},
        file_name="bukti.pdf", file=b"%PDF-1.4 bukti", by=officer, at=NOW,
    )  # fmt: skip
    second = actions.change_facilitation(
        record=first, values={"status": "issued", "number": "ID18110000012345678"}, by=officer, at=LATER
    )
    assert standing(enterprise) == [("halal", "ID18110000012345678", "issued")]
    assert second.applied_on == date(2020, 1, 6)
    assert vault.current().blobs.get(second.file_sha256) == b"%PDF-1.4 bukti"
    assert [row.pk for row in facilitations.line_of(second)] == [second.pk, first.pk]
    third = actions.change_facilitation(record=second, values={"status": "expired"}, by=officer, at=LATER)
    enterprise.refresh_from_db()
    assert enterprise.halal_no == ""
    assert [row.pk for row in facilitations.line_of(first)] == [third.pk, second.pk, first.pk]


def test_a_row_that_was_changed_meanwhile_is_not_changed_again(officer):
    first = entered(imported(officer), officer)
    actions.change_facilitation(record=first, values={"status": "expired"}, by=officer, at=LATER)
    for refused in (actions.withdraw_facilitation, actions.change_facilitation):
        more = {"values": {"status": "revoked"}} if refused is actions.change_facilitation else {}
        with pytest.raises(Refused) as caught:
            refused(record=first, by=officer, at=LATER, **more)
        assert (caught.value.kind.code, caught.value.status) == ("facilitation.not_standing", 409)


def test_withdrawing_takes_the_number_away_and_putting_back_brings_it(officer):
    enterprise = imported(officer)
    record = entered(enterprise, officer)
    actions.withdraw_facilitation(record=record, by=officer, at=LATER)
    enterprise.refresh_from_db()
    assert (standing(enterprise), enterprise.home_food_permit) == ([], "")
    back = actions.restore_facilitation(record=record, by=officer, at=LATER)
    enterprise.refresh_from_db()
    assert enterprise.home_food_permit == "P-IRT 2061871010001-25"
    with pytest.raises(Refused, match="nothing to put back"):
        actions.restore_facilitation(record=back, by=officer, at=LATER)


def test_a_former_version_stands_again_in_the_place_of_the_newer(officer):
    enterprise = imported(officer)
    first = entered(enterprise, officer)
    actions.change_facilitation(record=first, values={"number": "P-IRT salah"}, by=officer, at=LATER)
    actions.restore_facilitation(record=first, by=officer, at=LATER)
    assert standing(enterprise) == [("pirt", "P-IRT 2061871010001-25", "issued")]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"number": ""}, "credential.number_needed"),
        ({"issued_on": date(2020, 2, 1), "expires_on": date(2020, 1, 1)}, "credential.days_crossed"),
        ({"applied_on": date(2020, 2, 2), "issued_on": date(2020, 2, 1)}, "credential.days_crossed"),
        ({"issued_on": date(2020, 3, 14)}, "facilitation.in_future"),
    ],
)
def test_what_cannot_be_is_refused(values, code, officer):
    enterprise = imported(officer)
    with pytest.raises(Refused) as caught:
        entered(enterprise, officer, **values)
    assert caught.value.kind.code == code
    assert standing(enterprise) == []


def test_one_number_stands_once_with_an_enterprise(officer):
    enterprise = imported(officer)
    record = entered(enterprise, officer)
    with pytest.raises(Refused) as caught:
        entered(enterprise, officer)
    assert caught.value.kind.code == "credential.same_number"
    actions.change_facilitation(record=record, values={"issuer": "Dinkes"}, by=officer, at=LATER)
    assert len(standing(enterprise)) == 1


def test_an_odd_number_is_kept_and_one_too_long_for_its_column_stays_out_of_it(officer):
    enterprise = imported(officer)
    entered(enterprise, officer, kind="nib", number="BELUM TAHU NOMORNYA")
    enterprise.refresh_from_db()
    assert (standing(enterprise), enterprise.nib) == ([("nib", "BELUM TAHU NOMORNYA", "issued")], "")


def test_a_branding_event_is_kept_with_sales_before_and_after(officer):
    enterprise = imported(officer)
    values = {
        "kind": "packaging",
        "held_on": date(2020, 1, 10),
        "sales_before_idr": 4_000_000,
        "sales_after_idr": 5_000_000,
    }
    event = actions.add_facilitation(
        what="branding", enterprise=enterprise, values=values, by=officer, at=NOW
    )
    actions.change_facilitation(record=event, values=values | {"sales_after_idr": 3_000_000}, by=officer, at=LATER)  # fmt: skip
    actions.add_facilitation(
        what="branding", enterprise=enterprise, values=values | {"sales_after_idr": None, "cost_idr": 750_000}, by=officer, at=NOW
    )  # fmt: skip
    (row,) = facilitations.branding_summary(facilitations.branding())
    assert row == {
        "kind": "packaging", "events": 2, "enterprises": 1, "cost_idr": 750_000, "compared": 1, "risen": 0,
        "before_idr": 4_000_000, "after_idr": 3_000_000,
    }  # fmt: skip
    with pytest.raises(Refused) as caught:
        actions.add_facilitation(
            what="branding", enterprise=enterprise, values={"kind": "logo", "held_on": date(2020, 3, 14)}, by=officer, at=NOW
        )  # fmt: skip
    assert caught.value.kind.code == "facilitation.in_future"


# ── imports ──


def test_an_import_brings_credentials_of_its_numbers(officer):
    enterprise = imported(officer, nib=NIB, home_food_permit="2061871010001-25", kbli="10750")
    assert standing(enterprise) == [("nib", NIB, "issued"), ("pirt", "2061871010001-25", "issued")]
    assert enterprise.kbli_version == "2020"
    assert facilitations.credentials_of(enterprise)[0].source == enterprise.source


def test_an_import_with_the_same_number_adds_nothing_and_with_another_adds_it(officer):
    row = enterprise_row(nib=NIB)
    bring_in(table("umkm_baku", [row]), by=officer)
    enterprise = Enterprise.objects.latest("id")
    bring_in(table("umkm_baku", [row | {"product": "kopi"}]), by=officer, at=LATER)
    assert standing(enterprise) == [("nib", NIB, "issued")]
    bring_in(table("umkm_baku", [row | {"nib": OTHER_NIB}]), by=officer, at=LATER)
    enterprise.refresh_from_db()
    assert sorted(number for _k, number, _s in standing(enterprise)) == [NIB, OTHER_NIB]
    assert enterprise.nib == OTHER_NIB


def test_taking_an_import_back_takes_its_credentials_too(officer):
    row = enterprise_row(nib=NIB)
    bring_in(table("umkm_baku", [row]), by=officer)
    second = bring_in(table("umkm_baku", [row | {"nib": OTHER_NIB}]), by=officer, at=LATER)
    intake.undo(delivery=second, by=officer, at=LATER)
    enterprise = Enterprise.objects.latest("id")
    assert standing(enterprise) == [("nib", NIB, "issued")]
    assert enterprise.nib == NIB


def test_an_import_is_not_taken_back_once_somebody_entered_a_credential(officer):
    delivery = bring_in(table("umkm_baku", [enterprise_row(nib=NIB)]), by=officer)
    entered(Enterprise.objects.latest("id"), officer, at=LATER)
    with pytest.raises(Refused):
        intake.undo(delivery=delivery, by=officer, at=LATER)
    assert Credential.objects.count() == 2


def test_an_older_installation_gets_credentials_versions_and_plain_numbers_once(officer):
    enterprise = imported(officer, nib=NIB, kbli="10750", registration_no="LS-2019/7")
    Credential.objects.all().delete()
    Event.objects.filter(action="registry.numbers_filled_in").delete()
    Enterprise.objects.update(kbli_version="", search_text="keripik ls 2019 7")
    actions.fill_in_numbers(area="18", by=SYSTEM, at=LATER)
    enterprise.refresh_from_db()
    assert standing(enterprise) == [("nib", NIB, "issued")]
    assert enterprise.kbli_version == "2020"
    assert list(queries.search(queries.all_enterprises(), "ls20197")) == [enterprise]
    Credential.objects.all().delete()
    actions.fill_in_numbers(area="18", by=SYSTEM, at=LATER)
    assert Credential.objects.count() == 0


# ── what ends when ──


def test_counts_of_what_ends_are_those_of_the_lists(officer):
    enterprise, today = imported(officer), NOW.date()
    for n, days in enumerate((-1, 0, 30, 31, 90, 91, 180, 181)):
        entered(enterprise, officer, number=f"P-{n}", expires_on=today + timedelta(days=days))
    entered(enterprise, officer, number="P-x", expires_on=today, status="expired")
    rows = facilitations.credentials()
    counts = facilitations.ending_counts(rows, today)
    assert counts == {"past": 1, "in_30": 2, "in_90": 4, "in_180": 6}
    for within in ("past", "30", "90", "180"):
        shown = facilitations.ending(rows, today, within).count()
        assert shown == counts[within if within == "past" else f"in_{within}"]


def test_many_are_entered_at_once(officer):
    enterprise = imported(officer)
    rows = [{"enterprise_id": enterprise.pk, "kind": "pirt", "status": "issued", "number": "P-1"}]
    common = {"source": "demo", "synthetic": True, "area": "18", "by": SYSTEM, "at": NOW}
    assert actions.enrol_facilitations(what="credential", rows=rows, **common) == 1
    event = {"enterprise_id": enterprise.pk, "kind": "logo", "held_on": date(2020, 1, 1)}
    assert actions.enrol_facilitations(what="branding", rows=[event], **common) == 1
    enterprise.refresh_from_db()
    assert (enterprise.home_food_permit, BrandingEvent.objects.get().synthetic) == ("P-1", True)


def test_of_an_erased_owner_no_number_remark_or_file_is_left(officer):
    enterprise, released = imported(officer, nib=NIB), []
    actions.add_facilitation(
        what="credential", enterprise=enterprise, file_name="zulfi.pdf", file=b"%PDF-1.4 zulfi", by=officer, at=NOW,
        values={"kind": "halal", "status": "issued", "number": "ID1", "remark": "atas nama Zulfi"},
    )  # fmt: skip
    sha256 = Credential.objects.get(kind="halal").file_sha256
    actions.erase_persons(
        person_ids=[enterprise.owner_id], release=released.extend, area="18.01", by=SYSTEM, at=LATER
    )
    assert standing(enterprise) == [("halal", "dihapus", "issued"), ("nib", "dihapus", "issued")]
    assert {(c.remark, c.file_name, c.file_sha256) for c in Credential.objects.all()} == {("", "", "")}
    assert released == [sha256]
