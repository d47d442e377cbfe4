"""Areas split, merge, take another name or number: what goes along, what stays, who sees what, and the way back."""

from datetime import date

import pytest

from naikkelas.accounts import access
from naikkelas.accounts import actions as accounts
from naikkelas.accounts import queries as people
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions as monev
from naikkelas.monev import queries as monev_queries
from naikkelas.places import actions, queries
from naikkelas.places.models import Boundary, Region, RegionChange
from naikkelas.programmes import queries as programmes
from naikkelas.registry import queries as registry
from naikkelas.registry.models import Enterprise
from naikkelas.trail import queries as trail
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories import enterprise, person, road
from tests.factories.areas import applied, drafted, undone
from tests.factories.registry import bring_in, enterprise_row, table

pytestmark = pytest.mark.django_db
SPLIT = (("18.01", "18.14", "Lampung Bahari"), ("18.01.06", "18.14.01"))
"""Kalianda leaves Lampung Selatan and becomes a kabupaten."""


def code_of(record) -> str:
    record.refresh_from_db()
    return record.area_id


def test_a_split_takes_what_lies_in_the_part_and_leaves_the_rest():
    made = road()
    village = made.enterprise.area_id
    assert village.startswith("18.01.06.")
    change = applied("split", *SPLIT)
    new = village.replace("18.01.06", "18.14.01")
    assert code_of(made.enterprise) == code_of(made.cooperative) == new
    assert queries.name_of("18.14") == "Kab. Lampung Bahari"
    assert queries.find("18.01.06").valid_to == date(2020, 2, 29)
    assert queries.find("18.14.01").valid_from == date(2020, 3, 1)
    assert queries.find("18.01").valid_to is None
    assert code_of(made.recipient) == village  # the decree named the code of its day
    assert change.lines.get(new_code="18.14").share_numerator == 29
    assert code_of(made.officer) == code_of(made.enumerator) == "18.01"


def test_visits_to_come_go_to_the_new_kabupatens_part_of_the_cycle():
    made = road()
    applied("split", *SPLIT)
    groups = {v.cycle_area.area_id for v in made.cycle.areas.get(area_id="18.14").planned.all()}
    assert groups == {"18.14"}
    assert not made.area.planned.exists()


def test_an_area_that_has_sent_its_part_keeps_its_visits():
    made = road()
    made.cycle.areas.filter(area_id="18.01").update(state="sent")
    applied("split", *SPLIT)
    assert made.area.planned.count() == 3
    assert not made.cycle.areas.filter(area_id="18.14").exists()


def test_a_new_number_takes_people_and_everything_along():
    made = road()
    applied("renumber", ("18.01", "18.21"))
    assert code_of(made.officer) == code_of(made.enumerator) == code_of(made.area) == "18.21"
    assert code_of(made.enterprise).startswith("18.21.06.")
    officer = people.user_by_id(made.officer.pk)
    assert access.covers(officer, made.recipient.area_id)
    assert list(registry.enterprises_visible_to(officer)) == [made.enterprise]
    assert list(access.visible(officer, programmes.allocations())) == [made.recipient.allocation]
    assert monev_queries.area_of(made.cycle, "18.21") == made.area


def test_nobody_sees_more_until_a_person_agrees():
    officer = person("regency", "18.02")
    joined = person("regency", "18.01")
    change = drafted("merge", ("18.01", "18.02"))
    assert list(people.seeing_more(change)) == [officer]
    with pytest.raises(Refused) as refused:
        monev.apply_change(change=change, by=SYSTEM, at=NOW)
    assert refused.value.kind.code == "areas.wider"
    assert queries.find("18.01").valid_to is None
    monev.apply_change(change=change, by=SYSTEM, at=NOW, wider_agreed=True)
    change.refresh_from_db()
    assert code_of(joined) == "18.01"
    assert list(people.unsettled_duty(change)) == [joined]
    accounts.place_in_area(change=change, user=joined, code="18.02", by=officer, at=NOW)
    assert code_of(joined) == "18.02"
    assert not people.unsettled_duty(change).exists()


