"""The page of retention periods."""

import pytest

from naikkelas.privacy import actions
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories import enterprise, person

pytestmark = pytest.mark.django_db


def test_periods_their_mark_and_the_last_round_are_shown(as_user):
    officer = person("regency")
    client = as_user(officer)
    empty = client.get("/pengaturan/masa-simpan/").content.decode()
    assert "Retensi belum pernah berjalan" in empty
    assert "Usulan" in empty
    enterprise(officer)
    actions.retain(area="18", by=SYSTEM, at=NOW, dry_run=True)
    page = client.get("/pengaturan/masa-simpan/").content.decode()
    assert "14 Maret 2022" in page
    assert "hanya dihitung" in page
