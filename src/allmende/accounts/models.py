"""Users and the audit trail. Whoever may act for a body is written in `register.Membership`."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from allmende.accounts.domain import LABEL_LENGTH

if TYPE_CHECKING:  # generic for the type checker only
    EmailField = models.EmailField[str, str]
else:
    EmailField = models.EmailField


class LowerCaseEmailField(EmailField):
    """An address that is stored and looked up in lower case: one mailbox, one account."""

    def to_python(self, value: Any) -> Any:
        address = super().to_python(value)
        return address.strip().lower() if isinstance(address, str) else address


class UserManager(BaseUserManager["User"]):
    """Creates users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, is_staff=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address. Personal data: email, name, language, last_login."""

    class Language(models.TextChoices):
        GERMAN = "de", _("Deutsch")
        ENGLISH = "en", _("Englisch")

    email = LowerCaseEmailField(
        _("E-Mail-Adresse"),
        unique=True,
        error_messages={"unique": _("Zu dieser Adresse gibt es schon ein Konto.")},
    )
    name = models.CharField(_("Name"), max_length=200, blank=True)
    language = models.CharField(_("Sprache"), max_length=5, choices=Language.choices, default=Language.GERMAN)
    is_active = models.BooleanField(_("aktiv"), default=True)
    is_staff = models.BooleanField(_("Verwaltung der Installation"), default=False)
    date_joined = models.DateTimeField(_("angelegt am"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("Benutzerkonto")
        verbose_name_plural = _("Benutzerkonten")
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case")
        ]

    def __str__(self) -> str:
        return self.name or self.email


class AuditChain(models.Model):
    """The head of one chain. Only the trigger on `AuditEvent` writes here, under a row lock."""

    chain = models.CharField(_("Kette"), max_length=100, primary_key=True)
    head_seq = models.PositiveBigIntegerField(_("letzte Nummer"))
    head_hash = models.CharField(_("letzter Hashwert"), max_length=64)

    class Meta:
        verbose_name = _("Protokollkette")
        verbose_name_plural = _("Protokollketten")

    def __str__(self) -> str:
        return f"{self.chain} #{self.head_seq}"


class AuditEvent(models.Model):
    """Who did what to which thing. Append-only: the database numbers and seals it and refuses any change.

    `seq`, `recorded_at`, `prev_hash` and `hash` are filled in by the database, whatever is handed over.
    Actor and object are kept as number and label, not as foreign keys: the record must outlive both, and
    arrows point down only. Personal data: actor_id, actor_label, sometimes object_label and details.
    """

    chain = models.CharField(_("Kette"), max_length=100)
    seq = models.PositiveBigIntegerField(_("Nummer"))
    recorded_at = models.DateTimeField(_("Zeitpunkt"))
    actor_id = models.BigIntegerField(_("Kontonummer"), null=True)
    actor_label = models.CharField(_("Person"), max_length=LABEL_LENGTH, blank=True)
    action = models.CharField(_("Vorgang"), max_length=100)
    object_type = models.CharField(_("Art des Gegenstands"), max_length=100)
    object_id = models.CharField(_("Kennung des Gegenstands"), max_length=100)
    object_label = models.CharField(_("Gegenstand"), max_length=LABEL_LENGTH, blank=True)
    details = models.JSONField(_("Einzelheiten"), default=dict)
    prev_hash = models.CharField(_("Hashwert des Vorgängers"), max_length=64)
    hash = models.CharField(_("Hashwert"), max_length=64)

    class Meta:
        verbose_name = _("Protokolleintrag")
        verbose_name_plural = _("Protokolleinträge")
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="auditevent_seq_unique_in_chain"),
        ]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="auditevent_object"),
            models.Index(fields=["-recorded_at"], name="auditevent_recorded_at"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq}: {self.action}"
