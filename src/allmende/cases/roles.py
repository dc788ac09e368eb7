"""The roles of the database and their passwords. Roles belong to a server, so no migration can hold them.

The role that migrates (the one of ALLMENDE_DATABASE_URL) makes them once, see `privileges`.
"""

import hmac
from collections.abc import Mapping
from hashlib import sha256

CASE_ROLE = "allmende_cases"
"""Case work signs in as this role: the planes of people, row by row, and nothing else."""
OWNER_ROLE = "allmende_case_owner"
"""Owns the tables of the planes of people; nobody signs in as it, and it is bound by their policies too."""
GUARD_ROLE = "allmende_case_guard"
"""Owns the functions that decide; they look past the policies, since the policies ask them."""
WEB_ROLE = "allmende_web"
"""Every page but case work: money, papers, register. No privilege on the planes of people."""
STATISTICS_ROLE = "allmende_statistics"
"""The job that freezes coded rows of a key date, by one function. No privilege on the planes of people."""

BLIND_ROLES = (WEB_ROLE, STATISTICS_ROLE)
"""Roles that must never have any privilege on the planes of people; the gate asks the database."""

ATTRIBUTES: Mapping[str, str] = {
    OWNER_ROLE: "NOLOGIN NOINHERIT",
    GUARD_ROLE: "NOLOGIN NOINHERIT BYPASSRLS",
    CASE_ROLE: "LOGIN NOINHERIT",
    WEB_ROLE: "LOGIN NOINHERIT",
    STATISTICS_ROLE: "LOGIN NOINHERIT",
}
SIGNS_IN = (CASE_ROLE, WEB_ROLE, STATISTICS_ROLE)


def password_of(role: str, secret: str) -> str:
    """Return the password that a role gets when Allmende makes it: it follows from the installation's key."""
    return hmac.digest(secret.encode(), f"allmende role {role}".encode(), sha256).hex()
