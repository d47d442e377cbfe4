"""A marked person comes in through every door and is erased: nothing of them is left anywhere, and every figure stays."""

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from naikkelas import vault
from naikkelas.intake import actions as intake
from naikkelas.intake.models import Delivery, RejectedRow
from naikkelas.kit.periods import Quarter
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions as monev
from naikkelas.monev.models import Finding, Visit, VisitFact
from naikkelas.privacy import actions, tasks
from naikkelas.privacy.models import PersonRequest
from naikkelas.programmes.models import Recipient
from naikkelas.registry import actions as registry_actions
from naikkelas.registry import queries as registry
from naikkelas.registry.models import Enterprise, LinkCandidate, LinkRun, Person
from naikkelas.reports import actions as reports
from naikkelas.reports.models import Issue
from tests.conftest import NOW
from tests.factories import enterprise, filled, person, road, send
from tests.factories.photos import photo
from tests.factories.plut import plant as plant_services
from tests.factories.registry import bring_in, enterprise_row, table
from tests.factories.startup import proposed_and_reported
from tests.slices.test_privacy_requests import ask

LATER = datetime(2031, 3, 13, 2, 0, tzinfo=UTC)
"""After the documents of the aid may go."""
TOLD = "Sesuai dokumen yang diperlihatkan"
NAME, SHOP, ADDRESS = "Zulfikarno Wiraatmaja", "Keripik Zulfikarno Jaya", "Gang Kenanga Ungu 77B"
NIK, PHONE, FORMER_PHONE, EMAIL = "9901011502807777", "81299887766", "81299887755", "zulfi@wiraatmaja.example"
NPWP, ACCOUNT = "092542943407123", "7788990011223"
PLANTED = (NAME, NIK, PHONE, ADDRESS, SHOP, EMAIL)


def planted_row(**changes) -> dict[str, object]:
    return enterprise_row(
        owner_name=NAME, name=SHOP, person_nik=NIK, address=ADDRESS, email=EMAIL, phone=f"0{FORMER_PHONE}",
        tax_id="09.254.294.3-407.123", nib="9120001234567", trademark="Zulfi Crunch Raya", latitude="-5.7", longitude="105.5",
    ) | changes  # fmt: skip


def unpacked(content: bytes) -> str:
    """Everything readable in a file of the vault."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(unpacked(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"ARROW1"):
        return "\n".join(opened(value) for row in pl.read_ipc(io.BytesIO(content)).rows() for value in row)
    return content.decode("latin-1") + content.decode("utf-8", errors="ignore")


def opened(value: object) -> str:
    if not isinstance(value, bytes | memoryview):
        return str(value)
    try:
        return vault.current().seal.open_bytes(bytes(value)).decode("utf-8", errors="replace")
    except vault.Unsealable:
        return bytes(value).decode("latin-1")


def in_tables(*, unsealed: bool) -> dict[str, str]:
    """Every column of every table, as text."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table_name = model._meta.db_table
            cursor.execute(f'SELECT * FROM "{table_name}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    text = (
                        opened(value)
                        if unsealed
                        else str(bytes(value) if isinstance(value, memoryview) else value)
                    )
                    found[f"{table_name}.{name}"] = found.get(f"{table_name}.{name}", "") + "\n" + text
    return found


def on_disk() -> dict[str, str]:
    """The data folder byte by byte, database and its log included."""
    files = {path for path in settings.NAIKKELAS_DATA.rglob("*") if path.is_file()}
    if connection.vendor == "sqlite":
        database = Path(str(connection.settings_dict["NAME"]))
        files |= {p for p in (database, database.with_name(f"{database.name}-wal")) if p.exists()}
    return {str(path): path.read_bytes().decode("latin-1") for path in files}


def in_vault() -> dict[str, str]:
    blobs = vault.current().blobs
    return {f"vault {sha}": unpacked(blobs.get(sha)) for sha in blobs.all()}


def where(value: str, texts: dict[str, str]) -> list[str]:
    return sorted(place for place, text in texts.items() if value.lower() in text.lower())


