"""Imports that are broken off, decided twice or applied by two at once: each row once, in the end."""

import threading

import pytest
from django.db import connection

from naikkelas.accounts import actions as accounts
from naikkelas.intake import actions as intake
from naikkelas.intake import queries, switchboard, tasks
from naikkelas.intake.actions import spreadsheets
from naikkelas.intake.models import Delivery
from naikkelas.kit.problems import Refused
from naikkelas.registry.models import Cooperative, Enterprise, EnterpriseYear, Person
from naikkelas.trail import queries as trail
from tests.conftest import NOW
from tests.factories import person
from tests.factories.registry import bring_in, cooperative_row, enterprise_row, table

# what is cut off must really be rolled back
pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 10


class Cut(Exception):
    """The power goes off."""


@pytest.fixture
def officer():
    return person("regency")


def confirmed(rows, by, layout: str = "umkm_baku") -> Delivery:
    delivery = intake.receive_spreadsheet(filename="uji.csv", content=table(layout, rows), by=by, at=NOW)
    delivery = intake.look(delivery=delivery, by=by, at=NOW)
    return intake.confirm(delivery=delivery, by=by, at=NOW)


def cut_at(chunk: int, record: str, monkeypatch) -> None:
    """Let the `chunk`th write fail after its rows were written; afterwards all goes well again."""
    monkeypatch.setattr(spreadsheets, "CHUNK_ROWS", 3)
    real, number = switchboard.REGISTRY[record], iter(range(1, 99))

    def write(**values):
        answer = real(**values)
        if next(number) == chunk:
            raise Cut
        return answer

    monkeypatch.setitem(switchboard.REGISTRY, record, write)


@pytest.mark.parametrize("chunk", [1, 2, 4])
def test_a_broken_off_import_goes_on_where_it_stopped(officer, monkeypatch, chunk):
    # first and last bear one number: the last must not renew the first because it was written before the cut
    twins = (0, ROWS - 1)
    rows = [
        enterprise_row(name=f"Usaha {n}", registration_no="001" if n in twins else f"R-{n}")
        for n in range(ROWS)
    ]
    delivery = confirmed(rows, officer)
    cut_at(chunk, "enterprise", monkeypatch)
    with pytest.raises(Cut):
        intake.apply(delivery=delivery, by=officer, at=NOW)
    standing = queries.delivery(delivery.pk)
    done = 3 * (chunk - 1)
    assert (standing.state, standing.done, Enterprise.objects.count()) == ("applying", done, done)
    after = intake.apply(delivery=standing, by=officer, at=NOW)
    assert (after.state, after.done) == ("applied", ROWS)
    assert after.summary["applied"] == {"new": ROWS, "changed": 0, "same": 0}
    assert sorted(Enterprise.objects.values_list("name", flat=True)) == sorted(r["name"] for r in rows)
    assert Person.objects.count() == EnterpriseYear.objects.count() == ROWS


def test_a_broken_off_renewal_counts_each_row_once(officer, monkeypatch):
    rows = [enterprise_row() for _ in range(ROWS)]
    bring_in(table("umkm_baku", rows), by=officer)
    delivery = confirmed([r | {"address": "Jl. Baru"} for r in rows[:8]] + rows[8:], officer)
    cut_at(2, "enterprise", monkeypatch)
    with pytest.raises(Cut):
        intake.apply(delivery=delivery, by=officer, at=NOW)
    after = intake.apply(delivery=queries.delivery(delivery.pk), by=officer, at=NOW)
    assert after.summary["applied"] == {"new": 0, "changed": 8, "same": 2}
    assert Enterprise.objects.filter(address="Jl. Baru").count() == 8
    assert Enterprise.objects.count() == ROWS


def test_a_broken_off_list_of_cooperatives_goes_on_too(officer, monkeypatch):
    rows = [cooperative_row() for _ in range(ROWS)]
    delivery = confirmed(rows, officer, "koperasi_baku")
    cut_at(3, "cooperative", monkeypatch)
    with pytest.raises(Cut):
        intake.apply(delivery=delivery, by=officer, at=NOW)
    after = intake.apply(delivery=queries.delivery(delivery.pk), by=officer, at=NOW)
    assert after.summary["applied"] == {"new": ROWS, "changed": 0, "same": 0}
    assert Cooperative.objects.count() == ROWS


def test_what_a_failed_task_or_ended_command_left_is_taken_up(officer, monkeypatch):
    other = person("regency")
    looking = intake.receive_spreadsheet(
        filename="a.csv", content=table("umkm_baku", [enterprise_row()]), by=officer, at=NOW
    )
    Delivery.objects.filter(pk=looking.pk).update(state="looking")
    delivery = intake.receive_spreadsheet(
        filename="b.csv", content=table("umkm_baku", [enterprise_row()]), by=officer, at=NOW
    )
    delivery = intake.look(delivery=delivery, by=officer, at=NOW)
    intake.confirm(delivery=delivery, by=other, at=NOW)
    enqueued = []
    monkeypatch.setattr(
        type(tasks.look_at), "enqueue", lambda task, *args: enqueued.append((task.name, *args))
    )
    tasks.take_up_interrupted()
    assert enqueued == [("look_at", looking.pk), ("apply_delivery", delivery.pk, other.pk)]
    for name, *args in list(enqueued):  # applying enqueues more: looking for doubles, checking quality
        getattr(tasks, name).func(*args)
    assert Delivery.objects.get(pk=looking.pk).state == "looked"
    assert Delivery.objects.get(pk=delivery.pk).state == "applied"
    assert trail.of("delivery", delivery.pk).get(action="delivery.applied").actor_id == other.pk


