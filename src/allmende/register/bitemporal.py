"""What every table of dated facts needs, in any app: `valid`, `known`, nothing overwritten, nothing twice."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

KNOWN_NOW = Q(known__upper_inf=True)

NOTHING_OVERWRITTEN = """
    IF TG_OP = 'UPDATE' AND upper_inf(OLD.known) AND NOT upper_inf(NEW.known)
       AND lower(OLD.known) = lower(NEW.known)
       AND to_jsonb(OLD) - 'known' = to_jsonb(NEW) - 'known' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'register: % in % is refused; close "known" and add a row', TG_OP, TG_TABLE_NAME;
"""


def nothing_overwritten() -> pgtrigger.Trigger:
    """Return the trigger that lets a row be added and its `known` be closed once, and nothing else."""
    return pgtrigger.Trigger(
        name="nothing_overwritten",
        operation=pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=NOTHING_OVERWRITTEN,
    )


def never_twice(name: str, *columns: str, condition: Q | None = None) -> ExclusionConstraint:
    """Return the constraint that two rows equal in `columns` never hold and are believed at the same time."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((F(column), RangeOperators.EQUAL) for column in columns),
            (F("valid"), RangeOperators.OVERLAPS),
            (F("known"), RangeOperators.OVERLAPS),
        ],
        condition=condition,
    )


def real_periods(name: str) -> models.CheckConstraint:
    """Return the constraint that both periods begin somewhere and are not empty."""
    return models.CheckConstraint(
        name=name,
        condition=Q(
            valid__isempty=False, known__isempty=False, valid__lower_inf=False, known__lower_inf=False
        ),
    )


class DatedFact(models.Model):
    """What every dated fact has."""

    source = models.ForeignKey(
        "register.Source", on_delete=models.PROTECT, related_name="+", verbose_name=_("Quelle")
    )
    valid = DateRangeField(_("gilt"))
    known = DateTimeRangeField(_("bekannt"))

    class Meta:
        abstract = True