@pytest.fixture
def planted():
    """The person with aid, a visit with a photo, findings, a correction, a copy, a report; and others around."""
    for sha256 in list(vault.current().blobs.all()):
        vault.current().blobs.remove(sha256)  # what earlier tests left behind is not looked through
    way = road()
    boss = way.province
    bring_in(
        table("umkm_baku", [planted_row(), enterprise_row()]), by=way.officer, filename=f"Data {NAME}.csv"
    )
    shop = Enterprise.objects.get(name=SHOP)
    # the same list again, changed: the former row is kept for undoing; and one to mend, with a slip of the pen in the NIK
    changed = planted_row(
        registration_no=shop.registration_no, phone=f"0{PHONE[:3]}-{PHONE[3:7]}-{PHONE[7:]}"
    )
    bring_in(table("umkm_baku", [changed, planted_row(person_nik=f"{NIK}7", registration_no="", name=f"{SHOP} 2")]),
             by=way.officer)  # fmt: skip
    looked = intake.receive_spreadsheet(
        filename="menunggu.csv",
        content=table("umkm_baku", [planted_row(), enterprise_row()]),
        by=way.officer,
        at=NOW,
    )
    intake.look(delivery=looked, by=way.officer, at=NOW)
    shop.refresh_from_db()
    Recipient.objects.filter(pk=way.recipient.pk).update(
        name=NAME, person=shop.owner, enterprise=shop, plan=f"{NAME} membeli oven"
    )
    proposed_and_reported(
        way,
        name=NAME,
        person_nik=NIK,
        phone=f"0{PHONE}",
        email=EMAIL,
        shop=SHOP,
        address=ADDRESS,
        tax_id=NPWP,
        account_no=ACCOUNT,
    )
    plant_services(shop, NAME, f"0{PHONE}")
    planned = way.planned_with("novice_entrepreneur")
    type(planned).objects.filter(pk=planned.pk).update(label=NAME)
    xml = filled(planned, photo_place="a.jpg", note=f"{NAME} di {ADDRESS}, telp 0{PHONE}")
    assert send(way.enumerator, xml, {"a.jpg": photo("teal")}).status_code == 201
    other = way.planned_with("cooperative")
    elsewhere = filled(other, note=f"Tetangganya, {NAME.upper()}, tidak hadir")
    assert send(way.enumerator, elsewhere).status_code == 201
    intake.read_waiting(at=NOW)
    visit = Visit.objects.get(planned=planned)
    Finding.objects.create(
        number="T2020-9001", area_id="18.01", visit=visit, title=f"Bantuan {NAME} kurang", condition=f"{NAME} belum menerima",
        severity="high", opened_on=date(2020, 3, 12), due_on=date(2020, 5, 1), state="withdrawn", closed_by=boss,
        closed_on=date(2020, 3, 13),
    )  # fmt: skip
    by_hand = monev.open_by_hand(
        area="18.01", title=f"Tunggakan {NAME}", condition=f"Menurut {NAME} bantuan terlambat", severity="high",
        amount_idr=None, criterion="", recommendation="", by=way.officer, at=NOW,
    )  # fmt: skip
    registry_actions.reveal_nik(
        person=shop.owner, reason=f"Mencocokkan KTP {NAME}", area="18.01", by=way.officer, at=NOW
    )
    asked = ask(shop.owner_id, "correction", way.officer)
    actions.correct(
        request=asked, changes={"email": EMAIL, "sex": "f"}, decision=TOLD, by=way.officer, at=NOW
    )
    asked = ask(shop.owner_id, "access", way.officer, reason=f"{NAME} meminta salinan")
    actions.make_export(request=asked, decision=TOLD, by=way.officer, at=NOW)
    issue = reports.issue(report="quarterly", area="18", period=Quarter(2019, 4), by=boss, at=NOW)
    issue.figures = issue.figures | {"told": f"Temuan {NAME}"}
    issue.save()
    run = LinkRun.objects.create(at=NOW, method_hash="x", records=2, changed=2, found=1)
    first, second = Enterprise.objects.order_by("id")[:2]
    LinkCandidate.objects.create(first=first, second=second, probability=0.9, evidence={}, run=run)
    shop.refresh_from_db()
    return way, shop, by_hand


