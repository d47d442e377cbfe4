"""A backup is older than an erasure: restored, it forgets again, and nothing of the person is left anywhere."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doors.ops.conftest import Place
from tests.factories.demonstration import database
from tests.factories.registry import enterprise_row, table

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
NIK, PHONE, NAME, NEIGHBOUR = "9901011502807777", "81299887766", "Zulfikarno Wiraatmaja", "Komang Sudarma"
PREPARE = """
import django; django.setup()
from datetime import date
from naikkelas.accounts.models import User
from naikkelas.kit import clock
from naikkelas.privacy import actions
from naikkelas.registry.models import Person
first, second = User.objects.order_by("id")[:2]
asked = actions.open_request(person_id=Person.objects.get(name="Zulfikarno Wiraatmaja").pk, kind="erasure", channel="counter",
    identity_check="KTP asli di loket", received_on=date(2020, 3, 13), reason="Pemohon meminta tertulis", area="18", by=first,
    at=clock.now())
granted = actions.decide_erasure(request=asked, decision="Sesuai dokumen asli", by=second, at=clock.now())
assert actions.carry_out(request=granted, by=second, at=clock.now()).state == "done"
"""
LOOK = """
import django; django.setup()
import json, sys
from naikkelas.registry.models import Person
from django.conf import settings
from naikkelas import vault
from tests.slices.test_privacy_erasure import in_tables, in_vault, on_disk, where
vault.configure(settings.NAIKKELAS_DATA)  # the tests' own was opened by the import
texts = in_tables(unsealed=True) | in_vault() | on_disk()
found = {value: where(value, texts) for value in sys.argv[1:]}
print(json.dumps({"found": found, "names": list(Person.objects.order_by("id").values_list("name", flat=True))}))
"""


def script(place: Place, code: str, *args: str) -> str:
    env = place.env | {
        "DJANGO_SETTINGS_MODULE": "naikkelas.conf.settings", "NAIKKELAS_DATA": str(place.folder), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *args],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def look(place: Place) -> dict:
    return json.loads(script(place, LOOK, NIK, PHONE, NAME).splitlines()[-1])


@pytest.fixture(scope="module")
def erased(tmp_path_factory) -> tuple[Place, Path]:
    """An installation where a person was entered, backed up, and erased; and the backup."""
    folder = tmp_path_factory.mktemp("erased")
    place = Place(folder / "data", database())
    rows = [
        enterprise_row(owner_name=NAME, person_nik=NIK, phone=f"0{PHONE}", name="Keripik Ungu"),
        enterprise_row(owner_name=NEIGHBOUR, name="Tahu Komang"),
    ]
    (folder / "list.csv").write_bytes(table("umkm_baku", rows))
    place.run("registry", "import", str(folder / "list.csv"), "--apply")
    place.run("user", "add", "kedua", "--role", "province", "--area", "18")
    backup = folder / "before.zip"
    place.run("backup", str(backup))
    assert all(look(place)["found"].values())  # what is looked for is there
    script(place, PREPARE)
    return place, backup


def test_restored_over_the_installation_the_person_is_erased_again(erased):
    place, backup = erased
    journal = (place.folder / "erasures.jsonl").read_text()
    assert not [value for value in (NIK, PHONE, NAME) if value in journal]
    told = place.run("restore", str(backup), "--replace").stdout
    assert "erasures carried out again: 1" in told
    after = look(place)
    assert after["found"] == {NIK: [], PHONE: [], NAME: []}
    assert NEIGHBOUR in after["names"]
    assert not (place.folder / "erasures.pending.jsonl").exists()
    assert place.run("privacy", "reapply").stdout.strip() == "erasures carried out again: 0"


def test_on_another_machine_the_journal_is_given_by_hand_and_a_number_alone_is_nobody(erased, tmp_path):
    place, backup = erased
    lines = [json.loads(line) for line in (place.folder / "erasures.jsonl").read_text().splitlines()]
    for who in (who for line in lines for who in line["persons"]):
        who["marks"] = ["another person's"]
    strange = tmp_path / "strange.jsonl"
    strange.write_text("".join(json.dumps(line) + "\n" for line in lines))
    other = Place(tmp_path / "other", database())
    told = other.run("restore", str(backup), "--erasures", str(strange)).stdout
    assert "carried out again: 0" in told
    assert NAME in look(other)["names"]
    other.run("restore", str(backup), "--replace", "--erasures", str(place.folder / "erasures.jsonl"))
    assert look(other)["found"] == {NIK: [], PHONE: [], NAME: []}
