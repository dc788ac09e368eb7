"""What can be wrong with a recorded result."""

from allmende.papers.errors import PaperRefusal


class DecidedInTheFuture(PaperRefusal):
    """Nobody knows a result before its day."""

    message = "Der Tag der Entscheidung liegt in der Zukunft. Tragen Sie das Ergebnis nach der Sitzung ein."


class OnlyDecisionsHold(PaperRefusal):
    """A day of effect needs a decision that was taken."""

    message = "„Gilt ab“ gehört nur zu einem gefassten Beschluss. Lassen Sie das Feld leer."


class HoldsBeforeDecided(PaperRefusal):
    """A decision does not hold before it is taken."""

    message = "Der Beschluss kann nicht vor dem Tag gelten, an dem er gefasst wurde."