def erase(way, shop) -> PersonRequest:
    asked = ask(shop.owner_id, "erasure", way.officer, reason=f"{NAME} tidak berusaha lagi")
    granted = actions.decide_erasure(request=asked, decision=TOLD, by=way.province, at=LATER)
    assert granted.state == "working", granted.grounds
    return actions.carry_out(request=granted, by=way.province, at=LATER)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_of_an_erased_person_and_every_figure_stays(planted):
    way, shop, by_hand = planted
    sealed, files = in_tables(unsealed=True), in_vault()
    for value in PLANTED:
        assert where(value, sealed), value  # the person did come in, and this test would see it
    assert {n.split(".")[0] for n in where(NAME, sealed)} >= {
        "registry_person",
        "programmes_recipient",
        "monev_plannedvisit",
        "monev_visit",
        "monev_finding",
        "intake_delivery",
        "intake_rejectedrow",
        "privacy_personrequest",
        "registry_personaccess",
        "trail_event",
        "reports_issue",
        "programmes_application",
        "programmes_applicationplan",
        "programmes_applicationfile",
        "programmes_selfreport",
        "programmes_reportline",
    }
    assert len(where(NIK, files)) >= 5  # raw files, staged rows, the copy
    plain = in_tables(unsealed=False) | on_disk()
    for number in (NIK, NPWP, ACCOUNT):
        assert where(number, plain) == [], number
    before = registry.statistics(), VisitFact.objects.count(), Finding.objects.count()
    rows_of_others = Enterprise.objects.exclude(pk=shop.pk).exclude(name__startswith=SHOP).count()

    done = erase(way, shop)

    assert (done.state, done.result["left"], done.sealed) == ("done", [], None)
    left = in_tables(unsealed=True) | in_tables(unsealed=False) | in_vault() | on_disk()
    for value in (
        *PLANTED,
        FORMER_PHONE,
        NPWP,
        ACCOUNT,
        "510/7788990",
        "09.254.294.3-407.123",
        f"{NIK}7",
        "Zulfikarno",
        "Zulfi Crunch",
    ):
        assert where(value, left) == [], value
    assert (registry.statistics(), VisitFact.objects.count(), Finding.objects.count()) == before
    stub, owner = Enterprise.objects.get(pk=shop.pk), Person.objects.get(pk=shop.owner_id)
    assert (stub.area_id, stub.size_class, stub.annual_sales_idr) == (
        shop.area_id,
        shop.size_class,
        120_000_000,
    )
    assert (owner.name, owner.nik_index, owner.erased_at, owner.sex) == ("(dihapus)", None, LATER, "f")
    assert (stub.latitude, stub.nib, stub.registration_no) == (None, "dihapus", "")
    aid = Recipient.objects.get(pk=way.recipient.pk)
    assert (aid.amount_idr, aid.decree_no, aid.plan) == (12_000_000, "08/2019", "")
    assert (
        Enterprise.objects.exclude(owner__erased_at=LATER).exclude(name__startswith=SHOP).count()
        >= rows_of_others - 1
    )
    by_hand.refresh_from_db()
    assert by_hand.condition == "Menurut (dihapus) bantuan terlambat"
    issue = Issue.objects.get()
    assert reports.document(issue, "pdf") == reports.drawn_again(issue, "pdf")
    assert registry.search(Enterprise.objects.all(), "zulfikarno").count() == 0
    assert LinkCandidate.objects.count() in (0, 1)


@pytest.mark.django_db(transaction=True)
def test_what_others_sent_stays_and_a_waiting_list_can_still_be_applied(planted):
    way, shop, _by_hand = planted
    erase(way, shop)
    raw = Delivery.objects.filter(kind="spreadsheet").order_by("id")[2]
    text = vault.current().blobs.get(raw.sha256).decode()
    assert "Keripik Uji" in text
    assert len(text.splitlines()) == 3
    assert RejectedRow.objects.get().row == 3
    looked = Delivery.objects.get(state="looked")
    assert looked.total == 1
    confirmed = intake.confirm(delivery=looked, by=way.officer, at=NOW)
    applied = intake.apply(delivery=confirmed, by=way.officer, at=NOW)
    assert applied.summary["applied"] == {"new": 1, "changed": 0, "same": 0}
    changed = Delivery.objects.filter(kind="spreadsheet", state="applied").order_by("-id")[1]
    intake.undo(delivery=changed, by=way.officer, at=NOW)
    assert Person.objects.get(pk=shop.owner_id).name == "(dihapus)"  # a stub is not restored


@pytest.mark.django_db(transaction=True)
def test_a_phone_that_sends_again_is_thanked_and_brings_nothing_back(planted):
    way, shop, _by_hand = planted
    planned = way.planned_with("novice_entrepreneur")
    visit = Visit.objects.get(planned=planned)
    sent = filled(
        planned,
        instance_id=visit.instance_id,
        photo_place="a.jpg",
        note=f"{NAME} di {ADDRESS}, telp 0{PHONE}",
    )
    erase(way, shop)
    assert send(way.enumerator, sent, {"a.jpg": photo("teal")}).status_code == 201
    intake.read_waiting(at=NOW)
    assert where(NAME, in_tables(unsealed=True)) == []


@pytest.mark.django_db
def test_aid_within_its_years_is_a_ground_and_the_data_are_restricted_instead():
    way = road()
    asked = ask(way.recipient.person_id, "erasure", way.officer)
    decided = actions.decide_erasure(request=asked, decision=TOLD, by=way.province, at=NOW)
    assert decided.state == "restricted"
    assert decided.grounds == [{"code": "aid", "what": "08/2019", "until": "2029-12-31"}]
    owner = Person.objects.get(pk=way.recipient.person_id)
    assert (owner.restricted_at, owner.erased_at) == (NOW, None)
    assert "Pemilik Uji" in owner.name


