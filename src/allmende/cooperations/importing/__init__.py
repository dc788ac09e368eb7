"""Taking over lists of cooperations: read, match names, preview, write. See the handbook page."""
