"""Checks any OParl server against the prose of OParl 1.1, not only against its schema files. No Django.

`rules` says what is checked, `things` and `answers` find faults in what was fetched, `crawler` fetches within
limits, `report` says it to people.
"""
