"""Deeds: load, decide (domain), save, say (outbox). They never commit, never send, never ask the time."""
