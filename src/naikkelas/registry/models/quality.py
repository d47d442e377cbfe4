import json

from django.db import models


class QualityRun(models.Model):
    """One check of the registry by the rules of quality: what it looked at, and what came of it.

    `rules_hash` stands for all rules with which it was made; `only_rule` names the one where only that was run.
    """

    at = models.DateTimeField()
    rules_hash = models.CharField(max_length=16)
    only_rule = models.CharField(max_length=40, blank=True)
    enterprises = models.IntegerField()
    cooperatives = models.IntegerField()
    opened = models.IntegerField()
    mended = models.IntegerField()
    still_open = models.IntegerField()

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}: {self.still_open} open"


class QualityScore(models.Model):
    """The score of an area in one run, in tenths of a point, with what it is made of.

    `groups`: for each group of rules [clean records, records]; `open_counts`: open issues by rule. Of kecamatan
    those of the newest twelve runs are kept.
    """

    run = models.ForeignKey(QualityRun, models.CASCADE, related_name="scores")
    area = models.ForeignKey("places.Region", models.PROTECT, db_index=False)
    records = models.IntegerField()
    score_tenths = models.SmallIntegerField(null=True)
    groups = models.JSONField()
    open_counts = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "run"], name="one_score_an_area_and_run")]

    def __str__(self):
        return f"{self.area_id}: {self.score_tenths}"


class QualityIssue(models.Model):
    """What one rule finds doubtful about one record (or area): open until mended or decided.

    No foreign key to the record: it may be removed, and the next check closes its issues. `record_id` of an area is
    the number that its code makes. `shown` holds the facts in question and `beside` what they were compared with, as
    JSON text that is equal where these are; none is a personal number.
    """

    class State(models.TextChoices):
        OPEN = "open"
        MENDED = "mended"
        ACCEPTED = "accepted"
        WAIVED = "waived"

    rule = models.CharField(max_length=40)
    rule_hash = models.CharField(max_length=16)
    kind = models.CharField(max_length=11)
    record_id = models.BigIntegerField()
    area = models.ForeignKey("places.Region", models.PROTECT, db_index=False)
    severity = models.SmallIntegerField()
    shown = models.TextField()
    beside = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    found_at = models.DateTimeField()
    run = models.ForeignKey(QualityRun, models.PROTECT, related_name="+", db_index=False)
    mended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "record_id"], name="one_issue_a_rule_and_record")
        ]
        indexes = [
            models.Index(fields=["state", "severity", "id"], name="quality_worst"),
            models.Index(fields=["kind", "record_id"], name="quality_record"),
            models.Index(fields=["area", "state", "rule"], name="quality_area"),
        ]

    def __str__(self):
        return f"{self.rule} {self.kind} {self.record_id}: {self.state}"

    @property
    def facts(self) -> dict[str, object]:
        """The facts in question by name."""
        return json.loads(self.shown)

    @property
    def context(self) -> dict[str, int]:
        """What they were compared with."""
        return json.loads(self.beside)
