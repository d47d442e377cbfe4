"""Perdep 06/Per/Dep.6/IV/2016: conventional savings-and-loan cooperatives and units."""

from naikkelas.rules import cooperative_health, rule_set

RULES = cooperative_health.from_tables(*rule_set.load(__file__))
