"""The administrator's page of webhooks: the secret is shown once, foreign areas do not exist, and refusals say the remedy."""

import pytest
from django.db import connection
from django.urls import reverse

from naikkelas.notices import sending
from naikkelas.notices.actions.webhooks import NO_POINT
from naikkelas.notices.models import Subscription
from tests.conftest import NOW
from tests.factories import person

pytestmark = pytest.mark.django_db
ADD = reverse("settings-webhook-add")
GIVEN = {
    "name": "Satu Data Lampung",
    "url": "https://penerima.example.org/kait",
    "families": ["findings", "registry"],
}


@pytest.fixture(autouse=True)
def _public(monkeypatch):
    monkeypatch.setattr(
        sending,
        "_addresses",
        lambda host, port: ["10.0.0.1" if host == "dalam.example.org" else "93.184.215.14"],
    )


@pytest.fixture
def client(as_user):
    return as_user(person("administrator", "18"))


def test_the_secret_is_shown_once(client):
    added = client.post(ADD, GIVEN)
    [row] = Subscription.objects.all()
    page = reverse("settings-webhook-detail", args=[row.pk])
    assert (added.status_code, added["Location"]) == (302, page), "loading again must not add a second one"
    kept = client.session["webhook_just_made"]
    shown = client.get(page)
    assert shown.context["secret"].startswith("whsec_")
    assert shown.context["secret"] in shown.content.decode()
    assert shown.context["secret"] not in str(kept), "it lies sealed in the session"
    assert "whsec_" not in client.get(page).content.decode()
    assert "webhook_just_made" not in client.session
    renewed = client.post(page, {"act": "secret"}, follow=True)
    assert renewed.context["secret"] not in ("", shown.context["secret"])
    assert "whsec_" not in client.get(page).content.decode()
    assert "Satu Data Lampung" in client.get(reverse("settings-webhook-list")).content.decode()


def test_a_secret_is_shown_on_the_page_of_its_own_webhook_alone(client):
    client.post(ADD, GIVEN)
    client.get(reverse("settings-webhook-detail", args=[Subscription.objects.get().pk]))
    client.post(ADD, GIVEN | {"name": "Portal kabupaten"})
    former, new = (
        reverse("settings-webhook-detail", args=[row.pk]) for row in Subscription.objects.order_by("pk")
    )
    assert "whsec_" not in client.get(former).content.decode()
    assert "whsec_" in client.get(new).content.decode()


def test_the_trail_tells_the_kinds_of_events_in_words(client):
    client.post(ADD, GIVEN)
    trail = client.get("/pengaturan/jejak/?apa=webhook.added").content.decode()
    assert "Jenis peristiwa: Temuan, Registri" in trail
    assert "families" not in trail


def test_what_went_wrong_is_told_in_words(client):
    client.post(ADD, GIVEN)
    [row] = Subscription.objects.all()
    for problem in ("ConnectionRefusedError", "HTTP 503"):
        row.deliveries.create(number=1, action="finding.opened", tried_at=NOW, took_ms=1, problem=problem)
    page = client.get(reverse("settings-webhook-detail", args=[row.pk])).content.decode()
    assert "Sambungan ditolak" in page
    assert "ConnectionRefusedError" not in page
    assert "HTTP 503" in page


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"url": "https://dalam.example.org/"}, "NAIKKELAS_WEBHOOK_HOSTS"),
        ({"url": "http://penerima.example.org/"}, "https://"),
        ({"families": []}, "Bidang ini"),
        ({"families": ["person"]}, "person"),
    ],
)
def test_what_may_not_be_is_refused_with_the_remedy(client, change, told):
    response = client.post(ADD, GIVEN | change)
    assert response.status_code == 422
    assert told in response.content.decode()
    assert not Subscription.objects.exists()


def test_events_are_shown_as_a_replay_takes_them(client):
    """A point that is shown with dots is not taken with dots."""
    client.post(ADD, GIVEN)
    row = Subscription.objects.get()
    row.deliveries.create(number=20_806, action="finding.opened", tried_at=NOW, took_ms=1, status=200)
    Subscription.objects.update(done_to=20_807)
    page = client.get(reverse("settings-webhook-detail", args=[row.pk])).content.decode()
    assert "20806 · " in page
    assert "20.80" not in page
    assert NO_POINT.text("id", newest=20_808) == "Titik ulang harus antara 0 dan 20808."


@pytest.mark.django_db(transaction=True)
def test_the_name_of_a_host_is_asked_before_the_turn_to_write(client, monkeypatch):
    """On SQLite nobody else writes meanwhile, and a name may take half a minute."""
    asked = []

    def addresses(host, port):
        asked.append(connection.in_atomic_block)
        return ["93.184.215.14"]

    monkeypatch.setattr(sending, "_addresses", addresses)
    client.post(ADD, GIVEN)
    assert asked == [False]


def test_stop_go_replay_and_end(client):
    client.post(ADD, GIVEN)
    row = Subscription.objects.get()
    url = reverse("settings-webhook-detail", args=[row.pk])
    client.post(url, {"act": "stop"})
    assert not Subscription.objects.get().active
    client.post(url, {"act": "go"})
    client.post(url, {"act": "replay", "after": "0"})
    assert (Subscription.objects.get().active, Subscription.objects.get().done_to) == (True, 0)
    for wrong in ("-1", "99999999", "nol"):
        assert client.post(url, {"act": "replay", "after": wrong}).status_code == 422
    assert client.post(url, {"act": "lain"}).status_code == 404
    client.post(url, {"act": "end"})
    assert not Subscription.objects.exists()
