"""What a phone says of a record of the registry is proposed, and written only where an officer accepts it."""

from datetime import timedelta

import pytest

from naikkelas.intake import actions as intake
from naikkelas.intake.models import Delivery, EntityChange
from naikkelas.intake.queries import field_changes
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions as monev
from naikkelas.registry.models import Cooperative, Enterprise
from naikkelas.registry.queries import entities
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import cooperative, enterprise, enumerator, person, send
from tests.factories.entities import COOPERATIVE, accepted, entity_form, entry, sent

pytestmark = pytest.mark.django_db
LATER, LATEST = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


@pytest.fixture
def firm(officer):
    entity_form()
    return enterprise(officer)


def name_of(firm) -> str:
    return entities.entity_name("enterprise", firm.pk)


def version(firm) -> int:
    return entities.version_of(type(firm).objects.get(pk=firm.pk))


def test_an_update_waits_and_writes_nothing_by_itself(firm, officer, phone_user):
    change = sent(
        phone_user, entry(name_of(firm), base=version(firm), alamat="Jalan Baru 5", produk="Keripik pisang")
    )
    assert (change.state, change.action, change.record_id) == ("pending", "update", firm.pk)
    told = field_changes.told(change)
    assert [(line.name, line.now, line.proposed) for line in told.lines] == [
        ("address", "", "Jalan Baru 5"), ("product", "", "Keripik pisang"),
    ]  # fmt: skip
    assert told.clean
    firm.refresh_from_db()
    assert firm.address == ""
    assert list(field_changes.pending(field_changes.visible_to(officer))) == [change]
    assert not field_changes.visible_to(person("regency", "18.02")).exists()


def test_what_an_officer_accepts_is_written_with_its_source_and_trail(firm, officer, phone_user):
    change = sent(
        phone_user,
        entry(
            name_of(firm), label="Keripik Jaya", base=version(firm), pemilik="Siti Uji", telepon="0812 3456 7890",
            omzet="90000000", titik="-5.71 105.58 0 4",
        ),
    )  # fmt: skip
    done = accepted(change, officer)
    firm = Enterprise.objects.get(pk=firm.pk)
    assert (firm.name, firm.owner.name, firm.owner.phone) == ("Keripik Jaya", "Siti Uji", "+6281234567890")
    assert (firm.latitude, firm.longitude, firm.source) == (-5.71, 105.58, f"e{change.delivery_id}/0")
    year = firm.years.get(superseded_at=None)
    assert (year.year, year.annual_sales_idr, year.evidence, year.source) == (
        2019,
        90_000_000,
        "visit",
        firm.source,
    )
    assert done.applied_version == version(firm)
    assert "keripik jaya" in firm.search_text
    told = Event.objects.get(action="enterprise.amended")
    assert told.details["changes"]["name"][1] == "Keripik Jaya"
    assert told.details["changes"]["latitude"] == []  # where a person's business lies is not told twice
    assert Event.objects.filter(action="field_change.accepted", object_id=str(change.pk)).exists()
    with pytest.raises(Refused, match="decided on this change already"):
        accepted(change, officer)


def test_an_officer_takes_some_fields_and_leaves_others(firm, officer, phone_user):
    change = sent(
        phone_user, entry(name_of(firm), base=version(firm), alamat="Jalan Baru 5", produk="Keripik pisang")
    )
    assert accepted(change, officer, "product").fields == ["product"]
    firm.refresh_from_db()
    assert (firm.product, firm.address) == ("Keripik pisang", "")


def test_refused_with_a_reason_nothing_is_written(firm, officer, phone_user):
    change = sent(phone_user, entry(name_of(firm), base=version(firm), alamat="Jalan Baru 5"))
    with pytest.raises(Refused, match="10 characters"):
        intake.refuse_change(change=change, reason="salah", by=officer, at=LATER)
    done = intake.refuse_change(
        change=change, reason="Alamat usaha lain yang bernama sama.", by=officer, at=LATER
    )
    assert (done.state, done.decided_by) == ("refused", officer)
    firm.refresh_from_db()
    assert firm.address == ""


def test_a_new_entry_becomes_a_record_and_is_served(officer, phone_user):
    entity_form()
    village = enterprise(officer).area_id
    change = sent(phone_user, entry(label="Warung Baru", pemilik="Budi Uji", desa=village, omzet="50000000"))
    assert (change.action, change.record_id) == ("create", None)
    assert not Enterprise.objects.filter(name="Warung Baru").exists()
    accepted(change, officer)
    made = Enterprise.objects.get(name="Warung Baru")
    assert (made.owner.name, made.area_id, made.source) == ("Budi Uji", village, f"e{change.delivery_id}/0")
    assert made.years.get().annual_sales_idr == 50_000_000
    assert made.years.get().evidence == "visit"
    assert name_of(made) in [row[0] for row in entities.enterprise_rows([village[:8]])]
    # what the same phone says of it later, under the name that it gave it, is about this record
    again = sent(phone_user, entry(change.entity, base=1, produk="Kopi"), at=LATER)
    assert again.record_id == made.pk


