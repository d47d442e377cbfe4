"""Whatever is merged in whatever order, with aid, visits and facts beside: taken back, every row of the registry and of
what points to it is as it was, byte for byte."""

import itertools
import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from naikkelas.registry import actions
from naikkelas.registry.actions import images
from naikkelas.registry.choosing import proposed_choices
from naikkelas.registry.models import Cooperative, Credential, Enterprise, Merge
from tests.conftest import NOW
from tests.factories.registry import bring_in, cooperative_row, enterprise_row, table
from tests.factories.road import Road, road

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# what a merge itself writes, and what only repeats the search for doubles
BESIDE = {
    "registry.merge", "registry.formeridentity", "registry.apart", "registry.linkmark", "registry.linkcandidate",
    "registry.cooperativecandidate", "registry.linkrun", "registry.touched", "registry.tally", "trail.event",
}  # fmt: skip
REASON = "Ternyata bukan data yang sama"


def everything() -> str:
    """All rows of all slices as text: the export that must not differ."""
    rows = {
        model._meta.label_lower: [images.image(row) for row in model._default_manager.order_by("pk")]
        for app in ("registry", "programmes", "monev")
        for model in apps.get_app_config(app).get_models()
        if model._meta.label_lower not in BESIDE
    }
    return json.dumps(rows, sort_keys=True, default=str)


class Merging(RuleBasedStateMachine):
    """Records are merged and taken back at random; each merge remembers what stood before it."""

    way: Road

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.before: list[tuple[Merge, str]] = []
        self.clock = (NOW + timedelta(minutes=n) for n in itertools.count(1))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @rule(data=st.data(), same_owner=st.booleans())
    def merge(self, data: st.DataObject, same_owner: bool) -> None:
        model = data.draw(st.sampled_from([Enterprise, Enterprise, Cooperative]))
        ids = sorted(model.objects.values_list("pk", flat=True))
        if len(ids) < 2:
            return
        one, other = data.draw(st.permutations(ids).map(lambda order: order[:2]))
        survivor, absorbed = model.objects.get(pk=one), model.objects.get(pk=other)
        proposed = proposed_choices(survivor, absorbed)
        chosen = data.draw(st.dictionaries(st.sampled_from(sorted(proposed)), st.integers(0, 1)))
        stood = everything()
        made = actions.merge_records(
            survivor=survivor, absorbed=absorbed, choices=chosen, same_owner=same_owner, by=self.way.officer,
            at=next(self.clock),
        )  # fmt: skip
        assert not model.objects.filter(pk=other).exists()
        self.before.append((made, stood))

    @precondition(lambda self: self.before)
    @rule(apart=st.booleans())
    def take_back(self, apart: bool) -> None:
        merge, stood = self.before.pop()
        actions.unmerge(merge=merge, reason=REASON, apart=apart, by=self.way.officer, at=next(self.clock))
        assert everything() == stood

    @invariant()
    def no_number_stands_twice_with_an_enterprise(self) -> None:
        standing = Credential.objects.filter(superseded_at=None).exclude(number="")
        numbers = list(standing.values_list("enterprise_id", "kind", "number"))
        assert len(numbers) == len(set(numbers))

    @invariant()
    def no_row_points_to_what_is_gone(self) -> None:
        for model in (Enterprise, Cooperative):
            there = set(model.objects.values_list("pk", flat=True))
            for child, foreign in images.children(model):
                pointing = child._default_manager.exclude(**{foreign.attname: None})
                assert set(pointing.values_list(foreign.attname, flat=True)) <= there


def test_any_merges_taken_back_restore_everything():
    way = road()
    rows = [
        enterprise_row(name=f"Keripik {n}", owner_name="Siti Rohmah", person_nik="", year=str(2017 + n % 3), product="Keripik",
                       home_food_permit="P-IRT 5041801010001", halal_no=f"ID{n % 2}")
        for n in range(4)
    ]  # fmt: skip
    bring_in(table("umkm_baku", rows), by=way.officer)
    bring_in(
        table("umkm_baku", [r | {"year": "2019", "annual_sales_idr": "900000000"} for r in rows]),
        by=way.officer,
    )
    cooperatives = [cooperative_row(name=f"Koperasi {n}", year=str(2018 + n % 2)) for n in range(3)]
    bring_in(table("koperasi_baku", cooperatives), by=way.officer)
    machine = type("MergingHere", (Merging,), {"way": way})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15, stateful_step_count=10, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert Merge.objects.count() == 0  # each run was rolled back
