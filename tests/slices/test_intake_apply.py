"""Applying a registry spreadsheet: rows become records, a second import renews them, nothing is doubled."""

from datetime import date, timedelta

import pytest

from naikkelas import vault
from naikkelas.kit.text import folded
from naikkelas.registry.models import (
    ActivityVerdict,
    ClassChange,
    Cooperative,
    CooperativeYear,
    Enterprise,
    EnterpriseYear,
    Person,
)
from naikkelas.rules import cooperative_activity, size_class
from tests.conftest import NOW
from tests.factories import person
from tests.factories.registry import bring_in, cooperative_row, enterprise_row, table

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)
KALIANDA = "18.01.06.1007"


@pytest.fixture
def officer():
    return person("regency")


def sent(rows, by, at=NOW, layout="umkm_baku") -> dict[str, int]:
    return bring_in(table(layout, rows), by=by, at=at).summary["applied"]


def test_a_row_becomes_enterprise_owner_and_year(officer):
    row = enterprise_row(
        nib="9120001234567", phone="0812 3456 7890", sex="P", born_on="1980-02-15", founded_on="2012-05-01",
        capital_idr="25.000.000", workers_male="2", workers_female="3", market="Ekspor", kbli="10794",
    )  # fmt: skip
    assert sent([row], officer) == {"new": 1, "changed": 0, "same": 0}
    made = Enterprise.objects.get()
    assert (made.name, made.nib, made.sector, made.market, made.kbli) == (
        row["name"], "9120001234567", "culinary", "export", "10794"
    )  # fmt: skip
    assert (made.area_id, made.founded_on, made.workers) == (KALIANDA, date(2012, 5, 1), 5)
    assert made.source.endswith("/2")
    assert made.updated_at == NOW
    assert (made.owner.name, made.owner.phone, made.owner.sex, made.owner.born_year) == (
        row["owner_name"], "+6281234567890", "f", 1980
    )  # fmt: skip
    year = made.years.get()
    assert (year.year, year.annual_sales_idr, year.capital_idr) == (2019, 120_000_000, 25_000_000)
    assert (year.workers_male, year.workers_female, year.recorded_at) == (2, 3, NOW)


@pytest.mark.parametrize(("sales", "expected"), [("300000000", "micro"), ("300000001", "small")])
def test_the_class_is_stored_with_rule_set_hash_inputs_and_reason(officer, sales, expected):
    sent([enterprise_row(annual_sales_idr=sales)], officer)
    made = Enterprise.objects.get()
    judged = made.years.get()
    in_force = size_class.in_force(date(2019, 12, 31))
    assert (judged.size_class, judged.rule_set, judged.rule_hash) == (
        expected, "uu_20_2008", in_force.head.hash
    )  # fmt: skip
    assert (judged.class_reason, judged.judged_as_of) == ("annual_sales_idr", date(2019, 12, 31))
    assert (made.size_class, made.facts_year, made.annual_sales_idr) == (expected, 2019, int(sales))


def test_a_second_year_gives_a_change_of_class_and_keeps_the_first(officer):
    row = enterprise_row(year="2018", annual_sales_idr="200000000")
    sent([row], officer)
    assert ClassChange.objects.count() == 0
    counts = sent([row | {"year": "2019", "annual_sales_idr": "900000000"}], officer, LATER)
    assert counts == {"new": 0, "changed": 1, "same": 0}
    change = ClassChange.objects.get()
    assert (change.from_year, change.to_year, change.direction) == (2018, 2019, "up")
    assert (change.from_class, change.to_class, change.rule_set) == ("micro", "small", "uu_20_2008")
    standing = EnterpriseYear.objects.filter(superseded_at=None).order_by("year")
    assert [(y.year, y.size_class) for y in standing] == [(2018, "micro"), (2019, "small")]
    assert Enterprise.objects.get().size_class == "small"


def test_a_list_about_an_older_year_adds_that_year_and_leaves_the_rest(officer):
    row = enterprise_row(year="2019", annual_sales_idr="900000000")
    sent([row], officer)
    older = row | {"year": "2018", "annual_sales_idr": "200000000", "product": "Nama lama"}
    assert sent([older], officer, LATER) == {"new": 0, "changed": 1, "same": 0}
    made = Enterprise.objects.get()
    assert (made.size_class, made.facts_year, made.product, made.updated_at) == ("small", 2019, "", NOW)
    assert ClassChange.objects.get().direction == "up"


def test_a_correction_supersedes_the_year_and_is_kept_beside_it(officer):
    row = enterprise_row(annual_sales_idr="200000000")
    sent([row], officer)
    sent([row | {"annual_sales_idr": "400000000"}], officer, LATER)
    former, standing = EnterpriseYear.objects.order_by("id")
    assert (former.annual_sales_idr, former.superseded_at) == (200_000_000, LATER)
    assert (standing.annual_sales_idr, standing.superseded_at, standing.size_class) == (
        400_000_000,
        None,
        "small",
    )


def test_unchanged_rows_count_as_same_and_stay_as_they_are(officer):
    rows = [enterprise_row(), enterprise_row(), enterprise_row()]
    sent(rows, officer)
    rows[1] = rows[1] | {"address": "Jl. Baru 1"}
    assert sent(rows, officer, LATER) == {"new": 0, "changed": 1, "same": 2}
    stamps = {e.name: e.updated_at for e in Enterprise.objects.all()}
    assert stamps == {rows[0]["name"]: NOW, rows[1]["name"]: LATER, rows[2]["name"]: NOW}
    assert (Enterprise.objects.count(), Person.objects.count(), EnterpriseYear.objects.count()) == (3, 3, 3)


