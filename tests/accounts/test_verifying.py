"""The quick pass over a chain reads every text as the slow one does."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allmende.accounts.actions import record_event
from allmende.accounts.models import AuditEvent
from allmende.accounts.verifying import _unescaped, holds

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12) | st.text(
    "\\\t\n\r\bNx", max_size=8
)


def escaped(text: bytes) -> bytes:
    """Return a field as PostgreSQL's COPY writes it."""
    for plain, code in ((b"\\", b"\\\\"), (b"\b", b"\\b"), (b"\f", b"\\f"), (b"\n", b"\\n"), (b"\r", b"\\r")):
        text = text.replace(plain, code)
    return text.replace(b"\t", b"\\t").replace(b"\v", b"\\v")


@given(TEXTS)
def test_what_copy_escapes_is_read_back(text: str) -> None:
    assert _unescaped(escaped(text.encode())) == text.encode()


@pytest.mark.django_db
@given(label=TEXTS, thing=TEXTS, details=st.dictionaries(TEXTS, TEXTS, max_size=3))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_chain_of_any_texts_holds_and_a_changed_one_does_not(
    label: str, thing: str, details: dict[str, str]
) -> None:
    chain = f"probe-{AuditEvent.objects.count()}"
    record_event(
        actor=None,
        chain=chain,
        action=label,
        object_type="x",
        object_id=thing,
        object_label=label,
        details=details,
    )
    assert holds(chain)
