"""Who wants a mail when something has changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from allmende.joint_decisions.models.matters import JointDecision


class DigestSubscription(models.Model):
    """A person gets a weekly mail about a matter; `last_sent_on` is from when on changes are told."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    joint_decision = models.ForeignKey(JointDecision, on_delete=models.CASCADE, related_name="subscriptions")
    created_at = models.DateTimeField(_("bestellt am"), auto_now_add=True)
    last_sent_on = models.DateField(_("zuletzt gesendet am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Wochenbericht")
        verbose_name_plural = _("Wochenberichte")
        constraints = [
            models.UniqueConstraint(name="digest_subscription_once", fields=["user", "joint_decision"])
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.joint_decision}"
