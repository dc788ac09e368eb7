"""What can go wrong with papers, and what to do then."""

from allmende.common.errors import AllmendeError


class PaperRefusal(AllmendeError):
    """Base of every refusal of this app."""


class UploadTooLarge(PaperRefusal):
    """The file has more bytes than we take."""

    message = "„{name}“ ist größer als {limit} MB. Laden Sie die Vorlage ohne Anlagen oder in Teilen hoch."


class TextTooLong(PaperRefusal):
    """The text is longer than a person can review on one page."""

    message = (
        "„{name}“ enthält mehr Text, als auf eine Seite passt ({limit} Zeichen). Teilen Sie das Dokument."
    )


class DuplicateUpload(PaperRefusal):
    """The same file was uploaded before; `url` leads to its draft or paper."""

    message = "„{name}“ ist schon vorhanden: {title}."


class StaleDraft(PaperRefusal):
    """Somebody else saved the draft in the meantime."""

    message = (
        "{person} hat den Entwurf inzwischen geändert. Ihre Eingaben stehen noch da, sind aber noch nicht "
        "gespeichert. Vergleichen Sie und speichern Sie dann noch einmal."
    )


class ChangedMeanwhile(StaleDraft):
    """Somebody else saved the draft between a person's look and the press of a button that asks for none."""

    message = "{person} hat den Entwurf inzwischen geändert. Sehen Sie sich den neuen Stand an."


class TooManyRows(PaperRefusal):
    """More rows than one page can send back."""

    message = (
        "Der Entwurf hat {count} Zeilen; speichern lassen sich höchstens {limit}. Es wurde "
        "nichts gespeichert. Entfernen Sie Zeilen, oder teilen Sie das Dokument."
    )


class Vanished(PaperRefusal):
    """Somebody else deleted it, or took it back, a moment ago."""

    status = 404
    message = "Diesen Entwurf oder diese Vorlage gibt es nicht mehr. Jemand anderes war schneller."


class StoredFileMissing(PaperRefusal):
    """The database knows a file that is not in the storage."""

    status = 404
    message = (
        "Die Datei „{name}“ fehlt in der Ablage. Die Verwaltung dieser Installation kann sie aus der "
        "Sicherung zurückholen."
    )


class DraftNotOpen(PaperRefusal):
    """The draft was confirmed already."""

    message = "Dieser Entwurf ist schon bestätigt. Holen Sie ihn zuerst in den Entwurf zurück."


class DraftHasProblems(PaperRefusal):
    """Some values cannot be read."""

    message = "{count} Eingaben lassen sich nicht lesen. Sie sind in der Liste markiert."


class DraftNotCertain(PaperRefusal):
    """Only drafts without an open point are confirmed without a look."""

    message = "Offene Stellen: {count}. Prüfen Sie den Entwurf, bevor Sie ihn bestätigen."


class NothingToUndo(PaperRefusal):
    """There is no earlier state of the draft."""

    message = "Es gibt keine frühere Fassung dieses Entwurfs."


class ReferenceTaken(PaperRefusal):
    """Another paper of the body has this number; `url` leads to it."""

    message = "Die Nummer „{reference}“ hat schon die Vorlage „{title}“. Prüfen Sie die Nummer."


class NotPublishable(PaperRefusal):
    """Only papers whose status is public may be published."""

    message = "Nur Vorlagen mit dem Status „öffentlich“ können veröffentlicht werden."


class PaperIsPublished(PaperRefusal):
    """A published paper cannot go back to the draft."""

    message = "Die Vorlage ist veröffentlicht. Nehmen Sie zuerst die Veröffentlichung zurück."


class PaperInUse(PaperRefusal):
    """Other things rest on this paper."""

    message = "Auf dieser Vorlage bauen schon andere Vorgänge auf. Sie kann nicht in den Entwurf zurück."


class ResultsRecorded(PaperRefusal):
    """What was recorded after the confirmation would be lost."""

    message = (
        "Zu dieser Vorlage sind schon das Ergebnis der Beratung oder erledigte Aufträge festgehalten. "
        "Nehmen Sie das zuerst zurück."
    )
