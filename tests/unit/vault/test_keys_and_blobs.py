"""Keys belong to their owner alone; files are kept once, sealed, whole, and on disk before `put` returns."""

import hashlib
import os
import resource
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from naikkelas import vault
from naikkelas.vault import BlobMissing, Blobs, InsecureKeys, Keys, Vault

CONTENT = b"NIK;Nama\n9901010102800001;Siti (uji)\n" * 20
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def test_a_key_is_random_kept_and_readable_by_its_owner_alone(tmp_path: Path):
    keys = Keys(tmp_path / "keys")
    first, other = keys.read("field"), keys.read("index")
    assert len(first) == len(other) == 32
    assert first != other
    assert Keys(tmp_path / "keys").read("field") == first
    assert Keys(tmp_path / "elsewhere").read("field") != first
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").iterdir()} == {0o600}
    assert {path.name for path in (tmp_path / "keys").iterdir()} == {"field.key", "index.key"}


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o666, 0o611])
def test_a_key_that_others_may_read_is_refused_with_the_remedy(tmp_path: Path, mode: int):
    keys = Keys(tmp_path)
    keys.read("field")
    (tmp_path / "field.key").chmod(mode)
    with pytest.raises(InsecureKeys, match="chmod 600 .*field.key"):
        keys.read("field")
    (tmp_path / "field.key").chmod(0o600)
    assert len(keys.read("field")) == 32


def test_all_who_start_together_get_the_same_whole_key(tmp_path: Path):
    for n in range(20):
        with ThreadPoolExecutor(8) as pool:
            found = set(pool.map(lambda name: Keys(tmp_path).read(name), [f"field{n}"] * 8))
        assert [len(key) for key in found] == [32]


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs", b"k" * 32)


def test_a_file_is_kept_once_under_its_sha256_and_unreadable_on_disk(blobs: Blobs):
    assert blobs.put(CONTENT) == SHA256
    path = blobs.folder / SHA256[:2] / SHA256[2:4] / SHA256
    written = path.stat().st_mtime_ns
    assert blobs.path(SHA256) == path
    assert b"9901010102800001" not in path.read_bytes()
    assert blobs.put(CONTENT) == SHA256
    assert path.stat().st_mtime_ns == written
    assert blobs.get(SHA256) == CONTENT
    assert list(blobs.all()) == [SHA256]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_empty_file_is_a_file(blobs: Blobs):
    assert blobs.get(blobs.put(b"")) == b""


def test_the_file_is_synced_before_it_gets_its_name_and_the_folder_after(blobs: Blobs, monkeypatch):
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def noted_replace(source: str, target: Path) -> None:
        done.append("named")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    blobs.put(CONTENT)
    made = done[: done.index("file")]
    assert made == ["folder"] * len(made)
    assert len(made) >= 3
    assert done[len(made) :] == ["file", "named", "folder"]


def test_a_full_disk_leaves_nothing_half_written(blobs: Blobs):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            blobs.put(os.urandom(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path for path in blobs.folder.rglob("*") if path.is_file()] == []
    assert list(blobs.all()) == []


def test_many_writers_of_one_file_leave_one_file(blobs: Blobs):
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(blobs.put, [CONTENT] * 16)) == {SHA256}
    assert blobs.get(SHA256) == CONTENT
    assert [path.name for path in blobs.folder.rglob("*") if path.is_file()] == [SHA256]


@pytest.mark.parametrize("length", [0, 3, 5, 12, 20, 100])
def test_a_file_cut_short_on_disk_is_missing_not_wrong(blobs: Blobs, length: int):
    path = blobs.path(blobs.put(CONTENT))
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(BlobMissing):
        blobs.get(SHA256)


def test_an_altered_file_is_missing_not_wrong(blobs: Blobs):
    path = blobs.path(blobs.put(CONTENT))
    sealed = bytearray(path.read_bytes())
    sealed[-20] ^= 1
    path.write_bytes(sealed)
    with pytest.raises(BlobMissing):
        blobs.get(SHA256)


def test_another_installations_key_opens_no_file(blobs: Blobs):
    blobs.put(CONTENT)
    with pytest.raises(BlobMissing):
        Blobs(blobs.folder, b"l" * 32).get(SHA256)


@pytest.mark.parametrize(
    "name", ["", "../../keys/field.key", "a" * 63, "A" * 64, "g" * 64, f"{'a' * 62}/.", "a" * 64]
)
def test_a_name_that_is_no_sha256_reaches_no_file(blobs: Blobs, name: str):
    with pytest.raises(BlobMissing):
        blobs.get(name)


def test_a_vault_has_three_keys_of_its_own_and_opens_again(tmp_path: Path):
    made = Vault(tmp_path)
    sealed, sha256 = made.seal.close("x"), made.blobs.put(CONTENT)
    again = Vault(tmp_path)
    assert again.seal.open(sealed) == "x"
    assert again.blobs.get(sha256) == CONTENT
    assert len({path.read_bytes() for path in (tmp_path / "keys").iterdir()}) == 3


def test_the_vault_must_be_opened_before_it_is_used(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(vault, "_current", None)
    with pytest.raises(RuntimeError, match="configure"):
        vault.current()
    vault.configure(tmp_path)
    assert vault.current().folder == tmp_path


def test_the_folder_that_a_vault_makes_is_its_owners_alone(tmp_path: Path):
    """The database stands in it too, with names and telephones of persons."""
    Vault(tmp_path / "data")
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
