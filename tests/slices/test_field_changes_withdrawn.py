"""Undoing the acceptance of a new record: it is withdrawn from everywhere, unless somebody changed or used it since, and may
be entered again as it was."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.forms.models import model_to_dict

from naikkelas.accounts.access import OutOfArea
from naikkelas.analytics import class_matrix, tallies
from naikkelas.analytics.cache import forget
from naikkelas.engine import text_search
from naikkelas.intake import actions as intake
from naikkelas.intake.models import EntityChange
from naikkelas.intake.queries import undoing
from naikkelas.kit.problems import Refused
from naikkelas.monev.models import Cycle, CycleArea, PlannedVisit
from naikkelas.notices.models import Notice
from naikkelas.programmes.models import Allocation, Ceiling, Programme, Recipient
from naikkelas.registry import actions as registry
from naikkelas.registry import queries
from naikkelas.registry.actions import images
from naikkelas.registry.actions.merges import SOUGHT
from naikkelas.registry.actions.withdrawing import USES
from naikkelas.registry.models import Cooperative, Credential, Enterprise, Person
from naikkelas.registry.queries import entities
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import cooperative, enterprise, person
from tests.factories.entities import COOPERATIVE, ENTERPRISE, accepted, entity_form, entry, sent

pytestmark = pytest.mark.django_db
LATER, LATEST = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
AGAIN, END = NOW + timedelta(hours=3), NOW + timedelta(hours=4)
NIB = "1234567890123"
SURVEY = f"{ENTERPRISE}\n| | text | nib | NIB | nib |"


@pytest.fixture
def village(officer):
    entity_form(SURVEY)
    return enterprise(officer, name="Tetangga").area_id


def warung(village: str) -> bytes:
    return entry(
        label="Warung Baru",
        pemilik="Budi Uji",
        desa=village,
        omzet="50000000",
        nib=NIB,
        titik="-5.71 105.58 0 4",
    )


@pytest.fixture
def made(officer, phone_user, village) -> EntityChange:
    """The change that entered 'Warung Baru'."""
    return accepted(sent(phone_user, warung(village)), officer)


def undone(change, officer, at=LATEST) -> EntityChange:
    return intake.undo_change(change=change, by=officer, at=at)


def rows_of(record) -> dict:
    """A record, its owner and all that points to it, but when it was written last."""
    found = {type(record).__name__: [model_to_dict(record, exclude=["updated_at"])]}
    if isinstance(record, Enterprise):
        found["Person"] = [model_to_dict(record.owner)]
    for model, foreign in images.children(type(record)):
        if model not in SOUGHT:
            rows = model._default_manager.filter(**{foreign.attname: record.pk}).order_by("pk")
            found[model.__name__] = [{"id": row.pk} | model_to_dict(row) for row in rows]
    return found


def everywhere(officer, area) -> dict[str, object]:
    """What is told of the enterprises of an area, by what tells it."""
    forget()
    return {
        "list": list(queries.enterprises_visible_to(officer).order_by("id").values_list("id", flat=True)),
        "phones": entities.enterprise_rows([area[:8]]),
        "matched": sorted(queries.known_enterprises("18.01", besides="e/")["existing_id"]),
        "words": sorted(Enterprise.objects.filter(pk__in=_found("warung")).values_list("id", flat=True)),
        "classes": sorted(class_matrix.counts(class_matrix.Question(2018, 2019), "18.01"), key=str),
        "credentials": list(Credential.objects.order_by("id").values_list("id", flat=True)),
        "persons": list(Person.objects.order_by("id").values_list("id", flat=True)),
    }


def _found(word: str) -> list[int]:
    sql, params = text_search.match_sql(connection.vendor, Enterprise._meta.db_table, "search_text", word)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [pk for (pk,) in cursor.fetchall()]


def test_it_is_nowhere_any_more_and_may_be_entered_again_as_it_was(officer, phone_user, village):
    tallies.renew(date(2020, 3, 13))  # from now on the database writes down what is touched
    before = everywhere(officer, village)
    change = accepted(sent(phone_user, warung(village)), officer)
    record = Enterprise.objects.get(name="Warung Baru")
    held, during = rows_of(record), everywhere(officer, village)
    assert all(during[what] != told for what, told in before.items()), "the sweep sees the record"

    done = undone(change, officer)
    assert everywhere(officer, village) == before
    assert (done.state, done.undone_by) == ("undone", officer)
    told = [e.action for e in Event.objects.filter(object_type="enterprise", object_id=str(record.pk))]
    assert told == ["enterprise.withdrawn"]
    assert Notice.objects.filter(kind="change.undone", user=phone_user).count() == 1
    with pytest.raises(Refused, match="not undone yet"):
        undone(change, officer)

    again = intake.enter_again(change=change, by=officer, at=AGAIN)
    record = Enterprise.objects.get(pk=record.pk)
    assert rows_of(record) == held
    assert (record.updated_at, again.state, again.undone_at, again.former) == (AGAIN, "accepted", None, None)
    after = everywhere(officer, village)
    assert after.pop("phones") != during.pop("phones"), "phones are given a new version"
    assert after == during
    with pytest.raises(Refused, match="was withdrawn"):
        intake.enter_again(change=change, by=officer, at=AGAIN)
    undone(again, officer, at=END)  # and once more
    assert everywhere(officer, village) == before


def test_a_cooperative_likewise(officer, phone_user):
    entity_form(COOPERATIVE, "cooperatives")
    cooperative(officer)
    before = sorted(queries.known_cooperatives("18.01", besides="e/")["existing_id"])
    said = entry(listed="cooperatives", label="Koperasi Baru", ketua="Ketua Uji", anggota="25")
    change = accepted(sent(phone_user, said), officer)
    record = Cooperative.objects.get(name="Koperasi Baru")
    held = rows_of(record)
    undone(change, officer)
    assert sorted(queries.known_cooperatives("18.01", besides="e/")["existing_id"]) == before
    intake.enter_again(change=change, by=officer, at=AGAIN)
    assert rows_of(Cooperative.objects.get(pk=record.pk)) == held


# ── what holds it ──


def visited(record, officer):
    cycle = Cycle.objects.create(
        name="Uji", area_id="18", year=2019, quarter=4, opens_on=NOW.date(), due_workdays=5, due_on=date(2020, 3, 20)
    )  # fmt: skip
    area = CycleArea.objects.create(cycle=cycle, area_id="18.01", due_on=cycle.due_on)
    PlannedVisit.objects.create(
        cycle_area=area, area_id=record.area_id, due_on=cycle.due_on, code="U-1", instrument="enterprise", label="Uji",
        enterprise=record,
    )  # fmt: skip


def aided(record, officer):
    programme = Programme.objects.create(type_id="startup_capital", name="Uji", year=2019, area_id="18.01")
    ceiling = Ceiling.objects.create(
        programme=programme, source="dak", year=2019, document_no="D", amount_idr=90
    )
    allocation = Allocation.objects.create(ceiling=ceiling, area_id="18.01", amount_idr=80)
    Recipient.objects.create(
        allocation=allocation, area_id="18.01", kind="person", name="Uji", amount_idr=12, plan="", enterprise=record,
        decree_no="SK", decree_on=date(2019, 7, 1),
    )  # fmt: skip


def certified(record, officer):
    Credential.objects.create(
        enterprise=record, kind="halal", status="issued", source="hand", recorded_at=LATEST
    )


def owning(record, officer):
    firm = enterprise(officer, name="Usaha Lain")
    Enterprise.objects.filter(pk=firm.pk).update(owner=record.owner)


@pytest.mark.parametrize("use", [visited, aided, certified, owning])
def test_what_is_used_stays_and_by_what_is_told(made, officer, use):
    record = Enterprise.objects.get(pk=made.record_id)
    use(record, officer)
    with pytest.raises(Refused, match="in use") as refusal:
        undone(made, officer)
    assert refusal.value.params["what"].endswith("(1)")
    assert str(intake.made_refused(change=made)) == str(refusal.value)
    assert Enterprise.objects.filter(pk=record.pk).exists()


def amended(record, officer, phone_user):
    name = entities.entity_name("enterprise", record.pk)
    accepted(
        sent(phone_user, entry(name, base=entities.version_of(record), produk="Kopi")), officer, at=LATER
    )


def year_added(record, officer, phone_user):
    registry.record_year(
        enterprise=record, year=2018, facts={"annual_sales_idr": 1_000_000}, source="hand", evidence="statement", by=officer,
        at=LATER,
    )  # fmt: skip


def corrected(record, officer, phone_user):
    registry.correct_persons(
        person_ids=[record.owner_id], changes={"name": "Budi Lain"}, area="18.01", by=officer, at=LATER,
        reason="Nama keliru ditulis.",
    )  # fmt: skip


def merged(record, officer, phone_user):
    other = enterprise(officer, name="Warung Baru 2")
    registry.merge_records(survivor=record, absorbed=other, choices={}, by=officer, at=LATER)


def listed_again(record, officer, phone_user):
    Enterprise.objects.filter(pk=record.pk).update(source="d99/1", updated_at=LATER)  # as an import does


@pytest.mark.parametrize("change", [amended, year_added, corrected, merged, listed_again])
def test_what_was_changed_since_stays(made, officer, phone_user, change):
    change(Enterprise.objects.select_related("owner").get(pk=made.record_id), officer, phone_user)
    with pytest.raises(Refused, match="changed after it was entered"):
        undone(made, officer)
    assert Enterprise.objects.filter(pk=made.record_id).exists()


def test_a_record_that_was_there_before_is_never_withdrawn(officer, phone_user, village):
    """Also where a phone said that it is new, and what stood there before is no longer kept."""
    firm = enterprise(officer, name="Warung Lama", owner_name="Siti Uji")
    firm.years.all().delete()
    said = entry(label="Warung Lama", pemilik="Siti Uji", desa=firm.area_id, produk="Kopi")
    change = accepted(sent(phone_user, said), officer)
    assert (change.action, change.record_id) == ("create", firm.pk)
    intake.retire_submissions(before=LATEST, area="18", by=officer, at=LATEST)
    with pytest.raises(Refused):
        undone(change, officer)
    assert Enterprise.objects.filter(pk=firm.pk).exists()


def test_another_area_withdraws_and_enters_nothing(made, officer):
    other = person("regency", "18.02")
    with pytest.raises(OutOfArea):
        undone(made, other)
    undone(made, officer)
    with pytest.raises(OutOfArea):
        intake.enter_again(change=made, by=other, at=AGAIN)
    assert not Enterprise.objects.filter(name="Warung Baru").exists()


def test_what_the_registry_has_by_now_is_not_entered_again(made, officer):
    undone(made, officer)
    enterprise(officer, name="Warung Baru", owner_name="Budi Uji", nib=NIB)
    with pytest.raises(Refused, match="has this record by now: Warung Baru"):
        intake.enter_again(change=made, by=officer, at=AGAIN)
    assert Enterprise.objects.filter(name="Warung Baru").count() == 1


def test_what_is_kept_of_it_is_sealed_and_goes_with_the_form(made, officer, phone_user):
    done = undone(made, officer)
    assert b"Budi Uji" not in bytes(done.former)
    assert dict(undoing.image_of(done))["registry.person"]["name"] == "Budi Uji"
    intake.retire_submissions(before=LATEST, area="18", by=officer, at=LATEST)
    with pytest.raises(Refused, match="still kept"):
        intake.enter_again(change=made, by=officer, at=AGAIN)


def test_of_a_form_that_went_nothing_is_kept(made, officer):
    intake.retire_submissions(before=LATEST, area="18", by=officer, at=LATEST)
    assert undone(made, officer).former is None
    assert not Person.objects.filter(name="Budi Uji").exists()


def test_what_the_phone_says_of_it_afterwards_waits_for_an_officer(made, officer, phone_user):
    undone(made, officer)
    later = sent(phone_user, entry(made.entity, base=1, produk="Kopi"), at=AGAIN)
    assert (later.state, later.record_id) == ("pending", None)
    intake.enter_again(change=made, by=officer, at=AGAIN)
    accepted(later, officer, at=END)
    assert Enterprise.objects.get(pk=made.record_id).product == "Kopi"


def test_every_use_has_a_name():
    """A new kind of row that points to a record is told of by name."""
    pointing = {
        m._meta.model_name for of in (Enterprise, Cooperative, Person) for m, _field in images.children(of)
    }
    assert pointing - {m._meta.model_name for m in SOUGHT} <= set(USES)