def test_who_is_to_serve_the_new_kabupaten_is_decided_and_undone_with_it():
    officer = person("regency", "18.01")
    change = applied("split", *SPLIT)
    assert not access.covers(people.user_by_id(officer.pk), "18.14")
    with pytest.raises(Refused) as refused:
        accounts.place_in_area(change=change, user=officer, code="18.02", by=SYSTEM, at=NOW)
    assert refused.value.kind.code == "areas.not_a_part"
    accounts.place_in_area(change=change, user=officer, code="18.14", by=SYSTEM, at=NOW)
    assert code_of(officer) == "18.14"
    undone(change)
    assert code_of(officer) == "18.01"


def test_what_was_known_by_the_divided_area_alone_waits_for_a_person():
    officer = person("regency", "18.01")
    firm = enterprise(officer)
    Enterprise.objects.filter(pk=firm.pk).update(area="18.01")
    change = applied("split", *SPLIT)
    waiting = queries.undecided(registry.all_enterprises(), change, "enterprise")
    assert list(waiting) == [firm]
    monev.place_in_area(change=change, table="enterprise", ids=[firm.pk], code="18.14.01", by=officer, at=NOW)
    assert code_of(firm) == "18.14.01"
    assert not queries.undecided(registry.all_enterprises(), change, "enterprise").exists()
    undone(change)
    assert code_of(firm) == "18.01"


def test_a_row_without_a_number_is_known_again_at_its_new_place():
    officer = person("regency", "18.01")
    row = enterprise_row("18.01", registration_no="", person_nik="")
    bring_in(table("umkm_baku", [row]), by=officer)
    change = applied("split", *SPLIT)
    accounts.place_in_area(change=change, user=officer, code="18.14", by=SYSTEM, at=NOW)
    officer.refresh_from_db()
    moved = row | {"regency": "Lampung Bahari", "annual_sales_idr": "130000000"}
    bring_in(table("umkm_baku", [moved]), by=officer, filename="baru.csv")
    assert Enterprise.objects.filter(name=row["name"]).count() == 1
    assert Enterprise.objects.get(name=row["name"]).annual_sales_idr == 130_000_000


def test_undoing_restores_everything_and_is_refused_once_something_new_stands_there():
    made = road()
    village, key = made.enterprise.area_id, made.enterprise.match_key
    Boundary.objects.create(region_id="18.01.06", geometry={}, source="uji", imported_at=NOW)
    change = applied("split", *SPLIT)
    assert Boundary.objects.filter(region="18.14.01").exists()
    undone(change)
    assert code_of(made.enterprise) == village
    assert made.enterprise.match_key == key
    assert queries.find("18.14") is None
    assert queries.find("18.01.06").valid_to is None
    assert made.area.planned.count() == 3
    assert change.state == RegionChange.State.APPLIED
    again = applied("split", *SPLIT)
    person("regency", "18.14")
    with pytest.raises(Refused) as refused:
        monev.undo_change(change=again, by=SYSTEM, at=NOW)
    assert refused.value.kind.code == "areas.new_records"
    assert code_of(made.enterprise).startswith("18.14.01.")


def test_an_earlier_change_cannot_be_undone_under_a_later_one():
    first = applied("renumber", ("18.05", "18.15"))
    applied("rename", ("18.15", "18.15", "Menggala"), on=date(2020, 3, 5))
    with pytest.raises(Refused) as refused:
        monev.undo_change(change=first, by=SYSTEM, at=NOW)
    assert refused.value.kind.code == "areas.later"


