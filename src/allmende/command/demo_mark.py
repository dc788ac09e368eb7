"""The mark on a data directory that holds demo data, whose passwords everybody knows."""

import ipaddress
from pathlib import Path

from allmende.common.errors import AllmendeError

MARK = "DEMO"
TEXT = "Beispieldaten mit öffentlich bekannten Passwörtern. Nicht für den Betrieb.\n"


class DemoIsNotPublic(AllmendeError):
    """Demo data shall not be reachable from other machines."""

    message = (
        "{path} enthält Beispieldaten mit öffentlich bekannten Passwörtern und ist nur auf diesem Rechner "
        "erreichbar. Wählen Sie für den Betrieb ein anderes Verzeichnis (ALLMENDE_DATA_DIR)."
    )


class NotADemo(AllmendeError):
    """Demo data shall never mix with real data."""

    message = (
        "{path} enthält schon Daten, die keine Beispieldaten sind. "
        "Wählen Sie für die Vorführung ein leeres Verzeichnis (ALLMENDE_DATA_DIR)."
    )


def mark_as_demo(data_dir: Path) -> None:
    """Mark an empty or already marked data directory; raise if it holds anything else."""
    mark = data_dir / MARK
    if mark.exists():
        return
    if data_dir.exists() and any(data_dir.iterdir()):
        raise NotADemo(path=data_dir)
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o711)
    mark.write_text(TEXT, encoding="utf-8")


def refuse_to_publish_a_demo(data_dir: Path, host: str) -> None:
    """Raise if demo data would be served to other machines."""
    if (data_dir / MARK).exists() and not _is_this_machine(host):
        raise DemoIsNotPublic(path=data_dir)


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
