"""The chain of the trail: whoever changes, deletes, puts in, swaps or cuts is found, and the first bad row is named."""

import os
import random
from datetime import timedelta

import pytest
from django.db import connection

from naikkelas import vault
from naikkelas.kit.problems import Problem
from naikkelas.trail import actions, chain, sealing, verifying
from naikkelas.trail.actions import SYSTEM, note
from naikkelas.trail.models import Event, Link
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

TURNS = int(os.environ.get("TEST_ROUNDS", "120"))
"""Of random tampering; TEST_ROUNDS=10000 runs as many as RE-10 asks for."""
PART = 1_000
"""Turns in one test: on PostgreSQL rows taken away stay in the way until their transaction ends."""


@pytest.fixture
def events():
    """Nine events, linked; with what the installation wrote before."""
    rows = [
        note(
            by=SYSTEM,
            at=NOW,
            action="uji.dicatat",
            on=("uji", n),
            area="18",
            count=n,
            text=f"ke-{n}",
            shares=[1, 2.0, None],
        )
        for n in range(9)
    ]
    sealing.link_waiting(whole=True)
    return rows


def found(**kwargs):
    return [(fault.kind.code, fault.params) for fault in verifying.verify(**kwargs).faults]


def test_what_was_written_stands(events):
    report = verifying.verify(heads=[sealing.signed_head(NOW)])
    assert report.ok
    assert report.links == Event.objects.count() == Link.objects.latest("number").number
    assert (report.heads, report.waiting, report.forgotten) == (1, 0, 0)
    assert sealing.link_waiting(whole=True) == 0


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"details": {"count": 5, "text": "lain"}}, "details"),
        ({"action": "uji.lain"}, "action"),
        ({"at": NOW + timedelta(microseconds=1)}, "at"),
        ({"actor_id": 7, "actor_name": "Orang lain"}, "actor_id, actor_name"),
        ({"object_id": "77"}, "object_id"),
        ({"area_code": "17"}, "area_code"),
    ],
)
def test_a_changed_row_is_named_with_what_differs(events, change, what):
    Event.objects.filter(pk=events[4].pk).update(**change)
    assert found() == [("trail.changed", {"event": events[4].pk, "what": what})]


def test_a_deleted_row_is_named_also_the_last(events):
    fifth, last = events[4].pk, events[8].pk
    for pk in (fifth, last):
        Event.objects.filter(pk=pk).delete()
    assert [(code, params["event"]) for code, params in found()] == [
        ("trail.gone", fifth),
        ("trail.gone", last),
    ]


def test_a_row_that_others_put_in_is_named_and_never_linked(events):
    copy = {f.attname: getattr(events[4], f.attname) for f in Event._meta.fields if f.attname != "id"}
    forged = Event.objects.create(**copy | {"action": "uji.palsu"})
    unmarked = Event.objects.create(**copy | {"mark": b""})
    assert sealing.link_waiting(whole=True) == 0
    assert found() == [("trail.foreign", {"event": forged.pk}), ("trail.foreign", {"event": unmarked.pk})]


def test_swapped_rows_are_both_named(events):
    first, second = events[2], events[6]
    for row, other in ((first, second), (second, first)):
        Event.objects.filter(pk=row.pk).update(
            details=other.details, object_id=other.object_id, mark=other.mark
        )
    assert [(code, params["event"]) for code, params in found()] == [
        ("trail.changed", first.pk), ("trail.changed", second.pk)
    ]  # fmt: skip


def test_a_link_taken_out_or_changed_is_named(events):
    number = Link.objects.get(event_id=events[4].pk).number
    Link.objects.filter(number=number).update(content=bytes(32))
    assert [code for code, _params in found()] == ["trail.broken", "trail.changed"]
    Link.objects.filter(number=number).delete()
    assert found()[0] == ("trail.link_gone", {"number": number, "event": events[5].pk})


def test_a_cut_tail_is_found_by_a_head_that_was_taken_out(events):
    head = sealing.signed_head(NOW)
    Link.objects.filter(number__gt=head["number"] - 3).delete()
    Event.objects.filter(pk__gte=events[6].pk).delete()
    assert found() == []  # from the inside it looks whole: this is what heads are for
    assert found(heads=[head]) == [
        ("trail.cut", {"number": head["number"] - 3, "head": head["number"], "at": head["at"]})
    ]


def test_a_chain_computed_anew_is_found_by_a_head(events):
    early = sealing.signed_head(NOW)
    note(by=SYSTEM, at=NOW, action="uji.dicatat", on=("uji", 10), area="18")
    sealing.link_waiting()
    late = sealing.signed_head(NOW)
    last = Event.objects.latest("id")
    last.action = "uji.lain"
    last.mark = chain.made_mark(last, vault.current().trail_key)
    last.save()
    Link.objects.filter(event_id=last.pk).delete()
    sealing.link_waiting(whole=True)
    assert found() == []
    assert found(heads=[early, late]) == [
        ("trail.rewritten", {"head": late["number"], "at": late["at"], "number": early["number"]})
    ]


def test_a_head_that_was_not_signed_here_counts_for_nothing(events):
    head = sealing.signed_head(NOW)
    assert found(heads=[head | {"number": head["number"] - 1}, {}]) == [
        ("trail.head", {"line": 1}), ("trail.head", {"line": 2})
    ]  # fmt: skip
    assert [code for code, _p in found(heads=[head], key="00" * 32)] == ["trail.head"]


def test_many_faults_accuse_no_head_that_still_fits(events):
    more = [
        note(by=SYSTEM, at=NOW, action="uji.dicatat", on=("uji", n), area="18") for n in range(verifying.MOST)
    ]
    sealing.link_waiting(whole=True)
    head = sealing.signed_head(NOW)
    Event.objects.filter(pk__in=[event.pk for event in (*events, *more)]).update(role="lain")
    report = verifying.verify(heads=[head])
    assert {fault.kind.code for fault in report.faults} == {"trail.changed"}
    assert (len(report.faults), report.links) == (verifying.MOST, head["number"])


def test_a_head_whose_number_is_none_is_named(events):
    head = sealing.signed_head(NOW)
    assert found(heads=[head | {"number": [1]}]) == [("trail.head", {"line": 1})]


def test_a_fault_names_its_row_by_the_number_of_the_table():
    fault = Problem(verifying.CHANGED, params={"event": 120_806, "what": "action"})
    assert fault.text("id") == "Peristiwa 120806 diubah sesudah ditulis: action."


def test_a_row_copied_with_its_mark_is_named(events):
    """What is copied as it is bears a true mark: the worker links it, and still it was written twice."""
    copy = {f.attname: getattr(events[4], f.attname) for f in Event._meta.fields if f.attname != "id"}
    twin = Event.objects.create(**copy)
    assert found() == [("trail.foreign", {"event": twin.pk})]
    sealing.link_waiting(whole=True)
    assert found() == [("trail.foreign", {"event": twin.pk})]


WAYS = ("text", "time", "delete", "insert", "link", "hash", "swap", "cut", "anew")


def tamper(how, draw, rows, links):
    (row, other), link = draw.sample(rows, 2), draw.choice(links)
    one = Event.objects.filter(pk=row.pk)
    if how == "text":
        one.update(object_id=row.object_id + draw.choice("0x "))
    elif how == "time":
        one.update(at=row.at + timedelta(microseconds=draw.choice((-1, 1))))
    elif how == "delete":
        one.delete()
    elif how == "insert":
        copy = {f.attname: getattr(row, f.attname) for f in Event._meta.fields if f.attname != "id"}
        Event.objects.create(**copy | {"mark": draw.choice((bytes(row.mark), b"", draw.randbytes(32)))})
    elif how == "link":
        Link.objects.filter(pk=link.pk).delete()
    elif how == "hash":
        changed = bytearray(link.hash)
        changed[draw.randrange(32)] ^= 1 << draw.randrange(8)
        Link.objects.filter(pk=link.pk).update(hash=bytes(changed))
    elif how == "swap":
        one.update(details=other.details, mark=other.mark)
    else:  # the tail goes, or all from here is written anew with the key of the installation: the head remembers
        Link.objects.filter(event_id__gte=row.pk).delete()
        if how == "cut":
            Event.objects.filter(pk__gte=row.pk).delete()
        else:
            forged = one.get()
            forged.action = "uji.lain"
            forged.mark = chain.made_mark(forged, vault.current().trail_key)
            forged.save()
            sealing.link_waiting(whole=True)


@pytest.mark.parametrize("first", range(0, TURNS, PART))
def test_random_tampering_is_always_found(events, first):
    """A seeded sample of what RE-10 asks for: one bit, row, order or tail at random, found each time and gone when mended."""
    head, draw = sealing.signed_head(NOW), random.Random(20201129 + first)
    rows, links = list(Event.objects.order_by("id")), list(Link.objects.order_by("number"))
    for turn in range(first, min(first + PART, TURNS)):
        how = WAYS[turn % len(WAYS)]
        tamper(how, draw, rows, links)
        assert found(heads=[head]), (turn, how)
        for model, whole in ((Link, links), (Event, rows)):
            model.objects.all().delete()
            model.objects.bulk_create(whole)
        assert found(heads=[head]) == [], (turn, how)


def test_an_erasure_takes_the_details_and_leaves_the_chain(events):
    gone = [events[3].pk, events[5].pk]
    head = sealing.signed_head(NOW)
    assert actions.forget(events=gone, by=SYSTEM, at=NOW, area="18") == 2
    assert actions.forget(events=gone, by=SYSTEM, at=NOW, area="18") == 0
    sealing.link_waiting()
    report = verifying.verify(heads=[head])
    assert report.ok
    assert report.forgotten == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM trail_event WHERE CAST(details AS text) LIKE '%%ke-3%%'")
        assert cursor.fetchone()[0] == 0
    # nobody hides a row by making it look erased
    hidden = events[7]
    digest = chain.details_digest(hidden.details, bytes(hidden.mark)[:16])
    Event.objects.filter(pk=hidden.pk).update(details={chain.FORGOTTEN: digest})
    assert found() == [("trail.hidden", {"event": hidden.pk})]


def test_heads_are_written_down_where_the_chain_grew(events, settings, tmp_path):
    settings.NAIKKELAS_DATA, settings.NAIKKELAS_TRAIL_HEADS = tmp_path, tmp_path / "lain.jsonl"
    for _twice in range(2):
        sealing.export_head(NOW)
    note(by=SYSTEM, at=NOW, action="uji.dicatat", on=("uji", 10), area="18")
    sealing.link_waiting()
    sealing.export_head(NOW + timedelta(hours=1))
    for file in (tmp_path / sealing.HEADS, tmp_path / "lain.jsonl"):
        assert len(sealing.heads_in(file)) == 2
        assert verifying.verify(heads=sealing.heads_in(file)).heads == 2
    settings.NAIKKELAS_TRAIL_HEADS = tmp_path / "tidak-ada" / "kepala.jsonl"
    assert sealing.export_head(NOW)["number"] > 0
