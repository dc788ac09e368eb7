"""The weekly mail: the duties of a person's bodies that are overdue or due soon."""

from datetime import date
from typing import TYPE_CHECKING

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from allmende.accounts.actions import mail_is_delivered
from allmende.papers.duties.queries import digests_due, urgent_duties

if TYPE_CHECKING:
    from allmende.accounts.models import User


def send_digests(*, on: date) -> int:
    """Send each mail that is due; return how many. Nobody gets a mail that says nothing.

    A subscription counts as served before its mail goes out: a mail too few is better than one twice.
    """
    sent = 0
    if not mail_is_delivered():
        return sent
    for digest in digests_due(on=on):
        digest.last_sent_on = on
        digest.save(update_fields=["last_sent_on"])
        if text := digest_text(digest.user, address=digest.address, on=on):
            send_mail(_("Aufträge aus Beschlüssen"), text, None, [digest.user.email])
            sent += 1
    return sent


def digest_text(user: "User", *, address: str, on: date) -> str:
    """Return the words of the mail; empty if nothing is overdue or due soon."""
    duties = urgent_duties(user, on=on)
    if not duties:
        return ""
    overdue = [each for each in duties if each.due_on and each.due_on < on]
    soon = [each for each in duties if each.due_on and each.due_on >= on]
    return render_to_string(
        "papers/mail/duties.txt", {"overdue": overdue, "soon": soon, "address": address, "name": str(user)}
    )
