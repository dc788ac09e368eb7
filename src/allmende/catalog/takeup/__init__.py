"""From interest in a service to its end: states, terms, quantities. Pure."""
