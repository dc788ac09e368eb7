"""Fields, constraints and triggers that the tables of funding share."""

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from allmende.funding.domain.words import StepState
from allmende.pages.model_fields import person

RELEASED_STAYS = """
    IF TG_OP = 'DELETE' THEN
        IF OLD.state = 'entered' THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'funding: what was released is never deleted';
    END IF;
    IF OLD.state = 'entered' THEN RETURN NEW; END IF;
    IF OLD.state = 'released' AND NEW.state = 'withdrawn' AND NEW.withdrawn_because <> ''
       AND to_jsonb(OLD) - 'state' - 'withdrawn_because' - 'withdrawn_by_id'
         = to_jsonb(NEW) - 'state' - 'withdrawn_because' - 'withdrawn_by_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'funding: what was released can only be withdrawn, with a reason';
"""


def body_field(label: Any, **options: Any) -> "models.ForeignKey[Any, Any]":
    """Return the field for a body; a body that money is tied to is never deleted."""
    return models.ForeignKey(
        "register.Body", on_delete=models.PROTECT, related_name="+", verbose_name=label, **options
    )


def paper_field(label: Any) -> "models.ForeignKey[Any, Any]":
    """Return the field for the council paper behind something; empty while there is none."""
    return models.ForeignKey(
        "papers.Paper", on_delete=models.PROTECT, related_name="+", verbose_name=label, null=True, blank=True
    )


def released_stays() -> pgtrigger.Trigger:
    """Return the trigger that lets a released row only be withdrawn, with a reason."""
    return pgtrigger.Trigger(
        name="released_stays",
        operation=pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=RELEASED_STAYS,
    )


def four_eyes(name: str) -> models.CheckConstraint:
    """Return the constraint that nobody releases what they entered.

    What the installation itself enters (demo data) has no person on either side; what was withdrawn before
    its release was released by nobody.
    """
    return models.CheckConstraint(
        name=name,
        condition=Q(state__in=[StepState.ENTERED.value, StepState.WITHDRAWN.value], released_by=None)
        | ~Q(state=StepState.ENTERED.value)
        & (Q(entered_by=None) | Q(released_by__isnull=False) & ~Q(released_by=F("entered_by"))),
    )


class Released(models.Model):
    """What one person enters and another releases; it counts from then on."""

    state = models.CharField(
        _("Stand"),
        max_length=20,
        choices=[(each.value, each.label) for each in StepState],
        default=StepState.ENTERED.value,
    )
    entered_by = person()
    entered_at = models.DateTimeField(_("eingetragen am"), auto_now_add=True)
    released_by = person()
    released_at = models.DateTimeField(_("freigegeben am"), null=True, blank=True)
    withdrawn_by = person()
    withdrawn_because = models.CharField(_("zurückgenommen, weil"), max_length=500, blank=True)

    class Meta:
        abstract = True


class DatedTerm(models.Model):
    """What a directive, a contract or a notice says for some days, and since when that is known."""

    section = models.CharField(_("Stelle"), max_length=300, blank=True)
    source = models.CharField(_("Quelle"), max_length=500)
    valid = DateRangeField(_("gilt"))
    known = DateTimeRangeField(_("bekannt"))
    created_by = person()

    class Meta:
        abstract = True


def real_period(name: str, field: str = "period") -> models.CheckConstraint:
    """Return the constraint that a period has a first and a last day and is not empty."""
    return models.CheckConstraint(
        name=name,
        condition=Q(
            **{f"{field}__isempty": False, f"{field}__lower_inf": False, f"{field}__upper_inf": False}
        ),
    )
