"""Who asks, signed: `account|end|HMAC`. The database verifies it and can never make one. Pure.

The seal also covers the place: one transaction on one connection. Elsewhere the token is worth nothing.
"""

import hmac
from hashlib import sha256

BLOCK = 64


def signing_key(secret: str) -> bytes:
    """Return the key of this installation for signing who asks."""
    return hmac.digest(secret.encode(), b"allmende case context", sha256)


def pads(key: bytes) -> tuple[bytes, bytes]:
    """Return the inner and the outer pad of HMAC-SHA256: what the database keeps in order to verify."""
    block = key.ljust(BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)


def signed(user_id: int, until: int, place: str, key: bytes) -> str:
    """Return the token of an account, good until a second of Unix time, in the transaction `place`."""
    message = f"{user_id}|{until}"
    return f"{message}|{hmac.digest(key, f'{message}|{place}'.encode(), sha256).hex()}"
