"""What can be wrong with the numbers handed to this package; each message names place and remedy."""

from allmende.common.errors import AllmendeError


class SharingError(AllmendeError):
    """Base of every problem with the input of a calculation."""


class BadNumber(SharingError):
    """A value is missing, no number, not finite, or of the wrong sign."""

    message = "{place}: {value} {problem} {remedy}"


class DuplicateParty(SharingError):
    """A member is named twice."""

    message = "{place}: „{name}“ kommt mehrfach vor. Nennen Sie jedes Mitglied genau einmal."


class TooManyParties(SharingError):
    """The calculation would not end in a time a person waits for."""

    message = "{place}: {count} Mitglieder sind zu viele; möglich sind höchstens {limit}. {remedy}"


class CountsDiffer(SharingError):
    """A list is longer or shorter than the list of members."""

    message = (
        "{place}: {found} Werte für {wanted} Mitglieder. Geben Sie für jedes Mitglied genau einen Wert an."
    )


class CostsMissing(SharingError):
    """The table lacks groups of members."""

    message = (
        "{place}: Es fehlen {count} von {all} Gruppen, zum Beispiel {examples}. Ergänzen Sie deren Betrag."
    )


class UnknownParty(SharingError):
    """A name does not stand in the list of members."""

    message = "{place}: „{name}“ ist kein Mitglied. Prüfen Sie die Schreibweise; Mitglieder: {known}."


class NothingToShareBy(SharingError):
    """All drivers of a key are zero."""

    message = (
        "{place}: Alle Bezugsgrößen sind null, danach lässt sich nichts verteilen. "
        "Tragen Sie Werte ein oder wählen Sie einen anderen Schlüssel."
    )


class BoundsImpossible(SharingError):
    """Caps or floors leave no way to split the total."""

    message = "{place}: {problem} {remedy}"


class RuleImpossible(SharingError):
    """A voting rule that nobody can meet, or that everybody always meets."""

    message = "{place}: {problem} {remedy}"


class CalculationTooLarge(SharingError):
    """The exact calculation needs more memory or time than we allow."""

    message = "{place}: Die Rechnung ist zu groß ({problem}). {remedy}"


class FileUnreadable(SharingError):
    """The file is no JSON, or its shape is none that we know."""

    message = "{place}: {problem} {remedy}"
