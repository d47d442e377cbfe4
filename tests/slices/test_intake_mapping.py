"""Lists with headings of their own: a person says once what the columns hold, and the next file is read by itself."""

import json
from datetime import timedelta

import pytest

from naikkelas import vault
from naikkelas.instruments import headings
from naikkelas.intake import actions as intake
from naikkelas.intake import queries
from naikkelas.intake.models import Delivery, SavedMapping
from naikkelas.kit.problems import Refused
from naikkelas.registry.models import Cooperative, Enterprise
from naikkelas.trail import queries as trail
from tests.conftest import NOW
from tests.factories import person
from tests.samples.registry_files import TO_MAP
from tests.unit.instruments.books import book

pytestmark = pytest.mark.django_db
NIK = "9901010102800001"
HEAD = [
    ["No", "Merk Dagang Usaha", "Yang Punya", "Identitas", "Lokasi", None],
    [None, None, None, None, "Pekon", "Kec."],
]
MEANT = {1: "name", 2: "owner_name", 3: "person_nik", 4: "village", 5: "district"}


@pytest.fixture
def officer():
    return person("regency")


def listed(*names: str) -> bytes:
    rows = [
        [str(n), name, f"Pemilik {name}", f"'{int(NIK) + n}", "Kalianda", "Kalianda"]
        for n, name in enumerate(names)
    ]
    return book({"Petunjuk": [["Isi di lembar sebelah"]], "Data": [["DATA UMKM"], *HEAD, *rows]})


def received(content: bytes, by, filename: str = "daftar.xlsx", layout: str = "") -> Delivery:
    delivery = intake.receive_spreadsheet(filename=filename, content=content, by=by, at=NOW, layout=layout)
    return intake.look(delivery=delivery, by=by, at=NOW)


def mapped(
    delivery: Delivery, by, *, name: str = "Daftar pasar", fields=MEANT, record: str = "enterprise"
) -> Delivery:
    delivery = intake.use_mapping(
        delivery=delivery, name=name, record=record, sheet="Data", header_rows=2, headings=headings.joined(HEAD),
        fields=fields, by=by, at=NOW,
    )  # fmt: skip
    return intake.look(delivery=delivery, by=by, at=NOW)


@pytest.mark.parametrize("name", TO_MAP)
def test_a_list_with_unknown_headings_waits_for_a_person_with_the_reason(officer, name):
    content, code = TO_MAP[name]
    delivery = received(content, officer, name)
    assert (delivery.state, delivery.reason) == ("mapping", code)
    assert delivery.summary["id"] != delivery.summary["en"]
    assert queries.surveyed(delivery)["sheets"][0]["rows"] == 2
    assert Enterprise.objects.count() == 0


def test_a_mapping_reads_the_file_and_is_found_again_by_its_headings(officer):
    first = received(listed("Keripik", "Kopi"), officer)
    assert first.state == "mapping"
    first = mapped(first, officer)
    saved = SavedMapping.objects.get()
    assert (first.state, first.instrument, first.summary["good"]) == ("looked", f"mapping:{saved.pk}", 2)
    assert first.summary["mapping"] == {"id": saved.pk, "name": "Daftar pasar"}
    intake.confirm(delivery=first, by=officer, at=NOW)
    intake.apply(delivery=queries.delivery(first.pk), by=officer, at=NOW)
    assert sorted(Enterprise.objects.values_list("name", flat=True)) == ["Keripik", "Kopi"]
    again = received(listed("Keripik", "Kopi", "Tapis"), officer, "bulan depan.xlsx")
    assert (again.state, again.instrument) == ("looked", f"mapping:{saved.pk}")
    assert again.summary["foreseen"] == {"new": 1, "changed": 0, "same": 2, "doubtful": 0, "noted": 0}
    assert trail.of("mapping", saved.pk).get(action="mapping.saved").actor_id == officer.pk


def test_the_problem_of_a_mapped_file_names_the_senders_own_heading(officer):
    delivery = mapped(received(listed("Keripik", ""), officer), officer)
    assert delivery.summary["errors"][0]["header"] == "Merk Dagang Usaha"
    assert delivery.summary["bad"] == 1


@pytest.mark.parametrize(
    ("fields", "record"),
    [
        ({1: "name"}, "enterprise"),
        ({1: "name", 2: "owner_name", 3: "name"}, "enterprise"),
        ({1: "chair"}, "cooperative"),
        ({1: "name", 2: "legal_no"}, "enterprise"),
        (MEANT, "village"),
    ],
)
def test_an_incomplete_or_double_mapping_is_refused_and_nothing_is_saved(officer, fields, record):
    delivery = received(listed("Keripik"), officer)
    with pytest.raises(Refused) as caught:
        mapped(delivery, officer, fields=fields, record=record)
    assert caught.value.kind.code == "mapping.incomplete"
    assert SavedMapping.objects.count() == 0
    assert Delivery.objects.get().state == "mapping"


