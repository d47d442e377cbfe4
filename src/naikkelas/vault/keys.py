"""Random keys, one file each, readable by their owner alone."""

import os
import secrets
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from naikkelas.vault.blobs import sync_folder


class InsecureKeys(Exception):
    """A key file can be read by others than its owner."""


class Keys:
    """Key files in one folder (mode 700, files 600), made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> bytes:
        """Return the 32 bytes of key `name`. Raises InsecureKeys if group or others may read the file."""
        path = self.folder / f"{name}.key"
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            self._make(path)
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise InsecureKeys(f"{path} can be read by others. Mend it with: chmod 600 {path}")
        return path.read_bytes()

    def _make(self, path: Path) -> None:
        """Written whole under another name, then linked: all who start together get one key, and never half of it."""
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(32))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(temporary, path)
        finally:
            os.unlink(temporary)
        sync_folder(self.folder)
