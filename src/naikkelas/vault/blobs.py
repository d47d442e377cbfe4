"""Files kept once under the SHA-256 of their content, sealed, and on disk before `put` returns."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_MAGIC = b"NKB1"
_NONCE = 12


class BlobMissing(Exception):
    """No file is kept under that SHA-256, or it was damaged."""


class Blobs:
    """Content-addressed sealed files: folder/ab/cd/<sha256>."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        self._cipher = AESGCM(key)

    def path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise BlobMissing(sha256)
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def put(self, content: bytes) -> str:
        """Keep `content`; return its SHA-256. The file and its folder entry are synced before this returns.

        Raises OSError when the disk is full or fails: nothing half-written is left under the name.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        target = self.path(sha256)
        if target.exists():
            return sha256
        self._make_folder(target.parent)
        nonce = os.urandom(_NONCE)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_MAGIC + nonce + self._cipher.encrypt(nonce, content, _MAGIC))
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the content. Raises BlobMissing if it is not there or was altered on disk."""
        try:
            body = self.path(sha256).read_bytes()
            return self._cipher.decrypt(body[4 : 4 + _NONCE], body[4 + _NONCE :], _MAGIC)
        except (FileNotFoundError, InvalidTag, ValueError) as error:  # ValueError: too short to hold a nonce
            raise BlobMissing(sha256) from error

    def remove(self, sha256: str) -> None:
        """Remove a file for good; nothing happens where it is gone already."""
        path = self.path(sha256)
        path.unlink(missing_ok=True)
        if path.parent.exists():
            sync_folder(path.parent)

    def all(self) -> Iterator[str]:
        """Yield the SHA-256 of every file kept."""
        for path in sorted(self.folder.glob("*/*/*")):
            if not path.name.startswith("."):
                yield path.name

    def _make_folder(self, folder: Path) -> None:
        missing = [f for f in (folder, *folder.parents) if not f.exists()]
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for made in missing:
            sync_folder(made.parent)


def sync_folder(folder: Path) -> None:
    """Let the folder's list of names reach the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
