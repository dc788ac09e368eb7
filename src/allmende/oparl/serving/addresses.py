"""The one address of each object, list and file. No Django."""

from dataclasses import dataclass
from urllib.parse import quote

from allmende.oparl.serving.domain import SEGMENTS, ObjectKind

PREFIX = "/oparl/1.1"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses below the place where the product runs (`https://allmende.example`)."""

    origin: str

    def at(self, path: str) -> str:
        """Return the address of a page of the product."""
        return self.origin + path

    def system(self) -> str:
        return f"{self.origin}{PREFIX}/system"

    def bodies(self) -> str:
        return f"{self.origin}{PREFIX}/bodies"

    def one(self, kind: ObjectKind, key: int) -> str:
        return f"{self.origin}{PREFIX}/{SEGMENTS[kind][0]}/{key}"

    def list_of(self, owner: ObjectKind, key: int, kind: ObjectKind) -> str:
        return f"{self.one(owner, key)}/{SEGMENTS[kind][1]}"

    def joint_decision(self, key: int) -> str:
        return f"{self.origin}{PREFIX}/joint-decision/{key}"

    def joint_decision_schema(self) -> str:
        return f"{self.origin}{PREFIX}/joint-decision/schema.json"

    def shown_file(self, key: int) -> str:
        return f"{self.one(ObjectKind.FILE, key)}/inhalt"

    def downloaded_file(self, key: int) -> str:
        return f"{self.one(ObjectKind.FILE, key)}/download"


def with_query(address: str, pairs: "list[tuple[str, str]]") -> str:
    """Return the address with its query, encoded so that `+` stays a plus."""
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs)
    return f"{address}?{query}" if query else address
