"""One duty on a page of its own: its days, what was reported, the answer of a third party; a weekly mail."""
