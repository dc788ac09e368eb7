"""What can go wrong with postings, and what to do then."""

from allmende.common.errors import AllmendeError


class LedgerRefusal(AllmendeError):
    """Base of every refusal of this app."""


class UnknownCalculation(LedgerRefusal):
    """There is no such calculation, or the person may not see it."""

    status = 404
    message = "Diese Berechnung gibt es nicht. Prüfen Sie die Adresse."


class NothingChanged(LedgerRefusal):
    """A recalculation gives the same amounts from the same values."""

    message = "Es hat sich nichts geändert: Alle Beträge bleiben, wie sie gebucht sind."


class ChangedMeanwhile(LedgerRefusal):
    """Somebody recalculated between preview and posting."""

    message = (
        "Die Berechnung wurde inzwischen neu gebucht (Stand {version}). "
        "Sehen Sie sich den Unterschied noch einmal an."
    )


class UnevenChain(LedgerRefusal):
    """An intermediary would keep money or pass on more than it gets."""

    message = "Nichts gebucht, die Kette geht nicht auf: {gaps}"


class NoMoney(LedgerRefusal):
    """A flow names a rule whose result is no amount of money."""

    message = "„{rule}“ ergibt {unit}, keinen Geldbetrag. Wählen Sie eine Regel, die Euro ergibt."


class SameBody(LedgerRefusal):
    """Payer and payee are the same body."""

    message = "Zahlende und empfangende Stelle sind dieselbe: {body}. Wählen Sie zwei verschiedene."


class NoAmount(LedgerRefusal):
    """A posting by hand needs a positive amount."""

    message = "Geben Sie einen Betrag über 0,00 € an. Eine Minderung buchen Sie als Korrektur."


class NoReason(LedgerRefusal):
    """A posting by hand and a correction need a document or a reason."""

    message = "Nennen Sie den Beleg oder den Grund, zum Beispiel „Bescheid vom 3.2.2025“."


class AlreadyCancelled(LedgerRefusal):
    """The posting was taken back before."""

    message = "Diese Buchung ist schon zurückgenommen (Buchung {number})."


class UnknownParameter(LedgerRefusal):
    """The law has no such parameter."""

    message = "„{name}“ ist kein Wert, den eine Regel kennt. Wählen Sie ihn auf der Seite der Regel."


class KnownEarlier(LedgerRefusal):
    """Something that became known on that day or later stands already."""

    message = (
        "Für diese Tage steht schon ein Wert, der seit {day:%d.%m.%Y} bekannt ist. "
        "Ein neuer muss später bekannt geworden sein."
    )


class KnownInFuture(LedgerRefusal):
    """Nobody knows today what becomes known tomorrow."""

    message = (
        "„Bekannt seit“ ({day:%d.%m.%Y}) liegt in der Zukunft. Geben Sie den Tag an, an dem beschlossen, "
        "unterschrieben oder zugestellt wurde."
    )


class StoodUntil(LedgerRefusal):
    """Another value was believed until a day after that on which the new one shall have become known."""

    message = (
        "Für diese Tage stand bis zum {day:%d.%m.%Y} ein anderer Wert. Der neue gilt als bekannt ab dann: "
        "Tragen Sie diesen Tag bei „bekannt seit“ ein."
    )


class WrongKey(LedgerRefusal):
    """The parameter has other words, or none."""

    message = "„{key}“ passt nicht zu „{label}“. Möglich: {words}."


class NegativeValue(LedgerRefusal):
    """A rate, an amount or a share is never below zero."""

    message = "„{label}“ ist negativ ({value}). Erwartet wird eine Zahl ab null."


class AlreadyWithdrawn(LedgerRefusal):
    """The value was withdrawn or replaced before."""

    message = "Dieser Wert gilt nicht mehr: Er wurde schon zurückgezogen oder durch einen neuen ersetzt."


class UnknownLocalValue(LedgerRefusal):
    """There is no such value, or the person may not see it."""

    status = 404
    message = "Diesen örtlichen Wert gibt es nicht. Prüfen Sie die Adresse."


class WrongPeriod(LedgerRefusal):
    """A period ends before it begins."""

    message = "Der Zeitraum endet ({last:%d.%m.%Y}), bevor er beginnt ({first:%d.%m.%Y})."


class NotConcerned(LedgerRefusal):
    """A body enters only what it pays or gets itself."""

    message = (
        "{body} zahlt und erhält hier nichts. Eintragen können Sie nur, was Ihre Körperschaft "
        "selbst zahlt oder erhält."
    )


class KeptElsewhere(LedgerRefusal):
    """A posting that follows from another matter is taken back there, so that both stay in step."""

    message = "Diese Buchung folgt aus „{subject}“. Nehmen Sie dort den Schritt zurück, auf dem sie beruht."
