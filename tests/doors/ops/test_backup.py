"""A backup restores to the same installation; one that is not whole is refused before anything is touched."""

import hashlib
import json
import shutil
import zipfile

import pytest

from naikkelas.ops import backups
from tests.doors.ops.conftest import Place
from tests.factories.demonstration import database

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def taken(demo, tmp_path_factory):
    """A plain and an encrypted backup of the demonstration, with the passphrase's file."""
    folder = tmp_path_factory.mktemp("backups")
    secret = folder / "secret.txt"
    secret.write_text("delapan kata sandi yang panjang\n")
    told = demo.run("backup", str(folder / "plain.zip"))
    assert "not encrypted" in told.stderr
    told = demo.run("backup", str(folder / "sealed.bak"), "--passphrase-file", str(secret))
    assert told.stderr == ""
    return folder


@pytest.fixture
def target(tmp_path, monkeypatch, demo):
    """A folder that nothing was restored into, as `backups.read` finds it."""
    monkeypatch.setenv("NAIKKELAS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", demo.database_url) if demo.database_url else monkeypatch.delenv(
        "DATABASE_URL", raising=False
    )
    return tmp_path / "data"


@pytest.mark.parametrize("name", ["plain.zip", "sealed.bak"])
def test_a_backup_restores_to_the_same_installation(demo, taken, tmp_path, name):
    """Counts, keys and sealed files; the restored folder reads what the keys sealed."""
    place = Place(tmp_path / "restored", database())
    passphrase = [] if name == "plain.zip" else ["--passphrase-file", str(taken / "secret.txt")]
    told = place.run("restore", str(taken / name), *passphrase)
    assert told.stdout.startswith("Restored: ")
    assert place.counts() == demo.counts()
    for part in ("keys", "blobs"):
        assert _digests(place.folder / part) == _digests(demo.folder / part)
    assert json.loads(place.run("check", "--json").stdout)["ok"] is True
    assert "holds data already" in place.run("restore", str(taken / name), *passphrase, expect=1).stderr
    place.run("restore", str(taken / name), *passphrase, "--replace")
    kept = list(tmp_path.glob("restored.before-restore-*"))
    assert len(kept) == 1
    assert _digests(kept[0] / "keys") == _digests(demo.folder / "keys")


def _digests(folder):
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file()
    }


def test_the_encrypted_one_holds_nothing_readable(demo, taken):
    sealed = (taken / "sealed.bak").read_bytes()
    assert not zipfile.is_zipfile(taken / "sealed.bak")
    for key in (demo.folder / "keys").glob("*.key"):
        assert key.read_bytes() not in sealed
    assert b"manifest.json" not in sealed
    assert b"SQLite format 3" not in sealed


@pytest.mark.parametrize("passphrase", ["", "salah"])
def test_without_the_passphrase_nothing_is_restored(taken, target, passphrase):
    with pytest.raises(backups.BadBackup, match="passphrase"):
        backups.read(taken / "sealed.bak", passphrase, replace=False)
    assert not target.exists()


@pytest.mark.parametrize("name", ["plain.zip", "sealed.bak"])
@pytest.mark.parametrize(
    "harm", ["truncated", "half", "empty", "flipped at 1", "flipped at 40", "flipped at 97"]
)
def test_a_damaged_backup_is_refused_before_anything_is_touched(taken, target, tmp_path, name, harm):
    content = bytearray((taken / name).read_bytes())
    if harm == "truncated":
        content = content[:-1]
    elif harm == "half":
        content = content[: len(content) // 2]
    elif harm == "empty":
        content = bytearray()
    else:
        content[len(content) * int(harm.split()[-1]) // 100] ^= 0x40
    bad = tmp_path / "bad"
    bad.write_bytes(content)
    with pytest.raises(backups.BadBackup):
        backups.read(bad, "delapan kata sandi yang panjang", replace=True)
    assert not target.exists()
    assert [p.name for p in tmp_path.iterdir()] == ["bad"]


def _rewritten(source, target, change):
    """A backup with its manifest or members changed, digests made right again."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        members = {n: old.read(n) for n in old.namelist() if n.endswith((".key", "demo-accounts.txt"))}
        manifest["files"] = {n: hashlib.sha256(c).hexdigest() for n, c in members.items()}
        change(manifest, members)
        for member, content in members.items():
            new.writestr(member, content)
        new.writestr("manifest.json", json.dumps(manifest))
    return target


@pytest.mark.parametrize(
    "member", ["../outside", "keys/../../outside", "/tmp/outside", "blobs/..", "evil.sh", "conf/settings.py"]
)
def test_a_name_that_leads_out_of_the_folder_is_refused(taken, target, tmp_path, member):
    def change(manifest, members):
        members[member] = b"x"
        manifest["files"][member] = hashlib.sha256(b"x").hexdigest()

    bad = _rewritten(taken / "plain.zip", tmp_path / "bad.zip", change)
    with pytest.raises(backups.BadBackup):
        backups.read(bad, "", replace=False)
    assert [p.name for p in tmp_path.iterdir()] == ["bad.zip"]
    assert not target.exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda m, _: m.update(version="99.0.0"), "newer than this one"),
        (lambda m, _: m.update(format=2), "newer than this one"),
        (lambda m, _: m["files"].update({"keys/more.key": "0"}), "manifest"),
        (lambda m, f: f.update({"keys/more.key": b"x"}), "manifest"), (lambda m, _: m.update(version="satu"), "no whole backup"),
        (lambda m, _: m.pop("files"), "no whole backup"), (lambda m, _: m.update(engine="oracle"), "oracle"),
    ],
)  # fmt: skip
def test_a_backup_of_another_make_is_refused_with_the_reason(taken, target, tmp_path, change, told):
    bad = _rewritten(taken / "plain.zip", tmp_path / "bad.zip", change)
    with pytest.raises(backups.BadBackup, match=told):
        backups.read(bad, "", replace=True)
    assert not target.exists()


def test_what_is_no_backup_is_refused(target, tmp_path, taken):
    for content in (b"", b"PK\3\4", b"NKBK1", b"NKBK1" + b"\0" * 60, b"SQLite format 3\0", b"{}"):
        bad = tmp_path / "bad"
        bad.write_bytes(content)
        with pytest.raises(backups.BadBackup):
            backups.read(bad, "x", replace=True)
    assert not target.exists()


def test_a_backup_leaves_no_loose_ends_beside_it(demo, tmp_path):
    demo.run("backup", str(tmp_path / "a.zip"))
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]
    assert (tmp_path / "a.zip").stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
    shutil.rmtree(tmp_path)
