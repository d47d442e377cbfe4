"""Keys, sealed values and sealed files of one installation.

Everything that names a person is sealed before it reaches the disk: single values with AES-256-GCM, whole files
(what offices and phones sent) likewise. Equal values are found through a keyed blind index, never through a
plain hash: a person's NIK has few enough values to be guessed.

`configure(folder)` is called once, by the settings; everybody else calls `vault.current()`.
"""

from functools import cached_property
from pathlib import Path

from naikkelas.vault.blobs import BlobMissing, Blobs
from naikkelas.vault.keys import InsecureKeys, Keys
from naikkelas.vault.push import PushKey
from naikkelas.vault.seal import Seal, Unsealable
from naikkelas.vault.sign import Signer

__all__ = [
    "BlobMissing",
    "Blobs",
    "InsecureKeys",
    "Keys",
    "PushKey",
    "Seal",
    "Signer",
    "Unsealable",
    "Vault",
    "configure",
    "current",
]


class Vault:
    """The keys and sealed files below one data folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # the database inside names persons
        self.folder = folder
        self.keys = Keys(folder / "keys")
        self.seal = Seal(self.keys.read("field"), self.keys.read("index"))
        self.blobs = Blobs(folder / "blobs", self.keys.read("blob"))

    @cached_property
    def trail_key(self) -> bytes:
        """By which events are marked as written by this installation."""
        return self.keys.read("trail")

    @cached_property
    def signer(self) -> Signer:
        """Who signs the heads of the trail."""
        return Signer(self.keys.read("trail-heads"))

    @cached_property
    def push_key(self) -> PushKey:
        """By which push services know this installation; browsers that subscribed hold its public half."""
        return PushKey(self.keys.read("push"))


_current: Vault | None = None


def configure(folder: Path) -> None:
    """Open the vault in `folder`, making folder and keys on first use."""
    global _current
    _current = Vault(folder)


def current() -> Vault:
    """Return the vault that was configured. Raises RuntimeError before that."""
    if _current is None:
        raise RuntimeError("vault.configure(folder) has not been called")
    return _current
