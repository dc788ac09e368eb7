"""The map of North Rhine-Westphalia as SVG made on the server. Pure."""
