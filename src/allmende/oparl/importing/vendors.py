"""Whose server it is, and how that one wants to be spoken to. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from allmende.oparl.importing.lists import Switches

SIGNED_IN: Final = ("vendor", "product", "website", "name", "id", "contactName")
NAMES: Final = frozenset(field.name for field in fields(Switches))


@dataclass(frozen=True, slots=True)
class Vendor:
    """A maker of council systems, known by words in its System object."""

    name: str
    signature: tuple[str, ...]
    switches: Mapping[str, Any]


@cache
def vendors() -> tuple[Vendor, ...]:
    """Return the table of vendors."""
    rows = yaml.safe_load((files(__package__) / "vendors.yml").read_text(encoding="utf-8"))
    return tuple(Vendor(row["vendor"], tuple(row["signature"]), row.get("switches", {})) for row in rows)


def vendor_of(system: Mapping[str, Any]) -> str:
    """Return the name of the vendor that signed a System or Body object; empty if none is known."""
    signed = " ".join(str(system.get(key, "")) for key in SIGNED_IN).lower()
    return next((vendor.name for vendor in vendors() if any(word in signed for word in vendor.signature)), "")


def switches_for(vendor: str, own: Mapping[str, Any]) -> Switches:
    """Return how to speak with a server: what its vendor needs, overruled by what the source needs."""
    of_vendor = next((each.switches for each in vendors() if each.name == vendor), {})
    return Switches(**{key: value for key, value in {**of_vendor, **own}.items() if key in NAMES})
