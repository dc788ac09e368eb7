"""Data directories with a real server, for commands that need one of their own."""

from tests.postgres.conftest import data_dir, fresh_cluster

__all__ = ["data_dir", "fresh_cluster"]
