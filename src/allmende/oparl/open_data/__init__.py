"""What bodies publish, for people without an OParl client: files, feeds, a calendar, and pages."""