@pytest.mark.django_db
def test_an_erasure_takes_two_in_the_action_and_in_the_database():
    officer = person("regency")
    made = enterprise(officer)
    asked = ask(made.owner_id, "erasure", officer)
    with pytest.raises(Refused) as refused:
        actions.decide_erasure(request=asked, decision=TOLD, by=officer, at=NOW)
    assert refused.value.kind.code == "erasure.own"
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonRequest.objects.filter(pk=asked.pk).update(decided_by=officer)
    assert Person.objects.get().erased_at is None


@pytest.mark.django_db
def test_a_name_that_others_bear_is_struck_out_of_the_persons_own_records_only():
    officer, boss = person("regency"), person("province")
    made = enterprise(officer, owner_name="Siti Aminah", name="Warung Mawar Putih")
    other = enterprise(officer, owner_name="Siti Aminah", name="Toko Melati Biru")
    note = monev.open_by_hand(
        area="18.01", title="Laporan warga", condition="Siti Aminah dari Toko Melati Biru", severity="low",
        amount_idr=None, criterion="", recommendation="", by=officer, at=NOW,
    )  # fmt: skip
    asked = ask(made.owner_id, "erasure", officer)
    actions.decide_erasure(request=asked, decision=TOLD, by=boss, at=NOW)
    tasks.erase.func(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.result["shared"]) == ("done", True)
    other.owner.refresh_from_db()
    assert other.owner.name == "Siti Aminah"
    note.refresh_from_db()
    assert note.condition == "Siti Aminah dari Toko Melati Biru"
    raws = [vault.current().blobs.get(d.sha256).decode() for d in Delivery.objects.order_by("id")]
    assert "Siti Aminah" not in raws[0]
    assert "Siti Aminah" in raws[1]


@pytest.mark.django_db
def test_two_entries_of_one_person_go_together():
    officer, boss = person("regency"), person("province")
    first, second = enterprise(officer, person_nik=NIK), enterprise(officer, person_nik=NIK)
    asked = ask(first.owner_id, "erasure", officer)
    actions.decide_erasure(request=asked, decision=TOLD, by=boss, at=NOW)
    tasks.erase.func(asked.pk)
    assert Person.objects.filter(pk__in=[first.owner_id, second.owner_id], erased_at=None).count() == 0


@pytest.mark.django_db
def test_what_was_merged_goes_too_and_the_merge_cannot_be_taken_back():
    officer, boss = person("regency"), person("province")
    first = enterprise(officer, owner_name="Zulfikarno W", name="Keripik Zulfi", person_nik="")
    second = enterprise(
        officer, owner_name=NAME, name=SHOP, person_nik=NIK, address=ADDRESS, phone=f"0{PHONE}"
    )
    chosen = {"owner_name": 0, "name": 0, "address": 0, "phone": 0, "person_nik": 0}
    merge = registry_actions.merge_records(
        survivor=first, absorbed=second, choices=chosen, by=officer, at=NOW
    )
    asked = ask(first.owner_id, "erasure", officer)
    actions.decide_erasure(request=asked, decision=TOLD, by=boss, at=NOW)
    tasks.erase.func(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.result["left"]) == ("done", [])
    raws = "".join(unpacked(vault.current().blobs.get(d.sha256)) for d in Delivery.objects.all())
    assert [value for value in (NAME, NIK, PHONE, ADDRESS, SHOP, "Zulfikarno W") if value in raws] == []
    merge.refresh_from_db()
    assert bytes(merge.image_sealed) == b""
    with pytest.raises(Refused) as refused:
        registry_actions.unmerge(merge=merge, reason="Ternyata dua orang", by=officer, at=NOW)
    assert refused.value.kind.code == "merge.erased"


@pytest.mark.django_db
def test_an_erasure_waits_for_an_import_that_runs_and_goes_on_afterwards():
    officer, boss = person("regency"), person("province")
    made = enterprise(officer)
    asked = ask(made.owner_id, "erasure", officer)
    actions.decide_erasure(request=asked, decision=TOLD, by=boss, at=NOW)
    running = intake.receive_spreadsheet(
        filename="a.csv", content=table("umkm_baku", [enterprise_row()]), by=officer, at=NOW
    )
    with pytest.raises(Refused) as refused:
        actions.carry_out(request=asked, by=boss, at=NOW)
    assert refused.value.kind.code == "erasure.import_running"
    assert Person.objects.get(pk=made.owner_id).erased_at is None
    intake.look(delivery=running, by=officer, at=NOW)
    assert actions.carry_out(request=asked, by=boss, at=NOW).state == "done"
    assert Person.objects.get(pk=made.owner_id).erased_at == NOW
