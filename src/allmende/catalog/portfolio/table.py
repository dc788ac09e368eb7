"""The empty table that a provider fills in: one example row, what the columns mean, which words are known."""

from collections.abc import Iterator

from allmende.catalog.domain import Accessibility, MeasurePeriod, ProtectionNeed, Sourcing
from allmende.catalog.portfolio.reader import PRICE_COLUMNS, PRODUCT_COLUMNS
from allmende.catalog.prices.components import GroundKind, Interval, PayerGroup, PriceKind, VatRule
from allmende.catalog.takeup.terms import NoticeTo
from allmende.pages.exports import Sheet, xlsx_book
from allmende.sharing.keys import DRIVER_LABELS

COLUMNS = (*PRODUCT_COLUMNS, *PRICE_COLUMNS)
MEANINGS = (
    ("titel", "Name der Leistung; Zeilen mit demselben Titel gehören zusammen, eine Zeile je Preis"),
    ("bedarf", "wofür, mit denselben Worten wie andere Anbieter: „Finanzsoftware“"),
    ("gilt_ab", "erster Tag der Fassung; leer: der Erste des nächsten Monats"),
    ("leistungen", "unterstützte Leistungen, 14-stellige LeiKa-Schlüssel, durch Komma getrennt"),
    ("verfuegbarkeit", "Prozent, bezogen auf den Messzeitraum"),
    ("preis", "wie der Preisbestandteil heißt"),
    ("betrag", "Euro, bis zu sechs Nachkommastellen"),
    ("staffeln", "„0: 12,50; 100: 10,00“: über welcher Menge welcher Betrag gilt"),
    ("umsatzsteuer", "O, E, S oder leer, solange nicht entschieden ist; dann lässt sich nicht abrechnen"),
    ("gesamtbetrag", "nur bei Umlagen: was im Jahr verteilt wird"),
    ("schluessel", "nur bei Umlagen: „einwohner: 70; sockel: 30“"),
    ("abschlag", "nur nach Aufwand: Abschlag je Zeitraum"),
)
WORDS = {
    "bezugsweg": Sourcing,
    "schutzbedarf": ProtectionNeed,
    "barrierefreiheit": Accessibility,
    "kuendigung": NoticeTo,
    "messzeitraum": MeasurePeriod,
    "preisart": PriceKind,
    "zeitraum": Interval,
    "gilt_fuer": PayerGroup,
    "umsatzsteuer": VatRule,
    "rechtsgrund_art": GroundKind,
}


def empty_table() -> bytes:
    """Return an Excel file to fill in."""
    return xlsx_book(
        [
            Sheet("Portfolio", COLUMNS, []),
            Sheet("Spalten", ("Spalte", "Bedeutung"), MEANINGS),
            Sheet("Wörter", ("Spalte", "Wort", "bedeutet"), list(_words())),
        ]
    )


def _words() -> Iterator[tuple[str, str, str]]:
    for column, codes in WORDS.items():
        for code in codes:
            yield column, code.value, str(getattr(code, "label", code.value))
    for driver, label in DRIVER_LABELS.items():
        yield "schluessel", driver.value, label
