"""Joint decisions in OParl: a leading paper, a paper per partner, and one resource with the state of all."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from allmende.joint_decisions.public_state import papers_of_matters, public_state
from allmende.oparl.importing.queries import addresses_elsewhere
from allmende.oparl.serving.addresses import Addresses
from allmende.oparl.serving.domain import ObjectKind
from allmende.oparl.serving.json_values import Json, said
from allmende.oparl.serving.store import Reference, Stamp, live_stamps


@dataclass(slots=True)
class Kin:
    """The papers above and below one paper, and the matters it belongs to."""

    matters: list[int] = field(default_factory=list)
    above: list[int] = field(default_factory=list)
    below: list[int] = field(default_factory=list)


def kin_of(paper_ids: Collection[int]) -> dict[int, Kin]:
    """Return for each paper of a joint decision which papers lead it or follow it."""
    wanted = set(paper_ids)
    found: dict[int, Kin] = {}
    rows = papers_of_matters(paper_ids)
    for row in rows:
        if row.paper_id not in wanted:
            continue
        kin = found.setdefault(row.paper_id, Kin())
        kin.matters.append(row.matter_id)
        for other in rows:
            if other.matter_id == row.matter_id and other.is_leading != row.is_leading:
                (kin.above if other.is_leading else kin.below).append(other.paper_id)
    return found


def links_of(
    kin: Kin | None, see: Addresses, live: Mapping[Reference, Stamp], elsewhere: Mapping[int, str]
) -> Json:
    """Return the properties with which a paper names its kin, also those that other servers show."""
    if kin is None:
        return {}

    return {
        "superordinatedPaper": _addresses(kin.above, see, live, elsewhere),
        "subordinatedPaper": _addresses(kin.below, see, live, elsewhere),
        "allmende:jointDecision": see.joint_decision(kin.matters[0]),
    }


def shown_elsewhere(ids: Iterable[int], live: Mapping[Reference, Stamp]) -> Mapping[int, str]:
    """Return the addresses of papers that only their own council system shows."""
    strange = {each for each in ids if (ObjectKind.PAPER, each) not in live}
    return addresses_elsewhere(strange) if strange else {}


def _addresses(
    ids: Iterable[int], see: Addresses, live: Mapping[Reference, Stamp], elsewhere: Mapping[int, str]
) -> list[str]:
    """Return where papers stand: here, or on the server of the council system they were read from."""
    found = (see.one(ObjectKind.PAPER, e) if (ObjectKind.PAPER, e) in live else elsewhere.get(e) for e in ids)
    return [address for address in found if address]


def joint_decision(matter_id: int, see: Addresses, *, on: date) -> Json | None:
    """Return the state of a published matter; papers are named only where OParl shows them."""
    state = public_state(matter_id, on=on)
    if state is None:
        return None
    ids = {each for partner in state["partners"] for each in partner["paperIds"]}
    live = live_stamps((ObjectKind.PAPER, each) for each in ids)
    elsewhere = shown_elsewhere(ids, live)
    partners = []
    for partner in state["partners"]:
        papers = _addresses(partner.pop("paperIds"), see, live, elsewhere)
        partners.append(said({**partner, "vote": said(partner["vote"]), "paper": papers}))
    described = said({**state, "core": state["core"] and said(state["core"])})
    return {
        "id": see.joint_decision(matter_id),
        "type": see.joint_decision_schema(),
        **described,
        "partners": partners,
    }
