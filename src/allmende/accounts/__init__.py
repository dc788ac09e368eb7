"""Users, login, roles, and the audit trail that nobody can rewrite."""
