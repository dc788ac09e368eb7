"""Sentences about decisions for the templates."""

from django import template

from allmende.papers.decisions import standing

register = template.Library()
register.filter("result_sentence", standing.result_sentence)
register.filter("successor_sentence", standing.successor_sentence)
register.filter("vote_words", standing.vote_words)
