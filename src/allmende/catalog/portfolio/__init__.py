"""A provider's portfolio as a table: reading it in with preview, writing it out for marketplaces."""
