"""Synthetic towns: cases with plausible codes, drawn from a seed. Nobody in them is real."""

import random
from datetime import date, timedelta

from allmende.cases.statistics.rows import CaseRow

PROVIDERS = ("AWO", "Caritas", "Diakonie", "Stadt")
RESIDENCE = {
    "§ 24": 50,
    "§ 25 Abs. 1": 60,
    "§ 25 Abs. 3": 20,
    "§§ 25a, 25b": 5,
    "§ 104c": 9,
    "Duldung": 20,
    "Gestattung": 40,
    "Niederlassungserlaubnis": 6,
}
LANGUAGE = {"keine": 20, "A1": 40, "A2": 50, "B1": 60, "B2": 30, "C1": 6}
KEY_DATE = date(2024, 10, 31)


def a_case(number: int, chance: random.Random, opened: date | None = None) -> CaseRow:
    return CaseRow(
        f"F{number:05d}",
        opened or KEY_DATE - timedelta(days=chance.randrange(900)),
        None,
        {
            "provider": chance.choices(PROVIDERS, (2, 2, 2, 3))[0],
            "residence": chance.choices(list(RESIDENCE), list(RESIDENCE.values()))[0],
            "language": chance.choices(list(LANGUAGE), list(LANGUAGE.values()))[0],
        },
    )


def a_town(seed: int, cases: int = 217) -> list[CaseRow]:
    chance = random.Random(seed)  # noqa: S311 - synthetic data, nothing secret
    return [a_case(number, chance) for number in range(cases)]
