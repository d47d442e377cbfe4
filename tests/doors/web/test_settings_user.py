"""Settings: people and their phones, the trail, the rules with their sources."""

import html
import re

import pytest
from django.test import Client

from naikkelas.accounts.models import DeviceToken, User
from naikkelas.rules.catalogues import rule_heads
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import enumerator, person, road

pytestmark = pytest.mark.django_db
FORM = {
    "username": "sari",
    "name": "Sari Uji",
    "role": "enumerator",
    "area": "18.01",
    "password": "gajah-way-kambas-42",
}


@pytest.fixture
def admin():
    return person("administrator")


def test_an_account_is_made_and_can_sign_in(as_user, admin):
    made = as_user(admin).post("/pengaturan/orang/baru/", FORM, follow=True)
    user = User.objects.get(username="sari")
    assert made.redirect_chain[-1][0] == f"/pengaturan/orang/{user.pk}/"
    assert Client().post("/masuk/", {"username": "sari", "password": FORM["password"]}).status_code == 302
    assert Event.objects.get(action="account.added", object_id=str(user.pk)).actor_id == admin.pk


@pytest.mark.parametrize(
    "changes",
    [
        {"username": "S A"}, {"username": "ab"}, {"password": "pendek"}, {"password": "password1234"}, {"role": "raja"},
        {"area": "99"}, {"area": "17.01"}, {"area": "18"}, {"name": ""}, {"role": "ministry", "area": "0"},
    ],
)  # fmt: skip
def test_an_account_that_cannot_be_is_shown_again(as_user, admin, changes):
    given = as_user(admin).post("/pengaturan/orang/baru/", FORM | changes)
    assert given.status_code == 422
    assert given.context["form"].errors
    assert User.objects.count() == 1


def test_a_name_taken_is_told(as_user, admin):
    as_user(admin).post("/pengaturan/orang/baru/", FORM)
    again = as_user(admin).post("/pengaturan/orang/baru/", FORM)
    assert again.status_code == 422
    assert "sudah dipakai" in again.content.decode()


def test_a_phone_is_set_up_by_a_code_and_shut_at_once(as_user):
    """The QR code's page shows the address; the address opens the forms until it is revoked."""
    officer, field = person("regency"), enumerator()
    client, path = as_user(officer), f"/pengaturan/orang/{field.pk}/"
    client.post(path, {"decision": "phone"})
    token = DeviceToken.objects.get()
    shown = client.get(f"{path}ponsel/{token.pk}/")
    told = html.unescape(shown.content.decode())
    server = re.search(r"http://testserver(/k/[a-z2-7]{52})", told)[1]
    assert "<svg" in told
    assert Client().get(f"{server}/formList").status_code == 200
    assert server not in client.get(path).content.decode()
    client.post(path, {"decision": "revoke", "token": token.pk})
    assert Client().get(f"{server}/formList").status_code == 403
    assert client.get(f"{path}ponsel/{token.pk}/").status_code == 404
    assert client.post(path, {"decision": "revoke", "token": token.pk}).status_code == 404


def test_an_officer_handles_enumerators_alone(as_user):
    officer = person("regency")
    colleague, field = person("regency"), enumerator()
    client = as_user(officer)
    assert client.get(f"/pengaturan/orang/{colleague.pk}/").status_code == 404
    client.post(f"/pengaturan/orang/{field.pk}/", {"decision": "close"})
    field.refresh_from_db()
    assert field.is_active
    assert list(client.get("/pengaturan/orang/").context["page"]) == [field]


def test_an_administrator_shuts_and_opens_an_account(as_user, admin):
    field = enumerator()
    path = f"/pengaturan/orang/{field.pk}/"
    for decision, active in (("close", False), ("open", True)):
        as_user(admin).post(path, {"decision": decision})
        field.refresh_from_db()
        assert field.is_active is active
    as_user(admin).post(f"/pengaturan/orang/{admin.pk}/", {"decision": "phone"})
    assert DeviceToken.objects.count() == 0  # phones are for enumerators


