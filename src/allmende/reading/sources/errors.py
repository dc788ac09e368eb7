"""Why a file cannot be read, in sentences that say what to do."""

from typing import ClassVar

from allmende.common.errors import AllmendeError


class UnreadableDocument(AllmendeError):
    """The file cannot be turned into text; `values["name"]` is the file's name."""

    message: ClassVar[str] = "„{name}“ lässt sich nicht lesen. Speichern Sie die Datei neu als PDF oder DOCX."


class EmptyFile(UnreadableDocument):
    """The file has no content."""

    message = "„{name}“ ist leer. Prüfen Sie, ob die Datei vollständig übertragen wurde."


class FileTooLarge(UnreadableDocument):
    """The file has more bytes or more text than we read."""

    message = (
        "„{name}“ ist zu groß (höchstens {limit}). Reichen Sie die Vorlage ohne Anlagen oder in Teilen ein."
    )


class UnsupportedFileType(UnreadableDocument):
    """The file is of a type that holds no paper we can read."""

    message = "„{name}“ ist {kind}. {advice}"


class PasswordProtected(UnreadableDocument):
    """The file opens only with a password."""

    message = (
        "„{name}“ ist mit einem Kennwort geschützt. Speichern Sie die Datei ohne Kennwort und lesen Sie "
        "sie erneut ein."
    )


class DamagedFile(UnreadableDocument):
    """The file is not what its first bytes promise."""

    message = (
        "„{name}“ ist beschädigt oder unvollständig ({kind}). Laden Sie die Datei erneut herunter oder "
        "speichern Sie sie in ihrem Programm neu."
    )


class TooCostly(UnreadableDocument):
    """Opening the file took more memory or time than a paper may take."""

    message = (
        "„{name}“ braucht beim Öffnen zu viel Speicher oder Zeit und wurde nicht gelesen. Drucken Sie die "
        "Vorlage in eine neue PDF-Datei oder teilen Sie sie."
    )


CHILD_ERRORS: dict[str, type[UnreadableDocument]] = {
    error.__name__: error
    for error in (FileTooLarge, UnsupportedFileType, PasswordProtected, DamagedFile, TooCostly)
}
"""The refusals that the reading process may report, by name."""
