"""Expected problems of the catalogue, in German, with what to do."""

from allmende.common.errors import AllmendeError


class UnknownProduct(AllmendeError):
    """No product bears this key, or the person may not see it."""

    status = 404
    message = "Das Produkt „{key}“ gibt es nicht, oder es ist noch nicht veröffentlicht."


class UnknownProvider(AllmendeError):
    """No provider has this key."""

    status = 404
    message = "„{key}“ ist kein Anbieter im Katalog."


class KeyTaken(AllmendeError):
    """Another product has this key."""

    message = "Ein Produkt mit dem Schlüssel „{key}“ gibt es schon. Wählen Sie einen anderen Titel."


class ProviderTaken(AllmendeError):
    """The body is a provider already."""

    message = "„{body}“ ist schon Anbieter im Katalog."


class AlreadyPublished(AllmendeError):
    """A published version stays as it was decided."""

    status = 409
    message = (
        "Diese Fassung ist veröffentlicht und bleibt, wie sie beschlossen wurde. "
        "Legen Sie eine neue Fassung an, wenn sich etwas ändert."
    )


class DraftExists(AllmendeError):
    """There is one draft per product."""

    message = "Für dieses Produkt gibt es schon einen Entwurf (Fassung {number}). Ändern Sie diesen."


class NotDecided(AllmendeError):
    """Only what a body has decided is published."""

    message = (
        "Die Vorlage „{paper}“ ist nicht beschlossen. Eine Fassung wird erst veröffentlicht, wenn das "
        "zuständige Gremium entschieden hat; tragen Sie dort zuerst das Ergebnis ein."
    )


class NothingToPublish(AllmendeError):
    """A version needs at least a price and what is included."""

    message = "Vor der Veröffentlichung fehlt noch: {missing}."


class BeginsTooEarly(AllmendeError):
    """A later version cannot begin before the one it follows."""

    message = (
        "Fassung {number} gilt seit dem {since:%d.%m.%Y}. "
        "Die neue Fassung muss an einem späteren Tag beginnen."
    )


class StillSubscribed(AllmendeError):
    """A product is withdrawn although somebody takes it beyond that day."""

    message = (
        "Das Produkt wird noch abgenommen: {customers}. Kündigen Sie zum {day:%d.%m.%Y}, nennen Sie einen "
        "späteren Tag, oder setzen Sie es auf „auslaufend“."
    )


class WrongStep(AllmendeError):
    """A subscription cannot move there now."""

    status = 409
    message = "{reasons}"


class SubscriptionExists(AllmendeError):
    """A body takes a product once."""

    message = "„{customer}“ führt dieses Produkt schon (Stand: {state})."


class NotForProviders(AllmendeError):
    """Whoever offers a product does not take it from itself."""

    message = "„{customer}“ bietet dieses Produkt selbst an und kann es nicht bei sich selbst abnehmen."


class RefusedQuantity(AllmendeError):
    """A quantity that cannot be, or that must be confirmed."""

    message = "{reasons}"


class NotCounted(AllmendeError):
    """No price of the product counts this."""

    message = "Kein Preis dieses Produkts zählt {counted}; es gibt nichts zu melden."


class NoTerm(AllmendeError):
    """No version holds for a subscription on that day."""

    message = "Für diese Abnahme gilt am {day:%d.%m.%Y} keine Fassung des Produkts."


class SameProvider(AllmendeError):
    """A hand-over needs two."""

    message = "Abgebender und aufnehmender Anbieter sind derselbe."


class NothingToHandOver(AllmendeError):
    """The provider offers nothing on that day."""

    message = "„{provider}“ bietet an diesem Tag kein Produkt an; es gibt nichts zu übergeben."
