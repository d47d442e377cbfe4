"""The power fails while phones send: whatever was acknowledged is on the disk, whole, whenever it happens.

POWER_CUTS=2000 makes more of them. The control, synchronous=NORMAL, must lose: else the test sees nothing.
"""

import contextlib
import hashlib
import logging
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from naikkelas.vault import BlobMissing, Blobs, Vault
from tests.doors.openrosa.power.replay import Disk, records
from tests.doors.openrosa.served import Served

pytestmark = [pytest.mark.slow]
HERE, SEED = Path(__file__).parent / "power", 1871
CUTS, EACH = (
    int(os.environ.get("POWER_CUTS", "25")),
    int(os.environ.get("POWER_EACH", "12")),
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Served:
    served = Served(tmp_path_factory.mktemp("power"))
    served.run("user", "add", "petugas", "--role", "enumerator", "--area", "18.01", "--phone")
    _run(served, served.folder, "ready")
    return served


def _run(served: Served, data: Path, *arguments: str, **environ: str) -> None:
    environ |= {"NAIKKELAS_DATA": str(data), "DJANGO_SETTINGS_MODULE": "naikkelas.conf.settings"}
    subprocess.run(
        [sys.executable, HERE / "victim.py", *arguments],
        env=served.environ | environ,
        check=True,
        timeout=600,
    )


def _recorded(prepared: Served, folder: Path, *mode: str) -> tuple[Disk, Path]:
    """Run the victim on a copy of the data; its disk as it was before, and what it did."""
    library, data, log = folder / "recorder.so", folder / "data", folder / "log"
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", library, HERE / "recorder.c", "-ldl"], check=True)
    shutil.copytree(prepared.folder, data)
    disk = Disk(data)
    _run(prepared, data, str(EACH), *mode, LD_PRELOAD=str(library), POWER_ROOT=str(data), POWER_LOG=str(log))
    return disk, log


def _lost(disk: Disk, log: Path, folder: Path) -> tuple[int, int, int]:
    """Cut the power at random moments; how many were acknowledged before, how many of those were lost, how many databases
    were damaged."""
    dice, every = random.Random(SEED), list(records(log))
    moments, acknowledged, lost, damaged = set(dice.sample(range(len(every)), CUTS)), 0, 0, 0
    for n, record in enumerate(every):
        disk.do(record)
        if n in moments:
            after = folder / "after"
            disk.cut(after, dice)
            kept, sound = _kept(after)
            acknowledged += len(disk.acknowledged)
            lost += len(set(disk.acknowledged) - kept)
            damaged += not sound
            shutil.rmtree(after)
    return acknowledged, lost, damaged


def _kept(folder: Path) -> tuple[set[str], bool]:
    """The numbers whose form and photo are there, and whether the database is sound."""
    import pysqlite3

    blobs = Vault(folder).blobs
    with contextlib.closing(pysqlite3.connect(folder / "naikkelas.sqlite3")) as connection:
        sound = connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        rows = connection.execute(
            "SELECT d.instance_id, a.sha256 FROM intake_delivery d JOIN intake_attachment a ON a.delivery_id = d.id"
        ).fetchall()
    return {number for number, sha256 in rows if _whole(blobs, sha256)}, sound


def _whole(blobs: Blobs, sha256: str) -> bool:
    try:
        return hashlib.sha256(blobs.get(sha256)).hexdigest() == sha256
    except BlobMissing:
        return False


def _tell(what: str, acknowledged: int, lost: int, damaged: int) -> None:
    """For docs/evidence: shown with --log-cli-level=INFO."""
    told = "%s: %s cuts, %s acknowledged before them, %s lost, %s databases damaged; seed %s"
    logging.getLogger(__name__).info(told, what, CUTS, acknowledged, lost, damaged, SEED)


if shutil.which("cc") and sys.platform == "linux" and not os.environ.get("DATABASE_URL"):

    def test_du_03_a_power_cut_loses_nothing_that_was_acknowledged(prepared, tmp_path):
        acknowledged, lost, damaged = _lost(*_recorded(prepared, tmp_path), tmp_path)
        _tell("as it is served", acknowledged, lost, damaged)
        assert acknowledged > CUTS
        assert (lost, damaged) == (0, 0)

    def test_the_control_without_full_syncing_loses_what_it_acknowledged(prepared, tmp_path):
        acknowledged, lost, damaged = _lost(*_recorded(prepared, tmp_path, "normal"), tmp_path)
        _tell("control", acknowledged, lost, damaged)
        assert lost > acknowledged / 2