def test_the_trail_tells_who_did_what_newest_first(as_user):
    made = road()
    shown = as_user(person("auditor")).get("/pengaturan/jejak/")
    events = list(shown.context["page"])
    assert [e.pk for e in events] == sorted((e.pk for e in events), reverse=True)
    assert made.officer.name in shown.content.decode()
    narrowed = as_user(person("auditor", "18.02")).get("/pengaturan/jejak/").context["page"]
    assert {e.area_code[:5] for e in narrowed} <= {"18.02"}


def test_the_trail_is_narrowed_by_who_what_and_when(as_user):
    """An auditor asks what one person did in one week, and had every event of every year to read."""
    made = road()
    client, path = as_user(person("auditor")), "/pengaturan/jejak/"

    def found(**asked: str) -> list:
        return list(client.get(path, asked).context["page"])

    everything, day = found(), NOW.date().isoformat()
    published = found(apa="cycle.published")
    assert {e.action for e in published} == {"cycle.published"}
    assert {e.actor_name for e in found(siapa=made.officer.name.upper())} == {made.officer.name}
    assert found(dari=day, sampai=day) == everything
    assert found(sampai="2020-03-12") == found(dari="2020-03-14") == []
    assert "Perlebar tanggalnya" in client.get(path, {"dari": "2020-03-14"}).content.decode()
    for odd in ({"dari": "kemarin"}, {"sampai": "0001-01-01"}, {"apa": "tiada"}):
        assert found(**odd) == everything, "what cannot be asked is not asked"


def test_the_rules_show_source_version_and_what_is_not_confirmed(as_user):
    told = html.unescape(as_user(person("enumerator")).get("/pengaturan/aturan/").content.decode())
    for head in rule_heads().values():
        assert head.title_id in told, head.id
        assert head.legal_source in told, head.id
        assert head.hash in told, head.id
    marks = {"unconfirmed": "Belum dikonfirmasi", "read": "Dibaca", "proposal": "Usulan"}
    assert [h.id for h in rule_heads().values() if marks[h.mark] not in told] == []


def test_a_search_finds_each_kind_of_record_by_its_page(as_user):
    made = road()
    client = as_user(made.province)
    for text, path in (
        (made.enterprise.name, f"/registri/umkm/{made.enterprise.pk}/"),
        (made.cooperative.name, f"/registri/koperasi/{made.cooperative.pk}/"),
        (made.programme.name, f"/program/{made.programme.pk}/"),
        (made.recipient.name, f"/penerima/{made.recipient.pk}/"),
        ("Kalianda", "wilayah=18.01.06"),
    ):
        assert path in client.get("/cari/", {"q": text}).content.decode(), text
    for text in ("", "x", "tidak ada apa pun"):
        assert client.get("/cari/", {"q": text}).status_code == 200


def test_who_forgot_the_password_gets_a_new_one_that_is_shown_once(as_user, client):
    forgetful = person("regency", sign_in=True)
    admin = as_user(person("administrator"))
    answer = admin.post(f"/pengaturan/orang/{forgetful.pk}/", {"decision": "password"}).content.decode()
    shown = re.search(r'<b class="nk-tab">([^<]{12,})</b>', answer)[1]
    forgetful.refresh_from_db()
    assert forgetful.check_password(shown)
    assert shown not in admin.get(f"/pengaturan/orang/{forgetful.pk}/").content.decode()


def test_an_officer_cannot_make_a_password_for_an_enumerator(as_user):
    field = person("enumerator", sign_in=True)
    before = field.password
    answer = as_user(person("regency")).post(f"/pengaturan/orang/{field.pk}/", {"decision": "password"})
    field.refresh_from_db()
    assert (answer.status_code, field.password) == (403, before)


