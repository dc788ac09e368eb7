"""Mails about joint decisions: what changed in a week, and who is still asked to co-sign.

Everyone gets exactly what the page would show them: the board is read with their own rights.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from allmende.common.formats import day
from allmende.joint_decisions.board import Board
from allmende.joint_decisions.board_reading import board_of
from allmende.joint_decisions.domain import SignatureState
from allmende.joint_decisions.labels import said
from allmende.joint_decisions.models import CoSignature, DigestSubscription, PartnerResult
from allmende.joint_decisions.permissions import rights_of
from allmende.register import queries as register
from allmende.register.domain import Capability

AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Digest:
    """What one mail tells."""

    changes: list[str]
    coming: list[str]

    @property
    def is_empty(self) -> bool:
        return not self.changes and not self.coming


def send_digests(*, on: date) -> int:
    """Send each subscriber what changed since the last mail; return how many were sent.

    Who may no longer see the matter gets nothing, and the subscription ends.
    """
    sent = 0
    rows = DigestSubscription.objects.select_related("user", "joint_decision__body").filter(
        user__is_active=True
    )
    with translation.override(settings.LANGUAGE_CODE):
        for row in rows:
            rights = rights_of(row.user, row.joint_decision, on=on)
            if not rights.is_insider:
                row.delete()
                continue
            board = board_of(row.joint_decision, rights=rights, on=on)
            found = digest_of(board, since=row.last_sent_on or on)
            if found.is_empty:
                continue
            with transaction.atomic():
                DigestSubscription.objects.filter(pk=row.pk).update(last_sent_on=on)
                _send(row, board, found)
            sent += 1
    return sent


def digest_of(board: Board, *, since: date) -> Digest:
    """Return what was recorded since a day and what comes in the next two weeks."""
    seen = {each.id: row for row in (*board.rows, *board.former) for each in row.decisions}
    results = PartnerResult.objects.filter(decision_id__in=seen, recorded_at__date__gte=since).order_by("pk")
    changes = [
        _("{name}: {what} am {day}").format(
            name=seen[each.decision_id].name, what=said(each.get_kind_display()), day=day(each.decided_on)
        )
        for each in results
    ]
    coming = [
        (station.on, f"{day(station.on)}: {row.name}, {station.organization}")
        for row in board.rows
        for station in row.stations
        if station.on is not None and board.on <= station.on <= board.on + AHEAD
    ]
    return Digest(changes, [text for _on, text in sorted(coming)])


def _send(row: DigestSubscription, board: Board, found: Digest) -> None:
    context = {
        "name": str(row.user),
        "title": board.matter.title,
        "changes": found.changes,
        "coming": found.coming,
        "threshold": said(board.threshold.state.label),
        "effective": day(board.effective_on) if board.effective_on else "",
        "address": _address(board.matter.get_absolute_url()),
    }
    text = render_to_string("joint_decisions/digest.txt", context)
    send_mail(_("Wochenbericht: {title}").format(title=board.matter.title), text, None, [row.user.email])


def send_reminders(*, on: date) -> int:
    """Remind once of each open co-signature whose day has come; return the number of mails."""
    sent = 0
    rows = CoSignature.objects.filter(
        state=SignatureState.REQUESTED.value, remind_on__lte=on, reminded_on=None
    ).select_related("core_version__joint_decision", "asked", "deputy")
    with translation.override(settings.LANGUAGE_CODE):
        for row in rows:
            named = [each.email for each in (row.asked, row.deputy) if each is not None and each.is_active]
            able = register.members_with(row.body_id, Capability.CONFIRM_PAPERS, on=on)
            people = named or [each.user_email for each in able]
            with transaction.atomic():
                CoSignature.objects.filter(pk=row.pk, state=SignatureState.REQUESTED.value).update(
                    reminded_on=on
                )
                for email in people:
                    _remind(row, email)
            sent += len(people)
    return sent


def _remind(row: CoSignature, email: str) -> None:
    matter = row.core_version.joint_decision
    context = {
        "title": matter.title,
        "number": row.core_version.number,
        "address": _address(reverse("joint_decisions:signature", args=[matter.pk, row.pk])),
    }
    text = render_to_string("joint_decisions/reminder.txt", context)
    send_mail(_("Bitte um Mitzeichnung: {title}").format(title=matter.title), text, None, [email])


def _address(path: str) -> str:
    """Return the whole address: the first host of this installation, as no request says it."""
    scheme = "https" if settings.SESSION_COOKIE_SECURE else "http"
    return f"{scheme}://{settings.ALLOWED_HOSTS[0]}{path}"
