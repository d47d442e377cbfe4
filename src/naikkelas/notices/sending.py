"""One POST to another system's address, and to nothing inside our own network.

Webhooks are signed as standardwebhooks.com has it: HMAC-SHA256 over id, time and body, so that receivers find ready
libraries. The name is resolved here, every address of it must be public, and the connection goes to the address that was
looked at: a name that answers otherwise the second time leads nowhere. No redirect is followed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from naikkelas.kit.problems import Kind, Refused

SECONDS = 10
PREFIX = "whsec_"
NOT_HTTPS = Kind(
    "webhook.https",
    "Alamat webhook harus diawali https:// dan hanya berisi nama host, port, dan jalur.",
    "The address of a webhook begins with https:// and has only host, port and path.",
)
NOT_PUBLIC = Kind(
    "webhook.private",
    "Host {host} berada di jaringan dalam atau tidak dikenal. Administrator server dapat mengizinkannya dengan "
    "NAIKKELAS_WEBHOOK_HOSTS.",
    "Host {host} lies inside a private network, or is unknown. The administrator of the server may allow it by "
    "NAIKKELAS_WEBHOOK_HOSTS.",
)


@dataclass(frozen=True)
class Answer:
    """What came of one attempt. `problem` is empty where the receiver took it."""

    status: int | None
    took_ms: int
    problem: str = ""
    wait_s: int = 0
    """How long the receiver asks to be left alone."""

    @property
    def ok(self) -> bool:
        return not self.problem


def signature(secret: str, event_id: str, timestamp: int, body: bytes) -> str:
    """'v1,' and the HMAC in base64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    content = f"{event_id}.{timestamp}.".encode() + body
    return f"v1,{base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()}"


def checked(url: str, inner: Collection[str]) -> tuple[str, str, int, str, list[str]]:
    """(scheme, host, port, path, addresses) of an address that may be sent to. `inner`: hosts inside the own network that
    may be, too. Raises Refused."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise Refused(NOT_HTTPS) from error
    allowed = host in inner
    if (
        parts.scheme not in (("https", "http") if allowed else ("https",))
        or not host or parts.username or parts.password or parts.fragment or any(c.isspace() for c in url)
    ):  # fmt: skip
        raise Refused(NOT_HTTPS)
    port = port or (443 if parts.scheme == "https" else 80)
    addresses = _addresses(host, port)
    if not addresses or not (allowed or all(_public(address) for address in addresses)):
        raise Refused(NOT_PUBLIC, host=host)
    return (
        parts.scheme,
        host,
        port,
        (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        addresses,
    )


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(entry[4][0]) for entry in found]


def _public(address: str) -> bool:
    """Whether an address is one of the open internet: no private, loopback, link-local or mapped one."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (inner is None or inner.is_global)


def post(url: str, secret: str, event_id: str, body: bytes, timestamp: int) -> Answer:
    """Send one event. Never raises for what the receiver or the network does."""
    headers = {
        "Content-Type": "application/json", "User-Agent": "naikkelas-webhook/1", "webhook-id": event_id,
        "webhook-timestamp": str(timestamp), "webhook-signature": signature(secret, event_id, timestamp, body),
    }  # fmt: skip
    return send(url, body, headers, settings.NAIKKELAS_WEBHOOK_HOSTS)


def send(url: str, body: bytes, headers: dict[str, str], inner: Collection[str]) -> Answer:
    """One POST to a public address, or to one of `inner`. Never raises for what the receiver or the network does."""
    began = time.monotonic()

    def answer(status: int | None, problem: str = "", wait: str = "") -> Answer:
        took = round((time.monotonic() - began) * 1000)
        seconds = int(wait) if wait.isascii() and wait.isdigit() and len(wait) < 9 else 0
        return Answer(status, took, problem[:200], seconds)

    try:
        scheme, host, port, path, addresses = checked(url, inner)
    except Refused as refusal:
        return answer(None, refusal.kind.code)
    connection = _connection(scheme, host, port, addresses[0])
    try:
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        response.read(1_000)
    except (OSError, http.client.HTTPException) as error:
        return answer(None, type(error).__name__)
    finally:
        connection.close()
    good = 200 <= response.status < 300
    return answer(
        response.status, "" if good else f"HTTP {response.status}", response.headers.get("Retry-After") or ""
    )


def _connection(scheme: str, host: str, port: int, address: str) -> http.client.HTTPConnection:
    """A connection to the address that was checked, under the name that its certificate must bear."""
    if scheme == "http":
        connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
        connection._create_connection = lambda _place, *rest: socket.create_connection((address, port), *rest)
        return connection
    secure = http.client.HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
    secure._create_connection = lambda _place, *rest: socket.create_connection((address, port), *rest)
    return secure