def test_applying_again_after_it_was_done_changes_nothing(officer):
    delivery = confirmed([enterprise_row()], officer)
    stale = queries.delivery(delivery.pk)
    intake.apply(delivery=delivery, by=officer, at=NOW)
    after = intake.apply(delivery=stale, by=officer, at=NOW)
    assert (after.state, after.done) == ("applied", 1)
    assert Enterprise.objects.count() == 1
    assert trail.of("delivery", delivery.pk).filter(action="delivery.applied").count() == 1


def test_who_lost_the_right_applies_nothing(officer):
    delivery = confirmed([enterprise_row()], officer)
    accounts.set_active(user=officer, active=False, by=person("administrator"), at=NOW)
    officer.refresh_from_db()
    after = intake.apply(delivery=queries.delivery(delivery.pk), by=officer, at=NOW)
    assert (after.state, after.reason) == ("refused", "delivery.no_right")
    assert Enterprise.objects.count() == 0


@pytest.mark.parametrize(
    "who", [("regency", "18.02"), ("enumerator", "18.01"), ("evaluator", "18"), ("auditor", "18.01")]
)
def test_another_area_or_role_applies_nothing(officer, who):
    after = intake.apply(delivery=confirmed([enterprise_row()], officer), by=person(*who), at=NOW)
    assert (after.state, after.reason, Enterprise.objects.count()) == ("refused", "delivery.no_right", 0)


def test_confirming_twice_is_refused_with_what_to_do(officer):
    delivery = confirmed([enterprise_row()], officer)
    with pytest.raises(Refused) as caught:
        intake.confirm(delivery=delivery, by=officer, at=NOW)
    assert (caught.value.kind.code, caught.value.status) == ("delivery.not_looked", 409)
    assert "Muat ulang" in caught.value.text("id")


def test_a_file_without_a_good_row_cannot_be_confirmed(officer):
    with pytest.raises(Refused) as caught:
        confirmed([enterprise_row(name="")], officer)
    assert caught.value.kind.code == "delivery.nothing_good"


def test_what_was_discarded_stays_unapplied(officer):
    delivery = intake.receive_spreadsheet(
        filename="uji.csv", content=table("umkm_baku", [enterprise_row()]), by=officer, at=NOW
    )
    delivery = intake.look(delivery=delivery, by=officer, at=NOW)
    delivery = intake.discard(delivery=delivery, by=officer, at=NOW)
    assert delivery.state == "undone"
    for again in (intake.confirm, intake.discard, intake.undo):
        with pytest.raises(Refused):
            again(delivery=delivery, by=officer, at=NOW)
    assert Enterprise.objects.count() == 0


# ── at the same time ──


def at_once(count: int, job) -> list[str]:
    """Run `job` in `count` threads that start together; what each gave, or the code of its refusal."""
    gate, answers = threading.Barrier(count), []

    def run() -> None:
        try:
            gate.wait()
            answers.append(job())
        except Refused as refusal:
            answers.append(refusal.kind.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.mark.django_db(transaction=True)
def test_two_decisions_and_two_runs_at_once_count_once(monkeypatch):
    officer = person("regency")
    monkeypatch.setattr(spreadsheets, "CHUNK_ROWS", 3)
    delivery = intake.receive_spreadsheet(
        filename="uji.csv",
        content=table("umkm_baku", [enterprise_row() for _ in range(ROWS)]),
        by=officer,
        at=NOW,
    )
    delivery = intake.look(delivery=delivery, by=officer, at=NOW)
    answers = at_once(2, lambda: intake.confirm(delivery=delivery, by=officer, at=NOW).state)
    assert answers == ["applying", "delivery.not_looked"]
    at_once(2, lambda: intake.apply(delivery=queries.delivery(delivery.pk), by=officer, at=NOW).state)
    after = queries.delivery(delivery.pk)
    assert (after.state, after.done, after.summary["applied"]["new"]) == ("applied", ROWS, ROWS)
    assert len(after.summary["undo"]) == 4
    assert Enterprise.objects.count() == Person.objects.count() == EnterpriseYear.objects.count() == ROWS
    assert trail.of("delivery", delivery.pk).filter(action="delivery.applied").count() == 1
    answers = at_once(2, lambda: intake.undo(delivery=after, by=officer, at=NOW).state)
    assert answers == ["delivery.not_looked", "undone"]
    assert Enterprise.objects.count() == Person.objects.count() == 0
