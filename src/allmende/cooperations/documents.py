"""Documents of a cooperation: an address, or a paper of this installation, which not everyone may see."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from allmende.cooperations.models import Cooperation, CooperationDocument
from allmende.papers import queries as papers
from allmende.register.bitemporal import KNOWN_NOW


def documents_of(cooperation: Cooperation, body_ids: Collection[int]) -> list[CooperationDocument]:
    """Return the documents of an entry for a visitor of these bodies; of a withdrawn entry its last ones."""
    rows = CooperationDocument.objects.filter(cooperation=cooperation)
    return list(documents_for(body_ids, rows, said=cooperation.last_said))


def documents_for(
    body_ids: Collection[int], rows: QuerySet[CooperationDocument], *, said: Q = KNOWN_NOW
) -> QuerySet[CooperationDocument]:
    """Narrow to what a visitor of these bodies may see: a title tells much of a paper that is not public."""
    seen = Q(paper__isnull=True) | papers.seen_by(body_ids, paper="paper__")
    return rows.filter(said, seen).select_related("source", "paper").order_by("title")
