"""Full-text search in papers: German word stems first, similar spelling when nothing else is found."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Case, F, FloatField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Left

from allmende.papers.domain.values import reference_key, storable
from allmende.papers.models import INDEXED_CHARACTERS, File, Paper

SIMILAR = 0.4
"""Word similarity from which a misspelled word counts as meant; „intrekommunal“ reaches 0.56."""

NUMBER_RANK = 2.0
"""A paper whose number was asked for stands before every paper that only contains the words."""


MOST_RANKED = 300
"""So many of the newest hits in titles, and as many in texts, are ranked: a common word ranks nothing."""


def matching(papers: QuerySet[Paper], text: str) -> QuerySet[Paper]:
    """Return the papers that hold the words or the number; if there are none, those spelled similarly."""
    if not text.strip():
        return papers.none()
    if not _candidates(papers, text, most=1):
        return papers.filter(pk__in=_spelled_similarly(papers, text))
    in_files = File.objects.filter(search=_query(text), paper__isnull=False)
    # A union lets each side use its index; an OR over two tables would read both from end to end.
    hits = Paper.objects.filter(search=_query(text)).values("pk").union(in_files.values("paper_id"))
    return papers.filter(Q(pk__in=hits) | _has_number(text))


def best(papers: QuerySet[Paper], text: str, *, limit: int) -> list[Any]:
    """Return the best hits of `matching` with their `rank`, the best first, however many there are."""
    if not text.strip():
        return []
    ids = _candidates(papers, text, most=MOST_RANKED) or _spelled_similarly(papers, text)
    return list(ranked(papers.filter(pk__in=ids), text)[:limit]) if ids else []


def _candidates(papers: QuerySet[Paper], text: str, *, most: int) -> list[int]:
    """Return the newest papers with the words in the title, in the text, or with the number; one query."""
    query = _query(text)
    newest = papers.order_by(F("date").desc(nulls_last=True), "pk")
    in_titles = newest.filter(search=query).values_list("pk")[:most]
    in_files = File.objects.filter(search=query, paper__in=papers.order_by())
    by_number = newest.filter(_has_number(text)).values_list("pk")[:most]
    found = in_titles.union(in_files.order_by("-pk").values_list("paper_id")[:most], by_number)
    return [row[0] for row in found]


def _spelled_similarly(papers: QuerySet[Paper], text: str) -> list[int]:
    """Return papers whose title has a word like the text, at once: the threshold holds for a moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(SIMILAR)])
        similar = papers.order_by().filter(name__trigram_word_similar=storable(text))
        return list(similar.values_list("pk", flat=True)[:MOST_RANKED])


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
