"""The life of a cooperative: meetings judge it anew, decrees change and give back its status, warnings follow, coaching."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError

from naikkelas import vault
from naikkelas.accounts.access import OutOfArea
from naikkelas.kit.problems import Refused
from naikkelas.registry import actions, queries
from naikkelas.registry.models import ActivityWarning, Cooperative, RatMeeting
from naikkelas.registry.queries import coaching, meetings, standing
from tests.conftest import NOW
from tests.factories import cooperative, person

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def officer():
    return person("regency")


def silent(officer, **values) -> Cooperative:
    """An old cooperative, active by decree, of which nothing has been heard since 2012."""
    common = {"rat_held_on": "", "year": "2012", "legal_on": "1999-01-01", "official_status": "Aktif"}
    return cooperative(officer, **common | values)


def meet(made, officer, **values):
    facts = {
        "book_year": 2018, "held_on": date(2019, 3, 2), "members_total": 55, "members_present": 40
    } | values  # fmt: skip
    return actions.record_meeting(cooperative=made, by=officer, at=NOW, **facts)


def test_a_meeting_makes_a_silent_cooperative_active_again(officer):
    made = silent(officer)
    assert made.computed_status == "inactive"
    meeting = meet(made, officer, surplus_idr=12_000_000)
    made.refresh_from_db()
    assert (made.computed_status, made.last_rat_year) == ("active_rat", 2018)
    year = queries.book_years_of(made).get(book_year=2018)
    assert (year.rat_held_on, year.surplus_idr, year.source) == (
        date(2019, 3, 2),
        12_000_000,
        f"r{meeting.pk}",
    )
    assert queries.newest_verdict(made).reason == "rat_held"


def test_quorum_is_half_and_one_where_the_bylaws_say_nothing(officer):
    made = silent(officer)
    assert meet(made, officer, members_total=40, members_present=20).quorum_met is False
    assert meet(made, officer, members_total=40, members_present=21).quorum_met is True
    assert meet(made, officer, members_total=40, members_present=20, quorum_required=15).quorum_required == 15


def test_a_corrected_meeting_supersedes_and_keeps_its_files(officer):
    made = silent(officer)
    first = meet(made, officer, minutes=actions.File("notulen.pdf", b"%PDF-1.4 notulen"))
    second = meet(made, officer, members_present=50, attendance=actions.File("hadir.pdf", b"%PDF-1.4 hadir"))
    first.refresh_from_db()
    assert first.superseded_at == NOW
    assert meetings.meetings_of(made).get() == second
    assert second.minutes_sha256 == first.minutes_sha256
    assert vault.current().blobs.get(second.attendance_sha256) == b"%PDF-1.4 hadir"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"held_on": date(2018, 12, 31)}, "meeting.day"),
        ({"held_on": TODAY + timedelta(days=1), "book_year": 2019}, "meeting.day"),
        ({"members_present": 56}, "meeting.members"),
        ({"quorum_required": 56}, "meeting.members"),
        ({"members_total": 0, "members_present": 0}, "meeting.no_members"),
        ({"reported_to_office_on": date(2019, 3, 1)}, "meeting.reported"),
    ],
)
def test_a_meeting_that_contradicts_itself_is_refused_whole(officer, values, code):
    made = silent(officer)
    with pytest.raises(Refused) as refused:
        meet(made, officer, **values)
    assert refused.value.kind.code == code
    assert not RatMeeting.objects.exists()
    made.refresh_from_db()
    assert made.computed_status == "inactive"


def test_the_line_of_book_years_tells_in_time_late_missing_and_not_due(officer):
    made = cooperative(officer, legal_on="2016-05-01", year="2017", rat_held_on="2018-08-01")
    meet(made, officer)
    line = meetings.meeting_line(made, list(queries.book_years_of(made)), TODAY)
    assert [(y.year, y.time) for y in line] == [
        (2019, "waiting"), (2018, "on_time"), (2017, "late"), (2016, "missing")
    ]  # fmt: skip
    assert [y.year for y in line if y.meeting] == [2018]


def test_what_a_visit_did_not_find_stays_so_when_an_old_meeting_is_entered(officer):
    made = silent(officer)
    actions.judge_activity(
        cooperative=made, evidence_on=None, not_found=True, as_of=TODAY, by=officer, at=NOW
    )
    meet(made, officer, book_year=2017, held_on=date(2018, 3, 2))
    made.refresh_from_db()
    assert made.computed_status == "indicated_inactive"
    assert queries.newest_verdict(made).reason == "not_found"


# ── certificates and officials ──


def test_the_certificate_that_lasts_longest_counts(officer):
    made = silent(officer)
    common = {"cooperative": made, "cooperative_nik": "1801010010001", "by": officer, "at": NOW}
    actions.record_certificate(grade="B", issued_on=date(2019, 5, 1), expires_on=date(2021, 5, 1), **common)
    actions.record_certificate(grade="C1", issued_on=date(2017, 5, 1), expires_on=date(2019, 5, 1), **common)
    made.refresh_from_db()
    assert (made.certificate_until, made.certificate_grade) == (date(2021, 5, 1), "B")
    assert [c.grade for c in meetings.certificates_of(made)] == ["B", "C1"]
    with pytest.raises(Refused):
        actions.record_certificate(
            **common | {"cooperative_nik": "18010"}, grade="", issued_on=TODAY, expires_on=date(2022, 1, 1)
        )


def test_a_chair_of_the_board_is_the_cooperatives_chair_until_the_term_ends(officer):
    made = silent(officer)
    chair = actions.appoint_official(
        cooperative=made, body="board", position="chair", name="Sri  Wahyuni", from_on=date(2019, 1, 1), by=officer, at=NOW
    )  # fmt: skip
    made.refresh_from_db()
    assert made.chair == "Sri Wahyuni"
    actions.end_term(official=chair, until_on=date(2020, 1, 31), by=officer, at=NOW)
    assert meetings.officials_of(made, TODAY) == []
    assert meetings.officials_of(made, date(2020, 1, 31)) == [chair]
    with pytest.raises(Refused):
        actions.end_term(official=chair, until_on=date(2018, 1, 1), by=officer, at=NOW)


# ── official status ──


def decree(officer, cooperatives, **values):
    facts = {"area": "18.01", "number": "SK/1/2020", "decided_on": date(2020, 2, 1), "status": "inactive"}
    return actions.record_decree(**facts | values, cooperatives=cooperatives, by=officer, at=NOW)


def test_a_decree_changes_the_official_status_and_withdrawing_gives_it_back(officer):
    made = silent(officer, official_decree="SK/9/2018", official_on="2018-12-01")
    recorded = decree(officer, [made])
    made.refresh_from_db()
    assert (made.official_status, made.official_decree) == ("inactive", "SK/1/2020")
    assert not ActivityWarning.objects.filter(cooperative=made).exists()
    actions.withdraw_decree(decree=recorded, reason="salah ketik nomor", by=officer, at=NOW)
    made.refresh_from_db()
    assert (made.official_status, made.official_decree, made.official_on) == (
        "active", "SK/9/2018", date(2018, 12, 1)
    )  # fmt: skip
    assert ActivityWarning.objects.filter(cooperative=made).exists()
    with pytest.raises(Refused):
        actions.withdraw_decree(decree=recorded, reason="salah ketik nomor", by=officer, at=NOW)


def test_an_older_decree_is_history_alone_and_a_newer_one_survives_the_withdrawal_of_an_older(officer):
    made = silent(officer)
    older = decree(officer, [made], number="SK/1/2019", decided_on=date(2019, 2, 1))
    decree(officer, [made], number="SK/2/2020", status="active")
    late = decree(officer, [made], number="SK/3/2018", decided_on=date(2018, 2, 1))
    assert late.lines.get().applied is False
    actions.withdraw_decree(decree=older, reason="salah ketik nomor", by=officer, at=NOW)
    made.refresh_from_db()
    assert (made.official_status, made.official_decree) == ("active", "SK/2/2020")
    newest = standing.decrees_on(made)[0].decree
    actions.withdraw_decree(decree=newest, reason="salah ketik nomor", by=officer, at=NOW)
    made.refresh_from_db()
    assert (made.official_status, made.official_decree) == ("inactive", "SK/3/2018")


def test_the_same_decree_again_adds_to_it_but_never_contradicts_it(officer):
    one, two = silent(officer), silent(officer)
    first = decree(officer, [one])
    assert decree(officer, [one, two], status="inactive") == first
    assert standing.line_counts([first.pk]) == {first.pk: 2}
    with pytest.raises(Refused) as refused:
        decree(officer, [one], status="active")
    assert refused.value.kind.code == "decree.twice"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"number": " "}, "decree.number"),
        ({"decided_on": TODAY + timedelta(days=1)}, "decree.day"),
        ({"status": "unknown"}, "decree.status"),
        ({"cooperatives": []}, "decree.nobody"),
    ],
)
def test_a_decree_that_cannot_be_is_refused(officer, values, code):
    made = silent(officer)
    with pytest.raises(Refused) as refused:
        actions.record_decree(
            **{"area": "18.01", "number": "SK/1", "decided_on": TODAY, "status": "active", "cooperatives": [made]} | values,
            by=officer, at=NOW,
        )  # fmt: skip
    assert refused.value.kind.code == code


def test_a_decree_reaches_no_cooperative_outside_its_area(officer):
    elsewhere = silent(person("regency", "18.02"), area="18.02")
    with pytest.raises(Refused) as refused:
        decree(officer, [elsewhere])
    assert refused.value.kind.code == "decree.outside"
    with pytest.raises(OutOfArea):
        decree(officer, [elsewhere], area="18.02")


def test_the_difference_tells_both_directions_and_counts_by_kabupaten(officer):
    lapsed = silent(officer)
    revived = cooperative(officer, official_status="Tidak Aktif")
    cooperative(officer)
    rows = queries.all_cooperatives()
    assert list(standing.differing(rows, "lapsed")) == [lapsed]
    assert list(standing.differing(rows, "revived")) == [revived]
    assert standing.by_regency(rows) == [{"code": "18.01", "lapsed": 1, "revived": 1, "all": 2}]
    assert standing.reasons_of([lapsed.pk]) == {lapsed.pk: "no_rat_long"}


def test_numbers_of_a_decree_find_their_cooperatives_and_give_back_what_is_none(officer):
    made = silent(officer, cooperative_nik="1801010010001")
    rows = queries.all_cooperatives()
    assert standing.named_by_number(rows, [made.legal_no, "1801010010001", "BH/0/0"]) == ([made], ["BH/0/0"])


# ── early warning ──


def test_a_warning_follows_what_is_recorded(officer):
    made = silent(officer)
    assert made.warning.reasons.split() == ["rat_missing", "no_report"]
    assert (made.warning.points, made.warning.level) == (55, "high")
    meet(made, officer)
    assert ActivityWarning.objects.get(cooperative=made).points == 0


def test_a_warning_is_made_for_active_cooperatives_alone(officer):
    silent(officer, official_status="Tidak Aktif")
    assert not ActivityWarning.objects.exists()


def test_refreshing_computes_the_area_alone_and_as_of_the_day(officer):
    own, other = silent(officer), silent(person("regency", "18.02"), area="18.02")
    later = NOW + timedelta(days=30)
    assert actions.refresh_warnings(area="18.01", by=officer, at=later) == 1
    days = dict(ActivityWarning.objects.values_list("cooperative_id", "as_of"))
    assert days == {own.pk: later.date(), other.pk: TODAY}
    assert standing.warnings_by_regency(queries.all_cooperatives())[0] == {
        "code": "18.01", "all": 1, "high": 1, "medium": 0, "low": 0
    }  # fmt: skip


def test_refreshing_is_written_part_by_part(officer, monkeypatch):
    """Broken off, the parts that were done stay, and the others keep what was known before: none is without."""
    first, second = silent(officer), silent(officer)
    later = NOW + timedelta(days=30)
    whole = standing.warning_facts

    def breaks_at_the_second(rows, ids):
        if second.pk in ids:
            raise DatabaseError("the disk is full")
        return whole(rows, ids)

    monkeypatch.setattr("naikkelas.registry.actions.warnings._PART", 1)
    monkeypatch.setattr(standing, "warning_facts", breaks_at_the_second)
    with pytest.raises(DatabaseError):
        actions.refresh_warnings(area="18.01", by=officer, at=later)
    days = dict(ActivityWarning.objects.values_list("cooperative_id", "as_of"))
    assert days == {first.pk: later.date(), second.pk: TODAY}


# ── groups ──


def test_a_cooperative_counts_in_each_of_its_groups(officer):
    made = cooperative(officer, group="KUD")
    cooperative(officer, group="Wisata", official_status="Tidak Aktif")
    actions.set_groups(
        cooperative=made, main="kud", tags=["farming", "tourism_village", "kud", "nonsense", "sharia"], by=officer, at=NOW
    )  # fmt: skip
    made.refresh_from_db()
    assert standing.tags_of(made) == ["kud", "tourism_village", "farming", "sharia"]
    lines = {
        x.tag: (x.count, x.active, x.met, x.members) for x in standing.group_lines(queries.all_cooperatives())
    }
    assert lines == {
        "kud": (1, 1, 1, 55), "tourism_village": (2, 1, 2, 110), "farming": (1, 1, 1, 55), "sharia": (1, 1, 1, 55)
    }  # fmt: skip
    for tag, (count, *_rest) in lines.items():
        assert standing.in_group(queries.all_cooperatives(), tag).count() == count


# ── coaching ──


def plan(made, officer, **values):
    facts = {"goal": "RAT tahun buku 2019 terlaksana", "officer": "Ibu Ratna", "starts_on": TODAY} | values
    return actions.plan_coaching(cooperative=made, by=officer, at=NOW, **facts)


def test_coaching_runs_from_plan_to_result_and_may_be_opened_again(officer):
    made = silent(officer)
    made_plan = plan(made, officer, steps=[(date(2020, 3, 1), "Kunjungi kantor")])
    assert list(coaching.overdue(coaching.all_plans(), TODAY)) == [made_plan]
    with pytest.raises(Refused):
        plan(made, officer)
    actions.record_coaching_visit(
        plan=made_plan, visited_on=date(2020, 3, 10), actions="Bertemu pengurus di kantor", by=officer, at=NOW
    )
    made_plan.refresh_from_db()
    assert (made_plan.state, made_plan.started_on, made_plan.status_before) == (
        "running", date(2020, 3, 10), "inactive"
    )  # fmt: skip
    actions.tick_coaching_step(step=made_plan.steps.get(), done=True, by=officer, at=NOW)
    actions.finish_coaching(plan=made_plan, outcome="improved", text="Laporan tersusun", by=officer, at=NOW)
    with pytest.raises(Refused):
        actions.cancel_coaching(plan=made_plan, text="sudah selesai semua", by=officer, at=NOW)
    actions.reopen_coaching(plan=made_plan, text="laporan ternyata belum ada", by=officer, at=NOW)
    made_plan.refresh_from_db()
    assert (made_plan.state, made_plan.outcome, made_plan.ended_on) == ("running", "", None)


def test_the_comparison_counts_both_groups_on_both_days(officer):
    """A coached one that fell silent and met again, a not coached one that never met, a new one left out."""
    begin = date(2019, 3, 31)
    helped, silent_one = silent(officer), silent(officer)
    cooperative(officer, legal_on="2019-06-01")
    actions.record_coaching_visit(
        plan=plan(helped, officer), visited_on=date(2019, 9, 1), actions="Bertemu pengurus di kantor", by=officer, at=NOW
    )  # fmt: skip
    meet(helped, officer, held_on=date(2019, 10, 1))
    whole, lines = coaching.compared(queries.all_cooperatives(), begin, TODAY)
    assert (whole.coached, whole.coached_before, whole.coached_after) == (1, 0, 1)
    assert (whole.others, whole.others_before, whole.others_after) == (1, 0, 0)
    assert [line.code for line in lines] == ["18.01"]
    assert list(coaching.coached(coaching.there_on(queries.all_cooperatives(), begin), begin, TODAY, yes=False)) == [
        silent_one
    ]  # fmt: skip


# ── what is recorded by hand keeps an import from being taken back ──


def test_an_earlier_past_replaces_nothing_that_is_known(officer):
    made = cooperative(officer)
    known = queries.book_years_of(made).get()
    actions.enter_histories(
        area="18.01",
        years=[
            actions.PastYear(made.pk, known.book_year, members_male=1),
            actions.PastYear(made.pk, 2016, members_male=30, members_female=40, rat_held_on=date(2017, 2, 1)),
        ],
        by=officer, at=NOW,
    )  # fmt: skip
    years = {y.book_year: (y.members_male, y.members_female) for y in queries.book_years_of(made)}
    assert years == {2019: (30, 25), 2016: (30, 40)}
    made.refresh_from_db()
    assert made.warning.reasons.split() == ["members_falling"]


def test_a_cooperative_with_coaching_counts_as_changed_since_its_import(officer):
    made = cooperative(officer)
    plan(made, officer)
    source = made.source.partition("/")[0]
    changed = queries.cooperatives_changed_since(
        [made.pk], [], list(made.verdicts.values_list("id", flat=True)), source, NOW
    )
    assert changed == 1
