"""What people can do wrong with scenarios and base data, and what to do then."""

from allmende.ledger.errors import LedgerRefusal


class NoTitle(LedgerRefusal):
    message = "Geben Sie dem Szenario einen Titel."


class NoSource(LedgerRefusal):
    message = (
        "Nennen Sie Titel und Quelle der Grunddaten, zum Beispiel „Monatsmeldungen 2025, Bezirksregierung“."
    )


class UnknownScenario(LedgerRefusal):
    status = 404
    message = "Dieses Szenario gibt es nicht, oder es wurde ausgeblendet."
