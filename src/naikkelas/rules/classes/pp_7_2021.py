"""PP 7/2021, Pasal 35."""

from naikkelas.rules import rule_set, size_class

RULES = size_class.from_tables(*rule_set.load(__file__))
