"""Prepared questions answer exactly as Django does, and are as new as the database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from naikkelas.accounts import actions as accounts
from naikkelas.accounts.models import DeviceToken, User
from naikkelas.accounts.queries import by_token
from naikkelas.trail.prepared import Prepared, PreparedLines, PreparedRows
from tests.conftest import NOW
from tests.factories import road

pytestmark = pytest.mark.django_db


def _asked(digest: str):
    return DeviceToken.objects.select_related("user__area").filter(digest=digest)


def test_a_prepared_question_gives_what_django_gives_field_by_field():
    made = road()
    row, _key = accounts.issue_token(user=made.enumerator, kind="phone", by=made.officer, at=NOW)
    prepared = Prepared(_asked)
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = prepared.first(row.digest)
            told = (found.user.name, found.user.area.title)
        assert len(asked) == 1
        assert told == (made.enumerator.name, made.enumerator.area.title)
        known = _asked(row.digest).get()
        for one, other in ((found, known), (found.user, known.user), (found.user.area, known.user.area)):
            fields = [field.attname for field in one._meta.concrete_fields]
            assert [getattr(one, name) for name in fields] == [getattr(other, name) for name in fields]
    assert prepared.first("unknown") is None


def test_a_key_that_was_taken_back_is_refused_by_the_next_question():
    made = road()
    row, key = accounts.issue_token(user=made.enumerator, kind="phone", by=made.officer, at=NOW)
    assert by_token(key, NOW).pk == row.pk
    accounts.revoke_token(token=row, by=made.officer, at=NOW)
    assert by_token(key, NOW) is None


def test_what_somebody_does_with_a_row_is_nobody_elses():
    made = road()
    row, _key = accounts.issue_token(user=made.enumerator, kind="phone", by=made.officer, at=NOW)
    prepared = Prepared(_asked)
    first, second = prepared.first(row.digest), prepared.first(row.digest)
    first.user.name, first.user.area = "lain", None
    assert (second.user.name, second.user.area_id) == (made.enumerator.name, made.enumerator.area_id)
    made.enumerator.name = "Nama Baru"
    made.enumerator.save()
    assert prepared.first(row.digest).user.name == "Nama Baru"


def test_a_question_about_a_number_is_prepared_with_a_number():
    made = road()
    prepared = Prepared(lambda pk: User.objects.filter(pk=pk), marks=(-918_273_645,))
    assert [prepared.first(made.officer.pk).username, prepared.first(made.province.pk).username] == [
        made.officer.username,
        made.province.username,
    ]
    assert prepared.first(0) is None


def test_the_values_of_rows_by_their_ids_are_those_of_django():
    made = road()

    def ask(ids):
        rows = User.objects.filter(
            Q(role="province") | Q(name__contains="%"), is_active=True
        ) | User.objects.filter(username__startswith="", pk__in=ids, role__in=("regency", "enumerator"))
        return rows.order_by("id").values_list("id", "joined_at", "is_active", "area__name")

    ids = [made.officer.pk, made.province.pk, 0]
    prepared = PreparedLines(ask)
    for _ in range(2):
        assert list(map(tuple, prepared.of(ids))) == list(ask(ids))
    assert prepared.of([]) == []


def test_the_first_rows_of_a_question_by_single_values_are_those_of_django():
    made = road()

    def ask(role, joined):
        rows = User.objects.filter(role=role, joined_at__lte=joined, is_active=True).order_by("-id")
        return rows.values_list("id", "joined_at", "area__name")

    prepared = PreparedRows(ask, marks=("?role", datetime(1111, 11, 11, tzinfo=UTC)))
    late, early = made.officer.joined_at + timedelta(days=1), made.officer.joined_at - timedelta(days=1)
    for _ in range(2):
        for role in ("regency", "enumerator", "nobody"):
            assert list(map(tuple, prepared.of(role, late, limit=2))) == list(ask(role, late)[:2])
    assert prepared.of("regency", late, limit=2)
    assert prepared.of("regency", early, limit=2) == []


def test_a_value_that_a_question_does_not_take_is_told():
    prepared = PreparedRows(
        lambda _role: User.objects.filter(role="regency").values_list("id"), marks=("?role",)
    )
    with pytest.raises(ValueError, match="marks that the query does not have"):
        prepared.of("enumerator", limit=1)
