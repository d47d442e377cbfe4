"""Accounts, roles and phones."""

from datetime import timedelta

import pytest

from naikkelas.accounts import access, actions, queries
from naikkelas.accounts.models import DeviceToken, User
from naikkelas.accounts.roles import DUTIES, READ, ROLES
from naikkelas.places.models import Region
from naikkelas.trail.actions import SYSTEM
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import person
from tests.slices.test_programmes_money import refusal

pytestmark = pytest.mark.django_db
GOOD = {"username": "sari", "name": "Sari", "role": "regency", "area": "18.01", "password": None}


def add(**values):
    return actions.add(**GOOD | values, by=SYSTEM, at=NOW)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"role": "superuser"}, "account.role"), ({"role": ""}, "account.role"), ({"area": "99"}, "account.area"),
        ({"area": ""}, "account.area"), ({"area": "18"}, "account.level"), ({"area": "18.01.06"}, "account.level"),
        ({"role": "ministry", "area": "18"}, "account.level"), ({"role": "enumerator", "area": "0"}, "account.level"),
        ({"role": "administrator", "area": "18.01"}, "account.level"),
    ],
)  # fmt: skip
def test_an_account_that_cannot_be_is_refused(values, code):
    refusal(code, add, **values)
    assert User.objects.count() == 0


def test_a_name_is_taken_once():
    add()
    assert refusal("account.taken", add, name="Sari Lain").status == 409


def test_without_a_password_nobody_signs_in(client):
    user = add()
    assert not user.has_usable_password()
    assert not any(user.check_password(guess) for guess in ("", "!", user.password, "None"))


def test_passwords_are_kept_by_argon2_and_long_ones_whole():
    long = "ombak-pantai-" * 15
    user = add(password=long)
    assert user.password.startswith("argon2")
    assert user.check_password(long)
    assert not user.check_password(long[:-1] + "x")  # not cut at 72 bytes


def test_every_role_reads_only_what_is_listed_and_an_unknown_duty_raises():
    for role in ROLES:
        someone = person(role, {"regency": "18.01"}.get(role, ""))
        assert {d for d in DUTIES if access.may(someone, d)} == set(ROLES[role].duties)
    with pytest.raises(ValueError, match="unknown duty"):
        access.may(someone, "registry.destroy")


def test_who_watches_writes_nothing():
    """They read. Beside it an evaluator takes answers away, an auditor has the trail, the ministry its own reports."""
    assert ROLES["evaluator"].duties - READ == {"answers.export"}
    assert ROLES["auditor"].duties - READ == {"person.see", "trail.read"}
    assert ROLES["ministry"].duties - READ == {
        "registry.export",
        "answers.export",
        "person.see",
        "reports.issue",
    }
    assert ROLES["enumerator"].duties == {"monev.visit"}
    assert not ROLES["administrator"].duties & {"registry.read", "person.see", "person.reveal"}


@pytest.mark.parametrize(
    ("area", "code", "covered"),
    [
        ("0", "18.01", True), ("18", "18.01.06.2018", True), ("18.01", "18.01", True), ("18.01", "18.01.06", True),
        ("18.01", "18", False), ("18.01", "18.02", False), ("18.01", "18.010", False), ("18.01", "18.01x", False),
        ("1", "18", False),
    ],
)  # fmt: skip
def test_an_area_covers_itself_and_what_lies_below(area, code, covered):
    someone = User(area_id=area)
    assert access.covers(someone, code) is covered
    if not covered:
        with pytest.raises(access.OutOfArea):
            access.demand(someone, code)


@pytest.mark.parametrize("area", ["0", "18", "17", "18.01", "18.02", "18.01.06"])
def test_rows_in_view_are_those_covered(area):
    """The range of an index and the comparison of codes say the same of every region in the list."""
    someone = User(area_id=area)
    seen = set(access.visible(someone, Region.objects.all(), "code").values_list("code", flat=True))
    every = Region.objects.values_list("code", flat=True)
    assert seen == {code for code in every if access.covers(someone, code)}
    assert 0 < len(seen) <= len(every)


def test_a_phone_key_works_until_revoked_or_expired():
    someone = person("enumerator")
    row, token = actions.issue_token(user=someone, kind="phone", by=someone, at=NOW)
    assert queries.by_token(token, NOW).user == someone
    assert queries.by_token(token, row.expires_at - timedelta(seconds=1)) == row
    assert queries.by_token(token, row.expires_at) is None
    assert queries.by_token(token[:-1] + ("a" if token[-1] != "a" else "b"), NOW) is None
    actions.revoke_token(token=row, by=someone, at=NOW)
    assert queries.by_token(token, NOW) is None


def test_the_database_alone_gives_no_key():
    """Neither the row nor its digest holds the token; it can be shown again with the key outside."""
    someone = person("enumerator")
    row, token = actions.issue_token(user=someone, kind="phone", by=someone, at=NOW)
    stored = DeviceToken.objects.values().get()
    assert not any(token in str(value) or str(value) == token for value in stored.values())
    assert actions.token_of(row) == token
    assert len(token) == 52


def test_a_browser_keeps_its_key_until_near_its_end():
    someone = person("enumerator")
    first = actions.browser_token(user=someone, by=someone, at=NOW)
    assert actions.browser_token(user=someone, by=someone, at=NOW + timedelta(days=20)) == first
    assert actions.browser_token(user=someone, by=someone, at=NOW + timedelta(days=24)) != first
    assert DeviceToken.objects.filter(kind="browser").count() == 2


def test_closing_an_account_revokes_its_phones_and_opening_does_not_bring_them_back():
    someone, admin = person("enumerator"), person("administrator")
    row, token = actions.issue_token(user=someone, kind="phone", by=admin, at=NOW)
    actions.set_active(user=someone, active=False, by=admin, at=NOW)
    actions.set_active(user=someone, active=True, by=admin, at=NOW)
    assert queries.by_token(token, NOW) is None
    row.refresh_from_db()
    assert row.revoked_at == NOW
    told = list(Event.objects.filter(actor_id=admin.pk).order_by("id").values_list("action", flat=True))
    assert told == ["phone.issued", "account.closed", "account.opened"]


def test_enumerators_of_an_area_are_the_active_ones_below_it():
    own, below, other = (
        person("enumerator", "18.01"),
        person("enumerator", "18.01.06"),
        person("enumerator", "18.02"),
    )
    closed = person("enumerator", "18.01")
    actions.set_active(user=closed, active=False, by=own, at=NOW)
    assert set(queries.enumerators_in("18.01")) == {own, below}
    assert set(queries.enumerators_in("18")) == {own, below, other}


def test_the_trail_holds_no_password_and_no_token():
    someone = add(role="enumerator", password="rahasia-sekali-42")
    _row, token = actions.issue_token(user=someone, kind="phone", by=someone, at=NOW)
    actions.set_password(user=someone, password="rahasia-lain-99x", by=someone, at=NOW)
    told = " ".join(f"{e} {e.details}" for e in Event.objects.all())
    assert "rahasia" not in told
    assert token not in told


@pytest.mark.parametrize("password", ["pendek", "123456789012345", "password1234"])
def test_a_weak_password_is_refused_whichever_door_it_came_through(password):
    assert refusal("account.password", add, password=password).params["reasons"]
