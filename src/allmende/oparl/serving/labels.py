"""What people read for the codes of a publication."""

from django.utils.translation import gettext_lazy as _

from allmende.oparl.serving.domain import ObjectKind, PublicationState

STATES = {
    PublicationState.PUBLIC: _("öffentlich"),
    PublicationState.PAUSED: _("vorübergehend unterbrochen"),
    PublicationState.ARCHIVED: _("Archiv: Bestand bleibt, Neues kommt nicht dazu"),
    PublicationState.ENDED: _("beendet"),
}
KINDS = {
    ObjectKind.BODY: _("Körperschaft"),
    ObjectKind.ORGANIZATION: _("Gremien"),
    ObjectKind.PERSON: _("Personen mit Mandat"),
    ObjectKind.MEMBERSHIP: _("Mandate"),
    ObjectKind.MEETING: _("Sitzungen"),
    ObjectKind.AGENDA_ITEM: _("Tagesordnungspunkte"),
    ObjectKind.PAPER: _("Vorlagen"),
    ObjectKind.CONSULTATION: _("Beratungen"),
    ObjectKind.FILE: _("Dateien"),
    ObjectKind.LOCATION: _("Orte"),
    ObjectKind.LEGISLATIVE_TERM: _("Wahlperioden"),
}
SWITCHES = {
    PublicationState.PUBLIC: _("Wieder veröffentlichen"),
    PublicationState.PAUSED: _("Unterbrechen"),
    PublicationState.ARCHIVED: _("Als Archiv weiterführen"),
    PublicationState.ENDED: _("Beenden"),
}
"""What the buttons do that lead to a state."""

STATE_CHOICES = [(state.value, label) for state, label in STATES.items()]
KIND_CHOICES = [(kind.value, label) for kind, label in KINDS.items()]
