"""The demonstration in its folder: made once, not over other data, checked, reported on, served."""

import json
import stat
import subprocess
import sys

import openpyxl
import pymupdf
import pytest

from tests.doors.ops.conftest import status
from tests.factories.demonstration import NAIKKELAS

pytestmark = pytest.mark.slow
COUNTS = {"regions", "enterprises", "cooperatives", "ledger_idr", "visits", "findings"}


def test_check_counts_what_is_there(demo):
    found = json.loads(demo.run("check", "--json").stdout)
    assert found["ok"] is True
    assert set(found["counts"]) >= COUNTS
    assert found["counts"]["ledger_idr"] == 4_924_000_000, "the published amount, and no innovation in it"
    assert found["counts"]["innovations_idr"] == 480_000_000
    assert all(found["counts"][name] > 0 for name in COUNTS)
    assert found["versions"]["database"].startswith("postgresql" if demo.database_url else "sqlite")
    assert "counts: " in demo.run("check").stdout


ORDER = """
import django
django.setup()
from naikkelas.monev.models import Visit
from naikkelas.trail.models import Event

came = dict(Event.objects.filter(action="visit.recorded").values_list("object_id", "at"))
verified = dict(Event.objects.filter(action="visit.verified").values_list("object_id", "at"))
first = Visit.objects.filter(planned__again_of=None).select_related("planned__cycle_area")
assert len(came) > 50 and len(verified) > 50, (len(came), len(verified))
for visit in first:
    area, key = visit.planned.cycle_area, str(visit.pk)
    if visit.ended_at > visit.received_at:
        print(visit.planned.code, "came in before it was filled")
    if key in verified and verified[key] < came[key]:
        print(visit.planned.code, "was verified before it was read")
    if area.state in ("sent", "accepted") and visit.received_at > area.sent_at:
        print(visit.planned.code, "came in after its area had sent")
"""


def test_its_story_happens_in_order(demo):
    """An auditor reads the trail: nothing is decided before it was there."""
    settings = {"NAIKKELAS_DATA": str(demo.folder), "DJANGO_SETTINGS_MODULE": "naikkelas.conf.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ORDER], env=demo.env | settings, capture_output=True, text=True, check=True
    )
    assert done.stdout == ""


def test_check_ends_with_three_where_something_is_wrong(empty):
    """A database that no migration was applied to."""
    found = empty.run("check", "--json", expect=3)
    told = json.loads(found.stdout)
    assert told["ok"] is False
    assert "counts" not in told
    assert "migrations" in told["faults"][0]
    assert "FAULT" in found.stderr


def test_it_is_not_made_over_other_data(demo):
    before = demo.counts()
    assert "accounts already" in demo.run("demo", "--small", expect=1).stderr
    demo.run("demo", "--small", "--if-empty")
    assert demo.counts() == before


def test_fresh_does_not_empty_what_is_no_demonstration(empty):
    empty.run("user", "add", "sari", "--role", "province", "--area", "18")
    assert "accounts already" in empty.run("demo", "--small", "--fresh", expect=1).stderr
    assert empty.counts()["regions"] > 0


def test_what_is_secret_is_for_its_owner_alone(demo):
    files = [*(demo.folder / "keys").glob("*.key"), demo.folder / "demo-accounts.txt"]
    assert len(files) >= 3
    assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}
    assert stat.S_IMODE((demo.folder / "keys").stat().st_mode) == 0o700


def test_a_report_is_written_as_pdf_and_workbook(demo, tmp_path):
    for kind in ("pdf", "xlsx"):
        out = tmp_path / f"laporan.{kind}"
        demo.run("report", "issue", "quarterly", "--area", "18", "--period", "2019-Q4", "--out", str(out))
        if kind == "pdf":
            with pymupdf.open(out) as document:
                assert "Triwulan IV 2019" in document[0].get_text()
        else:
            assert "Indikator" in openpyxl.load_workbook(out).sheetnames


@pytest.mark.parametrize(
    ("report", "area", "period", "out", "told"),
    [
        ("quarterly", "18", "2019", "a.pdf", "2019"), ("quarterly", "18", "2019-Q5", "a.pdf", "2019-Q4"),
        ("quarterly", "99", "2019-Q4", "a.pdf", "99"), ("tahunan", "18", "2019-Q4", "a.pdf", "tahunan"),
        ("quarterly", "18", "2019-Q4", "a.docx", ".pdf or .xlsx"),
    ],
)  # fmt: skip
def test_a_report_that_cannot_be_is_refused_and_writes_nothing(
    demo, tmp_path, report, area, period, out, told
):
    asked = ["report", "issue", report, "--area", area, "--period", period, "--out", tmp_path / out]
    done = subprocess.run(
        [NAIKKELAS, "--data", demo.folder, *asked], env=demo.env, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode in (1, 2), done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_phone_address_from_the_command_line_opens_the_forms(demo):
    """And while it is served: the port is taken, and the folder too."""
    with demo.served(8121) as address:
        told = demo.run(
            "user",
            "add",
            f"petugas-{demo.folder.parent.name}",
            "--role",
            "enumerator",
            "--area",
            "18.01",
            "--phone",
            "--url",
            address,
        ).stdout
        server = next(
            line.removeprefix("openrosa: ") for line in told.splitlines() if line.startswith("openrosa: ")
        )
        assert status(f"{server}/formList") == 200
        assert status(f"{server[:-1]}{'a' if server[-1] != 'a' else 'b'}/formList") == 403
        assert "Port 8121 cannot be used" in demo.run("serve", "--port", "8121", expect=1).stderr
        assert "is being served" in demo.run("serve", "--port", "8122", expect=1).stderr
        assert status(f"{address}/masuk/") == 200
    assert status("http://127.0.0.1:8121/masuk/") == 0


def test_an_account_that_cannot_be_is_refused_in_a_line(demo):
    for args, told in (
        (("sari", "--role", "raja", "--area", "18"), "raja"),
        (("sari", "--role", "regency", "--area", "18"), "level"),
        (("sari", "--role", "regency", "--area", "77.77"), "77.77"),
        (("provinsi", "--role", "province", "--area", "18"), "taken"),
    ):
        refused = demo.run("user", "add", *args, expect=1)
        assert told in refused.stderr
        assert len(refused.stderr.strip().splitlines()) == 1
