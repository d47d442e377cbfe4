"""Start-up capital: from call to decree, all judged by dated rules, ranked, and named within the money."""

from datetime import date, timedelta

import pytest

from naikkelas import vault
from naikkelas.kit.problems import Refused
from naikkelas.programmes import actions
from naikkelas.programmes.models import Application, Recipient
from naikkelas.programmes.queries import startup as queries
from naikkelas.registry.models import Person, PersonAccess
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import person
from tests.factories.startup import DECREE, JPEG, PLAN, judge, proposal, startup

pytestmark = pytest.mark.django_db
NIK = "9901011502801234"


def refused(row: Application) -> dict[str, str]:
    """Every check that did not pass, with its outcome."""
    verdict = queries.verdict_of(row)
    return {r["check"]: r["outcome"] for r in verdict.results if r["outcome"] != "pass"}


def decide(way, *rows, **changes):
    given = {"chosen": {r.pk: None for r in rows}, "decree_no": "08/KEP/2019", "decree_on": DECREE} | changes
    return actions.decide_call(call=way.call, by=way.province, at=NOW, **given)


def test_a_whole_proposal_is_judged_eligible_with_rule_set_inputs_and_day():
    way = startup()
    row = proposal(way)
    assert judge(way) == 1
    row.refresh_from_db()
    verdict = queries.verdict_of(row)
    assert (row.verdict, verdict.reason, verdict.rule_set, verdict.judged_as_of) == (
        "eligible", "all", "wp_2019", date(2019, 3, 31)
    )  # fmt: skip
    assert verdict.inputs["age"] == 30
    assert len(verdict.results) == 11
    assert {told["outcome"] for told in queries.told(verdict)} == {"pass"}
    assert row.points == sum(row.points_by.values())
    assert row.rank == 1


def test_what_is_missing_and_what_fails_is_told_check_by_check():
    way = startup()
    row = proposal(way, started_on=date(2010, 1, 1), education="primary", account="")
    bare = proposal(way, whole=False)
    judge(way)
    row.refresh_from_db()
    bare.refresh_from_db()
    assert row.verdict == "not_eligible"
    assert refused(row) == {"business_age": "fail", "education": "fail", "account": "unknown"}
    assert refused(bare)["proposal"] == "fail"
    assert bare.rank is None


def test_the_same_grant_before_is_found_by_nik_whoever_entered_the_person():
    way, again = startup(), startup()
    first = proposal(way, person_nik=NIK)
    judge(way)
    decide(way, Application.objects.get(pk=first.pk))
    second = proposal(again, person_nik=NIK)
    seal = vault.current().seal
    other = Person.objects.create(name="Lain", nik_sealed=seal.close(NIK), nik_index=seal.index(NIK))
    Application.objects.filter(pk=second.pk).update(person=other)
    judge(again)
    second.refresh_from_db()
    assert refused(second) == {"same_aid": "fail"}
    told = next(t for t in queries.told(queries.verdict_of(second)) if t["check"] == "same_aid")
    assert told["reason"].id == "NIK ini sudah menerima bantuan sejenis: SK 08/KEP/2019."


def test_one_nik_twice_in_a_call_fails_both_until_one_is_withdrawn():
    way = startup()
    rows = [proposal(way, person_nik=NIK) for _ in range(2)]
    judge(way)
    assert [refused(Application.objects.get(pk=r.pk)) for r in rows] == [{"same_aid": "fail"}] * 2
    actions.withdraw_application(
        application=rows[1], reason="Usulan ganda, ditarik calon", by=way.officer, at=NOW
    )
    judge(way)
    assert Application.objects.get(pk=rows[0].pk).verdict == "eligible"


def test_nik_tax_number_and_account_stand_nowhere_in_plain():
    way = startup()
    row = proposal(way, person_nik=NIK)
    actions.change_application(
        application=row,
        values={},
        account_no="998877665544",
        tax_id="09.254.294.3-407.123",
        by=way.officer,
        at=NOW,
    )
    row.refresh_from_db()
    assert row.account_end == "5544"
    assert vault.current().seal.open(row.account_sealed) == "998877665544"
    assert vault.current().seal.open(row.tax_id_sealed) == "092542943407123"
    told = (
        str(list(Event.objects.values()))
        + str(list(PersonAccess.objects.values()))
        + str(list(Application.objects.values()))
    )
    for number in (NIK, "998877665544", "092542943407123"):
        assert number not in told


def test_a_known_person_is_found_by_nik_not_entered_twice_and_that_is_logged():
    way = startup()
    proposal(way, person_nik=NIK)
    proposal(startup(), person_nik=NIK, name="Nama Lain")
    found = Person.objects.get(nik_index=vault.current().seal.index(NIK))
    assert found.name.startswith("Calon Uji")
    assert (
        PersonAccess.objects.filter(person_id=found.pk, kind="found", place="startup-application-add").count()
        == 1
    )


def test_a_change_takes_the_verdict_back_and_keeps_the_former_one():
    way = startup()
    row = proposal(way)
    judge(way)
    row = actions.change_application(application=row, values={"education": "primary"}, by=way.officer, at=NOW)
    assert (row.verdict, row.points, row.rank) == ("", None, None)
    with pytest.raises(Refused, match="not judged yet"):
        decide(way, row)
    judge(way)
    assert list(row.verdicts.order_by("id").values_list("verdict", flat=True)) == ["eligible", "not_eligible"]


def test_ties_go_by_the_moment_handed_in_and_the_order_is_the_same_each_time():
    way = startup()
    late = proposal(way, at=NOW + timedelta(hours=2))
    early = proposal(way, at=NOW)
    strong = proposal(way, at=NOW + timedelta(hours=3), workers=5)
    for _ in range(2):
        judge(way)
        ranked = queries.ranked(way.call.applications.all())
        assert [r.pk for r in ranked] == [strong.pk, early.pk, late.pk]
        assert [r.rank for r in ranked] == [1, 2, 3]


