"""Sentences about decisions for the templates."""

from django import template
from django.utils.functional import Promise

from allmende.papers.decisions import standing
from allmende.papers.labels import INVERSE_RELATIONS
from allmende.reading.facts import Relation

register = template.Library()
register.filter("result_sentence", standing.result_sentence)
register.filter("successor_sentence", standing.successor_sentence)
register.filter("vote_words", standing.vote_words)


@register.filter
def inverse(relation: Relation) -> str | Promise:
    """Return what a relation is called from the other side: „wird genannt in“."""
    return INVERSE_RELATIONS[relation]
