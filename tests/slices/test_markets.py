"""The file of a market: its stages hold to their order and their documents, and its contracts to the decree."""

from datetime import date

import pytest

from naikkelas.kit.problems import Refused
from naikkelas.programmes import actions, queries
from naikkelas.programmes.models import Commitment, MarketCheck, MarketProject, Milestone
from naikkelas.programmes.queries import market as markets
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories.markets import AMOUNT, DECREE, built, decided, proposed
from tests.factories.registry import cooperative

pytestmark = pytest.mark.django_db


def test_the_whole_road_of_one_market():
    market = built()
    for stage in ("handed_over", "granted"):
        market.meet(stage)
        market.reach(stage, document_no=f"BA-{stage}")
    coop = cooperative(market.province, "18.01")
    actions.appoint_market_manager(
        project=market.project, cooperative=coop, from_on=date(2020, 1, 6), document_no="188/2020", by=market.province, at=NOW
    )  # fmt: skip
    market.meet("managed")
    market.reach("managed")
    market.reach("monitored")
    project = market.fresh()
    assert (project.stage, project.grade, project.grant, project.granted_on) == (
        "monitored", "B", "done", date(2019, 12, 2),
    )  # fmt: skip
    assert [s.stage for s in markets.steps_of(project)] == [s.id for s in markets.stages()]
    assert project.recipient.amount_idr == AMOUNT
    assert markets.disbursed_idr(project) == AMOUNT
    # the figures of all programmes count the same stages
    reached = dict(queries.milestones_of(project.recipient).values_list("stage", "physical_percent"))
    assert list(reached) == [s.id for s in markets.stages()]
    assert (reached["construction"], reached["handed_over"], reached["decided"]) == (100, 100, None)
    assert markets.manager_of(project).cooperative == coop


def test_a_stage_waits_for_its_mandatory_requirements_unless_a_reason_is_stated():
    market = proposed()
    with pytest.raises(Refused) as refusal:
        market.reach("documents_checked")
    assert refusal.value.kind.code == "market.lacking"
    assert "Alas hak tanah" in refusal.value.text("id")
    market.meet("documents_checked")
    actions.check_requirement(
        project=market.project, requirement="land_title", state="missing", by=market.province, at=NOW
    )
    with pytest.raises(Refused):
        market.reach("documents_checked", reason="pendek")
    market.reach("documents_checked", reason="Sertifikat desa terbit bulan depan.")
    step = market.fresh().steps.get(stage="documents_checked")
    assert (step.lacking, step.reason) == (["land_title"], "Sertifikat desa terbit bulan depan.")


def test_what_is_not_needed_holds_nothing_back_and_says_why():
    market = proposed()
    market.meet("documents_checked")
    check = {
        "project": market.project,
        "requirement": "land_title",
        "state": "not_needed",
        "by": market.province,
    }
    with pytest.raises(Refused) as refusal:
        actions.check_requirement(**check, at=NOW)
    assert refusal.value.kind.code == "market.not_needed_why"
    actions.check_requirement(**check, remark="Tanah milik pemerintah provinsi.", at=NOW)
    market.reach("documents_checked")
    assert market.fresh().steps.get(stage="documents_checked").lacking == []


def test_a_file_of_a_requirement_stays_until_another_comes():
    market = proposed()
    check = {
        "project": market.project,
        "requirement": "land_title",
        "state": "met",
        "by": market.province,
        "at": NOW,
    }
    actions.check_requirement(**check, paper=actions.Paper("a.pdf", b"%PDF-1.4 satu"))
    first = MarketCheck.objects.get().file_sha256
    actions.check_requirement(**check, document_no="2")
    assert (MarketCheck.objects.get().file_sha256, MarketCheck.objects.get().document_no) == (first, "2")
    actions.check_requirement(**check, paper=actions.Paper("b.pdf", b"%PDF-1.4 dua"))
    assert MarketCheck.objects.get().file_name == "b.pdf"
    assert MarketCheck.objects.get().file_sha256 != first


def test_stages_keep_their_order_and_days():
    market = proposed()
    for stage, code in (
        ("site_seen", "market.not_next"),
        ("proposed", "market.reached"),
        ("parade", "programme.stage"),
    ):
        with pytest.raises(Refused) as refusal:
            market.reach(stage, on=date(2019, 1, 2))
        assert refusal.value.kind.code == code
    market.meet("documents_checked")
    for day, code in ((date(2018, 11, 1), "market.before_former"), (date(2031, 1, 1), "market.in_future")):
        with pytest.raises(Refused) as refusal:
            market.reach("documents_checked", on=day)
        assert refusal.value.kind.code == code
    with pytest.raises(Refused) as refusal:
        market.reach("documents_checked", grade="D")
    assert refusal.value.kind.code == "market.grade"
    with pytest.raises(Refused) as refusal:
        market.reach("decided", on=DECREE)
    assert refusal.value.kind.code == "market.by_decree"


def test_works_are_handed_over_before_they_stand_only_with_a_reason():
    market = decided()
    market.package()
    for stage in ("contracted", "construction", "handed_over"):
        market.meet(stage)
    market.reach("contracted")
    market.reach("construction")
    market.weeks(2_500, 5_000, 7_400)
    with pytest.raises(Refused) as refusal:
        market.reach("handed_over")
    assert "fisik 100%" in refusal.value.text("id")
    market.reach("handed_over", reason="Sisa pekerjaan masuk masa pemeliharaan.")
    assert market.fresh().steps.get(stage="handed_over").lacking == ["physical_full"]


