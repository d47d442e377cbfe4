"""Many phones, or one impatient phone, at the same moment: nobody is sent away, nothing is doubled or lost."""

import hashlib
import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from naikkelas import vault
from naikkelas.forms.models import FormVersion
from naikkelas.intake import actions as intake
from naikkelas.intake.models import Attachment, Delivery
from naikkelas.monev.models import Visit
from tests.conftest import NOW
from tests.factories import enumerator, filled, phone, road, send
from tests.factories.photos import photo

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def form(number: str, inside: str = "") -> bytes:
    version = FormVersion.objects.get(form_id="market", newest=True).version
    meta = f"<meta><instanceID>{number}</instanceID></meta>"
    return f'<data id="market" version="{version}">{inside}{meta}</data>'.encode()


def at_once(jobs: list) -> list:
    """Run jobs at the same moment, each in a thread of its own."""
    barrier = threading.Barrier(len(jobs))

    def run(job):
        barrier.wait(30)
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_row_35_sixty_four_identical_posts_are_all_201_and_one_row():
    user = enumerator()
    server, xml = phone(user), form("uuid:sama", "<foto>a.jpg</foto>")
    answers = at_once([lambda: send(user, xml, {"a.jpg": b"foto"}, server=server)] * 64)
    assert Counter(a.status_code for a in answers) == {201: 64}
    assert Delivery.objects.count() == 1
    assert Attachment.objects.get().sha256 == hashlib.sha256(b"foto").hexdigest()


def test_sixty_four_different_contents_of_one_number_are_one_row_63_conflicts_and_all_kept():
    user = enumerator()
    server = phone(user)
    bodies = [form("uuid:sama", f"<isi>{n}</isi>") for n in range(64)]
    answers = at_once([lambda xml=xml: send(user, xml, server=server) for xml in bodies])
    assert Counter(a.status_code for a in answers) == {201: 1, 409: 63}
    assert Counter(Delivery.objects.values_list("state", flat=True)) == {"received": 1, "aside": 63}
    opened = {
        vault.current().seal.open_bytes(body) for body in Delivery.objects.values_list("body", flat=True)
    }
    assert opened == set(bodies)


def test_sixty_four_visits_at_once_are_sixty_four_rows():
    user = enumerator()
    server = phone(user)
    bodies = [form(f"uuid:{n}") for n in range(64)]
    answers = at_once([lambda xml=xml: send(user, xml, server=server) for xml in bodies])
    assert Counter(a.status_code for a in answers) == {201: 64}
    assert Delivery.objects.filter(state="received").count() == 64


@pytest.mark.parametrize("seed", range(3))
def test_batches_in_any_order_doubled_and_in_parallel_become_one_complete_set(seed):
    user = enumerator()
    server, names = phone(user), [f"{n}.jpg" for n in range(6)]
    xml = form("uuid:sama", "".join(f"<foto>{name}</foto>" for name in names))
    batches = [({name: name.encode()}, {"*isIncomplete*": "yes"}) for name in names] + [({}, {})]
    batches *= 2
    random.Random(seed).shuffle(batches)
    answers = at_once(
        [
            lambda files=files, more=more: send(user, xml, files, server=server, **more)
            for files, more in batches
        ]
    )
    assert Counter(a.status_code for a in answers) == {201: len(batches)}
    row = Delivery.objects.get()
    assert row.state == "received"
    assert dict(row.attachments.values_list("name", "sha256")) == {
        name: hashlib.sha256(name.encode()).hexdigest() for name in names
    }


def test_reading_the_same_submission_eight_times_at_once_makes_one_visit():
    made = road()
    send(made.enumerator, filled(made.planned_with("enterprise")))
    row = Delivery.objects.get(kind="submission")
    at_once([lambda: intake.read_submission(delivery_id=row.pk, at=NOW)] * 8)
    row.refresh_from_db()
    assert row.state == "applied"
    assert Visit.objects.get().pk == row.summary["visit"]


def test_a_photo_that_comes_while_the_visit_is_read_is_never_missing_from_it():
    made = road()
    names = [f"{n}.jpg" for n in range(8)]
    xml = filled(made.planned_with("enterprise"), photo_place=names[0]).replace(
        b"</meta>", "".join(f"<f>{name}</f>" for name in names).encode() + b"</meta>"
    )
    server = phone(made.enumerator)
    send(made.enumerator, xml, server=server)
    row = Delivery.objects.get(kind="submission")
    arrive = [
        lambda n=n, name=name: send(made.enumerator, xml, {name: photo(size=(32, 8 + n))}, server=server)
        for n, name in enumerate(names)
    ]
    at_once(arrive + [lambda: intake.read_submission(delivery_id=row.pk, at=NOW)] * 4)
    while intake.read_waiting(at=NOW):
        pass
    assert {p["name"] for p in Visit.objects.get().photos} == set(names)
