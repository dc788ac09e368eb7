"""Acceptance check 14: what was changed, deleted, inserted, reordered, cut off or rewritten is found."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from allmende.accounts.actions import record_event
from allmende.accounts.chains import is_whole
from allmende.accounts.domain import FIRST_PREVIOUS_HASH, AuditEventRow, sealed_hash
from allmende.accounts.models import AuditEvent
from allmende.accounts.queries import broken_audit_links
from allmende.cases.domain.access import Role
from allmende.cases.errors import NotYourDuty, SealRefused
from allmende.cases.models import Assignment, Seal
from allmende.cases.sealing import keep_seal, seal_all, seal_head, seals_of, verify
from tests.append_only import triggers_off
from tests.cases.database.factories import Cast, assigned

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)
FIELDS = AuditEventRow.__dataclass_fields__
COLUMNS = (
    "chain, recorded_at, actor_id, actor_label, action, object_type, object_id, object_label, details, hash"
)


@pytest.fixture
def auditor(cast: Cast) -> Assignment:
    for number in range(6):
        record_event(
            actor=None,
            chain=cast.region.key,
            action="case_notes_read",
            object_type="cases.casefile",
            object_id=str(number),
            object_label=f"L-{number} „Ü“",
            details={"Zweck": "Beratung", "a": "b"} if number % 2 else None,
        )
    return assigned(cast.town, Role.AUDIT)


def tamper(*statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with triggers_off(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def rewrite(chain: str, *, without: int) -> None:
    """Do what the owner of the database can do: a whole new chain that holds, with its head."""
    rows = list(AuditEvent.objects.filter(chain=chain).order_by("seq"))
    previous, kept = FIRST_PREVIOUS_HASH, [row for row in rows if row.seq != without]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_auditevent WHERE chain = %s", [chain])
        for seq, row in enumerate(kept, 1):
            row.seq, row.prev_hash = seq, previous
            row.hash = previous = sealed_hash(AuditEventRow(**{name: getattr(row, name) for name in FIELDS}))
            row.pk = None
            row.save(force_insert=True)
        cursor.execute(
            "UPDATE accounts_auditchain SET head_seq = %s, head_hash = %s WHERE chain = %s",
            [len(kept), previous, chain],
        )


def cut_tail(chain: str) -> None:
    last = AuditEvent.objects.filter(chain=chain).order_by("-seq")[1]
    tamper(
        f"DELETE FROM accounts_auditevent WHERE chain = '{chain}' AND seq > {last.seq}",  # noqa: S608
        f"UPDATE accounts_auditchain SET head_seq = {last.seq}, head_hash = '{last.hash}' "  # noqa: S608
        f"WHERE chain = '{chain}'",
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditevent SET actor_label = 'Andere' WHERE seq = 3",
        "UPDATE accounts_auditevent SET details = '{}' WHERE seq = 2",
        "UPDATE accounts_auditevent SET recorded_at = recorded_at + interval '1 microsecond' WHERE seq = 6",
        "DELETE FROM accounts_auditevent WHERE seq = 4",
        "DELETE FROM accounts_auditevent WHERE seq = 6",
        "DELETE FROM accounts_auditevent WHERE seq = 1",
        f"INSERT INTO accounts_auditevent ({COLUMNS}, seq, prev_hash) "  # noqa: S608
        f"SELECT {COLUMNS}, seq + 1, hash FROM accounts_auditevent ORDER BY seq DESC LIMIT 1",
        "UPDATE accounts_auditevent SET seq = seq + 900 WHERE seq = 7; "
        "UPDATE accounts_auditevent SET seq = 7 WHERE seq = 8; "
        "UPDATE accounts_auditevent SET seq = 8 WHERE seq = 907",
        "UPDATE accounts_auditchain SET head_hash = repeat('0', 64)",
        "DELETE FROM accounts_auditchain",
    ],
)
def test_the_chain_tells_what_was_done_to_it(cast: Cast, auditor: Assignment, statement: str) -> None:
    for _ in range(2):
        record_event(
            actor=None, chain=cast.region.key, action="x", object_type="y", object_id="z", object_label=""
        )
    assert is_whole(cast.region.key)
    tamper(statement)
    assert broken_audit_links() != []


@pytest.mark.parametrize("deed", [cut_tail, lambda chain: rewrite(chain, without=3)])
def test_a_rewritten_or_shortened_chain_holds_and_only_the_seal_tells(
    cast: Cast, auditor: Assignment, deed: Callable[[str], None]
) -> None:
    seal_head(region=cast.region, by=auditor.user, on=ON)
    printed = seals_of(cast.region)[0].text
    deed(cast.region.key)
    assert is_whole(cast.region.key)
    assert not seals_of(cast.region)[0].holds
    assert not verify(region=cast.region, by=auditor.user, on=ON)
    # the database can forget its own seal too; the printed one comes back from the paper
    tamper_seal()
    assert verify(region=cast.region, by=auditor.user, on=ON)
    keep_seal(region=cast.region, printed=printed, source="Vorlage 2024/3092", by=auditor.user, on=ON)
    assert not verify(region=cast.region, by=auditor.user, on=ON)


def tamper_seal() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_seal DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM cases_seal")
        cursor.execute("ALTER TABLE cases_seal ENABLE TRIGGER USER")


def test_partners_keep_each_others_seals(cast: Cast, auditor: Assignment) -> None:
    text = f"Protokollsiegel 05999001 Nr. 12 vom 1.2.2026 {'a' * 64}"
    kept = keep_seal(region=cast.region, printed=f"  {text}\n", source="Stadt Probe", by=auditor.user, on=ON)
    assert (kept.chain, kept.seq) == ("05999001", 12)
    assert verify(region=cast.region, by=auditor.user, on=ON)
    for printed, source in (("irgendwas", "x"), (text, " ")):
        with pytest.raises(SealRefused):
            keep_seal(region=cast.region, printed=printed, source=source, by=auditor.user, on=ON)
    with pytest.raises(SealRefused, match="noch nichts"):
        seal_head(region=cast.other_region, by=None, on=ON)


def test_the_clock_seals_each_region_that_has_events(cast: Cast, auditor: Assignment) -> None:
    seal_all(on=ON)
    seal_all(on=ON)
    assert [seal.chain for seal in Seal.objects.all()] == [cast.region.key]


def test_only_audit_verifies_and_sees_the_page(cast: Cast, auditor: Assignment) -> None:
    supervision = assigned(cast.town, Role.SUPERVISION)
    with pytest.raises(NotYourDuty):
        verify(region=cast.region, by=supervision.user, on=ON)
    client = Client()
    client.force_login(supervision.user)
    url = reverse("cases:audit", args=[cast.region.key])
    assert client.get(url).status_code == 404
    client.force_login(auditor.user)
    assert client.get(reverse("cases:audit-regions"))["Location"] == url
    assert client.get(reverse("cases:audit", args=[cast.other_region.key])).status_code == 404
    client.post(reverse("cases:verify-audit", args=[cast.region.key]))
    client.post(reverse("cases:seal-audit", args=[cast.region.key]))
    page = client.get(url).content.decode()
    assert "unversehrt: Kette und Siegel stimmen" in page
    assert seals_of(cast.region)[0].text in page
    assert "L-3" in page
    told = {"printed": "nichts", "source": "x"}
    client.post(reverse("cases:seal-audit", args=[cast.region.key]), told)
    assert "Das ist kein Siegel" in client.get(url).content.decode()
