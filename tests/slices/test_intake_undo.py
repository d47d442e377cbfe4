"""Taking a whole import back: the registry is as it was before, or nothing happens and the reason is told."""

from datetime import date, timedelta

import pytest
from django.db import connection

from naikkelas.intake import actions as intake
from naikkelas.intake.actions import spreadsheets
from naikkelas.kit.problems import Refused
from naikkelas.programmes import actions as programmes
from naikkelas.registry import actions as registry
from naikkelas.registry import queries
from naikkelas.registry.models import (
    ActivityVerdict,
    ClassChange,
    Cooperative,
    CooperativeYear,
    Credential,
    Enterprise,
    EnterpriseYear,
    Person,
)
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories import person, road
from tests.factories.registry import bring_in, cooperative_row, enterprise_row, table

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)
LAST = NOW + timedelta(days=60)
TABLES = (
    Person,
    Enterprise,
    Credential,
    EnterpriseYear,
    ClassChange,
    Cooperative,
    CooperativeYear,
    ActivityVerdict,
)


@pytest.fixture
def officer():
    return person("regency")


def dump() -> dict[str, list[tuple]]:
    """Every row of the registry as the database gives it. Changes of class are worked out anew: their number and
    moment say nothing."""
    held = {}
    for model in TABLES:
        columns = [f.column for f in model._meta.fields]
        if model is ClassChange:
            columns = [c for c in columns if c not in ("id", "recorded_at")]
        with connection.cursor() as cursor:
            listed = ", ".join(connection.ops.quote_name(c) for c in columns)
            cursor.execute(f"SELECT {listed} FROM {model._meta.db_table} ORDER BY 1, 2, 3")
            held[model.__name__] = [
                tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in cursor.fetchall()
            ]
    return held


def refused(delivery, by) -> Refused:
    before = dump()
    with pytest.raises(Refused) as caught:
        intake.undo(delivery=delivery, by=by, at=LAST)
    assert dump() == before
    assert caught.value.status == 409
    return caught.value


def test_new_and_renewed_enterprises_are_as_before_to_the_byte(officer, monkeypatch):
    monkeypatch.setattr(spreadsheets, "CHUNK_ROWS", 3)
    known = [
        enterprise_row(
            year="2018", phone="0812345678", tax_id="09.254.294.3-407.000", latitude="-5,72", longitude="105.59",
            founded_on="2012-05-01", capital_idr="1000000", workers_male="2",
        )
        for _ in range(4)
    ]  # fmt: skip
    bring_in(table("umkm_baku", known), by=officer)
    bring_in(table("umkm_baku", [known[0] | {"year": "2019", "annual_sales_idr": "900000000"}]), by=officer)
    before = dump()
    assert len(before["ClassChange"]) == 1
    rows = [
        known[0] | {"year": "2019", "annual_sales_idr": "100000000", "name": "Nama Baru", "person_nik": "9901011502804444"},
        known[1] | {"year": "2019", "owner_name": "Pemilik Baru", "phone": "", "village": "", "founded_on": ""},
        known[2] | {"annual_sales_idr": "777"},
        known[3],
        *(enterprise_row() for _ in range(4)),
    ]  # fmt: skip
    delivery = bring_in(table("umkm_baku", rows), by=officer, at=LATER)
    assert delivery.summary["applied"] == {"new": 4, "changed": 3, "same": 1}
    assert dump() != before
    after = intake.undo(delivery=delivery, by=officer, at=LAST)
    assert after.state == "undone"
    assert dump() == before


def test_new_and_renewed_cooperatives_are_as_before_to_the_byte(officer, monkeypatch):
    monkeypatch.setattr(spreadsheets, "CHUNK_ROWS", 2)
    known = [cooperative_row(legal_on="2001-04-05", volume_idr="5000000") for _ in range(3)]
    bring_in(table("koperasi_baku", known), by=officer)
    before = dump()
    rows = [
        known[0] | {"rat_held_on": "", "official_status": "Tidak Aktif"},
        known[1] | {"year": "2018", "rat_held_on": "2019-03-01", "name": "Nama Baru"},
        known[2],
        cooperative_row(),
    ]
    delivery = bring_in(table("koperasi_baku", rows), by=officer, at=LATER)
    assert delivery.summary["applied"] == {"new": 1, "changed": 2, "same": 1}
    assert intake.undo(delivery=delivery, by=officer, at=LAST).state == "undone"
    assert dump() == before


def test_searching_finds_the_former_words_again_and_the_taken_back_no_more(officer):
    row = enterprise_row(name="Keripik Nangka")
    bring_in(table("umkm_baku", [row]), by=officer)
    delivery = bring_in(
        table("umkm_baku", [row | {"name": "Dodol Durian"}, enterprise_row(name="Sirup Pala")]), by=officer
    )

    def found(text: str) -> int:
        return queries.search(queries.all_enterprises(), text).count()

    assert [found(t) for t in ("nangka", "durian", "pala")] == [0, 1, 1]
    intake.undo(delivery=delivery, by=officer, at=LATER)
    assert [found(t) for t in ("nangka", "durian", "pala")] == [1, 0, 0]