@pytest.mark.parametrize(
    ("kind", "wanted", "code"),
    [
        ("rename", [("18.01", "18.01", "Lampung Selatan")], "areas.nothing"),
        ("renumber", [("18.99", "18.14")], "areas.not_standing"),
        ("renumber", [("18.01", "18.02")], "areas.taken"),
        ("renumber", [("18.01", "18.2")], "areas.code"),
        ("renumber", [("18.01.06", "18.14.01")], "areas.parent"),
        ("renumber", [("18.01", "18.02.01")], "areas.level"),
        ("renumber", [("18.01", "18.14"), ("18.01", "18.15")], "areas.shape"),
        ("split", [("18.01", "18.14"), ("18.01", "18.15")], "areas.stranded"),
        ("renumber", [("18.01", "18.02"), ("18.02", "18.01")], "areas.taken"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(kind, wanted, code):
    with pytest.raises(Refused) as refused:
        drafted(kind, *wanted)
    assert (
        refused.value.kind.code in (code, "areas.taken")
        if code == "areas.taken"
        else refused.value.kind.code == code
    )
    assert not RegionChange.objects.exists()


def test_a_code_that_ended_is_never_given_again():
    applied("renumber", ("18.05", "18.15"))
    with pytest.raises(Refused) as refused:
        drafted("renumber", ("18.06", "18.05"), on=date(2020, 3, 10))
    assert refused.value.kind.code == "areas.taken"


def test_a_change_waits_for_its_day():
    change = drafted("rename", ("18.05", "18.05", "Menggala"), on=date(2020, 4, 1))
    with pytest.raises(Refused) as refused:
        monev.apply_change(change=change, by=SYSTEM, at=NOW)
    assert refused.value.kind.code == "areas.not_yet"


def test_a_new_name_is_known_everywhere_and_the_old_one_still_finds_it():
    assert queries.name_of("18.05") == "Kab. Tulang Bawang"
    applied("rename", ("18.05", "18.05", "Menggala"))
    assert queries.name_of("18.05") == "Kab. Menggala"
    assert "18.05" in queries.named("tulang bawang").values_list("code", flat=True)


def test_loading_the_list_again_does_not_undo_a_change():
    applied("split", *SPLIT)
    applied("rename", ("18.05", "18.05", "Menggala"), on=date(2020, 3, 2))
    actions.sync_regions(province="18", by=SYSTEM, at=NOW)
    queries.refresh()
    assert queries.find("18.14").valid_to is None
    assert queries.find("18.01.06").valid_to == date(2020, 2, 29)
    assert queries.find("18.05").name == "Menggala"
    assert Region.objects.filter(code__startswith="18.14.01.", valid_to=None).count() == 29


def test_the_trail_tells_of_each_kind_of_record():
    made = road()
    change = applied("split", *SPLIT)
    events = list(trail.of("regions", f"change-{change.pk}"))
    moved = {e.details["table"]: e.details["count"] for e in events if e.action == "areas.moved"}
    assert moved == {
        "enterprise": 1, "cooperative": 1, "facility": 0, "user": 0, "finding": 0, "cycle_area": 0, "planned_visit": 3,
        "merge": 0, "apart": 0,
    }  # fmt: skip
    assert [e.action for e in events][-2:] == ["areas.applied", "areas.drafted"]
    assert made.enterprise.pk


@pytest.mark.parametrize(
    "written",
    [
        {"regency": "Lampung Selatan", "district": "Kalianda", "village": "Kalianda"},
        {"regency": "Lampung Bahari", "district": "Kalianda", "village": "Kalianda"},
    ],
)
def test_a_file_that_writes_the_old_place_is_understood_with_a_warning(written):
    village = queries.below("18.01.06", "village").get(name="Kalianda").code
    applied("split", *SPLIT)
    officer = person("regency", "18.14")
    row = enterprise_row("18.01", **written)
    delivery = bring_in(table("umkm_baku", [row]), by=officer)
    assert Enterprise.objects.get(name=row["name"]).area_id == village.replace("18.01.06", "18.14.01")
    warned = delivery.summary.get("problems", delivery.summary)
    assert ("cell.former_area" in str(warned)) == (written["regency"] == "Lampung Selatan")


def test_a_file_by_former_names_and_codes_is_understood():
    applied("rename", ("18.01", "18.01", "Lampung Ujung"))
    officer = person("regency", "18.01")
    row = enterprise_row("18.01")
    bring_in(table("umkm_baku", [row]), by=officer)
    assert Enterprise.objects.get(name=row["name"]).area_id.startswith("18.01.06.")
