"""Allmende: the common ground for municipalities that run services together."""
