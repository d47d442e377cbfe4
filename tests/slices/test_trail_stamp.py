"""The version of all data: it differs after every committed write, in whatever order writes end, and stays without one."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from naikkelas.engine import versions
from naikkelas.registry.actions import log_seen
from naikkelas.registry.models import Person
from naikkelas.trail.actions import SYSTEM, note
from naikkelas.trail.queries import one_look, stamp
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def write(number: int) -> None:
    note(by=SYSTEM, at=NOW + timedelta(seconds=number), action="uji.versi", on=("uji", number), area="18")


def test_it_stays_until_something_is_written():
    first = stamp()
    assert stamp() == first
    write(1)
    second = stamp()
    assert second != first
    assert stamp() == second


def test_who_looked_at_whom_changes_no_figure():
    owner = Person.objects.create(name="Pemilik")
    before = stamp()
    log_seen(person_id=owner.pk, area="18", place="uji", by=SYSTEM, at=NOW)
    assert stamp() == before


def test_what_is_rolled_back_is_no_write_for_others():
    before = stamp()
    with transaction.atomic():
        write(1)
        transaction.set_rollback(True)
    assert stamp() == before


def test_a_row_of_a_transaction_that_is_yet_to_come_here_changes_nothing_again_and_again():
    """As a dump of another database brings them."""
    write(1)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE trail_event SET {versions.COLUMN} = '9000000000000'")
    first = stamp()
    assert stamp() == first
    write(2)
    assert stamp() != first


def test_an_earlier_write_that_ends_later_is_seen_when_it_ends():
    begun, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                write(1)
                begun.set()
                assert may_end.wait(30)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(30)
    if connection.vendor == "postgresql":  # SQLite lets nobody else write meanwhile
        write(2)
    between = stamp()
    assert stamp() == between  # although somebody is writing
    may_end.set()
    thread.join()
    assert stamp() not in (between, None)


def test_what_one_transaction_sees_alone_is_not_taken_for_what_all_see():
    with transaction.atomic():
        write(1)
        alone = stamp()
        write(2)
        assert stamp() != alone
    assert stamp() != alone


@pytest.mark.parametrize("whole", [True, False])
def test_a_write_after_one_that_was_undone_is_another_version(whole):
    """Else what was read of the undone one would be taken for what holds now."""

    def undone() -> object:
        with transaction.atomic():
            write(1)
            seen = stamp()
            transaction.set_rollback(True)
        return seen

    if whole:
        undone_stamp = undone()
        write(2)
        assert stamp() != undone_stamp
    else:
        with transaction.atomic():
            undone_stamp = undone()
            write(2)
            assert stamp() != undone_stamp


def test_inside_a_transaction_what_others_end_counts_only_if_they_wrote():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets nobody else write meanwhile, see test_an_earlier_write_that_ends_later")

    def other(write_it: bool) -> None:
        try:
            if write_it:
                write(2)
            else:
                Person.objects.create(name="Tanpa jejak")
        finally:
            connection.close()

    def done(write_it: bool) -> None:
        thread = threading.Thread(target=other, args=(write_it,))
        thread.start()
        thread.join()

    with transaction.atomic():
        write(1)
        first = stamp()
        done(write_it=False)
        assert stamp() == first
        done(write_it=True)
        assert stamp() != first


def test_who_only_reads_asks_for_the_version_once(django_assert_num_queries):
    with django_assert_num_queries(1), one_look():
        assert stamp() == stamp()


def test_a_look_sees_no_write_until_it_ends():
    with one_look():
        before = stamp()
        write(9)
        assert stamp() == before
    assert stamp() != before
    with one_look():
        assert stamp() != before
