"""Who wants a mail before a municipality must decide, give notice or review."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DeadlineMail(models.Model):
    """A person is told of the deadlines of a body; `told_until` is the last day that was looked at."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+")
    address = models.CharField(_("Adresse der Installation"), max_length=200)
    told_until = models.DateField(_("erinnert bis"))

    class Meta:
        verbose_name = _("Erinnerung an Fristen per E-Mail")
        verbose_name_plural = _("Erinnerungen an Fristen per E-Mail")
        constraints = [models.UniqueConstraint(name="deadline_mail_once", fields=["user", "body"])]

    def __str__(self) -> str:
        return f"{self.user}: {self.body_id}"
