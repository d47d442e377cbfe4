"""UU 20/2008, Pasal 6."""

from naikkelas.rules import rule_set, size_class

RULES = size_class.from_tables(*rule_set.load(__file__))
