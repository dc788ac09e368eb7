"""What can be wrong with billing, in words that say what to do."""

from allmende.common.errors import AllmendeError


class RunOpen(AllmendeError):
    """Two runs of one issuer at a time would bill the same things."""

    message = (
        "Für {issuer} gibt es schon einen Abrechnungslauf, der noch nicht abgeschlossen ist. Stellen Sie ihn "
        "aus oder verwerfen Sie ihn, dann können Sie einen neuen beginnen."
    )


class OtherInterval(AllmendeError):
    """Part of the time was billed in other steps."""

    message = (
        "In diesem Zeitraum wurde schon in anderen Schritten abgerechnet ({billed}). Wählen Sie denselben "
        "Takt; sonst würde etwas doppelt berechnet."
    )


class EmptyPeriod(AllmendeError):
    """The period has no day."""

    message = "Der Zeitraum endet, bevor er beginnt. Prüfen Sie die beiden Tage."


class WrongState(AllmendeError):
    """The run is not in the state for this step."""

    message = "Der Abrechnungslauf ist „{state}“; dieser Schritt ist dann nicht möglich."


class ProfileMissing(AllmendeError):
    """A body has not entered what stands on every invoice."""

    message = "Für {body} fehlen die Rechnungsangaben. Tragen Sie Anschrift, Konto und Ansprechperson ein."


class NotIssued(AllmendeError):
    """A draft has no number and no file."""

    message = "Diese Rechnung ist ein Entwurf. Stellen Sie sie aus, dann gibt es die Datei."


class NoDebits(AllmendeError):
    """No invoice of the run is collected by this procedure."""

    message = (
        "In diesem Lauf wird keine Rechnung mit der {scheme} eingezogen. {others}Ein Mandat, das Sie jetzt "
        "eintragen, gilt für den nächsten Lauf."
    )


class NotTaken(AllmendeError):
    """A cost needs somebody who takes the service."""

    message = (
        "{customer} nimmt „{product}“ in {period} nicht ab. Prüfen Sie Empfänger, Leistung und Zeitraum."
    )


class CostOverlaps(AllmendeError):
    """Part of the time has a cost already and would be settled twice."""

    message = (
        "Für einen Teil dieser Zeit steht schon ein Aufwand ({period}). Tragen Sie ihn für genau diesen "
        "Zeitraum neu ein, wenn er falsch war, oder wählen Sie eine Zeit, die sich nicht überschneidet."
    )
