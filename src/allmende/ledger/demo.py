"""Demo calculations: the figures of source document 004, and FlüAG's rise that came a year late."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from allmende.ledger import actions
from allmende.ledger.computing import InputValue, Question
from allmende.ledger.domain import Flow, Mark, PostingKind
from allmende.ledger.models import Calculation
from allmende.ledger.scenarios.actions import save_scenario
from allmende.ledger.scenarios.reforms import reform
from allmende.register import queries as register

LAND, LEVERKUSEN, RHEIN_SIEG = "05", "05316000", "05382"
CENTER = "ki-rhein-sieg"
YEAR_2014 = (date(2014, 1, 1), date(2015, 1, 1))


@transaction.atomic
def load(*, on: date, rhein_sieg_paper: str = "") -> None:
    """Bring the demo's calculations; what is there stays. The papers are addresses of their dossiers."""
    if Calculation.objects.exists():
        return
    _rhein_sieg(on, rhein_sieg_paper)
    _refugees(on)
    _scenarios(on)


def _ids(on: date, *keys: str) -> list[int]:
    return [register.body_by_key(key, on=on).id for key in keys]


def _inputs(values: Mapping[str, Any], source: str, **assumed: Any) -> dict[str, InputValue]:
    seen = {name: InputValue(value, Mark.SEEN.value, source) for name, value in values.items()}
    return seen | {name: InputValue(value, Mark.ASSUMED.value) for name, value in assumed.items()}


def _rhein_sieg(on: date, paper: str) -> None:
    """The extra cost of the integration center rises with a new report on the cost of a workplace."""
    land, district, center = _ids(on, LAND, RHEIN_SIEG, CENTER)
    source = "Rhein-Sieg-Kreis, Vorlage zum Kommunalen Integrationszentrum"
    calculation = actions.create_calculation(
        body=register.body_by_key(RHEIN_SIEG, on=on),
        title="Kommunales Integrationszentrum, Kosten im Jahr",
        kind=PostingKind.PLAN,
        period=YEAR_2014,
        flows=[
            Flow("ki_base_grant", land, district),
            Flow("ki_base_grant", district, center, from_own_money=False),
            Flow("ki_extra_cost", district, center),
        ],
        question=Question(_inputs({}, source, ki_cost="231000"), date(2014, 1, 1), date(2013, 12, 9)),
        reason="Mehrkosten von rund 61.000 EUR nach KGSt 2011/12; die Gesamtkosten sind daraus erschlossen",
        by=None,
        on=on,
        subject=(source if paper else "", paper),
    )
    actions.recalculate(
        calculation_id=calculation.pk,
        question=Question(_inputs({}, source, ki_cost="250000"), date(2014, 1, 1), date(2014, 1, 31)),
        based_on=1,
        reason="Neuer KGSt-Bericht 2013: Mehrkosten rund 80.000 EUR",
        by=None,
        on=on,
    )
    Calculation.objects.filter(pk=calculation.pk).update(is_published=True)


def _refugees(on: date) -> None:
    """A hundred persons in March 2024: paid by the old rate, corrected when the law came in December."""
    land, city = _ids(on, LAND, LEVERKUSEN)
    inputs = _inputs({}, "", persons="100", municipality_kind="kreisfrei")
    calculation = actions.create_calculation(
        body=register.body_by_key(LEVERKUSEN, on=on),
        title="FlüAG-Pauschale März 2024 (Beispiel mit 100 Personen)",
        kind=PostingKind.SOLL,
        period=(date(2024, 3, 1), date(2024, 4, 1)),
        flows=[Flow("flueag_lump_sum", land, city)],
        question=Question(inputs, date(2024, 3, 1), date(2024, 6, 30)),
        reason="Monatsmeldung (angenommene Zahl)",
        by=None,
        on=on,
    )
    actions.recalculate(
        calculation_id=calculation.pk,
        question=Question(inputs, date(2024, 3, 1), date(2024, 12, 20)),
        based_on=1,
        reason="Gesetz vom 10.12.2024 erhöht die Pauschale rückwirkend",
        by=None,
        on=on,
    )
    Calculation.objects.filter(pk=calculation.pk).update(is_published=True)


def _scenarios(on: date) -> None:
    """Two saved scenarios: one on real figures of the register alone, one marked as a synthetic example."""
    city = register.body_by_key(LEVERKUSEN, on=on)
    for slug, note in (
        ("flueag-schluessel", "Echte Einwohnerzahlen und Flächen aus dem Register."),
        ("flueag-pauschalen", "Die Personenzahlen sind synthetisch: Das Ergebnis zeigt nur die Rechenart."),
    ):
        asked = reform(slug)
        if asked is not None:
            save_scenario(
                body=city, title=asked.title, note=note, settings=asked.with_example(), by=None, on=on
            )
