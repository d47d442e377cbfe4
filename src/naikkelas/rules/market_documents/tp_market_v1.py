"""The conditions of markets rebuilt with co-administration money: published ones, and our own where none was found."""

from naikkelas.rules import market_requirements, rule_set

RULES = market_requirements.from_tables(*rule_set.load(__file__))
