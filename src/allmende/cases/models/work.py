"""Who does case work where, for whom and under which agreement. No table here holds a client."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from allmende.cases.domain.access import Role
from allmende.cases.domain.words import LegalRegime, OrganisationKind
from allmende.pages.model_fields import one_of, person


class Region(models.Model):
    """The area of one Kommunales Integrationszentrum: the tenant. Nobody sees a case of another region."""

    key = models.CharField(_("Schlüssel der Region"), max_length=8, unique=True)
    body = models.OneToOneField(
        "register.Body", on_delete=models.PROTECT, related_name="+", verbose_name=_("Körperschaft")
    )

    class Meta:
        verbose_name = _("KIM-Region")
        verbose_name_plural = _("KIM-Regionen")

    def __str__(self) -> str:
        return self.key


class Organisation(models.Model):
    """An employer of people in case work, in one region, with the data protection law that it follows."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="organisations")
    body = models.ForeignKey(
        "register.Body", on_delete=models.PROTECT, related_name="+", verbose_name=_("Körperschaft")
    )
    name = models.CharField(_("Name"), max_length=200)
    kind = models.CharField(
        _("Art"), max_length=20, choices=[(each.value, each.label) for each in OrganisationKind]
    )
    legal_regime = models.CharField(
        _("Datenschutzrecht"), max_length=20, choices=[(each.value, each.label) for each in LegalRegime]
    )

    class Meta:
        verbose_name = _("Stelle in der Fallarbeit")
        verbose_name_plural = _("Stellen in der Fallarbeit")
        constraints = [
            models.UniqueConstraint(name="case_organisation_in_region", fields=["region", "name"]),
            models.UniqueConstraint(name="case_organisation_keeps_region", fields=["id", "region"]),
            one_of("kind", OrganisationKind, "case_organisation_kind", blank=False),
            one_of("legal_regime", LegalRegime, "case_organisation_regime", blank=False),
        ]

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """The forwarding agreement under which a charity does case work. Access lasts as long as both hold."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    forwarding = models.ForeignKey(
        "funding.Forwarding",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Weiterleitungsvertrag"),
    )
    valid = DateRangeField(_("gilt"))

    class Meta:
        verbose_name = _("Vertrag der Fallarbeit")
        verbose_name_plural = _("Verträge der Fallarbeit")
        constraints = [
            ExclusionConstraint(
                name="case_agreement_never_twice",
                expressions=[
                    (F("organisation"), RangeOperators.EQUAL),
                    (F("forwarding"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(name="case_agreement_real_period", condition=Q(valid__isempty=False)),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.valid}"


class Assignment(models.Model):
    """Which role somebody has in case work for an organisation on which days, given by whom and why.

    The region repeats the organisation's, so that a key of two columns keeps teams within their region.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(_("Rolle"), max_length=30, choices=[(each.value, each.label) for each in Role])
    valid = DateRangeField(_("gilt"))
    reason = models.CharField(_("Grund"), max_length=300)
    given_by = person()

    class Meta:
        verbose_name = _("Aufgabe in der Fallarbeit")
        verbose_name_plural = _("Aufgaben in der Fallarbeit")
        constraints = [
            ExclusionConstraint(
                name="case_assignment_never_twice",
                expressions=[
                    (F("user"), RangeOperators.EQUAL),
                    (F("organisation"), RangeOperators.EQUAL),
                    (F("role"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
            models.UniqueConstraint(name="case_assignment_keeps_region", fields=["id", "region"]),
            models.CheckConstraint(name="case_assignment_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="case_assignment_real_period", condition=Q(valid__isempty=False)),
            # nobody gives a role in case work to themselves
            models.CheckConstraint(
                name="case_assignment_by_another", condition=Q(given_by=None) | ~Q(given_by=F("user"))
            ),
            one_of("role", Role, "case_assignment_role", blank=False),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.valid}"