def test_a_decree_makes_recipients_of_the_chosen_and_tells_the_others_why():
    way = startup()
    chosen, below, bad = proposal(way, workers=5), proposal(way), proposal(way, education="none")
    judge(way)
    (row,) = decide(way, Application.objects.get(pk=chosen.pk))
    recipient = Recipient.objects.get()
    assert (recipient.person, recipient.amount_idr, recipient.decree_no) == (
        row.person,
        12_000_000,
        "08/KEP/2019",
    )
    assert (
        recipient.plan
        == "Modal kerja (bahan baku, upah) Rp\xa05.000.000; Investasi dan peralatan Rp\xa05.000.000; "
        "Promosi dan kemasan Rp\xa02.000.000"
    )
    assert set(recipient.milestones.values_list("stage", flat=True)) == {"proposed", "checked", "decided"}
    states = {r.pk: (r.state, r.decision_note) for r in Application.objects.all()}
    assert states == {
        chosen.pk: ("chosen", ""),
        below.pk: ("not_chosen", "ranked_below"),
        bad.pk: ("not_chosen", "not_eligible"),
    }
    way.call.refresh_from_db()
    assert way.call.decided_at == NOW
    with pytest.raises(Refused, match="decided"):
        proposal(way)


def test_a_decree_is_all_or_nothing_within_places_and_allocation():
    way = startup(places=2, allocation_idr=23_000_000)
    rows = [proposal(way) for _ in range(3)]
    judge(way)
    rows = list(queries.ranked(way.call.applications.all()))
    with pytest.raises(Refused, match="2 places"):
        decide(way, *rows)
    with pytest.raises(Refused, match="exceeds the allocation"):
        decide(way, *rows[:2])
    assert Recipient.objects.count() == 0
    decide(way, *rows[:2], chosen={rows[0].pk: 12_000_000, rows[1].pk: 11_000_000})
    assert sorted(Recipient.objects.values_list("amount_idr", flat=True)) == [11_000_000, 12_000_000]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"chosen": {}}, "at least one"),
        ({"decree_on": date(2019, 3, 31)}, "open until"),
        ({"money": 13_000_000}, "must lie between"),
    ],
)
def test_a_decree_that_cannot_be(changes, message):
    way = startup()
    row = proposal(way)
    judge(way)
    if "money" in changes:
        changes = {"chosen": {row.pk: changes["money"]}}
    with pytest.raises(Refused, match=message):
        decide(way, row, **changes)


def test_an_ineligible_proposal_cannot_be_named():
    way = startup()
    row = proposal(way, education="none")
    judge(way)
    with pytest.raises(Refused, match=row.number):
        decide(way, row)


def test_without_an_allocation_for_its_place_nobody_is_named():
    way = startup()
    row = proposal(way, area="18.02.01.2001")
    judge(way)
    with pytest.raises(Refused, match="no allocation"):
        decide(way, Application.objects.get(pk=row.pk))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"received_on": date(2019, 4, 1)}, "outside the call"),
        ({"area": "17.01.01.2001"}, "outside this call"),
        ({"person_nik": "123"}, "16 digits"),
        ({"asked_idr": 9_999_999}, "between 10,000,000"),
    ],
)
def test_a_proposal_that_is_not_taken_in(changes, message):
    way = startup()
    with pytest.raises(Refused, match=message):
        proposal(way, **changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"account_no": "12"}, "6 to 20 digits"),
        ({"tax_id": "12345"}, "15 or 16"),
        ({"plan": [("working_capital", "x", 0)]}, "more than zero"),
        ({"plan": [("gambling", "x", 5)]}, "category"),
    ],
)
def test_numbers_and_plans_that_cannot_be(changes, message):
    way = startup()
    row = proposal(way)
    with pytest.raises(Refused, match=message):
        actions.change_application(application=row, values={}, by=way.officer, at=NOW, **changes)
    assert list(row.plan.values_list("category", "what", "amount_idr")) == PLAN


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"closes_on": date(2019, 2, 1)}, "closing day"),
        ({"min_idr": 0}, "lowest amount"),
        ({"places_count": 0}, "at least one place"),
        ({"rule_set": "lain"}, "not known"),
    ],
)
def test_a_call_that_cannot_be(changes, message):
    way = startup()
    given = {
        "title": "Lain",
        "opens_on": date(2019, 3, 1),
        "closes_on": date(2019, 3, 31),
        "min_idr": 10,
        "max_idr": 12,
        "places_count": 1,
    } | changes
    with pytest.raises(Refused, match=message):
        actions.open_call(programme=way.call.programme, area="18", by=way.province, at=NOW, **given)


def test_what_was_decided_or_withdrawn_changes_no_more():
    way = startup()
    row = proposal(way)
    actions.withdraw_application(
        application=row, reason="Calon pindah ke luar daerah", by=way.officer, at=NOW
    )
    for act in (
        lambda: actions.hand_in(application=row, by=way.officer, at=NOW),
        lambda: actions.attach_file(
            application=row, kind="other", name="a", content=JPEG, by=way.officer, at=NOW
        ),
        lambda: actions.change_application(application=row, values={}, by=way.officer, at=NOW),
    ):
        with pytest.raises(Refused, match="changed no more"):
            act()


def test_proposals_are_seen_in_their_area_and_calls_of_the_province_by_its_kabupaten():
    way = startup()
    row = proposal(way)
    assert list(queries.applications_visible_to(way.officer)) == [row]
    other = person("regency", "18.02")
    assert not queries.applications_visible_to(other).exists()
    assert list(queries.calls_visible_to(other)) == [way.call]
