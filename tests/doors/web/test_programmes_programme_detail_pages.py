"""A programme with many recipients: all are reached page by page, and the chosen area stays chosen."""

from datetime import date

import pytest

from naikkelas.programmes import actions
from tests.conftest import NOW
from tests.factories import road

pytestmark = pytest.mark.django_db


def test_recipients_are_paged_and_keep_the_area(as_user, django_assert_max_num_queries):
    made = road()
    for n in range(60):
        actions.name_recipient(
            allocation=made.recipient.allocation, kind="person", name=f"Penerima {n:02d}", area="18.01",
            amount_idr=100_000, decree_no="09/2019", decree_on=date(2019, 8, 1), by=made.province, at=NOW,
        )  # fmt: skip
    client = as_user(made.province)
    first = client.get(f"/program/{made.programme.pk}/?wilayah=18.01").content.decode()
    assert "?wilayah=18.01&amp;hal=2" in first
    with django_assert_max_num_queries(40):  # however many it names
        client.get(f"/program/{made.programme.pk}/?wilayah=18.01")
    second = client.get(f"/program/{made.programme.pk}/?wilayah=18.01&hal=2").content.decode()
    names = {f"Penerima {n:02d}" for n in range(60)}
    assert {n for n in names if n in first} | {n for n in names if n in second} == names
