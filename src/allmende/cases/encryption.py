"""Fields of a case encrypted with a key of that case; the case's key is kept wrapped by a key of the region.

Erasing the wrapped key erases everything of the case, also in backups that hold the ciphertext. The key of a
region never enters the database: it lies in a file, or in a module that keeps keys for us (`KeyHolder`).
"""

import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from allmende.common.errors import AllmendeError
from allmende.register.names import fold

KEY_BYTES = 32
NONCE_BYTES = 12
INDEX_BYTES = 16
VERSION = b"\x01"


class NotReadable(AllmendeError):
    """A field was changed, moved to another row, or its key is gone."""

    message = "Der Inhalt ist nicht lesbar: Der Schlüssel ist gelöscht, oder die Daten wurden verändert."


class NoKey(AllmendeError):
    """The region has no key here."""

    message = "Für die Region {region} gibt es keinen Schlüssel. Legen Sie ihn mit der Schlüsseldatei an."


class UnsafeKeyFile(AllmendeError):
    """Others can read the file with the keys."""

    message = "Die Schlüsseldatei {path} ist für andere lesbar. Setzen Sie ihre Rechte auf 0600."


class KeyHolder(Protocol):
    """Keeps the keys of regions: a file (`KeyFile`), or a hardware module behind the same three calls."""

    def wrap(self, region: str, key: bytes) -> bytes:
        """Return a case's key so that only this holder can open it."""

    def unwrap(self, region: str, wrapped: bytes) -> bytes:
        """Return a case's key; raise NotReadable or NoKey."""

    def index_key(self, region: str) -> bytes:
        """Return the key under which names of a region are indexed blindly."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """Keys of regions by generation, newest last; old generations still open what they wrapped."""

    keys: Mapping[str, tuple[bytes, ...]]

    @classmethod
    def read(cls, path: Path) -> "KeyFile":
        """Read the keys; raise UnsafeKeyFile if anyone but the owner may read the file."""
        if path.stat().st_mode & 0o077:
            raise UnsafeKeyFile(path=path)
        told = json.loads(path.read_text(encoding="utf-8"))
        return cls({region: tuple(bytes.fromhex(key) for key in keys) for region, keys in told.items()})

    def with_new_key(self, region: str) -> "KeyFile":
        """Return the keys with a new generation for a region."""
        fresh = (*self.keys.get(region, ()), secrets.token_bytes(KEY_BYTES))
        return KeyFile({**self.keys, region: fresh})

    def write(self, path: Path) -> None:
        """Write the file anew, readable for its owner only; the old one stays until the new one is whole."""
        told = {region: [key.hex() for key in keys] for region, keys in self.keys.items()}
        beside = path.with_suffix(".new")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(told, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    def wrap(self, region: str, key: bytes) -> bytes:
        generation = len(self._of(region)) - 1
        return bytes([generation]) + aes_key_wrap(self._of(region)[generation], key)

    def unwrap(self, region: str, wrapped: bytes) -> bytes:
        keys = self._of(region)
        if len(wrapped) < 2 or wrapped[0] >= len(keys):
            raise NotReadable
        try:
            return aes_key_unwrap(keys[wrapped[0]], wrapped[1:])
        except (InvalidUnwrap, ValueError):
            raise NotReadable from None

    def index_key(self, region: str) -> bytes:
        # the first generation for ever: an index under a new key would no longer find old names
        return hmac.digest(self._of(region)[0], b"allmende blind index", sha256)

    def _of(self, region: str) -> tuple[bytes, ...]:
        if not self.keys.get(region):
            raise NoKey(region=region)
        return self.keys[region]


@dataclass(frozen=True, slots=True)
class CaseKey:
    """The open key of one case, for as long as a request needs it."""

    case: str
    key: bytes

    @classmethod
    def new(cls, case: str) -> "CaseKey":
        return cls(case, secrets.token_bytes(KEY_BYTES))

    def encrypt(self, place: str, text: str) -> bytes:
        """Return a text as it is stored; `place` is table and column, so that it cannot stand elsewhere."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self.key).encrypt(nonce, text.encode(), self._bound_to(place))
        return VERSION + nonce + sealed

    def decrypt(self, place: str, stored: bytes) -> str:
        """Return the text; raise NotReadable if it was changed or belongs to another place or case."""
        nonce, sealed = stored[1 : 1 + NONCE_BYTES], stored[1 + NONCE_BYTES :]
        if stored[:1] != VERSION or len(nonce) < NONCE_BYTES:
            raise NotReadable
        try:
            return AESGCM(self.key).decrypt(nonce, sealed, self._bound_to(place)).decode()
        except InvalidTag:
            raise NotReadable from None

    def _bound_to(self, place: str) -> bytes:
        return f"{place}|{self.case}".encode()


def blind_index(keys: KeyHolder, region: str, *parts: str) -> bytes:
    """Return what finds the same name in one region without telling it; case and accents do not matter."""
    told = "\x1f".join(fold(part) for part in parts)
    return hmac.digest(keys.index_key(region), told.encode(), sha256)[:INDEX_BYTES]
