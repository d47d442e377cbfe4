"""Of two records that are one: which value of each field should stay. A proposal, field by field; a person decides.

Our own rule, no law: what only one record knows stays; of areas the finer; else what was renewed last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FIRST, SECOND = 0, 1
UNSAID = (None, "", "other", "unknown")
"""Words that say nothing: an unclassified sector, a status that nobody has judged."""


@dataclass(frozen=True)
class Choice:
    """`side` is FIRST or SECOND; `reason` one of same, only_one, finer, newer; `differs` whether there was a choice."""

    side: int
    reason: str

    @property
    def differs(self) -> bool:
        return self.reason in ("finer", "newer")


def choose(
    fields: Mapping[str, Sequence[str]], first: Mapping[str, Any], second: Mapping[str, Any], *, newer: int
) -> dict[str, Choice]:
    """The proposed choice for each field. `fields`: name → its columns, which stay together; `newer`: FIRST or SECOND."""
    return {name: _choice(columns, first, second, newer) for name, columns in fields.items()}


def _choice(
    columns: Sequence[str], first: Mapping[str, Any], second: Mapping[str, Any], newer: int
) -> Choice:
    left, right = [first[c] for c in columns], [second[c] for c in columns]
    if left == right:
        return Choice(FIRST, "same")
    says = [any(value not in UNSAID for value in values) for values in (left, right)]
    if says[FIRST] != says[SECOND]:
        return Choice(FIRST if says[FIRST] else SECOND, "only_one")
    if columns[0] == "area_id":
        if str(left[0]).startswith(f"{right[0]}."):
            return Choice(FIRST, "finer")
        if str(right[0]).startswith(f"{left[0]}."):
            return Choice(SECOND, "finer")
    return Choice(newer, "newer")
