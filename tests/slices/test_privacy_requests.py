"""What persons ask: taken in with a due moment, answered by a copy, a correction or a restriction."""

import io
import json
import zipfile
from datetime import UTC, date, datetime

import pytest

from naikkelas import vault
from naikkelas.kit.problems import Refused
from naikkelas.privacy import actions, queries
from naikkelas.privacy.models import PersonRequest
from naikkelas.registry import queries as registry
from naikkelas.registry.models import Enterprise, LinkMark, Person, PersonAccess
from naikkelas.trail.actions import SYSTEM
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import enterprise, filled, person, road, send
from tests.factories.photos import photo

pytestmark = pytest.mark.django_db
NIK, RIGHT_NIK = "9901011502801234", "9901011502801235"
TOLD = "Sesuai dokumen yang diperlihatkan"


@pytest.fixture
def officer():
    return person("regency")


def ask(owner: int, kind: str, by, **changes) -> PersonRequest:
    given = {
        "person_id": owner, "kind": kind, "channel": "counter", "identity_check": "KTP asli di loket",
        "received_on": date(2020, 3, 13), "reason": "Pemohon meminta secara tertulis", "area": "18.01", "by": by, "at": NOW,
    }  # fmt: skip
    return actions.open_request(**given | changes)


def test_an_answer_is_due_72_hours_after_the_beginning_of_the_day(officer):
    made = enterprise(officer)
    asked = ask(made.owner_id, "access", officer)
    assert asked.due_at == datetime(2020, 3, 15, 17, 0, tzinfo=UTC)  # 16 March, 0.00 in Lampung
    assert (asked.state, asked.opened_by_id) == ("open", officer.pk)
    event = Event.objects.get(action="person.asked")
    assert event.details == {"kind": "access", "request": asked.pk}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": "singkat"}, "person_request.reason"),
        ({"identity_check": "ya"}, "person_request.identity"),
        ({"received_on": date(2020, 3, 14)}, "person_request.future"),
        ({"reason": f"NIK saya {NIK} tolong"}, "person_nik.written_out"),
        ({"identity_check": "KTP 9901 0115 0280 1234"}, "person_nik.written_out"),
        ({"person_id": 999_999}, "person_request.erased"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_and_nothing_is_kept(officer, changes, code):
    made = enterprise(officer)
    with pytest.raises(Refused) as refused:
        ask(made.owner_id, "access", officer, **changes)
    assert refused.value.kind.code == code
    assert PersonRequest.objects.count() == 0


def test_the_same_is_not_asked_twice_at_once(officer):
    made = enterprise(officer)
    ask(made.owner_id, "access", officer)
    with pytest.raises(Refused) as refused:
        ask(made.owner_id, "access", officer)
    assert refused.value.kind.code == "person_request.running"
    ask(made.owner_id, "correction", officer)


def test_the_copy_holds_everything_in_plain_and_the_access_log_tells_of_it():
    way = road()
    planned = way.planned_with("enterprise")
    send(way.enumerator, filled(planned, photo_place="a.jpg"), {"a.jpg": photo()})
    from naikkelas.intake import actions as intake

    intake.read_waiting(at=NOW)
    Person.objects.filter(pk=way.enterprise.owner_id).update(phone="081266660001")
    asked = ask(way.enterprise.owner_id, "access", way.officer)
    done = actions.make_export(request=asked, decision=TOLD, by=way.officer, at=NOW)
    assert (done.state, done.done_at) == ("done", NOW)
    archive = zipfile.ZipFile(io.BytesIO(actions.exported_file(done)))
    held = json.loads(archive.read("data.json"))
    number = vault.current().seal.open(way.enterprise.owner.nik_sealed)
    assert held["persons"][0]["person_nik"] == number
    assert held["persons"][0]["phone"] == "081266660001"
    assert held["enterprises"][0]["name"] == way.enterprise.name
    assert held["enterprises"][0]["years"][0]["annual_sales_idr"] == 120_000_000
    assert (held["aid"][0]["amount_idr"], held["aid"][0]["disbursements"][0]["amount_idr"]) == (
        12_000_000,
    ) * 2
    assert len(held["visits"][0]["answers"]) > 5
    assert [n for n in archive.namelist() if n.startswith("photos/")] == ["photos/001-a.jpg"]
    assert archive.read("data.pdf").startswith(b"%PDF-")
    assert PersonAccess.objects.get(kind="exported").person_id == way.enterprise.owner_id
    sealed = vault.current().blobs.path(done.export_sha256).read_bytes()
    assert number.encode() not in sealed


def test_a_correction_reaches_every_entry_search_and_linkage_and_is_kept_sealed(officer):
    first, second = enterprise(officer, person_nik=NIK), enterprise(officer, person_nik=NIK)
    for made in (first, second):
        LinkMark.objects.create(enterprise=made, digest=1)
    asked = ask(first.owner_id, "correction", officer)
    changes = {
        "name": "Dewi  Rahayu",
        "person_nik": RIGHT_NIK,
        "phone": "081277770002",
        "email": "",
        "sex": "f",
    }
    done = actions.correct(
        request=asked, changes={k: v for k, v in changes.items() if v}, decision=TOLD, by=officer, at=NOW
    )
    assert done.state == "done"
    seal = vault.current().seal
    for made in (first, second):
        owner = Person.objects.get(pk=made.owner_id)
        assert (owner.name, owner.phone, owner.sex) == ("Dewi Rahayu", "+6281277770002", "f")
        assert seal.open(owner.nik_sealed) == RIGHT_NIK
        assert owner.nik_index == seal.index(RIGHT_NIK)
    rows = Enterprise.objects.all()
    assert set(registry.search(rows, "dewi rahayu")) == {first, second}
    assert registry.search(rows, first.owner.name.split()[-1] + " pemilik").count() == 0
    assert LinkMark.objects.count() == 0
    assert queries.change_of(done)["person_nik"] == {"before": NIK, "after": RIGHT_NIK}
    event = Event.objects.get(action="person.corrected")
    assert event.details == {"changes": {name: [] for name in ("name", "person_nik", "phone", "sex")}}
    assert "Dewi" not in str(done.result)
    assert PersonAccess.objects.filter(kind="corrected").count() == 2


def test_after_a_correction_the_same_file_finds_the_enterprise_by_its_new_owner(officer):
    made = enterprise(officer, registration_no="", person_nik="")
    asked = ask(made.owner_id, "correction", officer)
    actions.correct(request=asked, changes={"name": "Dewi Rahayu"}, decision=TOLD, by=officer, at=NOW)
    enterprise(
        officer,
        registration_no="",
        person_nik="",
        name=made.name,
        owner_name="Dewi Rahayu",
        phone="081288880001",
    )
    assert Person.objects.get().phone == "+6281288880001"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"person_nik": "9901011502800000"}, "person_nik.serial"),
        ({"phone": "tidak ada"}, "person.phone"),
        ({"email": "dewi"}, "person.email"),
        ({"name": "D"}, "person.name"),
        ({"sex": "x"}, "person.sex"),
        ({}, "person_request.nothing"),
    ],
)
def test_wrong_corrections_are_refused_and_change_nothing(officer, changes, code):
    made = enterprise(officer, person_nik=NIK)
    asked = ask(made.owner_id, "correction", officer)
    with pytest.raises(Refused) as refused:
        actions.correct(request=asked, changes=changes, decision=TOLD, by=officer, at=NOW)
    assert refused.value.kind.code == code
    asked.refresh_from_db()
    assert asked.state == "open"
    assert Person.objects.get().name == made.owner.name


