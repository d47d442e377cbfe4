"""What changed of markets, of the ledger, of proposals and of coaching is told with before and after, in words."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from naikkelas.programmes import actions
from naikkelas.programmes.actions.market_use import COUNTS, MONEY
from naikkelas.registry import actions as registry
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import person
from tests.factories.markets import built, decided
from tests.factories.registry import cooperative
from tests.factories.startup import judge, paid_recipient, proposal, startup

pytestmark = pytest.mark.django_db


def told(action: str) -> list[dict]:
    return [e.details.get("changes", {}) for e in Event.objects.filter(action=action).order_by("id")]


def shown(user, name: str, pk: int) -> str:
    client = Client()
    client.force_login(user, backend="naikkelas.web.signed_in.Backend")
    return client.get(reverse(name, args=[pk])).content.decode()


def test_a_market_tells_each_stage_count_and_year():
    market = built()
    assert told("market.stage_reached")[0] == {"stage": ["proposed", "documents_checked"], "grade": ["", "B"]}
    assert told("market.decided")[0]["stage"][1] == "decided"
    assert told("market.contracted")[0]["contracted_idr"][0] == 0
    assert told("market.week_recorded")[0]["actual_bp"][0] is None
    for let in (40, 44):
        values = dict.fromkeys(COUNTS, 0) | {"stalls_built": 46, "stalls_let": let}
        actions.count_market(
            project=market.project, counted_on=date(2020, 2, 28), values=values, by=market.province, at=NOW
        )
    assert told("market.counted")[1] == {"stalls_let": [40, 44]}
    for rent in (5, 7):
        money = dict.fromkeys(MONEY, 0) | {"rent_idr": rent}
        actions.record_market_year(
            project=market.project, year=2019, values=money, by=market.province, at=NOW
        )
    assert told("market.year_recorded")[1] == {"rent_idr": [5, 7]}
    actions.set_market_grant(
        project=market.project, state="in_process", document_no="B-1", by=market.province, at=NOW
    )
    assert told("market.grant_set")[0]["grant_document_no"] == ["", "B-1"]
    page = shown(market.province, "programmes-market-detail", market.project.pk)
    assert "Los disewa: <s>40</s> → 44" in page
    assert "<s>Usulan</s>" in page
    assert "documents_checked" not in page.split("nk-timeline")[-1]


def test_a_requirement_and_a_stage_taken_back_tell_what_stood_before():
    market = decided()
    first, *_rest = told("market.requirement_checked")
    assert first["state"] == [None, "met"]
    actions.check_requirement(
        project=market.project, requirement=market.project.checks.first().requirement, state="missing", by=market.province,
        at=NOW,
    )  # fmt: skip
    assert told("market.requirement_checked")[-1]["state"] == ["met", "missing"]


def test_the_ledger_tells_every_sum_before_and_after():
    recipient = paid_recipient()
    by = person("province")
    amount = recipient.amount_idr
    assert told("money.disbursed")[0] == {"disbursed_idr": [0, amount]}
    use = actions.record_use(
        recipient=recipient, category="equipment", amount_idr=1_000_000, used_on=date(2019, 9, 5), receipt_no="N-1", by=by, at=NOW
    )  # fmt: skip
    assert told("money.used")[0] == {"used_idr": [0, 1_000_000]}
    actions.reverse_use(use=use, reason="salah catat", by=by, at=NOW)
    assert told("money.use_reversed")[0] == {"used_idr": [1_000_000, 0]}
    actions.record_return(
        recipient=recipient, amount_idr=500_000, returned_on=date(2019, 9, 9), document_no="S-1", by=by, at=NOW
    )  # fmt: skip
    assert told("money.returned")[0] == {"returned_idr": [0, 500_000]}
    said = {"document_no": "09/2019", "decided_on": date(2019, 10, 1), "reason": "disesuaikan dengan RAB"}
    allocation = recipient.allocation
    actions.revise_allocation(allocation=allocation, amount_idr=-1_000_000, by=by, at=NOW, **said)
    stood = allocation.amount_idr
    assert told("money.revised")[-1] == {"standing_idr": [stood, stood - 1_000_000]}
    page = shown(by, "programmes-money-detail", allocation.ceiling.programme_id)
    assert "09/2019" in page.split("nk-timeline")[-1]


def test_a_decree_tells_what_it_promised_before_an_amendment():
    recipient = paid_recipient()
    by, decree = person("province"), recipient.commitment
    more = actions.amend_commitment(
        commitment=decree, amount_idr=2_000_000, document_no="09/2019", signed_on=date(2019, 10, 1),
        reason="penerima bertambah satu", by=by, at=NOW,
    )  # fmt: skip
    stood = decree.amount_idr
    assert told("money.commitment_amended")[0] == {"standing_idr": [stood, stood + 2_000_000]}
    actions.reverse_commitment(commitment=more, reason="salah catat", by=by, at=NOW)
    assert told("money.commitment_reversed")[0] == {"standing_idr": [stood + 2_000_000, stood]}


def test_a_proposal_tells_its_steps_and_nothing_about_its_person():
    way = startup()
    row = proposal(way)
    judge(way)
    row.refresh_from_db()
    actions.change_application(
        application=row, values={"phone": "0812", "asked_idr": 11_000_000}, account_no="12345678", by=way.officer, at=NOW
    )  # fmt: skip
    changed = told("application.changed")[-1]
    assert changed["asked_idr"][1] == 11_000_000
    assert changed["verdict"] == ["eligible", ""]
    assert (changed["phone"], changed["account_end"]) == ([], [])
    assert "0812" not in str([e.details for e in Event.objects.all()])
    judge(way)
    page = shown(way.province, "startup-application-detail", row.pk)
    assert "Telepon: berubah, tidak ditampilkan di sini" in page
    assert "Diminta: <s>" in page


def test_who_is_chosen_and_who_is_not_is_told_of_each_proposal():
    way = startup()
    first, second = proposal(way), proposal(way)
    judge(way)
    actions.decide_call(
        call=way.call, chosen={first.pk: None}, decree_no="08/2019", decree_on=date(2019, 7, 1), by=way.province, at=NOW
    )  # fmt: skip
    assert told("application.chosen") == [{"state": ["submitted", "chosen"]}]
    assert told("application.not_chosen") == [{"state": ["submitted", "not_chosen"]}]
    assert told("call.decided") == [{"chosen_count": [0, 1]}]
    assert "Diajukan" in shown(way.province, "startup-application-detail", second.pk).split("nk-timeline")[-1]


def test_coaching_tells_how_it_went_on():
    officer = person("regency")
    held = cooperative(officer)
    plan = registry.plan_coaching(
        cooperative=held, goal="RAT tahun buku 2019 terlaksana", officer="Petugas", starts_on=date(2020, 3, 1),
        steps=[(date(2020, 4, 1), "Susun laporan")], by=officer, at=NOW,
    )  # fmt: skip
    assert told("coaching.planned") == [{"state": ["", "planned"]}]
    registry.tick_coaching_step(step=plan.steps.get(), done=True, by=officer, at=NOW)
    done = told("coaching.step_done")[0]
    assert (done["state"], done["done_on"]) == (["planned", "running"], [None, "2020-03-13"])
    registry.finish_coaching(plan=plan, outcome="improved", text="Laporan tersusun", by=officer, at=NOW)
    registry.reopen_coaching(plan=plan, text="masih perlu didampingi", by=officer, at=NOW)
    again = told("coaching.reopened")[0]
    assert (again["state"], again["outcome"]) == (["finished", "running"], ["improved", ""])
    other = registry.plan_coaching(
        cooperative=cooperative(officer), goal="RAT tahun buku 2019 terlaksana", officer="Petugas", starts_on=date(2020, 3, 1),
        by=officer, at=NOW,
    )  # fmt: skip
    registry.finish_coaching(plan=other, outcome="improved", text="Laporan tersusun", by=officer, at=NOW)
    assert told("coaching.finished")[-1]["state"] == ["planned", "finished"]
    assert "Langkah: Susun laporan" in shown(officer, "registry-cooperative-detail", held.pk)