def test_a_new_entry_without_an_owner_cannot_be_entered(officer, phone_user):
    entity_form()
    change = sent(phone_user, entry(label="Warung Baru"))
    with pytest.raises(Refused, match="the owner's name"):
        accepted(change, officer)


def test_a_new_entry_that_the_registry_knows_is_shown_as_a_change_of_that_record(firm, officer, phone_user):
    said = entry(label=firm.name, pemilik=firm.owner.name, desa=firm.area_id, alamat="Jalan Lama 1")
    change = sent(phone_user, said)
    assert (change.action, change.record_id) == ("create", firm.pk)
    told = field_changes.told(change)
    assert [line.name for line in told.open_lines] == ["address"]
    accepted(change, officer)
    assert Enterprise.objects.count() == 1


def test_one_that_was_entered_meanwhile_is_not_entered_twice(officer, phone_user):
    entity_form()
    village = enterprise(officer).area_id
    change = sent(phone_user, entry(label="Warung Baru", pemilik="Budi Uji", desa=village))
    enterprise(officer, name="Warung Baru", owner_name="Budi Uji")
    with pytest.raises(Refused, match="has this record already"):
        accepted(change, officer)
    assert Enterprise.objects.filter(name="Warung Baru").count() == 1
    change.refresh_from_db()
    assert change.record_id == Enterprise.objects.get(name="Warung Baru").pk


def test_a_change_of_an_older_version_shows_its_three_values(firm, officer, phone_user):
    old = version(firm)
    first = sent(phone_user, entry(name_of(firm), base=old, produk="Keripik pisang"))
    second = sent(enumerator("18.01"), entry(name_of(firm), base=old, produk="Keripik singkong"))
    assert field_changes.told(second).clean
    accepted(first, officer)
    told = field_changes.told(EntityChange.objects.get(pk=second.pk))
    (line,) = told.lines
    assert told.conflict
    assert not told.clean
    assert (line.was, line.now, line.proposed, line.moved) == ("", "Keripik pisang", "Keripik singkong", True)
    accepted(second, officer, at=LATEST)  # who has seen it may still choose it
    firm.refresh_from_db()
    assert firm.product == "Keripik singkong"


def test_what_changed_after_the_page_was_opened_must_be_looked_at_again(firm, officer, phone_user):
    change = sent(phone_user, entry(name_of(firm), base=version(firm), produk="Keripik pisang"))
    seen = field_changes.told(change).seen
    Enterprise.objects.filter(pk=firm.pk).update(product="Lain", updated_at=LATER)
    with pytest.raises(Refused, match="Look at what it holds now"):
        intake.accept_change(change=change, fields=["product"], seen=seen, by=officer, at=LATER)


def test_changes_made_without_a_network_go_in_their_order(firm, officer, phone_user):
    trunk, branch = version(firm), "7c9e-cabang"
    common = {"trunk": trunk, "branch": branch}
    second = sent(phone_user, entry(name_of(firm), base=trunk + 1, produk="Kedua", **common))
    assert field_changes.told(second).gap  # the first one has not come yet
    first = sent(phone_user, entry(name_of(firm), base=trunk, produk="Pertama", **common))
    told = field_changes.told(second)
    assert not told.gap
    assert told.before == (first,)
    with pytest.raises(Refused, match="First decide"):
        accepted(second, officer)
    accepted(first, officer)
    told = field_changes.told(EntityChange.objects.get(pk=second.pk))
    assert not told.conflict  # the registry moved on by this very row
    accepted(second, officer, at=LATEST)
    firm.refresh_from_db()
    assert firm.product == "Kedua"


def test_after_a_refused_step_the_row_goes_on_from_where_it_began(firm, officer, phone_user):
    trunk, branch = version(firm), "7c9e-cabang"
    first = sent(phone_user, entry(name_of(firm), base=trunk, trunk=trunk, branch=branch, produk="Pertama"))
    second = sent(
        phone_user, entry(name_of(firm), base=trunk + 1, trunk=trunk, branch=branch, alamat="Jalan Dua")
    )
    intake.refuse_change(change=first, reason="Produk itu milik usaha lain.", by=officer, at=LATER)
    assert field_changes.told(EntityChange.objects.get(pk=second.pk)).clean


