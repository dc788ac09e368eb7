"""The demands of the municipal associations of NRW as ready scenarios. Each is a question to the workshop."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from allmende.ledger.scenarios.domain import SYNTHETIC

ABSENT = "fehlt"


@dataclass(frozen=True, slots=True)
class Reform:
    """One demand: what is asked for, by whom, what it rests on, and the question that computes it.

    `inputs` are those that need base data per municipality; `assumptions` say what the law leaves open.
    """

    slug: str
    title: str
    demand: str
    basis: str
    settings: Mapping[str, str]
    inputs: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = field(default=())
    is_own_rule: bool = False

    def question(self, sources: Mapping[str, str]) -> dict[str, str]:
        """Return the question with these sources of the inputs (`persons`: `beispiel` or `daten-3`).

        An input without a source is asked for, whatever the rule would take by default.
        """
        return {**self.settings, **{f"ein.{name}": sources.get(name, ABSENT) for name in self.inputs}}

    def with_example(self) -> dict[str, str]:
        return self.question(dict.fromkeys(self.inputs, SYNTHETIC))


REFORMS = (
    Reform(
        "flueag-schluessel",
        "FlüAG: Schlüssel mit mehr Gewicht für die Fläche",
        "Wer nimmt wie viele auf, wenn die Fläche stärker zählt? Diese Rechnung braucht nur Einwohnerzahl "
        "und Fläche aus dem Register: Sie ist mit echten Daten vollständig.",
        "§ 3 Abs. 1 FlüAG",
        {
            "regel": "flueag_key",
            "jahre": "2026",
            "e1.name": "Fläche zählt 20 statt 10 Prozent",
            "e1.flueag_population_weight": "80",
            "e1.flueag_area_weight": "20",
        },
        assumptions=(
            "Die Umverteilung nach der Begrenzung geschieht einmal; ob sie zu wiederholen ist, regelt der "
            "gesehene Text nicht.",
            "Die Gewichte 80 und 20 sind ein Beispiel, keine Forderung.",
        ),
    ),
    Reform(
        "flueag-pauschalen",
        "FlüAG: Pauschalen um 25 Prozent erhöhen",
        "Die Monatspauschalen sollen rückwirkend zum 1. Januar 2024 um mindestens 25 Prozent steigen.",
        "§ 4 Abs. 2 FlüAG",
        {
            "regel": "flueag_lump_sum",
            "jahre": "2024",
            "bekannt": "2024-01-31",
            "e1.name": "Pauschalen +25 Prozent",
            "e1.ab": "2024-01-01",
            "e1.flueag_rate.kreisangehoerig": "+25 %",
            "e1.flueag_rate.kreisfrei": "+25 %",
        },
        inputs=("persons",),
        assumptions=(
            "Gerechnet ist mit dem Recht, wie es am 31.1.2024 bekannt war. Seit dem 20.12.2024 gelten "
            "rückwirkend 1.013 und 1.303 Euro; leeren Sie in der Werkstatt „Recht, wie bekannt am“, um damit "
            "zu vergleichen.",
            "Gerechnet wird Monat für Monat; die Personenzahl bleibt im Szenario gleich.",
        ),
    ),
    Reform(
        "krankheitskosten",
        "FlüAG: Schwelle der Krankheitskosten senken",
        "Außergewöhnliche Krankheitskosten sollen früher erstattet werden als ab 35.000 Euro je Person "
        "und Jahr.",
        "§ 4b FlüAG",
        {
            "regel": "flueag_sickness_reimbursement",
            "jahre": "2026",
            "e1.name": "Schwelle 25.000 EUR",
            "e1.flueag_sickness_threshold": "25000",
        },
        inputs=("sickness_costs",),
        assumptions=("Die neue Schwelle von 25.000 Euro ist ein Beispiel; ändern Sie sie in der Werkstatt.",),
    ),
    Reform(
        "einmalbetrag",
        "FlüAG: Einmalbetrag für Geduldete erhöhen",
        "Der einmalige Betrag für vollziehbar ausreisepflichtige Personen soll deutlich steigen.",
        "Gesetz vom 9.11.2021",
        {
            "regel": "flueag_one_off",
            "jahre": "2026",
            "e1.name": "15.000 EUR je Person",
            "e1.flueag_one_off_rate": "15000",
        },
        inputs=("one_off_persons",),
        assumptions=("Die Forderung nennt keinen Betrag; 15.000 Euro sind ein Beispiel.",),
    ),
    Reform(
        "vorhaltekosten",
        "FlüAG: Vorhaltekosten erstatten",
        "Plätze, die Gemeinden für künftige Zuweisungen freihalten, sollen bezahlt werden.",
        "keine Vorschrift: Das Gesetz kennt keine Vorhaltekosten",
        {
            "regel": "flueag_standby_payment",
            "jahre": "2026",
            "e1.name": "300 EUR je freigehaltenem Platz und Monat",
            "e1.flueag_standby_rate": "300",
        },
        inputs=("standby_places",),
        assumptions=("Der Betrag von 300 Euro je Platz und Monat ist frei gewählt.",),
        is_own_rule=True,
    ),
    Reform(
        "grundsteuer-messzahlen",
        "Grundsteuer B: andere Messzahl für Nichtwohngrundstücke",
        "Das Land soll die Messzahlen selbst so setzen, dass Wohnen nicht stärker belastet wird. Vorbild ist "
        "Sachsen mit 0,72 ‰ für Nichtwohngrundstücke.",
        "§ 15 Abs. 1 GrStG; abweichendes Landesrecht nach Art. 72 Abs. 3 Nr. 7 GG",
        {
            "regel": "property_tax_yearly",
            "jahre": "2026",
            "wert.property_use": "non_residential",
            "e1.name": "Messzahl 0,72 ‰",
            "e1.property_tax_base_rate.non_residential": "0,72",
        },
        inputs=("property_value", "tax_rate"),
        assumptions=(
            "Die Werte je Gemeinde sind Summen. Die Abrundung jedes einzelnen Grundstücks auf volle 100 Euro "
            "geht darin unter; das Ergebnis ist eine Größenordnung.",
            "Die sächsische Messzahl ist vor einer Verwendung am Landesgesetz zu prüfen.",
            "Die Hebesätze bleiben im Szenario gleich.",
        ),
    ),
    Reform(
        "windziel",
        "Windenergie: Flächenziel 1,8 Prozent schon 2027",
        "1,8 statt 1,1 Prozent der Landesfläche sollen schon zum ersten Stichtag ausgewiesen sein.",
        "§ 3 Abs. 1 und Anlage WindBG",
        {
            "regel": "wind_proportional_area",
            "jahre": "2026",
            "wert.wind_deadline": "end_of_2027",
            "e1.name": "1,8 % bis Ende 2027",
            "e1.wind_target_share.end_of_2027": "1,8",
        },
        assumptions=(
            "Kein Gesetz teilt das Ziel auf Gemeinden auf. Gerechnet ist derselbe Anteil an jeder "
            "Gemeindefläche.",
        ),
    ),
    Reform(
        "bag-jh",
        "BAG-JH: Nachzahlung für 2021/22 und 2022/23",
        "Das Land soll erstatten, was der Rechtsanspruch auf einen Platz für Kinder unter drei Jahren "
        "kostet, auch rückwirkend.",
        "BAG-JH; BAGJHVO vom 4.12.2024",
        {
            "regel": "bag_jh_share",
            "jahre": "2021-2022",
            "e1.name": "Ausgleich +10 Prozent",
            "e1.bag_jh_compensation": "+10 %",
        },
        inputs=("u3_places",),
        assumptions=(
            "Nach welchem Schlüssel die Summe die Jugendämter erreicht, ist nicht gesehen. Verteilt ist nach "
            "Plätzen.",
            "Empfänger sind die Jugendämter. Welche Gemeinde ein eigenes hat, steht nicht im Register: "
            "Gerechnet ist je Gemeinde, in der die Plätze liegen.",
            "Die Summen ab August 2023 sind nicht bekannt. Der Aufschlag von 10 Prozent ist ein Beispiel.",
        ),
    ),
)


def reform(slug: str) -> Reform | None:
    """Return the dossier with this name in the address."""
    return next((each for each in REFORMS if each.slug == slug), None)
