"""Looking for doubled enterprises: proposals with evidence, only for what changed, gone with their records."""

from datetime import timedelta

import pytest

from naikkelas.intake import actions as intake
from naikkelas.kit.problems import Refused
from naikkelas.monev.tasks import look_for_doubles
from naikkelas.registry import actions, queries
from naikkelas.registry.models import Enterprise, LinkCandidate, LinkMark
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import person
from tests.factories.registry import bring_in, enterprise_row, table

pytestmark = pytest.mark.django_db
CALLED = ("Rohmah", "Slamet", "Wayan", "Tuti", "Zainal", "Komang")
FAMILY = {"18.01": "Hidayat", "18.02": "Sudarma", "18.72": "Abidin"}


@pytest.fixture
def officer():
    return person("province")


def registry(officer) -> list[dict[str, object]]:
    """Eighteen enterprises in three places, each of another owner; all numbers differ."""
    rows = [
        enterprise_row(
            area, owner_name=f"{called} {family}", name=f"Keripik {called}", registration_no=f"A{n}{area}", person_nik="",
            address=f"Jl. Mawar No. {n}",
        )
        for area, family in FAMILY.items()
        for n, called in enumerate(CALLED)
    ]  # fmt: skip
    bring_in(table("umkm_baku", rows), by=officer)
    return rows


def again(row: dict[str, object], **changed: object) -> dict[str, object]:
    """The same enterprise as another list has it."""
    return (
        row
        | {"registration_no": "B1", "owner_name": f"Hj. {row['owner_name']}", "name": f"UD {row['name']}"}
        | changed
    )


def link(officer, **given):
    return actions.link_enterprises(by=officer, at=NOW, area="18", **given)


def pairs() -> list[tuple[str, str]]:
    return [(c.first.registration_no, c.second.registration_no) for c in queries.link_candidates(0.5)]


def test_one_that_came_under_two_numbers_is_proposed_with_evidence(officer):
    rows = registry(officer)
    bring_in(table("umkm_baku", [again(rows[0])]), by=officer, filename="dua.csv")
    run = link(officer)
    assert (run.records, run.changed, run.found) == (19, 19, 1)
    assert pairs() == [("A018.01", "B1")]
    found = LinkCandidate.objects.get()
    level, bits = found.evidence["owner_name"]
    assert level == 8  # the best: titles aside, the same name
    assert bits > 0
    assert found.evidence["person_nik"] == [-1, 0.0]
    event = Event.objects.get(action="registry.linked")
    assert event.details == {"kind": "enterprise", "records": 19, "changed": 19, "found": 1}
    assert Enterprise.objects.count() == 19  # proposed, not merged


def test_one_list_that_numbers_the_same_enterprise_twice_comes_in_whole_and_again_without_doubling(officer):
    row = enterprise_row(owner_name="Rohmah Hidayat", name="Keripik Rohmah", registration_no="A1")
    rows = [row, row | {"registration_no": "A2"}, enterprise_row("18.02"), enterprise_row("18.72")]
    delivery = bring_in(table("umkm_baku", rows), by=officer)
    assert delivery.summary["applied"] == {"new": 4, "changed": 0, "same": 0}
    link(officer)
    assert pairs() == [("A1", "A2")]
    rows[1] = rows[1] | {"annual_sales_idr": "99000000"}
    delivery = bring_in(table("umkm_baku", rows), by=officer, filename="lagi.csv")
    assert delivery.summary["applied"] == {"new": 0, "changed": 1, "same": 3}
    assert Enterprise.objects.get(registration_no="A2").annual_sales_idr == 99_000_000


def test_the_next_run_compares_only_what_is_new_or_changed(officer):
    rows = registry(officer)
    assert link(officer).changed == 18
    assert link(officer).changed == 0
    bring_in(table("umkm_baku", [again(rows[7])]), by=officer, filename="dua.csv")
    run = link(officer)
    assert (run.changed, run.found) == (1, 1)
    assert pairs() == [(rows[7]["registration_no"], "B1")]
    # what is not compared does not count as a change; what is does, and takes back what is no longer alike
    bring_in(
        table("umkm_baku", [again(rows[7], annual_sales_idr="99000000")]), by=officer, filename="dua.csv"
    )
    assert link(officer).changed == 0
    Enterprise.objects.filter(registration_no="B1").update(
        name="Bengkel", product="Ban", area="18.01.04.2001"
    )
    other = Enterprise.objects.get(registration_no="B1").owner
    other.name = "Somad Gunawan"
    other.save(update_fields=["name"])
    run = link(officer)
    assert (run.changed, run.found) == (1, 0)
    assert pairs() == []
    assert link(officer, full=True).changed == 19
    assert LinkMark.objects.count() == 19


def test_another_method_compares_everything_anew(officer, monkeypatch):
    from naikkelas.registry.actions import links

    registry(officer)
    link(officer)
    monkeypatch.setattr(links, "_method_hash", lambda: "other")
    assert link(officer).changed == 18


def test_proposals_go_with_the_import_that_is_taken_back(officer):
    rows = registry(officer)
    delivery = bring_in(table("umkm_baku", [again(rows[3])]), by=officer, filename="dua.csv")
    link(officer)
    assert len(pairs()) == 1
    intake.undo(delivery=delivery, by=officer, at=NOW + timedelta(hours=1))
    assert pairs() == []
    assert LinkMark.objects.count() == 18


def test_an_empty_registry_and_a_single_record_are_no_error(officer):
    assert link(officer).records == 0
    bring_in(table("umkm_baku", [enterprise_row()]), by=officer)
    assert (link(officer).changed, link(officer).changed) == (1, 0)
    assert pairs() == []


def test_too_many_alike_are_refused_with_the_reason_and_nothing_is_kept(officer, monkeypatch):
    from naikkelas.engine.linkage import run

    registry(officer)
    monkeypatch.setattr(run, "CANDIDATES_AT_LEAST", 1)
    monkeypatch.setattr(run, "CANDIDATES_A_RECORD", 0)
    rows = [
        again(enterprise_row(registration_no=f"C{n}"), registration_no=f"C{n}", owner_name="Sri Rahayu")
        for n in range(9)
    ]
    bring_in(table("umkm_baku", rows), by=officer, filename="tiga.csv")
    with pytest.raises(Refused) as refused:
        link(officer)
    assert "paling banyak 1" in refused.value.text("id")
    assert "nama" in refused.value.text("id")
    assert LinkMark.objects.count() == 0
    kept = queries.refused_link_run("enterprise")
    assert kept is not None
    assert kept.told == {lang: refused.value.text(lang) for lang in ("id", "en")}
    assert queries.newest_link_run() is None
    look_for_doubles.func()  # goes on with the cooperatives, and keeps the newer refusal
    assert queries.newest_link_run("cooperative") is not None
    monkeypatch.undo()
    link(officer)
    assert queries.refused_link_run("enterprise") is None
