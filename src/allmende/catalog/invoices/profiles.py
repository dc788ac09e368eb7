"""Entering what stands on invoices, and mandates."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from allmende.catalog.invoices.models import BillingProfile, DebitMandate
from allmende.catalog.invoices.recording import record
from allmende.common.errors import AllmendeError
from allmende.register.domain import BodyView, Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User

PROFILE, MANDATE = "billing_profile", "mandate"


class MandateExists(AllmendeError):
    """There is a mandate already, or its reference is taken."""

    message = (
        "Von {debtor} gibt es schon ein gültiges Mandat, oder die Referenz „{reference}“ ist vergeben. "
        "Widerrufen Sie zuerst das alte Mandat oder wählen Sie eine andere Referenz."
    )


@transaction.atomic
def save_profile(*, body: BodyView, values: Mapping[str, Any], by: "User | None", on: date) -> BillingProfile:
    """Keep what stands on invoices from now on; issued ones stay as they are."""
    require(by, body.id, Capability.POST_MONEY, on=on)
    profile, _is_new = BillingProfile.objects.update_or_create(
        body_id=body.id, defaults={**values, "saved_by": by}
    )
    record("billing_profile_saved", by=by, body=body, kind=PROFILE, pk=profile.pk, label=str(body))
    return profile


def record_mandate(
    *, creditor: BodyView, debtor: BodyView, values: Mapping[str, Any], by: "User | None", on: date
) -> DebitMandate:
    """Enter a mandate that a customer has signed; raise MandateExists."""
    require(by, creditor.id, Capability.POST_MONEY, on=on)
    try:
        with transaction.atomic():
            mandate = DebitMandate.objects.create(
                creditor_id=creditor.id, debtor_id=debtor.id, recorded_by=by, **values
            )
            label = f"{mandate} ({debtor})"
            record("mandate_recorded", by=by, body=creditor, kind=MANDATE, pk=mandate.pk, label=label)
    except IntegrityError:
        raise MandateExists(debtor=debtor, reference=values["reference"]) from None
    return mandate


@transaction.atomic
def revoke_mandate(*, mandate: DebitMandate, creditor: BodyView, by: "User | None", on: date) -> None:
    """End a mandate; later invoices are paid by transfer."""
    require(by, mandate.creditor_id, Capability.POST_MONEY, on=on)
    DebitMandate.objects.filter(pk=mandate.pk, revoked_on=None).update(revoked_on=on)
    record("mandate_revoked", by=by, body=creditor, kind=MANDATE, pk=mandate.pk, label=str(mandate))
