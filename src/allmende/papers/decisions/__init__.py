"""What became of a proposed decision, what holds on a day, and the duties that follow."""
