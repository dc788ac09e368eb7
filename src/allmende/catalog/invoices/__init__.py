"""Invoices that stand in court: numbered without gaps, never changed, as XRechnung and as PDF."""
