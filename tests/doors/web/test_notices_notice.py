"""The bell and the list behind it: everybody sees only the own, and a notice leads to its record."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from naikkelas.monev import actions as monev
from naikkelas.notices import queries
from naikkelas.notices.actions import notify
from naikkelas.programmes import actions as programmes
from naikkelas.programmes.models import Programme
from naikkelas.trail.actions import SYSTEM, note
from tests.conftest import NOW
from tests.factories import person, road

pytestmark = pytest.mark.django_db
LIST = reverse("notices-notice-list")


@pytest.fixture
def officer():
    return person("regency", "18.01")


def test_the_bell_counts_and_the_list_shows_only_the_own(officer, as_user):
    other = person("regency", "18.02")
    notify(kind="finding.opened", to=officer, about=("finding", 1), at=NOW, name="T2020-0001")
    notify(kind="finding.opened", to=other, about=("finding", 2), at=NOW, name="T2020-0002")
    text = as_user(officer).get(LIST).content.decode()
    assert "Temuan baru T2020-0001: tindak lanjuti" in text
    assert "T2020-0002" not in text
    assert "1 belum dibaca" in text
    foreign = queries.notices_of(other)[0]
    assert as_user(officer).get(reverse("notices-notice-open", args=[foreign.pk])).status_code == 404
    assert queries.unread_count(other) == 1


def test_opening_leads_to_the_record_and_counts_as_read(officer, as_user):
    notify(kind="import.done", to=officer, about=("delivery", 5), at=NOW, count=12)
    notice = queries.notices_of(officer)[0]
    response = as_user(officer).get(reverse("notices-notice-open", args=[notice.pk]))
    assert response["Location"] == reverse("intake-delivery-detail", args=[5])
    assert queries.unread_count(officer) == 0
    enumerator = person("enumerator", "18.01")
    notify(kind="visit.assigned", to=enumerator, about=("cycle_area", 5), at=NOW, count=3)
    notice = queries.notices_of(enumerator)[0]
    response = as_user(enumerator).get(reverse("notices-notice-open", args=[notice.pk]))
    assert response["Location"] == reverse("field-visit-list")


def test_all_is_read_though_the_last_told_happened_first(officer, as_user):
    notify(kind="finding.opened", to=officer, about=("finding", 1), at=NOW, name="T2020-0001")
    earlier = NOW - timedelta(days=30)
    notify(kind="finding.opened", to=officer, about=("finding", 2), at=earlier, name="T2020-0002")
    client = as_user(officer)
    shown = client.get(LIST)
    assert [n["row"].object_id for n in shown.context["notices"]] == ["1", "2"]
    client.post(reverse("notices-notice-read"), {"newest": shown.context["newest"]})
    assert queries.unread_count(officer) == 0


def test_filters_narrow_and_unknown_ones_are_refused(officer, as_user):
    notify(kind="finding.opened", to=officer, about=("finding", 1), at=NOW, name="T2020-0001")
    notify(kind="import.done", to=officer, about=("delivery", 5), at=NOW, count=12)
    client = as_user(officer)
    assert [n["row"].kind for n in client.get(LIST, {"jenis": "data"}).context["notices"]] == ["import.done"]
    assert client.get(LIST, {"jenis": "lain"}).status_code == 404
    newest = queries.notices_of(officer)[0].pk
    client.post(reverse("notices-notice-read"), {"newest": newest})
    assert client.get(LIST, {"belum": "1"}).context["notices"] == []


def test_of_a_narrowed_list_only_what_it_shows_is_read(officer, as_user):
    """Findings were marked as read that nobody had seen, because the list of imports was."""
    notify(kind="finding.opened", to=officer, about=("finding", 1), at=NOW, name="T2020-0001")
    notify(kind="import.done", to=officer, about=("delivery", 5), at=NOW, count=12)
    client = as_user(officer)
    page = client.get(LIST, {"jenis": "data"})
    assert '<input type="hidden" name="jenis" value="data">' in page.content.decode()
    read = reverse("notices-notice-read")
    answer = client.post(read, {"newest": page.context["newest"], "jenis": "data"})
    assert answer["Location"] == f"{LIST}?jenis=data"
    assert [n.kind for n in queries.notices_of(officer).filter(read_at=None)] == ["finding.opened"]
    assert client.post(read, {"newest": page.context["newest"], "jenis": "lain"}).status_code == 404


def test_the_choice_page_keeps_what_was_chosen(officer, as_user):
    client, url = as_user(officer), reverse("notices-choice-edit")
    kept = {f"mail-{kind}": mail for kind, (mail, _push) in queries.choices_of(officer).items()}
    new = {"email": "petugas@example.go.id", "mail-finding.opened": "weekly", "push-finding.opened": "off"}
    response = client.post(url, kept | new)
    assert response.status_code == 302
    officer.refresh_from_db()
    assert officer.email == "petugas@example.go.id"
    assert queries.choices_of(officer)["finding.opened"] == ("weekly", "off")
    assert client.post(url, kept | {"email": "bukan alamat"}).status_code == 422
    assert client.post(url, kept | {"push-finding.opened": "tiap jam"}).status_code == 422
    assert "webhook" not in client.get(url).content.decode()


def test_everybody_has_a_calendar_of_what_falls_due(as_user, client):
    made = road()
    choices = reverse("notices-choice-edit")
    as_user(made.enumerator).post(choices, {"act": "renew"})
    feed = as_user(made.enumerator).get(choices).context["feed"].partition("testserver")[2]
    text = Client().get(feed).content.decode().replace("\r\n ", "")
    assert "BEGIN:VEVENT" in text
    assert "kunjungan belum dilakukan" in text
    as_user(made.enumerator).post(choices, {"act": "revoke"})
    assert Client().get(feed).status_code == 404


def test_the_auditor_reads_the_history_of_one_record(as_user):
    note(by=SYSTEM, at=NOW, action="finding.opened", on=("finding", 4711), area="18.01")
    note(by=SYSTEM, at=NOW, action="finding.closed", on=("finding", 4711), area="17.01")
    page = as_user(person("auditor", "18.01")).get(reverse("settings-trail"), {"catatan": "finding:4711"})
    assert [e.action for e in page.context["page"].object_list] == ["finding.opened"]


def test_the_trail_and_a_history_tell_what_was_entered(as_user):
    made = road()
    monev.add_team(
        cycle_area=made.area, name="Tim 1", leader=made.enumerator, members=[], by=made.officer, at=NOW
    )
    programmes.add_programme(
        type_id="plut", name="PLUT contoh", year=2019, area="18", by=made.province, at=NOW
    )
    found = as_user(person("auditor", "18")).get(reverse("settings-trail")).content.decode()
    for told in (
        "Nama: Tim 1",
        f"Ketua: {made.enumerator.name}",
        "Nama: PLUT contoh",
        "Jenis: PLUT-KUMKM",
        "Tahun: 2019",
    ):
        assert f"<div>{told}</div>" in found
    hidden = as_user(person("administrator", "18")).get(reverse("settings-trail")).content.decode()
    assert "<div>Ketua: •••</div>" in hidden
    programme = Programme.objects.get(name="PLUT contoh")
    page = (
        as_user(made.province)
        .get(reverse("programmes-programme-detail", args=[programme.pk]))
        .content.decode()
    )
    assert "<div>Nama: PLUT contoh</div>" in page


def test_the_trail_tells_changes_in_words_and_names_people_only_to_who_may_see_persons(as_user):
    worker = person("enumerator", "18.01")
    note(
        by=SYSTEM, at=NOW, action="finding.cause_told", on=("finding", 4711), area="18.01",
        changes={"state": ["in_progress", "resolved"]}, rule="cooperative.board_not_active",
    )  # fmt: skip
    note(
        by=SYSTEM,
        at=NOW,
        action="submission.held",
        on=("delivery", 4713),
        area="18.01",
        reason="visit.already",
    )
    note(
        by=SYSTEM,
        at=NOW,
        action="link.run",
        on=("link run", 4714),
        area="18.01",
        kind="cooperative",
        lacking=[],
    )
    note(by=SYSTEM, at=NOW, action="delegation.made", on=("delegation", 4715), area="18.01", to=worker.pk)
    note(
        by=SYSTEM, at=NOW, action="visit.assigned", on=("planned_visit", 4712), area="18.01",
        changes={"assigned_to_id": [None, worker.pk]},
    )  # fmt: skip
    address = reverse("settings-trail")
    found = as_user(person("auditor", "18.01")).get(address).content.decode()
    assert "Keadaan: <s>Belum sesuai</s> → Sesuai" in found
    assert "Aturan: Pengurus koperasi tidak aktif" in found
    assert "visit.already" not in found
    assert "Jenis: Koperasi, Yang kurang: 0" in found
    assert f"Kepada: {worker.name}" in found
    assert worker.name in found
    assert worker.name not in as_user(person("administrator", "18")).get(address).content.decode()
