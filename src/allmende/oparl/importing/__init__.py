"""Read what a council system publishes, with all its dirt; keep it raw; map it into papers."""
