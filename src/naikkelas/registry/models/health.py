from django.db import models

from naikkelas.registry.models.cooperative import Cooperative


class CooperativeBalance(models.Model):
    """Items of balance sheet and result of one book year that the health rules ask for, beyond what CooperativeYear has.

    A correction supersedes the former row. The columns are those of rules.cooperative_health.BALANCE_FACTS.
    """

    cooperative = models.ForeignKey(Cooperative, models.CASCADE, related_name="balances")
    book_year = models.SmallIntegerField()
    cash_bank_idr = models.BigIntegerField(null=True)
    productive_assets_idr = models.BigIntegerField(null=True)
    loans_idr = models.BigIntegerField(null=True)
    member_loans_idr = models.BigIntegerField(null=True)
    risky_loans_idr = models.BigIntegerField(null=True)
    problem_loans_idr = models.BigIntegerField(null=True)
    largest_loan_idr = models.BigIntegerField(null=True)
    risk_reserve_idr = models.BigIntegerField(null=True)
    current_liabilities_idr = models.BigIntegerField(null=True)
    principal_savings_idr = models.BigIntegerField(null=True)
    mandatory_savings_idr = models.BigIntegerField(null=True)
    voluntary_savings_idr = models.BigIntegerField(null=True)
    funds_received_idr = models.BigIntegerField(null=True)
    weighted_capital_idr = models.BigIntegerField(null=True)
    risk_weighted_assets_idr = models.BigIntegerField(null=True)
    gross_participation_idr = models.BigIntegerField(null=True)
    non_member_income_idr = models.BigIntegerField(null=True)
    member_cost_idr = models.BigIntegerField(null=True)
    overhead_cost_idr = models.BigIntegerField(null=True)
    cooperative_cost_idr = models.BigIntegerField(null=True)
    staff_cost_idr = models.BigIntegerField(null=True)
    gross_surplus_idr = models.BigIntegerField(null=True)
    member_surplus_idr = models.BigIntegerField(null=True)
    member_benefit_idr = models.BigIntegerField(null=True)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "book_year"],
                condition=models.Q(superseded_at=None),
                name="one_current_balance",
            )
        ]

    def __str__(self):
        return f"{self.cooperative_id} {self.book_year}"


class HealthAssessment(models.Model):
    """A worksheet of one cooperative and book year under one rule set, and what came of it.

    A draft may be saved over until it is submitted; after that nothing changes but the decision. A correction is a new
    row that supersedes the former one. Scores are whole hundredths of a point.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        VERIFIED = "verified"
        REJECTED = "rejected"
        WITHDRAWN = "withdrawn"

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="assessments")
    book_year = models.SmallIntegerField()
    rule_set = models.CharField(max_length=30)
    rule_hash = models.CharField(max_length=16)
    scheme = models.CharField(max_length=12)
    as_of = models.DateField()
    trial = models.BooleanField(default=False)
    """The rule set is not in force on the day: worked out for comparison, counted nowhere."""
    assignment_no = models.CharField(max_length=80, blank=True)
    team = models.TextField(blank=True)
    inputs = models.JSONField(default=dict)
    scores = models.JSONField(default=dict)
    total = models.IntegerField(null=True)
    predicate = models.CharField(max_length=26, blank=True)
    kuk = models.CharField(max_length=8, blank=True)
    kuk_flags = models.JSONField(default=list)
    conclusion = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.IntegerField(default=0)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    synthetic = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "book_year", "rule_set"],
                condition=models.Q(state__in=["draft", "submitted"], superseded_at=None),
                name="one_open_assessment",
            ),
            models.UniqueConstraint(
                fields=["cooperative", "book_year", "rule_set"],
                condition=models.Q(state="verified", superseded_at=None),
                name="one_verified_assessment",
            ),
        ]

    def __str__(self):
        return f"{self.cooperative_id} {self.book_year} {self.rule_set}: {self.state}"
