"""`{% load oparl %}`: `|in_words` says in a sentence what a code means."""

from django import template

from allmende.oparl.labels import words_for

register = template.Library()


@register.filter
def in_words(code: str) -> str:
    """Return a sentence for the code of a fault."""
    return words_for(code)
