"""The kept connection to PostgreSQL: whether it still stands is known without asking, and a dead one is replaced."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)

if connection.vendor == "postgresql":

    def test_a_line_that_stands_is_not_asked(django_assert_num_queries):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        with django_assert_num_queries(0):
            assert connection.is_usable()

    def test_a_line_that_the_server_closed_is_replaced_before_the_next_request():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            own = cursor.fetchone()[0]
        with connection.copy().cursor() as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [own])
            assert other.fetchone()[0]
            other.db.close()
        assert not connection.is_usable()
        connection.health_check_enabled, connection.health_check_done = True, False
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            assert cursor.fetchone()[0] != own

    def test_a_line_on_which_the_server_said_something_unasked_is_asked_and_kept():
        with connection.cursor() as cursor:
            cursor.execute("LISTEN told")
        with connection.copy().cursor() as other:
            other.execute("NOTIFY told")
            other.db.close()
        assert connection.is_usable()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)

else:

    def test_a_file_needs_no_line():
        assert connection.is_usable()
