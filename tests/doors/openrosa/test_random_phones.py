"""CO-08: phones and officers do whatever they may, in any order; the server says and holds what a small model of it says.
RANDOM_PHONES=2000 makes more runs."""

import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from naikkelas.forms import actions as forms
from naikkelas.forms.models import FormVersion
from naikkelas.intake import actions as intake
from naikkelas.intake import queries
from naikkelas.intake.models import Delivery
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories import enumerator, person, phone, send

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
RUNS = int(os.environ.get("RANDOM_PHONES", "25"))
NUMBERS, CONTENTS = st.integers(0, 3), st.integers(0, 2)
REASON = "Isian percobaan; bukan kunjungan."


def xml(number: int, content: int, edits: int | None = None) -> bytes:
    version = FormVersion.objects.get(form_id="market", newest=True).version
    former = "" if edits is None else f"<deprecatedID>uuid:{edits}</deprecatedID>"
    meta = f"<meta><instanceID>uuid:{number}</instanceID>{former}</meta>"
    return f'<data id="market" version="{version}"><isi>{content}</isi>{meta}</data>'.encode()


class Phones(RuleBasedStateMachine):
    """`taken`: what stands under each number, as it was sent; `aside`: what was sent otherwise under it; `edited`: numbers
    that another follows; `parked`: edits whose original had not come."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.taken: dict[int, bytes] = {}
        self.aside: set[tuple[int, bytes]] = set()
        self.edited: dict[int, int] = {}
        self.refused: set[int] = set()
        self.closed = False

    @initialize()
    def begin(self) -> None:
        self.user, self.officer = enumerator(), person("regency", "18.01")
        self.server = phone(self.user)

    def _sent(self, content: bytes) -> int:
        return send(self.user, content, server=self.server).status_code

    @rule(number=NUMBERS, content=CONTENTS)
    def submit(self, number: int, content: int) -> None:
        body = xml(number, content)
        known = self.taken.get(number)
        status = self._sent(body)
        if known is None:
            assert status == (202 if self.closed else 201)
            self.taken[number] = body
        elif known == body:
            assert status == 201
        else:
            assert status == 409
            self.aside.add((number, body))

    @rule(former=NUMBERS, number=NUMBERS, content=CONTENTS)
    def edit(self, former: int, number: int, content: int) -> None:
        if former == number or former not in self.taken:
            return
        body = xml(number, content, former)
        known, status = self.taken.get(number), self._sent(body)
        if known is not None:
            assert status == (201 if known == body else 409)
            if known != body:
                self.aside.add((number, body))
        elif former in self.edited:
            assert status == 409
            self.aside.add((former, body))
        else:
            assert status == (202 if former in self.refused else 201)
            self.refused.discard(former)
            self.taken[number], self.edited[former] = body, number

    @rule()
    def read(self) -> None:
        intake.read_waiting(at=NOW)

    @rule(number=NUMBERS)
    def refuse(self, number: int) -> None:
        row = Delivery.objects.filter(instance_id=f"uuid:{number}", state="held").first()
        if row is not None:
            intake.dismiss(delivery=row, reason=REASON, by=self.officer, at=NOW)
            self.refused.add(number)

    @rule(number=NUMBERS)
    def bring_back(self, number: int) -> None:
        if number in self.refused:
            row = Delivery.objects.get(instance_id=f"uuid:{number}", state="refused")
            intake.bring_back(delivery=row, by=self.officer, at=NOW)
            self.refused.discard(number)

    @rule(closed=st.booleans())
    def close(self, closed: bool) -> None:
        form = FormVersion.objects.get(form_id="market", newest=True)
        forms.set_state(form=form, state="closed" if closed else "open", by=SYSTEM, at=NOW)
        self.closed = closed

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @invariant()
    def what_was_acknowledged_is_there_once_and_nothing_else(self) -> None:
        rows = list(Delivery.objects.filter(kind="submission"))
        standing = {row.instance_id: row for row in rows if row.state != "aside"}
        assert len(standing) == sum(row.state != "aside" for row in rows)
        assert {f"uuid:{n}": body for n, body in self.taken.items()} == {
            name: queries.raw_xml(row) for name, row in standing.items()
        }
        assert len(self.aside) == sum(row.state == "aside" for row in rows)
        assert {n for n in self.taken if standing[f"uuid:{n}"].state == "refused"} == self.refused
        assert {n for n in self.taken if standing[f"uuid:{n}"].state == "edited"} == set(self.edited)


def test_co_08_phones_and_officers_at_random_agree_with_a_model():
    run_state_machine_as_test(
        Phones,
        settings=settings(
            max_examples=RUNS, stateful_step_count=30, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
