"""Reading what was frozen."""

import gzip
import json
from typing import Any

from naikkelas import vault
from naikkelas.monev.models import Cycle, Freeze


def contents(sha256: str) -> dict[str, Any]:
    """What was kept under a digest. The vault refuses content that was altered on disk."""
    found: dict[str, Any] = json.loads(gzip.decompress(vault.current().blobs.get(sha256)))
    return found


def standing(cycle: Cycle) -> list[Freeze]:
    """The freezes of the accepted areas of a cycle."""
    rows = Freeze.objects.filter(cycle_area__cycle=cycle, set_aside_at=None)
    return list(rows.select_related("cycle_area__cycle", "cycle_area__area").order_by("cycle_area__area_id"))
