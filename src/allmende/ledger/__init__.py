"""Postings: who owes whom how much, under which rule, and why."""
