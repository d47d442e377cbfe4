"""A browser that takes web push, and the push service behind it: decrypts as RFC 8291 has it, written apart from what
encrypts."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from naikkelas.vault.push import to_text


class Browser:
    """A subscription with its private half."""

    def __init__(self, endpoint: str, secret: bytes = b"s" * 16):
        self.endpoint, self.secret = endpoint, secret
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._public = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def subscription(self) -> dict[str, str]:
        return {"endpoint": self.endpoint, "p256dh": to_text(self._public), "auth": to_text(self.secret)}

    def read(self, body: bytes) -> dict:
        salt, length = body[:16], body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert int.from_bytes(body[16:20]) >= len(sealed)
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self._key.exchange(ec.ECDH(), theirs)
        first = HKDF(SHA256(), 32, self.secret, b"WebPush: info\x00" + self._public + sender).derive(shared)
        key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(first)
        nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(first)
        content, end, filling = AESGCM(key).decrypt(nonce, sealed, None).rpartition(b"\x02")
        assert (end, filling.strip(b"\0")) == (b"\x02", b"")
        return json.loads(content)


class PushService(HTTPServer):
    """Takes messages at any path; `answers` says by path what it answers instead of 201, `wait` its Retry-After."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, int] = {}
        self.wait = ""
        self.taken: list[tuple[str, dict[str, str], bytes]] = []
        self.tried = 0
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def browser(self, path: str) -> Browser:
        return Browser(f"http://127.0.0.1:{self.server_port}{path}")


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.tried += 1
        status = self.server.answers.get(self.path, 201)
        if status == 201:
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.server.taken.append((self.path, headers, body))
        self.send_response(status)
        if self.server.wait:
            self.send_header("Retry-After", self.server.wait)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass
