"""What an enumerator sees of the changes of the registry that they proposed, and the notice that leads there."""

import html

import pytest

from naikkelas.intake import actions as intake
from naikkelas.notices.models import Notice
from naikkelas.web.notices import targets
from tests.conftest import NOW
from tests.factories import enterprise, enumerator, person
from tests.factories.entities import accepted, entity_form, entry, sent

pytestmark = pytest.mark.django_db
PAGE = "/lapangan/perubahan/"


def shown(answer) -> str:
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_decisions_and_reasons_are_read_by_who_sent(as_user):
    officer, phone_user, other = person("regency", "18.01"), enumerator("18.01"), enumerator("18.01")
    entity_form()
    village = enterprise(officer).area_id
    taken = sent(phone_user, entry(label="Warung Baru", pemilik="Budi Uji", desa=village))
    left = sent(phone_user, entry(label="Warung Lain", pemilik="Budi Uji", desa=village))
    waits = sent(phone_user, entry(label="Warung Tiga", pemilik="Budi Uji", desa=village))
    accepted(taken, officer)
    intake.refuse_change(change=left, reason="Usaha ini sudah tutup.", by=officer, at=NOW)
    text = shown(as_user(phone_user).get(PAGE))
    for part in (
        "Warung Baru",
        "Diterima",
        "Warung Lain",
        "Ditolak",
        "Usaha ini sudah tutup.",
        "Menunggu dinas",
    ):
        assert part in text
    assert waits.state == "pending"
    listed = shown(as_user(phone_user).get("/lapangan/"))
    assert f'href="{PAGE}"' in listed
    assert "Ditolak 1" in listed
    assert "Warung" not in shown(as_user(other).get(PAGE))
    assert f'href="{PAGE}"' not in shown(as_user(other).get("/lapangan/"))


def test_the_notice_leads_to_it(as_user):
    officer, phone_user = person("regency", "18.01"), enumerator("18.01")
    entity_form()
    change = sent(phone_user, entry(label="Warung Baru", pemilik="Budi Uji"))
    intake.refuse_change(change=change, reason="Usaha ini sudah tutup.", by=officer, at=NOW)
    notice = Notice.objects.get(user=phone_user)
    assert targets.address(phone_user, notice.object_type, notice.object_id) == PAGE
    assert (
        targets.address(officer, notice.object_type, notice.object_id) == f"/perubahan-lapangan/{change.pk}/"
    )
    assert "buka untuk membaca alasannya" in shown(as_user(phone_user).get("/pemberitahuan/"))
