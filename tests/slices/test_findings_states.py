"""Every state of a finding × every step: what is allowed leads where the table says, everything else changes nothing."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from naikkelas.kit.problems import Refused
from naikkelas.monev import actions
from naikkelas.monev.actions.findings import withdraw_all
from naikkelas.monev.models import Finding, FollowUp
from naikkelas.monev.queries import follow_up
from naikkelas.rules.follow_up import CANNOT_REASONS, CLOSED
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import person

pytestmark = pytest.mark.django_db
TEXT = "diperiksa di lapangan"
PDF = b"%PDF-1.4 bukti"


@dataclass(frozen=True)
class Cast:
    """Who opens, acts and judges; nobody is two of them."""

    officer: object
    actor: object
    judge: object


@pytest.fixture
def cast():
    return Cast(person("regency"), person("regency"), person("province"))


def opened(cast):
    return actions.open_by_hand(
        area="18.01", title="Kios dikunci", condition="Dua puluh kios dikunci", criterion="", recommendation="",
        severity="high", amount_idr=None, by=cast.officer, at=NOW,
    )  # fmt: skip


def act(finding, cast, evidence=PDF, by=None):
    actions.act(
        finding=finding, text=TEXT, evidence_name="ba.pdf", evidence=evidence, by=by or cast.actor, at=NOW
    )


def cannot(finding, cast, by=None, reason="in_court"):
    actions.propose_cannot(
        finding=finding,
        reason=reason,
        text=TEXT,
        evidence_name="",
        evidence=None,
        by=by or cast.actor,
        at=NOW,
    )


def mend(finding):
    """As the nightly round leaves it."""
    Finding.objects.filter(pk=finding.pk).update(state="in_progress", mended_on=date(2020, 3, 13))


def send_back(finding, cast, by=None):
    actions.send_back(finding=finding, text=TEXT, by=by or cast.judge, at=NOW)


def close(finding, cast, by=None):
    actions.close(finding=finding, text=TEXT, by=by or cast.judge, at=NOW)


def approve(finding, cast, by=None):
    actions.approve_cannot(finding=finding, text=TEXT, by=by or cast.judge, at=NOW)


def reopen(finding, cast):
    actions.reopen(finding=finding, text=TEXT, by=cast.judge, at=NOW)


def withdraw(finding, cast):
    withdraw_all(findings=Finding.objects.filter(pk=finding.pk), text=TEXT, by=cast.judge, at=NOW)


PLACES = {
    "new": lambda f, c: None,
    "acted": lambda f, c: act(f, c),
    "acted_bare": lambda f, c: act(f, c, evidence=None),
    "returned": lambda f, c: (act(f, c), send_back(f, c)),
    "cannot_proposed": lambda f, c: cannot(f, c),
    "mended": lambda f, c: mend(f),
    "resolved": lambda f, c: (act(f, c), close(f, c)),
    "cannot": lambda f, c: (cannot(f, c), approve(f, c)),
    "reopened": lambda f, c: (act(f, c), close(f, c), reopen(f, c)),
    "withdrawn": lambda f, c: withdraw(f, c),
}
STEPS = {
    "act": act, "send_back": send_back, "close": close, "propose": cannot, "approve": approve, "reopen": reopen,
}  # fmt: skip
# place → step → (state, whose turn) afterwards; a step that is not named is refused
ALLOWED = {
    "new": {"act": ("in_progress", "verifier"), "propose": ("in_progress", "approver")},
    "acted": {
        "act": ("in_progress", "verifier"), "propose": ("in_progress", "approver"), "send_back": ("in_progress", "unit"),
        "close": ("resolved", ""),
    },
    "acted_bare": {
        "act": ("in_progress", "verifier"), "propose": ("in_progress", "approver"), "send_back": ("in_progress", "unit"),
    },
    "returned": {"act": ("in_progress", "verifier"), "propose": ("in_progress", "approver")},
    "cannot_proposed": {"approve": ("cannot_be_followed_up", ""), "send_back": ("in_progress", "unit")},
    "mended": {
        "act": ("in_progress", "verifier"), "propose": ("in_progress", "approver"), "send_back": ("not_followed_up", "unit"),
        "close": ("resolved", ""),
    },
    "resolved": {"reopen": ("in_progress", "unit")},
    "cannot": {"reopen": ("in_progress", "unit")},
    "reopened": {"act": ("in_progress", "verifier"), "propose": ("in_progress", "approver")},
    "withdrawn": {},
}  # fmt: skip


def image(finding):
    row = Finding.objects.filter(pk=finding.pk).values().get()
    return row, FollowUp.objects.count(), Event.objects.count()


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("place", PLACES)
def test_a_step_leads_where_the_table_says_or_is_refused_and_changes_nothing(cast, place, step):
    finding = opened(cast)
    PLACES[place](finding, cast)
    before = image(finding)
    expected = ALLOWED[place].get(step)
    if expected is None:
        with pytest.raises(Refused), transaction.atomic():
            STEPS[step](finding, cast)
        assert image(finding) == before
        return
    STEPS[step](finding, cast)
    finding.refresh_from_db()
    assert (finding.state, follow_up.turn(finding)) == expected
    assert (finding.closed_by is not None) == (finding.state in CLOSED)
    assert FollowUp.objects.count() == before[1] + 1
    assert Event.objects.count() == before[2] + 1
    shown = {who for who in ("unit", "verifier", "approver") if follow_up.of_turn(Finding.objects.all(), who)}
    assert shown == ({expected[1]} if expected[1] else set())


@pytest.mark.parametrize(
    ("place", "step"), [("acted", close), ("acted", send_back), ("cannot_proposed", approve)]
)
def test_who_acted_judges_nothing_not_even_after_a_colleague_acted_too(cast, place, step):
    finding = opened(cast)
    PLACES[place](finding, cast)
    if place == "acted":
        act(finding, cast, by=cast.officer)  # the last actor is another one now
    with pytest.raises(Refused, match="another person") as caught, transaction.atomic():
        step(finding, cast, by=cast.actor)
    assert caught.value.status == 403
    step(finding, cast)
    assert follow_up.turn(Finding.objects.get()) != "verifier"


def test_only_a_listed_reason_says_that_it_cannot_be_followed_up(cast):
    finding = opened(cast)
    for reason in ("", "sibuk", "force majeure"):
        with pytest.raises(Refused) as caught, transaction.atomic():
            cannot(finding, cast, reason=reason)
        assert caught.value.kind.code == "finding.cannot_reason"
    assert CANNOT_REASONS == ("force_majeure", "in_court", "not_effective")
    with pytest.raises(IntegrityError, match="cannot_for_a_reason"), transaction.atomic():
        Finding.objects.update(
            state="cannot_be_followed_up", closed_by=cast.judge, closed_on=date(2020, 3, 13)
        )


def test_reopened_asks_for_new_evidence_and_has_a_new_deadline(cast):
    finding = opened(cast)
    first_due = finding.due_on
    PLACES["reopened"](finding, cast)
    finding.refresh_from_db()
    assert finding.due_on == first_due  # opened again on the same day
    assert (finding.closed_by, finding.closed_on, finding.cannot_reason) == (None, None, "")
    act(finding, cast, evidence=None)
    with pytest.raises(Refused) as caught, transaction.atomic():
        close(finding, cast)
    assert caught.value.kind.code == "finding.evidence"
    act(finding, cast)
    close(finding, cast)
    assert Finding.objects.get().state == "resolved"


def test_cause_is_chosen_from_the_list_and_the_trail_tells_what_it_was(cast):
    finding = opened(cast)
    given = {
        "cause": "Seleksi tergesa",
        "effect": "Kios kosong",
        "severity": "low",
        "by": cast.officer,
        "at": NOW,
    }
    with pytest.raises(Refused), transaction.atomic():
        actions.complete(finding=finding, cause_code="entah", **given)
    actions.complete(finding=finding, cause_code="selection", **given)
    finding.refresh_from_db()
    assert (finding.cause_code, finding.cause, finding.severity) == ("selection", "Seleksi tergesa", "low")
    told = Event.objects.get(action="finding.completed").details
    assert told["changes"]["cause_code"] == ["", "selection"]
    assert told["changes"]["severity"] == ["high", "low"]
    PLACES["resolved"](finding, cast)
    with pytest.raises(Refused), transaction.atomic():
        actions.complete(finding=finding, cause_code="people", **given)
