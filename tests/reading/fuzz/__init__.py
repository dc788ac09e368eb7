"""Fuzzing by coverage, run by hand: docs/reading.md tells how."""
