"""Reading what was frozen."""

import gzip
import json
from typing import Any

from naikkelas import vault


def contents(sha256: str) -> dict[str, Any]:
    """What was kept under a digest. The vault refuses content that was altered on disk."""
    found: dict[str, Any] = json.loads(gzip.decompress(vault.current().blobs.get(sha256)))
    return found