def test_a_row_without_nik_does_not_wipe_out_the_known_one(officer):
    row = enterprise_row(tax_id="09.254.294.3-407.000")
    sent([row], officer)
    before = Person.objects.get()
    sent([row | {"person_nik": "", "tax_id": "", "owner_name": "Nama Baru"}], officer, LATER)
    after = Person.objects.get()
    assert after.name == "Nama Baru"
    assert (after.nik_index, bytes(after.nik_sealed)) == (before.nik_index, bytes(before.nik_sealed))
    assert vault.current().seal.open(after.tax_id_sealed) == "09.254.294.3-407.000"


def test_a_number_that_comes_later_is_taken_up(officer):
    row = enterprise_row(person_nik="")
    sent([row], officer)
    assert Person.objects.get().nik_sealed is None
    sent([row | {"person_nik": "9901011502801777", "tax_id": "09.254.294.3-407.000"}], officer, LATER)
    held, seal = Person.objects.get(), vault.current().seal
    assert seal.open(held.nik_sealed) == "9901011502801777"
    assert held.nik_index == seal.index("9901011502801777")
    assert seal.open(held.tax_id_sealed) == "09.254.294.3-407.000"


# ── by which number a row is recognised ──

NIK = "9901011502801888"


@pytest.mark.parametrize(
    ("held", "again"),
    [
        ({"nib": "9120001234567"}, {"nib": "9120001234567", "name": "Nama Lain", "registration_no": "", "person_nik": ""}),
        ({"person_nik": NIK}, {"person_nik": "9901 0115 0280 1888", "registration_no": "X-9", "village": ""}),
        ({"registration_no": "LS-77"}, {"registration_no": "LS-77", "name": "Nama Lain", "person_nik": ""}),
        ({"registration_no": "", "person_nik": ""}, {"registration_no": "", "person_nik": "", "address": "Jl. Lain"}),
    ],
    ids=["nib", "nik and name", "registration number", "name, owner and place"],
)  # fmt: skip
def test_a_row_is_recognised(officer, held, again):
    row = enterprise_row() | held
    sent([row], officer)
    assert sent([row | again], officer, LATER)["new"] == 0
    assert Enterprise.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Usaha Kedua", "registration_no": ""},  # one person may own two enterprises
        {"person_nik": "", "registration_no": "", "owner_name": "Orang Lain"},
        {"person_nik": "", "registration_no": "", "village": "", "district": "Natar"},
    ],
)
def test_another_enterprise_is_not_taken_for_a_known_one(officer, other):
    row = enterprise_row(person_nik=NIK, registration_no="")
    sent([row], officer)
    assert sent([row | other], officer, LATER) == {"new": 1, "changed": 0, "same": 0}


def test_the_same_registration_number_of_another_office_is_another_enterprise():
    province = person("province")
    row = enterprise_row("18.01", registration_no="001", person_nik="")
    sent([row], province)
    other = enterprise_row("18.72", registration_no="001", person_nik="")
    assert sent([other], province, LATER)["new"] == 1


def test_a_number_that_two_records_share_recognises_neither(officer):
    twins = [enterprise_row(registration_no="001"), enterprise_row(registration_no="001")]
    sent(twins, officer)
    assert Enterprise.objects.count() == 2
    newcomer = enterprise_row(registration_no="001")
    assert sent([newcomer], officer, LATER) == {"new": 1, "changed": 0, "same": 0}
    assert sent(twins, officer, LATER) == {"new": 0, "changed": 0, "same": 2}


# ── cooperatives ──


def test_a_cooperative_has_an_official_and_a_computed_status_with_its_verdict(officer):
    row = cooperative_row(
        official_status="Tidak Aktif", official_decree="SK/12/2019", official_on="2019-06-30", legal_on="2001-04-05",
        volume_idr="1.500.000.000", surplus_idr="-2.000.000", cooperative_nik="1801010010001",
    )  # fmt: skip
    assert sent([row], officer, layout="koperasi_baku") == {"new": 1, "changed": 0, "same": 0}
    made = Cooperative.objects.get()
    assert (made.official_status, made.official_decree, made.official_on) == (
        "inactive",
        "SK/12/2019",
        date(2019, 6, 30),
    )
    assert (made.computed_status, made.last_rat_year, made.members) == ("active_rat", 2019, 55)
    verdict = ActivityVerdict.objects.get()
    rules = cooperative_activity.rule_sets()[verdict.rule_set]
    assert (verdict.status, verdict.reason, verdict.as_of) == ("active_rat", "rat_held", NOW.date())
    assert verdict.rule_hash == rules.head.hash
    assert verdict.inputs["rat_years"] == [2019]
    assert verdict.inputs["founded_on"] == "2001-04-05"
    year = CooperativeYear.objects.get()
    assert (year.book_year, year.volume_idr, year.surplus_idr) == (2019, 1_500_000_000, -2_000_000)


def test_a_cooperative_that_comes_again_is_renewed_by_number_or_name(officer):
    numbered, named = cooperative_row(cooperative_nik="1801010010001"), cooperative_row(legal_no="")
    sent([numbered, named], officer, layout="koperasi_baku")
    again = [numbered | {"name": "Nama Baru", "legal_no": ""}, named | {"members_male": "99"}]
    assert sent(again, officer, LATER, "koperasi_baku") == {"new": 0, "changed": 2, "same": 0}
    assert sent(again, officer, LATER, "koperasi_baku") == {"new": 0, "changed": 0, "same": 2}
    assert set(Cooperative.objects.values_list("name", "members")) == {
        ("Nama Baru", 55),
        (named["name"], 124),
    }
    assert CooperativeYear.objects.filter(superseded_at=None).count() == 2
    assert CooperativeYear.objects.exclude(superseded_at=None).count() == 1
    assert Cooperative.objects.get(name="Nama Baru").name_key == folded("Nama Baru")
