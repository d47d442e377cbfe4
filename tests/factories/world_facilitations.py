"""Credentials and branding events of the world in which every address is asked."""

from datetime import date
from typing import Any

from naikkelas import vault
from naikkelas.registry.models import BrandingEvent, Credential, Enterprise
from tests.conftest import NOW


def make(made: Any, code: str, enterprise: Enterprise) -> None:
    """A trademark and a branding event with a file, and of each one that was withdrawn."""
    text, pdf = made.text(code), vault.current().blobs.put(b"%PDF-1.4 berkas")
    common = {
        "enterprise": enterprise, "remark": text, "programme_name": f"Program {text}"[:160], "source": "hand",
        "recorded_at": NOW,
        "file_name": f"{text}.pdf"[-150:], "file_sha256": pdf,
    }  # fmt: skip
    for kind, superseded in (("{}", None), ("{}_former", NOW)):
        credential = Credential.objects.create(
            kind="trademark", number=text[:80], status="issued", issuer=text[:120], expires_on=date(2020, 4, 10),
            superseded_at=superseded, **common,
        )  # fmt: skip
        event = BrandingEvent.objects.create(
            kind="logo", held_on=date(2020, 3, 1), sales_before_idr=1_000_000, sales_after_idr=2_000_000,
            superseded_at=superseded, **common,
        )  # fmt: skip
        made.put(kind.format("credential"), code, credential.pk)
        made.put(kind.format("branding"), code, event.pk)
