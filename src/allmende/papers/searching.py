"""Full-text search in papers: German word stems first, similar spelling when nothing else is found."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import Case, F, FloatField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Left

from allmende.papers.domain.values import reference_key, storable
from allmende.papers.models import INDEXED_CHARACTERS, File, Paper

SIMILAR = 0.4
"""Word similarity from which a misspelled word counts as meant; „intrekommunal“ reaches 0.56."""

NUMBER_RANK = 2.0
"""A paper whose number was asked for stands before every paper that only contains the words."""


def matching(papers: QuerySet[Paper], text: str) -> QuerySet[Paper]:
    """Return the papers that hold the words or the number; if there are none, those spelled similarly."""
    query = _query(text)
    found = papers.filter(
        Q(search=query)
        | Q(pk__in=File.objects.filter(search=query, paper__isnull=False).values("paper_id"))
        | _has_number(text)
    )
    if not text.strip() or found.exists():
        return found
    similar: QuerySet[Paper] = papers.alias(similarity=_similarity(text)).filter(similarity__gte=SIMILAR)
    return similar


def ranked(papers: QuerySet[Paper], text: str) -> QuerySet[Any]:
    """Return the papers with `rank`, the best first."""
    query = _query(text)
    in_files = (
        File.objects.filter(paper=OuterRef("pk"))
        .order_by()
        .values("paper")
        .annotate(best=Max(SearchRank(F("search"), query)))
        .values("best")
    )
    no_rank = Value(0.0, output_field=FloatField())
    asked_for = When(_has_number(text), then=Value(NUMBER_RANK))
    rank = (
        SearchRank(F("search"), query)
        + Coalesce(Subquery(in_files), no_rank)
        + _similarity(text)
        + Case(asked_for, default=no_rank, output_field=FloatField())
    )
    return papers.annotate(rank=rank).order_by("-rank", F("date").desc(nulls_last=True), "-pk")


def excerpts(paper_ids: Sequence[int], text: str) -> dict[int, str]:
    """Return for each paper the part of its text that holds the words; plain text, nothing is marked."""
    files = File.objects.filter(paper_id__in=paper_ids, search=_query(text)).annotate(
        excerpt=SearchHeadline(
            Left("text", INDEXED_CHARACTERS),
            _query(text),
            config="german",
            start_sel="",
            stop_sel="",
            max_words=30,
            min_words=12,
        )
    )
    return {paper_id: " ".join(part.split()) for paper_id, part in files.values_list("paper_id", "excerpt")}


def _query(text: str) -> SearchQuery:
    return SearchQuery(storable(text), config="german", search_type="websearch")


def _has_number(text: str) -> Q:
    """Return the condition that the paper's number contains the text; only for text with a digit."""
    key = reference_key(storable(text))
    return Q(reference_key__contains=key) if any(char.isdigit() for char in key) else Q(pk__in=[])


def _similarity(text: str) -> TrigramWordSimilarity:
    return TrigramWordSimilarity(storable(text), "name")
