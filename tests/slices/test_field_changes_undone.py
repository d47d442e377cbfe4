"""Undoing an accepted change: what stood before stands again, unless somebody changed it since."""

from datetime import timedelta

import pytest

from naikkelas import vault
from naikkelas.accounts.access import OutOfArea
from naikkelas.intake import actions as intake
from naikkelas.intake.models import EntityChange
from naikkelas.intake.queries import undoing
from naikkelas.kit.problems import Refused
from naikkelas.notices.models import Notice
from naikkelas.registry import actions as registry
from naikkelas.registry.models import Cooperative, Credential, Enterprise
from naikkelas.registry.queries import entities
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import cooperative, enterprise, person
from tests.factories.entities import COOPERATIVE, ENTERPRISE, accepted, entity_form, entry, sent

pytestmark = pytest.mark.django_db
LATER, LATEST = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
NIK = "9901011502809999"


def version(record) -> int:
    return entities.version_of(type(record).objects.get(pk=record.pk))


def written(user, officer, firm, **answers: str) -> EntityChange:
    name = entities.entity_name("enterprise", firm.pk)
    return accepted(sent(user, entry(name, base=version(firm), **answers)), officer)


def undone(change, officer) -> EntityChange:
    return intake.undo_change(change=change, by=officer, at=LATEST)


def image(firm) -> tuple:
    firm = Enterprise.objects.select_related("owner").get(pk=firm.pk)
    owner = firm.owner
    own = (firm.name, firm.address, firm.product, firm.nib, firm.latitude, firm.source, firm.search_text)
    shown = (firm.size_class, firm.facts_year, firm.annual_sales_idr)
    return (*own, owner.name, owner.phone, owner.sex, owner.nik_index, *shown)


def test_what_stood_before_stands_again_and_the_trail_tells_both(officer, phone_user):
    entity_form()
    firm = enterprise(officer)
    before = image(firm)
    change = written(
        phone_user, officer, firm, label="Keripik Jaya", pemilik="Siti Uji", telepon="081234567890", alamat="Jalan Baru 5",
        produk="Keripik", titik="-5.71 105.58 0 4",
    )  # fmt: skip
    assert image(firm) != before
    done = undone(change, officer)
    assert image(firm) == before
    assert (done.state, done.undone_by, done.undone_at) == ("undone", officer, LATEST)
    assert Event.objects.filter(action="enterprise.amended", object_id=str(firm.pk)).count() == 2
    told = Event.objects.get(action="field_change.undone")
    assert told.details["fields"] == change.fields
    assert Notice.objects.filter(kind="change.undone", user=phone_user).count() == 1
    with pytest.raises(Refused, match="not undone yet"):
        undone(change, officer)


def test_what_was_empty_before_is_empty_again(officer, phone_user):
    entity_form(
        "| | text | nomor | NIK | person_nik |\n| | text | jk | JK | sex |\n| | text | nib | NIB | nib |",
        form_id="nomor",
    )
    firm = enterprise(officer)
    owner = firm.owner
    owner.nik_sealed, owner.nik_index, owner.sex = None, None, ""
    owner.save()
    before = image(firm)
    name = entities.entity_name("enterprise", firm.pk)
    change = accepted(
        sent(phone_user, entry(name, form_id="nomor", base=version(firm), nomor=NIK, jk="f", nib="1234567890123")), officer
    )  # fmt: skip
    assert Credential.objects.filter(number="1234567890123", superseded_at=None).count() == 1
    undone(change, officer)
    assert image(firm) == before
    assert not Credential.objects.filter(number="1234567890123", superseded_at=None).exists()


def test_a_year_rests_on_its_former_evidence_again(officer, phone_user):
    entity_form()
    firm = enterprise(officer)
    registry.record_year(
        enterprise=firm, year=2019, facts={"annual_sales_idr": 400_000_000, "capital_idr": 1}, source="hand", evidence="document",
        evidence_file=("spt.pdf", "a" * 64), by=officer, at=NOW,
    )  # fmt: skip
    before = image(firm)
    change = written(phone_user, officer, firm, omzet="3000000000")
    undone(change, officer)
    year = firm.years.get(year=2019, superseded_at=None)
    assert (year.annual_sales_idr, year.evidence, year.evidence_name) == (400_000_000, "document", "spt.pdf")
    assert image(firm) == before
    assert firm.years.filter(year=2019).count() == 4  # nothing of it is lost


def test_a_year_that_was_not_known_is_not_known_again(officer, phone_user):
    entity_form()
    firm = enterprise(officer)
    firm.years.filter(year=2019).delete()
    entities_before = firm.years.filter(superseded_at=None).count()
    change = written(phone_user, officer, firm, omzet="90000000")
    undone(change, officer)
    assert firm.years.filter(superseded_at=None).count() == entities_before
    assert Event.objects.filter(action="enterprise.year_withdrawn").exists()
    assert Enterprise.objects.get(pk=firm.pk).facts_year != 2019


def test_a_cooperative_is_put_back_likewise(officer, phone_user):
    entity_form(COOPERATIVE, "cooperatives")
    coop = cooperative(officer)
    name, members = entities.entity_name("cooperative", coop.pk), coop.members
    was = entities.held_values(coop, ["members_male"], 2019)
    change = accepted(
        sent(phone_user, entry(name, listed="cooperatives", base=version(coop), ketua="Ketua Baru", anggota="41")), officer
    )  # fmt: skip
    undone(change, officer)
    after = Cooperative.objects.get(pk=coop.pk)
    assert (after.chair, after.members) == (coop.chair, members)
    assert entities.held_values(after, ["members_male"], 2019) == was


def test_what_was_changed_since_is_told_with_who_and_by_what(officer, phone_user):
    entity_form()
    firm = enterprise(officer)
    first = written(phone_user, officer, firm, produk="Keripik pisang", alamat="Jalan Baru 5")
    name = entities.entity_name("enterprise", firm.pk)
    second = sent(phone_user, entry(name, base=version(firm), produk="Keripik talas"))
    second = accepted(second, officer, at=LATEST)
    with pytest.raises(Refused, match="1 fields were changed again"):
        undone(first, officer)
    record = Enterprise.objects.get(pk=firm.pk)
    backs = {back.name: back for back in undoing.backs(first, record, undoing.former_of(first))}
    assert (backs["product"].moved, backs["address"].moved) == (True, False)
    since = backs["product"].since
    assert since.actor_id == officer.pk
    assert undoing.change_of(since.details["source"]) == second
    assert record.product == "Keripik talas"
    undone(second, officer)  # the newer one first, then the older
    undone(first, officer)
    assert Enterprise.objects.get(pk=firm.pk).product == ""


def test_another_area_undoes_nothing(officer, phone_user):
    entity_form()
    firm = enterprise(officer)
    change = written(phone_user, officer, firm, produk="Kopi")
    with pytest.raises(OutOfArea):
        undone(change, person("regency", "18.02"))
    assert Enterprise.objects.get(pk=firm.pk).product == "Kopi"


def test_what_is_kept_for_undoing_is_sealed_and_goes_with_the_form(officer, phone_user):
    entity_form(ENTERPRISE)
    firm = enterprise(officer)
    name = firm.owner.name
    change = written(phone_user, officer, firm, pemilik="Siti Uji")
    assert name.encode() not in bytes(change.former)
    assert name in vault.current().seal.open(change.former)
    intake.retire_submissions(before=LATEST, area="18", by=officer, at=LATEST)
    with pytest.raises(Refused, match="no longer kept"):
        undone(change, officer)
