"""Expected problems of reviews, in German, with what to do."""

from allmende.common.errors import AllmendeError


class UnknownReview(AllmendeError):
    """There is no such review, or the person may not see it."""

    status = 404
    message = "Diese Eignungsprüfung gibt es nicht, oder sie gehört einem anderen Haus."


class OpenReviewExists(AllmendeError):
    """A body reviews a need once at a time."""

    message = "Für „{need}“ läuft schon eine Prüfung. Schließen Sie diese zuerst ab."


class ReviewDecided(AllmendeError):
    """A decided review stays."""

    status = 409
    message = (
        "Das Ergebnis ist festgehalten und bleibt, wie es ist. Wiederholen Sie die Prüfung, "
        "wenn sich etwas ändert."
    )


class CriteriaLocked(AllmendeError):
    """Locked criteria are not changed."""

    status = 409
    message = (
        "Die Kriterien sind festgelegt. Heben Sie die Festlegung auf, solange die Angebote geschlossen sind."
    )


class CriteriaOpen(AllmendeError):
    """Offers are opened only after the criteria are locked."""

    message = (
        "Legen Sie zuerst die Kriterien und ihre Gewichte fest. Erst danach werden die Angebote geöffnet."
    )


class OffersAlreadyOpen(AllmendeError):
    """Offers are opened once."""

    status = 409
    message = "Die Angebote sind schon geöffnet; Kriterien und Gewichte bleiben, wie sie festgelegt wurden."


class OffersClosed(AllmendeError):
    """Points need offers."""

    message = "Öffnen Sie zuerst die Angebote."


class NothingOffered(AllmendeError):
    """Nobody offers anything for that need."""

    message = (
        "Für „{need}“ steht heute kein Angebot im Katalog. Prüfen Sie die Schreibweise des Bedarfs, "
        "oder warten Sie, bis ein Anbieter eine Leistung veröffentlicht."
    )


class NotComplete(AllmendeError):
    """A result with gaps is not recorded."""

    message = "Das Ergebnis lässt sich noch nicht festhalten. {missing}"


class NotDecidedYet(AllmendeError):
    """Only a decided review is repeated or taken to the council."""

    message = "Halten Sie zuerst das Ergebnis fest."


class WrongChoice(AllmendeError):
    """What is adopted must be one of the alternatives."""

    message = "Wer übernimmt, nennt auch, welches Angebot."


class ForeignPaper(AllmendeError):
    """A paper of another body."""

    message = "Diese Vorlage gehört nicht zu Ihrem Haus."
