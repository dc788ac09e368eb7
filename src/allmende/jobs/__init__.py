"""Background work that people can watch, cancel and resume. The queue is procrastinate, on PostgreSQL."""
