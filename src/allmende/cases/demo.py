"""The demo's case region: Leverkusen as source document 003 tells it, with invented people.

217 running cases on 31.10.2024 at three charities and the city; how they split is invented, and so is
everybody in them. Rows are inserted in bulk, as the role that migrates.
"""

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from allmende.accounts.actions import invite_user
from allmende.cases.domain.access import Role
from allmende.cases.domain.file_words import LegalBasis
from allmende.cases.domain.words import LegalRegime, OrganisationKind
from allmende.cases.encryption import CaseKey, KeyFile, blind_index
from allmende.cases.freezing import freeze
from allmende.cases.models import (
    Agreement,
    Assignment,
    CaseFile,
    CaseMember,
    Identity,
    Organisation,
    Region,
    StatusFact,
    WrappedKey,
)
from allmende.cases.records import BORN, CONTACT, NAME, region_keys
from allmende.cases.releasing import prepare, release
from allmende.cases.statistics.protecting import Method
from allmende.funding.demo import LEVERKUSEN
from allmende.funding.queries import forwardings_by_provider
from allmende.register import queries as register

if TYPE_CHECKING:
    from allmende.accounts.models import User

SINCE, KEY_DATE = date(2022, 1, 1), date(2024, 10, 31)
ORGANISATIONS = (
    ("awo-leverkusen", OrganisationKind.TRAEGER, LegalRegime.DSGVO, 49),
    ("caritas-leverkusen", OrganisationKind.TRAEGER, LegalRegime.KDG, 48),
    ("diakonie-leverkusen", OrganisationKind.TRAEGER, LegalRegime.DSG_EKD, 47),
    (LEVERKUSEN, OrganisationKind.KOMMUNE, LegalRegime.DSGVO_NRW, 73),
)
"""Body, kind, law, and how many cases: 217 in all, the split invented."""
DUTIES = (
    ("case@awo-leverkusen.example", "awo-leverkusen", Role.CASE_MANAGER),
    ("case@caritas-leverkusen.example", "caritas-leverkusen", Role.CASE_MANAGER),
    ("case@diakonie-leverkusen.example", "diakonie-leverkusen", Role.CASE_MANAGER),
    ("case@leverkusen.example", LEVERKUSEN, Role.CASE_MANAGER),
    ("supervision@leverkusen.example", LEVERKUSEN, Role.SUPERVISION),
    ("controlling@leverkusen.example", LEVERKUSEN, Role.CONTROLLING),
    ("audit@leverkusen.example", LEVERKUSEN, Role.AUDIT),
    ("treasurer@leverkusen.example", LEVERKUSEN, Role.FINANCE),
)
COLLEAGUES = (
    ("case2@awo-leverkusen.example", "awo-leverkusen"),
    ("case2@caritas-leverkusen.example", "caritas-leverkusen"),
    ("case2@diakonie-leverkusen.example", "diakonie-leverkusen"),
    ("case2@leverkusen.example", LEVERKUSEN),
    ("case3@leverkusen.example", LEVERKUSEN),
)
"""With them there are nine case managers, as in the document; nobody can sign in as them."""
WEIGHTS: Mapping[str, Mapping[str, int]] = {
    "access": {"abh": 30, "jobcenter": 40, "sozialamt": 20, "schule": 6, "traeger": 25, "selbst": 20},
    "sex": {"w": 48, "m": 51, "d": 1},
    "nationality": {"eu": 10, "dritt": 85, "ohne": 5},
    "residence": {
        "24": 50,
        "25-1": 60,
        "25-3": 20,
        "25ab": 5,
        "104c": 9,
        "duldung": 20,
        "gestattung": 40,
        "ne": 6,
    },
    "language": {"keine": 20, "a1": 40, "a2": 50, "b1": 60, "b2": 30, "c1": 6},
    "labour": {"sucht": 60, "kurs": 70, "massnahme": 20, "ausbildung": 15, "minijob": 15, "arbeit": 30},
    "benefit": {"asylblg": 50, "sgb2": 130, "keine": 30},
    "household": {"1": 90, "2": 40, "3": 35, "4": 30, "5": 22},
}
GIVEN = ("Alma", "Bero", "Cira", "Dano", "Elin", "Faro", "Gela", "Hano", "Ilva", "Jaro", "Kela", "Limo")
FAMILY = ("Musterfeld", "Probenius", "Beispieler", "Erfundener", "Demowicz", "Testoğlu", "Fiktivo")


