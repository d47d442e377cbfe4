"""Single values sealed for the database, and the blind index that finds them again."""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_NONCE = 12


class Unsealable(Exception):
    """The sealed value was altered, or sealed with another key."""


class Seal:
    """AES-256-GCM for values, keyed BLAKE2b for the index; two separate keys."""

    def __init__(self, field_key: bytes, index_key: bytes) -> None:
        self._cipher = AESGCM(field_key)
        self._index_key = index_key

    def close(self, text: str) -> bytes:
        """Return `text` sealed: version byte, nonce, ciphertext and tag."""
        return self.close_bytes(text.encode())

    def close_bytes(self, content: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return _VERSION + nonce + self._cipher.encrypt(nonce, content, _VERSION)

    def close_many(self, texts: Iterable[str | None]) -> list[bytes | None]:
        return [None if text is None else self.close(text) for text in texts]

    def open(self, sealed: bytes) -> str:
        """Return the text. Raises Unsealable if it is not ours or was altered."""
        return self.open_bytes(sealed).decode()

    def open_bytes(self, sealed: bytes) -> bytes:
        body = bytes(sealed)
        if body[:1] != _VERSION:
            raise Unsealable("unknown version of a sealed value")
        try:
            return self._cipher.decrypt(body[1 : 1 + _NONCE], body[1 + _NONCE :], _VERSION)
        except (InvalidTag, ValueError) as error:  # ValueError: too short to hold a nonce
            raise Unsealable("the value was altered or sealed with another key") from error

    def index(self, text: str) -> str:
        """Return the blind index of `text`: 32 hex digits, equal for equal texts, useless without the key."""
        return hashlib.blake2b(text.encode(), key=self._index_key, digest_size=16).hexdigest()

    def index_many(self, texts: Iterable[str | None]) -> list[str | None]:
        return [None if text is None else self.index(text) for text in texts]

    def token(self, text: str) -> str:
        """Return an unguessable address for `text` (52 characters, base 32): the same each time it is asked for."""
        digest = hmac.digest(hashlib.sha256(self._index_key + b"token").digest(), text.encode(), "sha256")
        return base64.b32encode(digest).decode().rstrip("=").lower()
