"""A region with many synthetic cases, made in a few statements, and the people who look after its numbers."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils import timezone

from allmende.accounts.models import User
from allmende.cases.domain.access import Role
from allmende.cases.models import CaseFile, Organisation, StatusFact
from tests.cases.database.factories import Cast, assigned

KEY_DATE = date(2024, 10, 31)
LATER = date(2024, 12, 31)
TODAY = date(2025, 1, 15)
RESIDENCE = {"24": 50, "25-1": 60, "25-3": 20, "25ab": 5, "104c": 9, "duldung": 20, "gestattung": 40, "ne": 6}


@dataclass(frozen=True, slots=True)
class Office:
    """Who prepares, who releases, and somebody of another region with the same duties."""

    controlling: User
    supervision: User
    stranger: User
    case_manager: User


def the_office(cast: Cast) -> Office:
    stranger = assigned(cast.other_town, Role.CONTROLLING, "fremd@town.example").user
    assigned(cast.other_town, Role.SUPERVISION, user=stranger)
    return Office(
        assigned(cast.town, Role.CONTROLLING).user,
        assigned(cast.town, Role.SUPERVISION).user,
        stranger,
        assigned(cast.town, Role.CASE_MANAGER).user,
    )


def many_cases(holders: list[Organisation], count: int, seed: int = 1) -> list[UUID]:
    """Open running cases with a residence and a year of birth each; holders take turns by chance."""
    chance = random.Random(seed)  # noqa: S311 - synthetic data, nothing secret
    now = timezone.now()
    files, facts = [], []
    for number in range(count):
        holder = chance.choice(holders)
        opened = KEY_DATE - timedelta(days=chance.randrange(30, 900))
        file = CaseFile(
            region_id=holder.region_id,
            holder=holder,
            number=f"S{seed}-{number}",
            phase="umsetzung",
            phase_since=opened,
            opened_on=opened,
        )
        files.append(file)
        residence = chance.choices(list(RESIDENCE), list(RESIDENCE.values()))[0]
        for attribute, code in (("residence", residence), ("born", str(chance.randrange(1950, 2006)))):
            facts.append(
                StatusFact(
                    case=file,
                    region_id=holder.region_id,
                    attribute=attribute,
                    code=code,
                    evidence="told",
                    valid=DateRange(opened, None),
                    known=DateTimeTZRange(now, None),
                )
            )
    CaseFile.objects.using("default").bulk_create(files)
    StatusFact.objects.using("default").bulk_create(facts)
    return [file.pk for file in files]
