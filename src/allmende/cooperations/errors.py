"""What can be wrong with an entry of the register of cooperations: messages for people. No Django."""

from datetime import date
from typing import ClassVar

from allmende.common.errors import AllmendeError


class UnknownCooperation(AllmendeError):
    """No cooperation has this key."""

    status = 404
    message = "Die Zusammenarbeit „{key}“ steht nicht im Register."


class UnknownTask(AllmendeError):
    """The task is not on the code list."""

    message = "Die Aufgabe „{code}“ steht nicht in der Aufgabenliste. Wählen Sie eine aus der Liste."


class CooperationExists(AllmendeError):
    """The key is taken."""

    message: ClassVar[str] = (
        "Eine Zusammenarbeit mit dem Schlüssel „{key}“ steht schon im Register. "
        "Ändern Sie diese; ist sie zurückgenommen, nehmen Sie sie wieder auf."
    )


class PartyTwice(AllmendeError):
    """A body is named more than once for the same time."""

    message: ClassVar[str] = (
        "{body} ist für denselben Zeitraum mehrfach als Beteiligte genannt. "
        "Nennen Sie jede Körperschaft nur einmal oder trennen Sie die Zeiträume."
    )


class PartyOverlap(AllmendeError):
    """The database refused a second membership of the same body at the same time."""

    message = (
        "Diese Körperschaft ist in dem Zeitraum schon beteiligt. "
        "Ändern Sie die bestehende Beteiligung, statt sie noch einmal einzutragen."
    )


class BodyTaken(AllmendeError):
    """Another cooperation is this body already."""

    message = (
        "{body} ist schon die eigene Körperschaft von „{name}“. Jede Körperschaft gehört zu einem Eintrag."
    )


class MemberOfItself(AllmendeError):
    """A cooperation cannot take part in itself."""

    message = "{body} ist die Zusammenarbeit selbst und kann an ihr nicht beteiligt sein."


class FactOverlap(AllmendeError):
    """The database refused a second statement about the same thing at the same time."""

    message = "Dazu gibt es in dem Zeitraum schon eine Angabe. Ändern Sie diese, statt sie zu wiederholen."


class SharesExceedCapital(AllmendeError):
    """The parties hold more than there is."""

    message = (
        "Die Kapitalanteile ergeben zusammen {held}, das Kapital beträgt {total} ({percent} %). "
        "Mehr als 100 % können die Beteiligten nicht halten; prüfen Sie die Anteile."
    )


class VotesDoNotSum(AllmendeError):
    """The votes of the parties are not the votes the statute counts."""

    message = (
        "Die Stimmen der Beteiligten ergeben {held}, nach der Satzung sind es {total}. "
        "Prüfen Sie die Stimmen oder die Gesamtzahl."
    )


class NotInForce(AllmendeError):
    """Nothing is said of the cooperation on that day, so nothing can be ended."""

    message = "Am {day:%d.%m.%Y} gilt dazu keine Angabe; es gibt nichts zu beenden."

    def __init__(self, *, day: date) -> None:
        super().__init__(day=day)


class SaidOtherwise(AllmendeError):
    """The statement was replaced or withdrawn after the page was opened."""

    status = 409
    message = "Diese Angabe wurde inzwischen geändert oder zurückgenommen. Laden Sie die Seite neu."


class NeverEnded(AllmendeError):
    """The cooperation has no last day that could be taken back."""

    message = "Diese Zusammenarbeit hat kein Ende, das sich zurücknehmen ließe."


class EntryWithdrawn(AllmendeError):
    """The whole entry was taken back; nothing can be said of it until somebody takes it up again."""

    status = 409
    message = (
        "Dieser Eintrag ist zurückgenommen. Nehmen Sie ihn zuerst wieder auf, dann können Sie ihn ändern."
    )


class NotWithdrawn(AllmendeError):
    """There is nothing to take up again."""

    message = "Dieser Eintrag ist nicht zurückgenommen."


class ReasonMissing(AllmendeError):
    """An entry is withdrawn without a reason."""

    message = "Geben Sie an, warum der Eintrag ein Irrtum ist. Der Grund steht auf der Seite des Eintrags."