def test_what_was_taken_back_can_be_imported_again(officer):
    content = table("umkm_baku", [enterprise_row(), enterprise_row()])
    intake.undo(delivery=bring_in(content, by=officer), by=officer, at=NOW)
    assert bring_in(content, by=officer, at=LATER).summary["applied"] == {"new": 2, "changed": 0, "same": 0}


def test_an_import_that_changed_nothing_can_be_taken_back(officer):
    content = table("umkm_baku", [enterprise_row()])
    bring_in(content, by=officer)
    before = dump()
    again = bring_in(content, by=officer, at=LATER)
    assert again.summary["applied"]["same"] == 1
    intake.undo(delivery=again, by=officer, at=LAST)
    assert dump() == before


# ── what stands against it ──


def test_planned_visits_and_aid_stand_against_it():
    made = road()
    delivery = _delivery_of(made.enterprise)
    refusal = refused(delivery, made.officer)
    assert (refusal.kind.code, refusal.params["count"]) == ("delivery.in_use_aid", 1)
    assert "penerima bantuan" in refusal.text("id")
    assert "receive aid" in refusal.text("en")
    refusal = refused(_delivery_of(made.cooperative), made.officer)
    assert (refusal.kind.code, refusal.params["count"]) == ("delivery.in_use_visits", 1)


def test_aid_to_the_owner_alone_stands_against_it(officer):
    delivery = bring_in(table("umkm_baku", [enterprise_row()]), by=officer)
    province, owner = person("province"), Person.objects.get()
    programme = programmes.add_programme(
        type_id="startup_capital", name="Modal", year=2019, area="18", by=province, at=NOW
    )
    ceiling = programmes.set_ceiling(
        programme=programme, source="dak", year=2019, amount_idr=10, document_no="D-1", by=province, at=NOW
    )
    allocation = programmes.allocate(ceiling=ceiling, area="18.01", amount_idr=10, by=province, at=NOW)
    programmes.name_recipient(
        allocation=allocation, kind="person", name=owner.name, area="18.01", amount_idr=10, decree_no="1",
        decree_on=date(2019, 7, 1), person=owner, by=province, at=NOW,
    )  # fmt: skip
    assert refused(delivery, officer).kind.code == "delivery.in_use_aid"


@pytest.mark.parametrize("change", [{"address": "Jl. Lain"}, {"annual_sales_idr": "5000"}, {"year": "2018"}])
@pytest.mark.parametrize("first", ["created", "renewed"])
def test_a_later_import_stands_against_it_until_it_is_taken_back_itself(officer, first, change):
    row = enterprise_row()
    if first == "renewed":
        bring_in(table("umkm_baku", [row]), by=officer)
        row |= {"annual_sales_idr": "900000000", "address": "Jl. Baru"}
    before = dump()
    delivery = bring_in(table("umkm_baku", [row]), by=officer, at=LATER)
    newer = bring_in(table("umkm_baku", [row | change]), by=officer, at=LAST)
    assert newer.summary["applied"]["changed"] == 1
    refusal = refused(delivery, officer)
    assert (refusal.kind.code, refusal.params["count"]) == ("delivery.changed_since", 1)
    assert "impor yang lebih baru" in refusal.text("id")
    intake.undo(delivery=newer, by=officer, at=LAST)
    intake.undo(delivery=delivery, by=officer, at=LAST)
    assert dump() == before


def test_a_visits_facts_stand_against_it(officer):
    row = enterprise_row()
    bring_in(table("umkm_baku", [row]), by=officer)
    delivery = bring_in(table("umkm_baku", [row | {"address": "Jl. Baru"}]), by=officer, at=LATER)
    registry.record_year(
        enterprise=Enterprise.objects.get(),
        year=2019,
        facts={"annual_sales_idr": 1},
        source="visit/1",
        by=SYSTEM,
        at=LAST,
    )
    assert refused(delivery, officer).kind.code == "delivery.changed_since"


def test_a_visits_verdict_stands_against_it(officer):
    row = cooperative_row()
    bring_in(table("koperasi_baku", [row]), by=officer)
    delivery = bring_in(table("koperasi_baku", [row | {"address": "Jl. Baru"}]), by=officer, at=LATER)
    registry.judge_activity(
        cooperative=Cooperative.objects.get(),
        evidence_on=None,
        not_found=True,
        as_of=LAST.date(),
        by=SYSTEM,
        at=LAST,
    )
    assert refused(delivery, officer).kind.code == "delivery.changed_since"


def test_facts_of_before_the_import_do_not_stand_against_it(officer):
    row = enterprise_row(year="2018")
    bring_in(table("umkm_baku", [row]), by=officer)
    registry.record_year(
        enterprise=Enterprise.objects.get(),
        year=2017,
        facts={"annual_sales_idr": 1},
        source="visit/1",
        by=SYSTEM,
        at=NOW,
    )
    before = dump()
    delivery = bring_in(table("umkm_baku", [row | {"year": "2019"}]), by=officer, at=LATER)
    intake.undo(delivery=delivery, by=officer, at=LAST)
    assert dump() == before


def _delivery_of(record):
    from naikkelas.intake import queries as deliveries

    return deliveries.delivery(int(record.source[1:].partition("/")[0]))
