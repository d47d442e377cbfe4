"""Making one record of two: fields as chosen, children follow, lists that still carry the old number find the one left."""

from datetime import date, timedelta

import pytest

from naikkelas import vault
from naikkelas.accounts.access import OutOfArea
from naikkelas.intake import actions as intake
from naikkelas.kit.problems import Refused
from naikkelas.registry import actions, queries
from naikkelas.registry.choosing import proposed_choices
from naikkelas.registry.models import (
    Apart,
    ClassChange,
    Cooperative,
    Credential,
    Enterprise,
    EnterpriseYear,
    FormerIdentity,
    LinkCandidate,
    Merge,
    Person,
)
from naikkelas.rules.survivorship import FIRST, SECOND
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import person
from tests.factories.registry import bring_in, cooperative_row, enterprise_row, table
from tests.factories.road import road

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
REASON = "Ternyata dua usaha suami dan istri"


@pytest.fixture
def officer():
    return person("regency")


def refused(code: str):
    return pytest.raises(Refused, check=lambda error: error.kind.code == code)


def two(officer, **second) -> tuple[Enterprise, Enterprise]:
    """One enterprise that came twice: A1 as one list has it, B1 as another has it a year later."""
    first = enterprise_row(
        registration_no="A1", name="Keripik Rohmah", owner_name="Siti Rohmah", address="Jl. Mawar 3", year="2018",
        annual_sales_idr="100000000", village="",
    )  # fmt: skip
    again = enterprise_row(
        registration_no="B1", name="UD Keripik Rohmah", owner_name="Hj. Siti Rohmah", phone="081211112222",
        person_nik="", year="2019", annual_sales_idr="400000000", kbli="10794",
    )  # fmt: skip
    bring_in(table("umkm_baku", [first]), by=officer, filename="a.csv")
    bring_in(
        table("umkm_baku", [again | second]), by=officer, filename="b.csv", at=NOW + timedelta(minutes=5)
    )
    return Enterprise.objects.get(registration_no="A1"), Enterprise.objects.get(registration_no="B1")


def merged(officer, survivor, absorbed, at=LATER, **given) -> Merge:
    return actions.merge_records(
        survivor=survivor, absorbed=absorbed, choices=given.pop("choices", {}), by=officer, at=at, **given
    )


def test_what_only_one_knows_stays_and_the_finer_area_and_the_newer_value_are_proposed(officer):
    first, second = two(officer)
    proposed = proposed_choices(first, second)
    assert {name: (c.side, c.reason) for name, c in proposed.items() if c.reason != "same"} == {
        "name": (SECOND, "newer"), "area": (SECOND, "finer"), "address": (FIRST, "only_one"),
        "registration_no": (SECOND, "newer"), "kbli": (SECOND, "only_one"), "owner_name": (SECOND, "newer"),
        "person_nik": (FIRST, "only_one"), "phone": (SECOND, "only_one"),
    }  # fmt: skip


def test_one_record_is_left_with_the_fields_chosen_and_both_years(officer):
    first, second = two(officer)
    number, phone = vault.current().seal.open(first.owner.nik_sealed), second.owner.phone
    merge = merged(officer, first, second, choices={"name": FIRST, "registration_no": FIRST})
    left = Enterprise.objects.select_related("owner").get()
    assert (left.pk, left.name, left.registration_no) == (first.pk, "Keripik Rohmah", "A1")
    assert (left.address, left.kbli, left.owner.phone) == ("Jl. Mawar 3", "10794", phone)
    assert left.area_id == second.area_id
    assert left.owner.name == "Hj. Siti Rohmah"
    assert vault.current().seal.open(left.owner.nik_sealed) == number
    assert Person.objects.count() == 1
    # the years of both stand, lists show the newest, and the rise between them is seen
    assert [y.year for y in queries.years_of(left)] == [2019, 2018]
    assert (left.facts_year, left.annual_sales_idr, left.size_class) == (2019, 400_000_000, "small")
    assert [(c.from_year, c.to_year, c.direction) for c in queries.changes_of(left)] == [(2018, 2019, "up")]
    assert (merge.survivor_id, merge.absorbed_id, merge.moved) == (first.pk, second.pk, 1)
    event = Event.objects.get(action="enterprise.merged")
    assert event.details == {"merge": merge.pk, "absorbed": second.pk, "moved": 1}
    found = queries.search(queries.enterprises_visible_to(officer), "hj rohmah")
    assert [e.pk for e in found] == [first.pk]


def test_of_two_facts_of_one_year_the_later_stands(officer):
    first, second = two(officer, year="2018")
    merged(officer, first, second)
    standing = EnterpriseYear.objects.get(year=2018, superseded_at=None)
    assert (standing.annual_sales_idr, standing.enterprise_id) == (400_000_000, first.pk)
    assert EnterpriseYear.objects.get(superseded_at=LATER).annual_sales_idr == 100_000_000


