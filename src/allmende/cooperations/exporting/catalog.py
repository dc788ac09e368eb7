"""The description of the inventory for open data portals."""

from datetime import date
from typing import Any

from allmende.pages.data_catalog import Dataset, Distribution, dataset

INVENTORY = Dataset(
    title="Register der interkommunalen Zusammenarbeit",
    description=(
        "Wer mit wem in welcher Rechtsform welche Aufgaben gemeinsam erledigt, mit Zeiträumen, "
        "Quelle und Sicherheit je Angabe."
    ),
    keywords=("interkommunale Zusammenarbeit", "Zweckverband", "öffentlich-rechtliche Vereinbarung"),
    distributions=(
        Distribution("JSON", "application/json", "daten.json", "Zusammenarbeiten mit Beteiligten als JSON"),
        Distribution("CSV", "text/csv", "daten.csv", "Eine Zeile je Beteiligung als CSV"),
        Distribution(
            "XLSX",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "daten.xlsx",
            "Eine Zeile je Beteiligung als Excel-Datei",
        ),
    ),
)


def catalog(*, address: str, publisher: str, changed_on: date) -> dict[str, Any]:
    """Return the description; `address` is where the inventory stands, with a slash at its end."""
    return dataset(INVENTORY, address=address, publisher=publisher, changed_on=changed_on)
