"""Who asked to be told on a device is told after a restore too: the same key, so that push services still know us."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from naikkelas.vault.push import from_text
from tests.doors.ops.conftest import Place
from tests.doors.ops.test_backup_erasure import script
from tests.factories.demonstration import database
from tests.factories.push import PushService

pytestmark = pytest.mark.slow
BEGIN = """
import django; django.setup()
import json, sys
from naikkelas import vault
from naikkelas.accounts.models import User
from naikkelas.kit import clock
from naikkelas.notices import actions, pushing
from naikkelas.trail.actions import SYSTEM
pushing.INNER = frozenset({"127.0.0.1"})
user = User.objects.get(username="petugas")
"""
SUBSCRIBE = (
    BEGIN
    + """
address = pushing.Address(**json.loads(sys.argv[1]), site="https://monev.example")
actions.add_device(address=address, name="Chrome, Android", instead=None, by=user, at=clock.now())
print(vault.current().push_key.public)
"""
)
TELL = (
    BEGIN
    + """
actions.notify(kind="finding.opened", to=user, about=("finding", 1), by=SYSTEM, at=clock.now(), name="T2020-0001")
print(pushing.push(clock.now()))
"""
)


@pytest.fixture
def service():
    made = PushService()
    yield made
    made.shutdown()
    made.server_close()


def test_a_device_that_subscribed_before_the_backup_is_told_after_the_restore_by_the_same_key(
    service, tmp_path
):
    before = Place(tmp_path / "before", database())
    before.run("user", "add", "petugas", "--role", "regency", "--area", "18.01")
    phone = service.browser("/a")
    key = script(before, SUBSCRIBE, json.dumps(phone.subscription())).split()[-1]
    before.run("backup", str(tmp_path / "kept.zip"))
    after = Place(tmp_path / "after", database())
    after.run("restore", str(tmp_path / "kept.zip"))
    assert script(after, TELL).split()[-1] == "1"
    ((path, headers, body),) = service.taken
    assert (path, "T2020-0001" in phone.read(body)["body"]) == ("/a", True)
    signed, _, shown = headers["authorization"].removeprefix("vapid t=").partition(", k=")
    assert shown == key
    head, _, signature = signed.rpartition(".")
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_text(key))
    r, s = (int.from_bytes(part) for part in (from_text(signature)[:32], from_text(signature)[32:]))
    public.verify(
        encode_dss_signature(r, s), head.encode(), ec.ECDSA(SHA256())
    )  # raises where another key signed
