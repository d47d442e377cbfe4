"""Shapes of the numbers of credentials, as far as they are known; none of them confirmed yet."""

from naikkelas.rules import credential_formats, rule_set

RULES = credential_formats.from_tables(*rule_set.load(__file__))
