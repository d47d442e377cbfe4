from django.db import models

from naikkelas.notices.kinds import DAILY, NOW, OFF, WEEKLY

MAILS = [(NOW, "now"), (DAILY, "daily"), (WEEKLY, "weekly"), (OFF, "off")]


class Notice(models.Model):
    """Something that one person was told. `told` fills the sentence of its kind; it names no person.

    `mail` and `push` are what the person had chosen for this kind when it was told, so that a later choice sends nothing
    twice.
    """

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=80)
    told = models.JSONField(default=dict)
    once = models.CharField(max_length=120, blank=True)
    """What is told once only, such as one stage of one deadline."""
    due_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail = models.CharField(max_length=6, choices=MAILS)
    mailed_at = models.DateTimeField(null=True)
    push = models.CharField(max_length=6, choices=MAILS, default=OFF)
    pushed_at = models.DateTimeField(null=True)
    """When it was handed to the messages for devices; they are tried again on their own."""

    class Meta:
        indexes = [
            models.Index(fields=["user", "-made_at", "-id"], name="notice_by_moment"),
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(
                fields=["mail"],
                condition=models.Q(mailed_at=None) & ~models.Q(mail=OFF),
                name="notice_to_mail",
            ),
            models.Index(
                fields=["push"],
                condition=models.Q(pushed_at=None) & ~models.Q(push=OFF),
                name="notice_to_push",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "once"], condition=~models.Q(once=""), name="notice_once"
            )
        ]

    def __str__(self):
        return f"{self.user_id} {self.kind} {self.object_type} {self.object_id}"


class Choice(models.Model):
    """When one person wants one kind of notice by e-mail and on devices; without a row, as the kind says."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    mail = models.CharField(max_length=6, choices=MAILS)
    push = models.CharField(max_length=6, choices=MAILS, blank=True)
    """Empty: as the kind says."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_choice_a_kind")]

    def __str__(self):
        return f"{self.user_id} {self.kind} {self.mail}"
