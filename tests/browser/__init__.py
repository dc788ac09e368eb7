"""Journeys in a real browser, each page checked for accessibility, policy violations and outside hosts."""
