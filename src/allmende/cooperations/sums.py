"""Whether the shares of all parties fit into the capital on every day, now that something was changed."""

from allmende.cooperations.domain import LegalForm, PartyRole
from allmende.cooperations.entries import PartyEntry, StateEntry, check_sums
from allmende.cooperations.models import Cooperation, CooperationState, Party
from allmende.register.bitemporal import KNOWN_NOW


def check_capital(cooperation: Cooperation) -> None:
    """Raise SharesExceedCapital if the parties together hold more than there is, on any day.

    Shares rise only where a party joins or something is said anew, so those days are enough.
    """
    states = list(CooperationState.objects.filter(KNOWN_NOW, cooperation=cooperation))
    if all(state.capital_total_cents is None for state in states):
        return
    parties = list(Party.objects.filter(KNOWN_NOW, cooperation=cooperation))
    for day in sorted({row.valid.lower for row in (*states, *parties)}):
        state = next((each for each in states if day in each.valid), None)
        if state is not None and state.capital_total_cents is not None:
            entry = StateEntry(
                state.name, LegalForm(state.legal_form), capital_total_cents=state.capital_total_cents
            )
            check_sums(
                entry,
                [
                    PartyEntry(row.body_id, "", PartyRole(row.role), capital_cents=row.capital_cents)
                    for row in parties
                    if day in row.valid
                ],
            )
