"""Freezing at acceptance: the report of an area stays the same to the byte after the world has moved on."""

import hashlib
from datetime import date, timedelta

import pytest

from naikkelas import vault
from naikkelas.monev import actions
from naikkelas.monev.actions import freezing
from naikkelas.monev.models import Freeze, PlannedVisit, Visit, VisitFact
from naikkelas.monev.queries.freezes import contents
from naikkelas.registry.models import Cooperative, Enterprise
from naikkelas.reports.queries.frozen import frozen_report
from naikkelas.rules import catalogues
from naikkelas.rules.measure import Measure, Term
from tests.conftest import NOW
from tests.factories import road
from tests.slices.test_monev_review import area_of, sent

pytestmark = pytest.mark.django_db


def _accepted():
    made = road()
    actions.accept_area(cycle_area=sent(made), by=made.province, at=NOW)
    return made, Freeze.objects.get()


def test_a_report_from_the_freeze_is_the_same_to_the_byte_after_everything_changed(monkeypatch):
    made, freeze = _accepted()
    before = frozen_report(freeze)
    assert before.startswith(b"%PDF")
    Enterprise.objects.update(annual_sales_idr=9_999_999_999, size_class="medium", name="Lain")
    Cooperative.objects.update(official_status="inactive", members=1)
    VisitFact.objects.all().delete()
    Visit.objects.update(answers=[], flags=["very_short"], state="rejected")
    PlannedVisit.objects.update(state="planned", label="Lain")
    made.cycle.name = "Nama lain"
    made.cycle.save()
    made.area.area.name = "Wilayah lain"
    made.area.area.save()
    monkeypatch.setattr(catalogues, "rule_heads", dict)
    monkeypatch.setattr(freezing, "_measures", lambda: {})
    assert frozen_report(Freeze.objects.get()) == before


def test_a_freeze_is_found_by_the_digest_of_its_content_and_an_altered_one_is_refused():
    made, freeze = _accepted()
    for digest in (freeze.sha256, freeze.registry_sha256):
        assert hashlib.sha256(vault.current().blobs.get(digest)).hexdigest() == digest
    path = vault.current().blobs.path(freeze.sha256)
    body = path.read_bytes()
    path.write_bytes(body[:-1] + bytes([body[-1] ^ 1]))
    with pytest.raises(vault.BlobMissing):
        contents(freeze.sha256)
    path.write_bytes(body)


def test_it_keeps_facts_of_the_registry_rules_definitions_and_visits():
    made, freeze = _accepted()
    kept = contents(freeze.sha256)
    assert {v["code"] for v in kept["visits"]} == {p.code for p in made.planned}
    assert set(kept["rules"]) == set(catalogues.rule_heads())
    assert all(rule["hash"] == catalogues.rule_heads()[name].hash for name, rule in kept["rules"].items())
    done = next(line for line in kept["indicators"] if line["id"] == "visits_done")
    assert (done["version"], done["part"], done["whole"]) == (1, 3, 3)
    registry = contents(freeze.registry_sha256)
    row = dict(zip(registry["columns"]["cooperatives"], registry["cooperatives"][0], strict=True))
    assert (row["id"], row["official_status"]) == (made.cooperative.pk, made.cooperative.official_status)
    assert [r[0] for r in registry["enterprises"]] == [made.enterprise.pk]


def test_it_names_no_person():
    made, freeze = _accepted()
    text = (str(contents(freeze.sha256)) + str(contents(freeze.registry_sha256))).lower()
    for name in (made.enterprise.owner.name, made.enterprise.name, made.recipient.name, made.enumerator.name):
        assert name.lower() not in text


def test_an_area_accepted_again_makes_another_freeze_and_the_first_still_gives_its_report():
    made, freeze = _accepted()
    before = frozen_report(freeze)
    later = NOW + timedelta(days=1)
    opened = actions.unlock_area(
        cycle_area=area_of(made), reason="kuitansi ternyata keliru", by=made.province, at=later
    )
    again = actions.send_area(cycle_area=opened, reason="", by=made.officer, at=later)
    actions.accept_area(cycle_area=again, by=made.province, at=later)
    first, second = Freeze.objects.order_by("number")
    assert first.sha256 != second.sha256
    assert frozen_report(first) == before != frozen_report(second)


def test_equal_values_are_written_alike():
    one = freezing.packed({"b": 1, "a": [date(2020, 1, 2)]})
    assert one == freezing.packed({"a": [date(2020, 1, 2)], "b": 1})
    assert Term().of([{}]) == 1
    assert isinstance(next(iter(freezing._measures().values())), Measure)
