"""A spreadsheet that came in: kept once, looked at, nothing of the registry changed before anybody decided."""

import pytest

from naikkelas import vault
from naikkelas.intake import actions as intake
from naikkelas.intake import queries
from naikkelas.intake.models import Delivery
from naikkelas.kit.problems import Refused
from naikkelas.registry.models import Enterprise
from naikkelas.trail import queries as trail
from tests.conftest import NOW
from tests.factories import enterprise, person
from tests.factories.registry import cooperative_row, enterprise_row, table
from tests.unit.instruments import books

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return person("regency")


def received(content: bytes, by, filename: str = "uji.csv", layout: str = "") -> Delivery:
    return intake.receive_spreadsheet(filename=filename, content=content, by=by, at=NOW, layout=layout)


def looked(content: bytes, by, filename: str = "uji.csv", layout: str = "") -> Delivery:
    return intake.look(delivery=received(content, by, filename, layout), by=by, at=NOW)


def test_counts_say_what_applying_would_do(officer):
    known = enterprise(officer)
    rows = [
        enterprise_row(registration_no=known.registration_no, name=known.name),
        enterprise_row(),
        enterprise_row(),
        enterprise_row(annual_sales_idr="banyak"),
    ]
    delivery = looked(table("umkm_baku", rows), officer)
    counts = {name: delivery.summary[name] for name in ("rows", "good", "bad", "new", "known")}
    assert counts == {"rows": 4, "good": 3, "bad": 1, "new": 2, "known": 1}
    assert (delivery.state, delivery.instrument, delivery.total) == ("looked", "umkm_baku", 3)
    assert Enterprise.objects.count() == 1


def test_a_problem_names_file_sheet_row_column_and_remedy(officer):
    content = books.book(
        {"Keterangan": [["Daftar UMKM 2019"]], "Rekap": [books.DINAS, [], [*books.GOOD[:3], "Kalinada"]]}
    )
    delivery = looked(content, officer, "Rekap Kalianda.xlsx")
    assert queries.told_problems(delivery, "id") == [
        "Rekap Kalianda.xlsx, Rekap, 3, Kec: Kecamatan “Kalinada” tidak ada di kabupaten/kota itu. "
        "Periksa ejaan atau kabupatennya."
    ]
    assert queries.told_problems(delivery, "en") == [
        "Rekap Kalianda.xlsx, Rekap, 3, Kec: Kecamatan “Kalinada” is not in that kabupaten/kota. "
        "Check the spelling or the kabupaten."
    ]


def test_warnings_let_a_row_in_and_are_grouped_by_column(officer):
    rows = [enterprise_row(nib="12"), enterprise_row(nib="345"), enterprise_row(village="Antah Berantah")]
    delivery = looked(table("umkm_baku", rows), officer)
    told = {(g["header"], g["code"]): (g["count"], g["rows"]) for g in delivery.summary["warnings"]}
    assert told == {("NIB", "cell.nib"): (2, [2, 3]), ("Desa/Kelurahan", "cell.village"): (1, [4])}
    assert (delivery.summary["good"], delivery.summary["bad"]) == (3, 0)


def test_likely_duplicates_are_counted_by_nik_and_by_phone_with_owner(officer):
    twin = {"person_nik": "9901011502809001"}
    rows = [
        enterprise_row(**twin),
        enterprise_row(**twin),
        enterprise_row(phone="0812 3456 7890", owner_name="Siti Aminah"),
        enterprise_row(phone="+6281234567890", owner_name="SITI  AMINAH"),
        enterprise_row(phone="0812 3456 7890", owner_name="Orang Lain"),
    ]
    delivery = looked(table("umkm_baku", rows), officer)
    assert delivery.summary["doubles"] == {"same_person": 1, "same_phone_and_owner": 1}


def test_rows_outside_the_officers_area_are_refused_one_by_one(officer):
    rows = [enterprise_row("18.01"), enterprise_row("18.72"), enterprise_row("18.02")]
    delivery = looked(table("umkm_baku", rows), officer)
    assert (delivery.summary["good"], delivery.summary["bad"]) == (1, 2)
    assert [(r.row, [p["code"] for p in r.problems]) for r in queries.rejected_rows(delivery)] == [
        (3, ["row.foreign_area"]),
        (4, ["row.foreign_area"]),
    ]
    assert "Kota Metro, di luar wilayah tugas Anda" in queries.told_problems(delivery, "id")[0]


