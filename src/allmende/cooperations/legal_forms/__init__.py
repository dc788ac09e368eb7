"""Legal forms of cooperation in NRW: what the law says of each on a day, and what follows. No Django."""
