"""Typed passwords on phones: HTTP Digest as Collect answers it on plain http (RFC 7616; RFC 2617 and 2069 before it).

The server's nonce carries its own time and seal, so that none need be kept; only uses are counted.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from naikkelas import vault
from naikkelas.accounts.queries import REALM

NONCE_LIFE = timedelta(minutes=30)
_FIELD = re.compile(r'(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))')
_NONCE = re.compile(r"([0-9a-f]{8,10})-([0-9a-f]{16})-([a-z2-7]{52})")


def challenge(at: datetime, *, stale: bool = False) -> str:
    """The WWW-Authenticate header that asks for a password."""
    begin = f"{int(at.timestamp()):x}-{secrets.token_hex(8)}"
    told = ", stale=true" if stale else ""
    return f'Digest realm="{REALM}", nonce="{begin}-{_sealed(begin)}", qop="auth", algorithm=MD5{told}'


def _sealed(begin: str) -> str:
    return vault.current().seal.token(f"nonce:{begin}")


def fields(header: str) -> dict[str, str]:
    """What an Authorization header of Digest says; empty where it is another or none."""
    scheme, _, rest = header.partition(" ")
    if scheme.lower() != "digest" or "\0" in rest:  # PostgreSQL takes none
        return {}
    return {
        m[1].lower(): m[3] if m[2] is None else re.sub(r"\\(.)", r"\1", m[2]) for m in _FIELD.finditer(rest)
    }


def expires_at(nonce: str) -> datetime | None:
    """When a nonce of ours ends; None where it is not ours."""
    found = _NONCE.fullmatch(nonce)
    if found is None or not hmac.compare_digest(_sealed(f"{found[1]}-{found[2]}"), found[3]):
        return None
    return datetime.fromtimestamp(int(found[1], 16), UTC) + NONCE_LIFE


def answered(ha1: str, method: str, given: Mapping[str, str]) -> str:
    """The response that who knows the password gives. Without qop as RFC 2069 had it."""
    ha2 = _md5(f"{method}:{given.get('uri', '')}")
    nonce = given.get("nonce", "")
    if given.get("qop") == "auth":
        return _md5(f"{ha1}:{nonce}:{given.get('nc', '')}:{given.get('cnonce', '')}:auth:{ha2}")
    return _md5(f"{ha1}:{nonce}:{ha2}")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