def test_a_province_must_say_where_a_record_lies_a_kabupaten_need_not():
    for role, area, code in (("province", "18", "mapping.incomplete"), ("regency", "18.01", "")):
        by = person(role, area)
        delivery = received(listed("Keripik"), by)
        if code:
            with pytest.raises(Refused) as caught:
                mapped(delivery, by, fields={1: "name", 2: "owner_name"})
            assert caught.value.kind.code == code
        else:
            assert mapped(delivery, by, fields={1: "name", 2: "owner_name"}).summary["good"] == 1


def test_a_name_is_used_once_a_mapping_is_renamed_and_deleted(officer):
    mapped(received(listed("Keripik"), officer), officer)
    saved = SavedMapping.objects.get()
    other = received(b"Apa;Siapa;Mana\nKopi;Budi;Kalianda\n", officer, "lain.csv")
    with pytest.raises(Refused) as caught:
        intake.use_mapping(
            delivery=other, name="Daftar pasar", record="enterprise", sheet="", header_rows=1,
            headings=["Apa", "Siapa", "Mana"], fields={0: "name", 1: "owner_name", 2: "district"}, by=officer, at=NOW,
        )  # fmt: skip
    assert caught.value.kind.code == "mapping.name_taken"
    intake.rename_mapping(mapping=saved, name="  Pasar   Kalianda ", by=officer, at=NOW)
    assert SavedMapping.objects.get().name == "Pasar Kalianda"
    intake.delete_mapping(mapping=saved, by=officer, at=NOW)
    assert received(listed("Tapis"), officer).state == "mapping"


def test_a_mapping_of_a_known_list_may_be_changed_before_the_decision(officer):
    delivery = mapped(received(listed("Keripik"), officer), officer)
    delivery = intake.ask_mapping(delivery=delivery, by=officer, at=NOW)
    delivery = intake.look(delivery=delivery, by=officer, at=NOW)
    assert (delivery.state, delivery.reason, delivery.total) == ("mapping", "delivery.mapping_asked", 0)
    delivery = mapped(delivery, officer, fields={**MEANT, 3: ""})
    assert delivery.state == "looked"
    assert SavedMapping.objects.count() == 1
    assert "person_nik" not in [field for _, field in delivery.summary["columns"]]


def test_another_areas_mapping_is_not_used_and_the_provinces_is(officer):
    province = person("province")
    mapped(received(listed("Keripik"), person("regency", "18.02")), person("regency", "18.02"))
    assert received(listed("Kopi"), officer).state == "mapping"
    mapped(received(listed("Keripik"), province), province)
    assert received(listed("Kopi"), officer).state == "looked"


def test_a_hidden_sheet_is_passed_over_by_name_unless_it_is_chosen(officer):
    rows = [*HEAD, ["1", "Rahasia", "Siti", "", "Kalianda", "Kalianda"]]
    content = book({"Depan": [["Judul", "Lain"], ["a", "b"]], "Data": rows}, hidden=["Data"])
    delivery = received(content, officer)
    assert [s["hidden"] for s in queries.surveyed(delivery)["sheets"]] == [False, True]
    delivery = mapped(delivery, officer)
    assert (delivery.state, delivery.summary["sheet"], delivery.summary["good"]) == ("looked", "Data", 1)


def test_cooperatives_are_mapped_too(officer):
    content = b"Lembaga;Tgl Akta;Badan Hukum Nomor;Kecamatan\nMaju Jaya;12/03/2001;BH/1;Kalianda\n"
    delivery = received(content, officer, "lembaga.csv")
    delivery = intake.use_mapping(
        delivery=delivery, name="Lembaga", record="cooperative", sheet="", header_rows=1,
        headings=["Lembaga", "Tgl Akta", "Badan Hukum Nomor", "Kecamatan"],
        fields={0: "name", 1: "legal_on", 2: "legal_no", 3: "district"}, by=officer, at=NOW,
    )  # fmt: skip
    delivery = intake.look(delivery=delivery, by=officer, at=NOW)
    intake.confirm(delivery=delivery, by=officer, at=NOW, whole=True)
    intake.apply(delivery=queries.delivery(delivery.pk), by=officer, at=NOW)
    assert Cooperative.objects.get().legal_on.isoformat() == "2001-03-12"


def test_what_is_kept_of_an_unmapped_file_holds_no_number_of_a_person_in_plain(officer):
    delivery = received(listed("Keripik"), officer)
    assert NIK not in json.dumps(Delivery.objects.get().summary)
    path = vault.current().blobs.path(delivery.summary["survey"])
    assert NIK.encode() not in path.read_bytes()


def test_a_row_of_data_taken_for_the_heading_keeps_no_number(officer):
    delivery = received(listed("Keripik"), officer)
    row = ["0", "Keripik", "Siti", NIK, "Kalianda", "Kalianda"]
    intake.use_mapping(
        delivery=delivery, name="Salah", record="enterprise", sheet="Data", header_rows=1,
        headings=headings.joined([row]), fields=MEANT, by=officer, at=NOW + timedelta(days=1),
    )  # fmt: skip
    assert NIK not in json.dumps(SavedMapping.objects.get().columns)
