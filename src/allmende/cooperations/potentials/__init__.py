"""Who could do a task together with whom: what is known, what it might save, and what nobody knows."""
