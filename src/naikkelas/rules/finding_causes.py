"""Why something went wrong, as a list that can be counted over years."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
CAUSES: dict[str, Text] = {
    entry["id"]: Text(entry["name"]["id"], entry["name"]["en"]) for entry in _TABLES["causes"]
}
