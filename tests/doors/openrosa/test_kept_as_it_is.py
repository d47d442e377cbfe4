"""What phones send besides answers: sealed envelopes, logs of filling, devices that share a key."""

import html

import pytest
from django.test import Client

from naikkelas import vault
from naikkelas.accounts.models import DeviceToken
from naikkelas.forms.models import FormVersion
from naikkelas.intake import actions as intake
from naikkelas.intake.models import Delivery
from naikkelas.kit import clock
from naikkelas.monev.models import Visit
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import filled, phone, road, send
from tests.factories.photos import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return road()


def test_row_36_an_encrypted_submission_is_stored_undecrypted_and_said_so(as_user, made):
    version = FormVersion.objects.get(form_id="market", newest=True).version
    xml = (
        f'<data id="market" version="{version}" encrypted="yes" xmlns="http://www.opendatakit.org/xforms/encrypted" '
        'xmlns:orx="http://openrosa.org/xforms"><base64EncryptedKey>bXV0aWFyYQ==</base64EncryptedKey>'
        "<orx:meta><orx:instanceID>uuid:rahasia</orx:instanceID></orx:meta>"
        "<media><file>foto.jpg.enc</file></media><encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
        "<base64EncryptedElementSignature>dGFuZGE=</base64EncryptedElementSignature></data>"
    ).encode()
    files = {"foto.jpg.enc": b"\x00\x01 sealed photo", "submission.xml.enc": b"\x02\x03 sealed answers"}
    assert send(made.enumerator, xml, files).status_code == 201
    intake.read_waiting(at=NOW)
    row = Delivery.objects.get(instance_id="uuid:rahasia")
    assert (row.state, row.reason) == ("held", "submission.encrypted")
    assert vault.current().seal.open_bytes(row.body) == xml
    assert {a.name: vault.current().blobs.get(a.sha256) for a in row.attachments.all()} == files
    shown = html.unescape(as_user(made.officer).get(f"/kiriman-tertahan/{row.pk}/").content.decode())
    assert "terenkripsi" in shown


def test_the_log_of_filling_is_kept_and_is_no_photo(made):
    xml = filled(made.planned_with("novice_entrepreneur"), instance_id="uuid:satu", photo_place="a.jpg")
    xml = xml.replace(b"</meta>", b"<audit>audit.csv</audit></meta>")
    log = b"event,node,start,end\nform start,,1583978400000,\n"
    assert send(made.enumerator, xml, {"a.jpg": photo(), "audit.csv": log}).status_code == 201
    intake.read_waiting(at=NOW)
    row, visit = Delivery.objects.get(instance_id="uuid:satu"), Visit.objects.get(instance_id="uuid:satu")
    assert row.state == "applied"
    assert [p["name"] for p in visit.photos] == ["a.jpg"]
    assert vault.current().blobs.get(row.attachments.get(name="audit.csv").sha256) == log


def test_a_second_device_under_one_key_is_seen_once_and_noted(as_user, made):
    server = phone(made.enumerator)
    for device in ("collect:satu", "collect:satu", "collect:dua", "collect:tiga"):
        assert Client().get(f"{server}/formList?deviceID={device}").status_code == 200
    token = DeviceToken.objects.get(user=made.enumerator, kind="phone")
    assert token.device == "collect:satu"
    assert token.second_device_at
    assert token.last_used_at
    assert Event.objects.filter(action="phone.second_device").count() == 1
    text = as_user(made.officer).get(f"/pengaturan/orang/{made.enumerator.pk}/").content.decode()
    assert "Perangkat kedua" in text


def test_looking_at_the_list_again_the_same_day_writes_nothing(made):
    server = phone(made.enumerator)
    clock.set_to(NOW)
    Client().get(f"{server}/formList?deviceID=collect:satu")
    before = DeviceToken.objects.get(user=made.enumerator, kind="phone").last_used_at
    clock.set_to(NOW.replace(hour=9))
    Client().get(f"{server}/formList?deviceID=collect:satu")
    assert DeviceToken.objects.get(user=made.enumerator, kind="phone").last_used_at == before
