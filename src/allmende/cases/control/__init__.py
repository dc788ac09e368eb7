"""Pages of supervision, statistics, rights and audit: what is decided about cases, not in them."""
