"""The page of a team: a team made in vain is removed from it."""

import pytest

from naikkelas.monev import actions
from naikkelas.monev.models import Team
from tests.conftest import NOW
from tests.factories import road

pytestmark = pytest.mark.django_db


def test_an_empty_team_is_removed_on_its_page_and_one_with_visits_says_what_to_do(as_user):
    made = road()
    terms = {"cycle_area": made.area, "leader": made.enumerator, "members": [], "by": made.officer, "at": NOW}
    empty, working = (actions.add_team(name=name, **terms) for name in ("Tim 1", "Tim 2"))
    actions.give_to_team(team=working, visits=made.planned, by=made.officer, at=NOW)
    office = as_user(made.officer)
    assert f'action="/monev/tim/{empty.pk}/hapus/"' in office.get(f"/monev/tim/{empty.pk}/").content.decode()
    gone = office.post(f"/monev/tim/{empty.pk}/hapus/", follow=True)
    assert gone.redirect_chain[-1][0] == f"/monev/wilayah/{made.area.pk}/tim/"
    assert "Tim “Tim 1” dihapus." in gone.content.decode()
    assert "/hapus/" not in office.get(f"/monev/tim/{working.pk}/").content.decode(), (
        "no button that is refused afterwards"
    )
    kept = office.post(f"/monev/tim/{working.pk}/hapus/")
    assert kept.status_code == 409
    assert "Berikan kunjungan itu ke tim lain dahulu" in kept.content.decode()
    assert list(Team.objects.all()) == [working]
