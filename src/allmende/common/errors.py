"""Expected problems are exceptions of ours; each says what is wrong, for which thing, and what to do next."""

from collections.abc import Callable
from typing import ClassVar

_translate: Callable[[str], str] = str


def speak(translate: Callable[[str], str]) -> None:
    """Let messages appear in the reader's language; without it, as on the command line, they are German."""
    global _translate
    _translate = translate


class AllmendeError(Exception):
    """Base of every expected problem. `message` is German, for the reader, filled from keyword arguments.

    Example:
        class UnknownBody(AllmendeError):
            message = "„{name}“ steht nicht im Register. Prüfen Sie die Schreibweise."

        raise UnknownBody(name="Musterstdt")
    """

    message: ClassVar[str] = "Es ist ein Fehler aufgetreten."

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.message.format(**values))

    def __str__(self) -> str:
        return _translate(self.message).format(**self.values)


class Phrase:
    """A part of a message, in the reader's language when it is shown: `Phrase("{a} ist zu groß.", a=3)`."""

    def __init__(self, text: str, /, **values: object) -> None:
        self.text, self.values = text, values

    def __str__(self) -> str:
        return _translate(self.text).format(**self.values)
