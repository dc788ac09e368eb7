"""Assessing, pure and exact: own cost, present value, weighted criteria, sensitivity, frozen evidence."""
