"""A programme that is given once: who is named twice opens a finding, whether the registry knew or a merge shows it."""

from datetime import date

import pytest

from naikkelas.monev import actions as monev
from naikkelas.monev.models import Finding
from naikkelas.programmes import actions as programmes
from naikkelas.programmes import queries
from naikkelas.registry.models import Enterprise
from tests.conftest import NOW
from tests.factories.registry import bring_in, enterprise_row, table
from tests.factories.road import Road, road

pytestmark = pytest.mark.django_db
NIK = "9901011502801111"


def named_again(way: Road, row: dict, *, year: int = 2020) -> Enterprise:
    """A second grant of the same kind of programme, to an enterprise that another list brought."""
    bring_in(table("umkm_baku", [row]), by=way.officer, filename="b.csv")
    firm = Enterprise.objects.get(registration_no=row["registration_no"])
    programme = programmes.add_programme(
        type_id="startup_capital", name="Modal awal lanjutan", year=year, area="18", by=way.province, at=NOW
    )
    ceiling = programmes.set_ceiling(
        programme=programme, source="apbn_dekon", year=year, amount_idr=20_000_000, document_no="DIPA-2", by=way.province, at=NOW
    )  # fmt: skip
    allocation = programmes.allocate(
        ceiling=ceiling, area="18.01", amount_idr=20_000_000, by=way.province, at=NOW
    )
    programmes.name_recipient(
        allocation=allocation, kind="person", name=firm.owner.name, area=firm.area_id, amount_idr=11_000_000,
        decree_no="09/2020", decree_on=date(2020, 2, 1), person=firm.owner, enterprise=firm, by=way.province, at=NOW,
    )  # fmt: skip
    return firm


def test_two_grants_to_one_nik_open_one_finding_with_money_and_rule():
    way = road()
    way.enterprise.owner.nik_index = "x"
    way.enterprise.owner.save()
    firm = named_again(way, enterprise_row(registration_no="B1"))
    assert monev.open_double_aid(area="18", by=way.province, at=NOW) == 0
    firm.owner.nik_index = "x"
    firm.owner.save()
    assert monev.open_double_aid(area="18", by=way.province, at=NOW) == 1
    assert monev.open_double_aid(area="18", by=way.province, at=NOW) == 0
    finding = Finding.objects.get()
    assert (finding.recipient.decree_no, finding.amount_idr, finding.severity) == (
        "09/2020",
        11_000_000,
        "high",
    )
    assert finding.condition == (
        "Penerima dalam SK 09/2020 (Modal awal lanjutan 2020) adalah orang yang sama dengan penerima dalam SK 08/2019 "
        "(Modal awal 18.01 2019)."
    )
    assert "satu kali" in finding.criterion
    assert [r.decree_no for r in queries.aid_to_owner_of(firm)] == ["08/2019", "09/2020"]


def test_a_merge_that_shows_it_opens_it_and_taken_back_withdraws_it():
    way = road()
    firm = named_again(way, enterprise_row(registration_no="B1", person_nik=""))
    merge = monev.merge_records(survivor=way.enterprise, absorbed=firm, choices={}, by=way.officer, at=NOW)
    finding = Finding.objects.get()
    assert (finding.state, finding.rule) == ("not_followed_up", "programme.once_per_person")
    monev.unmerge(merge=merge, reason="Ternyata kakak dan adik", by=way.officer, at=NOW)
    finding.refresh_from_db()
    assert (finding.state, finding.closed_by) == ("withdrawn", way.officer)
    assert [r.enterprise_id for r in queries.aid_to_owner_of(firm)] == [firm.pk]


def test_a_finding_on_which_somebody_acted_stays_when_the_merge_is_taken_back():
    way = road()
    firm = named_again(way, enterprise_row(registration_no="B1", person_nik=""))
    merge = monev.merge_records(survivor=way.enterprise, absorbed=firm, choices={}, by=way.officer, at=NOW)
    finding = Finding.objects.get()
    monev.act(
        finding=finding, text="Penerima dipanggil ke kantor", evidence_name="ba.pdf", evidence=b"%PDF-1.4", by=way.officer, at=NOW
    )  # fmt: skip
    monev.unmerge(merge=merge, reason="Ternyata kakak dan adik", by=way.officer, at=NOW)
    finding.refresh_from_db()
    assert finding.state == "in_progress"


def test_a_merge_elsewhere_leaves_the_finding_of_two_kabupaten_alone():
    """Two grants to one NIK in two kabupaten; taking back a merge that has nothing to do with it withdraws nothing."""
    here, there = road("18.01"), road("18.02")
    for way in (here, there):
        way.enterprise.owner.nik_index = "x"
        way.enterprise.owner.save()
    assert monev.open_double_aid(area="0", by=here.province, at=NOW) == 1
    rows = [enterprise_row("18.02", registration_no=f"L{n}", person_nik="") for n in range(2)]
    bring_in(table("umkm_baku", rows), by=there.officer, filename="lain.csv")
    first, second = Enterprise.objects.filter(registration_no__in=("L0", "L1")).order_by("pk")
    merge = monev.merge_records(survivor=first, absorbed=second, choices={}, by=there.officer, at=NOW)
    monev.unmerge(merge=merge, reason="Ternyata dua saudara", by=there.officer, at=NOW)
    assert Finding.objects.get().state == "not_followed_up"
