"""Two officers at once: what one did is seen by the other, whatever the database."""

from datetime import timedelta

import pytest

from naikkelas.intake import actions as intake
from naikkelas.intake.models import EntityChange
from naikkelas.intake.queries import field_changes
from naikkelas.registry.models import Cooperative, Enterprise
from naikkelas.registry.queries import entities
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import enterprise, enumerator, person
from tests.factories.entities import COOPERATIVE, ENTERPRISE, accepted, entity_form, entry, sent
from tests.factories.registry import cooperative_row, enterprise_row, table
from tests.slices.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
LATER, LATEST = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


def outcome(calls) -> list[str]:
    """What each was refused for, empty where it went through."""
    given, refused = at_once(calls)
    return sorted([*[""] * len(given), *(refusal.kind.code for refusal in refused)])


def proposed(firm, **answers: str) -> EntityChange:
    name, base = entities.entity_name("enterprise", firm.pk), entities.version_of(firm)
    return sent(enumerator("18.01"), entry(name, base=base, **answers))


@pytest.fixture
def officers():
    return person("regency", "18.01"), person("regency", "18.01")


def test_one_change_is_decided_once(officers):
    entity_form()
    change = proposed(enterprise(officers[0]), produk="Kopi")
    told = field_changes.told(change)
    accept = [
        lambda by=by: intake.accept_change(change=change, fields=["product"], seen=told.seen, by=by, at=LATER)
        for by in officers
    ]
    assert outcome(accept) == ["", "change.decided"]
    assert Event.objects.filter(action="enterprise.amended").count() == 1


@pytest.mark.parametrize("listed", ["enterprises", "cooperatives"])
def test_what_two_forms_say_is_new_is_entered_once(officers, listed):
    """The same unknown firm on two phones, accepted by two officers in the same instant: the second is shown the first's."""
    survey = ENTERPRISE if listed == "enterprises" else COOPERATIVE
    form_id = entity_form(survey, listed).form_id
    told = []
    for _phone in officers:
        answers = {"pemilik": "Sri Wahyuni"} if listed == "enterprises" else {"ketua": "Sri Wahyuni"}
        xml = entry(listed=listed, label="Sinar Baru", form_id=form_id, nama="Sinar Baru", **answers)
        told.append(field_changes.told(sent(enumerator("18.01"), xml)))
    assert [each.record for each in told] == [None, None]
    accept = [
        lambda by=by, each=each: intake.accept_change(
            change=each.change,
            fields=[line.name for line in each.open_lines],
            seen=each.seen,
            by=by,
            at=LATER,
        )
        for by, each in zip(officers, told, strict=True)
    ]
    assert outcome(accept) == ["", "change.there"]
    model = Enterprise if listed == "enterprises" else Cooperative
    made = model.objects.get(name="Sinar Baru")  # one
    states = EntityChange.objects.order_by("state").values_list("state", "record_id")
    assert list(states) == [("accepted", made.pk), ("pending", made.pk)]


def test_of_two_changes_of_one_record_the_second_officer_sees_what_the_first_did(officers):
    entity_form()
    firm = enterprise(officers[0])
    changes = [proposed(firm, produk="Keripik pisang"), proposed(firm, produk="Keripik talas")]
    told = field_changes.told_all(changes)
    accept = [
        lambda by=by, each=each: intake.accept_change(
            change=each.change, fields=["product"], seen=each.seen, by=by, at=LATER
        )
        for by, each in zip(officers, told, strict=True)
    ]
    assert outcome(accept) == ["", "change.stale"]
    assert EntityChange.objects.filter(state="accepted").count() == 1


def test_two_who_accept_the_same_together_write_each_once(officers):
    entity_form()
    firms = [enterprise(officers[0]) for _ in range(6)]
    told = field_changes.told_all([proposed(firm, produk=f"Kopi {n}") for n, firm in enumerate(firms)])
    chosen = [(each.change.pk, each.seen) for each in told]
    batches = [intake.accept_together(chosen=chosen, by=by, at=LATER) for by in officers]
    jobs = [
        lambda batch=batch: intake.accept_batch(batch=batch, by=batch.made_by, at=LATER)
        for batch in (*batches, batches[0])  # and one of them is taken up twice
    ]
    assert outcome(jobs) == ["", "", ""]
    for batch in batches:
        batch.refresh_from_db()
    assert sum(batch.accepted for batch in batches) == 6
    assert sum(len(batch.problems) for batch in batches) == 6
    assert Event.objects.filter(action="enterprise.amended").count() == 6
    assert sorted(Enterprise.objects.values_list("product", flat=True)) == [f"Kopi {n}" for n in range(6)]