def credential(enterprise: Enterprise, officer, at=NOW, **values):
    values = {"kind": "halal", "number": "ID1811", "status": "issued"} | values
    return actions.add_facilitation(
        what="credential", enterprise=enterprise, values=values, by=officer, at=at
    )


@pytest.mark.parametrize(
    ("of_first", "of_second", "stays"),
    [
        ({}, {}, "second"),  # both say the same: the one recorded later
        ({"issuer": "BPJPH", "expires_on": date(2024, 1, 1)}, {}, "first"),  # the one that says more
        ({"issuer": "BPJPH"}, {"status": "expired"}, "second"),  # its state changed since
    ],
)
def test_of_one_credential_that_both_had_one_stands_and_taken_back_both_do(
    officer, of_first, of_second, stays
):
    first, second = two(officer)
    own = credential(first, officer, **of_first)
    other = credential(first, officer, number="ID9999")
    theirs = credential(second, officer, at=NOW + timedelta(minutes=10), **of_second)
    merge = merged(officer, first, second)
    standing = set(Credential.objects.filter(enterprise=first, superseded_at=None, kind="halal"))
    assert standing == {other, own if stays == "first" else theirs}
    assert Credential.objects.filter(enterprise=first, kind="halal").count() == 3
    actions.unmerge(merge=merge, reason=REASON, by=officer, at=LATER + timedelta(hours=1))
    both = Credential.objects.filter(superseded_at=None, kind="halal")
    assert {(c.pk, c.enterprise_id) for c in both} == {
        (own.pk, first.pk), (other.pk, first.pk), (theirs.pk, second.pk)
    }  # fmt: skip


def test_aid_visits_and_the_persons_other_enterprise_follow():
    way = road()
    receiver = way.enterprise
    receiver.owner.name = "Siti Rohmah"
    receiver.owner.save()
    row = enterprise_row(registration_no="B1", name="Lain", owner_name="Siti Rohmah", person_nik="")
    bring_in(table("umkm_baku", [row]), by=way.officer, filename="b.csv")
    other = Enterprise.objects.get(registration_no="B1")
    extra = Enterprise.objects.create(
        name="Usaha kedua", name_key="usaha kedua", owner=receiver.owner, area_id="18.01", search_text="", match_key=9,
        source="uji", updated_at=NOW,
    )  # fmt: skip
    merged(way.officer, other, receiver)
    way.recipient.refresh_from_db()
    assert (way.recipient.enterprise_id, way.recipient.person_id) == (other.pk, other.owner_id)
    assert {p.enterprise_id for p in way.area.planned.exclude(enterprise=None)} == {other.pk}
    extra.refresh_from_db()
    assert extra.owner_id == other.owner_id
    assert not Person.objects.filter(pk=receiver.owner_id).exists()


def test_two_owners_may_stay_two_persons(officer):
    first, second = two(officer)
    merged(officer, first, second, same_owner=False)
    assert Person.objects.count() == 2
    assert Enterprise.objects.get().owner_id == first.owner_id


def test_taken_back_both_are_as_before_and_are_not_proposed_again(officer):
    first, second = two(officer)
    before = (
        list(Enterprise.objects.order_by("pk").values()),
        list(EnterpriseYear.objects.order_by("pk").values()),
    )
    merge = merged(officer, first, second)
    actions.unmerge(merge=merge, reason=REASON, by=officer, at=LATER)
    after = (
        list(Enterprise.objects.order_by("pk").values()),
        list(EnterpriseYear.objects.order_by("pk").values()),
    )
    assert after == before
    assert FormerIdentity.objects.count() == 0
    assert Apart.objects.values_list("first_id", "second_id").get() == (first.pk, second.pk)
    merge.refresh_from_db()
    assert (merge.undone_by, merge.undone_reason) == (officer, REASON)
    found = queries.search(queries.enterprises_visible_to(officer), "ud keripik")
    assert [e.pk for e in found] == [second.pk]
    with pytest.raises(Refused) as refused:
        actions.unmerge(merge=merge, reason=REASON, by=officer, at=LATER)
    assert refused.value.kind.code == "merge.undone"


def test_what_somebody_changed_since_stays_changed(officer):
    first, second = two(officer)
    merge = merged(officer, first, second)
    actions.record_year(
        enterprise=Enterprise.objects.get(), year=2020, facts={"annual_sales_idr": 5_000_000}, source="v1", by=officer, at=LATER
    )  # fmt: skip
    Enterprise.objects.update(product="Kue")
    actions.unmerge(merge=merge, reason=REASON, by=officer, at=LATER)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.product, first.facts_year, first.name) == ("Kue", 2020, "Keripik Rohmah")
    assert (second.facts_year, second.annual_sales_idr) == (2019, 400_000_000)
    assert ClassChange.objects.filter(enterprise=first).count() == 1


