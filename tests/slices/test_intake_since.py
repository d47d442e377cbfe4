"""What changed since the last file: only of the kecamatan that a file speaks of, each against the last that spoke of it."""

from datetime import timedelta

import pytest

from naikkelas.intake import actions as intake
from naikkelas.intake import queries
from tests.conftest import NOW
from tests.factories import person
from tests.factories.registry import bring_in, cooperative_row, enterprise_row, table
from tests.unit.instruments.books import book

pytestmark = pytest.mark.django_db
NATAR = {"district": "Natar", "village": "Natar"}


@pytest.fixture
def officer():
    return person("regency")


def day(number: int):
    return NOW + timedelta(days=number)


def looked(content: bytes, by, on: int = 90, filename: str = "uji.csv"):
    delivery = intake.receive_spreadsheet(filename=filename, content=content, by=by, at=day(on))
    return intake.look(delivery=delivery, by=by, at=day(on))


def counts(delivery) -> dict[str, int]:
    told = delivery.summary["since"]
    return {k: told[k] for k in ("new", "changed", "same", "missing", "outside", "to_mend") if told[k]}


def test_a_list_of_one_kecamatan_does_not_miss_the_others(officer):
    kalianda, natar = (
        [enterprise_row() for _ in range(3)],
        [enterprise_row(**NATAR) for _ in range(4)],
    )
    whole = bring_in(table("umkm_baku", kalianda + natar), by=officer, filename="sekabupaten.csv")
    part = looked(table("umkm_baku", [kalianda[0], kalianda[1] | {"product": "Dodol"}]), officer)
    assert counts(part) == {"same": 1, "changed": 1, "missing": 1, "outside": 4}
    assert part.summary["since"]["deliveries"] == [whole.pk]
    told = queries.since(part)["missing"]
    assert [(m["name"], m["row"], m["delivery"]) for m in told] == [(kalianda[2]["name"], 4, whole.pk)]


def test_each_kecamatan_is_compared_with_the_last_list_that_spoke_of_it(officer):
    kalianda, natar = (
        [enterprise_row() for _ in range(3)],
        [enterprise_row(**NATAR) for _ in range(2)],
    )
    bring_in(table("umkm_baku", kalianda[:1]), by=officer, at=day(1), filename="kalianda lama.csv")
    second = bring_in(table("umkm_baku", kalianda), by=officer, at=day(2), filename="kalianda.csv")
    third = bring_in(table("umkm_baku", natar), by=officer, at=day(3), filename="natar.csv")
    assert "since" not in third.summary  # nobody had spoken of Natar before
    again = looked(table("umkm_baku", kalianda[:2]), officer)
    assert (counts(again), again.summary["since"]["deliveries"]) == ({"same": 2, "missing": 1}, [second.pk])
    whole = looked(table("umkm_baku", [*kalianda[:2], natar[1], enterprise_row()]), officer)
    assert whole.summary["since"]["deliveries"] == [third.pk, second.pk]
    assert counts(whole) == {"same": 3, "missing": 2, "new": 1}
    assert sorted((m["delivery"], m["row"]) for m in queries.since(whole)["missing"]) == [
        (second.pk, 4),
        (third.pk, 2),
    ]


def test_a_record_that_moved_to_another_kecamatan_is_changed_and_not_missing(officer):
    rows = [enterprise_row(), enterprise_row(**NATAR)]
    bring_in(table("umkm_baku", rows), by=officer)
    moved = looked(table("umkm_baku", [rows[0] | NATAR]), officer)
    assert counts(moved) == {"changed": 1, "missing": 1}
    assert queries.since(moved)["changed"][0]["fields"][0][0] == "area_code"


def test_a_row_that_is_to_be_mended_is_not_missing(officer):
    rows = [cooperative_row(), cooperative_row(), cooperative_row()]
    bring_in(table("koperasi_baku", rows), by=officer)
    now = looked(table("koperasi_baku", [rows[0], rows[1] | {"assets_idr": "banyak"}]), officer)
    assert counts(now) == {"same": 1, "missing": 1, "to_mend": 1}
    assert [m["name"] for m in queries.since(now)["missing"]] == [rows[2]["name"]]


def test_the_same_mapping_is_compared_with_itself_and_a_list_taken_back_does_not_count(officer):
    def listed(*names: str) -> bytes:
        return book(
            {"Data": [["Merk Toko", "Yang Punya", "Kec."], *([n, f"Bu {n}", "Natar"] for n in names)]}
        )

    def mapped(content: bytes, on: int):
        delivery = intake.receive_spreadsheet(
            filename="a.xlsx", content=content, by=officer, at=day(on), layout="?"
        )
        intake.look(delivery=delivery, by=officer, at=day(on))
        intake.use_mapping(
            delivery=delivery, name="Pasar", record="enterprise", sheet="Data", header_rows=1,
            headings=["Merk Toko", "Yang Punya", "Kec."], fields={0: "name", 1: "owner_name", 2: "district"},
            by=officer, at=day(on),
        )  # fmt: skip
        return intake.look(delivery=queries.delivery(delivery.pk), by=officer, at=day(on))

    first = mapped(listed("Satu", "Dua"), 1)
    bring_in(table("umkm_baku", [enterprise_row(**NATAR)]), by=officer, at=day(2))
    intake.confirm(delivery=first, by=officer, at=day(3))
    applied = intake.apply(delivery=queries.delivery(first.pk), by=officer, at=day(3))
    second = looked(listed("Dua", "Tiga"), officer, filename="b.xlsx")
    assert second.summary["since"]["deliveries"] == [applied.pk]
    assert counts(second) == {"new": 1, "same": 1, "missing": 1}
    intake.undo(delivery=applied, by=officer, at=day(4))
    assert "since" not in looked(listed("Dua"), officer, filename="c.xlsx").summary


def test_the_page_says_which_files_it_compares_with_and_what_lies_elsewhere(as_user, officer):
    kalianda, natar = [enterprise_row(), enterprise_row()], [enterprise_row(**NATAR)]
    bring_in(table("umkm_baku", kalianda + natar), by=officer, filename="sekabupaten.csv")
    part = looked(table("umkm_baku", kalianda[:1]), officer)
    page = as_user(officer).get(f"/impor/{part.pk}/perubahan/").content.decode()
    assert "sekabupaten.csv" in page
    assert kalianda[1]["name"] in page
    assert natar[0]["name"] not in page
    assert part.summary["since"]["outside"] == 1
