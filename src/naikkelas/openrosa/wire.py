"""OpenRosa's XML as it goes over the wire. Sources: OpenRosa 1.0 form list, manifest and submission APIs (ODK docs)."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest, HttpResponse

ACCEPT_CONTENT_LENGTH = 10_000_000
"""What a phone may send in one request; beyond it Collect splits a submission into batches."""


@dataclass(frozen=True)
class ListedForm:
    """One entry of the form list."""

    form_id: str
    name: str
    version: str
    md5: str
    description: str
    download_url: str
    manifest_url: str


@dataclass(frozen=True)
class Media:
    """One media file of a form, as a manifest names it."""

    filename: str
    md5: str
    url: str
    integrity_url: str = ""
    """Where a phone asks which entries of an entity list are gone; empty where the file is no entity list."""
    approved: bool = False
    """Whether what the form adds to the entity list is there only once an officer approved it."""


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def form_list(forms: Iterable[ListedForm], *, verbose: bool) -> str:
    parts = [
        "<xform>"
        f"<formID>{escape(f.form_id)}</formID><name>{escape(f.name)}</name><version>{escape(f.version)}</version>"
        f"<hash>md5:{f.md5}</hash>"
        + (f"<descriptionText>{escape(f.description)}</descriptionText>" if verbose else "")
        + f"<downloadUrl>{escape(f.download_url)}</downloadUrl>"
        + (f"<manifestUrl>{escape(f.manifest_url)}</manifestUrl>" if f.manifest_url else "")
        + "</xform>"
        for f in forms
    ]
    return f'<xforms xmlns="http://openrosa.org/xforms/xformsList">{"".join(parts)}</xforms>'


def manifest(media: Iterable[Media]) -> str:
    parts = [
        f"<mediaFile{_kind(m)}>"
        + f"<filename>{escape(m.filename)}</filename><hash>md5:{m.md5}</hash>"
        + f"<downloadUrl>{escape(m.url)}</downloadUrl>"
        + (f"<integrityUrl>{escape(m.integrity_url)}</integrityUrl>" if m.integrity_url else "")
        + "</mediaFile>"
        for m in media
    ]
    return f'<manifest xmlns="http://openrosa.org/xforms/xformsManifest">{"".join(parts)}</manifest>'


def _kind(media: Media) -> str:
    if not media.integrity_url:
        return ""
    return ' type="approvalEntityList"' if media.approved else ' type="entityList"'


def integrity(asked: Iterable[str], there: Collection[str]) -> str:
    """Which entries are gone, of those that a phone still holds."""
    parts = [
        f"<entity id={quoteattr(each)}><deleted>{'false' if each in there else 'true'}</deleted></entity>"
        for each in asked
    ]
    return f"<data><entities>{''.join(parts)}</entities></data>"


def message(text: str, nature: str = "") -> str:
    kind = f' nature="{nature}"' if nature else ""
    return (
        '<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
        f"<message{kind}>{escape(text)}</message></OpenRosaResponse>"
    )


def answer(
    request: HttpRequest, body: str | bytes, status: int = 200, content_type: str = "text/xml; charset=utf-8"
):
    """An answer as phones expect it: version and date on every one, errors too."""
    raw = body.encode() if isinstance(body, str) else body
    if raw and content_type.startswith("text/xml") and not raw.startswith(b"<?xml"):
        raw = b"<?xml version='1.0' encoding='UTF-8' ?>\n" + raw
    response = HttpResponse(raw, status=status, content_type=content_type)
    response["X-OpenRosa-Version"] = "1.0"
    response["X-OpenRosa-Accept-Content-Length"] = str(ACCEPT_CONTENT_LENGTH)
    response["Date"] = format_datetime(request.at.astimezone(UTC), usegmt=True)
    return response
