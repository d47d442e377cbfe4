"""From a multipart request to a parcel: the XML part and its files, or a refusal that says what is missing."""

import io
import re
import zlib
from typing import BinaryIO

from django.core.exceptions import (
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.datastructures import MultiValueDict

from naikkelas.intake.actions import MAX_ATTACHMENTS, TOO_MANY_ATTACHMENTS, Parcel
from naikkelas.kit.problems import Kind, Refused

XML_PART = "xml_submission_file"
MAX_BYTES = 100_000_000

NOT_MULTIPART = Kind(
    "submission.not_multipart",
    "Kirim sebagai multipart/form-data dengan bagian “xml_submission_file”.",
    "Send it as multipart/form-data with a part “xml_submission_file”.",
)
NO_XML_PART = Kind(
    "submission.no_xml_part",
    "Tepat satu bagian “xml_submission_file” harus ada; yang datang: {count}.",
    "Exactly one part “xml_submission_file” must be there; there were {count}.",
)
TORN = Kind(
    "submission.torn",
    "Kiriman terpotong di jalan. Kirim ulang.",
    "The delivery was cut off on its way. Send it again.",
)
TOO_LARGE = Kind(
    "submission.parcel_too_large",
    "Kiriman lebih besar dari {limit} MB. Kirim dalam beberapa bagian.",
    "The delivery is larger than {limit} MB. Send it in several parts.",
)


ENCODING = Kind(
    "submission.encoding",
    "Kiriman dikodekan sebagai “{encoding}”, yang tidak diterima. Kirim apa adanya atau dengan gzip.",
    "The delivery is encoded as “{encoding}”, which is not taken. Send it as it is, or with gzip.",
)
STEP = 65_536


class _Tail:
    """A stream that remembers its last bytes, to see whether the closing boundary arrived."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.tail = b""

    def read(self, *args: int) -> bytes:
        return self._seen(self._stream.read(*args))

    def readline(self, *args: int) -> bytes:
        return self._seen(self._stream.readline(*args))

    def _seen(self, piece: bytes) -> bytes:
        self.tail = (self.tail + piece)[-300:]
        return piece


class _Unzipped:
    """A gzip-packed body, unpacked as it is read and never beyond the limit: a bomb ends where a large body ends."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._packer = stream, zlib.decompressobj(31)
        self._packed = self._open = b""
        self._done = 0

    def read(self, size: int = -1) -> bytes:
        while not self._packer.eof and (size < 0 or len(self._open) < size):
            self._packed = self._packed or self._stream.read(STEP)
            if not self._packed:
                break
            piece = self._packer.decompress(self._packed, STEP)
            self._packed = self._packer.unconsumed_tail
            self._done += len(piece)
            if self._done > MAX_BYTES:
                raise Refused(TOO_LARGE, status=413, limit=MAX_BYTES // 1_000_000)
            self._open += piece
        size = len(self._open) if size < 0 else size
        given, self._open = self._open[:size], self._open[size:]
        return given

    def readline(self, *_: int) -> bytes:
        """The rest, piece by piece: Django empties a body by lines that nobody looks at."""
        return self.read(STEP)


def _body(request: HttpRequest) -> BinaryIO:
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding == "identity":
        return request._stream
    if encoding != "gzip":
        raise Refused(ENCODING, status=415, encoding=encoding[:20])
    return _Unzipped(request._stream)


AT_ONCE, MOST_PARTS = 1_000_000, 50
_BOUNDARY = re.compile(r"[\w'()+,./:=?-]{1,100}", re.ASCII)
_PART = re.compile(
    rb'Content-Disposition: form-data; name="([\w*.-]{1,100})"(?:; filename="(\w[\w.-]{0,99})")?'
    rb"(?:\r\nContent-Type: [\w/+.-]+(?:; charset=utf-8)?)?(?:\r\nContent-Transfer-Encoding: binary)?"
    rb"(?:\r\nContent-Length: [0-9]+)?",
    re.ASCII | re.IGNORECASE,
)


def _plain(raw: bytes, boundary: str) -> Parcel | None:
    """The parcel of a small body that is written as phones write it; None where anything about it is otherwise, which is
    for Django's parser to judge. That one is made for streams, and takes as long as all else that keeping needs."""
    mark = b"--" + boundary.encode()
    pieces = raw.split(b"\r\n" + mark)
    if (
        not _BOUNDARY.fullmatch(boundary)
        or not raw.startswith(mark + b"\r\n")
        or raw.count(mark) != len(pieces)
    ):
        return None
    if pieces[-1] not in (b"--", b"--\r\n") or len(pieces) > MOST_PARTS:
        return None
    pieces[0] = pieces[0][len(mark) :]
    xml: list[bytes] = []
    files: dict[bytes, list[tuple[str, bytes]]] = {}
    incomplete = False
    for piece in pieces[:-1]:
        head, blank, content = piece.partition(b"\r\n\r\n")
        part = _PART.fullmatch(head, 2)
        if part is None or not blank or head[:2] != b"\r\n":
            return None
        name, filename = part.groups()
        if name == XML_PART.encode():
            xml.append(content if filename else content.decode(errors="replace").encode())
        elif filename:
            files.setdefault(name, []).append((filename.decode(), content))
        elif name == b"*isIncomplete*":
            incomplete = content == b"yes"
    if len(xml) != 1:
        return None
    return Parcel(xml[0], [file for each in files.values() for file in each], incomplete)


def _parts(request: HttpRequest) -> tuple[MultiValueDict, MultiValueDict]:
    """Files and fields, by Django's parser."""
    try:
        return request.FILES, request.POST
    except TooManyFilesSent as error:
        raise Refused(TOO_MANY_ATTACHMENTS, status=413, limit=MAX_ATTACHMENTS) from error
    except (TooManyFieldsSent, RequestDataTooBig) as error:
        raise Refused(TOO_LARGE, status=413, limit=MAX_BYTES // 1_000_000) from error
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError, zlib.error) as error:
        raise Refused(TORN, status=400) from error


def read(request: HttpRequest) -> Parcel:
    """Return what a phone sent. Raises Refused with a 4xx when it is no complete submission."""
    size = int(request.headers.get("Content-Length") or 0)
    if size > MAX_BYTES:
        raise Refused(TOO_LARGE, status=413, limit=MAX_BYTES // 1_000_000)
    boundary = request.content_params.get("boundary") if request.content_params else None
    if request.content_type != "multipart/form-data" or not boundary:
        raise Refused(NOT_MULTIPART, status=400)
    stream = _body(request)
    if stream is request._stream and size <= AT_ONCE and len(request.content_params) == 1:
        try:
            raw = stream.read()
        except OSError as error:
            raise Refused(TORN, status=400) from error
        if (parcel := _plain(raw, boundary)) is not None:
            return parcel
        stream = io.BytesIO(raw)
    request._stream = tail = _Tail(stream)
    files, fields = _parts(request)
    if f"--{boundary}--".encode() not in tail.tail:
        raise Refused(TORN, status=400)
    xml = files.getlist(XML_PART)
    texts = fields.getlist(XML_PART)  # some clients send the XML as a plain field
    if len(xml) + len(texts) != 1:
        raise Refused(NO_XML_PART, status=400, count=len(xml) + len(texts))
    others = [file for name in files for file in files.getlist(name) if name != XML_PART]
    return Parcel(
        xml=xml[0].read() if xml else texts[0].encode(),
        files=[(file.name, file.read()) for file in others if file.name],
        incomplete=fields.get("*isIncomplete*") == "yes",
    )
