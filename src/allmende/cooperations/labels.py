"""Labels of the domain that have an English word; legal forms and terms of law stay German."""

from django.utils.translation import gettext, gettext_noop

TRANSLATED = frozenset(
    {
        gettext_noop("ganz"),
        gettext_noop("teilweise"),
        gettext_noop("Aufgabe geht über"),
        gettext_noop("nur Durchführung"),
        gettext_noop("Abstimmung und Beratung"),
        gettext_noop("nicht bekannt"),
        gettext_noop("federführend"),
        gettext_noop("Mitglied"),
        gettext_noop("nutzt die Leistung"),
        gettext_noop("Gast"),
        gettext_noop("beobachtet"),
        gettext_noop("laufende Beschlüsse"),
        gettext_noop("Haushalt und Umlage"),
        gettext_noop("Änderung der Satzung"),
        gettext_noop("Änderung der Aufgaben"),
        gettext_noop("Beitritt"),
        gettext_noop("Austritt"),
        gettext_noop("Auflösung"),
        gettext_noop("unterzeichnet"),
        gettext_noop("genehmigt"),
        gettext_noop("gilt als genehmigt"),
        gettext_noop("bekannt gemacht"),
        gettext_noop("in Kraft"),
        gettext_noop("geändert"),
        gettext_noop("kündbar bis"),
        gettext_noop("Überprüfung"),
        gettext_noop("beendet"),
        gettext_noop("in der Quelle genannt"),
        gettext_noop("über das Gebiet genannt"),
        gettext_noop("erschlossen"),
        gettext_noop("andere Form"),
        gettext_noop("Rechtsform unbekannt"),
    }
)


def said(label: str) -> str:
    """Return a label of the domain in the reader's language."""
    return gettext(label)