def test_an_objection_restricts_until_it_is_lifted(officer):
    made = enterprise(officer)
    asked = ask(made.owner_id, "objection", officer)
    actions.restrict(request=asked, decision=TOLD, by=officer, at=NOW)
    assert Person.objects.get().restricted_at == NOW
    asked.refresh_from_db()
    assert asked.state == "restricted"
    actions.lift_restriction(request=asked, decision=TOLD, by=officer, at=NOW)
    assert Person.objects.get().restricted_at is None
    with pytest.raises(Refused):
        actions.lift_restriction(request=asked, decision=TOLD, by=officer, at=NOW)


def test_a_refusal_needs_a_reason_and_settles_once(officer):
    made = enterprise(officer)
    asked = ask(made.owner_id, "access", officer)
    with pytest.raises(Refused):
        actions.refuse_request(request=asked, decision="tidak", by=officer, at=NOW)
    actions.refuse_request(request=asked, decision=TOLD, by=officer, at=NOW)
    with pytest.raises(Refused) as refused:
        actions.make_export(request=asked, decision=TOLD, by=officer, at=NOW)
    assert refused.value.kind.code == "person_request.not_open"


def test_taking_an_import_back_is_not_held_up_by_looks_and_requests(officer):
    """The log and the requests point to a person, and do not hold on to one."""
    from naikkelas.intake import actions as intake
    from naikkelas.intake.models import Delivery

    made = enterprise(officer)
    ask(made.owner_id, "access", officer)
    intake.undo(delivery=Delivery.objects.get(), by=officer, at=NOW)
    assert Person.objects.count() == 0
    assert PersonRequest.objects.count() == 1
    assert SYSTEM.pk is None
