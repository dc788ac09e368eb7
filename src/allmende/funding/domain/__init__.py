"""What funding knows without Django: programmes, posts over time, states of a grant, warnings. Pure."""