def test_the_same_again_proposes_nothing_twice(firm, phone_user):
    xml = entry(name_of(firm), base=version(firm), instance="uuid:satu", produk="Keripik pisang")
    change = sent(phone_user, xml)
    assert sent(phone_user, xml) == change
    intake.read_submission(delivery_id=change.delivery_id, at=NOW)
    assert EntityChange.objects.count() == 1


def test_an_edited_form_replaces_what_it_proposed_before(firm, phone_user):
    first = sent(
        phone_user, entry(name_of(firm), base=version(firm), instance="uuid:satu", produk="Keripik pisang")
    )
    second = sent(
        phone_user,
        entry(
            name_of(firm), base=version(firm), instance="uuid:dua", former="uuid:satu", produk="Keripik talas"
        ),
    )
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "pending")


def test_what_the_registry_holds_already_waits_for_nobody(firm, phone_user):
    change = sent(
        phone_user, entry(name_of(firm), label=firm.name, base=version(firm), pemilik=firm.owner.name)
    )
    assert change.state == "same"


def test_a_value_that_cannot_be_is_told_and_not_written(firm, officer, phone_user):
    change = sent(
        phone_user, entry(name_of(firm), base=version(firm), telepon="abc", desa="Kalianda", produk="Kopi")
    )
    told = field_changes.told(change)
    assert {line.name: line.fault[0].code for line in told.lines if line.fault} == {
        "phone": "entity.value", "area_code": "entity.area",
    }  # fmt: skip
    assert not told.clean
    assert accepted(change, officer).fields == ["product"]


def test_an_area_outside_the_officers_duty_is_not_written(firm, officer, phone_user):
    change = sent(phone_user, entry(name_of(firm), base=version(firm), desa="18.02"))
    with pytest.raises(Refused, match="outside your area"):
        accepted(change, officer)


def test_a_record_that_is_gone_can_only_be_refused(firm, officer, phone_user):
    change = sent(phone_user, entry(entities.entity_name("enterprise", 999_999), base=1, produk="Kopi"))
    assert field_changes.told(change).gone
    with pytest.raises(Refused, match="no longer in the registry"):
        accepted(change, officer, "product")


def test_a_cooperative_is_changed_likewise(officer, phone_user):
    entity_form(COOPERATIVE, "cooperatives")
    coop = cooperative(officer)
    name = entities.entity_name("cooperative", coop.pk)
    change = sent(
        phone_user,
        entry(name, listed="cooperatives", base=version(coop), ketua="Ketua Baru", anggota="41"),
    )
    accepted(change, officer)
    coop = Cooperative.objects.get(pk=coop.pk)
    assert (coop.chair, coop.members) == ("Ketua Baru", 41 + 25)
    assert coop.years.get(superseded_at=None, book_year=2019).members_male == 41


def test_a_new_cooperative_is_entered(officer, phone_user):
    entity_form(COOPERATIVE, "cooperatives")
    change = sent(
        phone_user, entry(listed="cooperatives", label="Koperasi Baru Sejahtera", ketua="Ketua Baru")
    )
    accepted(change, officer)
    assert Cooperative.objects.get(name="Koperasi Baru Sejahtera").chair == "Ketua Baru"


def test_a_form_that_fills_no_list_of_the_registry_proposes_nothing(phone_user):
    form = entity_form()
    form.xform = form.xform.replace('dataset="enterprises"', 'dataset="pohon"')
    form.save()
    assert send(phone_user, entry(listed="pohon", label="Jati")).status_code == 201
    intake.read_waiting(at=NOW)
    assert not EntityChange.objects.exists()
    assert Delivery.objects.get().state == "applied"


def test_what_was_erased_can_only_be_refused(firm, officer, phone_user):
    change = sent(phone_user, entry(name_of(firm), base=version(firm), produk="Kopi"))
    change.delivery.body = None
    change.delivery.save()
    told = field_changes.told(EntityChange.objects.get(pk=change.pk))
    assert (told.said, told.lines) == (None, [])
    with pytest.raises(Refused, match="no longer in the registry"):
        intake.accept_change(change=change, fields=["product"], seen=told.seen, by=officer, at=LATER)
    assert (
        intake.refuse_change(change=change, reason="Isi kiriman dihapus.", by=officer, at=LATER).state
        == "refused"
    )


def test_what_a_merged_record_is_called_on_phones_finds_the_one_it_went_into(firm, officer, phone_user):
    other = enterprise(officer)
    name = name_of(other)
    monev.merge_records(
        survivor=firm, absorbed=other, choices={}, same_owner=True, by=person("province"), at=NOW
    )
    assert sent(phone_user, entry(name, produk="Kopi")).record_id == firm.pk
