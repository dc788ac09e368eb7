"""Seals: heads of audit chains that are kept where a rewritten chain cannot reach them.

Whoever owns the database can rewrite a whole chain with its head. A head that was printed in a paper, or that
a partner keeps, still says what it was.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from allmende.accounts.actions import record_event
from allmende.accounts.chains import hash_at, head_of, is_whole
from allmende.cases.domain.access import Role
from allmende.cases.duties import require_duty
from allmende.cases.errors import SealRefused
from allmende.cases.models import Region, Seal

if TYPE_CHECKING:
    from allmende.accounts.models import User

AUDITS = (Role.AUDIT,)
PRINTED = re.compile(r"Protokollsiegel\s+(\S{1,100})\s+Nr\.\s+(\d{1,12})\s+vom\s+\S+\s+([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class SealedHead:
    """A seal, and what became of the event that it names: of the own chain only."""

    seal: Seal
    is_own: bool
    is_there: bool
    holds: bool

    @property
    def text(self) -> str:
        """Return the line that papers print and partners keep."""
        seal = self.seal
        return f"Protokollsiegel {seal.chain} Nr. {seal.seq} vom {seal.sealed_on:%d.%m.%Y} {seal.hash}"


def seals_of(region: Region) -> list[SealedHead]:
    """Return the seals of a region, newest first, each compared with the chain as it is now."""
    found = []
    for seal in Seal.objects.filter(region=region).order_by("-recorded_at", "-pk"):
        is_own = seal.chain == region.key
        now = hash_at(region.key, seal.seq) if is_own else ""
        found.append(SealedHead(seal, is_own, bool(now), now == seal.hash))
    return found


def seal_head(*, region: Region, by: "User | None", on: date) -> Seal:
    """Keep the head of the region's chain as it is now. Raises SealRefused before the first event."""
    if by is not None:
        require_duty(by, region.pk, AUDITS, on=on)
    head = head_of(region.key)
    if head is None:
        raise SealRefused(problem="Im Protokoll dieser Region steht noch nichts.")
    seal, _is_new = Seal.objects.get_or_create(
        region=region,
        chain=region.key,
        seq=head.seq,
        hash=head.hash,
        defaults={"sealed_on": on, "source": "Allmende", "recorded_by": by},
    )
    return seal


def keep_seal(*, region: Region, printed: str, source: str, by: "User", on: date) -> Seal:
    """Keep a printed seal: of a partner as a witness, of the own region to compare. Raises SealRefused."""
    require_duty(by, region.pk, AUDITS, on=on)
    found = PRINTED.search(" ".join(printed.split()))
    if found is None:
        raise SealRefused(
            problem="Das ist kein Siegel. Übernehmen Sie die ganze Zeile, die mit „Protokollsiegel“ beginnt."
        )
    if not source.strip():
        raise SealRefused(problem="Woher haben Sie das Siegel? Nennen Sie die Vorlage oder den Partner.")
    chain, seq, told = found[1], int(found[2]), found[3]
    seal, is_new = Seal.objects.get_or_create(
        region=region,
        chain=chain,
        seq=seq,
        hash=told,
        defaults={"sealed_on": on, "source": source.strip()[:200], "recorded_by": by},
    )
    if is_new:
        _record(by, region, "case_seal_recorded", {"Kette": chain, "Nummer": str(seq)})
    return seal


def verify(*, region: Region, by: "User", on: date) -> bool:
    """Check the chain of a region and all own seals; leave an event that it was checked."""
    require_duty(by, region.pk, AUDITS, on=on)
    is_sound = is_whole(region.key) and all(each.holds for each in seals_of(region) if each.is_own)
    _record(by, region, "case_chain_verified", {"Ergebnis": "unversehrt" if is_sound else "beschädigt"})
    return is_sound


def seal_all(*, on: date) -> None:
    """Keep the heads of all regions that have one."""
    for region in Region.objects.order_by("key"):
        if head_of(region.key) is not None:
            seal_head(region=region, by=None, on=on)


def _record(by: "User", region: Region, action: str, details: dict[str, str]) -> None:
    record_event(
        actor=by,
        chain=region.key,
        action=action,
        object_type=region._meta.label_lower,
        object_id=region.key,
        object_label="Protokoll der Fallarbeit",
        details=details,
    )
