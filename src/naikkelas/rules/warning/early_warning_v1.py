"""Which active cooperatives may fall inactive next (our own proposal: no law ranks them)."""

from naikkelas.rules import cooperative_warning, rule_set

RULES = cooperative_warning.from_tables(*rule_set.load(__file__))
