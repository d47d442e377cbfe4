"""LKjIP tables, the list of assets and the IATI file."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml import etree

from naikkelas.analytics import cache
from naikkelas.intake import actions as intake
from naikkelas.kit.periods import Quarter
from naikkelas.monev import actions as monev
from naikkelas.programmes import actions as programmes
from naikkelas.programmes.models import Disbursement
from naikkelas.reports import actions
from naikkelas.reports.models import Target
from naikkelas.reports.queries import iati
from tests.conftest import NOW
from tests.factories import filled, person, road, send
from tests.slices.test_programmes_money import refusal
from tests.slices.test_reports import bare, text_of
from tests.slices.test_reports_pp39 import cells
from tests.slices.test_reports_pp39 import made as market  # noqa: F401

pytestmark = pytest.mark.django_db
SCHEMA = Path(__file__).parents[1] / "samples/iati_2_03/iati-activities-schema.xsd"


def target(by, **changes):
    given = {
        "indicator": "budget_absorption", "area": "18", "horizon": "year", "year": 2019, "part": 8000, "whole": 10_000,
        "source_document": "Perjanjian Kinerja 2019",
    }  # fmt: skip
    return actions.set_target(**given | changes, by=by, at=NOW)


def lkjip(by, area="18"):
    cache.forget()
    return actions.issue(report="lkjip", area=area, period=Quarter(2019, 2), by=by, at=NOW)


def line(row, name):
    found = next(t for t in row.figures["tables"] if t["id"] == "performance")
    at = next(n for n, r in enumerate(found["rows"]) if r["cells"][0] == name)
    return cells(row, "performance", at)


def test_the_performance_report_compares_with_target_last_year_and_end_of_plan():
    by = road().province  # Rp 12 of 24 million are paid
    target(by)
    target(by, horizon="plan_end", year=2024, part=10_000, source_document="Renstra 2019-2024")
    row = lkjip(by)
    told = line(row, "Serapan anggaran")
    assert (row.number, row.figures["period"]["label"]) == ("lkjip-18-2019-01", "Tahun 2019")
    assert (told["Target"], told["Realisasi"], told["Dokumen target"]) == (
        "80,0%",
        "50,0%",
        "Perjanjian Kinerja 2019",
    )
    assert told["Capaian"] == [12_000_000 * 10_000, 8000 * 24_000_000]
    assert told["Predikat"] == "Rendah"
    assert told["Target akhir Renstra"] == "100,0% (2024)"
    assert told["Realisasi tahun lalu"] == "tidak ada data"


def test_an_indicator_without_a_target_says_so_and_has_no_achievement():
    row = lkjip(road().province)
    told = line(row, "Serapan anggaran")
    assert (told["Target"], told["Capaian"], told["Predikat"]) == ("belum ada target", None, None)
    assert bare("belum ada target") in bare(text_of(actions.document(row, "pdf")))


def test_a_target_that_was_changed_is_kept_and_no_longer_counts():
    by = person("province")
    first = target(by)
    target(by, part=9000)
    first.refresh_from_db()
    assert first.superseded_at == NOW
    assert [t.part for t in Target.objects.filter(superseded_at=None)] == [9000]


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"indicator": "x"}, "target.indicator"), ({"whole": None}, "target.kind"), ({"part": -1}, "target.value"),
     ({"source_document": " "}, "target.document")],
)  # fmt: skip
def test_a_target_that_says_nothing_is_refused(changes, code):
    refusal(code, target, person("province"), **changes)
    assert Target.objects.count() == 0


def assets(by, **changes):
    return actions.issue(
        **{"report": "assets", "area": "18.01", "period": Quarter(2019, 4), "by": by, "at": NOW} | changes
    )


def test_an_asset_is_worth_what_was_paid_and_the_states_until_granted(market):  # noqa: F811
    told = cells(assets(market.officer), "assets")
    assert (told["Aset"], told["Nilai (Rp)"], told["Fisik"]) == ("Pasar Uji", 500_000_000, [60, 100])
    assert (told["Status"], told["Serah terima"], told["Kondisi, kunjungan terakhir"]) == (
        "BMN, belum dihibahkan", None, None,
    )  # fmt: skip
    programmes.reach(
        recipient=market.market, stage="granted", reached_on=date(2020, 2, 20), remark="BAST 12/2020", by=market.province, at=NOW
    )  # fmt: skip
    later = cells(assets(market.officer, period=Quarter(2020, 1)), "assets")
    assert (later["Nilai (Rp)"], later["Status"]) == (600_000_000, "dihibahkan, menjadi BMD")
    assert later["Hibah: hari, dokumen"] == "20 Februari 2020, BAST 12/2020"
    assert later["Serah terima"] == "1 Februari 2020"


def test_the_condition_of_an_asset_is_that_of_its_last_visit(market):  # noqa: F811
    cycle = monev.add_cycle(
        name="Monev pasar", area="18", quarter=Quarter(2020, 1), opens_on=date(2020, 2, 10), due_workdays=60,
        monitored=[market.market.allocation.ceiling.programme], by=market.province, at=NOW,
    )  # fmt: skip
    monev.draw(cycle=cycle, cooperatives=0, enterprises=0, seed="uji", by=market.province, at=NOW)
    monev.publish(cycle=cycle, by=market.province, at=NOW)
    planned = cycle.areas.get(area_id="18.01").planned.get(instrument="market")
    monev.assign(visits=[planned], to=market.enumerator, by=market.officer, at=NOW)
    send(market.enumerator, filled(planned, condition="light"))
    intake.read_waiting(at=NOW)
    told = cells(assets(market.officer, at=NOW + timedelta(minutes=1)), "assets")
    assert told["Kondisi, kunjungan terakhir"].startswith("rusak ringan, ")


def test_a_building_that_was_withdrawn_or_never_chosen_is_no_fault_of_the_list(market):  # noqa: F811
    said = {"decree_no": "2", "decree_on": date(2019, 4, 1), "by": market.province, "at": NOW}
    gone, unknown = (
        programmes.name_recipient(
            allocation=market.allocation,
            kind="facility",
            name=name,
            area="18.01.06.2001",
            amount_idr=1_000_000,
            **said,
        )
        for name in ("Pasar Batal", "Pasar Baru")
    )
    programmes.withdraw_recipient(
        recipient=gone, document_no="2-P", decided_on=date(2019, 5, 1), reason="Lahan bersengketa", by=market.province, at=NOW
    )  # fmt: skip
    rows = [r["cells"] for r in assets(market.officer).figures["tables"][0]["rows"]]
    assert [row[1] for row in rows] == ["Pasar Uji", unknown.name, "Jumlah"]
    assert rows[1][2] is None


def _file(code="18"):
    return etree.fromstring(iati.activities_file(code, NOW))


def test_the_iati_file_passes_the_published_schema(market):  # noqa: F811
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    root = _file()
    assert schema.validate(root), schema.error_log
    assert root.get("version") == "2.03"
    assert len(root) == 2


def test_the_payments_of_the_iati_file_are_the_ledger(market):  # noqa: F811
    paid = _file().xpath("//transaction[transaction-type/@code='3']/value/text()")
    assert (
        sum(map(int, paid)) == sum(Disbursement.objects.values_list("amount_idr", flat=True)) == 612_000_000
    )
    budgets = _file().xpath("//budget/value/text()")
    assert sum(map(int, budgets)) == 1_900_000_000 + 24_000_000
    assert _file("18.01").xpath("//budget") == []  # the ceiling is of the province's whole programme


def test_no_person_stands_in_the_iati_file(market):  # noqa: F811
    told = iati.activities_file("18", NOW).decode()
    assert market.enterprise.owner.name not in told
    assert market.enterprise.name not in told
    assert "Pasar Uji" in told


def test_without_an_identifier_or_a_programme_there_is_no_iati_file(settings):
    refusal("iati.nothing", iati.activities_file, "18", NOW)
    settings.NAIKKELAS_IATI_ORG = ""
    refusal("iati.organisation", iati.activities_file, "18", NOW)