def test_of_two_merges_the_newer_is_taken_back_first(officer):
    first, second = two(officer)
    bring_in(table("umkm_baku", [enterprise_row(registration_no="C1")]), by=officer, filename="c.csv")
    third = Enterprise.objects.get(registration_no="C1")
    older = merged(officer, first, second)
    newer = merged(officer, third, Enterprise.objects.get(pk=first.pk))
    assert set(FormerIdentity.objects.values_list("survivor_id", flat=True)) == {third.pk}
    with pytest.raises(Refused) as refused:
        actions.unmerge(merge=older, reason=REASON, by=officer, at=LATER)
    assert str(newer.pk) in refused.value.text("id")
    actions.unmerge(merge=newer, reason=REASON, by=officer, at=LATER)
    assert FormerIdentity.objects.get().survivor_id == first.pk
    actions.unmerge(merge=older, reason=REASON, by=officer, at=LATER)
    assert Enterprise.objects.count() == 3


def test_refused_for_itself_for_what_is_gone_without_a_reason_and_outside_the_area(officer):
    first, second = two(officer)
    foreign = person("regency", "18.02")
    with refused("merge.same"):
        merged(officer, first, first)
    with pytest.raises(OutOfArea):
        merged(foreign, first, second)
    merge = merged(officer, first, second)
    with refused("merge.gone"):
        merged(officer, first, second)
    with refused("merge.reason"):
        actions.unmerge(merge=merge, reason="salah", by=officer, at=LATER)
    with pytest.raises(OutOfArea):
        actions.unmerge(merge=merge, reason=REASON, by=foreign, at=LATER)
    assert Enterprise.objects.count() == 1


# ── lists that come again ──


def test_a_list_with_both_numbers_brings_neither_back(officer):
    rows = [
        enterprise_row(
            registration_no=number, name="Keripik Rohmah", owner_name="Siti Rohmah", person_nik=person_nik
        )
        for number, person_nik in (("A1", "9901015502800001"), ("A2", ""))
    ]
    bring_in(table("umkm_baku", rows), by=officer, filename="a.csv")
    first, second = Enterprise.objects.order_by("pk")
    merged(officer, first, second, choices={"registration_no": FIRST})
    again = bring_in(table("umkm_baku", rows), by=officer, filename="lagi.csv", at=LATER + timedelta(days=1))
    assert again.summary["applied"] == {"new": 0, "changed": 0, "same": 2}
    rows[1] = rows[1] | {"name": "Nama lain", "annual_sales_idr": "77000000"}
    again = bring_in(table("umkm_baku", rows), by=officer, filename="tiga.csv", at=LATER + timedelta(days=2))
    assert again.summary["applied"] == {"new": 0, "changed": 0, "same": 2}
    assert Enterprise.objects.get().name == "Keripik Rohmah"


def test_a_list_with_the_old_number_alone_adds_its_year_and_leaves_the_names(officer):
    first, second = two(officer)
    merged(officer, first, second, choices={"name": FIRST, "registration_no": FIRST})
    row = enterprise_row(
        registration_no="B1", name="UD Keripik Rohmah", owner_name="Hj. Siti Rohmah", person_nik="", year="2020",
        annual_sales_idr="500000000",
    )  # fmt: skip
    again = bring_in(table("umkm_baku", [row]), by=officer, filename="lagi.csv", at=LATER + timedelta(days=1))
    assert again.summary["applied"] == {"new": 0, "changed": 1, "same": 0}
    left = Enterprise.objects.get()
    assert (left.name, left.registration_no) == ("Keripik Rohmah", "A1")
    assert [(y.year, y.annual_sales_idr) for y in queries.years_of(left)] == [
        (2020, 500_000_000), (2019, 400_000_000), (2018, 100_000_000),
    ]  # fmt: skip


def test_an_import_whose_record_was_merged_is_not_taken_back(officer):
    first, second = two(officer)
    delivery = intake_of(second)
    merge = merged(officer, first, second)
    with refused("delivery.merged_since"):
        intake.undo(delivery=delivery, by=officer, at=LATER)
    actions.unmerge(merge=merge, reason=REASON, by=officer, at=LATER)
    intake.undo(delivery=delivery, by=officer, at=LATER)
    assert Enterprise.objects.get() == first


def intake_of(enterprise: Enterprise):
    from naikkelas.intake.models import Delivery

    return Delivery.objects.get(pk=int(enterprise.source[1:].split("/")[0]))


# ── cooperatives ──


