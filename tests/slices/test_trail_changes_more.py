"""Accounts, forms, trainings and the registry tell in the trail what a step turned into what, and nothing that is secret."""

from datetime import date, timedelta

import pytest

from naikkelas.accounts import actions as accounts
from naikkelas.analytics.queries import indicators
from naikkelas.forms import actions as forms
from naikkelas.forms.models import FormVersion
from naikkelas.kit.periods import Quarter
from naikkelas.monev import actions as monev
from naikkelas.notices import actions as notices
from naikkelas.notices import queries as told_by
from naikkelas.programmes import actions as programmes
from naikkelas.registry import actions as registry
from naikkelas.registry.queries import standing
from naikkelas.reports import actions as reports
from naikkelas.trail.models import Event
from naikkelas.web import words
from tests.conftest import NOW
from tests.factories import person, road
from tests.factories.registry import cooperative, enterprise

pytestmark = pytest.mark.django_db


def last(action: str) -> dict:
    """What the newest event of an action changed; each field has a name that people read."""
    changes = Event.objects.filter(action=action).latest("id").details.get("changes", {})
    assert [name for name in changes if name not in words.WORDS["changed_field"]] == []
    return changes


def test_an_account_tells_its_state_and_area_and_keeps_its_secrets():
    by, user = person("province"), person("regency", "18.01")
    accounts.set_active(user=user, active=False, by=by, at=NOW)
    assert last("account.closed") == {"is_active": [True, False]}
    accounts.set_reminders(user=user, email="rahasia@contoh.id", remind=True, by=user, at=NOW)
    assert last("account.reminders")["email"] == []
    accounts.set_password(user=user, password="kata sandi lain yang panjang", by=by, at=NOW)
    user = person("regency", "18.02")
    chosen = told_by.choices_of(user) | {"finding.opened": ("off", "off")}
    notices.choose(user=user, email="", chosen=chosen, by=user, at=NOW)
    assert Event.objects.get(action="notice.chosen").details["kinds"] == ["finding.opened"]
    everything = str(list(Event.objects.values_list("details", flat=True)))
    assert "rahasia@" not in everything
    assert "argon2" not in everything


def test_what_is_entered_is_told_as_what_came_after_nothing():
    made = road()
    by = made.province
    programme = programmes.add_programme(type_id="plut", name="PLUT", year=2019, area="18", by=by, at=NOW)
    assert last("programme.added") == {
        "name": [None, "PLUT"],
        "type_id": [None, "plut"],
        "programme_year": [None, 2019],
    }
    monev.add_cycle(
        name="Monev II", area="18", quarter=Quarter(2019, 4), opens_on=date(2020, 2, 3), due_workdays=10,
        monitored=[programme], by=by, at=NOW,
    )  # fmt: skip
    told = last("cycle.added")
    assert (told["name"], told["opens_on"], told["programmes"]) == (
        [None, "Monev II"], [None, "2020-02-03"], [None, "PLUT 2019"],
    )  # fmt: skip
    monev.add_team(
        cycle_area=made.area, name="Tim 1", leader=made.enumerator, members=[], by=made.officer, at=NOW
    )
    assert last("team.added") == {"name": [None, "Tim 1"], "leader_id": [None, made.enumerator.pk]}
    monev.open_by_hand(
        area="18.01", title="Milik Sari", condition="Kios milik Sari kosong", criterion="", recommendation="", severity="low",
        amount_idr=None, by=by, at=NOW,
    )  # fmt: skip
    told = last("finding.opened")
    assert (told["severity"], told["owner_level"]) == ([None, "low"], [None, "regency"])
    assert set(told) == {"severity", "owner_level", "due_on"}, "empty ones are not told, and no free text"


def test_a_form_tells_its_states_and_which_version_came_before():
    by = person("province")
    form = FormVersion.objects.get(form_id="enterprise", newest=True)
    forms.set_state(form=form, state="closing", by=by, at=NOW)
    assert last("form.closing") == {"state": ["open", "closing"]}


def test_a_training_tells_attendance_and_how_each_participant_stands():
    by = person("province")
    programme = programmes.add_programme(
        type_id="lampung_entrepreneur_center", name="Pelatihan", year=2019, area="18", by=by, at=NOW
    )
    cohort = programmes.add_cohort(
        programme=programme, area="18.01", name="Angkatan 1", venue="Balai", starts_on=date(2019, 9, 1),
        ends_on=date(2019, 9, 30), seats=3, graduation_percent=80, by=by, at=NOW,
    )  # fmt: skip
    firm = enterprise(by)
    one = programmes.enrol_participant(cohort=cohort, person=firm.owner, enterprise=None, by=by, at=NOW)
    session = programmes.add_session(
        cohort=cohort, held_on=date(2019, 9, 2), topic="Pembukuan", trainer="Uji", minutes=90, by=by, at=NOW
    )
    programmes.take_attendance(session=session, present=[one.pk], by=by, at=NOW)
    assert last("cohort.attendance") == {"present_count": [None, 1]}
    session.refresh_from_db()
    programmes.take_attendance(session=session, present=[], by=by, at=NOW)
    assert last("cohort.attendance") == {"present_count": [1, 0]}
    programmes.drop(participant=one, on=NOW.date(), reason="Pindah rumah", by=by, at=NOW)
    assert last("cohort.dropped")["state"] == ["enrolled", "dropped"]
    assert "Pindah" not in str(Event.objects.get(action="cohort.dropped").details)
    one.refresh_from_db()
    programmes.found_business(participant=one, enterprise=firm, founded_on=date(2019, 10, 1), by=by, at=NOW)
    assert last("cohort.founded") == {"enterprise_id": [None, firm.pk], "founded_on": [None, "2019-10-01"]}


def test_the_registry_tells_meetings_units_and_years():
    by = person("province")
    coop, firm = cooperative(by), enterprise(by)
    for present in (30, 40):
        registry.record_meeting(
            cooperative=coop, book_year=2018, held_on=date(2019, 3, 1), members_total=50, members_present=present, by=by, at=NOW
        )  # fmt: skip
    assert last("cooperative.meeting_recorded") == {"members_present": [30, 40]}
    units = {"unit_grocery": registry.UnitGiven("open", date(2019, 1, 1), None, "Kunjungan dinas")}
    registry.set_units(cooperative=coop, units=units, by=by, at=NOW)
    assert last("cooperative.units_set") == {"unit_grocery": ["", "open"]}
    assert "unit_grocery" in standing.UNITS
    for sales in (10_000_000, 900_000_000):
        registry.record_year(
            enterprise=firm, year=2018, facts={"annual_sales_idr": sales}, source="uji", by=by, at=NOW
        )
    told = last("enterprise.year_recorded")
    assert told["annual_sales_idr"] == []  # that it changed; the sum stands with the year
    assert told["size_class"][0] != told["size_class"][1]


def test_a_target_and_a_cycle_tell_before_and_after():
    made = road()
    assert last("cycle.published") == {"state": ["draft", "open"]}
    given = {
        "area": "18.01", "horizon": "year", "year": 2020, "whole": 100,
        "source_document": "RKPD 2020", "by": made.province,
    }  # fmt: skip
    ratio = next(m.id for m in indicators().values() if m.denominator is not None)
    for part in (40, 50):
        reports.set_target(**given | {"indicator": ratio}, part=part, at=NOW + timedelta(minutes=part))
    assert last("target.set") == {"part": [40, 50]}
