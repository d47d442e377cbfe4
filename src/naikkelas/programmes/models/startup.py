"""Start-up capital: the call, the proposals it brought, how each was judged, and what recipients report themselves."""

from django.db import models


class Call(models.Model):
    """An invitation to propose: from when to when, how much a person, how many places, and the rules that hold for it."""

    programme = models.ForeignKey("programmes.Programme", models.PROTECT, related_name="calls")
    area = models.ForeignKey("places.Region", models.PROTECT)
    title = models.CharField(max_length=150)
    opens_on = models.DateField()
    closes_on = models.DateField()
    min_idr = models.BigIntegerField()
    max_idr = models.BigIntegerField()
    places = models.IntegerField()
    rule_set = models.CharField(max_length=40)
    decided_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="call_days", condition=models.Q(closes_on__gte=models.F("opens_on"))),
            models.CheckConstraint(
                name="call_money", condition=models.Q(min_idr__gt=0, max_idr__gte=models.F("min_idr"))
            ),
            models.CheckConstraint(name="call_places", condition=models.Q(places__gt=0)),
            models.UniqueConstraint(fields=["programme", "title"], name="one_call_by_title"),
        ]

    def __str__(self):
        return self.title


class Application(models.Model):
    """One proposal of one person. NIK, tax number and account are sealed; of the account the last four digits are shown.

    `name` is the name as it was written in the proposal. `verdict` is that of the newest ApplicationVerdict, empty while
    it was not judged or was changed since. Rows of one person in one call are told by the rules, not by a constraint:
    two entries of the registry may turn out to be one person later.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        CHOSEN = "chosen"
        NOT_CHOSEN = "not_chosen"
        WITHDRAWN = "withdrawn"

    call = models.ForeignKey(Call, models.PROTECT, related_name="applications")
    number = models.CharField(max_length=20, unique=True)
    area = models.ForeignKey("places.Region", models.PROTECT)
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="applications")
    enterprise = models.ForeignKey(
        "registry.Enterprise", models.PROTECT, null=True, related_name="applications"
    )
    name = models.CharField(max_length=150)
    phone = models.CharField(max_length=20, blank=True)
    received_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    submitted_at = models.DateTimeField(null=True)

    education = models.CharField(max_length=10, blank=True)
    occupation = models.CharField(max_length=16, blank=True)
    id_card = models.CharField(max_length=8, blank=True)
    has_tax_id = models.BooleanField(null=True)
    tax_id_sealed = models.BinaryField(null=True)
    trained = models.BooleanField(null=True)
    trained_on = models.DateField(null=True)
    training_by = models.CharField(max_length=120, blank=True)

    business_name = models.CharField(max_length=150, blank=True)
    business_kind = models.CharField(max_length=12, blank=True)
    product = models.CharField(max_length=150, blank=True)
    business_address = models.CharField(max_length=250, blank=True)
    started_on = models.DateField(null=True)
    licence = models.CharField(max_length=10, blank=True)
    licence_no = models.CharField(max_length=80, blank=True)
    workers = models.IntegerField(null=True)
    bookkept = models.BooleanField(null=True)
    sales_month_idr = models.BigIntegerField(null=True)
    cost_month_idr = models.BigIntegerField(null=True)

    asked_idr = models.BigIntegerField(null=True)
    account = models.CharField(max_length=8, blank=True)
    bank = models.CharField(max_length=80, blank=True)
    account_sealed = models.BinaryField(null=True)
    account_end = models.CharField(max_length=4, blank=True)

    verdict = models.CharField(max_length=12, blank=True)
    points = models.IntegerField(null=True)
    points_by = models.JSONField(default=dict)
    rank = models.IntegerField(null=True)
    decision_note = models.CharField(max_length=300, blank=True)
    recipient = models.OneToOneField(
        "programmes.Recipient", models.PROTECT, null=True, related_name="application"
    )
    synthetic = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["call", "state"], name="application_call_state")]
        constraints = [
            models.CheckConstraint(
                name="application_money",
                condition=(models.Q(asked_idr=None) | models.Q(asked_idr__gt=0))
                & (models.Q(sales_month_idr=None) | models.Q(sales_month_idr__gte=0))
                & (models.Q(cost_month_idr=None) | models.Q(cost_month_idr__gte=0)),
            ),
            models.CheckConstraint(
                name="application_chosen",
                condition=models.Q(state="chosen", recipient__isnull=False)
                | (~models.Q(state="chosen") & models.Q(recipient=None)),
            ),
        ]

    def __str__(self):
        return self.number


class ApplicationPlan(models.Model):
    """One line of the plan of use."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="plan")
    category = models.CharField(max_length=20)
    what = models.CharField(max_length=150, blank=True)
    amount_idr = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(name="plan_positive", condition=models.Q(amount_idr__gt=0))]

    def __str__(self):
        return f"{self.category}: {self.amount_idr}"