def test_people_are_searched_narrowed_sorted_and_taken_away(as_user, admin):
    """With some hundred accounts the list had neither search nor filter: one leafed through it."""
    sari, budi = enumerator(), person("regency")
    User.objects.filter(pk=sari.pk).update(name="Sari Dewi Lestari", position="Penyuluh")
    User.objects.filter(pk=budi.pk).update(name="Budi Sari Wijaya", is_active=False)
    client = as_user(admin)

    def names(query: str) -> list[str]:
        return [u.name for u in client.get(f"/pengaturan/orang/?{query}").context["page"]]

    assert names("q=sari") == ["Sari Dewi Lestari", "Budi Sari Wijaya"]
    assert names("q=dewi+penyuluh") == ["Sari Dewi Lestari"]
    assert names("q=sari&peran=regency") == ["Budi Sari Wijaya"]
    assert names("keadaan=closed") == ["Budi Sari Wijaya"]
    assert names("q=sari&urut=name") == ["Budi Sari Wijaya", "Sari Dewi Lestari"]
    assert "Lepas salah satu saringan" in client.get("/pengaturan/orang/?q=tidakada").content.decode()
    assert b"Sari Dewi" in b"".join(client.get("/pengaturan/orang/?unduh=csv").streaming_content)
    assert as_user(budi).get("/pengaturan/orang/?unduh=csv").status_code in (302, 403, 404)


def test_an_account_is_changed_and_keeps_its_work(as_user, admin):
    """Who moved to another office, or whose name was mistyped, needed a second account: the first could not be changed."""
    made = road()
    as_user(made.officer).post(f"/pengaturan/orang/{made.enumerator.pk}/", {"decision": "phone"})
    path = f"/pengaturan/orang/{made.enumerator.pk}/ubah/"
    client = as_user(admin)
    held = client.get(path).context["form"].initial
    moved = {
        "name": "Rina Puspita, S.E.",
        "position": "Penyuluh",
        "phone": "0812",
        "role": "enumerator",
        "area": "18.02",
    }
    assert client.post(path, held | moved).status_code == 302
    user = User.objects.get(pk=made.enumerator.pk)
    assert (user.name, user.area_id, user.tokens.filter(revoked_at=None).count()) == (
        "Rina Puspita, S.E.",
        "18.02",
        1,
    )
    assert client.post(path, moved | {"role": "regency"}).status_code == 302
    user.refresh_from_db()
    assert (user.role, user.tokens.filter(revoked_at=None).count()) == ("regency", 0)
    assert not user.digest_sealed
    told = Event.objects.filter(action="account.changed", object_id=str(user.pk))
    assert told.count() == 2
    assert "0812" not in str([e.details for e in told])


@pytest.mark.parametrize(
    ("area", "says"), [("18", "kabupaten/kota"), ("99", "tidak ada dalam daftar"), ("17.01", "di luar")]
)
def test_what_is_wrong_about_an_area_stands_at_its_field_in_words(as_user, admin, area, says):
    """It stood above the form, and named roles and levels by their stored English words."""
    field = enumerator()
    for path in (f"/pengaturan/orang/{field.pk}/ubah/", "/pengaturan/orang/baru/"):
        given = as_user(admin).post(path, FORM | {"area": area, "name": "Nama Baru"})
        assert given.status_code == 422
        [fault] = given.context["form"].errors["area"]
        assert says in fault
        assert not any(stored in fault for stored in ("regency", "enumerator"))
        assert 'value="Nama Baru"' in given.content.decode()


def test_nobody_shuts_or_moves_the_own_account(as_user, admin):
    """The only administrator could close the own account, and nobody was left to open it."""
    client = as_user(admin)
    said = client.post(f"/pengaturan/orang/{admin.pk}/", {"decision": "close"}, follow=True).content.decode()
    assert "Akun sendiri tidak dapat ditutup" in said
    path = f"/pengaturan/orang/{admin.pk}/ubah/"
    own = {"name": "Nama Baru", "position": "", "phone": "", "role": "administrator", "area": admin.area_id}
    assert client.post(path, own | {"role": "province"}).status_code == 422
    assert client.post(path, own).status_code == 302
    admin.refresh_from_db()
    assert (admin.is_active, admin.role, admin.name) == (True, "administrator", "Nama Baru")
