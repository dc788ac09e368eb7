"""Many papers at once: files or an archive go in, a job reads them, each file gets a row in the report."""
