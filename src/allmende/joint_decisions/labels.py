"""Labels of the domain for people, in their language."""

from enum import StrEnum

from django.utils.translation import gettext, gettext_noop

TRANSLATED = frozenset(
    {
        gettext_noop("erforderlich"),
        gettext_noop("anzuhören"),
        gettext_noop("politisch"),
        gettext_noop("beschlossen wie vorgelegt"),
        gettext_noop("geändert beschlossen"),
        gettext_noop("abgelehnt"),
        gettext_noop("vertagt"),
        gettext_noop("zurückgezogen"),
        gettext_noop("Kern unverändert"),
        gettext_noop("Kern unverändert, mit Zusatz"),
        gettext_noop("Kern geändert"),
        gettext_noop("nicht zuzuordnen"),
        gettext_noop("Wortlaut fehlt"),
        gettext_noop("in Vorbereitung"),
        gettext_noop("freigegeben"),
        gettext_noop("in Beratung"),
        gettext_noop("beschlossen"),
        gettext_noop("geändert, Kern unverändert"),
        gettext_noop("geändert, Kern geändert"),
        gettext_noop("geändert, Kern ungeklärt"),
        gettext_noop("keine Angabe"),
        gettext_noop("ausgeschieden"),
        gettext_noop("nur wir"),
        gettext_noop("alle Beteiligten"),
        gettext_noop("alle"),
        gettext_noop("erbeten"),
        gettext_noop("mitgezeichnet"),
        gettext_noop("nicht mitgezeichnet"),
        gettext_noop("ohne Mitzeichnung freigegeben"),
        gettext_noop("eine Anzahl der Beteiligten"),
        gettext_noop("ein Anteil der Beteiligten"),
        gettext_noop("ein Anteil der Stimmgewichte"),
        gettext_noop("ein Anteil der Einwohner"),
        gettext_noop("benannte Beteiligte (Veto)"),
        gettext_noop("erreicht"),
        gettext_noop("noch möglich"),
        gettext_noop("nicht mehr erreichbar"),
        gettext_noop("nicht zu berechnen"),
        gettext_noop("keine Schwelle festgelegt"),
        gettext_noop("zu prüfen"),
        gettext_noop("bestätigt"),
        gettext_noop("geändert"),
        gettext_noop("gestrichen"),
        gettext_noop("hinzugefügt"),
        gettext_noop("verschoben"),
    }
)


def said(label: str) -> str:
    """Return a label of the domain in the reader's language."""
    return gettext(label)


def choices(codes: type[StrEnum]) -> list[tuple[str, str]]:
    """Return codes and labels for a model field; forms translate them."""
    return [(code.value, getattr(code, "label", code.value)) for code in codes]


def said_choices(codes: type[StrEnum]) -> list[tuple[str, str]]:
    """Return codes and labels in the reader's language."""
    return [(code, said(label)) for code, label in choices(codes)]
