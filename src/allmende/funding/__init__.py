"""Grants from directive to proof of use, the posts they pay, what is handed on. Money only, no persons."""
