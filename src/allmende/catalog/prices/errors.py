"""Expected problems with prices, in German, with what to do."""

from allmende.common.errors import AllmendeError


class WrongPrice(AllmendeError):
    """A component of a price says nothing, or contradicts itself."""

    message = "Preisbestandteil „{label}“: {problem}"


class VatUndecided(AllmendeError):
    """Nobody has decided which VAT rule holds, so nothing can be billed."""

    message = (
        "Für „{label}“ ist nicht entschieden, ob Umsatzsteuer anfällt. Ohne diese Entscheidung lässt sich "
        "nichts abrechnen; der Anbieter trägt sie bei den Preisen ein."
    )


class QuantityMissing(AllmendeError):
    """A price counts something nobody has reported."""

    message = "„{label}“ zählt {counted}, aber für {period} ist keine Menge gemeldet. Melden Sie die Menge."


class CostMissing(AllmendeError):
    """A cost is settled but nobody said what it was."""

    message = (
        "„{label}“ wird nach Aufwand abgerechnet; es fehlt der Aufwand für {period}. Der Anbieter trägt ihn "
        "unter Rechnungen, „Aufwand“ ein."
    )


class ShareMissing(AllmendeError):
    """A levy needs the figures of all who bear it."""

    message = "„{label}“ ist eine Umlage; der Anteil von {payer} ist nicht berechnet."


class FigureMissing(AllmendeError):
    """The key of a levy needs a figure of everybody who bears it."""

    message = (
        "„{label}“ wird nach „{driver}“ verteilt; es fehlt die Zahl von {members}. Ohne sie wäre der Anteil "
        "aller falsch: Melden Sie die Menge oder bringen Sie das Register auf den Stand."
    )


class IndexMissing(AllmendeError):
    """An index clause needs the value of the index."""

    message = (
        "„{label}“ folgt dem Index „{index}“; es fehlt der Wert für {period}. Der Anbieter trägt ihn "
        "auf seiner Seite im Katalog unter „Indexwerte“ ein."
    )


class TakenNowhere(AllmendeError):
    """A distribution needs somebody to bear it."""

    message = "Niemand nimmt „{label}“ ab; es gibt nichts zu verteilen."
