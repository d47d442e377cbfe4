"""What only a real server on a real socket shows: chunked bodies, cut connections, HEAD without a body, full disks."""

import contextlib
import gzip
import hashlib
import socket
import uuid

import pytest

from naikkelas.instruments.forms import questionnaires
from tests.doors.openrosa.served import Served

pytestmark = [pytest.mark.slow]
BOUNDARY = "batas-uji"
TYPE = f"multipart/form-data; boundary={BOUNDARY}"


def form(number: str, inside: str = "") -> bytes:
    market = questionnaires()["market"]
    meta = f"<meta><instanceID>{number}</instanceID></meta>"
    return f'<data id="market" version="{market.version}">{inside}{meta}</data>'.encode()


def parts(xml: bytes, files: dict[str, bytes] | None = None) -> bytes:
    body = b""
    for name, content in {"xml_submission_file": xml, **(files or {})}.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n\r\n'
        body += head.encode() + content + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


def new() -> str:
    return f"uuid:{uuid.uuid4()}"


def kept(served: Served, number: str) -> int:
    return served.rows(f"SELECT count(*) FROM intake_delivery WHERE instance_id = '{number}'")[0][0]


def request(served: Served, method: str, headers: str, body: bytes = b"", key: str = "") -> bytes:
    head = f"{method} {key or served.key}/submission HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{headers}\r\n"
    return head.encode() + body


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_row_02_head_on_the_wire_is_204_and_ends_after_its_headers(served):
    answer = served.raw(request(served, "HEAD", "X-OpenRosa-Version: 1.0\r\n"))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert (status(answer), body) == (204, b"")
    assert b"x-openrosa-accept-content-length: 10000000" in head.lower()
    assert head.lower().count(b"\r\ndate:") == 1


def test_row_03_head_without_a_key_is_401_and_ends_after_its_headers(served):
    answer = served.raw(b"HEAD /submission HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert (status(answer), answer.partition(b"\r\n\r\n")[2]) == (401, b"")


@pytest.mark.parametrize("chunk", [7, 1_000, 65_536])
def test_row_22_a_chunked_body_without_length_is_taken(served, chunk):
    number, photo = new(), bytes(range(256)) * 800
    body = parts(form(number, "<foto>a.jpg</foto>"), {"a.jpg": photo})
    pieces = [body[i : i + chunk] for i in range(0, len(body), chunk)]
    answer = served.ask(
        "POST",
        f"{served.key}/submission",
        iter(pieces),
        {"Content-Type": TYPE},
    )
    assert answer.status == 201
    sha256 = hashlib.sha256(photo).hexdigest()
    found = served.rows(
        "SELECT a.sha256 FROM intake_attachment a JOIN intake_delivery d ON d.id = a.delivery_id "
        f"WHERE d.instance_id = '{number}'"
    )
    assert found == [(sha256,)]
    assert served.vault.blobs.get(sha256) == photo


def test_row_22_a_chunked_body_cut_off_leaves_nothing(served):
    number = new()
    body = parts(form(number))
    cut = f"{len(body):x}\r\n".encode() + body[: len(body) // 2]
    answer = served.raw(
        request(served, "POST", f"Content-Type: {TYPE}\r\nTransfer-Encoding: chunked\r\n", cut),
        then_close=True,
    )
    assert answer == b"" or status(answer) == 400
    early_end = f"{len(body) - 9:x}\r\n".encode() + body[:-9] + b"\r\n0\r\n\r\n"
    answer = served.raw(
        request(served, "POST", f"Content-Type: {TYPE}\r\nTransfer-Encoding: chunked\r\n", early_end)
    )
    assert status(answer) == 400
    assert kept(served, number) == 0


def test_row_22_a_chunked_body_without_end_is_cut_at_the_limit(served):
    piece, taken = b"f4240\r\n" + b"x" * 1_000_000 + b"\r\n", 0
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as wire:
        wire.sendall(request(served, "POST", f"Content-Type: {TYPE}\r\nTransfer-Encoding: chunked\r\n"))
        with contextlib.suppress(ConnectionError):
            while taken < 200:
                wire.sendall(piece)
                taken += 1
        with contextlib.suppress(ConnectionError):
            assert status(wire.recv(10_000)) == 413
    assert taken < 150
    assert status(served.raw(request(served, "HEAD", ""))) == 204  # and it serves on


def test_row_23_the_form_list_is_compressed_on_the_wire(served):
    plain = served.ask("GET", f"{served.key}/formList")
    packed = served.ask("GET", f"{served.key}/formList", headers={"Accept-Encoding": "gzip"})
    assert packed.getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(packed.content) == plain.content


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_row_25_a_connection_that_breaks_leaves_nothing_and_the_repeat_is_taken(served, share):
    number = new()
    body = parts(form(number, "<foto>a.jpg</foto>"), {"a.jpg": b"x" * 200_000})
    headers = f"Content-Type: {TYPE}\r\nContent-Length: {len(body)}\r\n"
    answer = served.raw(request(served, "POST", headers, body[: int(len(body) * share)]), then_close=True)
    assert answer == b"" or status(answer) == 400
    assert kept(served, number) == 0
    assert status(served.raw(request(served, "POST", headers, body))) == 201
    assert kept(served, number) == 1


def test_a_reply_that_never_reached_the_phone_makes_no_second_row(served):
    number = new()
    body = parts(form(number))
    sent = request(served, "POST", f"Content-Type: {TYPE}\r\nContent-Length: {len(body)}\r\n", body)
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", served.port), timeout=30) as wire:
            wire.sendall(sent)  # and gone, before any answer
    assert status(served.raw(sent)) == 201
    assert kept(served, number) == 1


def test_a_server_that_waits_for_its_body_asks_for_it(served):
    """Expect: 100-continue, as some phone stacks send with photos."""
    body = parts(form(new()))
    headers = f"Content-Type: {TYPE}\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n"
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as wire:
        wire.sendall(request(served, "POST", headers))
        assert status(wire.recv(1_000)) == 100
        wire.sendall(body)
        assert status(wire.recv(10_000)) == 201
