"""Checking the registry: what is new is opened, what is mended closes by itself, decisions stay, scores follow."""

from datetime import date, timedelta

import pytest

from naikkelas import vault
from naikkelas.kit.problems import Refused
from naikkelas.places.models import Boundary
from naikkelas.registry import actions, queries
from naikkelas.registry.models import Cooperative, Enterprise, Person, QualityIssue, QualityRun, QualityScore
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import person
from tests.factories.registry import bring_in, cooperative, enterprise, enterprise_row, table

pytestmark = pytest.mark.django_db
REASON = "Dicocokkan dengan dokumen OSS"


@pytest.fixture
def officer():
    return person("regency")


def check(officer, days: int = 0, **given) -> QualityRun:
    return actions.check_quality(by=officer, at=NOW + timedelta(days=days), area="18", **given)


def states(rule: str) -> list[tuple[int, str]]:
    return list(
        QualityIssue.objects.filter(rule=rule).order_by("record_id").values_list("record_id", "state")
    )


def whole(officer, **values: object) -> Enterprise:
    """An enterprise without a fault."""
    return enterprise(officer, phone="081266660001", address="Jl. Raya 1", **values)


def test_a_record_without_fault_has_no_issue_and_its_area_a_score_of_a_hundred(officer):
    made = whole(officer)
    run = check(officer)
    assert (run.enterprises, run.cooperatives, run.opened, run.still_open) == (1, 0, 0, 0)
    scores = {s.area_id: (s.records, s.score_tenths) for s in QualityScore.objects.all()}
    assert scores == dict.fromkeys(("0", "18", "18.01", made.area_id[:8]), (1, 1000))


def test_what_is_wrong_is_opened_with_the_facts_in_question_and_no_personal_number(officer):
    made = whole(officer, sex="P", founded_on="2019-05-01")  # the NIK of the factory is a man's
    Enterprise.objects.filter(pk=made.pk).update(
        founded_on=date(2021, 1, 1), workers=0, size_class="small", kbli="561"
    )
    check(officer)
    found = {i.rule: i.facts for i in QualityIssue.objects.all()}
    assert found == {
        "person_nik_sex": {"nik_sex": "m", "sex": "f"},
        "founded_in_future": {"founded_on": "2021-01-01"},
        "workers_zero": {"workers": 0, "facts_year": 2019},
        "class_against_sales": {
            "size_class": "small", "class_by_sales": "micro", "annual_sales_idr": 120_000_000, "facts_year": 2019,
        },
        "kbli_shape": {"kbli": "561"},
    }  # fmt: skip
    assert not any("9901" in i.shown + i.beside for i in QualityIssue.objects.all())


def test_a_nik_that_cannot_be_is_found_though_it_is_sealed(officer):
    made = whole(officer)
    seal = vault.current().seal
    Person.objects.filter(pk=made.owner_id).update(nik_sealed=seal.close("9901013113800001"))
    check(officer)
    issue = QualityIssue.objects.get(rule="person_nik_impossible")
    assert issue.facts == {"nik_fault": "person_nik.birth_date"}
    assert issue.severity == 3


def test_the_same_nib_on_two_enterprises_is_found_on_both(officer):
    first, second = whole(officer), whole(officer)
    Enterprise.objects.update(nib="1234567890123")
    check(officer)
    assert states("nib_shared") == [(first.pk, "open"), (second.pk, "open")]
    assert QualityIssue.objects.filter(rule="nib_shared").first().context == {"times": 2}


def test_a_cooperative_is_looked_at_by_its_own_rules(officer):
    made = cooperative(officer, members_male="3", members_female="2", legal_on="1940-01-01")
    Cooperative.objects.filter(pk=made.pk).update(
        last_rat_year=2014, legal_on=date(1940, 1, 1), cooperative_nik="12"
    )
    check(officer)
    rules = set(QualityIssue.objects.filter(kind="cooperative").values_list("rule", flat=True))
    assert {"members_too_few", "active_without_rat", "legal_date_too_early", "cooperative_nik_shape"} <= rules


