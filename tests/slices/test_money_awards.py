"""Annexes of decrees: one commitment, and the registry proposed where it is sure, asked about where it is not."""

import pytest

from naikkelas.intake import actions as intake
from naikkelas.intake import queries
from naikkelas.kit.problems import Refused
from naikkelas.programmes import queries as programme_queries
from naikkelas.programmes.models import Commitment, Recipient
from naikkelas.registry import actions as registry
from naikkelas.registry import queries as registry_queries
from tests.conftest import NOW
from tests.factories import enterprise, person
from tests.factories.money import applied, award, looked, money_table
from tests.slices.test_money_import import LATER, counts, money, province, told  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def test_a_decree_is_one_commitment_and_is_taken_back_as_a_whole(province, money):  # noqa: F811
    rows = [award("Orang Baru Sekali"), award("Ratna Puspita Dewi", amount_idr="14000000")]
    delivery = looked(province, money_table("sk_penerima", rows))
    assert counts(delivery) == (2, 0, 0, 0, 0), told(delivery)
    applied(province, delivery)
    named = Recipient.objects.order_by("id")
    assert [(r.name, r.amount_idr, r.area_id, r.enterprise_id) for r in named] == [
        ("Orang Baru Sekali", 10_000_000, "18.01.06.1007", None), ("Ratna Puspita Dewi", 14_000_000, "18.01.06.1007", None),
    ]  # fmt: skip
    (decree,) = Commitment.objects.all()
    assert (decree.document_no, decree.amount_idr) == ("11/2019", 24_000_000)
    assert {r.commitment_id for r in named} == {decree.pk}
    assert counts(looked(province, money_table("sk_penerima", rows))) == (0, 0, 2, 0, 0)
    undone = intake.undo_money(
        delivery=queries.delivery(delivery.pk), reason="salah SK", by=province, at=LATER
    )
    assert undone.state == "undone"
    assert [programme_queries.standing(r) for r in Recipient.objects.all()] == [0, 0]
    assert programme_queries.net(decree) == 0


def test_the_registry_is_proposed_where_it_is_sure_and_asked_about_where_it_is_not(province, money):  # noqa: F811
    officer, person_nik = person("regency"), "9901011502807777"
    sure = enterprise(
        officer,
        owner_name="Ratna Puspita Dewi",
        name="Keripik Ratna",
        person_nik=person_nik,
        phone="081234567801",
    )
    doubtful = enterprise(officer, owner_name="Slamet Riyadi", name="Tempe Slamet", phone="081234567802")
    other = enterprise(officer, owner_name="Slamet Riyadi", name="Tahu Slamet", phone="081234567803")
    rows = [
        award(
            "Ratna Puspita Dewi", person_nik=person_nik, business_name="Keripik Ratna", phone="081234567801"
        ),
        award("Slamet Riyadi", amount_idr="7000000"),
        award("Orang Baru Sekali", person_nik="9901011502808888", amount_idr="7000000"),
    ]
    delivery = looked(province, money_table("sk_penerima", rows))
    assert counts(delivery) == (2, 0, 0, 0, 1), told(delivery)
    held = {line["row"]: [c["id"] for c in line["candidates"]] for line in queries.money_lines(delivery)}
    assert held == {2: [sure.pk], 3: [doubtful.pk, other.pk], 4: []}
    assert person_nik.encode() not in bytes(str(delivery.summary), "utf-8")
    with pytest.raises(Refused):
        intake.confirm_money(delivery=delivery, by=province, at=NOW)
    as_new = intake.choose_for_line(delivery=delivery, row=3, choice="new", by=province, at=NOW)
    assert counts(as_new) == (3, 0, 0, 0, 0)
    delivery = intake.choose_for_line(
        delivery=delivery, row=3, choice=f"enterprise:{doubtful.pk}", by=province, at=NOW
    )
    applied(province, delivery)
    named = {r.name: r for r in Recipient.objects.all()}
    assert named["Ratna Puspita Dewi"].enterprise_id == sure.pk
    assert named["Ratna Puspita Dewi"].person_id == sure.owner_id
    assert named["Slamet Riyadi"].enterprise_id == doubtful.pk
    new = named["Orang Baru Sekali"]
    assert (new.enterprise_id, registry_queries.masked_nik(new.person)) == (None, "990101••••••8888")


def test_whose_data_are_restricted_is_no_candidate(province, money):  # noqa: F811
    person_nik = "9901011502807777"
    firm = enterprise(person("regency"), owner_name="Ratna Puspita Dewi", person_nik=person_nik)
    registry.restrict_persons(person_ids=[firm.owner_id], restricted=True, area="18.01", by=province, at=NOW)
    delivery = looked(
        province, money_table("sk_penerima", [award("Ratna Puspita Dewi", person_nik=person_nik)])
    )
    assert [line["candidates"] for line in queries.money_lines(delivery)] == [[]]


def test_a_decree_beyond_its_allocation_is_told_at_the_line_that_is_too_much(province, money):  # noqa: F811
    rows = [
        award("Satu", amount_idr="12000000"),
        award("Dua", amount_idr="12000000"),
        award("Tiga", amount_idr="1"),
    ]
    delivery = looked(province, money_table("sk_penerima", rows))
    assert told(delivery) == {4: [("Jumlah Bantuan (Rp)", "money.over_allocation")]}
    elsewhere = looked(
        province, money_table("sk_penerima", [award("Satu", regency="Kota Metro", district="", village="")])
    )
    assert told(elsewhere) == {2: [("Kabupaten/Kota", "money_row.allocation")]}
