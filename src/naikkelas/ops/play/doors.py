"""The program served to its own simulation: real requests over a socket, in one process, so that its clock can be set."""

import csv
import http.client
import io
import re
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import quote, unquote, urlencode, urlsplit

from defusedxml import ElementTree
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.utils.module_loading import import_string

Files = Sequence[tuple[str, str, bytes]]
"""Field, name and content of each file."""
Fields = Mapping[str, str | Sequence[str]]


class Unexpected(RuntimeError):
    """A door answered otherwise than the play expects: a fault of the program, or of the play."""


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[int]:
    """Serve the whole program on a free port of this machine, under this process's clock."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.set_app(import_string(settings.WSGI_APPLICATION))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Client:
    """A connection that is kept, with its cookies."""

    def __init__(self, port: int) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._cookies: dict[str, str] = {}
        self.asked = 0

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        sent = {"Host": f"127.0.0.1:{self._http.port}", "Content-Length": str(len(body)), **(headers or {})}
        if self._cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        self._http.request(method, path, body, sent)
        response = self._http.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read())
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self._cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        if answer.headers.get("Connection", "").lower() == "close":
            self._http.close()
        self.asked += 1
        return answer


class Browser(Client):
    """Somebody at a desk: pages, and forms with the token of the page they came from."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self._token = ""

    @classmethod
    def signed_in(cls, port: int, username: str, password: str) -> "Browser":
        browser = cls(port)
        browser.page("/masuk/")
        browser.send("/masuk/", {"username": username, "password": password})
        browser.page("/")
        return browser

    def page(self, path: str, expect: int = 200) -> str:
        answer = self.ask("GET", path)
        while answer.status in (301, 302) and answer.headers.get("Location", "").startswith("/"):
            answer = self.ask("GET", answer.headers["Location"])
        if answer.status != expect:
            raise Unexpected(f"GET {path}: {answer.status} {_told(answer)}")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.text)
        self._token = token[1] if token else self._token
        return answer.text

    def file(self, path: str) -> bytes:
        answer = self.ask("GET", path)
        if answer.status != 200:
            raise Unexpected(f"GET {path}: {answer.status}")
        return answer.body

    def send(self, path: str, fields: Fields, files: Files = (), expect: int = 302) -> str:
        """Post a form; return where it leads. What is not answered as expected is a fault."""
        given = {"csrfmiddlewaretoken": self._token, **fields}
        if files:
            body, kind = multipart([(n, v) for n, v in _pairs(given)], files)
        else:
            body, kind = urlencode(_pairs(given)).encode(), "application/x-www-form-urlencoded"
        answer = self.ask("POST", path, body, {"Content-Type": kind})
        if answer.status != expect:
            raise Unexpected(f"POST {path}: {answer.status} instead of {expect} {_told(answer)}")
        return answer.headers.get("Location", "")


def _pairs(fields: Fields) -> list[tuple[str, str]]:
    return [
        (name, each)
        for name, value in fields.items()
        for each in ([value] if isinstance(value, str) else value)
    ]


def _told(answer: Answer) -> str:
    """What a page says of its refusal."""
    parts = re.findall(
        r'class="(?:nk-say nk-say-bad|nk-bad|invalid-feedback)[^>]*>(.*?)</', answer.text, re.DOTALL
    )
    said = parts or re.findall(r"<(?:h1|p)[^>]*>(.*?)</", answer.text, re.DOTALL)[:4]
    return unescape(" | ".join(re.sub(r"<[^>]+>", "", part).strip() for part in said))[:400]


def multipart(fields: Sequence[tuple[str, str]], files: Files) -> tuple[bytes, str]:
    edge, out = uuid.uuid4().hex, io.BytesIO()
    for name, value in fields:
        out.write(f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for field, name, content in files:
        kind = "text/xml" if name.endswith(".xml") else "image/jpeg"
        head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: {kind}'
        out.write(f"--{edge}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
    out.write(f"--{edge}--\r\n".encode())
    return out.getvalue(), f"multipart/form-data; boundary={edge}"


_ROSA = {"X-OpenRosa-Version": "1.0", "User-Agent": "org.odk.collect.android/v2024.1"}


class Phone(Client):
    """ODK Collect as it speaks: form list, blank forms with their lists, HEAD before POST, photos in parts."""

    def __init__(self, port: int, key_url: str, device: str) -> None:
        super().__init__(port)
        self._base, self._device = urlsplit(key_url).path.rstrip("/"), device
        self._forms: dict[str, tuple[str, str]] = {}
        self._greeted = False

    def update(self) -> dict[str, list[dict[str, str]]]:
        """Fetch the blank forms that are new, and the visits of this phone by form."""
        listed = ElementTree.fromstring(self._get(f"{self._base}/formList"))
        visits = {}
        for each in listed:
            told = {child.tag.rsplit("}", 1)[-1]: child.text or "" for child in each}
            if "manifestUrl" not in told:
                continue
            rows = self._visits(told["manifestUrl"])
            if rows:
                visits[told["formID"]] = rows
                if told["formID"] not in self._forms:
                    self._forms[told["formID"]] = (
                        told["version"],
                        self._get(_path(told["downloadUrl"])).decode(),
                    )
        return visits

    def blank(self, form: str) -> str:
        return self._forms[form][1]

    def _visits(self, manifest_url: str) -> list[dict[str, str]]:
        for file in ElementTree.fromstring(self._get(_path(manifest_url))):
            told = {child.tag.rsplit("}", 1)[-1]: child.text or "" for child in file}
            if told.get("filename") == "visits.csv":
                return list(
                    csv.DictReader(io.StringIO(self._get(_path(told["downloadUrl"])).decode("utf-8-sig")))
                )
        return []

    def _get(self, path: str) -> bytes:
        answer = self.ask("GET", path, headers=_ROSA)
        if answer.status != 200:
            raise Unexpected(f"GET {path.replace(self._base, '/k/…')}: {answer.status}")
        return answer.body

    def submit(self, xml: bytes, photos: Mapping[str, bytes], *, more: bool = False) -> int:
        """Send a filled form with its photos; `more`: others follow. Returns the status that the server answered."""
        address = f"{self._base}/submission?deviceID={quote(self._device)}"
        if not self._greeted:
            self._greeted = self.ask("HEAD", address, headers=_ROSA).status == 204
        fields = [("*isIncomplete*", "yes")] if more else []
        files = [("xml_submission_file", "submission.xml", xml), *((n, n, c) for n, c in photos.items())]
        body, kind = multipart(fields, files)
        return self.ask("POST", address, body, {**_ROSA, "Content-Type": kind}).status


def _path(url: str) -> str:
    parts = urlsplit(url)
    return quote(unquote(parts.path)) + (f"?{parts.query}" if parts.query else "")
