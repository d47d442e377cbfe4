"""Clean changes from phones accepted together by an officer, or taken over without asking where a form says so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from naikkelas.forms import actions as forms
from naikkelas.forms.models import FormVersion
from naikkelas.intake import actions as intake
from naikkelas.intake import tasks
from naikkelas.intake.models import ChangeBatch, EntityChange
from naikkelas.intake.queries import clean_changes, field_changes
from naikkelas.kit.problems import Refused
from naikkelas.notices.models import Notice
from naikkelas.registry.models import Enterprise
from naikkelas.registry.queries import entities
from naikkelas.trail.actions import SYSTEM
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import enterprise, enumerator, person
from tests.factories.entities import accepted, entity_form, entry, sent

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def proposed(user, firm, **answers: str) -> EntityChange:
    name, base = entities.entity_name("enterprise", firm.pk), entities.version_of(firm)
    return sent(user, entry(name, base=base, **answers))


def looked(officer) -> clean_changes.Looked:
    return clean_changes.looked_at(
        field_changes.pending(field_changes.visible_to(officer)), officer, intake.MOST
    )


def together(officer, *changes: EntityChange) -> ChangeBatch:
    """Accept changes together as they were shown."""
    told = field_changes.told_all(list(changes))
    batch = intake.accept_together(
        chosen=[(each.change.pk, each.seen) for each in told], by=officer, at=LATER
    )
    return intake.accept_batch(batch=batch, by=officer, at=LATER)


def test_what_may_be_accepted_together_and_why_the_others_stay(officer, phone_user):
    entity_form()
    firms = [enterprise(officer) for _ in range(4)]
    clean = proposed(phone_user, firms[0], produk="Keripik pisang", alamat="Jalan Baru 5")
    again = proposed(phone_user, firms[0], produk="Keripik talas")
    doubtful = proposed(phone_user, firms[1], telepon="abc", produk="Kopi")
    stale = proposed(phone_user, firms[2], produk="Kopi")
    new = sent(phone_user, entry(label="Warung Baru", pemilik="Budi Uji"))
    moved = proposed(phone_user, firms[3], desa="18.02.01.2001")
    Enterprise.objects.filter(pk=firms[2].pk).update(product="Teh", updated_at=LATER)
    found = looked(officer)
    assert [told.change.pk for told in found.clean] == [clean.pk]
    assert found.fields == [("address", 1), ("product", 1)]
    assert found.kinds == [("enterprise", 1)]
    assert [(told.change.pk, why) for told, why in found.left] == [
        (again.pk, "again"), (doubtful.pk, "faults"), (stale.pk, "conflict"), (new.pk, "new"), (moved.pk, "area"),
    ]  # fmt: skip


def test_each_is_written_with_its_own_note_and_the_sender_is_told_once(officer, phone_user):
    entity_form()
    firms = [enterprise(officer) for _ in range(3)]
    changes = [proposed(phone_user, firm, produk=f"Kopi {n}") for n, firm in enumerate(firms)]
    batch = together(officer, *changes)
    assert (batch.done, batch.problems, batch.accepted) == (3, [], 3)
    assert [Enterprise.objects.get(pk=firm.pk).product for firm in firms] == ["Kopi 0", "Kopi 1", "Kopi 2"]
    notes = Event.objects.filter(action="field_change.accepted").order_by("id")
    assert [(int(note.object_id), note.details["batch"], note.actor_id) for note in notes] == [
        (change.pk, batch.pk, officer.pk) for change in changes
    ]
    assert Event.objects.get(action="field_changes.accepted").details == {"count": 3, "left": 0}
    notice = Notice.objects.get(kind="change.accepted")
    assert (notice.user, notice.told) == (phone_user, {"count": "3"})


def test_what_moved_on_since_it_was_shown_is_left_and_told(officer, phone_user):
    entity_form()
    firms = [enterprise(officer) for _ in range(3)]
    good, stale, gone = (proposed(phone_user, firm, produk="Kopi") for firm in firms)
    chosen = [(each.change.pk, each.seen) for each in field_changes.told_all([stale, gone, good])]
    Enterprise.objects.filter(pk=firms[1].pk).update(product="Teh", updated_at=LATER)
    intake.refuse_change(change=gone, reason="Usaha lain yang bernama sama.", by=officer, at=LATER)
    batch = intake.accept_together(chosen=chosen, by=officer, at=LATER)
    tasks.accept_changes.call(batch.pk)
    batch.refresh_from_db()
    assert [(p["change"], p["id"][:25]) for p in batch.problems] == [
        (stale.pk, "Registri berubah sesudah "), (gone.pk, "Perubahan ini sudah diput"),
    ]  # fmt: skip
    assert Enterprise.objects.get(pk=firms[0].pk).product == "Kopi"
    assert Enterprise.objects.get(pk=firms[1].pk).product == "Teh"
    stale.refresh_from_db()
    assert stale.state == "pending"


def test_what_an_officer_could_not_accept_alone_is_not_accepted_together(officer, phone_user):
    entity_form()
    firm = enterprise(officer)
    change = proposed(phone_user, firm, produk="Kopi")
    batch = together(person("regency", "18.02"), change)
    assert [p["en"] for p in batch.problems] == ["The record lies outside your area of duty."]
    faulty = proposed(phone_user, firm, produk="Kopi", telepon="abc")
    assert [p["id"][:30] for p in together(officer, faulty).problems] == ["Perubahan ini tidak lagi bersi"]
    assert Enterprise.objects.get(pk=firm.pk).product != "Kopi"


def test_it_goes_on_where_it_stopped_and_twice_does_nothing_twice(officer, phone_user, monkeypatch):
    entity_form()
    firms = [enterprise(officer) for _ in range(2)]
    changes = [proposed(phone_user, firm, produk="Kopi") for firm in firms]
    told = field_changes.told_all(changes)
    batch = intake.accept_together(chosen=[(t.change.pk, t.seen) for t in told], by=officer, at=LATER)
    enqueued = []
    monkeypatch.setattr(type(tasks.accept_changes), "enqueue", lambda task, *args: enqueued.append(args))
    tasks.take_up_interrupted()
    assert enqueued == [(batch.pk,)]
    intake.accept_batch(batch=batch, by=officer, at=LATER)
    intake.accept_batch(batch=batch, by=officer, at=LATER)
    assert Event.objects.filter(action="field_change.accepted").count() == 2
    assert not list(field_changes.unfinished_batches())


def test_nothing_chosen_is_refused(officer):
    with pytest.raises(Refused, match="No clean change"):
        intake.accept_together(chosen=[], by=officer, at=LATER)


# ── without asking ──


@pytest.fixture
def unasked():
    form = entity_form()
    forms.set_unasked(form=form, unasked=True, by=person("province"), at=NOW)
    return form


def test_a_form_asks_unless_who_publishes_says_otherwise(officer, phone_user):
    form = entity_form()
    assert not form.unasked
    forms.set_unasked(form=form, unasked=True, by=person("province"), at=NOW)
    assert FormVersion.objects.get(pk=form.pk).unasked
    told = Event.objects.get(action="form.unasked")
    assert (told.object_id, told.details["changes"]) == ("mutakhir", {"unasked": [False, True]})
    forms.set_unasked(form=form, unasked=False, by=person("province"), at=NOW)
    assert proposed(phone_user, enterprise(officer), produk="Kopi").state == "pending"


def test_a_form_that_changes_no_list_has_nothing_to_take_over():
    form = entity_form()
    form.xform = form.xform.replace('dataset="enterprises"', 'dataset="pohon"')
    with pytest.raises(Refused, match="no list of the registry"):
        forms.set_unasked(form=form, unasked=True, by=person("province"), at=NOW)


def test_a_clean_change_of_such_a_form_is_written_and_marked(unasked, officer, phone_user):
    firm = enterprise(officer)
    change = proposed(phone_user, firm, produk="Keripik pisang", omzet="90000000")
    assert (change.state, change.unasked, change.decided_by) == ("accepted", True, None)
    firm = Enterprise.objects.get(pk=firm.pk)
    assert (firm.product, firm.source) == ("Keripik pisang", f"e{change.delivery_id}/0")
    assert firm.years.get(superseded_at=None).annual_sales_idr == 90_000_000
    told = Event.objects.get(action="field_change.accepted")
    assert (told.actor_name, told.details["unasked"]) == ("naikkelas", True)
    assert list(field_changes.decided(field_changes.visible_to(officer))) == [change]
    intake.undo_change(change=change, by=officer, at=LATER)
    assert Enterprise.objects.get(pk=firm.pk).product == ""


def test_of_what_was_taken_over_people_are_told_once_a_form_and_day(unasked, officer, phone_user):
    """However many there were: the sender, the office of the place, and who let the form do so."""
    province, other = person("province"), person("regency", "18.02")
    for n, firm in enumerate([enterprise(officer) for _ in range(3)]):
        proposed(phone_user, firm, produk=f"Kopi {n}")
    accepted(proposed(phone_user, enterprise(officer), alamat="Jalan Baru 5"), officer)
    Notice.objects.all().delete()
    assert intake.tell_taken_over(by=SYSTEM, at=LATER) == 0, "the day is not over"
    for days in (1, 1, 3):
        intake.tell_taken_over(by=SYSTEM, at=NOW + timedelta(days=days))
    found = {(n.user, n.kind): n for n in Notice.objects.all()}
    assert len(found) == Notice.objects.count(), "once"
    told = {(phone_user, "change.taken"), (officer, "change.taken_here"), (province, "change.taken_here")}
    assert told <= set(found)
    assert other not in {user for user, _kind in found}
    for notice in found.values():
        assert notice.told == {"count": "3", "name": "Pemutakhiran"}
        assert timezone.localdate(notice.made_at) == timezone.localdate(NOW)
    assert Event.objects.filter(action="field_changes.told").count() == 1


def test_what_is_told_of_a_day_costs_a_handful_of_questions(
    unasked, officer, phone_user, django_assert_max_num_queries
):
    for n, firm in enumerate([enterprise(officer) for _ in range(12)]):
        proposed(phone_user, firm, produk=f"Kopi {n}")
    with django_assert_max_num_queries(25):
        intake.tell_taken_over(by=SYSTEM, at=NOW + timedelta(days=1))


@pytest.mark.parametrize(
    "answers",
    [
        {"label": "Nama Lain"},
        {"pemilik": "Siti Lain"},
        {"telepon": "081234567890"},
        {"alamat": "Jalan Baru 5"},
        {"desa": "18.01.06.2002"},
        {"produk": "Kopi", "omzet": "1.25E7"},
    ],
)
def test_what_is_sensitive_or_doubtful_waits_whole(unasked, officer, phone_user, answers):
    change = proposed(phone_user, enterprise(officer), **({"produk": "Kopi"} | answers))
    assert (change.state, change.unasked) == ("pending", False)


def test_what_clashes_is_new_or_of_another_area_waits(unasked, officer, phone_user):
    firm = enterprise(officer)
    old = entities.version_of(firm)
    Enterprise.objects.filter(pk=firm.pk).update(product="Teh", updated_at=LATER)
    name = entities.entity_name("enterprise", firm.pk)
    assert sent(phone_user, entry(name, base=old, produk="Kopi")).state == "pending"
    assert sent(phone_user, entry(label="Warung Baru", pemilik="Budi Uji")).state == "pending"
    assert proposed(enumerator("18.02"), enterprise(officer), produk="Kopi").state == "pending"
    assert not EntityChange.objects.filter(unasked=True).exists()


def test_what_goes_wrong_in_taking_over_waits_and_the_submission_counts(
    unasked, officer, phone_user, monkeypatch
):
    def fails(**_kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr("naikkelas.intake.switchboard.AMEND", fails)
    change = proposed(phone_user, enterprise(officer), produk="Kopi")
    assert (change.state, change.delivery.state) == ("pending", "applied")


def test_the_sender_is_told_of_a_refusal_and_not_why_on_the_screen(officer, phone_user):
    entity_form()
    change = proposed(phone_user, enterprise(officer), produk="Kopi")
    intake.refuse_change(change=change, reason="Usaha lain yang bernama sama.", by=officer, at=LATER)
    notice = Notice.objects.get(kind__startswith="change.")
    assert (notice.kind, notice.user, notice.object_type) == ("change.refused", phone_user, "field_change")
    assert "bernama sama" not in str(notice.told)
    other = proposed(phone_user, enterprise(officer), produk="Kopi")
    accepted(other, officer)
    assert Notice.objects.filter(kind="change.accepted", user=phone_user).count() == 1
