"""Mails before the days that a municipality must not miss, to those who asked for them."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from allmende.accounts.actions import mail_is_delivered
from allmende.catalog.customer_page import customer_page
from allmende.catalog.deadlines import DueDay, due_days, to_tell
from allmende.catalog.models import DeadlineMail
from allmende.catalog.permissions import reading_body_ids
from allmende.register import queries as register
from allmende.register.domain import BodyView, NotAllowed

if TYPE_CHECKING:
    from allmende.accounts.models import User


def order_mails(*, user: "User", body: BodyView, address: str, on: date) -> None:
    """Let a person be reminded from now on. Raises NotAllowed."""
    if body.id not in reading_body_ids(user, on=on):
        raise NotAllowed
    DeadlineMail.objects.get_or_create(
        user=user, body_id=body.id, defaults={"address": address, "told_until": on}
    )


def end_mails(*, user: "User", body: BodyView) -> None:
    DeadlineMail.objects.filter(user=user, body_id=body.id).delete()


def gets_mails(user: "User", body: BodyView) -> bool:
    return DeadlineMail.objects.filter(user=user, body_id=body.id).exists()


def send_mails(*, on: date) -> int:
    """Send each person what is due or due in two weeks and was not told yet; return how many mails.

    The days count as told before the mail goes out: a mail too few is better than one twice. Who has left
    the body is told no more. A day on which nothing was sent is made up for on the next.
    """
    sent = 0
    if not mail_is_delivered():
        return sent
    rows = DeadlineMail.objects.select_related("user").filter(user__is_active=True, told_until__lt=on)
    with translation.override(settings.LANGUAGE_CODE):
        for row in rows:
            if row.body_id not in reading_body_ids(row.user, on=on):
                row.delete()
                continue
            found = to_tell(due_days(customer_page(row.body_id, on)), after=row.told_until, on=on)
            row.told_until = on
            row.save(update_fields=["told_until"])
            if found:
                _send(row, found, on)
                sent += 1
    return sent


def _send(row: DeadlineMail, found: list[DueDay], on: date) -> None:
    body = register.bodies_by_id([row.body_id], on=on)[row.body_id]
    context = {"name": str(row.user), "days": found, "address": row.address, "body": body}
    text = render_to_string("catalog/mail/deadlines.txt", context)
    send_mail(_("Fristen für {body}").format(body=body), text, None, [row.user.email])
