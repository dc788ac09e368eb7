"""Words of joint decisions: who must agree and how, what a council did with the joint text. No Django."""

from enum import StrEnum


class Effect(StrEnum):
    """What the decision of a partner means for the joint matter."""

    REQUIRED = "required"
    HEARD = "heard"
    POLITICAL = "political"

    @property
    def label(self) -> str:
        return {"required": "erforderlich", "heard": "anzuhören", "political": "politisch"}[self.value]


class ResultKind(StrEnum):
    """What a council did with the proposal, as it was recorded."""

    ADOPTED = "adopted"
    AMENDED = "amended"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {
            "adopted": "beschlossen wie vorgelegt",
            "amended": "geändert beschlossen",
            "rejected": "abgelehnt",
            "deferred": "vertagt",
            "withdrawn": "zurückgezogen",
        }[self.value]


TAKEN = frozenset({ResultKind.ADOPTED, ResultKind.AMENDED})


class CoreMatch(StrEnum):
    """Whether the resolved text still holds the joint core."""

    UNCHANGED = "unchanged"
    ADDED = "added"
    CHANGED = "changed"
    UNMATCHED = "unmatched"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            "unchanged": "Kern unverändert",
            "added": "Kern unverändert, mit Zusatz",
            "changed": "Kern geändert",
            "unmatched": "nicht zuzuordnen",
            "unknown": "Wortlaut fehlt",
        }[self.value]

    @property
    def keeps_core(self) -> bool:
        return self in (CoreMatch.UNCHANGED, CoreMatch.ADDED)


class PartnerState(StrEnum):
    """Where a partner stands with the joint matter on a day."""

    DRAFT = "draft"
    RELEASED = "released"
    IN_CONSULTATION = "in_consultation"
    DECIDED = "decided"
    AMENDED_KEPT = "amended_kept"
    AMENDED_CHANGED = "amended_changed"
    AMENDED_UNCLEAR = "amended_unclear"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    SILENT = "silent"
    LEFT = "left"

    @property
    def label(self) -> str:
        return {
            "draft": "in Vorbereitung",
            "released": "freigegeben",
            "in_consultation": "in Beratung",
            "decided": "beschlossen",
            "amended_kept": "geändert, Kern unverändert",
            "amended_changed": "geändert, Kern geändert",
            "amended_unclear": "geändert, Kern ungeklärt",
            "rejected": "abgelehnt",
            "deferred": "vertagt",
            "silent": "keine Angabe",
            "left": "ausgeschieden",
        }[self.value]


APPROVED = frozenset({PartnerState.DECIDED, PartnerState.AMENDED_KEPT})
REFUSED = frozenset({PartnerState.REJECTED, PartnerState.AMENDED_CHANGED})


class Visibility(StrEnum):
    """Who may see what a partner entered."""

    OWN = "own"
    PARTNERS = "partners"
    PUBLIC = "public"

    @property
    def label(self) -> str:
        return {"own": "nur wir", "partners": "alle Beteiligten", "public": "alle"}[self.value]


class SignatureState(StrEnum):
    """What became of a request to co-sign a version of the joint text."""

    REQUESTED = "requested"
    SIGNED = "signed"
    REFUSED = "refused"
    WAIVED = "waived"

    @property
    def label(self) -> str:
        return {
            "requested": "erbeten",
            "signed": "mitgezeichnet",
            "refused": "nicht mitgezeichnet",
            "waived": "ohne Mitzeichnung freigegeben",
        }[self.value]


class RuleKind(StrEnum):
    """Which kind of threshold."""

    ALL = "all"
    COUNT = "count"
    SHARE = "share"
    WEIGHTED = "weighted"
    POPULATION = "population"
    VETO = "veto"

    @property
    def label(self) -> str:
        return {
            "all": "alle Beteiligten",
            "count": "eine Anzahl der Beteiligten",
            "share": "ein Anteil der Beteiligten",
            "weighted": "ein Anteil der Stimmgewichte",
            "population": "ein Anteil der Einwohner",
            "veto": "benannte Beteiligte (Veto)",
        }[self.value]


class ProposalState(StrEnum):
    """What a person made of a proposed match between a paper and a joint matter."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {"open": "zu prüfen", "confirmed": "bestätigt", "refused": "abgelehnt"}[self.value]
