"""What can go wrong with law, inputs and scenarios. Each message names the place and the remedy."""

import difflib
from collections.abc import Iterable
from typing import ClassVar

from allmende.common.errors import AllmendeError


class RulesError(AllmendeError):
    """Base of the problems of this package.

    `message` is for the command line, where `{name}` is what people type. A page puts the German label in
    its place, and says `page_message` where the command line speaks of its own words.
    """

    page_message: ClassVar[str] = ""


class LawNotUsable(RulesError):
    """A law folder contradicts itself; found when it is loaded."""

    message = "{place}: {problem}"


class Contradiction(RulesError):
    """Two statements claim the same days with the same state of knowledge."""

    message = (
        "Zu „{name}“ widersprechen sich {first} und {second}: Beide gelten am {day}, bekannt ab {known}. "
        "Streichen Sie eine der beiden Angaben, oder geben Sie der früheren einen letzten Tag."
    )


class UnknownName(RulesError):
    """No rule, parameter or input has this name."""

    message = "„{name}“ ist nicht bekannt.{nearest} Alle Namen zeigt „allmende rules list“."
    page_message = (
        "„{name}“ ist nicht bekannt. Wählen Sie eine Regel oder einen Wert aus der Liste der Regeln."
    )

    def __init__(self, name: str, names: Iterable[str]) -> None:
        super().__init__(name=name, nearest=nearest_names(name, names))


class NoRuleInForce(RulesError):
    """On that day, with that knowledge, no version of the rule held."""

    message = "„{name}“ gilt am {on} nicht{known}. Fassungen gibt es für: {spans}. {remedy}"


class NoValueInForce(RulesError):
    """On that day, with that knowledge, the parameter has no value."""

    message = "Für „{name}“ gibt es am {on}{known} keinen Wert. Werte gibt es für: {spans}. {remedy}"


class ValueUnknown(RulesError):
    """The law has such a value, but nobody has entered it yet."""

    message = (
        "Der Wert „{name}“ ({label}, in {unit}) ist am {on} nicht bekannt. "
        "Geben Sie ihn bei den Eingaben unter diesem Namen an. {note}"
    )
    page_message = (
        "„{name}“ ist am {on} nicht bekannt. Tragen Sie einen örtlichen Wert ein, "
        "oder geben Sie ihn hier an. {note}"
    )


class RulesChangeWithin(RulesError):
    """A calculation over several days would mix two versions of a rule."""

    message = (
        "„{name}“ wechselt zwischen {first} und {second} die Fassung. Rechnen Sie die Zeiträume getrennt."
    )


class MissingInputs(RulesError):
    """The caller has not given everything the rule needs."""

    message = "Es fehlt: {missing}. Ergänzen Sie die Eingaben."
    page_message = "Es fehlt: {labels}. Ergänzen Sie die Eingaben."


class BadInput(RulesError):
    """One input cannot be what it claims to be."""

    message = "Eingabe „{name}“{place}: {problem}"
    page_message = "{name}{place}: {problem}"


class BadFile(RulesError):
    """A file of inputs or of a scenario cannot be read."""

    message = "{file}{place}: {problem}"


class NotWholeCents(RulesError):
    """An amount has fractions of a cent and no rule says how to round it."""

    message = "„{name}“ ergibt Bruchteile eines Cents; die Regel nennt keine Rundung."


class DividedByZero(RulesError):
    """A rule divides by an input that is zero."""

    message = "In „{name}“ wird durch null geteilt. Prüfen Sie, ob alle Bezugsgrößen größer als null sind."


def nearest_names(name: str, names: Iterable[str]) -> str:
    """Return ` Meinten Sie: a, b?`, or an empty text when nothing is near."""
    known = sorted(names)
    near = difflib.get_close_matches(name, known, n=3)
    near += [other for other in known if name and name in other and other not in near][: 3 - len(near)]
    return f" Meinten Sie: {', '.join(near)}?" if near else ""
