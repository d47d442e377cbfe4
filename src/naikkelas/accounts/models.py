from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from naikkelas.accounts.roles import ROLES


class Users(BaseUserManager):
    """Lets Django find a user by name; accounts are made by accounts.actions."""


class User(AbstractBaseUser):
    """A person with one role in one area of duty."""

    # the words by which the check of passwords names what a password is too like
    username = models.CharField(_("user name"), max_length=60, unique=True)
    name = models.CharField(_("name of the person"), max_length=150)
    position = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=20, choices=[(r.id, r.name.en) for r in ROLES.values()])
    area = models.ForeignKey("places.Region", models.PROTECT)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True, default="")
    remind = models.BooleanField(default=True)
    language = models.CharField(max_length=2, default="id")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)
    digest_sealed = models.BinaryField(null=True)
    """What a typed password is checked against by Digest (RFC 7616), sealed; only of people who send visits."""

    USERNAME_FIELD = "username"
    objects = Users()

    def __str__(self):
        return f"{self.name} ({self.username})"


class DeviceToken(models.Model):
    """The key by which one phone (or browser) of one person sends visits, or a calendar or a feed reads; revocable at once.

    The address is derived from `nonce` with a key outside the database, so a QR code can be shown again
    while the database alone gives no access.
    """

    class Kind(models.TextChoices):
        PHONE = "phone"
        BROWSER = "browser"
        CALENDAR = "calendar"
        DRAFT = "draft"
        DATA = "data"

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    kind = models.CharField(max_length=10, choices=Kind)
    nonce = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    device = models.CharField(max_length=120, blank=True, default="")
    """What the first device that used the key calls itself."""
    second_device_at = models.DateTimeField(null=True)
    """When another device first used the same key."""

    def __str__(self):
        return f"{self.kind} token {self.pk} of {self.user_id}"


class DigestUse(models.Model):
    """How often a nonce of Digest was used, so that a recorded request cannot be sent again."""

    nonce = models.CharField(max_length=100, unique=True)
    count = models.IntegerField()
    expires_at = models.DateTimeField()

    def __str__(self):
        return f"{self.nonce[:12]}… {self.count}"
