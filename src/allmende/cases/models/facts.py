"""Coded facts of a case (plane `fall`): what statistics count, from which day, and since when it is known."""

from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from allmende.cases.domain.codes import Attribute, Evidence
from allmende.cases.domain.words import RetentionClass
from allmende.cases.models.files import OfCase
from allmende.pages.model_fields import one_of, person
from allmende.register.bitemporal import never_twice, nothing_overwritten, real_periods


class StatusFact(OfCase):
    """One code of one attribute from a day on. A correction closes `known` and adds a row."""

    attribute = models.CharField(
        _("Merkmal"), max_length=20, choices=[(each.value, each.label) for each in Attribute]
    )
    code = models.CharField(_("Schlüssel"), max_length=20)
    evidence = models.CharField(
        _("Nachweis"), max_length=20, choices=[(each.value, each.label) for each in Evidence]
    )
    valid = DateRangeField(_("gilt"))
    known = DateTimeRangeField(_("bekannt"))
    recorded_by = person()

    class Meta:
        verbose_name = _("Angabe zum Stand eines Falls")
        verbose_name_plural = _("Angaben zum Stand von Fällen")
        db_table_comment = RetentionClass.CASE_CONTENT.comment
        constraints = [
            never_twice("case_status_never_twice", "case", "attribute"),
            real_periods("case_status_real_periods"),
            one_of("attribute", Attribute, "case_status_attribute", blank=False),
            one_of("evidence", Evidence, "case_status_evidence", blank=False),
            models.CheckConstraint(name="case_status_code", condition=~models.Q(code="")),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{self.get_attribute_display()}: {self.code}"
