"""Template filters and tags for the pages of all apps."""
