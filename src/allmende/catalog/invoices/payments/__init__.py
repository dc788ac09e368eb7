"""Paying: accounts with check digits, direct debits for the bank, rows for the finance system. Pure."""
