"""What can be wrong with a duty or a report on it."""

from allmende.papers.errors import PaperRefusal


class RecursFromNoDay(PaperRefusal):
    """A rhythm needs a first day."""

    message = "Zu „Wiederholung“ gehört ein erster Tag. Tragen Sie „Fällig am“ ein."


class NothingReported(PaperRefusal):
    """A report says something."""

    message = "Tragen Sie eine Notiz oder eine Adresse ein, oder wählen Sie eine Datei."


class ReportedInTheFuture(PaperRefusal):
    """Nobody reports what has not happened yet."""

    message = "Der Tag der Meldung liegt in der Zukunft. Tragen Sie den Tag ein, an dem es geschah."


class FileTooLarge(PaperRefusal):
    """A proof is a document, not an archive."""

    message = "Die Datei ist größer als {limit} MB. Legen Sie sie ab und tragen Sie die Adresse ein."


class BadRollCall(PaperRefusal):
    """A line of the roll call cannot be read."""

    message = (
        "Zeile {line}: „{text}“ lässt sich nicht lesen. Schreiben Sie: Name; Fraktion; ja, nein, enthaltung "
        "oder abwesend."
    )


class NamedTwice(PaperRefusal):
    """A member votes once."""

    message = "Zeile {line}: {name} steht schon in der Liste."
