"""Who asks, signed: a token says one account and one end, and the pads verify it as HMAC does."""

import hmac
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from allmende.cases.roles import ATTRIBUTES, BLIND_ROLES, GUARD_ROLE, SIGNS_IN, password_of
from allmende.cases.signing import pads, signed, signing_key

KEY = signing_key("a secret of this test")


HERE = "4711.1790000000000000"


def verified(token: str, key: bytes, place: str = HERE) -> bool:
    """Compute as the database does: by the pads, without a function for HMAC."""
    user, until, seal = token.split("|")
    inner, outer = pads(key)
    return sha256(outer + sha256(inner + f"{user}|{until}|{place}".encode()).digest()).hexdigest() == seal


@settings(max_examples=30)
@given(st.integers(1, 10**18 - 1), st.integers(0, 10**12 - 1))
def test_the_pads_verify_what_was_signed_and_nothing_else(user: int, until: int) -> None:
    token = signed(user, until, HERE, KEY)
    assert verified(token, KEY)
    assert not verified(token, KEY, place=f"{HERE}1")
    assert not verified(token, signing_key("another"))
    assert not verified(f"{user + 1}|{token.partition('|')[2]}", KEY)
    assert token.endswith(hmac.digest(KEY, f"{user}|{until}|{HERE}".encode(), sha256).hex())


def test_passwords_differ_by_role_and_installation() -> None:
    found = {password_of(role, secret) for role in SIGNS_IN for secret in ("one", "two")}
    assert len(found) == 2 * len(SIGNS_IN)


def test_only_the_guard_looks_past_the_policies_and_nobody_signs_in_as_it() -> None:
    assert [role for role, told in ATTRIBUTES.items() if " BYPASSRLS" in told] == [GUARD_ROLE]
    assert not {GUARD_ROLE} & {*SIGNS_IN, *BLIND_ROLES}
