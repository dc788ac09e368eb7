"""What all tests share."""

from tests.accounts.flush import flushable_audit_trail

__all__ = ["flushable_audit_trail"]
