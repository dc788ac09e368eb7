"""What can prevent the partners' papers."""

from allmende.joint_decisions.errors import JointDecisionRefusal


class TemplateLacksField(JointDecisionRefusal):
    """A town's own Word template would make a paper without its resolution or its figures."""

    message = (
        "{problems} Ergänzen Sie die Vorlage oder wählen Sie „Muster verwenden, wo ein Feld fehlt“. "
        "Es wurde noch nichts erzeugt."
    )


class NothingToMake(JointDecisionRefusal):
    """There is no partner whose paper this person may make."""

    message = "Es gibt keinen Partner, dessen Vorlage Sie erzeugen dürfen."


class UnknownRule(JointDecisionRefusal):
    """The rule is not known."""

    message = "Die Regel „{name}“ gibt es nicht oder sie ergibt keinen Betrag. Namen stehen unter „Regeln“."


class UnknownCalculation(JointDecisionRefusal):
    """There is none, or it is not for this person."""

    message = "Diese Berechnung gibt es nicht oder Sie dürfen sie nicht lesen."


class BadRuleInput(JointDecisionRefusal):
    """A line of the inputs cannot be read."""

    message = "Zeile {line}: „{text}“ lässt sich nicht lesen. Schreiben Sie: Name = Wert."