def test_a_point_outside_the_imported_boundary_is_found(officer):
    made = whole(officer)
    square = [[105.0, -6.0], [106.0, -6.0], [106.0, -5.0], [105.0, -5.0], [105.0, -6.0]]
    Boundary.objects.create(
        region_id="18.01",
        geometry={"type": "Polygon", "coordinates": [square]},
        source="uji",
        imported_at=NOW,
    )
    Enterprise.objects.filter(pk=made.pk).update(latitude=-5.5, longitude=105.5)
    check(officer)
    assert states("point_outside_area") == []
    Enterprise.objects.filter(pk=made.pk).update(latitude=-4.5)
    check(officer)
    assert states("point_outside_area") == [(made.pk, "open")]
    Enterprise.objects.filter(pk=made.pk).update(latitude=105.5, longitude=-5.5)
    check(officer)
    assert states("point_abroad") == [(made.pk, "open")]


def test_mended_closes_by_itself_and_opens_again_when_it_is_back(officer):
    made = whole(officer)
    Enterprise.objects.filter(pk=made.pk).update(workers=0)
    check(officer)
    Enterprise.objects.filter(pk=made.pk).update(workers=2)
    run = check(officer, days=1)
    assert (run.opened, run.mended, run.still_open) == (0, 1, 0)
    issue = QualityIssue.objects.get(rule="workers_zero")
    assert (issue.state, issue.mended_at) == ("mended", NOW + timedelta(days=1))
    Enterprise.objects.filter(pk=made.pk).update(workers=0)
    assert check(officer, days=2).opened == 1
    issue.refresh_from_db()
    assert (issue.state, issue.mended_at, issue.found_at) == ("open", None, NOW + timedelta(days=2))


def test_a_decision_stays_through_checks_until_the_facts_change(officer):
    made = whole(officer)
    Enterprise.objects.filter(pk=made.pk).update(kbli="561")
    check(officer)
    issue = QualityIssue.objects.get(rule="kbli_shape")
    assert actions.decide_issues(issues=[issue.pk], state="accepted", reason=REASON, by=officer, at=NOW) == 1
    Enterprise.objects.filter(pk=made.pk).update(area_id=made.area_id[:8])
    run = check(officer, days=1)
    assert (run.opened, run.mended, run.still_open) == (0, 0, 0)
    issue.refresh_from_db()
    assert (issue.state, issue.reason, issue.decided_by_id) == ("accepted", REASON, officer.pk)
    assert issue.area_id == made.area_id[:8]  # it moves along with its record
    Enterprise.objects.filter(pk=made.pk).update(kbli="47")
    assert check(officer, days=2).opened == 1
    issue.refresh_from_db()
    assert (issue.state, issue.reason, issue.facts) == ("open", "", {"kbli": "47"})


def test_a_decision_needs_a_reason_an_open_issue_and_leaves_a_trail(officer):
    made = whole(officer)
    Enterprise.objects.filter(pk=made.pk).update(kbli="561")
    check(officer)
    issue = QualityIssue.objects.get(rule="kbli_shape")
    with pytest.raises(Refused) as refused:
        actions.decide_issues(issues=[issue.pk], state="waived", reason="  benar   ", by=officer, at=NOW)
    assert refused.value.kind.code == "quality.reason"
    actions.decide_issues(issues=[issue.pk], state="waived", reason=REASON, by=officer, at=NOW)
    with pytest.raises(Refused) as refused:
        actions.decide_issues(issues=[issue.pk], state="accepted", reason=REASON, by=officer, at=NOW)
    assert refused.value.kind.code == "quality.not_open"
    actions.reopen_issue(issue=issue.pk, by=officer, at=NOW)
    issue.refresh_from_db()
    assert (issue.state, issue.decided_by_id) == ("open", None)
    with pytest.raises(Refused) as refused:
        actions.reopen_issue(issue=issue.pk, by=officer, at=NOW)
    assert refused.value.kind.code == "quality.not_decided"
    told = list(
        Event.objects.filter(object_type="quality issue")
        .order_by("id")
        .values_list("action", "details__reason")
    )
    assert told == [("quality.waived", REASON), ("quality.reopened", REASON)]


