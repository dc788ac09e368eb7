"""The tables of accounts and audit events: columns, filters, order."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allmende.accounts import queries
from allmende.accounts.labels import action_label, named_actions
from allmende.accounts.models import AuditEvent, User
from allmende.pages.tables import ChoiceFilter, Column, Table, TextFilter

STATES = [("active", gettext_lazy("aktiv")), ("inactive", gettext_lazy("deaktiviert"))]


def users(request: HttpRequest) -> Table:
    """Return the table of all accounts."""
    return Table(
        request,
        id="users",
        caption=_("Konten"),
        rows=queries.users_with_protection(),
        columns=[
            Column("name", _("Name"), str, kind="link", url=_user_url, sort="name"),
            Column("email", _("E-Mail-Adresse"), "email", sort="email"),
            Column("state", _("Zustand"), _state, sort="is_active", badge=_state_kind),
            Column("factor", _("Zweiter Faktor"), "is_protected", sort="is_protected"),
            Column("staff", _("Verwaltung"), "is_staff", sort="is_staff"),
            Column("last", _("Letzte Anmeldung"), "last_login", kind="date", sort="last_login"),
        ],
        filters=[
            TextFilter("q", _("Name oder Adresse"), queries.users_matching),
            ChoiceFilter("zustand", _("Zustand"), STATES, narrow=_in_state, all_label=_("alle")),
        ],
        default_sort="name",
    )


def audit_events(request: HttpRequest) -> Table:
    """Return the table of all audit events, newest first."""
    return Table(
        request,
        id="audit-events",
        caption=_("Protokoll"),
        rows=queries.audit_events(),
        columns=[
            Column("at", _("Zeitpunkt"), "recorded_at", kind="date", sort="recorded_at"),
            Column("actor", _("Person"), "actor_label", sort="actor_label"),
            Column("action", _("Vorgang"), lambda event: action_label(event.action), sort="action"),
            Column("object", _("Gegenstand"), "shown_label", sort="shown_label"),
            Column("details", _("Einzelheiten"), _details),
            Column("chain", _("Kette"), "chain", sort="chain"),
            Column("seq", _("Nummer"), "seq", kind="number", sort="seq"),
        ],
        filters=[
            TextFilter("q", _("Person oder Gegenstand"), queries.audit_events_matching),
            ChoiceFilter("action", _("Vorgang"), named_actions(), all_label=_("alle")),
        ],
        default_sort="-at",
    )


def _user_url(user: User) -> str:
    return reverse("accounts:user", args=[user.pk])


def _state(user: User) -> str:
    return str(STATES[0][1] if user.is_active else STATES[1][1])


def _state_kind(user: User) -> str:
    return "success" if user.is_active else "warning"


def _in_state(users: "QuerySet[User]", state: str) -> "QuerySet[User]":
    return users.filter(is_active=state == "active")


def _details(event: AuditEvent) -> str:
    return "; ".join(f"{name}: {value}" for name, value in event.details.items())