class ApplicationFile(models.Model):
    """A photo or paper of a proposal, sealed in the vault."""

    class Kind(models.TextChoices):
        PROPOSAL = "proposal"
        PHOTO_BUSINESS = "photo_place"
        PHOTO_PRODUCT = "photo_item"
        ID_CARD = "id_card"
        LICENCE = "licence"
        TAX_ID = "tax_id"
        CERTIFICATE = "certificate"
        ACCOUNT = "account"
        OTHER = "other"

    application = models.ForeignKey(Application, models.CASCADE, related_name="files")
    kind = models.CharField(max_length=12, choices=Kind)
    file_name = models.CharField(max_length=150)
    file_sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    def __str__(self):
        return f"{self.application_id} {self.kind}"


class ApplicationVerdict(models.Model):
    """One judgement of a proposal, never changed: rule set, inputs, every check with its outcome, and the day."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="verdicts")
    verdict = models.CharField(max_length=12)
    reason = models.CharField(max_length=20)
    rule_set = models.CharField(max_length=40)
    rule_hash = models.CharField(max_length=16)
    judged_as_of = models.DateField()
    inputs = models.JSONField(default=dict)
    results = models.JSONField(default=list)
    judged_at = models.DateTimeField()
    judged_by = models.CharField(max_length=150)

    def __str__(self):
        return f"{self.application_id} {self.verdict}"


class ReportLink(models.Model):
    """The key of one recipient's own report. Address and code are derived from `nonce` with a key outside the database,
    so that the letter can be printed again while the database alone opens nothing."""

    recipient = models.ForeignKey("programmes.Recipient", models.PROTECT, related_name="report_links")
    nonce = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"link {self.pk} of {self.recipient_id}"


class SelfReport(models.Model):
    """What a recipient reports in the five official blocks; then it is confirmed, worked on and verified by the office."""

    TOLD = (
        "name", "business_address", "phone", "email", "business_name", "business_field", "product", "business_months",
        "received_idr", "received_on", "bank", "working_capital_idr", "investment_idr", "use_told", "workers_before",
        "workers_after", "sales_before_idr", "sales_after_idr", "profit_before_idr", "profit_after_idr", "marketing",
    )  # fmt: skip
    """What the recipient writes, beside the lines of use."""

    class State(models.TextChoices):
        DRAFT = "draft"
        UNCONFIRMED = "unconfirmed"
        RECEIVED = "received"
        PROCESSING = "processing"
        VERIFIED = "verified"

    recipient = models.OneToOneField("programmes.Recipient", models.PROTECT, related_name="self_report")
    state = models.CharField(max_length=11, choices=State, default=State.DRAFT)
    sent_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    # I identity
    name = models.CharField(max_length=150, blank=True)
    business_address = models.CharField(max_length=250, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=120, blank=True)
    business_name = models.CharField(max_length=150, blank=True)
    business_field = models.CharField(max_length=80, blank=True)
    product = models.CharField(max_length=150, blank=True)
    business_months = models.IntegerField(null=True)
    # II first use of the money
    received_idr = models.BigIntegerField(null=True)
    received_on = models.DateField(null=True)
    bank = models.CharField(max_length=80, blank=True)
    working_capital_idr = models.BigIntegerField(null=True)
    investment_idr = models.BigIntegerField(null=True)
    use_told = models.TextField(blank=True)
    # IV before and after
    workers_before = models.IntegerField(null=True)
    workers_after = models.IntegerField(null=True)
    sales_before_idr = models.BigIntegerField(null=True)
    sales_after_idr = models.BigIntegerField(null=True)
    profit_before_idr = models.BigIntegerField(null=True)
    profit_after_idr = models.BigIntegerField(null=True)
    # V marketing
    marketing = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="self_report_money",
                condition=(models.Q(received_idr=None) | models.Q(received_idr__gte=0))
                & (models.Q(working_capital_idr=None) | models.Q(working_capital_idr__gte=0))
                & (models.Q(investment_idr=None) | models.Q(investment_idr__gte=0))
                & (models.Q(sales_before_idr=None) | models.Q(sales_before_idr__gte=0))
                & (models.Q(sales_after_idr=None) | models.Q(sales_after_idr__gte=0)),
            )
        ]

    def __str__(self):
        return f"report of {self.recipient_id}"


class ReportLine(models.Model):
    """III one purchase: day, what for, how much, with a photo of the receipt."""

    report = models.ForeignKey(SelfReport, models.CASCADE, related_name="lines")
    used_on = models.DateField()
    category = models.CharField(max_length=20)
    amount_idr = models.BigIntegerField()
    remark = models.CharField(max_length=150, blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="report_line_positive", condition=models.Q(amount_idr__gt=0))
        ]

    def __str__(self):
        return f"{self.report_id} {self.used_on} {self.amount_idr}"


class ReportStep(models.Model):
    """One step of a report through the office: sent, received, worked on, verified, or given back with a note."""

    report = models.ForeignKey(SelfReport, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=11, choices=SelfReport.State)
    note = models.CharField(max_length=500, blank=True)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.report_id} {self.state}"
