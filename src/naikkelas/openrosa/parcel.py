"""From a multipart request to a parcel: the XML part and its files, or a refusal that says what is missing."""

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

from naikkelas.intake.actions import Parcel
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


def read(request: HttpRequest) -> Parcel:
    """Return what a phone sent. Raises Refused with a 4xx when it is no complete submission."""
    if int(request.headers.get("Content-Length") or 0) > MAX_BYTES:
        raise Refused(TOO_LARGE, status=413, limit=MAX_BYTES // 1_000_000)
    boundary = request.content_params.get("boundary") if request.content_params else None
    if request.content_type != "multipart/form-data" or not boundary:
        raise Refused(NOT_MULTIPART, status=400)
    request._stream = tail = _Tail(request._stream)
    try:
        files, fields = request.FILES, request.POST
    except (TooManyFieldsSent, TooManyFilesSent, RequestDataTooBig) as error:
        raise Refused(TOO_LARGE, status=413, limit=MAX_BYTES // 1_000_000) from error
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError) as error:
        raise Refused(TORN, status=400) from error
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
