"""PDF by Typst: values go in as JSON data, never as markup; no file, font or network outside the package is reached."""

import io
import json
from datetime import datetime
from pathlib import Path

import segno
import typst

from naikkelas.reports.figures import Figures

TEMPLATES = Path(__file__).parent.parent / "templates"


def draw(figures: Figures, template: str, at: datetime) -> bytes:
    """The report as a tagged PDF. `at` is the only time in it, so that the same figures give the same bytes."""
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        ignore_system_fonts=True,
        sys_inputs={
            "figures": json.dumps(figures.values, ensure_ascii=False),
            "digest": figures.sha256,
            "seal": _seal(f"naikkelas {figures.values['number']} sha256:{figures.sha256}"),
        },
        timestamp=int(at.timestamp()),
        pdf_standards=["a-2b"],
    )


def _seal(text: str) -> str:
    """A QR code of what the figures can be recognised by, as SVG."""
    buffer = io.BytesIO()
    segno.make(text, error="m").save(buffer, kind="svg", border=1, xmldecl=False)
    return buffer.getvalue().decode()
