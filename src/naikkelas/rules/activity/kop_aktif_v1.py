"""Computed activity of a cooperative (our own proposal: no machine-readable definition exists in law)."""

from naikkelas.rules import cooperative_activity, rule_set

RULES = cooperative_activity.from_tables(*rule_set.load(__file__))
