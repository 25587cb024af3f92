"""Conversations of several steps: what was asked, and what the next message means for it. Pure."""
