"""Permenkop 9/2020 with the technical guideline 15/2021: four aspects."""

from naikkelas.rules import cooperative_health, rule_set

RULES = cooperative_health.from_tables(*rule_set.load(__file__))