def two_cooperatives(officer) -> tuple[Cooperative, Cooperative]:
    first = cooperative_row(
        name="KSP Maju Bersama",
        legal_no="BH/1/2001",
        year="2018",
        rat_held_on="2019-03-01",
        village="",
        chair="I Wayan Sudarma",
    )
    again = cooperative_row(
        name="Koperasi Maju Bersama", legal_no="BH.1/2001", year="2019", rat_held_on="2020-02-20", chair="I Wayan Sudarma"
    )  # fmt: skip
    bring_in(table("koperasi_baku", [first]), by=officer, filename="a.csv")
    bring_in(table("koperasi_baku", [again]), by=officer, filename="b.csv", at=NOW + timedelta(minutes=5))
    return Cooperative.objects.get(legal_no="BH/1/2001"), Cooperative.objects.get(legal_no="BH.1/2001")


def test_two_records_of_one_cooperative_become_one_and_two_again(officer):
    first, second = two_cooperatives(officer)
    before = list(Cooperative.objects.order_by("pk").values())
    verdicts = list(first.verdicts.model.objects.order_by("pk").values())
    merge = merged(officer, first, second, choices={"legal_no": FIRST})
    left = Cooperative.objects.get()
    assert (left.pk, left.legal_no, left.chair) == (first.pk, "BH/1/2001", "I Wayan Sudarma")
    assert [y.book_year for y in queries.book_years_of(left)] == [2019, 2018]
    assert (left.last_rat_year, left.computed_status) == (2019, "active_rat")
    actions.unmerge(merge=merge, reason=REASON, by=officer, at=LATER)
    assert list(Cooperative.objects.order_by("pk").values()) == before
    assert list(first.verdicts.model.objects.order_by("pk").values()) == verdicts


def test_a_cooperative_that_a_list_still_has_under_its_other_number_keeps_its_own(officer):
    first, second = two_cooperatives(officer)
    merged(officer, first, second, choices={"legal_no": FIRST, "name": FIRST})
    row = cooperative_row(
        name="Koperasi Maju Bersama", legal_no="BH.1/2001", year="2017", rat_held_on="2018-02-20"
    )
    again = bring_in(
        table("koperasi_baku", [row]), by=officer, filename="c.csv", at=LATER + timedelta(days=1)
    )
    assert again.summary["applied"] == {"new": 0, "changed": 1, "same": 0}
    left = Cooperative.objects.get()
    assert (left.name, left.legal_no) == ("KSP Maju Bersama", "BH/1/2001")
    assert queries.book_years_of(left).get(book_year=2017).rat_held_on == date(2018, 2, 20)


def test_doubled_cooperatives_are_proposed_and_held_apart(officer):
    rows = [
        cooperative_row(name=f"Koperasi {n}", legal_no=f"BH/{n}", chair=n)
        for n in ("Melati", "Sejahtera", "Tani")
    ]
    bring_in(table("koperasi_baku", rows), by=officer, filename="lain.csv")
    first, second = two_cooperatives(officer)
    run = actions.link_cooperatives(by=officer, at=NOW, area="18")
    assert (run.kind, run.records, run.found) == ("cooperative", 5, 1)
    candidate = queries.doubles("cooperative").get()
    assert (candidate.first, candidate.second, candidate.band) == (first, second, "proposed")
    level, bits = candidate.evidence["legal_no"]
    assert (level, bits > 10) == (2, True)
    apart = actions.keep_apart(first=first, second=second, by=officer, at=LATER)
    actions.link_cooperatives(by=officer, at=NOW, area="18")
    assert queries.doubles("cooperative").get().band == "apart"
    actions.take_back_apart(apart=apart, by=officer, at=LATER)
    assert queries.doubles("cooperative").get().band == "proposed"
    merged(officer, first, second)
    assert queries.doubles("cooperative").count() == 0


def test_an_apart_decision_outlives_the_next_search():
    province = person("province")
    rows = [
        enterprise_row(
            area, owner_name=f"{called} {family}", name=f"Keripik {called}", registration_no=f"A{called}{area}",
            person_nik="", address=f"Jl. {called} 4",
        )
        for area, family in {"18.01": "Hidayat", "18.02": "Sudarma", "18.72": "Abidin"}.items()
        for called in ("Rohmah", "Slamet", "Wayan", "Tuti", "Zainal", "Komang")
    ]  # fmt: skip
    again = rows[0] | {"registration_no": "B", "owner_name": "Hj. Rohmah Hidayat"}
    bring_in(table("umkm_baku", [*rows, again]), by=province)
    actions.link_enterprises(by=province, at=NOW, area="18")
    candidate = LinkCandidate.objects.get()
    apart = actions.keep_apart(first=candidate.first, second=candidate.second, by=province, at=LATER)
    assert (apart.probability, apart.band) == (candidate.probability, candidate.band)
    actions.link_enterprises(by=province, at=LATER, area="18", full=True)
    assert LinkCandidate.objects.get().band == "apart"
