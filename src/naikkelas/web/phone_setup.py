"""Setting up ODK Collect by QR code. Source: ODK docs, "Configuring with QR code": JSON, zlib, base64."""

import base64
import json
import zlib

from django.conf import settings
from django.http import HttpRequest


def server_url(request: HttpRequest, token: str) -> str:
    """The personal OpenRosa address: what a phone reaches us by, with its key in the path."""
    base = settings.NAIKKELAS_URL or f"{request.scheme}://{request.get_host()}"
    return f"{base}/k/{token}"


def collect_settings(url: str, name: str) -> str:
    """What the QR code holds."""
    values = {
        "general": {"server_url": url, "form_update_mode": "match_exactly", "autosend": "wifi_and_cellular"},
        "admin": {},
        "project": {"name": f"naikkelas – {name}", "icon": "N", "color": "#0f6b4f"},
    }
    return base64.b64encode(zlib.compress(json.dumps(values).encode(), 9)).decode()
