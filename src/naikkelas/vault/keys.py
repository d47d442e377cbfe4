"""Random keys, one file each, readable by their owner alone."""

import os
import secrets
import stat
from pathlib import Path


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
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(32))
                file.flush()
                os.fsync(file.fileno())
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise InsecureKeys(f"{path} can be read by others. Mend it with: chmod 600 {path}")
        return path.read_bytes()
