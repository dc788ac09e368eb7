"""What can be wrong with a comparison; each message names the place and the remedy."""

from allmende.common.errors import AllmendeError


class BadInput(AllmendeError):
    """A figure, a name or a rule of the comparison cannot be right."""

    message = "{place}: {problem}"


class TooManyPartners(AllmendeError):
    """More partners than a table for people can show."""

    message = "Ein Vergleich fasst höchstens {limit} Beteiligte, genannt sind {count}. Teilen Sie ihn auf."


class UnknownComparison(AllmendeError):
    """The comparison is gone or not for this person."""

    status = 404
    message = "Diesen Vergleich gibt es nicht oder er ist nicht öffentlich."


class ChangedMeanwhile(AllmendeError):
    """Somebody else saved the comparison after this form was opened."""

    status = 409
    message = (
        "Jemand hat den Vergleich inzwischen geändert. Laden Sie die Seite neu "
        "und tragen Sie Ihre Änderung ein."
    )


class BadTemplate(AllmendeError):
    """The Word template cannot be used."""

    message = "Diese Word-Vorlage lässt sich nicht verwenden: {problem}"
