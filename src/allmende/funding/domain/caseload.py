"""How many cases a provider has: numbers from released statistics only. Pure."""

from datetime import date

from allmende.common.formats import day

SMALLEST_RELEASED = 5
"""Statistics release no smaller number but zero: it could be traced to people."""


def caseload_problems(key_date: date, cases: int, reference: str, released_on: date, on: date) -> list[str]:
    """Return in German why a number cannot be taken over; empty if it can."""
    found = []
    if cases < 0:
        found.append(f"Eine Fallzahl ist nie negativ ({cases}).")
    elif 0 < cases < SMALLEST_RELEASED:
        found.append(
            f"Zahlen von 1 bis {SMALLEST_RELEASED - 1} gibt keine Statistik frei: Sie ließen auf Menschen "
            "schließen. Lassen Sie den Eintrag weg, oder nehmen Sie eine größere Gruppe."
        )
    if not reference.strip():
        found.append("Nennen Sie die Freigabe der Statistik, zum Beispiel „Freigabe 2024-12, Tabelle 3“.")
    if released_on < key_date:
        found.append(
            f"Die Freigabe vom {day(released_on)} liegt vor dem Stichtag {day(key_date)}. Berichtigen Sie "
            "einen der beiden Tage."
        )
    if max(key_date, released_on) > on:
        found.append(f"Stichtag und Freigabe liegen nicht nach heute ({day(on)}).")
    return found