def test_undoing_and_changing_at_once_lose_nothing(officers):
    entity_form()
    firm = enterprise(officers[0])
    first = accepted(proposed(firm, produk="Keripik pisang"), officers[0])
    second = proposed(Enterprise.objects.get(pk=firm.pk), produk="Keripik talas")
    seen = field_changes.told(second).seen
    calls = [
        lambda: intake.undo_change(change=first, by=officers[0], at=LATEST),
        lambda: intake.accept_change(change=second, fields=["product"], seen=seen, by=officers[1], at=LATEST),
    ]
    told = outcome(calls)
    product = Enterprise.objects.get(pk=firm.pk).product
    assert (told, product) in (
        (["", "change.moved"], "Keripik talas"), (["", "change.stale"], ""),
    )  # fmt: skip


def test_a_new_record_is_withdrawn_once_and_not_under_a_change_of_it(officers):
    entity_form()
    village = enterprise(officers[0]).area_id
    said = entry(label="Warung Baru", pemilik="Budi Uji", desa=village)
    made = accepted(sent(enumerator("18.01"), said), officers[0])
    record = Enterprise.objects.get(name="Warung Baru")
    change = proposed(record, produk="Kopi")
    seen = field_changes.told(change).seen
    withdraw = [lambda by=by: intake.undo_change(change=made, by=by, at=LATEST) for by in officers]
    accept = [
        lambda: intake.accept_change(change=change, fields=["product"], seen=seen, by=officers[0], at=LATEST)
    ]
    told = outcome([*withdraw, *accept])
    there = Enterprise.objects.filter(pk=record.pk).exists()
    assert (there, told) in (
        (True, ["", "record.changed", "record.changed"]), (False, ["", "change.not_accepted", "change.stale"]),
    )  # fmt: skip
    made.refresh_from_db()
    again = [lambda by=by: intake.enter_again(change=made, by=by, at=LATEST) for by in officers]
    expected = ["change.not_withdrawn"] * 2 if there else ["", "change.not_withdrawn"]
    assert outcome(again) == expected
    assert Enterprise.objects.filter(pk=record.pk).count() == 1


@pytest.mark.parametrize("listed", ["enterprises", "cooperatives"])
@pytest.mark.parametrize("_turn", range(3))
def test_what_a_list_and_a_form_say_is_new_is_entered_once(officers, listed, _turn):
    """A list is applied in the very moment in which an officer accepts the same new record of the field."""
    survey = ENTERPRISE if listed == "enterprises" else COOPERATIVE
    form_id = entity_form(survey, listed).form_id
    answers = (
        {"pemilik": "Sri Wahyuni", "desa": "18.01.06.1007"}
        if listed == "enterprises"
        else {"ketua": "Sri Wahyuni"}
    )
    xml = entry(listed=listed, label="Sinar Baru", form_id=form_id, nama="Sinar Baru", **answers)
    told = field_changes.told(sent(enumerator("18.01"), xml))
    row = (
        enterprise_row(name="Sinar Baru", owner_name="Sri Wahyuni", person_nik="", registration_no="")
        if listed == "enterprises"
        else cooperative_row(name="Sinar Baru", legal_no="", cooperative_nik="")
    )
    layout = "umkm_baku" if listed == "enterprises" else "koperasi_ods"
    delivery = intake.receive_spreadsheet(
        filename="x.csv", content=table(layout, [row]), by=officers[0], at=NOW
    )
    delivery = intake.look(delivery=delivery, by=officers[0], at=NOW)
    assert delivery.state == "looked", delivery.summary
    delivery = intake.confirm(delivery=delivery, by=officers[0], at=NOW)
    fields = [line.name for line in told.open_lines]
    outcome([
        lambda: intake.apply(delivery=delivery, by=officers[0], at=LATER),
        lambda: intake.accept_change(change=told.change, fields=fields, seen=told.seen, by=officers[1], at=LATER),
    ])  # fmt: skip
    model = Enterprise if listed == "enterprises" else Cooperative
    assert model.objects.filter(name="Sinar Baru").count() == 1