def test_one_record_is_looked_at_again_at_once(officer):
    made = whole(officer)
    Enterprise.objects.filter(pk=made.pk).update(workers=0)
    check(officer)
    issue = QualityIssue.objects.get(rule="workers_zero")
    again = {"issue": issue.pk, "by": officer, "at": NOW, "area": "18"}
    assert actions.recheck_issue(**again) is False
    Enterprise.objects.filter(pk=made.pk).update(workers=3)
    assert actions.recheck_issue(**again) is True
    issue.refresh_from_db()
    assert issue.state == "mended"


def test_one_rule_alone_leaves_the_issues_of_others_and_counts_them(officer):
    made = whole(officer)
    Enterprise.objects.filter(pk=made.pk).update(kbli="561", workers=0)
    check(officer)
    Enterprise.objects.filter(pk=made.pk).update(kbli="56101", sector="culinary", workers=2)
    run = check(officer, rule="kbli_shape")
    assert (run.only_rule, run.mended, run.still_open) == ("kbli_shape", 1, 1)
    assert states("workers_zero") == [(made.pk, "open")]
    with pytest.raises(Refused) as refused:
        check(officer, rule="no_such_rule")
    assert refused.value.kind.code == "quality.rule"


def test_issues_of_a_removed_record_are_closed(officer):
    made = enterprise(officer)
    check(officer)
    assert QualityIssue.objects.filter(state="open").exists()
    made.years.all().delete()
    made.delete()
    check(officer)
    assert not QualityIssue.objects.filter(state="open").exists()


def test_the_score_is_what_the_rules_make_of_it_and_keeps_those_of_kecamatan_of_a_dozen_checks(officer):
    rows = [enterprise_row("18.01", phone="0812666600", address="Jl. Raya", nib="") for _ in range(3)]
    rows.append(enterprise_row("18.02", phone="", address="Jl. Raya", nib=""))
    bring_in(table("umkm_baku", rows), by=person("province"))
    check(officer)
    run = check(officer, days=1)
    scores = {s.area_id: s for s in run.scores.all()}
    # a quarter of the weight, completeness, is lost in the one, a sixteenth in both together
    assert (scores["18.01"].score_tenths, scores["18.02"].score_tenths) == (1000, 750)
    assert scores["18"].score_tenths == 937
    assert scores["18"].groups["completeness"] == [3, 4]
    assert scores["18"].open_counts == {"phone_missing": 1}
    assert [s.run_id for s in queries.quality_runs("18", 5)] == [run.pk, run.pk - 1]
    district = QualityScore.objects.filter(area__level="district").first().area_id
    assert [s.run_id for s in queries.quality_runs(district, 5)] == [run.pk, run.pk - 1]
    for day in range(2, 14):
        run = check(officer, days=day)
    kept = {s.run_id for s in QualityScore.objects.filter(area__level="district")}
    assert kept == set(range(run.pk - 11, run.pk + 1))


def test_most_rows_other_is_a_pattern_of_the_area(officer):
    rows = [enterprise_row("18.01", sector="Lain-lain" if n < 40 else "Kuliner") for n in range(60)]
    bring_in(table("umkm_baku", rows), by=officer)
    check(officer)
    issue = QualityIssue.objects.get(rule="area_unclassified")
    assert (issue.kind, issue.area_id, issue.record_id) == ("area", "18.01", 1801)
    assert issue.context == {"part": 40, "whole": 60}
