"""The frozen set of figures that every document of a report is drawn from: plain values that JSON holds."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figures:
    """What a report says, with the definitions and rule sets it was said by. `values` never changes once issued."""

    values: dict[str, Any]

    def canonical(self) -> bytes:
        return json.dumps(self.values, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.canonical()).hexdigest()
