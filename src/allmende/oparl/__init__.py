"""OParl in and out: read the council systems of all partners, and be read by every OParl client."""
