"""Web push: the key by which push services know this installation, and messages that only one browser can read.

RFC 8292 (VAPID), RFC 8291 (encryption of the message) and RFC 8188 (its encoding) by `cryptography` alone: what is written
here is short, and a library would open its own connections, past our guard against addresses inside the network.
"""

import base64
import hashlib
import json
import os
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the points of P-256 (FIPS 186-4, D.1.2.3)."""
RECORD = 4096
"""Services take no longer message (RFC 8291, section 4)."""
LONGEST = RECORD - 16 - 1 - (16 + 4 + 1 + 65)


class PushKey:
    """The installation's own P-256 key, made of the 32 bytes of a key file: nothing to set up, and every backup has it."""

    def __init__(self, seed: bytes) -> None:
        number = int.from_bytes(hashlib.sha512(b"vapid" + seed).digest()) % (_ORDER - 1) + 1
        self._key = ec.derive_private_key(number, _CURVE)
        self.public = to_text(_point(self._key.public_key()))
        """As browsers take it when somebody subscribes."""

    def authorization(self, endpoint: str, contact: str, until: int) -> str:
        """The Authorization header for a push service, good until a second of the real clock."""
        parts = urlsplit(endpoint)
        claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": until, "sub": contact}
        signed = ".".join(to_text(_json(part)) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(SHA256())))
        return f"vapid t={signed}.{to_text(r.to_bytes(32) + s.to_bytes(32))}, k={self.public}"


def readable_by(
    browser: bytes,
    secret: bytes,
    content: bytes,
    *,
    length: int = 0,
    salt: bytes | None = None,
    sender: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """`content` for the browser that gave its public key and secret when it subscribed; filled up to `length`, so that its
    size tells nothing. `salt` and `sender` are new for each message; only tests give them. Raises ValueError for a key that
    is no point of the curve."""
    receiver = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, browser)
    sender = sender or ec.generate_private_key(_CURVE)
    salt = salt or os.urandom(16)
    own = _point(sender.public_key())
    shared = _derived(sender.exchange(ec.ECDH(), receiver), secret, b"WebPush: info\0" + browser + own, 32)
    key = _derived(shared, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(shared, salt, b"Content-Encoding: nonce\0", 12)
    record = content + b"\x02" + bytes(max(0, length - len(content)))  # 2 ends the last record
    return salt + RECORD.to_bytes(4) + bytes([len(own)]) + own + AESGCM(key).encrypt(nonce, record, None)


def is_browser_key(browser: bytes) -> bool:
    """Whether these bytes are a public key that messages can be written for."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, browser)
    except ValueError:
        return False
    return len(browser) == 65


def to_text(content: bytes) -> str:
    """base64url without padding, as all of web push writes bytes."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """The bytes of such a text. Raises ValueError."""
    if set(text) & {"+", "/"}:  # of the common alphabet, which Python up to 3.14 takes beside this one
        raise ValueError(text)
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
