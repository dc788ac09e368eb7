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
