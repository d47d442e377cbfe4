"""Files that people attach: what may come in, and how they go out again so that no browser runs them."""

from django.http import HttpRequest, HttpResponse

from naikkelas import vault
from naikkelas.kit.problems import Kind, Refused

MAX_EVIDENCE = 10_000_000
# what evidence may be, by its first bytes
_KINDS = {
    b"%PDF": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG": "image/png",
    b"PK\x03\x04": "application/octet-stream",
}
BAD_EVIDENCE = Kind(
    "finding.evidence_kind",
    "Bukti harus PDF, JPEG, PNG, atau dokumen Office (DOCX/XLSX), paling besar 10 MB.",
    "Evidence must be a PDF, JPEG, PNG or Office document (DOCX/XLSX), at most 10 MB.",
)

BAD_PHOTOS = Kind(
    "finding.photos",
    "Kirim paling banyak {most} foto, masing-masing paling besar 10 MB.",
    "Send at most {most} photos of at most 10 MB each.",
)


def received(request: HttpRequest, field: str = "evidence") -> tuple[str, bytes | None]:
    """Name and content of a posted file; nothing where none came. Raises Refused where it is of no allowed kind."""
    file = request.FILES.get(field)
    if file is None:
        return "", None
    content = file.read(MAX_EVIDENCE + 1)
    if len(content) > MAX_EVIDENCE or not any(content.startswith(magic) for magic in _KINDS):
        raise Refused(BAD_EVIDENCE)
    return file.name, content


def photos(request: HttpRequest, field: str, most: int) -> list[tuple[str, bytes]]:
    """Names and contents of posted photos. Raises Refused where they are too many or too large; what they are is seen later."""
    files = request.FILES.getlist(field)
    found = [(file.name or "", file.read(MAX_EVIDENCE + 1)) for file in files[:most]]
    if len(files) > most or any(len(content) > MAX_EVIDENCE for _name, content in found):
        raise Refused(BAD_PHOTOS, most=most)
    return [(name, content) for name, content in found if content]


def picture(content: bytes) -> HttpResponse:
    """A photo that was freed of hidden data, to be shown in a page."""
    response = HttpResponse(content, content_type="image/jpeg")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def download(sha256: str, name: str) -> HttpResponse:
    """A kept file, always as a download that no browser runs."""
    content = vault.current().blobs.get(sha256)
    kind = next(
        (kind for magic, kind in _KINDS.items() if content.startswith(magic)), "application/octet-stream"
    )
    response = HttpResponse(content, content_type=kind)
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name) or "bukti"
    response["Content-Disposition"] = f'attachment; filename="{safe}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
