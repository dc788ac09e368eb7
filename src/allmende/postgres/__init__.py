"""The embedded PostgreSQL server: one per data directory, shared by every process that holds a lease."""

from allmende.postgres.lease import Server, lease, remove

__all__ = ["Server", "lease", "remove"]