def test_the_province_may_send_rows_of_all_its_areas(officer):
    rows = [enterprise_row("18.01"), enterprise_row("18.72"), enterprise_row("18.02")]
    assert looked(table("umkm_baku", rows), person("province")).summary["good"] == 3


def test_the_same_file_twice_is_one_blob(officer):
    content = table("umkm_baku", [enterprise_row()])
    first, second = received(content, officer, "a.csv"), received(content, officer, "b.csv")
    kept = list(vault.current().blobs.all())
    assert first.sha256 == second.sha256
    assert kept.count(first.sha256) == 1
    assert vault.current().blobs.get(first.sha256) == content


def test_looking_again_after_it_was_done_changes_nothing(officer):
    """The task may run twice: once it was broken off, once it was taken up."""
    stale = received(table("umkm_baku", [enterprise_row(), enterprise_row(year="tak tahu")]), officer)
    delivery = intake.look(delivery=queries.delivery(stale.pk), by=officer, at=NOW)
    intake.confirm(delivery=delivery, by=officer, at=NOW)
    intake.look(delivery=stale, by=officer, at=NOW)
    assert Delivery.objects.get(pk=delivery.pk).state == "applying"
    assert queries.rejected_rows(delivery).count() == 1


def test_looking_that_was_broken_off_begins_anew(officer):
    delivery = received(table("umkm_baku", [enterprise_row(), enterprise_row(year="tak tahu")]), officer)
    Delivery.objects.filter(pk=delivery.pk).update(state="looking")
    delivery = intake.look(delivery=queries.delivery(delivery.pk), by=officer, at=NOW)
    assert (delivery.state, delivery.total, queries.rejected_rows(delivery).count()) == ("looked", 1, 1)


def test_the_layout_may_be_told_and_an_unknown_one_is_refused(officer):
    content = table("koperasi_baku", [cooperative_row()])
    assert looked(content, officer, layout="koperasi_baku").instrument == "koperasi_baku"
    wrong = looked(content, officer, layout="umkm_baku")
    assert (wrong.state, wrong.reason) == ("mapping", "file.missing_columns")
    with pytest.raises(Refused) as caught:
        received(content, officer, layout="x" * 200)
    assert caught.value.kind.code == "delivery.unknown_layout"
    assert "umkm_baku" in caught.value.text("id")


def test_a_fault_of_ours_ends_as_refused_with_a_number_to_tell(officer, monkeypatch, caplog):
    """A reader that fails must not leave the page saying 'being read' for ever."""
    from naikkelas.instruments import spreadsheet

    monkeypatch.setattr(spreadsheet, "read", books.book)  # in the child: a call with the wrong arguments
    delivery = looked(table("umkm_baku", [enterprise_row()]), officer)
    assert (delivery.state, delivery.reason) == ("refused", "delivery.our_fault")
    assert f"nomor kiriman {delivery.pk} " in delivery.summary["id"]
    assert "TypeError" in caplog.text


def test_each_step_is_in_the_trail(officer):
    delivery = looked(table("umkm_baku", [enterprise_row(), enterprise_row(name="")]), officer)
    intake.discard(delivery=delivery, by=officer, at=NOW)
    events = list(trail.of("delivery", delivery.pk).order_by("id"))
    assert [e.action for e in events] == ["delivery.received", "delivery.looked", "delivery.discarded"]
    assert events[1].details == {"good": 1, "bad": 1}
    assert {(e.actor_id, e.area_code) for e in events} == {(officer.pk, "18.01")}


def test_facts_of_a_year_without_a_known_law_are_given_back(officer):
    """They could be judged by no rule set: an import that took them in would break off at them for ever."""
    delivery = looked(table("umkm_baku", [enterprise_row(year="2008"), enterprise_row(year="2007")]), officer)
    assert (delivery.summary["good"], delivery.summary["bad"]) == (1, 1)
    assert "(2008–2020)" in queries.told_problems(delivery, "id")[0]
