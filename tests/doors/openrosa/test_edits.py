"""Edits by deprecatedID: a chain of versions, the newest counts, two phones cannot both win."""

import io
import zipfile

import pytest

from naikkelas.intake import actions as intake
from naikkelas.intake.models import Delivery
from naikkelas.monev import actions as monev
from naikkelas.monev.models import Visit
from tests.conftest import NOW
from tests.factories import enumerator, filled, road, send
from tests.factories.photos import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return road()


@pytest.fixture
def planned(made):
    return made.planned_with("novice_entrepreneur")


@pytest.fixture
def xml(planned) -> bytes:
    return filled(planned, instance_id="uuid:satu", photo_place="a.jpg")


def edit(xml: bytes, new: str, of: str, **swaps: str) -> bytes:
    """The same form sent anew as Collect does: another instanceID, the former as deprecatedID."""
    former = xml[xml.index(b"<instanceID>") : xml.index(b"</instanceID>") + 13]
    out = xml.replace(former, f"<instanceID>{new}</instanceID><deprecatedID>{of}</deprecatedID>".encode())
    for before, after in swaps.items():
        out = out.replace(before.replace("_", "-").encode(), after.encode())
    return out


def row(instance_id: str) -> Delivery:
    return Delivery.objects.exclude(state="aside").get(instance_id=instance_id)


def later(xml: bytes, day: str = "2020-03-11") -> bytes:
    return xml.replace(b"2020-03-12", day.encode())


def test_row_34_an_edit_is_a_new_version_and_the_visit_shows_it(made, xml):
    assert send(made.enumerator, xml, {"a.jpg": photo()}).status_code == 201
    intake.read_waiting(at=NOW)
    visit = Visit.objects.get()
    answer = send(made.enumerator, edit(later(xml), "uuid:dua", "uuid:satu"))
    assert answer.status_code == 201
    intake.read_waiting(at=NOW)
    visit.refresh_from_db()
    assert (visit.instance_id, visit.visited_on.isoformat(), visit.state) == (
        "uuid:dua",
        "2020-03-11",
        "received",
    )
    assert "edited" in visit.flags
    first, second = row("uuid:satu"), row("uuid:dua")
    assert (first.state, second.state, second.edits) == ("edited", "applied", first)
    assert second.summary["visit"] == visit.pk
    assert [p["name"] for p in visit.photos] == ["a.jpg"]  # carried forward: the edit still names it
    assert Visit.objects.count() == 1


def test_row_34_a_chain_of_edits_ends_in_its_newest(made, xml):
    send(made.enumerator, xml)
    send(made.enumerator, edit(later(xml, "2020-03-11"), "uuid:dua", "uuid:satu"))
    send(made.enumerator, edit(later(xml, "2020-03-10"), "uuid:tiga", "uuid:dua"))
    intake.read_waiting(at=NOW)
    assert [row(f"uuid:{n}").state for n in ("satu", "dua", "tiga")] == ["edited", "edited", "applied"]
    assert Visit.objects.get().visited_on.isoformat() == "2020-03-10"


def test_row_34_an_edit_of_what_is_not_here_is_404_kept_and_follows_when_the_original_comes(made, xml):
    early = edit(later(xml), "uuid:dua", "uuid:satu")
    answer = send(made.enumerator, early)
    assert answer.status_code == 404
    assert row("uuid:dua").state == "held"
    assert send(made.enumerator, early).status_code == 201  # kept already: the phone may let go
    assert send(made.enumerator, xml).status_code == 201
    intake.read_waiting(at=NOW)
    assert (row("uuid:satu").state, row("uuid:dua").state) == ("edited", "applied")
    assert Visit.objects.get().visited_on.isoformat() == "2020-03-11"


@pytest.mark.parametrize("order", ["132", "213", "231", "312", "321"])
def test_row_34_a_chain_of_edits_that_comes_in_any_order_ends_in_its_newest_with_its_photo(made, xml, order):
    one = edit(later(xml, "2020-03-11"), "uuid:dua", "uuid:satu")
    two = edit(later(xml, "2020-03-10"), "uuid:tiga", "uuid:dua")
    for number in order:
        files = {"a.jpg": photo()} if number == "1" else {}
        assert send(made.enumerator, {"1": xml, "2": one, "3": two}[number], files).status_code in (201, 404)
        intake.read_waiting(at=NOW)
    assert [row(f"uuid:{n}").state for n in ("satu", "dua", "tiga")] == ["edited", "edited", "applied"]
    visit = Visit.objects.get()
    assert visit.visited_on.isoformat() == "2020-03-10"
    assert [p["name"] for p in visit.photos] == ["a.jpg"]


def test_row_34_a_second_edit_of_the_same_version_is_409_and_kept_aside(made, xml):
    send(made.enumerator, xml)
    assert send(made.enumerator, edit(later(xml, "2020-03-11"), "uuid:dua", "uuid:satu")).status_code == 201
    stale = edit(later(xml, "2020-03-10"), "uuid:tiga", "uuid:satu")
    for _ in range(2):
        assert send(made.enumerator, stale).status_code == 409
    aside = Delivery.objects.get(state="aside")
    assert (aside.instance_id, aside.first, aside.reason) == (
        "uuid:tiga",
        row("uuid:satu"),
        "submission.edit_stale",
    )


def test_row_34_an_edit_whose_new_number_is_taken_is_409(made, xml):
    send(made.enumerator, xml)
    assert send(made.enumerator, edit(xml, "uuid:satu", "uuid:nol")).status_code == 409


