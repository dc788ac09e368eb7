"""What can go wrong in case work, and what to do then."""

from allmende.common.errors import AllmendeError


class UnknownCase(AllmendeError):
    """There is no such case, or the person does not need to know it: the answer is the same."""

    status = 404
    message = "Diesen Fall gibt es nicht, oder Sie gehören nicht zu seinem Team. Fragen Sie die Fachaufsicht."


class MayNotOpenCases(AllmendeError):
    """The person has no valid assignment as case manager, or the agreement of the employer has ended."""

    status = 403
    message = (
        "Sie können hier keinen Fall eröffnen. Dafür brauchen Sie eine gültige Aufgabe im Case Management; "
        "bei einem freien Träger muss auch der Weiterleitungsvertrag gelten."
    )


class NotYourDuty(AllmendeError):
    """The person has no valid assignment with a role that may do this."""

    status = 403
    message = "Dafür brauchen Sie in dieser Region die Aufgabe {roles}. Fragen Sie die KIM-Koordination."


class KeyDateRefused(AllmendeError):
    """A key date cannot be frozen as asked."""

    message = "{problem}"


class ReleaseRefused(AllmendeError):
    """A table cannot be prepared or released; the reason says by what it would give something away."""

    message = "{problem}"


class CodeRefused(AllmendeError):
    """A code for statistics is none, or holds from a day that cannot be."""

    message = "{problem}"


class EmergencyRefused(AllmendeError):
    """An emergency access cannot be opened or reviewed as asked."""

    message = "{problem}"


class SealRefused(AllmendeError):
    """A seal cannot be recorded."""

    message = "{problem}"


class CaseRefusal(AllmendeError):
    """What people can put right; a page shows the reasons beside the form."""

    message = "{reasons}"

    def __init__(self, *reasons: str) -> None:
        super().__init__(reasons=" ".join(reasons))
        self.reasons = reasons


class MayNotAdminister(AllmendeError):
    """The person neither runs the installation nor coordinates the region."""

    status = 404
    message = "Diese Seite ist für die KIM-Koordination der Region und die Verwaltung der Installation."


class MayNotHandOver(AllmendeError):
    """The case is not led by the person, or the other person cannot work on cases today."""

    status = 409
    message = (
        "Das geht so nicht. Übergeben und Vertretungen bestimmen kann, wer den Fall führt; die Region erst, "
        "wenn ihn niemand mehr öffnen kann. "
        "Übernehmen kann nur, wer heute eine gültige Aufgabe im Case Management hat."
    )


class NothingToAccept(AllmendeError):
    """There is no open hand-over to the person's organisation."""

    status = 409
    message = "Für Ihre Stelle liegt keine offene Übergabe dieses Falls vor."


class UnknownShare(AllmendeError):
    """There is no such share, or it ended: the answer is the same."""

    status = 404
    message = "Diese Freigabe gibt es nicht, oder sie ist beendet. Fragen Sie die fallführende Stelle."
