"""Ids drawn for many rows at once never clash with a row that somebody else makes meanwhile."""

import threading

import pytest
from django.db import connection, transaction

from naikkelas.engine import bulk
from naikkelas.registry.models import Person

TABLE = Person._meta.db_table


@pytest.mark.django_db(transaction=True)
def test_rows_made_between_drawing_and_inserting_keep_their_own_numbers():
    def make_one() -> None:
        try:
            Person.objects.create(name="sementara itu")
        finally:
            connection.close()

    meanwhile = threading.Thread(target=make_one)
    with transaction.atomic(), connection.cursor() as cursor:
        ids = bulk.reserve_ids(cursor, connection.vendor, TABLE, 3)
        meanwhile.start()
        meanwhile.join(
            timeout=0.5
        )  # PostgreSQL lets it pass; SQLite makes it wait for the end of this transaction
        bulk.insert(
            cursor, connection.vendor, TABLE, ["id", "name", "sex", "phone", "email", "synthetic"],
            [(pk, "banyak", "", "", "", False) for pk in ids],
        )  # fmt: skip
    meanwhile.join()
    assert len(set(ids)) == 3
    assert list(ids) == sorted(ids)
    assert set(Person.objects.filter(name="banyak").values_list("id", flat=True)) == set(ids)
    assert Person.objects.filter(name="sementara itu").exclude(id__in=list(ids)).count() == 1
    assert Person.objects.create(name="sesudahnya").pk > max(ids)


@pytest.mark.django_db
def test_none_are_drawn_for_no_rows():
    with connection.cursor() as cursor:
        assert list(bulk.reserve_ids(cursor, connection.vendor, TABLE, 0)) == []
