"""The fields in which a PLUT gives service, one consultant or more each."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
FIELDS: dict[str, Text] = {row["id"]: Text(row["name_id"], row["name_en"]) for row in _TABLES["fields"]}


def without(served: set[str]) -> list[str]:
    """The fields that nobody of `served` covers, in the order of the list."""
    return [field for field in FIELDS if field not in served]
