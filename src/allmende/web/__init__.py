"""Settings, addresses, base templates, KERN components, home, search, handbook, error pages."""