def test_row_34_a_repeat_of_an_edit_is_201_and_no_third_row(made, xml):
    send(made.enumerator, xml)
    again = edit(later(xml), "uuid:dua", "uuid:satu")
    before = Delivery.objects.count()
    assert [send(made.enumerator, again).status_code for _ in range(3)] == [201, 201, 201]
    assert Delivery.objects.count() == before + 1


def test_an_edit_of_itself_is_a_submission(made, xml):
    assert send(made.enumerator, edit(xml, "uuid:satu", "uuid:satu")).status_code == 201
    assert row("uuid:satu").edits is None


def test_an_edit_by_another_form_is_kept_aside(made, xml):
    send(made.enumerator, xml)
    other = filled(made.planned_with("enterprise"), instance_id="uuid:lain")
    assert send(made.enumerator, edit(other, "uuid:dua", "uuid:satu")).status_code == 409
    assert row("uuid:satu").state == "received"


def test_nobody_edits_what_was_sent_from_another_area(made, xml):
    send(made.enumerator, xml)
    stranger = enumerator("18.72")
    assert send(stranger, edit(later(xml), "uuid:dua", "uuid:satu")).status_code == 404
    assert row("uuid:satu").state == "received"


def test_an_edit_of_a_verified_visit_waits_for_a_person_who_may_let_it_in(made, xml):
    send(made.enumerator, xml)
    intake.read_waiting(at=NOW)
    monev.verify_visits(visits=[Visit.objects.get()], by=made.officer, at=NOW)
    send(made.enumerator, edit(later(xml), "uuid:dua", "uuid:satu"))
    intake.read_waiting(at=NOW)
    held = row("uuid:dua")
    assert (held.state, held.reason) == ("held", "visit.edit_of_verified")
    assert Visit.objects.get().state == "verified"
    intake.release(delivery=held, corrections={}, by=made.officer, at=NOW)
    visit = Visit.objects.get()
    assert (visit.state, visit.visited_on.isoformat(), visit.planned.state) == (
        "received",
        "2020-03-11",
        "visited",
    )


def test_an_edit_for_another_visit_waits_for_a_person(made, xml):
    send(made.enumerator, xml)
    intake.read_waiting(at=NOW)
    code = made.planned_with("enterprise").code
    moved = xml.replace(made.planned_with("novice_entrepreneur").code.encode(), code.encode())
    send(made.enumerator, edit(moved, "uuid:dua", "uuid:satu"))
    intake.read_waiting(at=NOW)
    assert row("uuid:dua").reason == "visit.edit_other"


def test_a_visit_given_back_and_mended_by_an_edit_is_a_visit_again(made, xml):
    send(made.enumerator, xml)
    intake.read_waiting(at=NOW)
    monev.reject_visit(visit=Visit.objects.get(), reason="Tanggalnya keliru", by=made.officer, at=NOW)
    send(made.enumerator, edit(later(xml), "uuid:dua", "uuid:satu"))
    intake.read_waiting(at=NOW)
    assert sorted(Visit.objects.values_list("state", "instance_id")) == [
        ("received", "uuid:dua"),
        ("rejected", "uuid:satu"),
    ]


def test_a_photo_of_the_former_version_that_comes_late_reaches_the_newest(made, xml):
    send(made.enumerator, xml)
    send(made.enumerator, edit(later(xml), "uuid:dua", "uuid:satu"))
    intake.read_waiting(at=NOW)
    assert send(made.enumerator, xml, {"a.jpg": photo()}).status_code == 201
    intake.read_waiting(at=NOW)
    assert [p["name"] for p in Visit.objects.get().photos] == ["a.jpg"]


def test_findings_follow_the_edit(made):
    """The second reading says the opposite of the first: what no longer holds is withdrawn, nothing is opened twice."""
    planned = made.planned_with("novice_entrepreneur")
    send(made.enumerator, filled(planned, instance_id="uuid:satu", deduction="yes", receipts_seen="none"))
    intake.read_waiting(at=NOW)
    visit = Visit.objects.get(instance_id="uuid:satu")
    before = {f.rule for f in visit.findings.all()}
    mended = filled(planned, instance_id="uuid:satu", deduction="no", receipts_seen="none")
    send(made.enumerator, edit(mended, "uuid:dua", "uuid:satu"))
    intake.read_waiting(at=NOW)
    standing = [f.rule for f in visit.findings.exclude(state="withdrawn")]
    withdrawn = {f.rule for f in visit.findings.filter(state="withdrawn")}
    assert len(standing) == len(set(standing))
    assert withdrawn == before - set(standing)
    assert withdrawn == {"novice_entrepreneur.amount_deducted"}
    assert "novice_entrepreneur.receipts_missing" in standing


def test_the_visit_shows_the_newest_and_its_history_all_versions(as_user, made, xml):
    send(made.enumerator, xml, {"a.jpg": photo()})
    send(made.enumerator, edit(later(xml), "uuid:dua", "uuid:satu"))
    intake.read_waiting(at=NOW)
    client, visit = as_user(made.officer), Visit.objects.get(instance_id="uuid:dua")
    first, second = row("uuid:satu"), row("uuid:dua")
    assert f"/kiriman/{second.pk}/" in client.get(f"/kunjungan/{visit.pk}/").content.decode()
    text = client.get(f"/kiriman/{second.pk}/").content.decode()
    assert "11 Maret 2020" in text
    assert "12 Maret 2020" in text  # what it was before
    assert f"/kiriman/{first.pk}/" in text
    assert client.get(f"/kiriman/{first.pk}/").status_code == 200
    parcel = zipfile.ZipFile(io.BytesIO(client.get(f"/kiriman/{second.pk}/berkas.zip").content))
    assert sorted(parcel.namelist()) == ["a.jpg", "submission.xml"]
    assert b"uuid:dua" in parcel.read("submission.xml")