def test_after_the_hand_over_managing_may_come_before_the_grant():
    market = built()
    market.meet("handed_over")
    market.reach("handed_over")
    assert {s.id for s in markets.open_stages(market.fresh())} == {"granted", "managed", "monitored"}
    market.meet("managed")
    with pytest.raises(Refused) as refusal:
        market.reach("managed")
    assert refusal.value.kind.code == "market.no_manager"


def test_the_decree_takes_the_money_from_an_allocation_of_the_same_programme():
    market, other = proposed(), proposed("18.02")
    for stage in ("documents_checked", "site_seen"):
        market.meet(stage)
        market.reach(stage)
    market.meet("decided")
    own, market.allocation = market.allocation, other.allocation
    with pytest.raises(Refused) as refusal:
        market.decide()
    assert refusal.value.kind.code == "market.allocation"
    market.allocation = own
    project = market.decide()
    assert (project.stage, project.recipient.allocation) == ("decided", own)
    assert Milestone.objects.filter(recipient=project.recipient).count() == 4


def test_the_last_stage_can_be_taken_back_and_stays_in_the_trail():
    market = decided()
    with pytest.raises(Refused) as refusal:
        actions.take_back_market_stage(
            project=market.project, reason="salah catat hari", by=market.province, at=NOW
        )
    assert refusal.value.kind.code == "market.not_last"
    market.package()
    market.meet("contracted")
    market.reach("contracted")
    actions.take_back_market_stage(
        project=market.project, reason="salah catat hari", by=market.province, at=NOW
    )
    assert market.fresh().stage == "decided"
    assert not Milestone.objects.filter(stage="contracted").exists()
    told = Event.objects.get(action="market.stage_taken_back").details
    assert (told["reached"], told["reached_on"]) == ("contracted", "2019-05-06")
    assert told["changes"] == {"stage": ["contracted", "decided"]}


def test_a_contract_binds_money_in_the_ledger_within_the_decree():
    market = decided()
    package = market.package()
    contract = Commitment.objects.get()
    assert (package.commitment, contract.counterparty, contract.for_recipient) == (
        contract, "CV Uji", market.fresh().recipient,
    )  # fmt: skip
    with pytest.raises(Refused) as refusal:
        market.package(contract_no="KTR-2", amount_idr=50_000_001)
    assert (refusal.value.kind.code, refusal.value.params["left"]) == ("market.over_decree", 50_000_000)
    market.package(contract_no="KTR-2", kind="supervision", amount_idr=50_000_000)
    assert markets.contracted_idr(market.project) == AMOUNT
    with pytest.raises(Refused) as refusal:
        market.package(contract_no="KTR-3", starts_on=date(2019, 5, 1))
    assert refusal.value.kind.code == "market.contract_days"


def test_a_contract_before_the_decree_is_refused():
    with pytest.raises(Refused) as refusal:
        proposed().package()
    assert refusal.value.kind.code == "market.no_decree"


def test_a_market_that_a_decree_named_without_a_file_gets_one_with_its_milestones():
    market = proposed()
    facility = market.project.facility
    market.project.steps.all().delete()
    MarketProject.objects.all().delete()
    recipient = actions.name_recipient(
        allocation=market.allocation, kind="facility", name="Pasar lama", area=facility.area_id, amount_idr=AMOUNT,
        decree_no="1/2019", decree_on=DECREE, facility=facility, by=market.province, at=NOW,
    )  # fmt: skip
    actions.reach(
        recipient=recipient, stage="contracted", reached_on=date(2019, 5, 6), by=market.province, at=NOW
    )
    assert list(markets.unfiled_recipients(market.province)) == [recipient]
    project = actions.open_market_file(recipient=recipient, by=market.province, at=NOW)
    assert project.stage == "contracted"
    assert set(project.steps.values_list("stage", flat=True)) == {"proposed", "decided", "contracted"}
    assert not markets.unfiled_recipients(market.province).exists()
    with pytest.raises(Refused) as refusal:
        actions.open_market_file(recipient=recipient, by=market.province, at=NOW)
    assert refusal.value.kind.code == "market.known"


def test_a_proposal_for_another_kind_of_programme_or_place_is_refused():
    market = proposed()
    other = actions.add_programme(
        type_id="plut", name="PLUT", year=2019, area="18", by=market.province, at=NOW
    )
    given = {"name": "Pasar", "proposer": "K", "proposed_on": DECREE, "by": market.province, "at": NOW}
    for programme, area, code in (
        (other, "18.01", "market.programme"),
        (market.project.programme, "17.01", "programme.outside"),
        (market.project.programme, "18.99", "recipient.area"),
    ):
        with pytest.raises(Refused) as refusal:
            actions.propose_market(programme=programme, area=area, **given)
        assert refusal.value.kind.code == code


def test_a_grant_that_is_taken_back_leaves_no_number_of_its_deed():
    market = built()
    for stage in ("handed_over", "granted"):
        market.meet(stage)
        market.reach(stage, document_no="BAST-12")
    assert market.fresh().grant_document_no == "BAST-12"
    actions.take_back_market_stage(
        project=market.project, reason="hibah belum selesai", by=market.province, at=NOW
    )
    project = market.fresh()
    assert (project.grant, project.granted_on, project.grant_document_no) == ("in_process", None, "")
