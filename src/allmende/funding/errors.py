"""What can go wrong with grants, posts and agreements, and what to do then."""

from allmende.common.errors import AllmendeError


class FundingRefusal(AllmendeError):
    """Base of every refusal of this app."""


class UnknownMatter(FundingRefusal):
    """There is no such grant, agreement, report or measure, or the person may not see it."""

    status = 404
    message = "Das gibt es nicht, oder Sie haben kein Recht darauf. Prüfen Sie die Adresse."


class StepRefused(FundingRefusal):
    """A step cannot follow what was released so far."""

    message = "{problems}"


class SameHands(FundingRefusal):
    """Who entered something releases it."""

    message = "Das haben Sie selbst eingetragen. Freigeben muss eine zweite Person mit dem Recht zu buchen."


class AlreadySettled(FundingRefusal):
    """What was released or withdrawn is to be released or changed."""

    message = "„{what}“ ist schon {state}. Zum Berichtigen nehmen Sie es zurück und tragen es neu ein."


class NoReason(FundingRefusal):
    """Something is taken back without a reason."""

    message = "Nennen Sie den Grund, zum Beispiel „Änderungsbescheid vom 3.2.2025“."


class WrongPeriod(FundingRefusal):
    """A period ends before it begins, or lies outside of the grant."""

    message = "{problem}"


class OverlappingAgreement(FundingRefusal):
    """The same provider has an agreement on some of these days."""

    message = (
        "{provider} hat in dieser Zuwendung schon einen Vertrag für einen Teil dieser Tage ({reference}). "
        "Beenden Sie jenen, oder berichtigen Sie die Tage."
    )


class CaseloadRefused(FundingRefusal):
    """A number of cases that no released statistics can say."""

    message = "{problems}"


class OverTheNotice(FundingRefusal):
    """More posts than the notice grants."""

    message = "{problems} Verringern Sie den Anteil, oder tragen Sie den Änderungsbescheid ein."


class NameTaken(FundingRefusal):
    """The body has a matter of this name."""

    message = "„{name}“ gibt es schon. Wählen Sie einen anderen Namen."


class NotForwardable(FundingRefusal):
    """The building block does not let the recipient hand the money on."""

    message = "Aus „{block}“ darf nicht weitergeleitet werden."


class ReportRefused(FundingRefusal):
    """A cost report has lines that cannot be taken over."""

    message = "Nichts übernommen: {problems}"


class UnknownClause(FundingRefusal):
    """A clause sets something that no rule of the building block asks for."""

    message = "„{name}“ ist keine Klausel, die dieser Baustein kennt."


class NoDecision(FundingRefusal):
    """A measure counts as decided, but no council paper says so."""

    message = "Eine beschlossene Maßnahme braucht die Vorlage, mit der sie beschlossen wurde."
