"""The audit trail in the database: it seals itself, and nobody can change it unnoticed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from allmende.accounts import actions, queries
from allmende.accounts.domain import LABEL_LENGTH, BrokenLink, Fault, sealed_hash
from allmende.accounts.models import AuditChain, AuditEvent
from tests.accounts.factories import a_user, an_event
from tests.append_only import triggers_off

pytestmark = pytest.mark.django_db


def tamper(statement: str) -> None:
    """Do what the owner of the tables could do."""
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(statement)


def an_interrupted_event() -> None:
    with transaction.atomic():
        an_event()
        raise RuntimeError


def three_events() -> None:
    for number in (1, 2, 3):
        an_event(label=f"Vorlage {number}")


def test_events_of_a_chain_are_numbered_without_gaps_from_one() -> None:
    three_events()
    an_event(chain="05316")
    assert list(AuditEvent.objects.filter(chain="05558").order_by("id").values_list("seq", flat=True)) == [
        1,
        2,
        3,
    ]
    assert AuditEvent.objects.get(chain="05316").seq == 1


def test_a_rolled_back_event_leaves_no_gap() -> None:
    an_event()
    with pytest.raises(RuntimeError):
        an_interrupted_event()
    an_event()
    assert AuditChain.objects.get(chain="05558").head_seq == 2
    assert queries.broken_audit_links() == []


def test_actor_and_object_are_kept_by_number_and_label() -> None:
    anna = a_user()
    actions.record_event(
        actor=anna,
        chain="05558",
        action="paper_confirmed",
        object_type="paper",
        object_id="12",
        object_label="Vorlage 12",
        details={"Rolle": "Leitung"},
    )
    (event,) = queries.history_of("paper", "12")
    assert (event.actor_id, event.actor_label, event.details) == (
        anna.pk,
        "Anna Muster",
        {"Rolle": "Leitung"},
    )


def test_a_label_too_long_is_cut_not_refused() -> None:
    an_event(label="x" * 600)
    assert len(AuditEvent.objects.get().object_label) == LABEL_LENGTH


def test_the_history_of_a_thing_is_newest_first_and_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    three_events()
    with django_assert_num_queries(1):
        labels = [event.object_label for event in queries.history_of("paper", "1")]
    assert labels == ["Vorlage 3", "Vorlage 2", "Vorlage 1"]


def test_the_database_ignores_a_number_time_or_hash_handed_over() -> None:
    AuditEvent.objects.create(
        chain="05558", seq=99, action="x", object_type="paper", object_id="1", hash="0" * 64
    )
    event = queries.history_of("paper", "1")[0]
    assert event.seq == 1
    assert event.hash == sealed_hash(event)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(
    label=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
    details=st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
        max_size=4,
    ),
)
def test_database_and_python_seal_alike(label: str, details: dict[str, str]) -> None:
    an_event(label=label, details=details)
    event = queries.history_of("paper", "1", limit=1)[0]
    assert event.hash == sealed_hash(event)


def test_details_hold_texts_only() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.create(
            chain="05558", action="x", object_type="paper", object_id="1", details={"a": ["b"]}
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditevent SET object_label = 'anders'",
        "DELETE FROM accounts_auditevent",
        "TRUNCATE accounts_auditevent",
        "UPDATE accounts_auditchain SET head_seq = 0",
        "INSERT INTO accounts_auditchain VALUES ('05999', 7, 'x')",
        "DELETE FROM accounts_auditchain",
        "TRUNCATE accounts_auditchain",
    ],
)
def test_the_database_refuses_every_change(statement: str) -> None:
    an_event()
    with (
        pytest.raises(IntegrityError, match="nur ergänzt"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_chains_that_hold_give_no_broken_link() -> None:
    three_events()
    an_event(chain="05316", details={"ä": "1", "z": "2", "Z": "3"})
    assert queries.broken_audit_links() == []


@pytest.mark.parametrize(
    ("statement", "link"),
    [
        ("UPDATE accounts_auditevent SET object_label = 'x' WHERE seq = 2", (2, Fault.CHANGED)),
        ('UPDATE accounts_auditevent SET details = \'{"a": "b"}\' WHERE seq = 3', (3, Fault.CHANGED)),
        ("DELETE FROM accounts_auditevent WHERE seq = 2", (2, Fault.MISSING)),
        ("DELETE FROM accounts_auditevent WHERE seq = 3", (3, Fault.MISSING)),
        ("DELETE FROM accounts_auditevent", (1, Fault.MISSING)),
        ("UPDATE accounts_auditevent SET prev_hash = repeat('0', 64) WHERE seq = 2", (2, Fault.REORDERED)),
        ("UPDATE accounts_auditchain SET head_hash = repeat('0', 64)", (3, Fault.WRONG_HEAD)),
        ("DELETE FROM accounts_auditchain", (3, Fault.WRONG_HEAD)),
    ],
)
def test_tampering_is_found_at_its_first_link(statement: str, link: tuple[int, Fault]) -> None:
    three_events()
    tamper(statement)
    assert queries.broken_audit_links() == [BrokenLink("05558", *link)]


def test_each_broken_chain_is_named_once() -> None:
    for key in ("05316", "05558", "05774"):
        an_event(chain=key)
        an_event(chain=key)
    tamper("UPDATE accounts_auditevent SET object_label = 'x' WHERE chain <> '05558'")
    assert [link.chain for link in queries.broken_audit_links()] == ["05316", "05774"]


def test_verifying_takes_as_many_statements_for_many_events_as_for_few(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(30):
        an_event(chain=f"{number % 5}")
    with django_assert_num_queries(4):
        assert queries.broken_audit_links() == []


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_make_one_unbroken_chain() -> None:
    def write(writer: int) -> None:
        try:
            for number in range(25):
                an_event(label=f"{writer}/{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert AuditChain.objects.get(chain="05558").head_seq == 200
    assert queries.broken_audit_links() == []
