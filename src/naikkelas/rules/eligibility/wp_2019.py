"""Who may receive start-up capital in 2019."""

from naikkelas.rules import rule_set, startup_eligibility

RULES = startup_eligibility.from_tables(*rule_set.load(__file__))
