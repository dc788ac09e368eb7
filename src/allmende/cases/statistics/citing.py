"""A released table as papers cite it: one text of its content, a digest of that, a signature of the digest.

Anybody can check both without us: the content is JSON with sorted keys, the digest SHA-256, the signature
Ed25519 by the key of the installation, whose public half stands beside the table. Pure.
"""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from allmende.cases.statistics.protecting import ProtectedTable

CITED = 16
"""So many digits of the digest name a table in an address or in a paper."""


def content_of(
    region: str, key_date: date, version: int, snapshot: str, table: ProtectedTable
) -> dict[str, Any]:
    """Return everything that a released table says, and of which frozen rows it is."""
    return {
        "region": region,
        "key_date": key_date.isoformat(),
        "version": version,
        "snapshot": snapshot,
        "table": table.key,
        "least": table.least,
        "method": table.method.value,
        "dimensions": list(table.dimensions),
        "cells": [[*cell, shown.value] for cell, shown in sorted(table.cells.items())],
    }


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a content, as 64 hexadecimal digits."""
    return sha256(canonical(content)).hexdigest()


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return the bytes that are hashed."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def private_key(secret: str) -> Ed25519PrivateKey:
    """Return the key with which this installation signs tables; it follows from its secret."""
    seed = HKDF(SHA256(), 32, None, b"allmende statistics signature").derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(seed)


def sign(digest: str, secret: str) -> str:
    """Return the signature of a digest, as hexadecimal digits."""
    return private_key(secret).sign(bytes.fromhex(digest)).hex()


def public_key(secret: str) -> str:
    """Return the public half of the key, as hexadecimal digits."""
    return private_key(secret).public_key().public_bytes_raw().hex()


def is_signed(digest: str, signature: str, public: str) -> bool:
    """Return whether a signature belongs to a digest."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    try:
        key.verify(bytes.fromhex(signature), bytes.fromhex(digest))
    except (InvalidSignature, ValueError):
        return False
    return True


def sentence(title: str, region: str, told_date: str, digest: str) -> str:
    """Return how a paper cites a table."""
    return f"{title}, {region}, Stichtag {told_date}; Statistik-Tabelle {digest[:CITED]}"
