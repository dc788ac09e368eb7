"""What can be wrong with a joint decision, and what to do then."""

from allmende.common.errors import AllmendeError


class JointDecisionRefusal(AllmendeError):
    """Base of every refusal of this app."""


class UnknownMatter(JointDecisionRefusal):
    """There is none, or it is not for this person."""

    status = 404
    message = "Diesen gemeinsamen Beschluss gibt es nicht oder er ist nicht öffentlich."


class Vanished(JointDecisionRefusal):
    """Somebody else was faster."""

    status = 404
    message = "Diesen Eintrag gibt es nicht mehr. Laden Sie die Seite neu."


class UnknownOption(JointDecisionRefusal):
    """The frozen comparison has no such alternative."""

    message = (
        "Die Alternative „{name}“ gibt es im festgehaltenen Vergleich nicht. Zur Wahl stehen: {known}. "
        "Nennen Sie auch den Vergleich, aus dem sie kommt."
    )


class ChangedMeanwhile(JointDecisionRefusal):
    """Somebody else saved in the meantime."""

    status = 409
    message = (
        "{person} hat inzwischen gespeichert. Ihre Eingaben sind noch nicht gespeichert. Vergleichen Sie "
        "beide Stände und speichern Sie dann noch einmal."
    )


class CoreFrozen(JointDecisionRefusal):
    """A version that was offered for signature never changes."""

    message = (
        "Die Fassung {number} ist zur Mitzeichnung gegeben und ändert sich nicht mehr. "
        "Legen Sie eine neue Fassung an."
    )


class DraftExists(JointDecisionRefusal):
    """There is one draft at a time."""

    message = "Die Fassung {number} ist noch in Arbeit. Bearbeiten Sie diese."


class NotOffered(JointDecisionRefusal):
    """Nobody has been asked to sign."""

    message = "Die Fassung {number} ist noch nicht zur Mitzeichnung gegeben."


class NoPartners(JointDecisionRefusal):
    """Nobody takes part."""

    message = "Es gibt noch keinen Partner. Nehmen Sie zuerst die Partner auf."


class OwnText(JointDecisionRefusal):
    """Four eyes: who wrote or changed the text does not co-sign it."""

    status = 403
    message = (
        "Sie haben diese Fassung selbst geschrieben oder geändert. "
        "Eine andere Person Ihrer Verwaltung zeichnet mit."
    )


class NotAsked(JointDecisionRefusal):
    """Somebody else was named to sign."""

    status = 403
    message = "Um diese Mitzeichnung ist {asked} gebeten. Die Federführung kann Sie als Vertretung nennen."


class AlreadySettled(JointDecisionRefusal):
    """A co-signature is given once."""

    message = "Diese Mitzeichnung ist schon beantwortet."


class SignaturesMissing(JointDecisionRefusal):
    """Not everybody has co-signed."""

    message = (
        "Es fehlen {count} Mitzeichnungen: {names}. Warten Sie darauf, "
        "oder verzichten Sie einzeln mit einer Begründung."
    )


class ReasonMissing(JointDecisionRefusal):
    """Something unusual needs a reason."""

    message = "Geben Sie einen Grund an; er steht im Verlauf."


class AlreadyPartner(JointDecisionRefusal):
    """The body takes part already at that time."""

    message = "{body} nimmt in diesem Zeitraum schon teil. Ändern Sie die Bedingungen."


class NotAPartner(JointDecisionRefusal):
    """The body does not take part on that day."""

    message = "{body} nimmt am {day:%d.%m.%Y} nicht teil."


class NothingReleased(JointDecisionRefusal):
    """There is no released joint text yet."""

    message = (
        "Der gemeinsame Text ist noch nicht freigegeben. Erst danach können Partner ihre Vorlage anlegen."
    )


class DecidedInTheFuture(JointDecisionRefusal):
    """A result has a day that is past."""

    message = "Der Tag der Entscheidung liegt in der Zukunft. Tragen Sie ihn als Termin ein."


class ResultWithoutText(JointDecisionRefusal):
    """Only what was adopted has a resolved wording."""

    message = "Ein beschlossener Wortlaut gehört nur zu einem gefassten Beschluss."


class UnknownSlot(JointDecisionRefusal):
    """The joint text has no such local part."""

    message = "Die Fassung {number} hat keinen örtlichen Teil „{name}“."


class ForeignPaper(JointDecisionRefusal):
    """A partner's paper is one of its own body."""

    message = "Diese Vorlage gehört einer anderen Körperschaft."


class PaperTaken(JointDecisionRefusal):
    """The paper is attached already."""

    message = "Diese Vorlage ist schon zugeordnet."