def load(users: Mapping[str, "User"], *, on: date, at: datetime) -> None:
    """Bring region, organisations, duties and cases; what is there stays. Tables follow after the commit."""
    if Region.objects.exists():
        return
    bodies = {key: register.body_by_key(key, on=on) for key, *_ in ORGANISATIONS}
    region = Region.objects.create(key=LEVERKUSEN, body_id=bodies[LEVERKUSEN].id)
    organisations = {
        key: Organisation.objects.create(
            region=region,
            body_id=bodies[key].id,
            name=str(bodies[key]),
            kind=kind.value,
            legal_regime=regime.value,
        )
        for key, kind, regime, _cases in ORGANISATIONS
    }
    forwardings = forwardings_by_provider(bodies[LEVERKUSEN].id)
    for key, organisation in organisations.items():
        if bodies[key].id in forwardings:
            Agreement.objects.create(
                organisation=organisation,
                forwarding_id=forwardings[bodies[key].id],
                valid=DateRange(SINCE, None),
            )
    leads: dict[str, list[Assignment]] = {}
    colleagues = [(_invited(email, users), key, Role.CASE_MANAGER) for email, key in COLLEAGUES]
    for user_id, key, role in [*((users[email].pk, key, role) for email, key, role in DUTIES), *colleagues]:
        made = Assignment.objects.create(
            user_id=user_id,
            region=region,
            organisation=organisations[key],
            role=role.value,
            valid=DateRange(SINCE, None),
            reason="Beispieldaten",
        )
        if role is Role.CASE_MANAGER:
            leads.setdefault(key, []).append(made)
    keys = region_keys()
    if LEVERKUSEN not in keys.keys:
        keys = keys.with_new_key(LEVERKUSEN)
        keys.write(settings.CASE_KEY_FILE)
    _cases(region, organisations, leads, keys, at)
    people = users["controlling@leverkusen.example"], users["supervision@leverkusen.example"]
    transaction.on_commit(lambda: release_tables(region.pk, *people, on=on))


def _invited(email: str, users: Mapping[str, "User"]) -> int:
    inviter = users["supervision@leverkusen.example"]
    return invite_user(email=email, name=email.partition("@")[0], by=inviter).user_id


def release_tables(region_id: int, controlling: "User", supervision: "User", *, on: date) -> None:
    """Freeze the key date of the document and release two tables, by two people."""
    snapshot = freeze(region_id=region_id, key_date=KEY_DATE, by=controlling, on=on)
    for table in ("traeger", "traeger-aufenthalt"):
        made = prepare(snapshot_id=snapshot.pk, table=table, method=Method.ROUNDING, by=controlling, on=on)
        release(release_id=made.pk, by=supervision, on=on)


def _cases(
    region: Region,
    organisations: Mapping[str, Organisation],
    leads: Mapping[str, list[Assignment]],
    keys: KeyFile,
    at: datetime,
) -> None:
    chance = random.Random(20241031)  # noqa: S311 - synthetic people, nothing secret
    files: list[CaseFile] = []
    identities: list[Identity] = []
    wrapped: list[WrappedKey] = []
    members: list[CaseMember] = []
    facts: list[StatusFact] = []
    for key, _kind, _regime, cases in ORGANISATIONS:
        for _ in range(cases):
            number = len(files) + 1
            opened = KEY_DATE - timedelta(days=chance.randrange(20, 800))
            file = CaseFile(
                region=region,
                holder=organisations[key],
                number=f"{opened.year}-{number:04d}",
                phase=chance.choices(("aufnahme", "assessment", "planung", "umsetzung"), (1, 2, 3, 9))[0],
                phase_since=opened,
                opened_on=opened,
                informed_on=opened,
                legal_basis=LegalBasis.PUBLIC_TASK.value,
                review_on=date(2026, 1, 1) + timedelta(days=chance.randrange(420)),
            )
            files.append(file)
            own = {"case": file, "region": region}
            born = date(chance.randrange(1958, 2006), chance.randrange(1, 13), chance.randrange(1, 28))
            name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)} {number} (erfunden)"
            opener = CaseKey.new(str(file.pk))
            wrapped.append(WrappedKey(**own, wrapped=keys.wrap(region.key, opener.key)))
            identities.append(
                Identity(
                    **own,
                    name_sealed=opener.encrypt(NAME, name),
                    born_sealed=opener.encrypt(BORN, born.isoformat()),
                    contact_sealed=opener.encrypt(CONTACT, "keine echten Angaben"),
                    name_index=blind_index(keys, region.key, name, born.isoformat()),
                )
            )
            members.append(
                CaseMember(
                    **own,
                    assignment=leads[key][number % len(leads[key])],
                    position="lead",
                    valid=DateRange(opened, None),
                    reason="Fall eröffnet",
                )
            )
            codes = {"born": str(born.year)} | {
                attribute: chance.choices(list(weights), list(weights.values()))[0]
                for attribute, weights in WEIGHTS.items()
            }
            facts += [
                StatusFact(
                    **own,
                    attribute=attribute,
                    code=code,
                    evidence="told",
                    valid=DateRange(opened, None),
                    known=DateTimeTZRange(at, None),
                )
                for attribute, code in codes.items()
            ]
    CaseFile.objects.using("default").bulk_create(files)
    WrappedKey.objects.using("default").bulk_create(wrapped)
    Identity.objects.using("default").bulk_create(identities)
    CaseMember.objects.using("default").bulk_create(members)
    StatusFact.objects.using("default").bulk_create(facts)
